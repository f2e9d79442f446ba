//! The proof that no protected cell can be worked out to within the threshold.
//!
//! Two tables in whole numbers, both consistent with everything published, that differ in a cell by more
//! than the threshold prove the cell safe. The solver only proposes tables; each is checked exactly, so that
//! neither its tolerances nor its failures can make a cell look safe.

use rayon::prelude::*;

use super::component::Component;
use super::interval::Interval;
use super::neighbourhood::{Neighbourhoods, Reach};
use super::options::DisclosureOptions;
use super::publication::CellState;
use super::witness::{Move, Search};

/// Neighbourhoods tried in turn: most moves stay among a few communes.
const REACHES: [Reach; 4] = [
    Reach::Near {
        cells_max: 120,
        parts_max: 3,
    },
    Reach::Near {
        cells_max: 400,
        parts_max: 12,
    },
    Reach::Near {
        cells_max: 1500,
        parts_max: 40,
    },
    Reach::Whole,
];

/// How far to look for proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// Everything that a cell is linked to.
    Thorough,
    /// Around each cell.
    Near,
    /// Nowhere: interval arithmetic alone.
    Bounds,
}

/// Of so few cells the whole is near.
const NEAR_CELLS_MAX: usize = 300;

impl Effort {
    /// The effort that a component deserves.
    pub(super) fn of(self, component: &Component) -> Self {
        if component.len() > NEAR_CELLS_MAX {
            self
        } else {
            Self::Thorough
        }
    }

    /// Of many tables at once little moves among 120 cells, and what is larger than 1,500 takes a second for each cell.
    fn reaches(self) -> &'static [Reach] {
        match self {
            Self::Thorough => &REACHES,
            Self::Near => &REACHES[1..3],
            Self::Bounds => &[],
        }
    }
}

/// Programs that run side by side: what one finds the others of its batch do not see. Fixed, so that the number of threads
/// changes nothing.
const BATCH: usize = 8;

/// Against 1.0 for the other unproven cells: their movement is a by-product.
const SEED_WISH: f64 = 64.0;

/// What the auditor found out about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Two tables that a reader cannot tell apart differ in this cell by more than the threshold.
    Safe,
    /// Every reader can work the cell out to within the threshold, by interval arithmetic alone.
    Exposed,
    /// No two such tables were found. Treated as exposed.
    Unproven,
}

/// The finding on one protected cell of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) cell: u32,
    pub(super) outer: Interval,
    pub(super) witnessed: Interval,
    pub(super) verdict: Verdict,
}

/// Audits one component, again and again while more is hidden: tables found once stay possible, since hiding
/// only takes from what a reader knows.
pub(super) struct Auditor<'c> {
    component: &'c Component<'c>,
    options: DisclosureOptions,
    effort: Effort,
    /// Per cell the smallest and largest count in any table found; the true table is the first.
    witnessed: Vec<Interval>,
    pub(super) programs: usize,
}

impl<'c> Auditor<'c> {
    pub(super) fn new(
        component: &'c Component<'c>,
        options: DisclosureOptions,
        effort: Effort,
    ) -> Self {
        let witnessed = (0..component.len())
            .map(|cell| Interval::exactly(component.true_count(cell)))
            .collect();
        Self {
            component,
            options,
            effort,
            witnessed,
            programs: 0,
        }
    }

    /// Every protected cell, in order.
    pub(super) fn audit(&mut self, states: &[CellState]) -> Vec<Finding> {
        let bounds = self.component.bounds(states, self.options);
        let protected = self.protected(states);
        // What propagation alone exposes no search can save.
        let mut wanted = vec![false; self.component.len()];
        for &cell in &protected {
            wanted[cell as usize] = self.is_wide(bounds[cell as usize]);
        }
        self.search_all(&bounds, &wanted);
        protected
            .iter()
            .map(|&cell| self.finding(cell, &bounds))
            .collect()
    }

