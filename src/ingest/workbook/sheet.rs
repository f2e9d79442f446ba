//! The rows of one sheet, written cell by cell as its reader finds them.

use std::cell::Cell;

use super::fonts::FontVotes;
use super::number_format::{NumberFormat, write_number};
use super::{RawSheet, SheetState};
use crate::domain::Limits;
use crate::ingest::encoding::ColumnEncoding;
use crate::ingest::{IngestError, RawBlock};

/// Memory that the sheets of one file share.
#[derive(Debug)]
pub struct Budget {
    pub limits: Limits,
    /// Bytes of text and of cells of the sheets that are finished.
    held: Cell<usize>,
}

impl Budget {
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            held: Cell::new(0),
        }
    }
}

/// A range of cells that are shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// From 0, first and last.
    pub rows: (u32, u32),
    /// From 0, first and last.
    pub columns: (u32, u32),
}

/// More merged ranges than this a person did not make; the others are left as they are.
const MERGES_MAX: usize = 100_000;

/// A sheet that is being read. Cells come row by row and from left to right; blank ones need not come.
#[derive(Debug)]
pub struct SheetWriter<'b> {
    name: String,
    budget: &'b Budget,
    block: RawBlock,
    merges: Vec<Merge>,
    has_lost: bool,
    fonts: FontVotes,
    /// Of the next cell.
    row: u32,
    column: u32,
    is_open: bool,
    /// Where the text of the cell begins that is being written.
    cell_start: usize,
}

impl<'b> SheetWriter<'b> {
    #[must_use]
    pub fn new(name: &str, budget: &'b Budget) -> Self {
        Self {
            name: name.to_owned(),
            budget,
            block: RawBlock::default(),
            merges: Vec::new(),
            has_lost: false,
            fonts: FontVotes::default(),
            row: 0,
            column: 0,
            is_open: false,
            cell_start: 0,
        }
    }

    /// Writes a text.
    ///
    /// # Errors
    /// As [`SheetWriter::begin`].
    pub fn text(&mut self, row: u32, column: u32, text: &str) -> Result<(), IngestError> {
        if text.is_empty() {
            return Ok(());
        }
        self.begin(row, column)?;
        // Before the buffer grows: it would take twice the memory.
        self.refuse_too_much(text.len())?;
        self.block.cell_text().push_str(text);
        self.end()
    }

    /// Writes what is shown where a value is lost: `#REF!` and its kin.
    ///
    /// # Errors
    /// As [`SheetWriter::begin`].
    pub fn lost(&mut self, row: u32, column: u32, shown: &str) -> Result<(), IngestError> {
        self.has_lost = true;
        self.text(row, column, shown)
    }

    /// Writes a number as its format means it.
    ///
    /// # Errors
    /// As [`SheetWriter::begin`].
    pub fn number(
        &mut self,
        row: u32,
        column: u32,
        number: f64,
        format: NumberFormat,
    ) -> Result<(), IngestError> {
        write_number(self.begin(row, column)?, number, format);
        self.end()
    }

    /// Begins a cell and gives its text; finish with [`SheetWriter::end`].
    ///
    /// # Errors
    /// Cells that go backwards, and more rows or columns than the limits allow. Rows and columns count from 0.
    pub fn begin(&mut self, row: u32, column: u32) -> Result<&mut String, IngestError> {
        let limits = &self.budget.limits;
        if column >= limits.columns {
            return Err(IngestError::over(
                format!(
                    "sheet `{}` has a value in column {}, row {}",
                    self.name,
                    letters(column),
                    row.saturating_add(1)
                ),
                "columns",
                limits.columns,
            ));
        }
        if row >= limits.rows {
            return Err(IngestError::over(
                format!(
                    "sheet `{}` has a value in row {}",
                    self.name,
                    row.saturating_add(1)
                ),
                "rows",
                limits.rows,
            ));
        }
        if self.is_open && (row, column) < (self.row, self.column) {
            return Err(IngestError::Workbook {
                message: format!(
                    "sheet `{}`: its cells are out of order in row {}",
                    self.name,
                    row + 1
                ),
            });
        }
        if self.is_open && row != self.row {
            self.block.end_row(self.row + 1);
            self.column = 0;
        }
        (self.row, self.is_open) = (row, true);
        while self.column < column {
            self.block.end_cell();
            self.column += 1;
        }
        self.cell_start = self.block.text_bytes();
        Ok(self.block.cell_text())
    }

    /// Ends the cell.
    ///
    /// # Errors
    /// A cell or a sheet of more bytes than the limits allow.
    pub fn end(&mut self) -> Result<(), IngestError> {
        let limits = &self.budget.limits;
        if self.block.text_bytes() - self.cell_start > limits.cell_bytes as usize {
            return Err(IngestError::over(
                format!(
                    "sheet `{}`: the cell in row {}, column {} holds {} bytes",
                    self.name,
                    self.row + 1,
                    letters(self.column),
                    self.block.text_bytes() - self.cell_start,
                ),
                "cell_bytes",
                limits.cell_bytes,
            ));
        }
        self.block.end_cell();
        self.column += 1;
        self.refuse_too_much(0)
    }

    fn refuse_too_much(&self, more: usize) -> Result<(), IngestError> {
        let limits = &self.budget.limits;
        if self.budget.held.get() + held(&self.block) + more <= limits.table_bytes() {
            return Ok(());
        }
        Err(IngestError::over(
            format!(
                "its sheets up to `{}` hold more than {} MiB",
                self.name, limits.table_mib
            ),
            "table_mib",
            limits.table_mib,
        ))
    }

