//! The outputs of a version while it grows, and the manifest over them.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use serde::Serialize;

use super::Publication;
use crate::dataset::digest::DigestWriter;
use crate::dataset::durable::{Access, create_file, create_folder};
use crate::dataset::layout::{MANIFEST, TIMINGS, check_output_path};
use crate::dataset::litter::remove;
use crate::dataset::parquet::{access_of, encode_table};
use crate::dataset::{DatasetError, FORMAT_VERSION, Manifest, ManifestHead, OutputEntry, Written};
use crate::schema::{Table, Tier};

impl Publication {
    /// Writes a table to its place in the version.
    ///
    /// # Errors
    /// As [`write_table`](crate::dataset::write_table); [`DatasetError::OutputTwice`] for a dataset written before.
    pub fn write(&self, table: &dyn Table) -> Result<Written, DatasetError> {
        let dataset = table.dataset();
        let relative = dataset.path();
        let path = self.place(&relative)?;
        let (file, written) =
            encode_table(&path, table).map_err(|e| given_up(e, &path, &relative))?;
        self.record(
            path,
            file,
            OutputEntry {
                path: relative,
                dataset: Some(dataset.name.to_owned()),
                dataset_version: Some(dataset.version),
                rows: Some(written.rows),
                bytes: written.bytes,
                sha256: written.sha256.clone(),
            },
        );
        Ok(written)
    }

    /// Writes a file that is no dataset to `relative`, `/` between. `fill` is given the file and tells how
    /// many rows it wrote, if it has rows. Under restricted/ the owner alone may read it.
    ///
    /// # Errors
    /// When the path leaves the version or was written before, or the file cannot be written.
    pub fn write_file(
        &self,
        relative: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<Option<u64>>,
    ) -> Result<(), DatasetError> {
        check_output_path(relative)?;
        let path = self.place(relative)?;
        let created = create_file(&path, access(relative))
            .map_err(|e| given_up(DatasetError::io("create", &path, e), &path, relative))?;
        let mut buffer = BufWriter::with_capacity(1 << 18, DigestWriter::new(created));
        let filled = fill(&mut buffer).and_then(|rows| buffer.flush().map(|()| rows));
        let (sink, _) = buffer.into_parts();
        let bytes = sink.bytes();
        let rows = filled.map_err(|e| {
            given_up(
                DatasetError::writing("write", &path, bytes, e),
                &path,
                relative,
            )
        })?;
        let (file, sha256) = sink.finish();
        self.record(
            path,
            file,
            OutputEntry {
                path: relative.to_owned(),
                dataset: None,
                dataset_version: None,
                rows,
                bytes,
                sha256,
            },
        );
        Ok(())
    }

    /// Writes `timings.json`, the one file that the manifest does not name.
    ///
    /// # Errors
    /// When the timings are no JSON or the file cannot be written.
    pub fn write_timings(&self, timings: &impl Serialize) -> Result<(), DatasetError> {
        write_json(&self.staging().join(TIMINGS), timings)
    }

    /// Where an output goes; its folders are made.
    fn place(&self, relative: &str) -> Result<PathBuf, DatasetError> {
        let mut path = self.staging();
        let mut parts = relative.split('/').peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            if parts.peek().is_some() {
                create_folder(&path, access(relative))?;
            }
        }
        Ok(path)
    }

    fn record(&self, path: PathBuf, file: File, output: OutputEntry) {
        if let Some(syncer) = &self.syncer {
            syncer.push(path, file);
        }
        let mut outputs = self.outputs.lock().unwrap_or_else(PoisonError::into_inner);
        outputs.push(output);
    }

    fn recorded(&mut self) -> &mut Vec<OutputEntry> {
        self.outputs
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the manifest over all outputs, by path.
    pub(super) fn describe(&mut self, head: ManifestHead) -> Result<Manifest, DatasetError> {
        let mut outputs = std::mem::take(self.recorded());
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = Manifest {
            format_version: FORMAT_VERSION,
            run_id: self.run_id.clone(),
            head,
            outputs,
        };
        write_json(&self.staging().join(MANIFEST), &manifest)?;
        Ok(manifest)
    }

    /// Removes every output that does not stand under `keep`.
    pub(super) fn forget_all_but(&mut self, keep: &[&str]) -> Result<(), DatasetError> {
        let staging = self.staging();
        let outputs = self.recorded();
        let is_kept = |output: &OutputEntry| {
            keep.iter()
                .any(|kept| Path::new(&output.path).starts_with(kept))
        };
        let (kept, dropped): (Vec<_>, Vec<_>) =
            std::mem::take(outputs).into_iter().partition(is_kept);
        *outputs = kept;
        dropped
            .iter()
            .try_for_each(|output| remove_and_fold(&staging, &output.path))
    }
}

/// Removes an output, and its folders as far as they are empty then.
fn remove_and_fold(staging: &Path, relative: &str) -> Result<(), DatasetError> {
    remove(&staging.join(relative))?;
    for folder in Path::new(relative).ancestors().skip(1) {
        let is_below = !folder.as_os_str().is_empty();
        if !is_below || fs::remove_dir(staging.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Who may read an output, by the folder of its tier; what is outside every tier tells of no person.
fn access(relative: &str) -> Access {
    let tier = relative.split_once('/').map_or("", |(tier, _)| tier);
    if tier == Tier::Restricted.folder() {
        access_of(Tier::Restricted)
    } else {
        Access::Everyone
    }
}

/// Names an output that was there before; removes what was written of any other, so that no caller can
/// publish half a file.
fn given_up(error: DatasetError, path: &Path, relative: &str) -> DatasetError {
    match error {
        DatasetError::Io { source, .. } if source.kind() == ErrorKind::AlreadyExists => {
            DatasetError::OutputTwice {
                path: relative.to_owned(),
            }
        }
        other => {
            drop(remove(path));
            other
        }
    }
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), DatasetError> {
    let mut json = serde_json::to_vec_pretty(value).map_err(|source| DatasetError::Json {
        path: path.to_path_buf(),
        source,
    })?;
    json.push(b'\n');
    create_file(path, Access::Everyone)
        .and_then(|mut file| file.write_all(&json).and_then(|()| file.sync_all()))
        .map_err(|e| DatasetError::io("write", path, e))
}
