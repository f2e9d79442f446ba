//! Why an extract cannot be read. Each says what was found and what to do.

use thiserror::Error;

#[derive(Debug, Error, PartialEq, Eq)]
pub enum IngestError {
    #[error(
        "it is not UTF-8 text: row {row} holds a byte that is no part of a letter; it may be written in TCVN3, VNI or another old encoding; save it again as CSV UTF-8"
    )]
    NotUtf8 { row: u64 },
    #[error(
        "it is UTF-16 text (Excel's \"Unicode text\"); save it again as CSV UTF-8 (Comma delimited)"
    )]
    Utf16,
    #[error("it is not text but {what}; {advice}")]
    NotText {
        what: &'static str,
        advice: &'static str,
    },
    #[error(
        "no header was found in its first {rows} rows: fewer than {needed} columns have a known name (found: {found}); add the headers to the profile {profile}, or check that this is the right file"
    )]
    NoHeader {
        rows: usize,
        needed: usize,
        found: String,
        profile: String,
    },
    #[error(
        "it ends in the middle of row {row} ({cells} of {expected} cells and no end of line): it was only half written; copy it again"
    )]
    HalfWritten {
        row: u64,
        cells: usize,
        expected: usize,
    },
    #[error(
        "row {row} ends with a carriage return alone, as old Mac programs write; save the file again as CSV UTF-8"
    )]
    BareReturn { row: u64 },
    #[error(
        "it ends in the middle of a letter in row {row}: it was only half written; copy it again"
    )]
    CutLetter { row: u64 },
    #[error(
        "a quotation mark opens near row {row} and is never closed: the file was only half written, or a cell holds a single \"; copy it again or correct the cell"
    )]
    OpenQuote { row: u64 },
    #[error("row {row} is longer than {limit_mib} MiB: this is no table of persons")]
    RowTooLong { row: u64, limit_mib: usize },
    #[error(
        "the workbook cannot be opened: {message}; open it in Excel, save it as .xlsx and send it again"
    )]
    Workbook { message: String },
    #[error("the workbook is protected by a password; remove the password and send it again")]
    Password,
    #[error(
        "the workbook unpacks to {mib} MiB, more than the limit of {limit_mib} MiB; split it, or check where it comes from"
    )]
    Bomb { mib: u64, limit_mib: u64 },
    #[error("no visible sheet of the workbook holds a table: {sheets}")]
    NoTable { sheets: String },
    #[error("it cannot be read: {message}")]
    Io { message: String },
}

impl IngestError {
    /// The same error of a block that has `rows_before` rows before it in its file.
    #[must_use]
    pub fn behind(self, rows_before: u32) -> Self {
        let before = u64::from(rows_before);
        match self {
            Self::NotUtf8 { row } => Self::NotUtf8 { row: row + before },
            Self::HalfWritten {
                row,
                cells,
                expected,
            } => Self::HalfWritten {
                row: row + before,
                cells,
                expected,
            },
            Self::BareReturn { row } => Self::BareReturn { row: row + before },
            Self::CutLetter { row } => Self::CutLetter { row: row + before },
            Self::OpenQuote { row } => Self::OpenQuote { row: row + before },
            other => other,
        }
    }
}
