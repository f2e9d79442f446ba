//! What can break a night. Published data is untouched by any of these.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::restoring::RestoringError;
use super::review::ReviewError;
use crate::dataset::{AccountingError, DatasetError};
use crate::disclosure::DisclosureError;
use crate::indicators::IndicatorError;
use crate::link::LinkError;
use crate::reference::ReferenceError;
use crate::schema::records::StoreError;
use crate::source::SourceError;
use crate::validate::ValidateError;

#[derive(Debug, Error)]
pub enum RunError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error(transparent)]
    Validate(#[from] ValidateError),
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Review(#[from] ReviewError),
    #[error(transparent)]
    Indicators(#[from] IndicatorError),
    #[error(
        "indicator {indicator}: there is no standard population `{standard}`; the reference list has {}",
        .known.join(", ")
    )]
    UnknownStandard {
        indicator: String,
        standard: String,
        known: Vec<String>,
    },
    #[error("the public numbers cannot be protected")]
    Disclosure(#[from] DisclosureError),
    #[error("the reference lists in {folder} cannot be used")]
    Reference {
        folder: PathBuf,
        source: ReferenceError,
    },
    #[error(
        "cannot read {path}; the reference lists ship with the program under pipelines/reference"
    )]
    ReadReference { path: PathBuf, source: io::Error },
    #[error("cannot read {path}; check the path and who may read it")]
    ReadFile { path: PathBuf, source: io::Error },
    #[error("cannot read {path}, a file of the pipeline, for its digest")]
    ReadPipeline { path: PathBuf, source: io::Error },
    #[error(
        "the province {province} of pipeline.toml has no communes in the reference list; codes are two digits, 04 for Cao Bằng"
    )]
    UnknownProvince { province: String },
    #[error(
        "commune {code} of pipeline.toml does not belong to province {province} in the list in force"
    )]
    UnknownCommune { code: String, province: String },
    #[error(
        "no source has an extract that can be read: nothing to do; check `folder` and `file_name` of the sources"
    )]
    NoExtracts,
    #[error(
        "the increment {file} was read on an earlier night and cannot be read back; put the file into its folder again, or name it under `withdrawn` of its source in pipeline.toml"
    )]
    Increment {
        file: String,
        source: RestoringError,
    },
    #[error("the accounting does not close, which is a fault of the program; nothing was published: {}", list(.faults))]
    Accounting { faults: Vec<AccountingError> },
    #[error("the worker threads could not be started")]
    Threads { source: rayon::ThreadPoolBuildError },
    #[error("the reader of extracts could not be started")]
    Fetcher { source: io::Error },
    #[error("stopped on request; nothing was published")]
    Stopped,
}

fn list(faults: &[AccountingError]) -> String {
    faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
