//! One run at a time, and the trace that a dead one leaves.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process;

use super::DatasetError;

/// The exclusive lock of an output folder, free again when dropped or when the process ends.
///
/// While a run writes, the file names its process and its run id. A run that ended empties it, so that what
/// stands in a file that nobody locks is the run that died.
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock; with it comes the run id of the run that died holding it.
    ///
    /// # Errors
    /// [`DatasetError::Locked`] when another run holds it; when the file cannot be opened.
    pub(super) fn take(path: &Path) -> Result<(Self, Option<String>), DatasetError> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|e| DatasetError::io("open", path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(path, &mut file)),
            Err(TryLockError::Error(error)) => return Err(DatasetError::io("lock", path, error)),
        }
        let dead = run_id(&content(&mut file));
        let path = path.to_path_buf();
        Ok((Self { path, file }, dead))
    }

    /// Names this run in the file, on the disk before anything else is.
    pub(super) fn name(&mut self, run_id: &str) -> Result<(), DatasetError> {
        let line = format!("process {} run {run_id}\n", process::id());
        self.write(line.as_bytes())
            .map_err(|e| DatasetError::io("write", &self.path, e))
    }

    /// Says that this run left nothing behind.
    pub(super) fn clear(&mut self) -> Result<(), DatasetError> {
        self.write(b"")
            .map_err(|e| DatasetError::io("empty", &self.path, e))
    }

    fn write(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(line)?;
        self.file.sync_all()
    }
}

fn held(path: &Path, file: &mut File) -> DatasetError {
    let line = content(file);
    let holder = match line.trim() {
        "" => "process unknown".to_owned(),
        named => named.to_owned(),
    };
    DatasetError::Locked {
        path: path.to_path_buf(),
        holder,
    }
}

/// What stands in the file; unreadable content names nobody.
fn content(file: &mut File) -> String {
    let mut line = String::new();
    match file.take(4096).read_to_string(&mut line) {
        Ok(_) => line,
        Err(_) => String::new(),
    }
}

fn run_id(line: &str) -> Option<String> {
    let (_, run_id) = line.trim_end().split_once(" run ")?;
    Some(run_id.to_owned())
}
