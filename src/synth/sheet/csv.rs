//! CSV as offices save it.

use jiff::civil::Date;

use super::{Cell, Column, Format, Layout, Line};

/// Builds one line of a comma-separated extract, without allocation.
pub struct CsvLine<'a> {
    out: &'a mut Vec<u8>,
    delimiter: u8,
    is_first: bool,
}

impl<'a> CsvLine<'a> {
    pub fn new(out: &'a mut Vec<u8>, delimiter: u8) -> Self {
        Self {
            out,
            delimiter,
            is_first: true,
        }
    }

    fn part(&mut self) {
        if !self.is_first {
            self.out.push(self.delimiter);
        }
        self.is_first = false;
    }

    pub fn blank(&mut self) -> &mut Self {
        self.part();
        self
    }

    /// Text, quoted where it must be.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.part();
        if text
            .bytes()
            .any(|b| b == self.delimiter || b == b'"' || b == b'\n')
        {
            self.out.push(b'"');
            self.out.extend(text.replace('"', "\"\"").bytes());
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
        self
    }

    /// A number with leading zeros to this width; blank for `None`.
    pub fn digits(&mut self, value: Option<u64>, width: usize) -> &mut Self {
        self.part();
        if let Some(value) = value {
            push_digits(self.out, value, width);
        }
        self
    }

    /// `12/05/1957`; blank for `None`.
    pub fn day_first(&mut self, date: Option<Date>) -> &mut Self {
        self.part();
        if let Some(date) = date {
            push_day_first(self.out, date);
        }
        self
    }

    /// `19570512`.
    pub fn compact(&mut self, date: Date) -> &mut Self {
        self.part();
        push_digits(self.out, date.year() as u64, 4);
        push_digits(self.out, date.month() as u64, 2);
        push_digits(self.out, date.day() as u64, 2);
        self
    }

    pub fn end(&mut self) {
        self.out.push(b'\n');
    }
}

fn push_digits(out: &mut Vec<u8>, mut value: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while value > 0 || digits.len() - at < width {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend_from_slice(&digits[at..]);
}

fn push_day_first(out: &mut Vec<u8>, date: Date) {
    push_digits(out, date.day() as u64, 2);
    out.push(b'/');
    push_digits(out, date.month() as u64, 2);
    out.push(b'/');
    push_digits(out, date.year() as u64, 4);
}

/// Appends one physical row of a roster.
///
/// Rows with less text than columns are padded with delimiters, as Excel saves them.
pub fn write_line(out: &mut Vec<u8>, line: &Line, columns: &[Column], layout: &Layout) {
    let Format::Csv { delimiter, .. } = layout.format else {
        return;
    };
    let mut csv = CsvLine::new(out, delimiter);
    match line {
        Line::Title(text) | Line::Section(text) => {
            csv.text(text);
            for _ in &columns[1..] {
                csv.blank();
            }
        }
        Line::Header => {
            for column in columns {
                csv.text(column.label);
            }
        }
        Line::ColumnNumbers => {
            for number in 1..=columns.len() {
                csv.text(&format!("({number})"));
            }
        }
        Line::Data(cells) => {
            for cell in cells {
                write_cell(&mut csv, cell, layout);
            }
        }
    }
    csv.end();
}

fn write_cell(csv: &mut CsvLine<'_>, cell: &Cell, layout: &Layout) {
    match cell {
        Cell::Blank => csv.blank(),
        Cell::Text(text) => csv.text(text),
        Cell::Static(text) => csv.text(text),
        Cell::Date(date) => csv.day_first(Some(*date)),
        Cell::Number(value, 0) => csv.digits(Some(*value as u64), 1),
        Cell::Number(value, decimals) => {
            let text = format!("{value:.decimals$}");
            if layout.is_decimal_comma {
                csv.text(&text.replace('.', ","))
            } else {
                csv.text(&text)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_line_quotes_only_what_it_must() {
        let mut out = Vec::new();
        let mut line = CsvLine::new(&mut out, b',');
        line.text("a,b")
            .text("c\"d")
            .digits(Some(3_064), 12)
            .digits(None, 12)
            .day_first(Some(date(1957, 5, 2)));
        line.compact(date(2026, 11, 20)).blank().text("Thuỷ").end();
        let expected = "\"a,b\",\"c\"\"d\",000000003064,,02/05/1957,20261120,,Thuỷ\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
