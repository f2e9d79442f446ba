//! What a dead run leaves, and its sweeping.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::DatasetError;
use super::layout::{Layout, check_run_id, hidden_names};

/// Removes what no reader has ever seen: half a version, half a deletion, the link before its switch, and
/// the version of `dead`, the run that died with the lock, if `current` never came to name it.
///
/// # Errors
/// When something cannot be removed, or `current` is no link.
pub(super) fn sweep(layout: &Layout, dead: Option<&str>) -> Result<(), DatasetError> {
    remove(&layout.next_current())?;
    for folder in [layout.versions(), layout.failed()] {
        for name in hidden_names(&folder)? {
            remove(&folder.join(name))?;
        }
    }
    let current = layout.current_run_id()?;
    match dead.filter(|run_id| check_run_id(run_id).is_ok()) {
        Some(run_id) if current.as_deref() != Some(run_id) => {
            remove_folder(layout, &layout.version(run_id))
        }
        _ => Ok(()),
    }
}

/// Removes a whole version or report so that a crash leaves litter, never half of one under its own name.
pub(super) fn remove_folder(layout: &Layout, path: &Path) -> Result<(), DatasetError> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(());
    };
    let doomed = parent.join(format!(".{}.removed", name.to_string_lossy()));
    debug_assert!(path.starts_with(layout.root()));
    match fs::rename(path, &doomed) {
        Ok(()) => remove(&doomed),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(DatasetError::io("remove", path, error)),
    }
}

/// Removes a file, a link or a folder with all that is in it; what is gone already is fine.
pub(super) fn remove(path: &Path) -> Result<(), DatasetError> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(DatasetError::io("remove", path, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::tempdir;

    use super::super::crash::{Step, tests::killed_after};
    use super::super::layout::{Layout, hidden_names, visible_names};
    use super::super::{Accounting, ManifestHead, OutputOptions, Publication, current, verify};

    fn head() -> ManifestHead {
        ManifestHead {
            pipeline: "cao-bang".to_owned(),
            as_of: jiff::civil::date(2026, 11, 20),
            previous_version: None,
            toandan_version: "0.1.0".to_owned(),
            inputs: Vec::new(),
            pipeline_files: Vec::new(),
            accounting: Accounting::default(),
        }
    }

    fn night(options: &OutputOptions, run_id: &str) {
        let publication = Publication::begin(options, run_id).expect("the output is free");
        let rejects = |file: &mut dyn std::io::Write| file.write_all(b"7\n").map(|()| Some(1));
        publication
            .write_file("restricted/rejects/04003.csv", rejects)
            .expect("written");
        publication.commit(head()).expect("published");
    }

    fn published(options: &OutputOptions) -> String {
        let version = current(options).expect("opens").expect("a version");
        assert_eq!(verify(&version.path, &[]).expect("a report").faults, []);
        version.manifest.run_id
    }

    /// Each step of a night is the last of one; the next night sweeps, and only it changes what is kept.
    #[test]
    fn death_at_every_step_leaves_old_or_new_and_no_litter() {
        for step in Step::ALL {
            let folder = tempdir().expect("a folder");
            let options = OutputOptions {
                directory: folder.path().join("out"),
                keep: 1,
            };
            let layout = Layout::new(&options.directory);
            night(&options, "run-1");
            assert!(killed_after(step, || night(&options, "run-2")), "{step:?}");
            let switched = matches!(step, Step::Switched | Step::Pruning | Step::Pruned);
            let expected = if switched { "run-2" } else { "run-1" };
            assert_eq!(published(&options), expected, "{step:?}");

            drop(Publication::begin(&options, "run-3").expect("the lock died with its holder"));
            assert_eq!(published(&options), expected, "{step:?}");
            assert_eq!(
                hidden_names(layout.root()).expect("lists"),
                [".lock"],
                "{step:?}"
            );
            assert_eq!(
                hidden_names(&layout.versions()).expect("lists"),
                [""; 0],
                "{step:?}"
            );

            night(&options, "run-4");
            assert_eq!(
                visible_names(&layout.versions()).expect("lists"),
                ["run-4"],
                "{step:?}"
            );
        }
    }
}
