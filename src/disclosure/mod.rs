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
//! in it by more than the threshold. What cannot be proven is withheld with its whole component; of many tables together
//! ([`protect_together`]) interval arithmetic leaves every one wider than that, and the auditor tells which are proven.
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

use auditor::{Auditor, Effort};
use component::{Component, split_components};
use primary::primary_state;
use protection::{Protected, protect_component};

/// Decides every cell, and proves the decision. What cannot be proven is withheld with its component.
///
/// # Errors
///
/// When the tabulation contradicts itself: parts that do not add up, an earlier form that does not fit.
pub fn protect(
    tabulation: &Tabulation,
    options: DisclosureOptions,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    protect_with(tabulation, options, Effort::Thorough)
}

/// As [`protect`] for many tables that are read together, each of which is protected already: hides until interval
/// arithmetic over all of them leaves every protected cell wide. Only components of up to some hundred cells are proven too.
///
/// # Errors
///
/// As [`protect`].
pub fn protect_together(
    tabulation: &Tabulation,
    options: DisclosureOptions,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    protect_with(tabulation, options, Effort::Bounds)
}

fn protect_with(
    tabulation: &Tabulation,
    options: DisclosureOptions,
    effort: Effort,
) -> Result<(Publication, DisclosureReport), DisclosureError> {
    tabulation.check(options)?;
    let components = split_components(tabulation, options);
    let decided: Vec<Protected> = components
        .par_iter()
        .map(|component| protect_component(component, options, effort))
        .collect();
    let mut states: Vec<CellState> = tabulation
        .cells
        .iter()
        .map(|cell| primary_state(cell, options))
        .collect();
    let mut report = DisclosureReport::default();
    for (component, protected) in components.iter().zip(&decided) {
        take_over((component, effort), protected, &mut states, &mut report);
    }
    report.count_states(&states);
    report.components = components.len();
    report.unprotectable.sort_unstable();
    Ok((Publication::of(tabulation, options, states), report))
}

fn take_over(
    (component, effort): (&Component, Effort),
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
        let is_tried = effort.of(component) == Effort::Thorough;
        match finding.verdict {
            Verdict::Unproven if is_tried => report.unprotectable.push(cell),
            Verdict::Safe | Verdict::Unproven => {}
            Verdict::Exposed => report.unprotectable.push(cell),
        }
    }
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
    audit_with(tabulation, publication, Effort::Thorough)
}

/// As [`audit`] of many tables together: looks for proofs near each cell alone, for further than that takes hours.
///
/// # Errors
///
/// As [`audit`].
pub fn audit_together(
    tabulation: &Tabulation,
    publication: &Publication,
) -> Result<Vec<CellAudit>, DisclosureError> {
    audit_with(tabulation, publication, Effort::Near)
}

/// As [`audit_together`], by interval arithmetic alone but for small components: what it calls unproven may be safe.
///
/// # Errors
///
/// As [`audit`].
pub fn measure_together(
    tabulation: &Tabulation,
    publication: &Publication,
) -> Result<Vec<CellAudit>, DisclosureError> {
    audit_with(tabulation, publication, Effort::Bounds)
}

fn audit_with(
    tabulation: &Tabulation,
    publication: &Publication,
    effort: Effort,
) -> Result<Vec<CellAudit>, DisclosureError> {
    let options = publication.options();
    tabulation.check(options)?;
    publication.check(tabulation)?;
    let mut audits: Vec<CellAudit> = split_components(tabulation, options)
        .par_iter()
        .flat_map_iter(|component| audit_component(component, publication, effort))
        .collect();
    audits.sort_unstable_by_key(|audit| audit.cell);
    Ok(audits)
}

fn audit_component(
    component: &Component,
    publication: &Publication,
    effort: Effort,
) -> Vec<CellAudit> {
    let states: Vec<CellState> = component
        .cells
        .iter()
        .map(|id| publication.states[id.index()])
        .collect();
    Auditor::new(component, publication.options(), effort.of(component))
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
