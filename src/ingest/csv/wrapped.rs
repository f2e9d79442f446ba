//! Text that a program wrapped once more: whole lines in quotation marks, or cells in single ones.
//!
//! Excel on a Windows whose list separator is `;` opens a file with commas in one column, and saves each line as one
//! quoted cell: `"1,Nông Thị Ấm,1957";;;`. Databases write their cells as `'1';'Nông Thị Ấm'`.

use std::borrow::Cow;

use super::row_ends::RowEnds;

/// How a text is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    Lines,
    /// Cells in single quotation marks, between delimiters.
    Cells(u8),
}

/// How many bytes of the beginning are asked.
const START_BYTES: usize = 64 * 1024;

/// So many lines must be wrapped, and so many for each that is a row without being so.
const WRAPPED_MIN: usize = 2;
const WRAPPED_PER_OTHER: usize = 10;

const DELIMITERS: [u8; 4] = *b",;\t|";

/// How a text that begins so is wrapped; nearly all of its rows have to be.
#[must_use]
pub fn wrapping(start: &[u8]) -> Option<Wrapping> {
    let start = &start[..start.len().min(START_BYTES)];
    let is_most = |is_wrapped: &dyn Fn(&[u8]) -> bool| {
        let (mut wrapped, mut others) = (0, 0);
        for row in rows(start) {
            if is_wrapped(row) {
                wrapped += 1;
            } else {
                // A title without a delimiter needs no quotes.
                others += usize::from(has_delimiter(trim_end(row)));
            }
        }
        wrapped >= WRAPPED_MIN && wrapped >= WRAPPED_PER_OTHER * others
    };
    if memchr::memchr(b'"', start).is_some() && is_most(&|row| inside(row).is_some()) {
        return Some(Wrapping::Lines);
    }
    memchr::memchr(b'\'', start)?;
    let mut cells = DELIMITERS.into_iter();
    let delimiter = cells.find(|delimiter| is_most(&|row| quoted_cells(row, *delimiter).is_some()));
    delimiter.map(Wrapping::Cells)
}

/// The text as it was before it was wrapped; line by line, so that rows keep their numbers.
#[must_use]
pub fn unwrapped(text: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let Some(wrapping) = wrapping(&text) else {
        return text;
    };
    let mut plain = Vec::with_capacity(text.len());
    let lines = match wrapping {
        Wrapping::Lines => rows(&text).collect::<Vec<_>>(),
        Wrapping::Cells(_) => text.split_inclusive(|byte| *byte == b'\n').collect(),
    };
    for line in lines {
        let content = line.trim_ascii_end();
        let unwrapped = match wrapping {
            Wrapping::Lines => inside(line),
            Wrapping::Cells(delimiter) => quoted_cells(line, delimiter),
        };
        plain.extend_from_slice(unwrapped.as_deref().unwrap_or(content));
        plain.extend_from_slice(&line[content.len()..]);
    }
    Cow::Owned(plain)
}

/// The rows of a text, the last as far as it goes.
fn rows(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    let ends = RowEnds::of(text, b';').chain(std::iter::once(text.len()));
    ends.map(move |end| {
        let row = &text[start.min(end)..end];
        start = end;
        row
    })
    .filter(|row| !row.is_empty())
}

fn has_delimiter(text: &[u8]) -> bool {
    text.iter().any(|byte| DELIMITERS.contains(byte))
}

/// A row without the empty cells and the blanks at its end, and without a byte order mark.
fn trim_end(row: &[u8]) -> &[u8] {
    let row = row.strip_prefix(super::MARK).unwrap_or(row);
    let end = row
        .iter()
        .rposition(|byte| !byte.is_ascii_whitespace() && !DELIMITERS.contains(byte));
    end.map_or(&[], |end| &row[..=end])
}