    /// Notes the encoding that the font of a text draws.
    pub fn font(&mut self, row: u32, column: u32, encoding: Option<ColumnEncoding>, text: &str) {
        self.fonts.add(row, column, encoding, text);
    }

    /// Notes a merged range.
    pub fn merge(&mut self, merge: Merge) {
        if self.merges.len() < MERGES_MAX {
            self.merges.push(merge);
        }
    }

    /// The sheet as it was read.
    #[must_use]
    pub fn finish(mut self, state: SheetState) -> RawSheet {
        if self.is_open {
            self.block.end_row(self.row + 1);
            self.block.physical_rows = self.row + 1;
        }
        let held = self.budget.held.get() + held(&self.block);
        self.budget.held.set(held);
        RawSheet {
            name: self.name,
            state,
            block: self.block,
            merges: self.merges,
            has_lost: self.has_lost,
            is_1904: false,
            fonts: self.fonts.finish(),
        }
    }
}

fn held(block: &RawBlock) -> usize {
    block.text_bytes() + 4 * block.cells()
}

/// What is shown for an error of this number, in XLS and XLSB.
#[must_use]
pub fn error_text(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// A column as spreadsheets name it: A, B, … Z, AA.
#[must_use]
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The range that a reference such as `A1:C2` names.
#[must_use]
pub fn range(reference: &[u8]) -> Option<Merge> {
    let colon = memchr::memchr(b':', reference)?;
    let (first, last) = (place(&reference[..colon])?, place(&reference[colon + 1..])?);
    (first.0 <= last.0 && first.1 <= last.1).then_some(Merge {
        rows: (first.0, last.0),
        columns: (first.1, last.1),
    })
}

/// The place that a reference such as `AB12` names, row and column from 0.
#[must_use]
pub fn place(reference: &[u8]) -> Option<(u32, u32)> {
    let mut bytes = reference.iter().filter(|byte| **byte != b'$').peekable();
    let mut column = 0_u32;
    while let Some(letter) = bytes.next_if(|byte| byte.is_ascii_alphabetic()) {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    let mut row = 0_u32;
    for digit in bytes {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        row = row.checked_mul(10)?.checked_add(digit)?;
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tight() -> Budget {
        Budget::new(Limits {
            rows: 10,
            columns: 3,
            cell_bytes: 20,
            table_mib: 1,
            ..Limits::default()
        })
    }

    #[test]
    fn gaps_are_blank_and_rows_keep_their_numbers() {
        let budget = tight();
        let mut writer = SheetWriter::new("A", &budget);
        writer.text(1, 0, "a").unwrap();
        writer.text(1, 2, "b").unwrap();
        writer.text(4, 1, "").unwrap();
        writer.number(4, 1, 2.0, NumberFormat::Plain).unwrap();
        let sheet = writer.finish(SheetState::Shown);
        let rows: Vec<(u32, Vec<&str>)> = (0..sheet.block.rows())
            .map(|row| sheet.block.row(row))
            .map(|row| (row.number, row.cells().collect()))
            .collect();
        assert_eq!(rows, [(2, vec!["a", "", "b"]), (5, vec!["", "2"])]);
        assert_eq!(sheet.block.physical_rows, 5);
    }

    #[test]
    fn every_limit_names_itself() {
        let says = |row, column, text: &str, what: &str| {
            let budget = tight();
            let mut writer = SheetWriter::new("A", &budget);
            let error = writer.text(row, column, text).unwrap_err().to_string();
            assert!(
                error.contains(what) && error.contains("in [limits]"),
                "{error}"
            );
        };
        says(
            0,
            16_383,
            "x",
            "column XFD, row 1; the limit is 3 (`columns`",
        );
        says(u32::MAX, 0, "x", "the limit is 10 (`rows`");
        says(
            1,
            1,
            &"x".repeat(21),
            "holds 21 bytes; the limit is 20 (`cell_bytes`",
        );
        let budget = Budget::new(Limits {
            table_mib: 1,
            ..Limits::default()
        });
        let mut writer = SheetWriter::new("A", &budget);
        let text = "x".repeat(1000);
        let error = (0..2000).find_map(|row| writer.text(row, 0, &text).err());
        assert!(error.unwrap().to_string().contains("(`table_mib`"));
    }

    #[test]
    fn cells_that_go_backwards_are_refused() {
        let budget = tight();
        let mut writer = SheetWriter::new("A", &budget);
        writer.text(1, 1, "a").unwrap();
        assert!(writer.text(1, 0, "b").is_err());
    }

    #[test]
    fn references_are_places() {
        for (reference, expected) in [
            ("A1", Some((0, 0))),
            ("$XFD$1048576", Some((1_048_575, 16_383))),
            ("ab12", Some((11, 27))),
            ("A", None),
            ("12", None),
            ("A0", None),
            ("A1B", None),
            ("ZZZZZZZZZZZZ1", None),
            ("A99999999999", None),
        ] {
            assert_eq!(place(reference.as_bytes()), expected, "{reference}");
        }
        assert_eq!(letters(0), "A");
        assert_eq!(letters(27), "AB");
        assert_eq!(letters(16_383), "XFD");
    }
}
