//! The proof that no protected cell can be worked out to within the threshold.
//!
//! Two tables in whole numbers, both consistent with everything published, that differ in a cell by more
//! than the threshold prove the cell safe. The solver only proposes tables; each is checked exactly, so that
//! neither its tolerances nor its failures can make a cell look safe.

use rayon::prelude::*;

use super::component::Component;
use super::interval::Interval;
use super::neighbourhood::{NEAR_CELLS_MAX, Neighbourhoods, Reach};
use super::options::DisclosureOptions;
use super::publication::CellState;
use super::witness::{Move, Outcome, Search};

/// Where to look in turn, of so many cells that can move in so many releases.
fn reaches(moving: usize, releases: &[usize]) -> Vec<Reach> {
    let mut reaches = Vec::new();
    if moving > NEAR_CELLS_MAX {
        reaches.push(Reach::Near);
    }
    if releases.len() > 1 {
        reaches.extend(releases.iter().copied().map(Reach::Release));
        reaches.push(Reach::Alike);
    }
    reaches.push(Reach::Whole);
    reaches
}

/// A program that wishes for thousands of cells takes a minute with more variables than this. Measured 2026-11-30: 4 s of one
/// core with 10,000.
const SWEPT_VARIABLES_MAX: usize = 12_000;

/// A program that wishes for one cell takes seconds with more; a cell that nothing smaller proves stays unproven. Measured
/// 2026-11-30: 0.4 s of one core with 17,700.
const VARIABLES_MAX: usize = 40_000;

/// Programs that run side by side: what one finds the others of its batch do not see. Fixed, so that the number of threads
/// changes nothing.
const BATCH: usize = 8;

/// What the auditor found out about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Two tables that a reader cannot tell apart differ in this cell by more than the threshold.
    Safe,
    /// Every reader can work the cell out to within the threshold: by interval arithmetic, or by a linear program over
    /// everything, in which no other cell moves by thousands.
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
    /// Per cell the smallest and largest count in any table found; the true table is the first.
    witnessed: Vec<Interval>,
    pub(super) programs: usize,
}

impl<'c> Auditor<'c> {
    pub(super) fn new(component: &'c Component<'c>, options: DisclosureOptions) -> Self {
        let witnessed = (0..component.len())
            .map(|cell| Interval::exactly(component.true_count(cell)))
            .collect();
        Self {
            component,
            options,
            witnessed,
            programs: 0,
        }
    }

    /// Every protected cell, in order.
    pub(super) fn audit(&mut self, states: &[CellState]) -> Vec<Finding> {
        let protected = self.protected(states);
        self.audit_of(&protected, states)
    }

    /// The protected cells that interval arithmetic tells to within the threshold, in order.
    pub(super) fn told_by_bounds(&self, states: &[CellState]) -> Vec<Finding> {
        let outer = self.component.bounds(states, self.options);
        let protected = self.protected(states).into_iter();
        let told = protected.filter(|cell| !self.is_wide(outer[*cell as usize]));
        told.map(|cell| self.finding(cell, &outer)).collect()
    }

    /// Of `cells`, whether they are safe.
    pub(super) fn audit_of(&mut self, cells: &[u32], states: &[CellState]) -> Vec<Finding> {
        let mut outer = self.component.bounds(states, self.options);
        // What propagation alone exposes no search can save.
        let mut wanted = vec![false; self.component.len()];
        for &cell in cells {
            wanted[cell as usize] = self.is_wide(outer[cell as usize]);
        }
        self.search_all(&mut outer, &wanted);
        let findings = cells.iter().map(|&cell| self.finding(cell, &outer));
        findings.collect()
    }

    fn protected(&self, states: &[CellState]) -> Vec<u32> {
        let is_protected = |cell: &usize| {
            self.component
                .is_protected(*cell, states[*cell], self.options)
        };
        let protected = (0..self.component.len()).filter(is_protected);
        protected.map(|cell| cell as u32).collect()
    }

    /// Looks for other tables; what programs over everything find out narrows `outer`.
    fn search_all(&mut self, outer: &mut [Interval], wanted: &[bool]) {
        let bounds = outer.to_vec();
        let mut neighbourhoods =
            Neighbourhoods::new(self.component, &bounds, self.options.threshold_count() + 1);
        let releases = self.component.releases();
        for reach in reaches(neighbourhoods.moving_count(), &releases) {
            // Of what is far in several releases a program that wishes for everything takes minutes.
            if !(reach == Reach::Whole && releases.len() > 1) {
                self.sweep(&mut neighbourhoods, (&bounds, wanted), reach);
            }
            if !matches!(reach, Reach::Release(_) | Reach::Alike) {
                self.search_each(&mut neighbourhoods, (&bounds, wanted), reach, outer);
            }
        }
    }

