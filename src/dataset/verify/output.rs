//! One output of a version: its rights, its bytes, and as a dataset its rows, description, columns and order.

use std::fs::{self, File};
use std::path::PathBuf;

use parquet::arrow::arrow_reader::ArrowReaderMetadata;

use super::Fault;
use crate::dataset::description::Description;
use crate::dataset::digest::digest;
use crate::dataset::durable::is_open_to_others;
use crate::dataset::encoding::readers_schema;
use crate::dataset::sorted::first_unsorted;
use crate::dataset::{OutputEntry, Version};
use crate::schema::Dataset;

/// One output under examination.
pub(super) struct OutputCheck<'a> {
    output: &'a OutputEntry,
    path: PathBuf,
    faults: Vec<Fault>,
}

impl<'a> OutputCheck<'a> {
    pub(super) fn new(version: &Version, output: &'a OutputEntry) -> Self {
        Self {
            output,
            path: version.path.join(&output.path),
            faults: Vec::new(),
        }
    }

    pub(super) fn run(mut self, datasets: &[&'static Dataset]) -> Vec<Fault> {
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
