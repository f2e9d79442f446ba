//! Which versions stay, and the deletion of the others.

use std::collections::BTreeSet;

use super::crash::{self, Step};
use super::layout::{Layout, visible_names};
use super::litter::remove_folder;
use super::version::latest_before;
use super::{DatasetError, OutputOptions, Version, versions};

/// Deletes versions and failed nights beyond those that `options` keeps; the run ids of the versions gone.
///
/// # Errors
/// When a version cannot be opened or removed. What was published stays published.
pub(super) fn prune(
    layout: &Layout,
    options: &OutputOptions,
    current: &str,
) -> Result<Vec<String>, DatasetError> {
    let versions = versions(options)?;
    let kept = kept(&versions, current, options.keep);
    let mut removed = Vec::new();
    for version in &versions {
        let run_id = &version.manifest.run_id;
        if !kept.contains(run_id.as_str()) {
            crash::point(Step::Pruning);
            remove_folder(layout, &version.path)?;
            removed.push(run_id.clone());
        }
    }
    prune_failed(layout, options.keep)?;
    Ok(removed)
}

/// Deletes the oldest reports of failed nights: they hold rejected rows, hence persons.
pub(super) fn prune_failed(layout: &Layout, keep: usize) -> Result<(), DatasetError> {
    let reports = visible_names(&layout.failed())?;
    let surplus = reports.len().saturating_sub(keep.max(1));
    reports[..surplus]
        .iter()
        .try_for_each(|run_id| remove_folder(layout, &layout.failed().join(run_id)))
}

/// The current version, the one that a re-run of its day would start from (or persons would be numbered
/// anew after a few re-runs), then the newest, `keep` in all.
fn kept<'a>(versions: &'a [Version], current: &'a str, keep: usize) -> BTreeSet<&'a str> {
    let run_id = |version: &'a Version| version.manifest.run_id.as_str();
    let base = versions
        .iter()
        .find(|version| run_id(version) == current)
        .and_then(|version| latest_before(versions, version.manifest.head.as_of))
        .map(run_id);
    let by_worth = [current]
        .into_iter()
        .chain(base)
        .chain(versions.iter().rev().map(run_id));
    let mut kept = BTreeSet::new();
    for run_id in by_worth {
        if kept.len() < keep.max(1) {
            kept.insert(run_id);
        }
    }
    kept
}
