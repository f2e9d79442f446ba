//! Linking of any tables by a model: `toandan link`.
//!
//! Purpose: read the tables that a model names, estimate, weigh, cluster, and write what came of it. In: a checked
//! [`LinkPlan`] and a [`LinkingRequest`]. Out: a folder with `pairs`, `clusters` and `review_pairs` as Parquet,
//! `parameters.toml` and `report.json`; or a plan of what would be compared; or why a pair weighs what it weighs.
//! Grain: a run. Order: records by table, then id. Invariants: the folder appears whole or not at all; the same bytes
//! for any number of threads and any order of rows; no block is compared without its size being known first. Leaves
//! to others: the engine itself (`link::engine`), what is shown (`cli`).

pub(super) mod cells;
mod decisions;
mod error;
mod evaluating;
mod folder;
mod labels;
mod output;
mod prepared;
mod records;
pub mod report;
mod reporting;
mod review;
pub(super) mod saved;
mod standard;
mod supplied;
mod take;

use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::civil::Date;
use rayon::ThreadPoolBuilder;

pub use error::LinkingError;
pub use evaluating::{Evaluation, Scores};
pub use records::FieldFill;
pub use report::{LinkingReport, ParametersReport, PlanReport, RuleReport};

use crate::config::LinkPlan;
use crate::link::engine::{BlockingLimits, CandidatePairs, Explainer, Explanation};

use decisions::Decisions;
use folder::OutFolder;
use labels::Labels;
use prepared::Prepared;

/// What is asked of a run, beyond its model.
pub struct LinkingRequest<'a> {
    /// Two-digit years are of the century before this day, where the model names none.
    pub today: Date,
    pub threads: usize,
    /// Parameters of an earlier night instead of an estimate.
    pub parameters: Option<&'a Path>,
    /// Pairs that people decided.
    pub decisions: Option<&'a Path>,
    /// Which records are one, for measuring.
    pub labels: Option<&'a Path>,
}

/// What a run came to.
#[derive(Debug)]
pub struct LinkingOutcome {
    pub path: PathBuf,
    pub report: LinkingReport,
    pub timings: Timings,
}

/// Seconds by step.
pub type Timings = Vec<(&'static str, f64)>;

/// Links the tables of `plan` into the folder `out`.
///
/// # Errors
/// Tables, parameters or labels that cannot be used; a model that finds nothing to learn from; the disk.
pub fn link_tables(
    plan: &LinkPlan,
    out: &Path,
    request: &LinkingRequest<'_>,
) -> Result<LinkingOutcome, LinkingError> {
    on_threads(request.threads, || {
        let folder = OutFolder::begin(out)?;
        let mut steps = Steps::new();
        let plan = &supplied::in_form(plan);
        let mut prepared = Prepared::read(plan, request)?;
        prepared.records.keep_ids();
        steps.end("read");
        let estimated = prepared.parameters(request)?;
        steps.end("estimate");
        let found = prepared.find(&estimated.parameters)?;
        steps.end("compare");
        let decisions = request.decisions;
        let decisions = decisions.map(|path| Decisions::read(path, &prepared.records));
        let decisions = decisions.transpose()?.unwrap_or_default();
        let clustered = prepared.cluster(&found.pairs, decisions)?;
        steps.end("cluster");
        let labels = request
            .labels
            .map(|path| Labels::read(path, &prepared.records));
        let report = prepared.report(&estimated, &found, &clustered, labels.transpose()?)?;
        steps.end("report");
        prepared.write(&folder, (&estimated, &found, &clustered), &report)?;
        folder.commit()?;
        steps.end("write");
        Ok(LinkingOutcome {
            path: out.to_path_buf(),
            report,
            timings: steps.timings,
        })
    })
}

/// Counts what would be compared.
///
/// # Errors
/// As [`link_tables`]'s, too many pairs apart: these are said.
pub fn plan_tables(
    plan: &LinkPlan,
    request: &LinkingRequest<'_>,
) -> Result<PlanReport, LinkingError> {
    on_threads(request.threads, || {
        let plan = &supplied::in_form(plan);
        let prepared = Prepared::read(plan, request)?;
        let model = &plan.model;
        let limits = BlockingLimits {
            pairs_max: u64::MAX,
            ..model.limits
        };
        let sources = model.source_pairs();
        let candidates =
            CandidatePairs::new(&prepared.columns, &model.blocking_rules, &sources, limits)?;
        let rule_pairs: u64 = candidates.block_pairs().iter().sum();
        let is_within = rule_pairs <= model.limits.pairs_max;
        let counts = match is_within {
            true => candidates.count(),
            false => candidates.report(&[]),
        };
        let compared = counts.iter().map(|count| count.new_pairs).sum();
        Ok(PlanReport {
            model: prepared.model_name(),
            tables: prepared.tables(),
            fields: prepared.fills.clone(),
            possible_pairs: prepared.possible_pairs(),
            compared_pairs: is_within.then_some(compared),
            rule_pairs,
            pairs_max: model.limits.pairs_max,
            rules: counts
                .iter()
                .map(|count| RuleReport::new(count, is_within))
                .collect(),
        })
    })
}

/// Explains the pair of two records, each named by its id, or by `table:id`.
///
/// # Errors
/// As [`link_tables`]'s; a record that is not there.
pub fn explain_pair(
    plan: &LinkPlan,
    (left, right): (&str, &str),
    request: &LinkingRequest<'_>,
) -> Result<Explanation, LinkingError> {
    on_threads(request.threads, || {
        let plan = &supplied::in_form(plan);
        let prepared = Prepared::read(plan, request)?;
        let (left, right) = (prepared.record(left)?, prepared.record(right)?);
        let estimated = prepared.parameters(request)?;
        let explainer = Explainer::new(&prepared.columns, &plan.model, &estimated.parameters)?;
        Ok(explainer.explain(left, right)?)
    })
}

fn on_threads<T: Send>(
    threads: usize,
    work: impl FnOnce() -> Result<T, LinkingError> + Send,
) -> Result<T, LinkingError> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|source| LinkingError::Threads { source })?;
    pool.install(work)
}

/// Seconds since the step before.
struct Steps {
    since: Instant,
    timings: Timings,
}

impl Steps {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            timings: Vec::new(),
        }
    }

    fn end(&mut self, step: &'static str) {
        self.timings
            .push((step, self.since.elapsed().as_secs_f64()));
        self.since = Instant::now();
    }
}
