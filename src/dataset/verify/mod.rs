//! Whether a version is what its manifest says.

mod accounting;
mod fault;
mod folder;
mod output;

use std::path::Path;

use rayon::prelude::*;

pub use fault::Fault;

use super::{DatasetError, Manifest, OutputEntry, Version};
use crate::schema::Dataset;
use accounting::accounting_faults;
use folder::{misplaced, unlisted};
use output::OutputCheck;

/// What a verification looked at and found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    pub run_id: String,
    pub files: usize,
    pub bytes: u64,
    /// Rows of all datasets.
    pub rows: u64,
    /// Every fault, by file.
    pub faults: Vec<Fault>,
}

impl VerifyReport {
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Holds a version to its manifest: every file there with its digest, size, rows and rights, no file more;
/// each dataset in its tier, described and typed as in `datasets` where those name any, and sorted; the
/// accounting closed and equal to the files.
///
/// # Errors
/// When the manifest cannot be read. Everything else is a fault in the report.
pub fn verify(
    version_path: &Path,
    datasets: &[&'static Dataset],
) -> Result<VerifyReport, DatasetError> {
    let version = Version::open(version_path)?;
    let manifest = &version.manifest;
    let check = |output: &OutputEntry| OutputCheck::new(&version, output).run(datasets);
    let per_output: Vec<Vec<Fault>> = manifest.outputs.par_iter().map(check).collect();
    let mut faults: Vec<Fault> = misplaced(&version).into_iter().collect();
    faults.extend(per_output.into_iter().flatten());
    faults.extend(unlisted(&version)?);
    faults.extend(accounting_faults(&version));
    Ok(VerifyReport {
        run_id: manifest.run_id.clone(),
        files: manifest.outputs.len(),
        bytes: manifest.outputs.iter().map(|output| output.bytes).sum(),
        rows: dataset_rows(manifest),
        faults,
    })
}

fn dataset_rows(manifest: &Manifest) -> u64 {
    let datasets = manifest.outputs.iter().filter(|o| o.dataset.is_some());
    datasets.filter_map(|output| output.rows).sum()
}
