//! A version from its first file to the switch.

mod outputs;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::crash::{self, Step};
use super::durable::{Access, Syncer, create_folder, open_folder_to, sync_folder, sync_folders};
use super::layout::{Layout, check_run_id};
use super::litter::{remove, remove_folder, sweep};
use super::lock::Lock;
use super::retention::{prune, prune_failed};
use super::scratch::ScratchFile;
use super::{DatasetError, ManifestHead, OutputEntry, OutputOptions, Version};

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

    /// A file for this run alone, beside the version that grows and not in it: a file system that keeps a name for what is
    /// open must not publish it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn scratch(&self) -> Result<ScratchFile, DatasetError> {
        ScratchFile::create(&self.layout.scratch(&self.run_id))
    }

    fn staging(&self) -> PathBuf {
        self.layout.staging(&self.run_id)
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

fn refuse_taken(paths: &[PathBuf]) -> Result<(), DatasetError> {
    match paths.iter().find(|path| path.exists()) {
        Some(path) => Err(DatasetError::RunExists { path: path.clone() }),
        None => Ok(()),
    }
}
