//! Disclosure control: which counts of a public table may be shown, rounded, and which must be hidden.
//!
//! Purpose: nobody who reads a publication, knows the rule and combines everything published now and before
//! can work a hidden or small count out to within the threshold.
//! In: a [`Tabulation`]: cells with their true counts and how they add up; checked [`DisclosureOptions`].
//! Out: a [`Publication`] with the form in which each cell is released, and a [`DisclosureReport`].
//! Grain and key: a cell, by the [`CellId`] it was added under.
//! Order: that of the cells; ties break by it, so that neither threads nor the order of relations matter.
//! Invariants: counts from 1 to the threshold are never shown; every shown count is rounded by itself, so
//! that rounded parts need not add up to a rounded total; every protected cell (hidden now or before, or
//! latent and small) has two tables in whole numbers, both consistent with everything published, that differ
//! in it by more than the threshold. What cannot be proven is withheld with its whole component.
//! Leaves to others: what a cell means, which cells add up, which zeros tell of everybody, what an earlier
//! publication released, how anything is written. All that is derived from a count (shares, intervals, map
//! classes) is to be computed from the released form, never from the true one.
//!
//! ```text
//! Tabulation ─► component ─► primary ─► secondary ─► auditor ─► Publication
//!                                          ▲  (bounds)   │ unproven
//!                                          └─────────────┘
//! ```

mod attack;
mod auditor;
mod bounds;
mod component;
mod derivation;
pub mod error;
mod interval;
mod neighbourhood;
pub mod options;
mod primary;
mod protection;
pub mod publication;
mod relations;
pub mod report;
mod rounding;
mod secondary;
pub mod tabulation;
#[cfg(test)]
mod tests;
mod witness;

use rayon::prelude::*;

pub use attack::{LinearBounds, attack};
pub use auditor::Verdict;
pub use error::{DisclosureError, OptionsProblem};
pub use interval::Interval;
pub use options::DisclosureOptions;
pub use publication::{CellState, Publication, Released};
pub use report::{CellAudit, DisclosureReport};
pub use rounding::{counts_rounding_to, round_count};
pub use tabulation::{Cell, CellId, CellRole, Tabulation};

use auditor::Auditor;
use component::{Component, split_components};
use primary::primary_state;
use protection::{Protected, hide_by_bounds, protect_component};

/// Decides every cell, and proves the decision. What cannot be proven is withheld with its component.
///
/// # Errors
///
/// When the tabulation contradicts itself: parts that do not add up, an earlier form that does not fit.
pub fn protect(
    tabulation: &Tabulation,
    options: DisclosureOptions,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    protect_with(tabulation, options, protect_component)
}

/// Every component by itself, side by side.
fn protect_with(
    tabulation: &Tabulation,
    options: DisclosureOptions,
    decide: fn(&Component, DisclosureOptions) -> Protected,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    tabulation.check(options)?;
    let components = split_components(tabulation, options);
    let decided: Vec<Protected> = components
        .par_iter()
        .map(|component| decide(component, options))
        .collect();
    let decided = components.iter().zip(&decided);
    Ok(decision(tabulation, options, decided))
}

/// As [`protect`] of what is published as one or not at all: stops at the first component that cannot be proven, the
/// smallest first, and withholds what it did not come to.
///
/// # Errors
///
/// As [`protect`].
pub fn protect_together(
    tabulation: &Tabulation,
    options: DisclosureOptions,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    tabulation.check(options)?;
    let mut components = split_components(tabulation, options);
    components.sort_by_key(Component::len);
    let mut are_proven = true;
    let decided = components.iter().map(|component| {
        if !are_proven {
            return Protected::withheld(component, options);
        }
        let protected = protect_component(component, options);
        are_proven = protected.is_proven();
        protected
    });
    let decided: Vec<Protected> = decided.collect();
    Ok(decision(
        tabulation,
        options,
        components.iter().zip(&decided),
    ))
}

fn decision<'d>(
    tabulation: &Tabulation,
    options: DisclosureOptions,
    decided: impl Iterator<Item = (&'d Component<'d>, &'d Protected)>,
) -> (Publication, DisclosureReport) {
    let mut states: Vec<CellState> = tabulation
        .cells
        .iter()
        .map(|cell| primary_state(cell, options))
        .collect();
    let mut report = DisclosureReport::default();
    for (component, protected) in decided {
        take_over(component, protected, &mut states, &mut report);
        report.components += 1;
    }
    report.count_states(&states);
    report.unprotectable.sort_unstable();
    report.exposed.sort_unstable();
    (Publication::of(tabulation, options, states), report)
}

fn take_over(
    component: &Component,
    protected: &Protected,
    states: &mut [CellState],
    report: &mut DisclosureReport,
) {
    for (id, state) in component.cells.iter().zip(&protected.states) {
        states[id.index()] = *state;
    }
    report.protected_cells += protected.findings.len();
    report.audit_rounds = report.audit_rounds.max(protected.audit_rounds);
    report.linear_programs += protected.programs;
    for finding in &protected.findings {
        let cell = component.cells[finding.cell as usize];
        if finding.verdict != Verdict::Safe {
            report.unprotectable.push(cell);
        }
        if finding.verdict == Verdict::Exposed {
            report.exposed.push(cell);
        }
    }
}

/// As [`protect`], but hides only until interval arithmetic leaves every protected cell wide, which proves nothing, and
/// withholds nothing: for systems that are too large for programs.
///
/// # Errors
///
/// As [`protect`].
pub fn protect_by_bounds(
    tabulation: &Tabulation,
    options: DisclosureOptions,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    protect_with(tabulation, options, hide_by_bounds)
}

fn states_of(component: &Component, publication: &Publication) -> Vec<CellState> {
    let states = component.cells.iter();
    states.map(|id| publication.states[id.index()]).collect()
}

/// Audits a publication anew: every protected cell that is linked to others, in cell order.
///
/// # Errors
///
/// When the tabulation contradicts itself or the publication is of another one.
pub fn audit(
    tabulation: &Tabulation,
    publication: &Publication,
) -> Result<Vec<CellAudit>, DisclosureError> {
    let options = publication.options();
    tabulation.check(options)?;
    publication.check(tabulation)?;
    let mut audits: Vec<CellAudit> = split_components(tabulation, options)
        .par_iter()
        .flat_map_iter(|component| audit_component(component, publication))
        .collect();
    audits.sort_unstable_by_key(|audit| audit.cell);
    Ok(audits)
}

fn audit_component(component: &Component, publication: &Publication) -> Vec<CellAudit> {
    let states = states_of(component, publication);
    Auditor::new(component, publication.options())
        .audit(&states)
        .into_iter()
        .map(|finding| CellAudit {
            cell: component.cells[finding.cell as usize],
            outer: finding.outer,
            witnessed: finding.witnessed,
            verdict: finding.verdict,
        })
        .collect()
}
