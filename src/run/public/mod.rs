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
use super::night::output;
use super::stages::Night;
use crate::config::PublicOptions;
use crate::dataset::{Version, latest};
use crate::disclosure::{
    CellId, Publication, Released, Verdict, audit, audit_together, protect, protect_together,
};
use crate::indicators::Indicators;
use crate::schema::memory::MemoryTable;
use crate::schema::public::{PUBLIC_INDICATORS, RELEASE_CELLS};
use crate::schema::{Table, Tier};

use carried::carry;
use cells::{ReleaseCell, ReleaseCellTable, ReleasedCells, cells_of, restore};
use table::PublicTable;
use tabulating::{Extent, Tabulated, Whole};

/// Both tables of a night.
pub struct Release {
    pub public: Box<dyn Table>,
    pub cells: Box<dyn Table>,
}

/// The release that stands after tonight.
///
/// # Errors
/// A version that cannot be read; counts that contradict each other.
pub fn release(night: &Night<'_>, indicators: &Indicators) -> Result<Release, RunError> {
    // A night that is run again has published already.
    let newest = latest(&output(night.plan), Some(night.as_of))?;
    let newest = newest.as_ref();
    let history = newest.filter(|version| version.holds(&RELEASE_CELLS));
    let shown = history.filter(|version| version.holds(&PUBLIC_INDICATORS));
    let has_unknown = |version: &Version| version.manifest.output(RELEASE_CELLS.name).is_some();
    if history.is_none() && newest.is_some_and(has_unknown) {
        let message = "what earlier versions made public is kept in another form than this program's: the next \
                       release is not compared with it"
            .to_owned();
        (night.request.events)(Event::Warning { message });
    }
    let cells = history.map(restore).transpose()?.unwrap_or_default();
    let definitions = &night.plan.indicators;
    let Some(public) = night.plan.public else {
        return carried(shown, cells, &BTreeSet::new());
    };
    let last = cells.last.first().map(|cell| cell.released_on);
    let is_lost = history.is_some() && shown.is_none();
    if is_lost || is_due(public.weekday, last, night.as_of) {
        return released(night, indicators, public, cells.known());
    }
    let open = definitions.iter().filter(|of| of.tier == Tier::Public);
    carried(shown, cells, &open.map(|of| of.code.as_str()).collect())
}

/// The last release as it was, but for indicators that are not `open` any more. The counts behind it are kept whole: what
/// was published once is known.
fn carried(
    shown: Option<&Version>,
    cells: ReleasedCells,
    open: &BTreeSet<&str>,
) -> Result<Release, RunError> {
    let public = match shown {
        Some(version) => carry(version, &PUBLIC_INDICATORS, open)?,
        None => MemoryTable::new(&PUBLIC_INDICATORS, 0, []),
    };
    Ok(Release {
        public: Box::new(public),
        cells: Box::new(ReleaseCellTable::new(cells)),
    })
}

/// Whether a release falls due: on its weekday, on the first night after one that was missed, or when the night of a
/// release is run again.
fn is_due(weekday: Weekday, last: Option<Date>, as_of: Date) -> bool {
    let since = weekday.until(as_of.weekday());
    let day = as_of.saturating_sub(jiff::Span::new().days(i64::from(since)));
    match last {
        None => day == as_of,
        Some(last) => last < day || last == as_of,
    }
}

fn released(
    night: &Night<'_>,
    indicators: &Indicators,
    public: PublicOptions,
    earlier: Vec<ReleaseCell>,
) -> Result<Release, RunError> {
    let definitions = &night.plan.indicators;
    let mut cells = cells_of(indicators, definitions, night.as_of, public.disclosure);
    let (decided, unproven) = night
        .pool
        .install(|| decide(&mut cells, &earlier, &|| night.request.check_stop()))?;
    for (code, of) in decided {
        let what = match of.extent {
            Extent::Everything => continue,
            Extent::Whole => "becomes public without age and sex",
            Extent::Nothing => "is left out of the public release",
        };
        let place = of.place.unwrap_or_default();
        let message = format!(
            "{code} {what}: with what else is published, its counts could not be proven safe ({place})"
        );
        (night.request.events)(Event::Warning { message });
    }
    if unproven > 0 {
        let message = format!(
            "{unproven} hidden counts are proven safe by the table of their indicator and by interval arithmetic over \
             all of them, and not by two whole releases that a reader could not tell apart"
        );
        (night.request.events)(Event::Warning { message });
    }
    let public = PublicTable::new(indicators, definitions, &cells, night.as_of);
    let cells = ReleasedCells {
        last: cells,
        before: earlier,
    };
    Ok(Release {
        public: Box::new(public),
        cells: Box::new(ReleaseCellTable::new(cells)),
    })
}

