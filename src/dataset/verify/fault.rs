//! What can be wrong with a version.

use crate::dataset::AccountingError;

/// Something in a version that is not as it should be. Paths are relative to the version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{path}: missing")]
    Missing { path: String },
    #[error("{path}: the manifest does not name it")]
    Unlisted { path: String },
    #[error("{path}: cannot be read: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("{path}: {found} bytes, the manifest says {expected}")]
    Bytes {
        path: String,
        expected: u64,
        found: u64,
    },
    #[error("{path}: its SHA-256 is {found}, the manifest says {expected}")]
    Digest {
        path: String,
        expected: String,
        found: String,
    },
    #[error("{path}: {found} rows, the manifest says {expected}")]
    Rows {
        path: String,
        expected: u64,
        found: u64,
    },
    #[error("{path}: group or others may open it; set it to the owner only")]
    Exposed { path: String },
    #[error("{path}: a dataset of tier {tier} has no place here")]
    Tier { path: String, tier: String },
    #[error("{path}: carries no description of its dataset")]
    Undescribed { path: String },
    #[error("{path}: dataset {found}, the manifest says {expected}")]
    OtherDataset {
        path: String,
        expected: String,
        found: String,
    },
    #[error("{path}: toandan knows no dataset {dataset}")]
    UnknownDataset { path: String, dataset: String },
    #[error("{path}: its description is not that of {dataset} in this toandan: {differs}")]
    Description {
        path: String,
        dataset: String,
        differs: String,
    },
    #[error("{path}: its columns are {found}, the dataset says {expected}")]
    Columns {
        path: String,
        expected: String,
        found: String,
    },
    #[error("{path}: row {row} (from 0) breaks the sort order")]
    Unsorted { path: String, row: u64 },
    #[error("run id {run_id} stands in folder {folder}")]
    OtherFolder { run_id: String, folder: String },
    #[error("accounting: {0}")]
    Accounting(AccountingError),
    #[error("accounting: {expected} rows of {dataset}, the file has {found}")]
    AccountedRows {
        dataset: String,
        expected: u64,
        found: u64,
    },
    #[error("accounting: {expected} members of persons, the persons have {found}")]
    Members { expected: u64, found: u64 },
}
