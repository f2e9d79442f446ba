//! The cells that one publication is made of, and how they add up.

use super::bounds::published_interval;
use super::error::DisclosureError;
use super::options::DisclosureOptions;
use super::primary::primary_state;
use super::publication::Released;
use super::relations::{RelationKind, Relations};

/// More than there are people: sums of cells stay far from the end of a 64-bit integer.
const COUNT_MAX: u64 = 10_000_000_000;

/// Terms of all relations together, numbered in 32 bits; 2^28 × `COUNT_MAX` fits in 63.
const TERMS_MAX: usize = 1 << 28;

/// A cell of a [`Tabulation`], in the order added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub(super) u32);

impl CellId {
    /// Its place in the order added, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// A candidate for publication.
    Shown,
    /// Never published, yet sensitive when small: a shortfall, a remainder.
    Latent,
    /// Published before, under the options of then; nobody can take it back.
    Earlier {
        released: Released,
        options: DisclosureOptions,
    },
}

/// One count and what the rule says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub(super) count: u64,
    pub(super) role: CellRole,
    pub(super) must_hide: bool,
    pub(super) may_hide_zero: bool,
}

impl Cell {
    /// A candidate for publication.
    #[must_use]
    pub fn shown(count: u64) -> Self {
        Self::with_role(count, CellRole::Shown)
    }

    /// Never published, but sensitive when it is from 1 to the threshold.
    #[must_use]
    pub fn latent(count: u64) -> Self {
        Self::with_role(count, CellRole::Latent)
    }

    /// Published before.
    #[must_use]
    pub fn earlier(count: u64, released: Released, options: DisclosureOptions) -> Self {
        Self::with_role(count, CellRole::Earlier { released, options })
    }

    /// Demands protection whatever the count, zero included: 0 % and 100 % say something of everybody.
    #[must_use]
    pub fn must_hide(mut self) -> Self {
        self.must_hide = true;
        self
    }

    /// Says that a reader must reckon with a zero behind a suppressed cell of this kind, because the rule
    /// can demand [`Cell::must_hide`] of a zero here. Set it on every cell of the kind, or those where it
    /// is set are told apart.
    #[must_use]
    pub fn may_hide_zero(mut self) -> Self {
        self.may_hide_zero = true;
        self
    }

    fn with_role(count: u64, role: CellRole) -> Self {
        Self {
            count,
            role,
            must_hide: false,
            may_hide_zero: false,
        }
    }

    /// A suppressed zero has to lie in the reader's range, or the system would have no solution.
    pub(super) fn hides_zero(&self) -> bool {
        self.may_hide_zero || self.count == 0
    }

    pub(super) fn true_count(&self) -> i64 {
        self.count as i64
    }
}

/// Cells and how they add up: everything of one publication that shares a reader.
#[derive(Debug, Clone, Default)]
pub struct Tabulation {
    pub(super) cells: Vec<Cell>,
    pub(super) relations: Relations,
    /// Where the cells of each release but the first begin.
    release_starts: Vec<u32>,
    /// The same count in two releases.
    pub(super) twins: Vec<(CellId, CellId)>,
}

impl Tabulation {
    /// Adds a cell.
    pub fn add_cell(&mut self, cell: Cell) -> CellId {
        // Too many cells to number are refused by `check`.
        let id = CellId(u32::try_from(self.cells.len()).unwrap_or(u32::MAX));
        self.cells.push(cell);
        id
    }

    /// total = Σ parts. Where parts do not exhaust the total, a latent cell takes the remainder.
    pub fn add_sum(&mut self, total: CellId, parts: &[CellId]) {
        self.add_relation(RelationKind::Sum, total, parts);
    }

    /// larger ≥ smaller: a group within all, this week's cumulative count against last week's.
    pub fn add_order(&mut self, larger: CellId, smaller: CellId) {
        self.add_relation(RelationKind::Order, larger, &[smaller]);
    }

    /// The cells added from here on are of another release, made at another time. Says where to look for other tables, and
    /// nothing of what a reader knows.
    pub fn begin_release(&mut self) {
        self.release_starts.push(self.cells.len() as u32);
    }

    /// The same count in two releases: other tables in which both go alike are looked for. Nothing that a reader knows.
    pub fn add_twins(&mut self, now: CellId, before: CellId) {
        self.twins.push((now, before));
    }

    /// How many cells there are.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn cell(&self, cell: CellId) -> &Cell {
        &self.cells[cell.index()]
    }

    /// The release that a cell is of, from 0.
    pub(super) fn release_of(&self, cell: CellId) -> usize {
        self.release_starts
            .partition_point(|start| *start <= cell.0)
    }

    fn add_relation(&mut self, kind: RelationKind, whole: CellId, parts: &[CellId]) {
        self.relations
            .push(kind, whole.0, parts.iter().map(|part| part.0));
    }

    /// Every claim against the true counts, so that they are one solution of the reader's system: the
    /// auditor starts from it.
    pub(super) fn check(&self, options: DisclosureOptions) -> Result<(), DisclosureError> {
        self.check_size()?;
        for (index, cell) in self.cells.iter().enumerate() {
            check_cell(index as u32, cell, options)?;
        }
        let mut last_seen_in = vec![0_u32; self.cells.len()];
        for relation in 0..self.relations.len() {
            self.check_terms(relation, &mut last_seen_in)?;
            self.check_counts(relation)?;
        }
        Ok(())
    }

    fn check_size(&self) -> Result<(), DisclosureError> {
        let (cells, terms) = (self.cells.len(), self.relations.term_count());
        if cells > TERMS_MAX || terms > TERMS_MAX {
            return Err(DisclosureError::TooLarge { cells, terms });
        }
        Ok(())
    }

    fn check_terms(
        &self,
        relation: usize,
        last_seen_in: &mut [u32],
    ) -> Result<(), DisclosureError> {
        let cells = self.cells.len();
        let mark = relation as u32 + 1;
        for &cell in self.relations.terms(relation) {
            let Some(seen) = last_seen_in.get_mut(cell as usize) else {
                return Err(DisclosureError::UnknownCell {
                    relation,
                    cell,
                    cells,
                });
            };
            if *seen == mark {
                return Err(DisclosureError::RepeatedCell { relation, cell });
            }
            *seen = mark;
        }
        Ok(())
    }

    fn check_counts(&self, relation: usize) -> Result<(), DisclosureError> {
        let whole = self.relations.whole(relation);
        let count = |cell: u32| self.cells[cell as usize].true_count();
        if self.relations.holds(relation, count) {
            return Ok(());
        }
        Err(match self.relations.kind(relation) {
            RelationKind::Sum => DisclosureError::SumOpen { relation, whole },
            RelationKind::Order => DisclosureError::OrderBroken { relation, whole },
        })
    }
}

fn check_cell(index: u32, cell: &Cell, options: DisclosureOptions) -> Result<(), DisclosureError> {
    if cell.count > COUNT_MAX {
        return Err(DisclosureError::CountTooLarge {
            cell: index,
            count_max: COUNT_MAX,
        });
    }
    let unknown_zero = matches!(
        cell.role,
        CellRole::Earlier {
            released: Released::Suppressed,
            ..
        }
    ) && cell.count == 0
        && !cell.may_hide_zero;
    let interval = published_interval(cell, primary_state(cell, options), options);
    if unknown_zero || !interval.contains(cell.true_count()) {
        return Err(DisclosureError::EarlierMismatch { cell: index });
    }
    Ok(())
}
