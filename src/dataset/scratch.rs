//! Bytes on disk for as long as one run needs them.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use super::DatasetError;
use crate::schema::records::Scratch;

/// A file that its owner alone may open, and that has no name any more: it is gone with the run however that ends.
#[derive(Debug)]
pub struct ScratchFile(File);

impl ScratchFile {
    /// Makes the file at `path`, where there is none, and takes its name away.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn create(path: &Path) -> Result<Self, DatasetError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true).mode(0o600);
        let file = options.open(path);
        let file = file.map_err(|e| DatasetError::io("create", path, e))?;
        fs::remove_file(path).map_err(|e| DatasetError::io("remove", path, e))?;
        Ok(Self(file))
    }
}

impl Scratch for ScratchFile {
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.0.write_all_at(bytes, at)
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.0.read_exact_at(bytes, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_no_name_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("scratch");
        let file = ScratchFile::create(&path).expect("it is made");
        assert!(!path.exists());
        file.write_at(b"records", 3).expect("written");
        let mut bytes = [0; 7];
        file.read_at(&mut bytes, 3).expect("read");
        assert_eq!(&bytes, b"records");
        let behind = file.read_at(&mut bytes, 4).expect_err("the file ends");
        assert_eq!(behind.kind(), io::ErrorKind::UnexpectedEof);
    }
}
