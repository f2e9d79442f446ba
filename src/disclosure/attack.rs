//! The reader's linear program over a whole component, to compare with other auditors.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

use super::bounds::published_interval;
use super::component::{Component, split_components};
use super::error::DisclosureError;
use super::interval::Interval;
use super::publication::Publication;
use super::relations::RelationKind;
use super::tabulation::{CellId, Tabulation};

/// The smallest and largest value of a cell in real numbers, subject to everything published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearBounds {
    pub low: f64,
    /// Infinite when nothing bounds the cell.
    pub high: f64,
}

/// What a reader with a linear-programming solver learns of one cell; `None` when the solver failed.
///
/// Reference: sdcTable, `attack()`, which calls a cell protected when high − low is over the threshold.
/// Slow, and in floating point: [`super::audit`] is the proof. In real numbers a reader learns a little less
/// than in whole ones, so that these bounds contain what [`super::audit`] witnesses.
///
/// # Errors
///
/// When the tabulation contradicts itself or the publication is of another one.
pub fn attack(
    tabulation: &Tabulation,
    publication: &Publication,
    cell: CellId,
) -> Result<Option<LinearBounds>, DisclosureError> {
    let options = publication.options();
    tabulation.check(options)?;
    publication.check(tabulation)?;
    if cell.index() >= tabulation.cell_count() {
        return Ok(None);
    }
    for component in split_components(tabulation, options) {
        if let Ok(local) = component.cells.binary_search(&cell) {
            let intervals = published_intervals(&component, publication);
            return Ok(linear_bounds(&component, &intervals, local));
        }
    }
    let state = publication.states[cell.index()];
    let interval = published_interval(tabulation.cell(cell), state, options);
    Ok(Some(LinearBounds {
        low: interval.low as f64,
        high: high_end(interval),
    }))
}

fn published_intervals(component: &Component, publication: &Publication) -> Vec<Interval> {
    component
        .cells
        .iter()
        .enumerate()
        .map(|(local, id)| {
            let state = publication.states[id.index()];
            published_interval(component.cell(local), state, publication.options())
        })
        .collect()
}

fn linear_bounds(
    component: &Component,
    intervals: &[Interval],
    cell: usize,
) -> Option<LinearBounds> {
    let low = extreme(component, intervals, cell, OptimizationDirection::Minimize)?;
    let high = extreme(component, intervals, cell, OptimizationDirection::Maximize)?;
    Some(LinearBounds { low, high })
}

fn extreme(
    component: &Component,
    intervals: &[Interval],
    cell: usize,
    direction: OptimizationDirection,
) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let variables: Vec<Variable> = intervals
        .iter()
        .enumerate()
        .map(|(at, interval)| {
            let wish = if at == cell { 1.0 } else { 0.0 };
            problem.add_var(wish, (interval.low as f64, high_end(*interval)))
        })
        .collect();
    for relation in 0..component.relations.len() {
        let whole = component.relations.whole(relation);
        let parts = component.relations.parts(relation).iter();
        let row: Vec<(Variable, f64)> = std::iter::once((variables[whole as usize], 1.0))
            .chain(parts.map(|&part| (variables[part as usize], -1.0)))
            .collect();
        let comparison = match component.relations.kind(relation) {
            RelationKind::Sum => ComparisonOp::Eq,
            RelationKind::Order => ComparisonOp::Ge,
        };
        problem.add_constraint(row, comparison, 0.0);
    }
    match problem.solve() {
        Ok(outcome) => Some(outcome.into_solution().ok()?.objective()),
        Err(Error::Unbounded) => Some(f64::INFINITY),
        Err(_) => None,
    }
}

fn high_end(interval: Interval) -> f64 {
    if interval.is_bounded() {
        interval.high as f64
    } else {
        f64::INFINITY
    }
}
