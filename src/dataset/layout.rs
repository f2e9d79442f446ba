//! Names and places in an output folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::DatasetError;
use super::durable::{Access, create_folder};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const TIMINGS: &str = "timings.json";

const VERSIONS: &str = "versions";

/// The paths of one pipeline's output folder.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
        }
    }

    /// Makes the folders that outlive a run.
    pub(super) fn create(&self) -> Result<(), DatasetError> {
        fs::create_dir_all(&self.root).map_err(|e| DatasetError::io("create", &self.root, e))?;
        create_folder(&self.versions(), Access::Everyone)?;
        create_folder(&self.failed(), Access::Owner)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.root.join(".lock")
    }

    pub(super) fn versions(&self) -> PathBuf {
        self.root.join(VERSIONS)
    }

    pub(super) fn failed(&self) -> PathBuf {
        self.root.join("failed")
    }

    pub(super) fn version(&self, run_id: &str) -> PathBuf {
        self.versions().join(run_id)
    }

    /// Where a version grows.
    pub(super) fn staging(&self, run_id: &str) -> PathBuf {
        self.versions().join(format!(".{run_id}.partial"))
    }

    /// Where a run has its scratch file until that loses its name.
    pub(super) fn scratch(&self, run_id: &str) -> PathBuf {
        self.versions().join(format!(".{run_id}.scratch"))
    }

    pub(super) fn current(&self) -> PathBuf {
        self.root.join("current")
    }

    /// The link that is about to take `current`'s place.
    pub(super) fn next_current(&self) -> PathBuf {
        self.root.join(".current.next")
    }

    /// What `current` holds: relative, so that the output folder may be moved.
    pub(super) fn link_target(run_id: &str) -> PathBuf {
        Path::new(VERSIONS).join(run_id)
    }

    /// The run id that `current` names.
    ///
    /// # Errors
    /// When `current` is no link to a version, or cannot be read.
    pub(super) fn current_run_id(&self) -> Result<Option<String>, DatasetError> {
        let path = self.current();
        let target = match fs::read_link(&path) {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidInput => {
                return Err(DatasetError::NotALink { path });
            }
            Err(error) => return Err(DatasetError::io("read the link", &path, error)),
        };
        let run_id = target.strip_prefix(VERSIONS).ok().and_then(Path::to_str);
        match run_id.filter(|run_id| is_run_id(run_id)) {
            Some(run_id) => Ok(Some(run_id.to_owned())),
            None => Err(DatasetError::NotALink { path }),
        }
    }
}

/// Refuses a run id that could leave its folder or be taken for litter.
pub(super) fn check_run_id(run_id: &str) -> Result<(), DatasetError> {
    if is_run_id(run_id) {
        return Ok(());
    }
    Err(DatasetError::RunId {
        run_id: run_id.to_owned(),
    })
}

fn is_run_id(run_id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte);
    (1..=100).contains(&run_id.len()) && !run_id.starts_with('.') && run_id.bytes().all(allowed)
}

/// Refuses an output path that could leave its version or take the place of the manifest.
pub(super) fn check_output_path(path: &str) -> Result<(), DatasetError> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(name) if !name.as_encoded_bytes().starts_with(b"."));
    let inside = !path.is_empty() && Path::new(path).components().all(is_plain);
    if inside && path != MANIFEST && path != TIMINGS {
        return Ok(());
    }
    Err(DatasetError::OutputPath {
        path: path.to_owned(),
    })
}

/// Names in a folder that do not start with a dot, in order.
pub(super) fn visible_names(folder: &Path) -> Result<Vec<String>, DatasetError> {
    names(folder, |name| !name.starts_with('.'))
}

/// Names in a folder that start with a dot, in order.
pub(super) fn hidden_names(folder: &Path) -> Result<Vec<String>, DatasetError> {
    names(folder, |name| name.starts_with('.'))
}

fn names(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>, DatasetError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(DatasetError::io("list", folder, error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| DatasetError::io("list", folder, e))?;
        names.extend(entry.file_name().into_string().ok().filter(|n| wanted(n)));
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{check_output_path, check_run_id};

    #[test]
    fn run_ids_stay_in_their_folder() {
        for good in ["2026-11-22T031500Z", "a", "2026.11_22+1"] {
            assert!(check_run_id(good).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", ".x", "a/b", "a b", "đ", &"x".repeat(101)] {
            assert!(check_run_id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn outputs_stay_in_their_version() {
        for good in ["report.json", "restricted/rejects/04003.csv"] {
            assert!(check_output_path(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/a",
            "../a",
            "a/../b",
            "./a",
            ".a",
            "a/.b",
            "manifest.json",
            "timings.json",
        ] {
            assert!(check_output_path(bad).is_err(), "{bad}");
        }
    }
}
