//! How good pairs, clusters and blocking are, against labels.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::link::engine::columns::Columns;
use crate::link::engine::compare::comparison::Comparator;
use crate::link::engine::model::Model;
use crate::link::engine::pairs::source_pairs::SourcePairs;
use crate::link::engine::weigh::parameters::Parameters;
use crate::link::engine::weigh::predict::ScoredPair;
use crate::link::engine::weigh::scoring::Scorer;

/// Pairs found and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairCounts {
    pub true_positives: u64,
    pub false_positives: u64,
    pub false_negatives: u64,
}

impl PairCounts {
    /// Of the pairs found, the share that match; 1 where none was found.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(
            self.true_positives,
            self.true_positives + self.false_positives,
        )
    }

    /// Of the pairs that match, the share that was found; 1 where none matches.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(
            self.true_positives,
            self.true_positives + self.false_negatives,
        )
    }

    /// The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).
    #[must_use]
    pub fn f1(&self) -> f64 {
        let found = 2 * self.true_positives;
        share(found, found + self.false_positives + self.false_negatives)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// How many pairs of the sources sought lie within clusters, per record the number of its cluster.
#[must_use]
pub fn pairs_within(clusters: &[u32], record_sources: &[u8], sources: &SourcePairs) -> u64 {
    let mut members: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for (cluster, source) in clusters.iter().zip(record_sources) {
        let records = members
            .entry(*cluster)
            .or_insert_with(|| vec![0; sources.sources()]);
        records[usize::from(*source)] += 1;
    }
    members.values().map(|records| sources.total(records)).sum()
}

/// Pairs found against true clusters. `pairs` are distinct, and of sources that are sought.
#[must_use]
pub fn evaluate_pairs(
    pairs: impl IntoIterator<Item = (u32, u32)>,
    truth: &[u32],
    record_sources: &[u8],
    sources: &SourcePairs,
) -> PairCounts {
    let mut counts = PairCounts::default();
    for (left, right) in pairs {
        let is_true = truth[left as usize] == truth[right as usize];
        counts.true_positives += u64::from(is_true);
        counts.false_positives += u64::from(!is_true);
    }
    let all = pairs_within(truth, record_sources, sources);
    counts.false_negatives = all.saturating_sub(counts.true_positives);
    counts
}

/// All pairs within the clusters found against those within the true ones.
#[must_use]
pub fn evaluate_clusters(
    clusters: &[u32],
    truth: &[u32],
    record_sources: &[u8],
    sources: &SourcePairs,
) -> PairCounts {
    let mut numbers: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let both: Vec<u32> = clusters
        .iter()
        .zip(truth)
        .map(|(found, true_one)| {
            let next = numbers.len() as u32;
            *numbers.entry((*found, *true_one)).or_insert(next)
        })
        .collect();
    let within = |clusters: &[u32]| pairs_within(clusters, record_sources, sources);
    let (common, found, all) = (within(&both), within(clusters), within(truth));
    PairCounts {
        true_positives: common,
        false_positives: found - common,
        false_negatives: all - common,
    }
}

/// The same per pair of sources, those with pairs at all.
#[must_use]
pub fn evaluate_clusters_by_sources(
    clusters: &[u32],
    truth: &[u32],
    record_sources: &[u8],
    sources: &SourcePairs,
) -> Vec<((u8, u8), PairCounts)> {
    let numbers = 0..sources.sources() as u8;
    let pairs = numbers
        .clone()
        .flat_map(|a| (a..numbers.end).map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| sources.allows(*a, *b))
        .map(|pair| {
            let only = sources.restricted_to(&[pair]);
            (
                pair,
                evaluate_clusters(clusters, truth, record_sources, &only),
            )
        })
        .collect()
}

/// Counts at a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SweepPoint {
    /// Pairs of this weight and above are found.
    pub weight: f32,
    pub counts: PairCounts,
}

/// The counts at every weight that a pair has, from the largest down.
#[must_use]
pub fn threshold_sweep(
    pairs: &[ScoredPair],
    truth: &[u32],
    record_sources: &[u8],
    sources: &SourcePairs,
) -> Vec<SweepPoint> {
    let mut sorted: Vec<(f32, bool)> = pairs
        .iter()
        .map(|pair| {
            (
                pair.weight,
                truth[pair.left as usize] == truth[pair.right as usize],
            )
        })
        .collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = pairs_within(truth, record_sources, sources);
    let mut counts = PairCounts::default();
    let mut points = Vec::new();
    for run in sorted.chunk_by(|a, b| a.0 == b.0) {
        let matching = run.iter().filter(|(_, is_true)| *is_true).count() as u64;
        counts.true_positives += matching;
        counts.false_positives += run.len() as u64 - matching;
        counts.false_negatives = all.saturating_sub(counts.true_positives);
        points.push(SweepPoint {
            weight: run[0].0,
            counts,
        });
    }
    points
}

