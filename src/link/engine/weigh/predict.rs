//! Candidate pairs to scored pairs.

use rayon::prelude::*;

use super::parameters::Parameters;
use super::scoring::Scorer;
use super::thresholds::Thresholds;
use crate::domain::fast_map::FastMap;
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::comparison::Comparator;
use crate::link::engine::error::EngineError;
use crate::link::engine::model::Model;
use crate::link::engine::pairs::candidate_pairs::{CandidatePair, CandidatePairs, RuleCount};
use crate::link::engine::pairs::patterns::PatternCounts;

/// A pair at or above the review threshold, the lower record number left. Records go by the numbers under which they
/// were given, however they are arranged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredPair {
    pub left: u32,
    pub right: u32,
    /// log2 of the odds that the records match.
    pub weight: f32,
    /// The place of its pattern in [`PredictReport::patterns`].
    pub pattern: u32,
    /// The first blocking rule that pairs the records.
    pub rule: u8,
}

/// What comparing all candidate pairs showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PredictReport {
    pub rules: Vec<RuleCount>,
    /// The patterns of all candidate pairs.
    pub patterns: PatternCounts,
    pub compared_pairs: u64,
    pub matching_pairs: u64,
    pub review_pairs: u64,
}

/// What one task of pairs gives.
struct Task {
    rule: u8,
    pairs: u64,
    matching_pairs: u64,
    tally: FastMap<u64, u64>,
    /// With the pattern itself, which has no place yet.
    scored: Vec<(ScoredPair, u64)>,
}

impl Task {
    fn add(&mut self, pair: CandidatePair, pattern: u64, scorer: &Scorer) {
        self.pairs += 1;
        *self.tally.entry(pattern).or_default() += 1;
        let threshold = scorer.threshold(pair.left, pair.right);
        let at_least = threshold.review_weight;
        if let Some(weight) = scorer.weight_reaching(pair.left, pair.right, pattern, at_least) {
            // As it is published, in single precision.
            self.matching_pairs += u64::from(f64::from(weight as f32) >= threshold.match_weight);
            let scored = ScoredPair {
                left: pair.left,
                right: pair.right,
                weight: weight as f32,
                pattern: 0,
                rule: pair.rule,
            };
            self.scored.push((scored, pattern));
        }
    }
}

/// Compares and weighs all candidate pairs of `model`; gives those at or above the review threshold by record
/// numbers.
///
/// # Errors
/// A model or parameters that do not fit; more pairs than the model's limit.
pub fn predict(
    columns: &Columns,
    model: &Model,
    parameters: &Parameters,
) -> Result<(Vec<ScoredPair>, PredictReport), EngineError> {
    model.check(columns)?;
    parameters.check(&model.comparisons)?;
    let sources = model.source_pairs();
    let candidates = CandidatePairs::new(columns, &model.blocking_rules, &sources, model.limits)?;
    let comparator = Comparator::new(columns, &model.comparisons);
    let scorer = Scorer::new(columns, model, parameters);
    let start = |rule| Task {
        rule,
        pairs: 0,
        matching_pairs: 0,
        tally: FastMap::default(),
        scored: Vec::new(),
    };
    let tasks = candidates.visit(start, |task, pairs| {
        comparator.touch(pairs.iter().map(|pair| (pair.left, pair.right)));
        for pair in pairs {
            task.add(*pair, comparator.pattern(pair.left, pair.right), &scorer);
        }
    });
    let by_rule: Vec<(u8, u64)> = tasks.iter().map(|task| (task.rule, task.pairs)).collect();
    let rules = candidates.report(&by_rule);
    let matching_pairs = tasks.iter().map(|task| task.matching_pairs).sum();
    let (pairs, patterns) = gathered(columns, tasks);
    let report = PredictReport {
        rules,
        compared_pairs: patterns.pairs(),
        patterns,
        matching_pairs,
        review_pairs: pairs.len() as u64 - matching_pairs,
    };
    Ok((pairs, report))
}

/// The pairs that are matches by the thresholds of their sources, by record: what clusters are made of.
#[must_use]
pub fn matching_pairs(
    pairs: &[ScoredPair],
    sources: &[u8],
    thresholds: &Thresholds,
) -> Vec<ScoredPair> {
    let is_match = |pair: &&ScoredPair| {
        let (a, b) = (sources[pair.left as usize], sources[pair.right as usize]);
        f64::from(pair.weight) >= thresholds.of(a, b).match_weight
    };
    pairs.iter().filter(is_match).copied().collect()
}

fn gathered(columns: &Columns, tasks: Vec<Task>) -> (Vec<ScoredPair>, PatternCounts) {
    let (tallies, scored): (Vec<_>, Vec<_>) = tasks
        .into_iter()
        .map(|task| (task.tally, task.scored))
        .unzip();
    let patterns = PatternCounts::merged(tallies);
    let placed = |(pair, pattern): (ScoredPair, u64)| {
        let (a, b) = (
            columns.given_number(pair.left),
            columns.given_number(pair.right),
        );
        ScoredPair {
            left: a.min(b),
            right: a.max(b),
            pattern: patterns.position(pattern).unwrap_or_default() as u32,
            ..pair
        }
    };
    let tasks = scored.into_par_iter();
    let mut pairs: Vec<ScoredPair> = tasks
        .flat_map_iter(|scored| scored.into_iter().map(placed))
        .collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    (pairs, patterns)
}
