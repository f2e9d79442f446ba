//! Pairs that people should look at, the most valuable first.

use crate::link::engine::cluster::clustering::Refusal;
use crate::link::engine::weigh::thresholds::probability_of_weight;
use crate::link::engine::{Clustered, ScoredPair, Thresholds};

/// A pair left to people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReviewPair {
    pub left: u32,
    pub right: u32,
    pub weight: f32,
    pub reason: Reason,
    /// Expected pairs of records that the decision puts right.
    pub value: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    BetweenThresholds,
    OnePerTable,
    WeakBridge,
    NeverLink,
}

impl Reason {
    pub const ALL: [Self; 4] = [
        Self::BetweenThresholds,
        Self::OnePerTable,
        Self::WeakBridge,
        Self::NeverLink,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BetweenThresholds => "between_thresholds",
            Self::OnePerTable => "one_per_table",
            Self::WeakBridge => "weak_bridge",
            Self::NeverLink => "never_link",
        }
    }
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SameSource(_) => Self::OnePerTable,
            Refusal::CannotLink(..) => Self::NeverLink,
            Refusal::WeakBridge => Self::WeakBridge,
        }
    }
}

/// The pairs between the thresholds and those that clustering refused.
///
/// What a decision is worth: the probability that the clusters are wrong about the pair, times the pairs of records
/// that joining would make. A pair of p = 0.4 between clusters of 2 and 3 records is worth 0.4 · 6 = 2.4; one whose
/// records are together by other pairs is worth its chance of being wrong, 0.6 for that pair alone.
#[must_use]
pub fn review_pairs(
    sources: &[u8],
    pairs: &[ScoredPair],
    thresholds: &Thresholds,
    clustered: &Clustered,
) -> Vec<ReviewPair> {
    let mut sizes = vec![0_u32; clustered.clusters_count as usize];
    for cluster in &clustered.clusters {
        sizes[*cluster as usize] += 1;
    }
    let cluster = |record: u32| clustered.clusters[record as usize];
    let size = |record: u32| f64::from(sizes[cluster(record) as usize]);
    let pair = |left, right, weight: f32, reason| {
        let probability = probability_of_weight(f64::from(weight));
        let value = if cluster(left) == cluster(right) {
            1.0 - probability
        } else {
            probability * size(left) * size(right)
        };
        ReviewPair {
            left,
            right,
            weight,
            reason,
            value,
        }
    };
    let is_below = |pair: &&ScoredPair| {
        let tables = (sources[pair.left as usize], sources[pair.right as usize]);
        f64::from(pair.weight) < thresholds.of(tables.0, tables.1).match_weight
    };
    let between = pairs
        .iter()
        .filter(is_below)
        .map(|of| pair(of.left, of.right, of.weight, Reason::BetweenThresholds));
    let refused = clustered.refused.iter().map(|of| {
        let reason = Reason::from(of.refusal);
        pair(of.left, of.right, of.weight, reason)
    });
    let mut all: Vec<ReviewPair> = between.chain(refused).collect();
    all.sort_by(|a, b| {
        let by_value = b.value.total_cmp(&a.value);
        by_value.then((a.left, a.right, a.reason).cmp(&(b.left, b.right, b.reason)))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::engine::Threshold;

    #[test]
    fn what_would_change_most_comes_first() {
        let pair = |left, right, weight| ScoredPair {
            left,
            right,
            weight,
            pattern: 0,
            rule: 0,
        };
        // Weight 0 is a probability of one half.
        let pairs = [
            pair(0, 1, 9.0),
            pair(1, 2, 0.0),
            pair(3, 4, 0.0),
            pair(4, 5, -1.0),
        ];
        let clustered = Clustered {
            clusters: vec![0, 0, 1, 2, 3, 4],
            clusters_count: 5,
            refused: Vec::new(),
        };
        let thresholds = Thresholds::new(Threshold::of_probabilities(0.95, 0.1));
        let review = review_pairs(&[0; 6], &pairs, &thresholds, &clustered);
        let shown: Vec<(u32, u32)> = review.iter().map(|pair| (pair.left, pair.right)).collect();
        assert_eq!(shown, [(1, 2), (3, 4), (4, 5)]);
        assert!((review[0].value - 1.0).abs() < 1e-9 && (review[1].value - 0.5).abs() < 1e-9);
    }
}
