//! Which cells to move together when looking for another table that a reader cannot tell from the true one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

use super::component::Component;
use super::interval::Interval;
use super::relations::RelationKind;

/// A sum with more terms than this is wide: only some of its terms join.
const NARROW_TERMS_MAX: usize = 8;

/// A program over more cells than this takes minutes instead of moments; a cell that nothing smaller proves
/// stays unproven. Measured 2026-11-29: 0.15 s with 2,655 cells.
const WHOLE_CELLS_MAX: usize = 10_000;

/// How far a neighbourhood reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Up to about `cells_max` cells, of a wide sum the total and up to `parts_max` parts.
    Near { cells_max: usize, parts_max: usize },
    /// The whole component.
    Whole,
}

/// Finds neighbourhoods in a component whose bounds stand.
pub(super) struct Neighbourhoods<'c> {
    component: &'c Component<'c>,
    bounds: &'c [Interval],
    /// So far must a cell be able to move to be safe.
    room: i64,
    /// Parts of wide sums, those with the most room first, sorted when first asked for.
    by_room: HashMap<u32, Vec<u32>>,
    /// Per relation a part that follows whatever its other terms do.
    absorbers: Vec<Option<u32>>,
}

impl<'c> Neighbourhoods<'c> {
    pub(super) fn new(component: &'c Component<'c>, bounds: &'c [Interval], room: i64) -> Self {
        Self {
            component,
            bounds,
            room,
            by_room: HashMap::new(),
            absorbers: absorbers(component, bounds, room),
        }
    }

    pub(super) fn absorbers(&self) -> &[Option<u32>] {
        &self.absorbers
    }

    /// Cells around `seed`, closed under narrow sums as far as the reach allows: people who move between the
    /// sexes of a commune have to move between its age bands as well. Empty when the reach is too far.
    pub(super) fn around(&mut self, seed: u32, reach: Reach) -> Vec<u32> {
        match reach {
            Reach::Near {
                cells_max,
                parts_max,
            } => Growth::default().grow(self, seed, cells_max, parts_max),
            Reach::Whole => self.whole_but(&[seed]).unwrap_or_default(),
        }
    }

    /// Whatever can move but what makes up for others; `None` when that is too much. The `seeds`, in order, are in it.
    pub(super) fn whole_but(&self, seeds: &[u32]) -> Option<Vec<u32>> {
        let all = 0..self.component.len() as u32;
        let is_needed = |cell: &u32| seeds.binary_search(cell).is_ok() || !self.is_absorber(*cell);
        let moving: Vec<u32> = all
            .filter(|cell| self.can_move(*cell) && is_needed(cell))
            .collect();
        (moving.len() <= WHOLE_CELLS_MAX).then_some(moving)
    }

    /// How many cells can move but those that make up for others.
    pub(super) fn moving_count(&self) -> usize {
        let all = 0..self.component.len() as u32;
        all.filter(|cell| self.can_move(*cell) && !self.is_absorber(*cell))
            .count()
    }

    fn is_absorber(&self, cell: u32) -> bool {
        let of_cell = self.component.incidence.of_cell(cell as usize);
        of_cell
            .iter()
            .any(|relation| self.absorbers[*relation as usize] == Some(cell))
    }

    fn can_move(&self, cell: u32) -> bool {
        self.bounds[cell as usize].width() > 0
    }

    /// Whether a relation is an order that the smaller can follow far enough without the larger.
    fn is_loose(&self, relation: u32) -> bool {
        let relations = &self.component.relations;
        let count = |cell: u32| self.component.true_count(cell as usize);
        relations.kind(relation as usize) == RelationKind::Order
            && relations.slack(relation as usize, count) >= self.room
    }

    fn by_room(&mut self, relation: u32) -> &[u32] {
        let (component, bounds) = (self.component, self.bounds);
        self.by_room.entry(relation).or_insert_with(|| {
            let mut parts = component.relations.parts(relation as usize).to_vec();
            parts.sort_by_key(|&part| (Reverse(bounds[part as usize].width()), part));
            parts
        })
    }
}

/// Per sum its part of no other relation that has the most room, if it can move by `room` both ways: those of a total
/// whom no table shows take up whatever the shown ones do.
fn absorbers(component: &Component, bounds: &[Interval], room: i64) -> Vec<Option<u32>> {
    let relations = &component.relations;
    let room_of = |part: u32| {
        let count = component.true_count(part as usize);
        let Interval { low, high } = bounds[part as usize];
        (count - low).min(high.saturating_sub(count))
    };
    let absorber = |relation: usize| {
        let parts = relations.parts(relation).iter().copied();
        let alone = parts.filter(|part| component.incidence.of_cell(*part as usize).len() == 1);
        let loosest = alone.max_by_key(|part| (room_of(*part), Reverse(*part)))?;
        let is_sum = relations.kind(relation) == RelationKind::Sum;
        (is_sum && room_of(loosest) >= room).then_some(loosest)
    };
    (0..relations.len()).map(absorber).collect()
}

#[derive(Default)]
struct Growth {
    cells: Vec<u32>,
    members: HashSet<u32>,
    /// Per relation reached, how many of its cells are members.
    members_of: HashMap<u32, usize>,
    narrow: VecDeque<u32>,
    wide: VecDeque<u32>,
}

impl Growth {
    /// Narrow sums first, so that a partner from one wide sum brings its cells in the others.
    fn grow(
        mut self,
        within: &mut Neighbourhoods,
        seed: u32,
        cells_max: usize,
        parts_max: usize,
    ) -> Vec<u32> {
        self.join(within, seed);
        while self.cells.len() < cells_max {
            if let Some(relation) = self.narrow.pop_front() {
                for &cell in within.component.relations.terms(relation as usize) {
                    self.join(within, cell);
                }
            } else if let Some(relation) = self.wide.pop_front() {
                self.join_some(within, relation, parts_max);
            } else {
                break;
            }
        }
        self.cells
    }

    fn join(&mut self, within: &Neighbourhoods, cell: u32) {
        if !within.can_move(cell) || !self.members.insert(cell) {
            return;
        }
        self.cells.push(cell);
        let component = within.component;
        for &relation in component.incidence.of_cell(cell as usize) {
            let members = self.members_of.entry(relation).or_default();
            *members += 1;
            // An order with room, or a sum that is made up elsewhere, constrains a move but does not call for one.
            let absorber = within.absorbers[relation as usize];
            let is_absorbed = absorber.is_some_and(|part| !self.members.contains(&part));
            if *members > 1 || is_absorbed || within.is_loose(relation) {
                continue;
            }
            if component.relations.terms(relation as usize).len() <= NARROW_TERMS_MAX {
                self.narrow.push_back(relation);
            } else {
                self.wide.push_back(relation);
            }
        }
    }

    /// The total and the partners with the most room.
    fn join_some(&mut self, within: &mut Neighbourhoods, relation: u32, parts_max: usize) {
        self.join(within, within.component.relations.whole(relation as usize));
        let members = self.members_of.get(&relation).copied().unwrap_or(0);
        let wanted = (parts_max + 1).saturating_sub(members);
        let partners: Vec<u32> = within
            .by_room(relation)
            .iter()
            .copied()
            .filter(|part| !self.members.contains(part))
            .take(wanted)
            .collect();
        for part in partners {
            self.join(within, part);
        }
    }
}
