//! What a reader knows of each cell: from its published form, then from how cells add up.

use std::collections::VecDeque;

use super::interval::Interval;
use super::options::DisclosureOptions;
use super::publication::{CellState, Released};
use super::relations::{Incidence, RelationKind, Relations};
use super::rounding::{counts_rounding_to, round_count};
use super::tabulation::{Cell, CellRole};

/// A relation is looked at this often at most. Stopping early leaves wider intervals, which are still true;
/// without a limit a cycle of relations could close in by one person at a time.
const VISITS_MAX: u8 = 64;

/// What the published form alone says, to a reader who knows the options and the rule.
pub(super) fn published_interval(
    cell: &Cell,
    state: CellState,
    options: DisclosureOptions,
) -> Interval {
    match (cell.role, state) {
        (CellRole::Latent, _) => Interval::at_least(0),
        (CellRole::Earlier { released, options }, _) => released_interval(cell, released, options),
        (CellRole::Shown, CellState::Zero) => Interval::exactly(0),
        (CellRole::Shown, CellState::Rounded) => {
            counts_rounding_to(round_count(cell.count, options) as i64, options)
        }
        (CellRole::Shown, _) => released_interval(cell, Released::Suppressed, options),
    }
}

fn released_interval(cell: &Cell, released: Released, options: DisclosureOptions) -> Interval {
    match released {
        Released::Zero => Interval::exactly(0),
        Released::Rounded(rounded) => {
            counts_rounding_to(i64::try_from(rounded).unwrap_or(i64::MAX / 2), options)
        }
        Released::Suppressed => Interval::at_least(i64::from(!cell.hides_zero())),
        Released::Exact(count) => Interval::exactly(i64::try_from(count).unwrap_or(i64::MAX / 2)),
    }
}

/// Narrows intervals by every relation until none says more.
///
/// An outer bound: a reader who combines relations may know more, never less. Example: a + b = t with t in
/// 13..=17 and b in 8..=12 leaves a in 1..=9.
pub(super) fn propagate(relations: &Relations, incidence: &Incidence, intervals: &mut [Interval]) {
    let mut waiting: VecDeque<u32> = (0..relations.len() as u32).collect();
    let mut is_waiting = vec![true; relations.len()];
    let mut visits = vec![0_u8; relations.len()];
    let mut narrowed = Vec::new();
    while let Some(relation) = waiting.pop_front() {
        let relation = relation as usize;
        is_waiting[relation] = false;
        visits[relation] += 1;
        narrow_terms(relations, relation, intervals, &mut narrowed);
        for cell in narrowed.drain(..) {
            for &next in incidence.of_cell(cell as usize) {
                let next_index = next as usize;
                if !is_waiting[next_index] && visits[next_index] < VISITS_MAX {
                    is_waiting[next_index] = true;
                    waiting.push_back(next);
                }
            }
        }
    }
}

fn narrow_terms(
    relations: &Relations,
    relation: usize,
    intervals: &mut [Interval],
    narrowed: &mut Vec<u32>,
) {
    let implied = Implied::by(relations, relation, intervals);
    for (position, &term) in relations.terms(relation).iter().enumerate() {
        let interval = &mut intervals[term as usize];
        let within = implied.of_term(position == 0, *interval);
        let (low, high) = (interval.low.max(within.low), interval.high.min(within.high));
        if (low, high) != (interval.low, interval.high) {
            *interval = Interval { low, high };
            narrowed.push(term);
        }
    }
}

/// What one relation says of each of its terms, given the intervals of the others.
pub(super) struct Implied {
    kind: RelationKind,
    whole: Interval,
    parts_low: i64,
    parts_high: i64,
    unbounded_parts: usize,
}

impl Implied {
    pub(super) fn by(relations: &Relations, relation: usize, intervals: &[Interval]) -> Self {
        let mut implied = Self {
            kind: relations.kind(relation),
            whole: intervals[relations.whole(relation) as usize],
            parts_low: 0,
            parts_high: 0,
            unbounded_parts: 0,
        };
        for &part in relations.parts(relation) {
            let interval = intervals[part as usize];
            implied.parts_low += interval.low;
            if interval.is_bounded() {
                implied.parts_high += interval.high;
            } else {
                implied.unbounded_parts += 1;
            }
        }
        implied
    }

    /// The interval of a term that follows from the others; `own` is what was used for it.
    pub(super) fn of_term(&self, is_whole: bool, own: Interval) -> Interval {
        if is_whole {
            self.of_whole()
        } else {
            self.of_part(own)
        }
    }

    fn of_whole(&self) -> Interval {
        let bounded = self.kind == RelationKind::Sum && self.unbounded_parts == 0;
        Interval {
            low: self.parts_low,
            high: if bounded {
                self.parts_high
            } else {
                Interval::UNBOUNDED
            },
        }
    }

    fn of_part(&self, own: Interval) -> Interval {
        let high = if self.whole.is_bounded() {
            self.whole.high - (self.parts_low - own.low)
        } else {
            Interval::UNBOUNDED
        };
        let others_unbounded = self.unbounded_parts - usize::from(!own.is_bounded());
        let low = if self.kind == RelationKind::Sum && others_unbounded == 0 {
            let own_high = if own.is_bounded() { own.high } else { 0 };
            self.whole.low - (self.parts_high - own_high)
        } else {
            0
        };
        Interval {
            low: low.max(0),
            high,
        }
    }
}
