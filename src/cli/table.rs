//! Plain tables for the terminal.

/// A table whose first columns are text and whose others are numbers, set to the right.
pub struct Table {
    text_columns: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(text_columns: usize, header: &[&str]) -> Self {
        let header = header.iter().map(|cell| (*cell).to_owned()).collect();
        Self::with_header(text_columns, header)
    }

    pub fn with_header(text_columns: usize, header: Vec<String>) -> Self {
        Self {
            text_columns,
            rows: vec![header],
        }
    }

    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Columns padded to the widest cell, two blanks between, a rule below the header.
    pub fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut lines: Vec<String> = self
            .rows
            .iter()
            .map(|row| self.line(row, &widths))
            .collect();
        let total = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        lines.insert(1, "─".repeat(total));
        lines.join("\n")
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let pad = " ".repeat(widths[column] - cell.chars().count());
            if column < self.text_columns {
                format!("{cell}{pad}")
            } else {
                format!("{pad}{cell}")
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}

/// `1234567` as `1 234 567`: groups that neither language takes for a decimal mark.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_set_by_letters_not_bytes() {
        let mut table = Table::new(1, &["Xã", "Số"]);
        table.push(vec!["Hạ Lang".into(), "1 234".into()]);
        assert_eq!(
            table.render(),
            "Xã          Số\n──────────────\nHạ Lang  1 234"
        );
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(123), "123");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }
}