/// So often one indicator alone becomes less public; a release that needs more rounds makes all less public that are
/// part of what cannot be hidden.
const ROUNDS_SINGLE: usize = 4;

/// What was decided of an indicator; where it is not everything, at which place it could not be made safe.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Decided {
    extent: Extent,
    place: Option<String>,
}

impl Decided {
    fn lessen(&mut self, place: String) {
        self.extent = match self.extent {
            Extent::Everything => Extent::Whole,
            Extent::Whole | Extent::Nothing => Extent::Nothing,
        };
        self.place = Some(place);
    }
}

/// What was decided of each indicator, by its code.
type DecidedByCode = BTreeMap<Arc<str>, Decided>;

/// Gives every cell its form. Each indicator is proven by itself, then all are hidden further together, for they are read
/// together: until interval arithmetic over everything tells nothing, and mostly until that is proven as well. An
/// indicator that cannot be made safe is released without age and sex, or not at all. Returns too how many counts are
/// not proven together.
fn decide(
    cells: &mut [ReleaseCell],
    earlier: &[ReleaseCell],
    check_stop: &dyn Fn() -> Result<(), RunError>,
) -> Result<(DecidedByCode, usize), RunError> {
    let Some(options) = cells.first().map(|cell| cell.options) else {
        return Ok((BTreeMap::new(), 0));
    };
    let before = generations(earlier);
    let before: Vec<Whole<'_>> = before.iter().map(|cells| Whole::new(cells)).collect();
    let whole = Whole::new(cells);
    let everything = Decided {
        extent: Extent::Everything,
        place: None,
    };
    let mut decided = vec![everything; whole.indicators.len()];
    let mut hidden = vec![false; whole.class_count()];
    for (indicator, of) in decided.iter_mut().enumerate() {
        loop {
            check_stop()?;
            let tabulated = whole.tabulate(&whole.only(indicator, of.extent), &hidden, &before);
            let (publication, report) = protect(&tabulated.tabulation, options)?;
            let Some(cell) = report.unprotectable.first() else {
                for (class, form) in tabulated.forms(&publication) {
                    hidden[class] |= form == Released::Suppressed;
                }
                break;
            };
            of.lessen(whole.place(&tabulated, indicator, *cell));
        }
    }
    let mut rounds = 0;
    let (forms, unproven) = loop {
        check_stop()?;
        let extents: Vec<Extent> = decided.iter().map(|of| of.extent).collect();
        let tabulated = whole.tabulate(&extents, &hidden, &before);
        let (publication, report) = protect_together(&tabulated.tabulation, options)?;
        if report.unprotectable.is_empty() {
            break (tabulated.forms(&publication), report.unproven.len());
        }
        rounds += 1;
        let all = rounds > ROUNDS_SINGLE;
        lessen(
            &mut decided,
            (&whole, &tabulated),
            &report.unprotectable,
            all,
        );
    };
    let mut released = vec![(Released::Suppressed, Released::Suppressed); cells.len()];
    for (indicator, of) in decided.iter().enumerate() {
        for (at, numerator, denominator) in whole.rows(indicator, of.extent) {
            released[at] = (forms[&numerator], forms[&denominator]);
        }
    }
    let codes = whole.indicators.iter().map(|of| Arc::clone(&of.code));
    let told = codes.zip(decided).collect();
    for (cell, (numerator, denominator)) in cells.iter_mut().zip(released) {
        cell.numerator_form = Some(numerator);
        cell.denominator_form = Some(denominator);
    }
    Ok((told, unproven))
}

