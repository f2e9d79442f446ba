//! Whether a version is what its manifest says.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::array::AsArray;
use arrow::compute::sum;
use arrow::datatypes::Int32Type;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use rayon::prelude::*;

use super::description::Description;
use super::digest::digest;
use super::durable::is_open_to_others;
use super::encoding::readers_schema;
use super::layout::{MANIFEST, TIMINGS};
use super::sorted::first_unsorted;
use super::{AccountingError, DatasetError, Manifest, OutputEntry, Version, read_table};
use crate::schema::Dataset;
use crate::schema::persons::PERSONS;

/// The column of persons whose sum is the members of the accounting.
const MEMBERS: &str = "record_count";

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
    let mut faults = folder_faults(&version);
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

/// A version copied or renamed by hand would be taken for another run.
fn folder_faults(version: &Version) -> Vec<Fault> {
    let run_id = &version.manifest.run_id;
    let folder = fs::canonicalize(&version.path).unwrap_or_else(|_| version.path.clone());
    let folder = folder.file_name().unwrap_or_default().to_string_lossy();
    let differs = folder != run_id.as_str();
    let fault = differs.then(|| Fault::OtherFolder {
        run_id: run_id.clone(),
        folder: folder.into_owned(),
    });
    fault.into_iter().collect()
}

/// One output under examination.
struct OutputCheck<'a> {
    output: &'a OutputEntry,
    path: PathBuf,
    faults: Vec<Fault>,
}

impl<'a> OutputCheck<'a> {
    fn new(version: &Version, output: &'a OutputEntry) -> Self {
        Self {
            output,
            path: version.path.join(&output.path),
            faults: Vec::new(),
        }
    }

