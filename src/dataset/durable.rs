//! Folders and files with their rights, and the waiting until they are on the disk.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use super::DatasetError;

/// Who may open a folder or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// The owner alone.
    Owner,
    /// Everyone may read.
    Everyone,
}

impl Access {
    fn folder_mode(self) -> u32 {
        match self {
            Self::Owner => 0o700,
            Self::Everyone => 0o755,
        }
    }

    fn file_mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Everyone => 0o644,
        }
    }
}

/// Makes a folder below an existing one; one that exists keeps its rights.
pub(super) fn create_folder(path: &Path, access: Access) -> Result<(), DatasetError> {
    match DirBuilder::new().mode(access.folder_mode()).create(path) {
        Ok(()) => open_folder_to(path, access),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(DatasetError::io("create", path, error)),
    }
}

/// Gives a folder its rights, whatever the umask.
pub(super) fn open_folder_to(path: &Path, access: Access) -> Result<(), DatasetError> {
    fs::set_permissions(path, Permissions::from_mode(access.folder_mode()))
        .map_err(|e| DatasetError::io("set the rights of", path, e))
}

/// Makes a file that must not exist, with its rights from the first byte on, whatever the umask.
pub(super) fn create_file(path: &Path, access: Access) -> io::Result<File> {
    let mode = access.file_mode();
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)?;
    file.set_permissions(Permissions::from_mode(mode))?;
    Ok(file)
}

/// Writes a file anew, as a whole or not at all: whoever reads it meanwhile sees what was there before. A new file is
/// its owner's alone; one that is there keeps its rights.
///
/// # Errors
/// A disk that refuses, and another that is writing the same file.
pub fn replace_file(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    replace_with(
        path,
        fs::metadata(path).ok().map(|known| known.permissions()),
        write,
    )
}

/// As [`replace_file`], for its owner alone whatever rights an older one had.
///
/// # Errors
/// As [`replace_file`].
pub fn replace_private_file(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    replace_with(path, None, write)
}

/// Makes a folder, and those above it, for the owner alone; one that is there keeps its rights.
///
/// # Errors
/// A disk that refuses.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(Access::Owner.folder_mode())
        .create(path)
}

fn replace_with(
    path: &Path,
    rights: Option<Permissions>,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut file = create_file(&new, Access::Owner).map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => io::Error::new(
            ErrorKind::AlreadyExists,
            format!(
                "{} is there: another program is writing it, or one was stopped; delete it if none is",
                new.display()
            ),
        ),
        _ => cause,
    })?;
    let replace = || {
        write(&mut file)?;
        if let Some(rights) = rights {
            file.set_permissions(rights)?;
        }
        file.sync_all()?;
        fs::rename(&new, path)
    };
    replace().inspect_err(|_| drop(fs::remove_file(&new)))
}

/// Whether the group or others may do anything with a path.
pub(super) fn is_open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Waits until a folder's own entries are on the disk.
pub(super) fn sync_folder(path: &Path) -> Result<(), DatasetError> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| DatasetError::io("make durable", path, e))
}

/// Waits until the entries of a folder and of every folder below it are on the disk.
pub(super) fn sync_folders(root: &Path) -> Result<(), DatasetError> {
    for entry in fs::read_dir(root).map_err(|e| DatasetError::io("list", root, e))? {
        let path = entry.map_err(|e| DatasetError::io("list", root, e))?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    sync_folder(root)
}

/// Files waiting to be made durable. Each holds a descriptor, of which a process may have 1,024.
const WAITING_FILES_MAX: usize = 64;

/// Makes files durable on a thread of its own, while the next ones are being written.
pub(super) struct Syncer {
    queue: SyncSender<(PathBuf, File)>,
    thread: JoinHandle<Result<(), DatasetError>>,
}

impl Syncer {
    pub(super) fn start() -> io::Result<Self> {
        let (queue, files) = mpsc::sync_channel::<(PathBuf, File)>(WAITING_FILES_MAX);
        let thread = thread::Builder::new()
            .name("durable".to_owned())
            .spawn(move || {
                files.into_iter().try_for_each(|(path, file)| {
                    file.sync_all()
                        .map_err(|e| DatasetError::io("make durable", &path, e))
                })
            })?;
        Ok(Self { queue, thread })
    }

    /// Hands a finished file over. After a failure the queue is closed; [`Syncer::finish`] tells why.
    pub(super) fn push(&self, path: PathBuf, file: File) {
        drop(self.queue.send((path, file)));
    }

    /// Waits until every file is on the disk.
    pub(super) fn finish(self) -> Result<(), DatasetError> {
        drop(self.queue);
        match self.thread.join() {
            Ok(outcome) => outcome,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
