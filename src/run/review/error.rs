//! What can stop an export or an import.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::dataset::DatasetError;
use crate::run::linking::LinkingError;

#[derive(Debug, Error)]
pub enum ReviewError {
    #[error(
        "pipeline.toml does not say where decisions are kept; add `[review]` with `decisions = \"decisions.csv\"`"
    )]
    NoLedger,
    #[error("no night has been published in {folder} yet; run the pipeline first")]
    NoVersion { folder: PathBuf },
    #[error("the decisions in {path} cannot be read; nothing was changed")]
    Ledger {
        path: PathBuf,
        source: Box<LinkingError>,
    },
    #[error(
        "the decisions in {path} have other columns than `{header}`, or other signs between them: save the file as CSV with commas, in UTF-8; nothing was added"
    )]
    OtherColumns { path: PathBuf, header: String },
    #[error(
        "the decisions in {path}, which the version before honours, are gone: without them people would be split and joined again; put the file back, or take `[review]` out of pipeline.toml"
    )]
    LedgerGone { path: PathBuf },
    #[error(
        "{path} holds decisions that would be overwritten; import them first, or export into another folder"
    )]
    Answered { path: PathBuf },
    #[error(
        "cannot write {path}; check that its folder exists, who may write there, and that no file {path}.new is left of an import that was cut off"
    )]
    Write { path: PathBuf, source: io::Error },
    #[error("the workbook {path} cannot be made")]
    Workbook {
        path: PathBuf,
        source: rust_xlsxwriter::XlsxError,
    },
    #[error("say who decided: --by with a name or an office")]
    NoName,
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}
