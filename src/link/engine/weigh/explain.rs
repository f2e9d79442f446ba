//! Why a pair weighs what it weighs.

use super::parameters::Parameters;
use super::scoring::Scorer;
use super::thresholds::{Threshold, probability_of_weight};
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::comparison::{Comparator, MISSING_LEVEL};
use crate::link::engine::error::EngineError;
use crate::link::engine::model::Model;
use crate::link::engine::pairs::candidate_pairs::CandidatePairs;

/// A pair's weight step by step: a waterfall from the prior down to the match weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The blocking rules that the pair satisfies, the first of which brings it; none where it is no candidate.
    pub rules: Vec<String>,
    pub prior_weight: f64,
    pub comparisons: Vec<ExplainedComparison>,
    pub weight: f64,
    pub probability: f64,
    pub threshold: Threshold,
}

/// What one comparison adds.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedComparison {
    pub name: String,
    /// The label of the level that holds.
    pub level: String,
    /// Not where the fields are missing.
    pub m_and_u: Option<(f64, f64)>,
    pub weight: f64,
    /// What the frequency of the value adds.
    pub term_frequency_weight: f64,
    /// The weight so far, from the prior on.
    pub running_weight: f64,
}

/// Explains pairs; one of its kind serves many.
#[derive(Debug)]
pub struct Explainer<'m> {
    columns: &'m Columns,
    model: &'m Model,
    parameters: &'m Parameters,
    candidates: CandidatePairs<'m>,
    scorer: Scorer<'m>,
}

impl<'m> Explainer<'m> {
    /// Blocks the records and counts frequencies, as prediction does.
    ///
    /// # Errors
    /// As [`super::predict::predict`].
    pub fn new(
        columns: &'m Columns,
        model: &'m Model,
        parameters: &'m Parameters,
    ) -> Result<Self, EngineError> {
        model.check(columns)?;
        parameters.check(&model.comparisons)?;
        let (rules, sources) = (&model.blocking_rules, model.source_pairs());
        Ok(Self {
            columns,
            model,
            parameters,
            candidates: CandidatePairs::new(columns, rules, &sources, model.limits)?,
            scorer: Scorer::new(columns, model, parameters),
        })
    }

    /// Explains the pair of records that were given under the numbers `a` and `b`, in either order.
    ///
    /// # Errors
    /// A record beyond the last.
    pub fn explain(&self, a: u32, b: u32) -> Result<Explanation, EngineError> {
        let place = |number| self.columns.with_given_number(number);
        let (Some(left), Some(right)) = (place(a), place(b)) else {
            return Err(EngineError::UnknownRecord {
                left: a.min(b),
                right: a.max(b),
                records: self.columns.len(),
            });
        };
        let comparator = Comparator::new(self.columns, &self.model.comparisons);
        let pattern = comparator.pattern(left, right);
        let frequencies: Vec<(usize, f64)> = self
            .scorer
            .frequency_weights(left, right, pattern)
            .collect();
        let prior_weight = self.scorer.prior_weight(left, right);
        let mut running_weight = prior_weight;
        let comparisons = (0..self.model.comparisons.len())
            .map(|at| {
                let level = comparator.level(at, left, right);
                let of_comparison = frequencies
                    .iter()
                    .filter(|(comparison, _)| *comparison == at);
                let explained =
                    self.comparison(at, level, of_comparison.map(|(_, weight)| weight).sum());
                running_weight += explained.weight + explained.term_frequency_weight;
                ExplainedComparison {
                    running_weight,
                    ..explained
                }
            })
            .collect();
        Ok(Explanation {
            rules: self.rules(left, right),
            prior_weight,
            comparisons,
            weight: running_weight,
            probability: probability_of_weight(running_weight),
            threshold: self.scorer.threshold(left, right),
        })
    }

    fn comparison(
        &self,
        at: usize,
        level: usize,
        term_frequency_weight: f64,
    ) -> ExplainedComparison {
        let comparison = &self.model.comparisons[at];
        let m_and_u = (level != MISSING_LEVEL).then(|| {
            let of_level = &self.parameters.comparisons[at].levels[level - 1];
            (of_level.m, of_level.u)
        });
        ExplainedComparison {
            name: comparison.name.clone(),
            level: comparison.label(level).to_owned(),
            m_and_u,
            weight: self.scorer.level_weight(at, level),
            term_frequency_weight,
            running_weight: 0.0,
        }
    }

    fn rules(&self, left: u32, right: u32) -> Vec<String> {
        let satisfied = self.candidates.satisfied(left, right);
        satisfied
            .map(|rule| self.model.blocking_rules[rule].name.clone())
            .collect()
    }
}
