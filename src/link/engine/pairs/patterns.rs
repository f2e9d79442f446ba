//! Comparison patterns and how many pairs show each.
//!
//! All that estimation needs of millions of pairs: a million people give some five thousand patterns.

use std::collections::BTreeMap;

use super::candidate_pairs::CandidatePairs;
use crate::domain::fast_map::FastMap;
use crate::link::engine::compare::comparison::Comparator;

/// Patterns in ascending order, each with its pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PatternCounts {
    counts: Vec<(u64, u64)>,
}

impl PatternCounts {
    /// One of several tallies that were kept apart.
    #[must_use]
    pub fn merged(tallies: impl IntoIterator<Item = FastMap<u64, u64>>) -> Self {
        let mut sorted: BTreeMap<u64, u64> = BTreeMap::new();
        for (pattern, count) in tallies.into_iter().flatten() {
            *sorted.entry(pattern).or_default() += count;
        }
        Self {
            counts: sorted.into_iter().collect(),
        }
    }

    /// Patterns ascending, with their pairs.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.counts.iter().copied()
    }

    /// How many patterns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many pairs there are.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// The place of a pattern among the patterns.
    #[must_use]
    pub fn position(&self, pattern: u64) -> Option<usize> {
        self.counts
            .binary_search_by_key(&pattern, |(known, _)| *known)
            .ok()
    }

    /// The pairs of a pattern.
    #[must_use]
    pub fn count(&self, pattern: u64) -> u64 {
        self.position(pattern).map_or(0, |at| self.counts[at].1)
    }

    /// The patterns with only the comparisons that `keeps` says, the others as missing.
    #[must_use]
    pub fn restricted_to(&self, keeps: impl Fn(usize) -> bool) -> Self {
        let mask = (0..16)
            .filter(|at| keeps(*at))
            .fold(0, |mask, at| mask | 15_u64 << (4 * at));
        let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
        for (pattern, count) in self.iter() {
            *counts.entry(pattern & mask).or_default() += count;
        }
        Self {
            counts: counts.into_iter().collect(),
        }
    }
}

impl FromIterator<(u64, u64)> for PatternCounts {
    fn from_iter<I: IntoIterator<Item = (u64, u64)>>(counts: I) -> Self {
        let mut sorted: BTreeMap<u64, u64> = BTreeMap::new();
        for (pattern, count) in counts {
            *sorted.entry(pattern).or_default() += count;
        }
        Self {
            counts: sorted.into_iter().collect(),
        }
    }
}

/// Compares all candidate pairs and counts their patterns.
#[must_use]
pub fn count_patterns(pairs: &CandidatePairs, comparator: &Comparator) -> PatternCounts {
    let tallies = pairs.visit(
        |_| FastMap::default(),
        |tally: &mut FastMap<u64, u64>, pairs| {
            comparator.touch(pairs.iter().map(|pair| (pair.left, pair.right)));
            for pair in pairs {
                *tally
                    .entry(comparator.pattern(pair.left, pair.right))
                    .or_default() += 1;
            }
        },
    );
    PatternCounts::merged(tallies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn left_out_comparisons_join_their_patterns() {
        let counts: PatternCounts = [(0x12, 3), (0x22, 4), (0x11, 1)].into_iter().collect();
        let first = counts.restricted_to(|at| at == 0);
        assert_eq!(first.iter().collect::<Vec<_>>(), [(0x1, 1), (0x2, 7)]);
        assert_eq!(counts.pairs(), first.pairs());
        assert_eq!(counts.position(0x12), Some(1));
    }
}
