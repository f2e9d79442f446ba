//! The folder of linked tables, which appears whole or not at all.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::LinkingError;

/// What makes a folder one of ours.
const REPORT: &str = "report.json";

/// A folder being written beside the place where it will stand. Like all that names persons it is the owner's alone.
pub struct OutFolder {
    out: PathBuf,
    partial: PathBuf,
}

impl OutFolder {
    /// # Errors
    /// `out` holds something else; the folder cannot be made.
    pub fn begin(out: &Path) -> Result<Self, LinkingError> {
        if is_taken(out) {
            return Err(LinkingError::OutTaken {
                path: out.to_path_buf(),
            });
        }
        let partial = beside(out, "partial");
        let failed = |source| failed("create", &partial, source);
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(failed)?;
        }
        if let Some(parent) = partial
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        DirBuilder::new()
            .mode(0o700)
            .create(&partial)
            .map_err(failed)?;
        Ok(Self {
            out: out.to_path_buf(),
            partial,
        })
    }

    /// Where a file of the folder is written.
    pub fn path(&self, name: &str) -> PathBuf {
        self.partial.join(name)
    }

    /// Writes a file of text.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(&self, name: &str, text: &str) -> Result<(), LinkingError> {
        let path = self.path(name);
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&path);
        let written = file.and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(|source| failed("write", &path, source))
    }

    /// Puts the folder into its place; what an earlier run left there goes.
    ///
    /// # Errors
    /// The disk's; the earlier folder then stands as it was, or under its name with `.before`.
    pub fn commit(self) -> Result<(), LinkingError> {
        let before = beside(&self.out, "before");
        let failed = |source| failed("replace", &self.out, source);
        if before.exists() {
            fs::remove_dir_all(&before).map_err(failed)?;
        }
        if self.out.exists() {
            fs::rename(&self.out, &before).map_err(failed)?;
        }
        fs::rename(&self.partial, &self.out).map_err(failed)?;
        if before.exists() {
            fs::remove_dir_all(&before).map_err(failed)?;
        }
        Ok(())
    }
}

/// A run that ends early leaves nothing.
impl Drop for OutFolder {
    fn drop(&mut self) {
        // After a commit it is gone; what cannot be removed the next run removes.
        drop(fs::remove_dir_all(&self.partial));
    }
}

/// `out` is there, and neither empty nor of an earlier run.
fn is_taken(out: &Path) -> bool {
    let is_empty = || fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    out.exists() && !out.join(REPORT).is_file() && !is_empty()
}

/// A hidden name beside `out`.
fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.{what}"))
}

fn failed(action: &'static str, path: &Path, source: std::io::Error) -> LinkingError {
    LinkingError::Write {
        action,
        path: path.to_path_buf(),
        source,
    }
}
