//! The weekly release: which counts anyone may see.
//!
//! On the release day the public indicators go through disclosure control; on every other night the last release is
//! carried on as it was. The counts behind a release stay beside it, restricted, so that `verify` can prove it again
//! and the next release knows what is already out.

mod before;
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
    CellAudit, CellId, DisclosureError, DisclosureOptions, DisclosureReport, Publication, Released,
    Tabulation, Verdict, audit, protect, protect_by_bounds, protect_together, round_count,
};
use crate::indicators::Indicators;
use crate::schema::memory::MemoryTable;
use crate::schema::public::{PUBLIC_INDICATORS, RELEASE_CELLS};
use crate::schema::{Table, Tier};

use before::Before;
use carried::carry;
use cells::{ReleaseCell, ReleaseCellTable, ReleasedCells, cells_of, is_same_release, restore};
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
    let all = cells.last.iter().chain(&cells.before);
    let last = all.map(|cell| cell.released_on).max();
    let is_lost = history.is_some() && shown.is_none();
    if is_lost || is_due(public.weekday, last, night.as_of) {
        return released(night, indicators, public, cells);
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
    stored: ReleasedCells,
) -> Result<Release, RunError> {
    let definitions = &night.plan.indicators;
    let table =
        |cells: &[ReleaseCell]| PublicTable::new(indicators, definitions, cells, night.as_of);
    let mut cells = cells_of(indicators, definitions, night.as_of, public.disclosure);
    if is_same_release(&cells, &stored.last) {
        return Ok(Release {
            public: Box::new(table(&stored.last)),
            cells: Box::new(ReleaseCellTable::new(stored)),
        });
    }
    let earlier = stored.known();
    let decision = night
        .pool
        .install(|| decide(&mut cells, &earlier, &|| night.request.check_stop()))?;
    for message in warnings(&decision) {
        (night.request.events)(Event::Warning { message });
    }
    let public = table(&cells);
    let cells = ReleasedCells {
        last: cells,
        before: earlier,
    };
    Ok(Release {
        public: Box::new(public),
        cells: Box::new(ReleaseCellTable::new(cells)),
    })
}

/// What a person should know of a release.
fn warnings(decision: &Decision) -> Vec<String> {
    let of = decision.of.iter().filter_map(|(code, of)| {
        let what = match of.extent {
            Extent::Everything => return None,
            Extent::Whole => "becomes public without age and sex",
            Extent::Nothing => "is left out of the public release",
        };
        let place = of.place.as_deref().unwrap_or_default();
        Some(format!(
            "{code} {what}: with what else is published, its counts could not be proven safe ({place})"
        ))
    });
    let told = decision.told_before.iter().map(|code| {
        format!(
            "what earlier releases made public of {code} tells more than the threshold of now allows: tonight's is not \
             compared with them"
        )
    });
    of.chain(told).collect()
}

/// What was decided of an indicator; where it is not everything, at which place it could not be made safe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// How a release came about.
struct Decision {
    /// By code of indicator.
    of: BTreeMap<Arc<str>, Decided>,
    /// Indicators of which earlier releases tell what they should not: nothing that is published now changes that.
    told_before: BTreeSet<Arc<str>>,
}