    fn run(mut self, datasets: &[&'static Dataset]) -> Vec<Fault> {
        let is_file = fs::symlink_metadata(&self.path).is_ok_and(|found| found.is_file());
        if !is_file {
            return vec![Fault::Missing { path: self.name() }];
        }
        self.check_rights();
        self.check_bytes();
        if let Some(dataset) = self.output.dataset.as_deref() {
            self.check_parquet(dataset, datasets);
        }
        self.faults
    }

    fn name(&self) -> String {
        self.output.path.clone()
    }

    fn unreadable(&mut self, reason: &impl ToString) {
        let (path, reason) = (self.name(), reason.to_string());
        self.faults.push(Fault::Unreadable { path, reason });
    }

    fn check_rights(&mut self) {
        let is_restricted = self.output.path.starts_with("restricted/");
        match is_open_to_others(&self.path) {
            Ok(is_open) if is_open && is_restricted => {
                self.faults.push(Fault::Exposed { path: self.name() });
            }
            Ok(_) => {}
            Err(error) => self.unreadable(&error),
        }
    }

    fn check_bytes(&mut self) {
        let (sha256, bytes) = match File::open(&self.path).and_then(digest) {
            Ok(found) => found,
            Err(error) => return self.unreadable(&error),
        };
        if bytes != self.output.bytes {
            self.faults.push(Fault::Bytes {
                path: self.name(),
                expected: self.output.bytes,
                found: bytes,
            });
        }
        if sha256 != self.output.sha256 {
            self.faults.push(Fault::Digest {
                path: self.name(),
                expected: self.output.sha256.clone(),
                found: sha256,
            });
        }
    }

    fn check_parquet(&mut self, name: &str, datasets: &[&'static Dataset]) {
        let opened = File::open(&self.path).map_err(|error| error.to_string());
        let load = |file: File| {
            ArrowReaderMetadata::load(&file, Default::default()).map_err(|error| error.to_string())
        };
        let metadata = match opened.and_then(load) {
            Ok(metadata) => metadata,
            Err(error) => return self.unreadable(&error),
        };
        self.check_rows(&metadata);
        self.check_description(name, &metadata);
        if datasets.is_empty() {
            return;
        }
        match datasets.iter().find(|dataset| dataset.name == name) {
            Some(dataset) => self.check_dataset(dataset, &metadata),
            None => self.faults.push(Fault::UnknownDataset {
                path: self.name(),
                dataset: name.to_owned(),
            }),
        }
    }

    fn check_rows(&mut self, metadata: &ArrowReaderMetadata) {
        let found = metadata.metadata().file_metadata().num_rows() as u64;
        let expected = self.output.rows.unwrap_or_default();
        if found != expected {
            let path = self.name();
            self.faults.push(Fault::Rows {
                path,
                expected,
                found,
            });
        }
    }

    fn check_description(&mut self, name: &str, metadata: &ArrowReaderMetadata) {
        let path = self.name();
        let Some(found) = Description::from_metadata(metadata.metadata().file_metadata()) else {
            return self.faults.push(Fault::Undescribed { path });
        };
        if path.split('/').next() != Some(found.tier.as_str()) {
            let tier = found.tier.clone();
            self.faults.push(Fault::Tier {
                path: path.clone(),
                tier,
            });
        }
        if found.name != name {
            self.faults.push(Fault::OtherDataset {
                path,
                expected: name.to_owned(),
                found: found.name,
            });
        }
    }

    fn check_dataset(&mut self, dataset: &'static Dataset, metadata: &ArrowReaderMetadata) {
        if self.output.path != dataset.path() {
            self.faults.push(Fault::Tier {
                path: self.name(),
                tier: dataset.tier.folder().to_owned(),
            });
        }
        let found = Description::from_metadata(metadata.metadata().file_metadata());
        let expected = Description::from(dataset);
        if let Some(differs) = found.and_then(|found| found.difference(&expected)) {
            self.faults.push(Fault::Description {
                path: self.name(),
                dataset: dataset.name.to_owned(),
                differs,
            });
        }
        let (expected, found) = (readers_schema(dataset), metadata.schema());
        if expected.fields() == found.fields() {
            self.check_order(dataset);
        } else {
            self.faults.push(Fault::Columns {
                path: self.name(),
                expected: columns(&expected),
                found: columns(found),
            });
        }
    }

    fn check_order(&mut self, dataset: &'static Dataset) {
        if dataset.sort.is_empty() {
            return;
        }
        let opened = File::open(&self.path).map_err(|error| error.to_string());
        let scan = |file| first_unsorted(file, dataset.sort).map_err(|error| error.to_string());
        match opened.and_then(scan) {
            Ok(None) => {}
            Ok(Some(row)) => {
                let path = self.name();
                self.faults.push(Fault::Unsorted { path, row });
            }
            Err(error) => self.unreadable(&error),
        }
    }
}

fn columns(schema: &arrow::datatypes::Schema) -> String {
    let describe = |field: &arrow::datatypes::FieldRef| {
        let null = if field.is_nullable() { " or null" } else { "" };
        format!("{} {}{null}", field.name(), field.data_type())
    };
    let columns: Vec<String> = schema.fields().iter().map(describe).collect();
    columns.join(", ")
}

/// Files and links that stand in the version without being named; folders do not count.
fn unlisted(version: &Version) -> Result<Vec<Fault>, DatasetError> {
    let outputs = version.manifest.outputs.iter();
    let named: BTreeSet<&str> = outputs
        .map(|output| output.path.as_str())
        .chain([MANIFEST, TIMINGS])
        .collect();
    let mut found = Vec::new();
    list(&version.path, "", &mut found)?;
    found.sort();
    found.retain(|path| !named.contains(path.as_str()));
    Ok(found
        .into_iter()
        .map(|path| Fault::Unlisted { path })
        .collect())
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), DatasetError> {
    let failed = |error| DatasetError::io("list", folder, error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn accounting_faults(version: &Version) -> Vec<Fault> {
    let manifest = &version.manifest;
    let accounting = &manifest.head.accounting;
    let open = accounting.check().err().unwrap_or_default();
    let mut faults: Vec<Fault> = open.into_iter().map(Fault::Accounting).collect();
    for output in &manifest.outputs {
        let dataset = output.dataset.as_deref().unwrap_or_default();
        let rows = accounting.rows_of(dataset).zip(output.rows);
        if let Some((expected, found)) = rows.filter(|(expected, found)| expected != found) {
            faults.push(Fault::AccountedRows {
                dataset: dataset.to_owned(),
                expected,
                found,
            });
        }
    }
    faults.extend(members_fault(version, accounting.members_of_persons));
    faults
}

/// A file that cannot be read is a fault of its own, so it is none here.
fn members_fault(version: &Version, expected: u64) -> Option<Fault> {
    version.manifest.output(PERSONS.name)?;
    let batches = read_table(version, &PERSONS, &[MEMBERS]).ok()?;
    let mut found = 0;
    for batch in batches {
        let counts = batch.column(0).as_primitive_opt::<Int32Type>()?;
        found += u64::try_from(sum(counts).unwrap_or_default()).ok()?;
    }
    (found != expected).then_some(Fault::Members { expected, found })
}

#[cfg(test)]
mod tests {
    use super::{MEMBERS, PERSONS};

    #[test]
    fn persons_tell_their_members() {
        assert!(PERSONS.position(MEMBERS).is_some());
    }
}
