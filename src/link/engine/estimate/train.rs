//! Estimates a model's parameters from its records, without labels.
//!
//! λ from deterministic rules; u from random pairs; m from sessions of expectation and maximisation; then, with m
//! known, u again without the matches among the random pairs, and m again, until both settle.

use super::em::{
    EmOptions, Estimated, Session, combined_m, estimate_m, initial_m, match_probability,
};
use super::prior::{PriorEstimate, estimate_prior};
use super::u_probability::{
    Agreement, agreements, random_patterns, refine_by_frequencies, u_probabilities,
};
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::comparison::Comparator;
use crate::link::engine::error::EngineError;
use crate::link::engine::model::Model;
use crate::link::engine::pairs::candidate_pairs::CandidatePairs;
use crate::link::engine::pairs::patterns::{PatternCounts, count_patterns};
use crate::link::engine::pairs::source_pairs::SourcePairs;
use crate::link::engine::weigh::parameters::{LevelProbabilities, Parameters};

/// How much to draw and how long to iterate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainOptions {
    pub random_pairs_max: u64,
    /// No more than so many for each record, where given: few records have little to tell.
    pub random_pairs_per_record: Option<u64>,
    pub seed: u64,
    /// A session with more pairs takes the blocks whose keys hash lowest, to about so many.
    pub session_pairs_max: u64,
    /// So often m and u are estimated in turn.
    pub rounds: usize,
    /// Take u of exact levels from value frequencies where these say more than the draws.
    pub u_from_frequencies: bool,
    /// Keep a prior for each pair of sources.
    pub priors_by_source: bool,
    pub em: EmOptions,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            random_pairs_max: 2_000_000,
            random_pairs_per_record: None,
            seed: 1969,
            session_pairs_max: 500_000,
            rounds: 3,
            u_from_frequencies: true,
            priors_by_source: false,
            em: EmOptions::default(),
        }
    }
}

/// How training went.
#[derive(Debug, Clone)]
pub struct TrainReport {
    pub prior: PriorEstimate,
    pub random_pairs: u64,
    /// The sessions of the last round.
    pub sessions: Vec<SessionReport>,
    /// Comparisons that no session taught: their m is the initial guess.
    pub untrained: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct SessionReport {
    pub rule: String,
    pub pairs: u64,
    pub patterns: usize,
    pub estimated: Estimated,
}

/// Estimates the parameters of `model`.
///
/// # Errors
/// A model that does not fit the columns; no pairs, or too many; no session with usable estimates.
pub fn train(
    columns: &Columns,
    model: &Model,
    options: &TrainOptions,
) -> Result<(Parameters, TrainReport), EngineError> {
    model.check(columns)?;
    let sources = model.source_pairs();
    let comparator = Comparator::new(columns, &model.comparisons);
    let prior = prior(columns, model)?;
    let of_records = options
        .random_pairs_per_record
        .map_or(u64::MAX, |pairs| pairs.saturating_mul(columns.len() as u64));
    let random = random_patterns(
        columns,
        &comparator,
        &sources,
        options.random_pairs_max.min(of_records),
        options.seed,
    )?;
    let sessions = sessions(columns, model, &sources, &comparator, options)?;
    let agreements = match options.u_from_frequencies {
        true => agreements(columns, &model.comparisons, &sources),
        false => Vec::new(),
    };
    let mut state = Rounds {
        m: initial_m(&model.comparisons),
        u: u_probabilities(&model.comparisons, &random, |_| 1.0),
        is_trained: vec![false; model.comparisons.len()],
        estimated: Vec::new(),
    };
    for _ in 0..options.rounds.max(1) {
        state.estimate_u(model, (&random, &agreements), prior.prior);
        state.estimate_m(model, &sessions, &prior, options)?;
    }
    let mut parameters =
        Parameters::of_probabilities(&model.comparisons, prior.prior, &state.m, &state.u);
    if options.priors_by_source {
        parameters.source_priors = prior.by_sources.clone();
    }
    let report = state.report(model, prior, random.pairs(), sessions);
    Ok((parameters, report))
}

fn prior(columns: &Columns, model: &Model) -> Result<PriorEstimate, EngineError> {
    let training = &model.training;
    estimate_prior(
        columns,
        &training.deterministic_rules,
        training.recall,
        &model.source_pairs(),
        model.limits,
    )
}

/// Parameters that other records taught, for these: m and u are of people, λ is of how many records there are.
///
/// # Errors
/// A model or parameters that do not fit; no pairs, or too many.
pub fn adapted(
    columns: &Columns,
    model: &Model,
    options: &TrainOptions,
    parameters: &Parameters,
) -> Result<Parameters, EngineError> {
    model.check(columns)?;
    parameters.check(&model.comparisons)?;
    let prior = prior(columns, model)?;
    let mut adapted = parameters.clone();
    adapted.prior = prior.prior;
    adapted.source_priors.clear();
    if options.priors_by_source {
        adapted.source_priors = prior.by_sources;
    }
    Ok(adapted)
}

fn sessions(
    columns: &Columns,
    model: &Model,
    sources: &SourcePairs,
    comparator: &Comparator,
    options: &TrainOptions,
) -> Result<Vec<Session>, EngineError> {
    let session = |rule: &crate::link::engine::pairs::blocking_rule::BlockingRule| {
        let (block_max, pairs) = (model.limits.block_pairs_max, options.session_pairs_max);
        let candidates = CandidatePairs::sampled(columns, rule, sources, block_max, pairs)?;
        let blocked = rule.fields(columns);
        let is_free = |comparison: &crate::link::engine::compare::comparison::Comparison| {
            !comparison
                .fields(columns)
                .iter()
                .any(|field| blocked.contains(field))
        };
        Ok(Session {
            rule: rule.name.clone(),
            is_trained: model.comparisons.iter().map(is_free).collect(),
            patterns: count_patterns(&candidates, comparator),
        })
    };
    model.training.sessions.iter().map(session).collect()
}

/// The state between rounds.
struct Rounds {
    m: LevelProbabilities,
    u: LevelProbabilities,
    is_trained: Vec<bool>,
    estimated: Vec<Estimated>,
}

impl Rounds {
    fn estimate_u(
        &mut self,
        model: &Model,
        (random, agreements): (&PatternCounts, &[Agreement]),
        prior: f64,
    ) {
        // Before the first round m is a guess, good enough to tell matches by several fields together.
        let counts = vec![true; self.m.len()];
        let probability = |pattern| match_probability(pattern, prior, (&self.m, &self.u), &counts);
        let mut u = u_probabilities(&model.comparisons, random, |pattern| {
            1.0 - probability(pattern)
        });
        refine_by_frequencies(agreements, (prior, &self.m), &mut u);
        self.u = u;
    }