/// Gives every cell its form. Each indicator is protected by itself, which is soon done; then all of them together, with the
/// releases before, for they are read together. An indicator that cannot be made safe is released without age and sex, or
/// not at all.
fn decide(
    cells: &mut [ReleaseCell],
    earlier: &[ReleaseCell],
    check_stop: &dyn Fn() -> Result<(), RunError>,
) -> Result<Decision, RunError> {
    let mut decision = Decision {
        of: BTreeMap::new(),
        told_before: BTreeSet::new(),
    };
    let Some(options) = cells.first().map(|cell| cell.options) else {
        return Ok(decision);
    };
    let generations = generations(earlier);
    let whole = Whole::new(cells);
    let mut deciding = Deciding {
        whole: &whole,
        before: Before::new(&generations, &whole),
        options,
        told_before: BTreeSet::new(),
        decided: vec![Decided::default(); whole.indicators.len()],
        hidden: vec![false; whole.class_count()],
    };
    deciding.protect_each(check_stop)?;
    // What intervals tell is found quickly; programs find the rest.
    deciding.protect_together((protect_by_bounds, protect_by_bounds), check_stop)?;
    deciding.protect_together((protect_together, protect), check_stop)?;
    let Deciding {
        decided,
        hidden,
        told_before,
        ..
    } = deciding;
    decision.told_before = told_before;
    let form = |class: usize| match whole.count(class) {
        _ if hidden[class] || whole.is_unpublished(class) => Released::Suppressed,
        0 => Released::Zero,
        count => Released::Rounded(round_count(count, options)),
    };
    let mut released = vec![(Released::Suppressed, Released::Suppressed); cells.len()];
    for (indicator, of) in decided.iter().enumerate() {
        for (at, numerator, denominator) in whole.rows(indicator, of.extent) {
            released[at] = (form(numerator), form(denominator));
        }
    }
    let codes = whole.indicators.iter().map(|of| Arc::clone(&of.code));
    decision.of = codes.zip(decided).collect();
    for (cell, (numerator, denominator)) in cells.iter_mut().zip(released) {
        cell.numerator_form = Some(numerator);
        cell.denominator_form = Some(denominator);
    }
    Ok(decision)
}

/// A release while it is decided.
struct Deciding<'d> {
    whole: &'d Whole<'d>,
    before: Before<'d>,
    options: DisclosureOptions,
    /// Indicators of which the releases before tell too much by themselves.
    told_before: BTreeSet<Arc<str>>,
    decided: Vec<Decided>,
    /// By class.
    hidden: Vec<bool>,
}

impl Deciding<'_> {
    fn tabulate(&self, extents: &[Extent], before: &Before<'_>) -> Tabulated {
        self.whole.tabulate(extents, &self.hidden, before)
    }

    fn protect_each(
        &mut self,
        check_stop: &dyn Fn() -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        for indicator in 0..self.decided.len() {
            loop {
                check_stop()?;
                let extent = self.decided[indicator].extent;
                let extents = self.whole.only(indicator, extent);
                let tabulated = self.tabulate(&extents, &Before::default());
                let (publication, report) = protect(&tabulated.tabulation, self.options)?;
                let Some(cell) = report.unprotectable.first() else {
                    self.hide(&tabulated, &publication);
                    break;
                };
                let place = self.whole.place(&tabulated, indicator, *cell);
                self.decided[indicator].lessen(place);
            }
        }
        Ok(())
    }

    /// All indicators together, and the releases before. Where something cannot be made safe, it is asked first whether they
    /// tell it by themselves. Ends because every turn but the last publishes less, or leaves more of them out.
    fn protect_together(
        &mut self,
        (protect, alone): (Protect, Protect),
        check_stop: &dyn Fn() -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        let mut is_asked = false;
        loop {
            check_stop()?;
            let tabulated = self.tabulate(&self.extents(), &self.before);
            let (publication, report) = protect(&tabulated.tabulation, self.options)?;
            if report.unprotectable.is_empty() {
                self.hide(&tabulated, &publication);
                return Ok(());
            }
            if !std::mem::replace(&mut is_asked, true) {
                let told = leave_out_told(&mut self.before, self.options, alone)?;
                if !told.is_empty() {
                    self.told_before.extend(told);
                    continue;
                }
            }
            if !self.lessen(&tabulated, &report) {
                return Ok(());
            }
        }
    }

    fn extents(&self) -> Vec<Extent> {
        self.decided.iter().map(|of| of.extent).collect()
    }

    /// Makes every indicator less public of which any count could not be made safe; where these are of indicators that are
    /// not public any more, all that are. False when nothing is public that could be less so.
    fn lessen(&mut self, tabulated: &Tabulated, report: &DisclosureReport) -> bool {
        let open = self.decided.iter().enumerate();
        let open = open.filter(|(_, of)| of.extent != Extent::Nothing);
        let open: BTreeSet<usize> = open.map(|(indicator, _)| indicator).collect();
        let mut of_indicator: BTreeMap<usize, CellId> = BTreeMap::new();
        for cell in &report.unprotectable {
            for owner in tabulated
                .owners(*cell)
                .iter()
                .filter(|of| open.contains(of))
            {
                of_indicator.entry(*owner).or_insert(*cell);
            }
        }
        if of_indicator.is_empty() {
            let first = report.unprotectable.first().into_iter();
            of_indicator.extend(first.flat_map(|cell| open.iter().map(|of| (*of, *cell))));
        }
        for (indicator, cell) in &of_indicator {
            let place = self.whole.place(tabulated, *indicator, *cell);
            self.decided[*indicator].lessen(place);
        }
        !of_indicator.is_empty()
    }

    /// Hides what a publication hides.
    fn hide(&mut self, tabulated: &Tabulated, publication: &Publication) {
        for (class, id) in &tabulated.ids {
            let is_hidden = publication.released(*id) == Some(Released::Suppressed);
            self.hidden[*class] |= is_hidden;
        }
    }
}

