//! A version from its first file to the switch.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::crash::{self, Step};
use super::digest::DigestWriter;
use super::durable::{
    Access, Syncer, create_file, create_folder, open_folder_to, sync_folder, sync_folders,
};
use super::layout::{Layout, MANIFEST, TIMINGS, check_output_path, check_run_id};
use super::litter::{remove, remove_folder, sweep};
use super::lock::Lock;
use super::parquet::{access_of, encode_table};
use super::retention::{prune, prune_failed};
use super::{
    DatasetError, FORMAT_VERSION, Manifest, ManifestHead, OutputEntry, OutputOptions, Version,
    Written,
};
use crate::schema::{Table, Tier};

/// A version that grows beside the published ones. Dropped before [`Publication::commit`], it leaves
/// nothing behind. Tables and files may be written from several threads.
pub struct Publication {
    options: OutputOptions,
    layout: Layout,
    run_id: String,
    lock: Lock,
    /// The folder that no reader sees yet; `None` once it has been published or moved to the failed.
    unpublished: Option<PathBuf>,
    outputs: Mutex<Vec<OutputEntry>>,
    syncer: Option<Syncer>,
}

/// A version that readers now see.
#[derive(Debug)]
pub struct Published {
    pub version: Version,
    /// Run ids of the versions that were deleted to make room.
    pub removed: Vec<String>,
    /// Why older versions could not all be deleted. The version is published all the same.
    pub not_removed: Option<DatasetError>,
}

impl Publication {
    /// Takes the output folder for this run and sweeps what a dead run left there.
    ///
    /// # Errors
    /// [`DatasetError::Locked`] when another run holds the folder, [`DatasetError::RunExists`] when the
    /// run id is taken, and when the folder cannot be made, swept or written.
    pub fn begin(options: &OutputOptions, run_id: &str) -> Result<Self, DatasetError> {
        check_run_id(run_id)?;
        let layout = Layout::new(&options.directory);
        layout.create()?;
        let (mut lock, dead) = Lock::take(&layout.lock())?;
        crash::point(Step::Locked);
        sweep(&layout, dead.as_deref())?;
        crash::point(Step::Swept);
        refuse_taken(&[layout.version(run_id), layout.failed().join(run_id)])?;
        lock.name(run_id)?;
        crash::point(Step::Named);
        let staging = layout.staging(run_id);
        create_folder(&staging, Access::Owner)?;
        crash::point(Step::Staged);
        let syncer = Syncer::start().map_err(|e| DatasetError::io("start writing", &staging, e))?;
        Ok(Self {
            options: options.clone(),
            layout,
            run_id: run_id.to_owned(),
            lock,
            unpublished: Some(staging),
            outputs: Mutex::default(),
            syncer: Some(syncer),
        })
    }

    /// Writes a table to its place in the version.
    ///
    /// # Errors
    /// As [`super::write_table`]; [`DatasetError::OutputTwice`] for a dataset written before.
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

    /// Publishes: makes everything durable, gives the version its name, switches `current`, deletes the
    /// versions that are too many.
    ///
    /// # Errors
    /// [`DatasetError::Accounting`] when rows are lost, and when the disk refuses; then `current` is what
    /// it was and the version is gone. If the disk refuses at the very last, to make the switch itself
    /// durable, `current` names the new version, whole, and may be found on the old one after a power cut.
    pub fn commit(mut self, head: ManifestHead) -> Result<Published, DatasetError> {
        head.accounting
            .check()
            .map_err(|faults| DatasetError::Accounting { faults })?;
        crash::point(Step::Written);
        let manifest = self.describe(head)?;
        crash::point(Step::Described);
        let path = self.layout.version(&self.run_id);
        self.settle(&path, Access::Everyone)?;
        crash::point(Step::Renamed);
        self.switch()?;
        crash::point(Step::Switched);
        let (removed, not_removed) = match prune(&self.layout, &self.options, &self.run_id) {
            Ok(removed) => (removed, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        crash::point(Step::Pruned);
        Ok(Published {
            version: Version { path, manifest },
            removed,
            not_removed,
        })
    }

    /// Ends a night that does not publish: what stands under `keep`, paths of files or folders in the
    /// version, goes to `failed/<run_id>/` with a manifest of it; the rest is removed. The folder left.
    ///
    /// # Errors
    /// When the disk refuses; then nothing is left.
    pub fn fail(mut self, head: ManifestHead, keep: &[&str]) -> Result<PathBuf, DatasetError> {
        self.forget_all_but(keep)?;
        self.describe(head)?;
        let path = self.layout.failed().join(&self.run_id);
        self.settle(&path, Access::Owner)?;
        self.unpublished = None;
        prune_failed(&self.layout, self.options.keep)?;
        Ok(path)
    }

    fn staging(&self) -> PathBuf {
        self.layout.staging(&self.run_id)
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

    /// Writes the manifest over all outputs, by path.
    fn describe(&mut self, head: ManifestHead) -> Result<Manifest, DatasetError> {
        let outputs = self
            .outputs
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let mut outputs = std::mem::take(outputs);
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

    /// Waits until every file and folder is on the disk, then gives the folder its place.
    fn settle(&mut self, path: &Path, access: Access) -> Result<(), DatasetError> {
        self.syncer.take().map_or(Ok(()), Syncer::finish)?;
        let staging = self.staging();
        open_folder_to(&staging, access)?;
        sync_folders(&staging)?;
        crash::point(Step::Synced);
        fs::rename(&staging, path).map_err(|e| DatasetError::io("name the version", path, e))?;
        self.unpublished = Some(path.to_path_buf());
        path.parent().map_or(Ok(()), sync_folder)
    }

    /// The one moment in which readers pass from the old version to the new.
    fn switch(&mut self) -> Result<(), DatasetError> {
        let next = self.layout.next_current();
        symlink(Layout::link_target(&self.run_id), &next)
            .map_err(|e| DatasetError::io("create the link", &next, e))?;
        crash::point(Step::Linked);
        let current = self.layout.current();
        fs::rename(&next, &current).map_err(|e| DatasetError::io("switch", &current, e))?;
        self.unpublished = None;
        sync_folder(self.layout.root())
    }

    fn forget_all_but(&mut self, keep: &[&str]) -> Result<(), DatasetError> {
        let staging = self.staging();
        let outputs = self
            .outputs
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
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

impl Drop for Publication {
    /// Leaves nothing of a version that was not published. What cannot be removed now is swept by the next
    /// run, whose trace to it then stays in the lock file.
    fn drop(&mut self) {
        #[cfg(test)]
        if crash::tests::is_dead() {
            return;
        }
        drop(self.syncer.take().map(Syncer::finish));
        let removed = match &self.unpublished {
            Some(path) => {
                remove(&self.layout.next_current()).and_then(|()| remove_folder(&self.layout, path))
            }
            None => Ok(()),
        };
        if removed.is_ok() {
            drop(self.lock.clear());
        }
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

fn refuse_taken(paths: &[PathBuf]) -> Result<(), DatasetError> {
    match paths.iter().find(|path| path.exists()) {
        Some(path) => Err(DatasetError::RunExists { path: path.clone() }),
        None => Ok(()),
    }
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
