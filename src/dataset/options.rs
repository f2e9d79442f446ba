//! Where a pipeline's versions live.

use std::path::PathBuf;

/// Where versions are published and how many stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputOptions {
    /// The pipeline's own output folder, `out/<pipeline>`; made when missing.
    pub directory: PathBuf,
    /// How many versions, and how many reports of failed nights, stay. The current version always does,
    /// so 0 means 1. From 2 on, the version that a re-run of the current `as_of` starts from stays too.
    pub keep: usize,
}
