//! What can stop the linking of tables.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::dataset::DatasetError;
use crate::ingest::IngestError;
use crate::link::engine::EngineError;

#[derive(Debug, Error)]
pub enum LinkingError {
    #[error("cannot read {path}; check the path and who may read it")]
    Read { path: PathBuf, source: io::Error },
    #[error("{path} cannot be used")]
    Table { path: PathBuf, source: IngestError },
    #[error("{path} has no column `{column}`; {advice}")]
    NoColumn {
        path: PathBuf,
        column: String,
        advice: String,
    },
    #[error("{path} has the column `{column}` twice; rename one")]
    ColumnTwice { path: PathBuf, column: String },
    #[error(
        "row {row} of {path} has {cells} cells and the header {expected}: values would stand in wrong columns; \
         put cells that hold a delimiter into quotation marks"
    )]
    ExtraCells {
        path: PathBuf,
        row: u64,
        cells: usize,
        expected: usize,
    },
    #[error("{path} holds letters of an encoding that is not Unicode; save it again as CSV UTF-8")]
    NotUnicode { path: PathBuf },
    #[error("{path} holds more text in one column than 4 GiB; link its rows in parts")]
    TooMuchText { path: PathBuf },
    #[error("{path} has {rows} rows; one run links 4 294 967 295 at most")]
    TooManyRows { path: PathBuf, rows: usize },
    #[error(
        "{blank} rows of table {table} have no id in the column `{column}`; fill it, or leave `id` out of the model \
         to name records by their rows"
    )]
    BlankId {
        table: String,
        column: String,
        blank: usize,
    },
    #[error(
        "{twice} ids of table {table} stand twice in the column `{column}`, the first {example}; each record needs its own"
    )]
    IdTwice {
        table: String,
        column: String,
        twice: usize,
        /// Masked.
        example: String,
    },
    #[error(
        "no record, or not one alone, has the id {id}; where tables share ids, name it as table:id"
    )]
    UnknownRecord {
        /// Masked.
        id: String,
    },
    #[error(
        "row {row} of {path} decides neither `match` nor `no_match`; leave it blank where nobody has decided"
    )]
    Decision { path: PathBuf, row: u64 },
    #[error(
        "{count} of the labels name no record of the tables, the first {example}; they may be those of other tables"
    )]
    UnknownLabels {
        count: usize,
        /// Masked.
        example: String,
    },
    #[error("{path} cannot be read as parameters that `toandan link` wrote")]
    Parameters {
        path: PathBuf,
        source: Box<toml::de::Error>,
    },
    #[error("the parameters cannot be written as TOML")]
    ParametersOut { source: toml::ser::Error },
    #[error("the report cannot be written as JSON")]
    Report { source: serde_json::Error },
    #[error("cannot {action} {path}")]
    Write {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error(
        "{path} holds something else than linked tables and is not written over; name another folder with --out"
    )]
    OutTaken { path: PathBuf },
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error("the worker threads could not be started")]
    Threads { source: rayon::ThreadPoolBuildError },
}
