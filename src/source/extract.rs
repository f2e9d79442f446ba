//! A file that a source delivered.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::domain::{CommuneCode, Kind};

/// How the bytes of an extract are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Workbook,
}

/// One file to read tonight.
#[derive(Debug, Clone)]
pub struct Extract {
    /// Position of the source in the pipeline.
    pub source: usize,
    pub kind: Kind,
    pub path: PathBuf,
    /// The name in every report and dataset: the source's id and the file's name, `/` between.
    pub file: String,
    pub format: Format,
    pub bytes: u64,
    /// `None` until the content has been asked, where the name does not tell.
    pub snapshot_date: Option<Date>,
    pub commune: Option<CommuneCode>,
    pub unit: Option<String>,
}

/// Why a file is not read, or what was read of it is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetAsideReason {
    /// A newer snapshot of the same source, commune and unit is there.
    Superseded {
        by: String,
    },
    /// The file name fits no pattern of the source.
    UnexpectedName {
        pattern: String,
    },
    NotAFile,
    LockFile,
    UnknownFormat {
        extension: String,
    },
    Empty,
    FutureDate {
        date: Date,
        today: Date,
    },
    NoDate,
    /// A reader's account of what is wrong.
    Unreadable {
        message: String,
    },
    /// Byte for byte the same as another file of tonight.
    SameAs {
        file: String,
        /// The names tell two communes or units: one of them sent the other's list.
        is_of_other_place: bool,
    },
}

impl SetAsideReason {
    /// A superseded file or a copy of the same place is no fault; everything else is one.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        !matches!(
            self,
            Self::Superseded { .. }
                | Self::SameAs {
                    is_of_other_place: false,
                    ..
                }
        )
    }
}

impl fmt::Display for SetAsideReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Superseded { by } => write!(out, "a newer extract is there: {by}"),
            Self::UnexpectedName { pattern } => write!(
                out,
                "its name does not fit `{pattern}`; rename it, or correct `file_name` in pipeline.toml"
            ),
            Self::NotAFile => out.write_str("it is not a file but a folder or a pipe; put the extract itself here"),
            Self::LockFile => out.write_str(
                "it is a lock file that Excel leaves while a workbook is open; close the workbook and delete it",
            ),
            Self::UnknownFormat { extension } => write!(
                out,
                "`.{extension}` files are not read; save it as .xlsx or as .csv (UTF-8)"
            ),
            Self::Empty => out.write_str("it is empty (0 bytes); send it again"),
            Self::FutureDate { date, today } => write!(
                out,
                "its snapshot date {date} lies after today, {today}; correct the date in the file name"
            ),
            Self::NoDate => out.write_str(
                "neither its name nor its first rows tell its snapshot date; put the date into the name as yyyymmdd",
            ),
            Self::Unreadable { message } => out.write_str(message),
            Self::SameAs { file, is_of_other_place: true } => write!(
                out,
                "it is byte for byte the same as {file}, of another commune or unit; ask whose list it is and send the right one"
            ),
            Self::SameAs { file, .. } => write!(out, "it is byte for byte the same as {file}"),
        }
    }
}

/// A file of a source that tonight does not use.
#[derive(Debug, Clone)]
pub struct SetAside {
    pub source: usize,
    pub kind: Kind,
    pub file: String,
    pub path: PathBuf,
    pub bytes: u64,
    pub snapshot_date: Option<Date>,
    pub reason: SetAsideReason,
}

/// What the folders of all sources hold.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// In canonical order.
    pub extracts: Vec<Extract>,
    pub set_aside: Vec<SetAside>,
}
