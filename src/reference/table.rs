//! Rows of the shipped CSV lists: comma, quotes only round a cell, one line per row.

use super::ReferenceError;

/// One data row and where it stands.
pub struct Row<'a> {
    pub file: &'static str,
    /// Line as an editor shows it; the header is line 1.
    pub line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of a column; [`rows`] has checked that every column is there.
    pub fn cell(&self, index: usize) -> &'a str {
        self.cells[index]
    }

    pub fn value_error(
        &self,
        column: &'static str,
        value: &str,
        expected: &'static str,
    ) -> ReferenceError {
        ReferenceError::Value {
            file: self.file,
            line: self.line,
            column,
            value: value.into(),
            expected,
        }
    }

    /// The cell, if it consists of exactly `length` digits.
    ///
    /// # Errors
    /// [`ReferenceError::Value`] otherwise.
    pub fn code(
        &self,
        index: usize,
        column: &'static str,
        length: usize,
    ) -> Result<&'a str, ReferenceError> {
        let cell = self.cell(index);
        if cell.len() == length && cell.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(cell);
        }
        Err(self.value_error(
            column,
            cell,
            if length == 2 {
                "a code of 2 digits"
            } else {
                "a code of 5 digits"
            },
        ))
    }

    /// The cell as a claim written 0 or 1.
    ///
    /// # Errors
    /// [`ReferenceError::Value`] for anything else.
    pub fn flag(&self, index: usize, column: &'static str) -> Result<bool, ReferenceError> {
        match self.cell(index) {
            "0" => Ok(false),
            "1" => Ok(true),
            other => Err(self.value_error(column, other, "0 or 1")),
        }
    }
}

/// The data rows of a list whose header must be exactly `header`.
///
/// # Errors
/// [`ReferenceError::Header`] or [`ReferenceError::Columns`].
pub fn rows<'a>(
    file: &'static str,
    text: &'a str,
    header: &[&str],
) -> Result<Vec<Row<'a>>, ReferenceError> {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let found = lines.next().unwrap_or_default();
    if !found.split(',').eq(header.iter().copied()) {
        return Err(ReferenceError::Header {
            file,
            expected: header.join(","),
            found: found.into(),
        });
    }
    lines
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(index, line)| {
            let row = Row {
                file,
                line: index + 2,
                cells: split(line),
            };
            match row.cells.len() == header.len() {
                true => Ok(row),
                false => Err(ReferenceError::Columns {
                    file,
                    line: row.line,
                    expected: header.len(),
                    found: row.cells.len(),
                }),
            }
        })
        .collect()
}

fn split(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, tail) = match rest
            .strip_prefix('"')
            .and_then(|quoted| quoted.split_once('"'))
        {
            Some((cell, tail)) => (cell, tail.strip_prefix(',')),
            None => rest
                .split_once(',')
                .map_or((rest, None), |(cell, tail)| (cell, Some(tail))),
        };
        cells.push(cell);
        match tail {
            Some(tail) => rest = tail,
            None => return cells,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_a_comma_in_its_cell() {
        assert_eq!(split(r#"1,"30,509",,x"#), ["1", "30,509", "", "x"]);
        assert_eq!(split(r#"a,"b""#), ["a", "b"]);
        assert_eq!(split("a,"), ["a", ""]);
    }

    #[test]
    fn a_short_row_is_named_by_its_line() {
        let error = rows("x.csv", "a,b\n1,2\n3\n", &["a", "b"])
            .err()
            .map(|e| e.to_string());
        assert_eq!(
            error.as_deref(),
            Some("x.csv:3: expected 2 columns, found 1")
        );
    }

    #[test]
    fn a_wrong_header_says_what_it_must_be() {
        let error = rows("x.csv", "a,c\n", &["a", "b"])
            .err()
            .map(|e| e.to_string());
        assert_eq!(
            error.as_deref(),
            Some("x.csv:1: the header must be `a,b`, found `a,c`")
        );
    }
}
