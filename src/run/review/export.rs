//! Workbooks of doubtful pairs, one per commune.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::ReviewError;
use super::import::has_answers;
use super::ledger::Ledger;
use super::pairs::{Doubt, Doubts, doubts};
use super::workbook::render;
use crate::config::Plan;
use crate::dataset::{create_private_folder, current, replace_file};
use crate::run::night::output;
use crate::run::sheet::UNKNOWN_COMMUNE;

/// What to write, and where.
#[derive(Debug, Clone)]
pub struct ExportRequest<'r> {
    /// Made if it is not there.
    pub folder: &'r Path,
    /// Of this commune alone.
    pub commune: Option<&'r str>,
    /// Pairs of one workbook, at most.
    pub pairs_max: usize,
}

/// What was written.
#[derive(Debug, Default)]
pub struct Exported {
    /// A workbook and how many pairs it holds, by commune.
    pub workbooks: Vec<(PathBuf, usize)>,
    /// Pairs beyond the limit of their workbook.
    pub left_out: usize,
    /// Pairs of rows that are alike in all that they are known by: nothing could name them on another night.
    pub unaskable: usize,
}

/// Writes the undecided pairs of the current version of `plan`, a workbook per commune: that of the first record, which
/// is the register's where it has one.
///
/// # Errors
/// No version yet, a dataset that cannot be read, a disk that refuses.
pub fn export(plan: &Plan, request: &ExportRequest<'_>) -> Result<Exported, ReviewError> {
    let options = output(plan);
    let Some(version) = current(&options)? else {
        return Err(ReviewError::NoVersion {
            folder: options.directory,
        });
    };
    let path = plan.decisions.as_deref().ok_or(ReviewError::NoLedger)?;
    let decided = Ledger::read(path)?.decisions();
    let is_decided = |doubt: &Doubt| {
        let pair = doubt.pair();
        // Both lists are in order.
        let is_in = |list: &[(u64, u64)]| list.binary_search(&pair).is_ok();
        is_in(&decided.must_link) || is_in(&decided.never_link)
    };
    let mut communes: BTreeMap<String, Vec<Doubt>> = BTreeMap::new();
    let Doubts { doubts, unaskable } = doubts(&version)?;
    for doubt in doubts {
        if is_decided(&doubt) {
            continue;
        }
        let commune = [&doubt.left, &doubt.right]
            .into_iter()
            .map(|record| record.value("commune_code"))
            .find(|code| !code.is_empty());
        let commune = commune.unwrap_or(UNKNOWN_COMMUNE).to_owned();
        communes.entry(commune).or_default().push(doubt);
    }
    let mut exported = Exported {
        unaskable,
        ..Exported::default()
    };
    let failed = |path: &Path, source| ReviewError::Write {
        path: path.to_path_buf(),
        source,
    };
    create_private_folder(request.folder).map_err(|cause| failed(request.folder, cause))?;
    let day = version.manifest.head.as_of;
    let wanted = |commune: &str| request.commune.is_none_or(|only| only == commune);
    for (commune, doubts) in communes.iter().filter(|(commune, _)| wanted(commune)) {
        let shown = &doubts[..doubts.len().min(request.pairs_max)];
        let path = request.folder.join(format!("{commune}.xlsx"));
        if has_answers(&path, plan.limits) {
            return Err(ReviewError::Answered { path });
        }
        let bytes = render(shown, day).map_err(|source| ReviewError::Workbook {
            path: path.clone(),
            source,
        })?;
        replace_file(&path, |out| out.write_all(&bytes)).map_err(|cause| failed(&path, cause))?;
        exported.left_out += doubts.len() - shown.len();
        exported.workbooks.push((path, shown.len()));
    }
    Ok(exported)
}
