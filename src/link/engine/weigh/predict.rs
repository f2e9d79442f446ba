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
    review_pairs: u64,
    /// Per pattern its place in the order of their first pairs, and its pairs.
    tally: FastMap<u64, (u32, u64)>,
    /// With the places of patterns among the task's own.
    scored: Vec<ScoredPair>,
}

impl Task {
    fn add(
        &mut self,
        pair: CandidatePair,
        pattern: u64,
        predictor: &Predictor<'_, impl Fn(u32, u32) -> bool>,
    ) {
        self.pairs += 1;
        let patterns = self.tally.len() as u32;
        let (place, count) = self.tally.entry(pattern).or_insert((patterns, 0));
        *count += 1;
        let (columns, scorer) = (predictor.columns, predictor.scorer);
        let threshold = scorer.threshold(pair.left, pair.right);
        let at_least = threshold.review_weight;
        let weight = scorer.weight_reaching(pair.left, pair.right, pattern, at_least);
        let Some(weight) = weight.map(|weight| weight as f32) else {
            return;
        };
        let is_match = f64::from(weight) >= threshold.match_weight;
        self.matching_pairs += u64::from(is_match);
        self.review_pairs += u64::from(!is_match);
        let (a, b) = (
            columns.given_number(pair.left),
            columns.given_number(pair.right),
        );
        let (left, right) = (a.min(b), a.max(b));
        if (predictor.is_wanted)(left, right) {
            self.scored.push(ScoredPair {
                left,
                right,
                weight,
                pattern: *place,
                rule: pair.rule,
            });
        }
    }
}

/// What tasks are told.
struct Predictor<'p, W> {
    columns: &'p Columns,
    scorer: &'p Scorer<'p>,
    is_wanted: W,
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
    predict_wanted(columns, model, parameters, |_, _| true)
}

/// [`predict`], and of the pairs only those that `is_wanted`, by the numbers under which the records were given. All
/// are compared and counted.
///
/// # Errors
/// As [`predict`]'s.
pub fn predict_wanted(
    columns: &Columns,
    model: &Model,
    parameters: &Parameters,
    is_wanted: impl Fn(u32, u32) -> bool + Sync,
) -> Result<(Vec<ScoredPair>, PredictReport), EngineError> {
    model.check(columns)?;
    parameters.check(&model.comparisons)?;
    let sources = model.source_pairs();
    let candidates = CandidatePairs::new(columns, &model.blocking_rules, &sources, model.limits)?;
    let comparator = Comparator::new(columns, &model.comparisons);
    let scorer = Scorer::new(columns, model, parameters);
    let predictor = Predictor {
        columns,
        scorer: &scorer,
        is_wanted,
    };
    let start = |rule| Task {
        rule,
        pairs: 0,
        matching_pairs: 0,
        review_pairs: 0,
        tally: FastMap::default(),
        scored: Vec::new(),
    };
    let tasks = candidates.visit(start, |task, pairs| {
        comparator.touch(pairs.iter().map(|pair| (pair.left, pair.right)));
        for pair in pairs {
            task.add(*pair, comparator.pattern(pair.left, pair.right), &predictor);
        }
    });
    let by_rule: Vec<(u8, u64)> = tasks.iter().map(|task| (task.rule, task.pairs)).collect();
    let rules = candidates.report(&by_rule);
    let matching_pairs = tasks.iter().map(|task| task.matching_pairs).sum();
    let review_pairs = tasks.iter().map(|task| task.review_pairs).sum();
    let (pairs, patterns) = gathered(tasks);
    let report = PredictReport {
        rules,
        compared_pairs: patterns.pairs(),
        patterns,
        matching_pairs,
        review_pairs,
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

fn gathered(tasks: Vec<Task>) -> (Vec<ScoredPair>, PatternCounts) {
    let tallies = tasks.iter().flat_map(|task| &task.tally);
    let patterns: PatternCounts = tallies
        .map(|(pattern, (_, count))| (*pattern, *count))
        .collect();
    let placed = |task: Task| {
        let mut places = vec![0; task.tally.len()];
        for (pattern, (place, _)) in &task.tally {
            places[*place as usize] = patterns.position(*pattern).unwrap_or_default() as u32;
        }
        let scored = task.scored.into_iter();
        scored.map(move |pair| ScoredPair {
            pattern: places[pair.pattern as usize],
            ..pair
        })
    };
    let mut pairs: Vec<ScoredPair> = tasks.into_par_iter().flat_map_iter(placed).collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    (pairs, patterns)
}
