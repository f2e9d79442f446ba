//! Where rows end: at line feeds that stand outside quotes.

/// One past the end of every row, in order. A quotation mark opens at the start of a cell alone; inside a cell
/// that does not begin with one it is a sign like any other (`Nguyễn "Tý" A`).
#[derive(Debug)]
pub struct RowEnds<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
    /// Whether what was read so far ends inside quotes.
    pub is_quoted: bool,
}

impl<'a> RowEnds<'a> {
    /// `bytes` start at a row.
    #[must_use]
    pub fn of(bytes: &'a [u8], delimiter: u8) -> Self {
        Self {
            bytes,
            delimiter,
            at: 0,
            is_quoted: false,
        }
    }

    fn starts_cell(&self, at: usize) -> bool {
        let before = &self.bytes[..at];
        match before.last() {
            None => true,
            Some(last) => {
                [self.delimiter, b'\n', b'\r'].contains(last) || before.ends_with(super::MARK)
            }
        }
    }
}

impl Iterator for RowEnds<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let Some(found) = memchr::memchr2(b'"', b'\n', &self.bytes[self.at..]) {
            let at = self.at + found;
            self.at = at + 1;
            match (self.bytes[at], self.is_quoted) {
                (b'\n', false) => return Some(at + 1),
                (b'\n', true) => {}
                (_, false) => self.is_quoted = self.starts_cell(at),
                // Two of them inside quotes are one that is meant.
                (_, true) if self.bytes.get(at + 1) == Some(&b'"') => self.at = at + 2,
                (_, true) => self.is_quoted = false,
            }
        }
        None
    }
}

/// One past the last end of a row; `bytes` start at a row.
#[must_use]
pub fn last_row_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    if memchr::memchr(b'"', bytes).is_none() {
        return memchr::memrchr(b'\n', bytes).map(|at| at + 1);
    }
    RowEnds::of(bytes, delimiter).last()
}

/// Whether `bytes`, which start at a row, end inside quotes.
#[must_use]
pub fn ends_inside_quotes(bytes: &[u8], delimiter: u8) -> bool {
    let mut ends = RowEnds::of(bytes, delimiter);
    memchr::memchr(b'"', bytes).is_some() && {
        ends.by_ref().for_each(drop);
        ends.is_quoted
    }
}
