//! The room against worked cases, brute force and itself.

mod brute_force;
mod linprog;
mod mistakes;
mod province;
mod reference_cases;
mod repeatable;
mod small_tables;
mod successive;
mod together;

use super::publication::CellState;
use super::{Cell, CellId, DisclosureOptions, Publication, Released, Tabulation, Verdict};

/// Threshold 7, base 5.
fn options() -> DisclosureOptions {
    DisclosureOptions::default()
}

/// A count that everybody knows to the unit.
fn known(count: u64) -> Cell {
    Cell::earlier(count, Released::Exact(count), options())
}

/// A hidden count, zero not excluded, as in tables whose rule is not ours.
fn hidden(count: u64) -> Cell {
    Cell::earlier(count, Released::Suppressed, options()).may_hide_zero()
}

/// Primary suppression alone.
fn primary_only(tabulation: &Tabulation) -> Publication {
    let states: Vec<CellState> = tabulation
        .cells
        .iter()
        .map(|cell| super::primary::primary_state(cell, options()))
        .collect();
    Publication::of(tabulation, options(), states)
}

/// Every protected cell's verdict.
fn verdicts(tabulation: &Tabulation, publication: &Publication) -> Vec<(CellId, Verdict)> {
    super::audit(tabulation, publication)
        .expect("a sound tabulation")
        .into_iter()
        .map(|audit| (audit.cell, audit.verdict))
        .collect()
}
