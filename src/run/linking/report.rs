//! What linking tables came to, as `report.json` has it: no times, so that the same inputs give the same bytes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evaluating::Evaluation;
use super::records::FieldFill;
use crate::link::engine::evaluate::drift;
use crate::link::engine::pairs::blocking::BlockSize;
use crate::link::engine::{RuleCount, TrainReport};

/// A rule's blocks beyond the limit that are named one by one.
const REFUSED_SHOWN: usize = 5;

#[derive(Debug, Serialize)]
pub struct LinkingReport {
    pub model: String,
    pub toandan_version: &'static str,
    pub tables: Vec<TableReport>,
    pub fields: Vec<FieldFill>,
    pub parameters: ParametersReport,
    pub rules: Vec<RuleReport>,
    pub pairs: PairsReport,
    pub clusters: ClustersReport,
    pub unlinkable: Unlinkable,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TableReport {
    pub table: String,
    pub records: u64,
    /// Rows with fewer cells than the header.
    pub short_rows: u64,
}

/// Where the parameters come from.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ParametersReport {
    Estimated(TrainingReport),
    Reused(DriftReport),
}

#[derive(Debug, Serialize)]
pub struct TrainingReport {
    pub prior: f64,
    pub deterministic_pairs: u64,
    pub random_pairs: u64,
    pub sessions: Vec<SessionReport>,
    /// Comparisons that no session taught.
    pub untrained: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct SessionReport {
    pub rule: String,
    pub pairs: u64,
    pub patterns: usize,
    pub matched_share: f64,
    pub iterations: usize,
    pub has_converged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unusable: Option<String>,
}

impl From<&TrainReport> for TrainingReport {
    fn from(report: &TrainReport) -> Self {
        let sessions = report.sessions.iter().map(|session| SessionReport {
            rule: session.rule.clone(),
            pairs: session.pairs,
            patterns: session.patterns,
            matched_share: session.estimated.matched_share,
            iterations: session.estimated.iterations.len(),
            has_converged: session.estimated.has_converged,
            unusable: session
                .estimated
                .degenerate
                .map(|reason| reason.to_string()),
        });
        Self {
            prior: report.prior.prior,
            deterministic_pairs: report.prior.found_pairs,
            random_pairs: report.random_pairs,
            sessions: sessions.collect(),
            untrained: report.untrained.clone(),
        }
    }
}

/// How far tonight's pairs are from those of the night of the estimate.
#[derive(Debug, Serialize)]
pub struct DriftReport {
    /// 0 the same patterns, 1 none in common (Jensen and Shannon).
    pub pattern_divergence: f64,
    /// Per comparison the share of candidate pairs that lack its fields.
    pub missing: Vec<MissingReport>,
}

#[derive(Debug, Serialize)]
pub struct MissingReport {
    pub comparison: String,
    pub before: f64,
    pub tonight: f64,
}

impl From<drift::Drift> for DriftReport {
    fn from(drift: drift::Drift) -> Self {
        let missing = drift.missing.into_iter().map(|of| MissingReport {
            comparison: of.comparison,
            before: of.before,
            tonight: of.tonight,
        });
        Self {
            pattern_divergence: drift.pattern_divergence,
            missing: missing.collect(),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct RuleReport {
    pub rule: String,
    /// Pairs in its blocks.
    pub pairs: u64,
    /// Of them those that no earlier rule brings; `None` where they were not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_pairs: Option<u64>,
    pub largest_blocks: Vec<BlockReport>,
    /// Blocks of so many records that these are compared only where they share more.
    pub crowds: u64,
    /// Blocks beyond the limit, which are not compared.
    pub refused_blocks: u64,
    pub refused_pairs: u64,
    pub largest_refused: Vec<BlockReport>,
}

/// A block, by the hash of its key: no person shows.
#[derive(Debug, Clone, Serialize)]
pub struct BlockReport {
    pub key_hash: String,
    pub records: u64,
    pub pairs: u64,
}

impl From<&BlockSize> for BlockReport {
    fn from(block: &BlockSize) -> Self {
        Self {
            key_hash: format!("{:016x}", block.key_hash),
            records: block.records,
            pairs: block.pairs,
        }
    }
}

impl RuleReport {
    pub fn new(count: &RuleCount, is_counted: bool) -> Self {
        let refused = &count.refused_blocks;
        Self {
            rule: count.rule.clone(),
            pairs: count.pairs,
            new_pairs: is_counted.then_some(count.new_pairs),
            largest_blocks: count.largest_blocks.iter().map(Into::into).collect(),
            crowds: count.crowds as u64,
            refused_blocks: refused.len() as u64,
            refused_pairs: refused.iter().map(|block| block.pairs).sum(),
            largest_refused: refused.iter().take(REFUSED_SHOWN).map(Into::into).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct PairsReport {
    /// All pairs of the tables' records that could be.
    pub possible: u64,
    pub compared: u64,
    /// Of the possible pairs the share that was not compared.
    pub reduction_ratio: f64,
    pub matching: u64,
    /// Between the thresholds.
    pub review: u64,
    pub patterns: usize,
}

#[derive(Debug, Serialize)]
pub struct ClustersReport {
    pub count: u64,
    /// Clusters by how many records they have.
    pub sizes: BTreeMap<u32, u64>,
    /// Clusters of three and more records that one pair alone holds together.
    pub with_bridges: u64,
    /// Pairs that a constraint kept apart, by reason.
    pub refused: BTreeMap<&'static str, u64>,
}

/// Records that hold too little to match anything: compared with themselves they stay below the threshold.
#[derive(Debug, Serialize)]
pub struct Unlinkable {
    pub records: u64,
    pub share: f64,
}

/// What blocking brings, before anything is compared.
#[derive(Debug, Serialize)]
pub struct PlanReport {
    pub model: String,
    pub tables: Vec<TableReport>,
    pub fields: Vec<FieldFill>,
    pub possible_pairs: u64,
    /// Pairs that would be compared; `None` where the limit is exceeded and they were not counted.
    pub compared_pairs: Option<u64>,
    /// Pairs of all rules together, those counted twice too, and their limit.
    pub rule_pairs: u64,
    pub pairs_max: u64,
    pub rules: Vec<RuleReport>,
}

/// The share of the second in the first that is not there.
pub fn reduction(possible: u64, compared: u64) -> f64 {
    1.0 - compared as f64 / possible.max(1) as f64
}
