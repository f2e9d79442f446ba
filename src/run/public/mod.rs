//! The weekly release: which counts anyone may see.
//!
//! On the release day the public indicators go through disclosure control; on every other night the last release is
//! carried on as it was. The counts behind a release stay beside it, restricted, so that `verify` can prove it again
//! and the next release knows what is already out.

mod carried;
mod cells;
mod classes;
mod table;
mod tabulating;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::RunError;
use super::event::Event;
use super::stages::Night;
use crate::config::PublicOptions;
use crate::dataset::Version;
use crate::disclosure::{Publication, Released, Verdict, audit, protect};
use crate::indicators::Indicators;
use crate::schema::memory::MemoryTable;
use crate::schema::public::{PUBLIC_INDICATORS, RELEASE_CELLS};
use crate::schema::{Table, Tier};

use carried::carry;
use cells::{ReleaseCell, ReleaseCellTable, cells_of, restore};
use table::PublicTable;
use tabulating::{Tabulated, Whole};

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
    let definitions = &night.plan.indicators;
    let Some(public) = night.plan.public else {
        return carried(before, &BTreeSet::new());
    };
    if is_due(public.weekday, last, night.as_of) {
        return released(night, indicators, public, &earlier);
    }
    let open = definitions.iter().filter(|of| of.tier == Tier::Public);
    carried(before, &open.map(|of| of.code.as_str()).collect())
}

/// The last release as it was, but for indicators that are not `open` any more. The counts behind it are kept whole: what
/// was published once is known.
fn carried(before: Option<&Version>, open: &BTreeSet<&str>) -> Result<Release, RunError> {
    let table = |dataset, indicators| match before {
        Some(version) => carry(version, dataset, indicators),
        None => Ok(MemoryTable::new(dataset, 0, [])),
    };
    Ok(Release {
        public: Box::new(table(&PUBLIC_INDICATORS, Some(open))?),
        cells: Box::new(table(&RELEASE_CELLS, None)?),
    })
}

