//! What can go wrong with a version, and what to try.

use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use super::AccountingError;
use crate::schema::records::StoreError;

/// How a table broke the contract of its dataset in one column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnFault {
    #[error("has {found} values where {expected} rows were asked for")]
    Length { expected: usize, found: usize },
    #[error("is {found} where the dataset says {expected}")]
    Type { expected: String, found: String },
    #[error("has {nulls} nulls where the dataset allows none")]
    Nulls { nulls: usize },
}

#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    #[error(
        "cannot {action} {path}: the disk is full ({written_bytes} bytes of this file were written). \
         Free space there or choose another output folder, then run again; nothing published has changed"
    )]
    DiskFull {
        action: &'static str,
        path: PathBuf,
        written_bytes: u64,
        source: io::Error,
    },

    #[error(
        "cannot {action} {path}: not permitted. Give the account that runs toandan the right to write in \
         the output folder, or choose another; nothing published has changed"
    )]
    NotPermitted {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },

    #[error(transparent)]
    Records { source: StoreError },

    #[error("cannot {action} {path}")]
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },

    #[error(
        "another run ({holder}) is writing to this output: it holds {path}. Wait until it has ended, or \
         stop it, then run again"
    )]
    Locked { path: PathBuf, holder: String },

    #[error(
        "run id {run_id:?} cannot name a version: use letters, digits, '-', '_', '.', '+', not '.' first"
    )]
    RunId { run_id: String },

    #[error("version {path} exists already: a run id is used once")]
    RunExists { path: PathBuf },

    #[error(
        "{path:?} cannot be an output: it must be relative, name a file and stay inside the version"
    )]
    OutputPath { path: String },

    #[error("output {path} is written twice in one run")]
    OutputTwice { path: String },

    #[error("{path} is no link to a version; move it away, then run again")]
    NotALink { path: PathBuf },

    #[error("table {dataset}: column {column} {fault}")]
    Table {
        dataset: &'static str,
        column: &'static str,
        fault: ColumnFault,
    },

    #[error("cannot encode {path}")]
    Encode { path: PathBuf, source: ParquetError },

    #[error("cannot read {path} as Parquet; run `toandan verify` on its version")]
    Parquet { path: PathBuf, source: ParquetError },

    #[error("dataset {dataset} has no column {column}")]
    UnknownColumn {
        dataset: &'static str,
        column: String,
    },

    #[error(
        "dataset {dataset} was written as version {}, this program reads version {known}",
        found.map_or("unknown".to_owned(), |version| version.to_string())
    )]
    OtherVersion {
        dataset: &'static str,
        found: Option<u32>,
        known: u32,
    },

    #[error("cannot read {path} as a manifest; if its version is broken, remove the folder")]
    Manifest {
        path: PathBuf,
        source: serde_json::Error,
    },

    #[error(
        "{path} has format {found}, this toandan reads {known}; use the toandan that wrote it or a newer one"
    )]
    Format {
        path: PathBuf,
        found: u32,
        known: u32,
    },

    #[error("cannot turn {path} into JSON")]
    Json {
        path: PathBuf,
        source: serde_json::Error,
    },

    #[error("the accounting does not close, so nothing is published: {}", list(.faults))]
    Accounting { faults: Vec<AccountingError> },
}

impl DatasetError {
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::writing(action, path, 0, source)
    }

    /// As [`DatasetError::io`], `written_bytes` of the file having been written before.
    pub(super) fn writing(
        action: &'static str,
        path: &Path,
        written_bytes: u64,
        source: io::Error,
    ) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_path_buf();
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull {
                action,
                path,
                written_bytes,
                source,
            },
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::NotPermitted {
                action,
                path,
                source,
            },
            _ => Self::Io {
                action,
                path,
                source,
            },
        }
    }

    /// A Parquet encoder's error, which hides an error of the file below it.
    pub(super) fn encoding(path: &Path, written_bytes: u64, source: ParquetError) -> Self {
        match io_cause(source) {
            Ok(cause) => Self::writing("write", path, written_bytes, cause),
            Err(source) => Self::Encode {
                path: path.to_path_buf(),
                source,
            },
        }
    }

    pub(crate) fn parquet(path: &Path, source: ParquetError) -> Self {
        Self::Parquet {
            path: path.to_path_buf(),
            source,
        }
    }
}

fn io_cause(error: ParquetError) -> Result<io::Error, ParquetError> {
    match error {
        ParquetError::External(cause) => cause
            .downcast::<io::Error>()
            .map(|cause| *cause)
            .map_err(ParquetError::External),
        other => Err(other),
    }
}

fn list(faults: &[AccountingError]) -> String {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    faults.join("; ")
}