/// The row that a row of one quoted cell holds: `"1,""Nông Thị Ấm"""` is `1,"Nông Thị Ấm"`.
fn inside(row: &[u8]) -> Option<Vec<u8>> {
    let cell = trim_end(row).strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut text = Vec::with_capacity(cell.len());
    let mut bytes = cell.iter();
    while let Some(byte) = bytes.next() {
        // A mark inside is written twice; one alone ends the cell, and others follow.
        if *byte == b'"' && bytes.next() != Some(&b'"') {
            return None;
        }
        text.push(*byte);
    }
    has_delimiter(&text).then_some(text)
}

/// A line whose cells stand in single quotes, most of them at least, with double ones: `'1';'Lý A Sì'` is
/// `"1";"Lý A Sì"`.
fn quoted_cells(line: &[u8], delimiter: u8) -> Option<Vec<u8>> {
    let line = line.strip_prefix(super::MARK).unwrap_or(line);
    let mut rest = line.trim_ascii_end();
    let mut text = Vec::with_capacity(line.len() + 2);
    let (mut quoted, mut all) = (0, 0);
    loop {
        all += 1;
        if let Some(cell) = rest.strip_prefix(b"'") {
            let ends = |at: &usize| {
                cell[*at] == b'\'' && [None, Some(&delimiter)].contains(&cell.get(at + 1))
            };
            let end = (0..cell.len()).find(ends)?;
            text.push(b'"');
            for byte in &cell[..end] {
                text.extend(std::iter::repeat_n(
                    *byte,
                    if *byte == b'"' { 2 } else { 1 },
                ));
            }
            text.push(b'"');
            quoted += 1;
            rest = &cell[end + 1..];
        } else {
            let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            text.extend_from_slice(&rest[..end]);
            all -= usize::from(end == 0);
            rest = &rest[end..];
        }
        let Some(next) = rest.strip_prefix(&[delimiter]) else {
            break;
        };
        text.push(delimiter);
        rest = next;
    }
    (quoted >= 2 && 2 * quoted > all).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = unwrapped(Cow::Borrowed(text.as_bytes()));
        assert_eq!(String::from_utf8_lossy(&found), expected);
        assert_eq!(unwrapped(found.clone()), found);
    }

    #[test]
    fn lines_that_are_one_cell_each_are_unwrapped() {
        check(
            "DANH SÁCH;;;\r\n\"STT,Họ và tên\";;;\r\n\r\n\"1,\"\"Nông, Ấm\"\"\";;;\r\n",
            "DANH SÁCH;;;\r\nSTT,Họ và tên\r\n\r\n1,\"Nông, Ấm\"\r\n",
        );
        check("\u{feff}\"a,b\"\n\"1,2\"", "a,b\n1,2");
    }

    #[test]
    fn cells_in_single_quotes_are_in_double_ones() {
        check(
            "'STT';'Họ và tên'\n'1';'Nông \"Ấm\"; H'Mông'\n'2';\n3;'Lý A Sì';'x'\n",
            "\"STT\";\"Họ và tên\"\n\"1\";\"Nông \"\"Ấm\"\"; H'Mông\"\n'2';\n3;\"Lý A Sì\";\"x\"\n",
        );
    }

    #[test]
    fn what_is_not_wrapped_stays() {
        for text in [
            "",
            "\"STT\",\"Họ và tên\"\n\"1\",\"Nông Thị Ấm\"\n",
            "STT,Họ và tên\n\"1,2\"\n\"3,4\"\n",
            "\"Nông Thị Ấm\"\n\"Lý A Sì\"\n",
            "STT,CCCD\n1,'003157000001\n2,'003157000002\n",
            "a,b\n1,\"x\ny\"\n",
            "\"a,b\n1,2\n",
        ] {
            check(text, text);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[a1,;'\"\n\r\t]{0,40}") {
            let rows = |text: &[u8]| memchr::memchr_iter(b'\n', text).count();
            let found = unwrapped(Cow::Borrowed(text.as_bytes()));
            proptest::prop_assert_eq!(rows(&found), rows(text.as_bytes()));
        }
    }
}
