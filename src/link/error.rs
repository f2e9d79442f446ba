//! What can stop linkage.

use thiserror::Error;

use super::engine::EngineError;
use crate::schema::records::StoreError;

#[derive(Debug, Error)]
pub enum LinkError {
    #[error("{records} records are more than one run links; run the province in parts by commune")]
    TooManyRecords { records: usize },
    #[error("the linkage model cannot be used on tonight's records")]
    Engine {
        #[from]
        source: EngineError,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}