    fn estimate_m(
        &mut self,
        model: &Model,
        sessions: &[Session],
        prior: &PriorEstimate,
        options: &TrainOptions,
    ) -> Result<(), EngineError> {
        let start = initial_m(&model.comparisons);
        let matches = prior.prior * prior.all_pairs as f64;
        self.estimated = sessions
            .iter()
            .map(|session| {
                let share =
                    (0.8 * matches / session.patterns.pairs().max(1) as f64).clamp(1e-4, 0.9);
                estimate_m(session, &self.u, &start, share, &options.em)
            })
            .collect();
        let reason = self
            .estimated
            .iter()
            .filter_map(|found| found.degenerate)
            .next_back();
        if self
            .estimated
            .iter()
            .all(|found| found.degenerate.is_some())
        {
            return Err(EngineError::NoUsableSession {
                sessions: sessions.len(),
                reason: reason.map_or_else(String::new, |reason| reason.to_string()),
            });
        }
        let pairs: Vec<(&Session, Estimated)> = sessions
            .iter()
            .zip(self.estimated.iter().cloned())
            .collect();
        (self.m, self.is_trained) = combined_m(&start, &pairs);
        Ok(())
    }

    fn report(
        self,
        model: &Model,
        prior: PriorEstimate,
        random_pairs: u64,
        sessions: Vec<Session>,
    ) -> TrainReport {
        let untrained = model
            .comparisons
            .iter()
            .zip(&self.is_trained)
            .filter(|(_, trained)| !**trained);
        let session = |(session, estimated): (Session, Estimated)| SessionReport {
            pairs: session.patterns.pairs(),
            patterns: session.patterns.len(),
            rule: session.rule,
            estimated,
        };
        TrainReport {
            prior,
            random_pairs,
            untrained: untrained
                .map(|(comparison, _)| comparison.name.clone())
                .collect(),
            sessions: sessions
                .into_iter()
                .zip(self.estimated)
                .map(session)
                .collect(),
        }
    }
}
