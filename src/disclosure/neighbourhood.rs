//! Which cells to move together when looking for another table that a reader cannot tell from the true one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::component::Component;
use super::interval::Interval;
use super::relations::RelationKind;
use super::witness::Movers;

/// A sum with more terms than this is wide: only some of its terms join.
const NARROW_TERMS_MAX: usize = 8;

/// Of a component in which so few cells move, programs are over all of them; of a larger one over so many at first.
pub(super) const NEAR_CELLS_MAX: usize = 2000;

/// What moves near a cell moves among so many communes.
const NEAR_PARTS_MAX: usize = 60;

/// How far a neighbourhood reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Up to about [`NEAR_CELLS_MAX`] cells of one release, of a wide sum the total and up to [`NEAR_PARTS_MAX`] parts; the
    /// same counts of other releases go alike where they can.
    Near,
    /// The whole component.
    Whole,
    /// The cells of one release: what was published at other times stays as it was.
    Release(usize),
    /// The whole component, but the same count of two releases goes alike where it can go as far in both: of what hardly
    /// changes from week to week the one cannot go without the other.
    Alike,
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
    /// What was asked for last of what is far.
    far: Option<(Reach, Arc<Movers>)>,
    /// The same count in the releases next to its own that have it.
    twins_of: HashMap<u32, Vec<u32>>,
}

impl<'c> Neighbourhoods<'c> {
    pub(super) fn new(component: &'c Component<'c>, bounds: &'c [Interval], room: i64) -> Self {
        let mut twins_of: HashMap<u32, Vec<u32>> = HashMap::new();
        for &(now, before) in &component.twins {
            twins_of.entry(now).or_default().push(before);
            twins_of.entry(before).or_default().push(now);
        }
        Self {
            component,
            bounds,
            room,
            by_room: HashMap::new(),
            far: None,
            twins_of,
            absorbers: absorbers(component, bounds, room),
        }
    }

    pub(super) fn absorbers(&self) -> &[Option<u32>] {
        &self.absorbers
    }

    /// What moves with `seed`; nothing when that is far and more than `variables_max`. Near it: closed under narrow sums as far as the reach allows, for people who move between
    /// the sexes of a commune have to move between its age bands as well.
    pub(super) fn around(&mut self, seed: u32, reach: Reach, variables_max: usize) -> Arc<Movers> {
        match reach {
            Reach::Near => {
                let near = Growth::of(self.component.release_of(seed)).grow(self, seed);
                Arc::new(self.alike(self.with_twins(near)))
            }
            Reach::Release(release) if self.component.release_of(seed) != release => Arc::default(),
            Reach::Release(_) | Reach::Alike | Reach::Whole => {
                let movers = self.far(seed, reach);
                match movers.variable_count() <= variables_max {
                    true => movers,
                    false => Arc::default(),
                }
            }
        }
    }

    /// Whatever a far reach moves; the same for all but those that make up for others.
    fn far(&mut self, seed: u32, reach: Reach) -> Arc<Movers> {
        if let Some((of, movers)) = &self.far
            && *of == reach
            && !self.is_absorber(seed)
        {
            return Arc::clone(movers);
        }
        let is_of = |cell| match reach {
            Reach::Release(release) => self.component.release_of(cell) == release,
            _ => true,
        };
        let moving = self.moving(seed, is_of);
        let movers = Arc::new(match reach {
            Reach::Alike => self.alike(moving),
            _ => Movers::each(moving),
        });
        if !self.is_absorber(seed) {
            self.far = Some((reach, Arc::clone(&movers)));
        }
        movers
    }

    /// Whatever can move of which `is_of` is true, but what makes up for others; the `seed` is in it.
    fn moving(&self, seed: u32, is_of: impl Fn(u32) -> bool) -> Vec<u32> {
        let all = 0..self.component.len() as u32;
        let is_needed = |cell: u32| is_of(cell) && (cell == seed || !self.is_absorber(cell));
        all.filter(|cell| self.can_move(*cell) && is_needed(*cell))
            .collect()
    }

    /// These cells and the same counts of other releases, as far as they can move.
    fn with_twins(&self, mut cells: Vec<u32>) -> Vec<u32> {
        let mut members: HashSet<u32> = cells.iter().copied().collect();
        let mut at = 0;
        while let Some(cell) = cells.get(at) {
            let twins = self.twins_of.get(cell).into_iter().flatten();
            let twins = twins.filter(|twin| self.can_move(**twin) && members.insert(**twin));
            let twins: Vec<u32> = twins.copied().collect();
            cells.extend(twins);
            at += 1;
        }
        cells.sort_unstable();
        cells
    }

    /// One variable for counts that are the same in several releases.
    fn alike(&self, cells: Vec<u32>) -> Movers {
        let is_moving = |cell: u32| cells.binary_search(&cell).is_ok();
        let twins = self.component.twins.iter();
        let twins = twins.filter(|(now, before)| {
            is_moving(*now) && is_moving(*before) && self.go_as_far(*now, *before)
        });
        let of_now: HashMap<u32, u32> = twins.map(|(now, before)| (*before, *now)).collect();
        let latest = |cell: u32| {
            let mut at = cell;
            while let Some(now) = of_now.get(&at) {
                at = *now;
            }
            at
        };
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let numbered = cells.iter().map(|cell| {
            let next = numbers.len() as u32;
            *numbers.entry(latest(*cell)).or_insert(next)
        });
        let variables = numbered.collect();
        Movers { cells, variables }
    }

    /// Whether two counts that go alike lose no room that matters by it.
    fn go_as_far(&self, a: u32, b: u32) -> bool {
        let steps = |cell: u32| {
            let count = self.component.true_count(cell as usize);
            let Interval { low, high } = self.bounds[cell as usize];
            Interval {
                low: low - count,
                high: if high == Interval::UNBOUNDED {
                    high
                } else {
                    high - count
                },
            }
        };
        let (a, b) = (steps(a), steps(b));
        let both = Interval {
            low: a.low.max(b.low),
            high: a.high.min(b.high),
        };
        2 * both.width().min(self.room) >= a.width().max(b.width()).min(self.room)
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
    /// Grows in this release alone.
    release: usize,
    cells: Vec<u32>,
    members: HashSet<u32>,
    /// Per relation reached, how many of its cells are members.
    members_of: HashMap<u32, usize>,
    narrow: VecDeque<u32>,
    wide: VecDeque<u32>,
}

impl Growth {
    fn of(release: usize) -> Self {
        Self {
            release,
            ..Self::default()
        }
    }

    /// Narrow sums first, so that a partner from one wide sum brings its cells in the others.
    fn grow(mut self, within: &mut Neighbourhoods, seed: u32) -> Vec<u32> {
        self.join(within, seed);
        while self.cells.len() < NEAR_CELLS_MAX {
            if let Some(relation) = self.narrow.pop_front() {
                for &cell in within.component.relations.terms(relation as usize) {
                    self.join(within, cell);
                }
            } else if let Some(relation) = self.wide.pop_front() {
                self.join_some(within, relation);
            } else {
                break;
            }
        }
        self.cells
    }

    fn join(&mut self, within: &Neighbourhoods, cell: u32) {
        let is_of_another = within.component.release_of(cell) != self.release;
        if is_of_another || !within.can_move(cell) || !self.members.insert(cell) {
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
    fn join_some(&mut self, within: &mut Neighbourhoods, relation: u32) {
        self.join(within, within.component.relations.whole(relation as usize));
        let members = self.members_of.get(&relation).copied().unwrap_or(0);
        let wanted = (NEAR_PARTS_MAX + 1).saturating_sub(members);
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
