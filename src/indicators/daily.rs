//! On which day each person was first counted, per place.

use std::ops::Range;

use super::recent::RECENT_DAYS;

/// Counts per slot and day, from a first day to as_of. What has no day, or an earlier or later one, is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Daily {
    /// Days from 1970-01-01.
    first_day: i32,
    /// Days from the first one to as_of; 0 where the first one is still ahead.
    length: usize,
    /// Per slot: what has no day of these, then each day.
    counts: Vec<u32>,
}

impl Daily {
    /// Nothing counted, in so many slots.
    pub(super) fn zero(slots: usize, first_day: i32, as_of_day: i32) -> Self {
        let length = usize::try_from(as_of_day - first_day + 1).unwrap_or(0);
        Self {
            first_day,
            length,
            counts: vec![0; slots * (length + 1)],
        }
    }

    pub(super) fn note(&mut self, slot: usize, day: i32) {
        let index = usize::try_from(day.saturating_sub(self.first_day)).ok();
        let column = index
            .filter(|index| *index < self.length)
            .map_or(0, |index| index + 1);
        self.counts[slot * (self.length + 1) + column] += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *ours += theirs;
        }
    }

    /// The days of several slots together.
    pub(super) fn sum(&self, slots: Range<usize>) -> DaySums {
        let width = self.length + 1;
        let mut sums = vec![0_u64; width];
        for counts in self.counts[slots.start * width..slots.end * width].chunks_exact(width) {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += u64::from(*count);
            }
        }
        let days = sums.split_off(1);
        DaySums {
            elsewhere: sums[0],
            first_day: self.first_day,
            days,
        }
    }
}

/// Counts per day of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DaySums {
    /// Without a day, or of none of `days`.
    pub(super) elsewhere: u64,
    /// Days from 1970-01-01.
    pub(super) first_day: i32,
    /// From the first day to as_of.
    pub(super) days: Vec<u64>,
}

impl DaySums {
    /// The last days up to as_of; nothing on those before the first day.
    pub(super) fn recent(&self) -> [u64; RECENT_DAYS] {
        let mut recent = [0; RECENT_DAYS];
        for (recent, count) in recent.iter_mut().rev().zip(self.days.iter().rev()) {
            *recent = *count;
        }
        recent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_a_day_or_stands_apart() {
        let mut daily = Daily::zero(2, 100, 102);
        for (slot, day) in [
            (0, 100),
            (0, 102),
            (1, 102),
            (1, 99),
            (1, 103),
            (0, i32::MAX - 1),
        ] {
            daily.note(slot, day);
        }
        let all = daily.sum(0..2);
        assert_eq!((all.elsewhere, all.days.as_slice()), (3, &[1, 0, 2][..]));
        let first = daily.sum(0..1);
        assert_eq!(
            (first.elsewhere, first.days.as_slice()),
            (1, &[1, 0, 1][..])
        );
        assert_eq!(all.recent()[RECENT_DAYS - 4..], [0, 1, 0, 2]);
        let mut twice = daily.clone();
        twice.merge(&daily);
        assert_eq!(twice.sum(0..2).days, [2, 0, 4]);
    }

    #[test]
    fn a_start_that_is_ahead_has_no_days() {
        let mut daily = Daily::zero(1, 100, 90);
        daily.note(0, 89);
        assert_eq!(daily.sum(0..1).elsewhere, 1);
        assert_eq!(daily.sum(0..1).recent(), [0; RECENT_DAYS]);
    }
}
