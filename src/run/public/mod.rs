//! The weekly release: which counts anyone may see.
//!
//! On the release day the public indicators go through disclosure control; on every other night the last release is
//! carried on as it was. The counts behind a release stay beside it, restricted, so that `verify` can prove it again
//! and the next release knows what is already out.

mod carried;
mod cells;
mod table;
mod tabulating;

use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::RunError;
use super::event::Event;
use super::stages::Night;
use crate::config::PublicOptions;
use crate::dataset::Version;
use crate::disclosure::{CellId, CellState, Publication, Verdict, audit, protect};
use crate::indicators::Indicators;
use crate::schema::public::{PUBLIC_INDICATORS, RELEASE_CELLS};
use crate::schema::{Dataset, Table};

use carried::CarriedTable;
use cells::{ReleaseCell, ReleaseCellTable, cells_of, restore};
use table::PublicTable;
use tabulating::{Tabulated, tabulate};

/// Both tables of a night.
pub struct Release {
    pub public: Box<dyn Table>,
    pub cells: Box<dyn Table>,
}

/// The release that stands after tonight.
///
/// # Errors
/// A version that cannot be read; counts that contradict each other.
pub fn release(
    night: &Night<'_>,
    indicators: &Indicators,
    previous: Option<&Version>,
) -> Result<Release, RunError> {
    let before = previous.filter(|version| has_release(version));
    let earlier = before.map(restore).transpose()?.unwrap_or_default();
    let last = earlier.first().map(|cell| cell.released_on);
    let due = night
        .plan
        .public
        .filter(|public| is_due(public.weekday, last, night.as_of));
    match (due, before) {
        (Some(public), _) => released(night, indicators, public, &earlier),
        (None, Some(version)) => Ok(Release {
            public: Box::new(CarriedTable::read(version, &PUBLIC_INDICATORS)?),
            cells: Box::new(CarriedTable::read(version, &RELEASE_CELLS)?),
        }),
        (None, None) => Ok(Release {
            public: Box::new(CarriedTable::empty(&PUBLIC_INDICATORS)),
            cells: Box::new(CarriedTable::empty(&RELEASE_CELLS)),
        }),
    }
}

/// Whether the version holds a release in this program's form.
fn has_release(version: &Version) -> bool {
    let has = |dataset: &'static Dataset| {
        let output = version.manifest.output(dataset.name);
        output.and_then(|output| output.dataset_version) == Some(dataset.version)
    };
    has(&PUBLIC_INDICATORS) && has(&RELEASE_CELLS)
}

/// Whether a release falls due: on its weekday, or on the first night after one that was missed.
fn is_due(weekday: Weekday, last: Option<Date>, as_of: Date) -> bool {
    let since = weekday.until(as_of.weekday());
    let day = as_of.saturating_sub(jiff::Span::new().days(i64::from(since)));
    match last {
        None => day == as_of,
        Some(last) => last < day,
    }
}

fn released(
    night: &Night<'_>,
    indicators: &Indicators,
    public: PublicOptions,
    earlier: &[ReleaseCell],
) -> Result<Release, RunError> {
    let definitions = &night.plan.indicators;
    let options = public.disclosure;
    let mut cells = cells_of(indicators, definitions, night.as_of, options);
    let Tabulated { tabulation, ids } = tabulate(&cells, earlier);
    let (publication, report) = night.pool.install(|| protect(&tabulation, options))?;
    for (cell, (numerator, denominator)) in cells.iter_mut().zip(&ids) {
        cell.numerator_form = publication.released(*numerator);
        cell.denominator_form = publication.released(*denominator);
    }
    if !report.unprotectable.is_empty() {
        let withheld = publication_withheld(&publication, &ids);
        let message = format!(
            "{withheld} of {} public counts are withheld: with what is already published they could not be protected",
            2 * ids.len()
        );
        (night.request.events)(Event::Warning { message });
    }
    let cells = Arc::new(cells);
    Ok(Release {
        public: Box::new(PublicTable::new(
            indicators,
            definitions,
            &cells,
            night.as_of,
        )),
        cells: Box::new(ReleaseCellTable(cells)),
    })
}

fn publication_withheld(publication: &Publication, ids: &[(CellId, CellId)]) -> usize {
    let all = ids
        .iter()
        .flat_map(|(numerator, denominator)| [numerator, denominator]);
    all.filter(|id| publication.state(**id) == Some(CellState::Withheld))
        .count()
}

/// What the auditor says of the release of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseAudit {
    pub released_on: Date,
    /// Counts that are hidden, or not published and small.
    pub protected_cells: usize,
    /// Of these such that nobody proved them safe.
    pub exposed_cells: usize,
}

/// Proves the release of a version again, from the counts that stand beside it; `None` where there is none.
///
/// # Errors
/// A version that cannot be read, or a release that is not of its counts.
pub fn audit_release(version: &Version) -> Result<Option<ReleaseAudit>, RunError> {
    if !has_release(version) {
        return Ok(None);
    }
    let cells = restore(version)?;
    let Some(first) = cells.first() else {
        return Ok(None);
    };
    let released_on = first.released_on;
    let options = first.options;
    let Tabulated { tabulation, ids } = tabulate(&cells, &[]);
    let mut forms = vec![None; tabulation.cell_count()];
    for (cell, (numerator, denominator)) in cells.iter().zip(&ids) {
        forms[numerator.index()] = cell.numerator_form;
        forms[denominator.index()] = cell.denominator_form;
    }
    let publication = Publication::as_published(&tabulation, options, &forms)?;
    let audits = audit(&tabulation, &publication)?;
    let exposed = audits.iter().filter(|audit| audit.verdict != Verdict::Safe);
    Ok(Some(ReleaseAudit {
        released_on,
        protected_cells: audits.len(),
        exposed_cells: exposed.count(),
    }))
}

#[cfg(test)]
mod tests;
