//! Counts per place and stratum, kept by position instead of by hashing.

use std::ops::Range;

use super::places::Place;
use super::recent::RECENT_DAYS;
use super::strata::{StrataSet, Stratum};

/// Numerator and denominator of one place and stratum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    pub numerator: u64,
    pub denominator: u64,
}

impl Cell {
    fn add(&mut self, other: Self) {
        self.numerator += other.numerator;
        self.denominator += other.denominator;
    }
}

/// Counts of one indicator: a cell per (slot, stratum). Slots are the communes in code order, then
/// persons without a known home commune, then persons of communes outside the scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) cells: Vec<[Cell; Stratum::COUNT]>,
    /// Newly achieved per slot and day, the last entry being as_of; empty where days are unknown.
    pub(super) recent: Vec<[u64; RECENT_DAYS]>,
}

/// What one pass over the persons finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersonCounts {
    /// One per definition; that of an indicator of communes stays at zero.
    pub(super) indicators: Vec<Counts>,
    /// Which communes have a plan of their own.
    pub(super) has_plan: Vec<bool>,
    pub(super) unknown_home: u64,
    pub(super) outside_scope: u64,
}

/// The answers of one block of persons; `days` is empty where they are not known.
pub(super) struct Achieved<'a> {
    pub(super) denominator: Vec<bool>,
    pub(super) numerator: Vec<bool>,
    pub(super) days: &'a [i32],
}

impl PersonCounts {
    pub(super) fn note_homes(&mut self, slots: &[usize], plans: &[usize]) {
        let communes = self.has_plan.len();
        for slot in slots {
            self.unknown_home += u64::from(*slot == communes);
            self.outside_scope += u64::from(*slot == communes + 1);
        }
        for plan in plans.iter().filter(|plan| **plan < communes) {
            self.has_plan[*plan] = true;
        }
    }

    pub(super) fn merged(mut self, other: &Self) -> Self {
        for (ours, theirs) in self.indicators.iter_mut().zip(&other.indicators) {
            ours.merge(theirs);
        }
        for (ours, theirs) in self.has_plan.iter_mut().zip(&other.has_plan) {
            *ours |= theirs;
        }
        self.unknown_home += other.unknown_home;
        self.outside_scope += other.outside_scope;
        self
    }
}

impl Counts {
    pub(super) fn add_block(
        &mut self,
        slots: &[usize],
        strata: &[StrataSet],
        achieved: &Achieved<'_>,
        as_of_day: i32,
    ) {
        for row in (0..slots.len()).filter(|row| achieved.denominator[*row]) {
            let cell = Cell {
                numerator: u64::from(achieved.numerator[row]),
                denominator: 1,
            };
            for stratum in strata[row].indices() {
                self.cells[slots[row]][stratum].add(cell);
            }
            if let (Some(recent), Some(day)) =
                (self.recent.get_mut(slots[row]), achieved.days.get(row))
            {
                note_day(recent, *day, as_of_day);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self
            .cells
            .iter_mut()
            .flatten()
            .zip(other.cells.iter().flatten())
        {
            ours.add(*theirs);
        }
        for (ours, theirs) in self
            .recent
            .iter_mut()
            .flatten()
            .zip(other.recent.iter().flatten())
        {
            *ours += theirs;
        }
    }

    /// The cell of a place. The province is everyone: each person stands in exactly one slot.
    pub(super) fn cell(&self, place: Place, stratum: Stratum) -> Cell {
        let mut sum = Cell::default();
        for slot in self.slots(place) {
            sum.add(self.cells[slot][stratum.index()]);
        }
        sum
    }

    /// Newly achieved on each of the last days in a place; `None` where days are unknown.
    pub(super) fn recent_days(&self, place: Place) -> Option<[u64; RECENT_DAYS]> {
        let mut sum = [0; RECENT_DAYS];
        for slot in self.slots(place) {
            let days = self.recent.get(slot)?;
            for (total, day) in sum.iter_mut().zip(days) {
                *total += day;
            }
        }
        Some(sum)
    }

    fn slots(&self, place: Place) -> Range<usize> {
        let all = self.cells.len();
        match place {
            Place::Province => 0..all,
            Place::Unassigned => all - 2..all,
            Place::Commune(position) => position..position + 1,
        }
    }
}

fn note_day(recent: &mut [u64; RECENT_DAYS], day: i32, as_of_day: i32) {
    let age = i64::from(as_of_day) - i64::from(day);
    if let Some(position) = usize::try_from(age)
        .ok()
        .and_then(|age| (RECENT_DAYS - 1).checked_sub(age))
    {
        recent[position] += 1;
    }
}
