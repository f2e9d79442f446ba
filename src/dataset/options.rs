//! Where a pipeline's versions live.

use std::ops::RangeInclusive;
use std::path::PathBuf;

/// How many versions a pipeline may ask to be kept; more is a slip of the pen.
pub const KEEP: RangeInclusive<u32> = 2..=10_000;

/// Why one is too few, for those who ask for it.
pub const KEEP_REASON: &str = "a day that is run again starts from the version of an earlier day, which must still \
     be there for persons to keep their ids";

/// Where versions are published and how many stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputOptions {
    /// The pipeline's own output folder, `out/<pipeline>`; made when missing.
    pub directory: PathBuf,
    /// How many versions, and how many reports of failed nights, stay. The current version always does,
    /// so 0 means 1. From 2 on, the version that a re-run of the current `as_of` starts from stays too.
    pub keep: usize,
}
