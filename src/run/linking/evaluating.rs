//! How good the result is against labels.

use serde::Serialize;

use super::LinkingError;
use super::labels::Labels;
use super::records::Records;
use crate::link::engine::evaluate::evaluation::{
    PairCounts, best_f1, evaluate_clusters, evaluate_clusters_by_sources, evaluate_pairs,
    pairs_within, threshold_sweep,
};
use crate::link::engine::pairs::candidate_pairs::CandidatePair;
use crate::link::engine::weigh::predict::matching_pairs;
use crate::link::engine::weigh::thresholds::probability_of_weight;
use crate::link::engine::{CandidatePairs, Columns, Model, ScoredPair};

/// Figures over the pairs of records that both have a label.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    pub labelled_records: u64,
    pub true_pairs: u64,
    /// Of the true pairs the share that blocking brings.
    pub pairs_completeness: f64,
    /// Pairs at or above the match thresholds.
    pub pairs: Scores,
    /// All pairs within clusters.
    pub clusters: Scores,
    pub clusters_by_tables: Vec<TablesScores>,
    /// The best threshold in hindsight, which no model knows.
    pub hindsight: Option<Hindsight>,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Scores {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub true_positives: u64,
    pub false_positives: u64,
    pub false_negatives: u64,
}

impl From<PairCounts> for Scores {
    fn from(counts: PairCounts) -> Self {
        Self {
            precision: counts.precision(),
            recall: counts.recall(),
            f1: counts.f1(),
            true_positives: counts.true_positives,
            false_positives: counts.false_positives,
            false_negatives: counts.false_negatives,
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct TablesScores {
    pub left: String,
    pub right: String,
    #[serde(flatten)]
    pub scores: Scores,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct Hindsight {
    pub match_weight: f64,
    pub match_probability: f64,
    #[serde(flatten)]
    pub scores: Scores,
}

/// What was found.
pub struct Found<'a> {
    pub columns: &'a Columns,
    /// Per record the number of its table.
    pub sources: &'a [u8],
    pub model: &'a Model,
    pub pairs: &'a [ScoredPair],
    pub clusters: &'a [u32],
}

/// # Errors
/// As blocking's.
pub fn evaluate(
    found: &Found<'_>,
    labels: &Labels,
    records: &Records<'_>,
) -> Result<Evaluation, LinkingError> {
    let model = found.model;
    let (tables, truth) = (found.sources, &labels.truth);
    let sources = model.source_pairs();
    let is_known = |pair: &&ScoredPair| labels.know(pair.left, pair.right);
    let pairs: Vec<ScoredPair> = found.pairs.iter().filter(is_known).copied().collect();
    let matches = matching_pairs(&pairs, tables, &model.thresholds);
    let matches = matches.iter().map(|pair| (pair.left, pair.right));
    let sweep = threshold_sweep(&pairs, truth, tables, &sources);
    let (labelled, labelled_tables) = (labels.of_labelled(truth), labels.of_labelled(tables));
    let clusters = labels.of_labelled(found.clusters);
    let true_pairs = pairs_within(truth, tables, &sources);
    let name = |number: u8| records.tables[usize::from(number)].table.name.clone();
    let by_tables = evaluate_clusters_by_sources(&clusters, &labelled, &labelled_tables, &sources);
    Ok(Evaluation {
        labelled_records: labels.count() as u64,
        true_pairs,
        pairs_completeness: completeness(found, truth, true_pairs)?,
        pairs: evaluate_pairs(matches, truth, tables, &sources).into(),
        clusters: evaluate_clusters(&clusters, &labelled, &labelled_tables, &sources).into(),
        clusters_by_tables: by_tables
            .into_iter()
            .map(|((left, right), counts)| TablesScores {
                left: name(left),
                right: name(right),
                scores: counts.into(),
            })
            .collect(),
        hindsight: best_f1(&sweep).map(|best| Hindsight {
            match_weight: f64::from(best.weight),
            match_probability: probability_of_weight(f64::from(best.weight)),
            scores: best.counts.into(),
        }),
    })
}

/// Of the true pairs the share that are candidates.
fn completeness(found: &Found<'_>, truth: &[u32], true_pairs: u64) -> Result<f64, LinkingError> {
    let model = found.model;
    let sources = model.source_pairs();
    let candidates =
        CandidatePairs::new(found.columns, &model.blocking_rules, &sources, model.limits)?;
    let counts = candidates.visit(
        |_| 0_u64,
        |count, pairs| {
            let of = |record| truth[found.columns.given_number(record) as usize];
            let is_true = |pair: &&CandidatePair| of(pair.left) == of(pair.right);
            *count += pairs.iter().filter(is_true).count() as u64;
        },
    );
    let reached: u64 = counts.iter().sum();
    Ok(if true_pairs == 0 {
        1.0
    } else {
        reached as f64 / true_pairs as f64
    })
}
