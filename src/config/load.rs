//! From a path to a plan.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::ConfigError;
use super::plan::Plan;
use super::reading::Reading;
use super::rules::KnownRules;
use super::{pipeline, suggest};

const PIPELINE_FILE: &str = "pipeline.toml";

/// Reads the pipeline at `path`, a folder with `pipeline.toml` or such a file, and all that it names.
///
/// # Errors
/// [`ConfigError::Read`] when there is no pipeline to read, [`ConfigError::Invalid`] with every mistake in
/// every file otherwise.
pub fn load(path: &Path, known_rules: &KnownRules) -> Result<Plan, ConfigError> {
    let file = if path.is_dir() {
        path.join(PIPELINE_FILE)
    } else {
        path.to_path_buf()
    };
    let reading = Reading::default();
    let plan = reading
        .file(&file, |root| pipeline::read(root, &reading, known_rules))
        .map_err(|source| unreadable(path, source))?;
    let (mut files, diagnostics) = reading.finish();
    files.sort();
    files.dedup();
    match plan {
        Ok(plan) if diagnostics.is_empty() => Ok(Plan { files, ..plan }),
        _ => Err(ConfigError::Invalid { diagnostics }),
    }
}

fn unreadable(path: &Path, source: io::Error) -> ConfigError {
    ConfigError::Read {
        path: path.to_path_buf(),
        found: pipelines_near(path),
        source,
    }
}

/// Pipelines in `path`, else the folder of `path`, else beside it; the one alone whose name is close, if any.
fn pipelines_near(path: &Path) -> Vec<PathBuf> {
    let parent = path.parent().unwrap_or(Path::new(""));
    let inside = pipelines_in(path);
    if !inside.is_empty() {
        return inside;
    }
    if parent.join(PIPELINE_FILE).is_file() {
        return vec![parent.join(PIPELINE_FILE)];
    }
    let beside = pipelines_in(parent);
    let names: Vec<&str> = beside.iter().filter_map(|path| name(path)).collect();
    let meant = name(path).and_then(|wanted| suggest::closest(wanted, &names));
    match meant.map(|meant| vec![parent.join(meant)]) {
        Some(meant) => meant,
        None => beside,
    }
}

fn pipelines_in(folder: &Path) -> Vec<PathBuf> {
    // The parent of a bare name is the empty path, which `read_dir` does not know.
    let listed = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let Ok(entries) = fs::read_dir(listed) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(folder.join(entry.ok()?.file_name())))
        .filter(|path| path.join(PIPELINE_FILE).is_file())
        .collect();
    found.sort();
    found
}

fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}
