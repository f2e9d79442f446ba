//! What a computation saw.

use std::collections::BTreeMap;

use super::assessment::IndicatorState;

/// Counts for the run report; durations are the caller's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndicatorReport {
    pub person_count: usize,
    pub exam_count: usize,
    pub aggregate_count: usize,
    /// Persons of the `unassigned` rows, by reason.
    pub unknown_home_count: u64,
    pub outside_scope_count: u64,
    /// Aggregate rows of communes outside the scope: no indicator uses them.
    pub aggregates_outside_scope_count: usize,
    /// Communes of the scope that are no person's plan commune.
    pub communes_without_plan_count: usize,
    /// Rows of the whole population (stratum `all`) per state.
    pub states: BTreeMap<IndicatorState, usize>,
    pub indicator_row_count: usize,
    pub pace_row_count: usize,
}
