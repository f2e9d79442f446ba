//! What the room says of its work. Cells are named by number, and counts of cells are not counts of people.

use super::auditor::Verdict;
use super::interval::Interval;
use super::publication::CellState;
use super::tabulation::CellId;

/// The finding on one protected cell. Internal tier only: it holds true bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellAudit {
    pub cell: CellId,
    /// What interval arithmetic leaves to a reader, who knows at least this.
    pub outer: Interval,
    /// The range of the tables found: a reader knows no more than this.
    pub witnessed: Interval,
    pub verdict: Verdict,
}

/// How the cells of a tabulation fared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DisclosureReport {
    pub zero_cells: usize,
    pub rounded_cells: usize,
    pub primary_cells: usize,
    pub secondary_cells: usize,
    pub withheld_cells: usize,
    /// Cells that had to be protected, published or not, now or before; under [`super::protect_by_bounds`] those that
    /// are told.
    pub protected_cells: usize,
    pub components: usize,
    /// The most rounds that one component needed.
    pub audit_rounds: usize,
    pub linear_programs: usize,
    /// Protected cells that could not be proven safe, however much of their component was hidden; their components are
    /// withheld. Under [`super::protect_by_bounds`] those that interval arithmetic tells; nothing of these is withheld.
    pub unprotectable: Vec<CellId>,
    /// Of these such that a reader can work out to within the threshold.
    pub exposed: Vec<CellId>,
}

impl DisclosureReport {
    pub(super) fn count_states(&mut self, states: &[CellState]) {
        for state in states {
            match state {
                CellState::Zero => self.zero_cells += 1,
                CellState::Rounded => self.rounded_cells += 1,
                CellState::Primary => self.primary_cells += 1,
                CellState::Secondary => self.secondary_cells += 1,
                CellState::Withheld => self.withheld_cells += 1,
                CellState::Latent | CellState::Earlier => {}
            }
        }
    }
}