/// The point of a sweep with the best F1: hindsight, which no model has.
#[must_use]
pub fn best_f1(sweep: &[SweepPoint]) -> Option<SweepPoint> {
    sweep
        .iter()
        .copied()
        .max_by(|a, b| a.counts.f1().total_cmp(&b.counts.f1()))
}

/// What blocking loses and spares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockingQuality {
    /// Of the matching pairs the share that are candidates.
    pub pairs_completeness: f64,
    /// Of all pairs the share that need not be compared.
    pub reduction_ratio: f64,
}

/// The quality of blocking that gave `candidates` pairs, `matching` of which match, out of `all_matching` and
/// `all_pairs`.
#[must_use]
pub fn blocking_quality(
    candidates: u64,
    matching: u64,
    all_matching: u64,
    all_pairs: u64,
) -> BlockingQuality {
    BlockingQuality {
        pairs_completeness: share(matching, all_matching),
        reduction_ratio: 1.0 - share(candidates, all_pairs),
    }
}

/// How many records would not match another that says all they say: they hold too little to match anything.
#[must_use]
pub fn unlinkable_records(columns: &Columns, model: &Model, parameters: &Parameters) -> u64 {
    let comparator = Comparator::new(columns, &model.comparisons);
    let scorer = Scorer::new(columns, model, parameters);
    let is_unlinkable = |record: &u32| {
        self_weight((&comparator, &scorer), *record)
            < scorer.threshold(*record, *record).match_weight
    };
    let records = (0..columns.len() as u32).into_par_iter();
    records.filter(is_unlinkable).count() as u64
}

/// The weight of a record with one that says the same.
pub(in crate::link::engine) fn self_weight(
    (comparator, scorer): (&Comparator, &Scorer),
    record: u32,
) -> f64 {
    let pattern = comparator.pattern(record, record);
    let frequencies = scorer.frequency_weights(record, record, pattern);
    let frequencies: f64 = frequencies.map(|(_, weight)| weight).sum();
    scorer.prior_weight(record, record) + scorer.pattern_weight(pattern) + frequencies
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::engine::pairs::source_pairs::LinkType;

    fn pair(left: u32, right: u32, weight: f32) -> ScoredPair {
        ScoredPair {
            left,
            right,
            weight,
            pattern: 0,
            rule: 0,
        }
    }

    #[test]
    fn a_worked_sweep() {
        let (truth, record_sources) = ([0, 0, 0, 1, 1], [0; 5]);
        let sources = SourcePairs::new(LinkType::Dedupe, 1, &[]);
        let pairs = [
            pair(0, 1, 9.0),
            pair(0, 3, 1.0),
            pair(3, 4, 5.0),
            pair(1, 2, 1.0),
        ];
        let sweep = threshold_sweep(&pairs, &truth, &record_sources, &sources);
        let counts: Vec<_> = sweep
            .iter()
            .map(|point| {
                let counts = point.counts;
                (
                    counts.true_positives,
                    counts.false_positives,
                    counts.false_negatives,
                )
            })
            .collect();
        assert_eq!(counts, [(1, 0, 3), (2, 0, 2), (3, 1, 1)]);
        let best = best_f1(&sweep).unwrap().counts;
        assert_eq!(
            (best.precision(), best.recall(), best.f1()),
            (0.75, 0.75, 0.75)
        );
    }

    #[test]
    fn nothing_found_of_nothing_is_right() {
        assert_eq!(PairCounts::default().f1(), 1.0);
    }

    #[test]
    fn blocking_is_judged_by_what_it_keeps() {
        let quality = blocking_quality(100, 9, 10, 1000);
        assert_eq!(
            (quality.pairs_completeness, quality.reduction_ratio),
            (0.9, 0.9)
        );
    }

    proptest! {
        #[test]
        fn cluster_pairs_are_counted_as_by_all_pairs(
            rows in proptest::collection::vec((0..5_u32, 0..5_u32, 0..2_u8), 0..30)
        ) {
            let found: Vec<u32> = rows.iter().map(|row| row.0).collect();
            let truth: Vec<u32> = rows.iter().map(|row| row.1).collect();
            let record_sources: Vec<u8> = rows.iter().map(|row| row.2).collect();
            let sources = SourcePairs::new(LinkType::LinkAndDedupe, 2, &[0]);
            let mut expected = PairCounts::default();
            for a in 0..rows.len() {
                for b in a + 1..rows.len() {
                    if sources.allows(record_sources[a], record_sources[b]) {
                        let (is_found, is_true) = (found[a] == found[b], truth[a] == truth[b]);
                        expected.true_positives += u64::from(is_found && is_true);
                        expected.false_positives += u64::from(is_found && !is_true);
                        expected.false_negatives += u64::from(!is_found && is_true);
                    }
                }
            }
            prop_assert_eq!(evaluate_clusters(&found, &truth, &record_sources, &sources), expected);
        }
    }
}
