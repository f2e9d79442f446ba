//! Counts per place and stratum, kept by position instead of by hashing.

use std::ops::Range;

use super::daily::{Daily, DaySums};
use super::former::FormerCounts;
use super::places::Place;
use super::strata::{StrataSet, Stratum};

/// Numerator and denominator of one place and stratum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    pub numerator: u64,
    pub denominator: u64,
}

impl Cell {
    pub(super) fn add(&mut self, other: Self) {
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.denominator = self.denominator.saturating_add(other.denominator);
    }
}

/// Counts of one indicator: a cell per (slot, stratum). Slots are the communes in code order, then
/// persons without a known home commune, then persons of communes outside the scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) cells: Vec<[Cell; Stratum::COUNT]>,
    /// When each was first in the numerator; `None` where days are unknown or nobody asks for them.
    pub(super) numerator_days: Option<Daily>,
    /// When each was first in the denominator, where that is a matter of exams.
    pub(super) denominator_days: Option<Daily>,
    /// Of these the days of those who are in the numerator: they and the denominator's are the same people.
    pub(super) found_days: Option<Daily>,
    /// The same people in the borders of before 2025-07-01, of what began before that day.
    pub(super) former: Option<FormerCounts>,
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

/// The answers of one block of persons; days are empty where they are not known.
pub(super) struct Achieved<'a> {
    pub(super) denominator: Vec<bool>,
    pub(super) numerator: Vec<bool>,
    pub(super) denominator_days: &'a [i32],
    pub(super) numerator_days: &'a [i32],
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
    ) {
        for row in (0..slots.len()).filter(|row| achieved.denominator[*row]) {
            let cell = Cell {
                numerator: u64::from(achieved.numerator[row]),
                denominator: 1,
            };
            for stratum in strata[row].indices() {
                self.cells[slots[row]][stratum].add(cell);
            }
            let is_found = achieved.numerator[row];
            let days = [
                (&mut self.denominator_days, achieved.denominator_days, true),
                (&mut self.found_days, achieved.denominator_days, is_found),
                (&mut self.numerator_days, achieved.numerator_days, is_found),
            ];
            for (daily, days, is_in) in days {
                if let (Some(daily), Some(day), true) = (daily, days.get(row), is_in) {
                    daily.note(slots[row], *day);
                }
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self
            .cells
            .iter_mut()
            .flatten()
            .zip(other.cells.iter().flatten())
        {
            ours.add(*theirs);
        }
        let days = [
            (&mut self.numerator_days, &other.numerator_days),
            (&mut self.denominator_days, &other.denominator_days),
            (&mut self.found_days, &other.found_days),
        ];
        for (ours, theirs) in days {
            if let (Some(ours), Some(theirs)) = (ours, theirs) {
                ours.merge(theirs);
            }
        }
        if let (Some(ours), Some(theirs)) = (&mut self.former, &other.former) {
            ours.merge(theirs);
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

    /// Newly in the numerator per day in a place; `None` where days are unknown.
    pub(super) fn numerator_days(&self, place: Place) -> Option<DaySums> {
        Some(self.numerator_days.as_ref()?.sum(self.slots(place)))
    }

    /// Those in the numerator by the day on which they entered the denominator.
    pub(super) fn found_days(&self, place: Place) -> Option<DaySums> {
        Some(self.found_days.as_ref()?.sum(self.slots(place)))
    }

    /// Newly in the denominator per day in a place; `None` where it is no matter of days.
    pub(super) fn denominator_days(&self, place: Place) -> Option<DaySums> {
        Some(self.denominator_days.as_ref()?.sum(self.slots(place)))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// One is measured on day 100 and found on day 103, one measured on day 101 and never found.
    #[test]
    fn who_is_found_later_counts_on_the_day_of_entering() {
        let daily = || Some(Daily::zero(3, 100, 105));
        let mut counts = Counts {
            numerator_days: daily(),
            denominator_days: daily(),
            found_days: daily(),
            ..Counts::zero(3)
        };
        let achieved = Achieved {
            denominator: vec![true, true],
            numerator: vec![true, false],
            denominator_days: &[100, 101],
            numerator_days: &[103, i32::MAX],
        };
        let everybody = StrataSet::one(Stratum::ALL);
        counts.add_block(&[0, 0], &[everybody, everybody], &achieved);
        let days = |sums: Option<DaySums>| sums.unwrap().days;
        let place = Place::Commune(0);
        assert_eq!(days(counts.numerator_days(place)), [0, 0, 0, 1, 0, 0]);
        assert_eq!(days(counts.denominator_days(place)), [1, 1, 0, 0, 0, 0]);
        assert_eq!(days(counts.found_days(place)), [1, 0, 0, 0, 0, 0]);
    }
}
