//! What can stop linkage.

use thiserror::Error;

#[derive(Debug, Error)]
pub enum LinkError {
    #[error("{records} records are more than one run links; run the province in parts by commune")]
    TooManyRecords { records: usize },
}
