//! Pairs that people decide.
//!
//! Purpose: bring the pairs that linkage left to people before them, and take their answers. In: a published version;
//! workbooks that come back. Out: a workbook per commune; lines of the file of decisions, which the next night honours.
//! Grain: a pair of persons, shown by the two records that speak most for it. Order: what would put most right comes
//! first, the candidates for one record beside each other. Leaves to others: what a decision does (`link`).

mod error;
mod export;
mod import;
mod ledger;
mod pairs;
mod workbook;

use super::event::Event;
use super::{RunError, RunRequest};
use crate::config::Plan;
use crate::dataset::Version;
use crate::link::Decisions;
use ledger::Ledger;

pub use error::ReviewError;
pub use export::{ExportRequest, Exported, export};
pub use import::{ImportRequest, Imported, import};

/// What people decided so far; lines that cannot be read are warned of.
///
/// # Errors
/// A file of decisions that cannot be read, or that `before`, the version before, honours and that is gone: a night
/// without it would undo them.
pub fn decisions(
    plan: &Plan,
    before: Option<&Version>,
    request: &RunRequest<'_>,
) -> Result<Decisions, RunError> {
    let Some(path) = &plan.decisions else {
        return Ok(Decisions::default());
    };
    let name = path.display().to_string();
    let files = before.map(|version| &version.manifest.head.pipeline_files);
    let was_there = files.is_some_and(|files| files.iter().any(|file| file.path == name));
    if was_there && !path.exists() {
        return Err(ReviewError::LedgerGone { path: path.clone() }.into());
    }
    let ledger = Ledger::read(path)?;
    for message in &ledger.faults {
        (request.events)(Event::Warning {
            message: message.clone(),
        });
    }
    Ok(ledger.decisions())
}