    fn protected(&self, states: &[CellState]) -> Vec<u32> {
        let is_protected = |cell: &usize| {
            self.component
                .is_protected(*cell, states[*cell], self.options)
        };
        let protected = (0..self.component.len()).filter(is_protected);
        protected.map(|cell| cell as u32).collect()
    }

    fn search_all(&mut self, bounds: &[Interval], wanted: &[bool]) {
        let mut neighbourhoods =
            Neighbourhoods::new(self.component, bounds, self.options.threshold_count() + 1);
        for &reach in self.effort.reaches() {
            let seeds: Vec<u32> = (0..self.component.len() as u32).collect();
            let mut waiting = seeds
                .into_iter()
                .filter(|seed| wanted[*seed as usize])
                .peekable();
            while waiting.peek().is_some() {
                let mut batch = Vec::with_capacity(BATCH);
                while batch.len() < BATCH
                    && let Some(seed) = waiting.next()
                {
                    if self.is_open(seed, wanted) {
                        batch.push((seed, neighbourhoods.around(seed, reach)));
                    }
                }
                for direction in [1.0, -1.0] {
                    self.search_batch(&batch, direction, (bounds, wanted), reach);
                }
            }
        }
    }

    /// One program around each seed of a batch that is still open.
    fn search_batch(
        &mut self,
        batch: &[(u32, Vec<u32>)],
        direction: f64,
        (bounds, wanted): (&[Interval], &[bool]),
        reach: Reach,
    ) {
        let open = batch
            .iter()
            .filter(|(seed, cells)| self.is_open(*seed, wanted) && !cells.is_empty());
        let searches: Vec<Search<'_>> = open
            .map(|(seed, cells)| Search {
                component: self.component,
                bounds,
                wishes: self.wishes(cells, *seed, direction, wanted),
                cells: cells.clone(),
                step_max: self.step_max(reach),
            })
            .collect();
        self.programs += searches.len();
        let found: Vec<Option<Move>> = searches.par_iter().map(Search::run).collect();
        for found in found.iter().flatten() {
            self.widen(found);
        }
    }

    fn is_open(&self, cell: u32, wanted: &[bool]) -> bool {
        wanted[cell as usize] && !self.is_wide(self.witnessed[cell as usize])
    }

    fn wishes(&self, cells: &[u32], seed: u32, direction: f64, wanted: &[bool]) -> Vec<f64> {
        cells
            .iter()
            .map(|&cell| match cell {
                _ if cell == seed => direction * SEED_WISH,
                _ if self.is_open(cell, wanted) => self.less_explored(cell),
                _ => 0.0,
            })
            .collect()
    }

    /// Small steps suffice nearby; a proof that needs the whole component may need people to pile up.
    fn step_max(&self, reach: Reach) -> i64 {
        let step = self.options.threshold_count() + 1;
        match reach {
            Reach::Near { .. } => 4 * step,
            Reach::Whole => 1000 * step,
        }
    }

    fn less_explored(&self, cell: u32) -> f64 {
        let count = self.component.true_count(cell as usize);
        let seen = self.witnessed[cell as usize];
        if seen.high - count <= count - seen.low {
            1.0
        } else {
            -1.0
        }
    }

    fn widen(&mut self, found: &Move) {
        for (&cell, &step) in found.cells.iter().zip(&found.steps) {
            let count = self.component.true_count(cell as usize) + step;
            let seen = &mut self.witnessed[cell as usize];
            seen.low = seen.low.min(count);
            seen.high = seen.high.max(count);
        }
    }

    fn is_wide(&self, interval: Interval) -> bool {
        interval.width() > self.options.threshold_count()
    }

    fn finding(&self, cell: u32, bounds: &[Interval]) -> Finding {
        let (outer, witnessed) = (bounds[cell as usize], self.witnessed[cell as usize]);
        let verdict = if self.is_wide(witnessed) {
            Verdict::Safe
        } else if self.is_wide(outer) {
            Verdict::Unproven
        } else {
            Verdict::Exposed
        };
        Finding {
            cell,
            outer,
            witnessed,
            verdict,
        }
    }
}
