//! Whether the folder is the version's own, and holds nothing that the manifest does not name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Fault;
use crate::dataset::layout::{MANIFEST, TIMINGS};
use crate::dataset::{DatasetError, Version};

/// A version copied or renamed by hand would be taken for another run.
pub(super) fn misplaced(version: &Version) -> Option<Fault> {
    let run_id = &version.manifest.run_id;
    let folder = fs::canonicalize(&version.path).unwrap_or_else(|_| version.path.clone());
    let folder = folder.file_name().unwrap_or_default().to_string_lossy();
    (folder != run_id.as_str()).then(|| Fault::OtherFolder {
        run_id: run_id.clone(),
        folder: folder.into_owned(),
    })
}

/// Files and links that stand in the version without being named; folders do not count.
pub(super) fn unlisted(version: &Version) -> Result<Vec<Fault>, DatasetError> {
    let outputs = version.manifest.outputs.iter();
    let named: BTreeSet<&str> = outputs
        .map(|output| output.path.as_str())
        .chain([MANIFEST, TIMINGS])
        .collect();
    let mut found = Vec::new();
    list(&version.path, "", &mut found)?;
    found.sort();
    found.retain(|path| !named.contains(path.as_str()));
    Ok(found
        .into_iter()
        .map(|path| Fault::Unlisted { path })
        .collect())
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), DatasetError> {
    let failed = |error| DatasetError::io("list", folder, error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}