    /// Programs in which every open cell of a neighbourhood is to go a little up or a little down, as chance has it: one of
    /// them proves many cells. Goes on around a seed while that proves more.
    fn sweep(
        &mut self,
        neighbourhoods: &mut Neighbourhoods<'_>,
        (bounds, wanted): (&[Interval], &[bool]),
        reach: Reach,
    ) {
        let step = self.options.threshold_count() + 1;
        let mut was_swept = vec![false; self.component.len()];
        for seed in 0..self.component.len() as u32 {
            if was_swept[seed as usize] || !self.is_open(seed, wanted) {
                continue;
            }
            let movers = neighbourhoods.around(seed, reach, SWEPT_VARIABLES_MAX);
            let cells = &movers.cells;
            if cells.is_empty() {
                continue;
            }
            let mut draw = 0;
            loop {
                let open = cells.iter().filter(|cell| self.is_open(**cell, wanted));
                let open = open.count();
                let searches = (draw..draw + BATCH as u64).map(|draw| Search {
                    component: self.component,
                    bounds,
                    wishes: movers.wishes(|cell| match self.is_open(cell, wanted) {
                        true => sign(cell, draw),
                        false => 0.0,
                    }),
                    movers: &movers,
                    step_max: self.step_max(reach),
                    wish_max: step,
                    absorbers: neighbourhoods.absorbers(),
                });
                let searches = searches.collect();
                self.run_all(searches);
                draw += BATCH as u64;
                let left = cells
                    .iter()
                    .filter(|cell| self.is_open(**cell, wanted))
                    .count();
                if left == 0 || left * 10 > open * 9 {
                    break;
                }
            }
            for cell in cells {
                was_swept[*cell as usize] = true;
            }
        }
    }

    /// Programs of one cell each: how far up it can go, how far down.
    fn search_each(
        &mut self,
        neighbourhoods: &mut Neighbourhoods<'_>,
        (bounds, wanted): (&[Interval], &[bool]),
        reach: Reach,
        outer: &mut [Interval],
    ) {
        let mut waiting = self.open(wanted).into_iter().peekable();
        while waiting.peek().is_some() {
            let mut batch = Vec::with_capacity(BATCH);
            while batch.len() < BATCH
                && let Some(seed) = waiting.next()
            {
                if self.is_open(seed, wanted) {
                    let movers = neighbourhoods.around(seed, reach, VARIABLES_MAX);
                    batch.push((seed, movers));
                }
            }
            for direction in [1.0, -1.0] {
                let open = batch
                    .iter()
                    .filter(|(seed, of)| self.is_open(*seed, wanted) && !of.cells.is_empty());
                let (seeds, searches): (Vec<u32>, Vec<Search<'_>>) = open
                    .map(|(seed, movers)| {
                        let wish = |cell| if cell == *seed { direction } else { 0.0 };
                        let search = Search {
                            component: self.component,
                            bounds,
                            wishes: movers.wishes(wish),
                            movers,
                            step_max: self.step_max(reach),
                            wish_max: self.options.threshold_count() + 1,
                            absorbers: neighbourhoods.absorbers(),
                        };
                        (*seed, search)
                    })
                    .unzip();
                let limits = self.run_all(searches);
                if reach == Reach::Whole {
                    self.narrow(outer, seeds.into_iter().zip(limits), direction);
                }
            }
        }
    }

    /// What a reader finds out who asks a linear program over everything how far a cell can go.
    fn narrow(
        &self,
        outer: &mut [Interval],
        limits: impl Iterator<Item = (u32, Option<i64>)>,
        direction: f64,
    ) {
        for (seed, limit) in limits {
            // A program that stops at the longest wish says nothing of what lies beyond.
            let Some(limit) = limit.filter(|limit| *limit <= self.options.threshold_count()) else {
                continue;
            };
            let count = self.component.true_count(seed as usize);
            let known = &mut outer[seed as usize];
            if direction > 0.0 {
                known.high = known.high.min(count + limit);
            } else {
                known.low = known.low.max(count - limit);
            }
        }
    }

    fn open(&self, wanted: &[bool]) -> Vec<u32> {
        let all = 0..self.component.len() as u32;
        all.filter(|cell| self.is_open(*cell, wanted)).collect()
    }

    /// Runs programs side by side and keeps what they find. Returns how far each could go as it wished.
    fn run_all(&mut self, searches: Vec<Search<'_>>) -> Vec<Option<i64>> {
        self.programs += searches.len();
        let outcomes: Vec<Outcome> = searches.par_iter().map(Search::run).collect();
        for outcome in &outcomes {
            outcome.found.iter().for_each(|found| self.widen(found));
        }
        outcomes.iter().map(|outcome| outcome.limit).collect()
    }

    fn is_open(&self, cell: u32, wanted: &[bool]) -> bool {
        wanted[cell as usize] && !self.is_wide(self.witnessed[cell as usize])
    }

    /// Small steps suffice nearby; a proof that needs the whole component may need people to pile up.
    fn step_max(&self, reach: Reach) -> i64 {
        let step = self.options.threshold_count() + 1;
        match reach {
            Reach::Near => 4 * step,
            Reach::Whole | Reach::Release(_) | Reach::Alike => 1000 * step,
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

/// Up or down, by a chance that is the same each time.
fn sign(cell: u32, draw: u64) -> f64 {
    let mixed = (u64::from(cell) ^ (draw << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    if (mixed >> 63) == 0 { 1.0 } else { -1.0 }
}
