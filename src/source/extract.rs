//! A file that a source delivered.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::domain::{CommuneCode, Kind};

/// One file to read tonight.
#[derive(Debug, Clone)]
pub struct Extract {
    /// Position of the source in the pipeline.
    pub source: usize,
    pub kind: Kind,
    pub path: PathBuf,
    /// The path in the archive at `path`, where the extract lies in one.
    pub entry: Option<String>,
    /// The name in every report and dataset: the source's id and the file's name, `/` between; of a file in an
    /// archive its path there too.
    pub file: String,
    pub bytes: u64,
    /// `None` until the content has been asked, where the name does not tell.
    pub snapshot_date: Option<Date>,
    pub commune: Option<CommuneCode>,
    pub unit: Option<String>,
}

/// Whose extract it is: a source, of it a commune, of that a unit.
pub type Place<'e> = (usize, Option<CommuneCode>, Option<&'e str>);

impl Extract {
    /// Extracts of the same place are deliveries of the same list.
    #[must_use]
    pub fn place(&self) -> Place<'_> {
        (self.source, self.commune, self.unit.as_deref())
    }

    /// Kind, source, commune, unit, snapshot date, file name: the order of every later stage.
    pub fn canonical_key(&self) -> impl Ord + '_ {
        (self.kind, self.place(), self.snapshot_date, &self.file)
    }

    /// What is left of an extract that is not used after all.
    #[must_use]
    pub fn set_aside(self, reason: SetAsideReason) -> SetAside {
        SetAside {
            source: self.source,
            kind: self.kind,
            file: self.file,
            path: self.path,
            bytes: self.bytes,
            snapshot_date: self.snapshot_date,
            reason,
        }
    }
}

/// Why a file is not read, or what was read of it is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetAsideReason {
    /// A newer snapshot of the same source, commune and unit is there.
    Superseded {
        by: String,
    },
    /// The file name fits no source of its folder.
    UnexpectedName {
        /// `file_name` of each source of the folder, in the order of the pipeline.
        patterns: Vec<String>,
    },
    NotAFile,
    LockFile,
    Empty,
    FutureDate {
        date: Date,
        /// The day asked for with `--as-of`, or else today.
        last_day: Date,
    },
    NoDate,
    /// A reader's account of what is wrong, in two languages.
    Unreadable {
        message: String,
        message_vi: String,
    },
    /// The pipeline names it as delivered by mistake.
    Withdrawn,
    /// An extract of an earlier night whose rows cannot be read back.
    NotKept {
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
                | Self::Withdrawn
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
            Self::UnexpectedName { patterns } => write!(
                out,
                "its name does not fit `{}`; rename it, or correct `file_name` in pipeline.toml",
                patterns.join("` or `")
            ),
            Self::NotAFile => out.write_str("it is not a file but a folder or a pipe; put the extract itself here"),
            Self::LockFile => out.write_str(
                "it is a lock file that Excel leaves while a workbook is open; close the workbook and delete it",
            ),
            Self::Empty => out.write_str("it is empty (0 bytes); send it again"),
            Self::FutureDate { date, last_day } => write!(
                out,
                "its snapshot date {date} lies after {last_day}, the last day that this run reads; \
                 correct the date in its name or titles, or run with a later --as-of"
            ),
            Self::NoDate => out.write_str(
                "neither its name nor its first rows tell its snapshot date; put the date into the name as yyyymmdd",
            ),
            Self::Unreadable { message, .. } => out.write_str(message),
            Self::Withdrawn => out.write_str("`withdrawn` in pipeline.toml names it"),
            Self::NotKept { message } => write!(
                out,
                "it was not delivered again, and what an earlier night read of it cannot be used: {message}; deliver it again"
            ),
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
    /// Files of a place that has newer ones.
    pub older: Vec<Extract>,
    pub set_aside: Vec<SetAside>,
}