/// Whether the version holds a release in this program's form.
fn has_release(version: &Version) -> bool {
    version.holds(&PUBLIC_INDICATORS) && version.holds(&RELEASE_CELLS)
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
    let mut cells = cells_of(indicators, definitions, night.as_of, public.disclosure);
    let decided = night
        .pool
        .install(|| decide(&mut cells, earlier, &|| night.request.check_stop()))?;
    for (code, extent) in decided {
        let (what, place) = match extent {
            Extent::Everything => continue,
            Extent::Whole(place) => ("becomes public without age and sex", place),
            Extent::Nothing(place) => ("is left out of the public release", place),
        };
        let message = format!(
            "{code} {what}: with what else is published, its counts could not be proven safe ({place})"
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

/// More rounds than counts come to hide each other over; a release that needs more is withheld whole.
const ROUNDS_MAX: usize = 30;

/// How much of an indicator becomes public.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Extent {
    Everything,
    /// Without age and sex, which could not be proven safe at the place told.
    Whole(String),
    /// Not even that.
    Nothing(String),
}

/// Gives every cell its form. Indicators are protected one by one, and again as long as one hides a count that stands
/// under another too; in the end each is proven with the same counts hidden. One that cannot be protected is released
/// without its strata, or not at all. Returns how much of each is.
fn decide(
    cells: &mut [ReleaseCell],
    earlier: &[ReleaseCell],
    check_stop: &dyn Fn() -> Result<(), RunError>,
) -> Result<BTreeMap<Arc<str>, Extent>, RunError> {
    let Some(options) = cells.first().map(|cell| cell.options) else {
        return Ok(BTreeMap::new());
    };
    let mut whole = Whole::new(cells, earlier);
    let mut hidden = vec![false; whole.class_count()];
    let mut forms: Vec<Option<Released>> = vec![None; whole.class_count()];
    let mut extents = vec![Extent::Everything; whole.indicators.len()];
    let mut decided_for = vec![None; whole.indicators.len()];
    let mut is_settled = false;
    for _ in 0..ROUNDS_MAX {
        is_settled = true;
        for at in 0..whole.indicators.len() {
            let indicator = &whole.indicators[at];
            let circumstances = whole.circumstances(indicator, &hidden, &forms);
            let is_same = decided_for[at].as_ref() == Some(&circumstances);
            if is_same || matches!(extents[at], Extent::Nothing(_)) {
                continue;
            }
            decided_for[at] = Some(circumstances);
            check_stop()?;
            let Tabulated { tabulation, ids } = whole.tabulate(indicator, &hidden, &forms);
            let (publication, report) = protect(&tabulation, options)?;
            if let Some(cell) = report.unprotectable.first() {
                // What it showed so far stays hidden elsewhere: that is more than needed, and does not hurt.
                let place = whole.place(indicator, &ids, *cell);
                extents[at] = match extents[at] {
                    Extent::Everything => Extent::Whole(place),
                    _ => Extent::Nothing(place),
                };
                whole.leave_out_strata(at);
                decided_for[at] = None;
                is_settled = false;
                continue;
            }
            for (class, id) in &ids {
                let form = publication.released(*id).unwrap_or(Released::Suppressed);
                is_settled &= forms[*class] == Some(form);
                hidden[*class] |= form == Released::Suppressed;
                forms[*class] = Some(if hidden[*class] {
                    Released::Suppressed
                } else {
                    form
                });
            }
        }
        if is_settled {
            break;
        }
    }
    if !is_settled {
        extents.fill(Extent::Nothing("no end".to_owned()));
    }
    let mut decided = vec![(Released::Suppressed, Released::Suppressed); cells.len()];
    let mut told = BTreeMap::new();
    for (indicator, extent) in whole.indicators.iter().zip(extents) {
        let is_released = !matches!(extent, Extent::Nothing(_));
        for (at, numerator, denominator) in indicator.rows.iter().filter(|_| is_released) {
            let form = |class: usize| forms[class].unwrap_or(Released::Suppressed);
            decided[*at] = (form(*numerator), form(*denominator));
        }
        told.insert(Arc::clone(&indicator.code), extent);
    }
    for (cell, (numerator, denominator)) in cells.iter_mut().zip(decided) {
        cell.numerator_form = Some(numerator);
        cell.denominator_form = Some(denominator);
    }
    Ok(told)
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
    let audits = audit_cells(&cells)?;
    let exposed = audits.iter().filter(|is_proven| !**is_proven);
    Ok(Some(ReleaseAudit {
        released_on,
        protected_cells: audits.len(),
        exposed_cells: exposed.count(),
    }))
}

/// Whether each protected count of a decided release is proven. An indicator that was withheld whole tells nothing.
fn audit_cells(cells: &[ReleaseCell]) -> Result<Vec<bool>, RunError> {
    let mut whole = Whole::new(cells, &[]);
    for at in 0..whole.indicators.len() {
        if !whole.shows_strata(at) {
            whole.leave_out_strata(at);
        }
    }
    let mut forms = vec![None; whole.class_count()];
    for indicator in &whole.indicators {
        for (at, numerator, denominator) in &indicator.rows {
            // What any indicator shows of a count is known.
            for (class, form) in [
                (*numerator, cells[*at].numerator_form),
                (*denominator, cells[*at].denominator_form),
            ] {
                if forms[class].is_none() || forms[class] == Some(Released::Suppressed) {
                    forms[class] = form;
                }
            }
        }
    }
    let hidden: Vec<bool> = forms
        .iter()
        .map(|form| *form == Some(Released::Suppressed))
        .collect();
    let mut proven = Vec::new();
    for indicator in &whole.indicators {
        let shown = indicator.rows.iter().any(|(at, ..)| {
            let cell = &cells[*at];
            [cell.numerator_form, cell.denominator_form] != [Some(Released::Suppressed); 2]
        });
        if !shown {
            continue;
        }
        let Tabulated { tabulation, ids } = whole.tabulate(indicator, &hidden, &forms);
        let mut published = vec![None; tabulation.cell_count()];
        for (class, id) in &ids {
            published[id.index()] = forms[*class];
        }
        let options = cells[indicator.rows[0].0].options;
        let publication = Publication::as_published(&tabulation, options, &published)?;
        let audits = audit(&tabulation, &publication)?;
        proven.extend(audits.iter().map(|audit| audit.verdict == Verdict::Safe));
    }
    Ok(proven)
}

#[cfg(test)]
mod tests;