/// Makes the indicator less public of which most cells could not be made safe, or all of which any could not.
fn lessen(
    decided: &mut [Decided],
    (whole, tabulated): (&Whole<'_>, &Tabulated),
    exposed: &[CellId],
    all: bool,
) {
    let mut of_indicator: BTreeMap<usize, Vec<CellId>> = BTreeMap::new();
    for cell in exposed {
        for owner in tabulated.owners(*cell) {
            of_indicator.entry(*owner).or_default().push(*cell);
        }
    }
    let most = of_indicator.values().map(Vec::len).max();
    let worst = of_indicator
        .iter()
        .filter(|(_, cells)| all || Some(cells.len()) == most);
    let count = if all { usize::MAX } else { 1 };
    for (indicator, cells) in worst.take(count) {
        decided[*indicator].lessen(whole.place(tabulated, *indicator, cells[0]));
    }
}

/// The cells of releases before, release by release.
fn generations(earlier: &[ReleaseCell]) -> Vec<Vec<ReleaseCell>> {
    let mut of_day: BTreeMap<Date, Vec<ReleaseCell>> = BTreeMap::new();
    for cell in earlier {
        of_day
            .entry(cell.released_on)
            .or_default()
            .push(cell.clone());
    }
    of_day.into_values().collect()
}

/// What the auditor says of the release of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseAudit {
    pub released_on: Date,
    /// Counts that are hidden, or not published and small, now or in the releases before.
    pub protected_cells: usize,
    /// Of these such of which two tables were found that nobody can tell apart who reads all indicators together.
    pub proven_together: usize,
    /// Such that interval arithmetic over all indicators tells to within the threshold, or of which nobody proved them
    /// safe by the table of their indicator.
    pub exposed_cells: usize,
}

/// Proves the release of a version again, from the counts that stand beside it; `None` where there is none.
///
/// # Errors
/// A version that cannot be read, or a release that is not of its counts.
pub fn audit_release(version: &Version) -> Result<Option<ReleaseAudit>, RunError> {
    if !version.holds(&RELEASE_CELLS) {
        return Ok(None);
    }
    let ReleasedCells { last, before } = restore(version)?;
    audit_cells(&last, &before)
}

fn audit_cells(
    cells: &[ReleaseCell],
    earlier: &[ReleaseCell],
) -> Result<Option<ReleaseAudit>, RunError> {
    let Some(first) = cells.first() else {
        return Ok(None);
    };
    let before = generations(earlier);
    let before: Vec<Whole<'_>> = before.iter().map(|cells| Whole::new(cells)).collect();
    let whole = Whole::new(cells);
    let forms = whole.forms_published();
    let published = |extents: &[Extent]| {
        let hidden = vec![false; whole.class_count()];
        let tabulated = whole.tabulate(extents, &hidden, &before);
        let mut published = vec![None; tabulated.tabulation.cell_count()];
        for (class, id) in &tabulated.ids {
            published[id.index()] = forms[*class];
        }
        let Tabulated { tabulation, .. } = tabulated;
        let publication = Publication::as_published(&tabulation, first.options, &published)?;
        Ok::<_, RunError>((tabulation, publication))
    };
    let extents: Vec<Extent> = (0..whole.indicators.len())
        .map(|indicator| whole.extent_published(indicator))
        .collect();
    let (tabulation, publication) = published(&extents)?;
    let together = audit_together(&tabulation, &publication)?;
    let count = |verdict| together.iter().filter(|of| of.verdict == verdict).count();
    let mut exposed_cells = count(Verdict::Exposed);
    for (indicator, extent) in extents.iter().enumerate() {
        let (tabulation, publication) = published(&whole.only(indicator, *extent))?;
        let alone = audit(&tabulation, &publication)?;
        exposed_cells += alone
            .iter()
            .filter(|of| of.verdict != Verdict::Safe)
            .count();
    }
    Ok(Some(ReleaseAudit {
        released_on: first.released_on,
        protected_cells: together.len(),
        proven_together: count(Verdict::Safe),
        exposed_cells,
    }))
}

#[cfg(test)]
mod tests;