/// How a table is protected: thoroughly, or quickly.
type Protect =
    fn(&Tabulation, DisclosureOptions) -> Result<(Publication, DisclosureReport), DisclosureError>;

/// Leaves the releases before out for indicators of which they tell what they should not, each alone or together, and names
/// these: nothing that is published now changes that. Ends because every turn but the last leaves more out.
fn leave_out_told(
    before: &mut Before<'_>,
    options: DisclosureOptions,
    protect: Protect,
) -> Result<BTreeSet<Arc<str>>, RunError> {
    let tells = |before: &Before<'_>, one: Option<&Arc<str>>| {
        let alone = before.tabulate(one);
        let (_, report) = protect(&alone.tabulation, options)?;
        let owners = report.exposed.iter();
        let owners = owners.flat_map(|cell| alone.owners(*cell));
        let codes = owners.map(|owner| Arc::clone(before.code(*owner)));
        Ok::<BTreeSet<Arc<str>>, RunError>(codes.collect())
    };
    let mut all_told = BTreeSet::new();
    for code in before.looked_at() {
        all_told.extend(tells(before, Some(&code))?);
    }
    before.leave_out(&all_told);
    loop {
        let told = tells(before, None)?;
        if told.is_empty() {
            return Ok(all_told);
        }
        before.leave_out(&told);
        all_told.extend(told);
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
    /// Counts that are hidden, or not published and small.
    pub protected_cells: usize,
    /// Of these such of which two whole releases were found that nobody can tell apart who reads all indicators together,
    /// and kept the releases before.
    pub proven_cells: usize,
    /// Such that interval arithmetic tells to within the threshold, or a linear program, over all indicators and the
    /// releases before.
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
    let generations = generations(earlier);
    let whole = Whole::new(cells);
    let mut before = Before::new(&generations, &whole);
    leave_out_told(&mut before, first.options, protect_by_bounds)?;
    let mut audits = audit_with(&whole, &before, first.options)?;
    let is_safe = |audits: &[CellAudit]| audits.iter().all(|of| of.verdict == Verdict::Safe);
    if !is_safe(&audits) && !leave_out_told(&mut before, first.options, protect)?.is_empty() {
        audits = audit_with(&whole, &before, first.options)?;
    }
    let count = |verdict| audits.iter().filter(|of| of.verdict == verdict).count();
    Ok(Some(ReleaseAudit {
        released_on: first.released_on,
        protected_cells: audits.len(),
        proven_cells: count(Verdict::Safe),
        exposed_cells: count(Verdict::Exposed),
    }))
}

/// Every protected count of a release as it was published, for whoever kept those `before`.
fn audit_with(
    whole: &Whole<'_>,
    before: &Before<'_>,
    options: DisclosureOptions,
) -> Result<Vec<CellAudit>, RunError> {
    let forms = whole.forms_published();
    let extents: Vec<Extent> = (0..whole.indicators.len())
        .map(|indicator| whole.extent_published(indicator))
        .collect();
    let hidden = vec![false; whole.class_count()];
    let Tabulated {
        tabulation, ids, ..
    } = whole.tabulate(&extents, &hidden, before);
    let mut published = vec![None; tabulation.cell_count()];
    for (class, id) in &ids {
        published[id.index()] = forms[*class];
    }
    let publication = Publication::as_published(&tabulation, options, &published)?;
    Ok(audit(&tabulation, &publication)?)
}

#[cfg(test)]
mod tests;
