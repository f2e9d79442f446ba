//! Why an extract cannot be read. Each says what was found and what to do.

use thiserror::Error;

use crate::domain::Limits;

use super::xml::XmlError;

#[derive(Debug, Error, PartialEq, Eq)]
pub enum IngestError {
    #[error(
        "row {row} holds a byte that is no part of a letter, though the file is UTF-8: it is damaged, or two files in different encodings were joined; copy it again, or save it again as CSV UTF-8"
    )]
    NotUtf8 { row: u64 },
    #[error(
        "row {row} holds half of a UTF-16 letter: the file is damaged; copy it again, or save it again as CSV UTF-8"
    )]
    HalfLetter { row: u64 },
    #[error(
        "its letters with marks are lost: row {row} and others have a ? where a letter stood, because the file was saved in an encoding without them; open the original and save it again as CSV UTF-8 or .xlsx"
    )]
    LostLetters { row: u64 },
    #[error(
        "its letters belong to no encoding that is known: of {words} words with marks most are none of Vietnamese; open it in the program that wrote it and save it again as CSV UTF-8 or .xlsx"
    )]
    UnknownLetters { words: usize },
    #[error(
        "row {row} holds a NUL byte: the file is damaged or no text; copy it again, or save it again as CSV UTF-8"
    )]
    Nul { row: u64 },
    #[error(
        "row {row} is a header with its columns in another order than those above it: two tables were joined; send each in a file of its own"
    )]
    OtherTable { row: u64 },
    #[error(
        "row {row} is the header of two tables side by side: columns {first} and {second} both hold names, so that a row would be two people; put one table below the other, or each in a file of its own"
    )]
    SideBySide {
        row: u32,
        first: usize,
        second: usize,
    },
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
        "it ends in the middle of a letter in row {row}: it was only half written; copy it again"
    )]
    CutLetter { row: u64 },
    #[error(
        "a quotation mark opens near row {row} and is never closed: the file was only half written, or a cell holds a single \"; copy it again or correct the cell"
    )]
    OpenQuote { row: u64 },
    #[error(
        "row {row} is longer than {limit_mib} MiB, the limit (`line_mib` in [limits] of pipeline.toml): this is no table of persons; check where the file comes from, or raise the limit"
    )]
    RowTooLong { row: u64, limit_mib: u32 },
    #[error(
        "the workbook cannot be opened: {message}; open it in Excel, save it as .xlsx and send it again"
    )]
    Workbook { message: String },
    #[error("the workbook is protected by a password; remove the password and send it again")]
    Password,
    #[error(
        "{what}; the limit is {limit} (`{name}` in [limits] of pipeline.toml): check where the file comes from, split it, or raise the limit"
    )]
    OverLimit {
        what: String,
        name: &'static str,
        limit: u32,
    },
    #[error("it is {what}; {advice}")]
    Foreign {
        what: &'static str,
        advice: &'static str,
    },
    #[error(
        "its zip archive is broken or half written ({message}); copy it again, or open it and save it again"
    )]
    BrokenArchive { message: String },
    #[error("its gzip archive is broken or half written ({message}); copy it again")]
    BrokenGzip { message: String },
    #[error("the Parquet file cannot be read: {message}; write it again")]
    Parquet { message: String },
    #[error("no visible sheet of the workbook holds a table: {sheets}")]
    NoTable { sheets: String },
    #[error(transparent)]
    Xml(#[from] XmlError),
    #[error("it cannot be read: {message}")]
    Io { message: String },
}

impl IngestError {
    /// Something is more than `limit`, which `[limits]` calls `name`.
    #[must_use]
    pub fn over(what: String, name: &'static str, limit: u32) -> Self {
        Self::OverLimit { what, name, limit }
    }

    /// What kept bytes from being read: an error of ours that a reader passed on, or the machine's.
    #[must_use]
    pub fn of_read(cause: std::io::Error) -> Self {
        cause.downcast::<Self>().unwrap_or_else(|cause| Self::Io {
            message: cause.to_string(),
        })
    }

    /// An archive unpacks to more than is allowed.
    #[must_use]
    pub fn over_unpacked(limits: &Limits) -> Self {
        let limit = limits.unpacked_mib;
        Self::over(
            format!("it unpacks to more than {limit} MiB"),
            "unpacked_mib",
            limit,
        )
    }

    /// A file that must be read whole has more than is allowed.
    #[must_use]
    pub fn too_large(limits: &Limits) -> Self {
        let limit = limits.table_mib;
        Self::over(
            format!("it has more than {limit} MiB and must be read whole"),
            "table_mib",
            limit,
        )
    }

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
            Self::Nul { row } => Self::Nul { row: row + before },
            Self::RowTooLong { row, limit_mib } => Self::RowTooLong {
                row: row + before,
                limit_mib,
            },
            Self::CutLetter { row } => Self::CutLetter { row: row + before },
            Self::OpenQuote { row } => Self::OpenQuote { row: row + before },
            Self::Xml(error) => Self::Xml(error.behind(rows_before)),
            Self::OtherTable { row } => Self::OtherTable { row: row + before },
            other => other,
        }
    }
}
