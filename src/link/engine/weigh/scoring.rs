//! Match weights: the evidence of a pair in bits.
//!
//! log2 of the prior odds, plus log2(m/u) of each comparison's level, plus what value frequencies add
//! (Fellegi and Sunter 1969; Newcombe 1959). Example: λ = 2^-20, a name of m/u = 2^8, a birth of 2^12, frequencies
//! 2^3: about 20 bits against 23, weight 3, probability 8/9.

use super::parameters::Parameters;
use super::thresholds::{Threshold, weight_of_probability};
use crate::link::engine::columns::{ColumnId, Columns};
use crate::link::engine::compare::comparison::{
    COMPARISONS_MAX, Comparison, MISSING_LEVEL, level_of,
};
use crate::link::engine::estimate::term_frequency::{TermFrequencies, term_frequency_weight};
use crate::link::engine::model::Model;

/// A number per comparison and level.
type LevelTable = [[f64; 16]; COMPARISONS_MAX];

/// Weighs pairs by their patterns.
#[derive(Debug)]
pub struct Scorer<'m> {
    columns: &'m Columns,
    comparisons: usize,
    weights: LevelTable,
    /// The most that value frequencies can add.
    gains_max: LevelTable,
    adjustments: Vec<Adjustment>,
    frequencies: Vec<TermFrequencies>,
    frequency_min_log2: f64,
    sources: usize,
    priors: Vec<f64>,
    thresholds: Vec<Threshold>,
}

#[derive(Debug, Clone, Copy)]
struct Adjustment {
    comparison: usize,
    level: usize,
    /// Its place in [`Scorer::frequencies`].
    frequencies: usize,
    exact_u_log2: f64,
    weight: f64,
}

impl<'m> Scorer<'m> {
    /// Makes tables of the parameters, and counts the frequencies that the model asks for.
    #[must_use]
    pub fn new(columns: &'m Columns, model: &Model, parameters: &Parameters) -> Self {
        let sources = model.sources;
        let pairs: Vec<(u8, u8)> = (0..sources * sources)
            .map(|at| ((at / sources) as u8, (at % sources) as u8))
            .collect();
        let prior = |(a, b): &(u8, u8)| weight_of_probability(parameters.prior_of(*a, *b));
        let mut scorer = Self {
            columns,
            comparisons: model.comparisons.len(),
            weights: [[0.0; 16]; COMPARISONS_MAX],
            gains_max: [[0.0; 16]; COMPARISONS_MAX],
            adjustments: Vec::new(),
            frequencies: Vec::new(),
            frequency_min_log2: model.term_frequency_min.log2(),
            sources,
            priors: pairs.iter().map(prior).collect(),
            thresholds: pairs
                .iter()
                .map(|(a, b)| model.thresholds.of(*a, *b))
                .collect(),
        };
        for (at, comparison) in model.comparisons.iter().enumerate() {
            for level in 1..=comparison.else_level() {
                scorer.weights[at][level] = parameters.level_weight(at, level);
            }
            scorer.add_adjustments(model, parameters, at, comparison);
        }
        scorer
    }

    fn add_adjustments(
        &mut self,
        model: &Model,
        parameters: &Parameters,
        at: usize,
        comparison: &Comparison,
    ) {
        for (level, of_level) in comparison.levels.iter().enumerate() {
            let Some(term_frequency) = of_level.term_frequency else {
                continue;
            };
            let level = level + 1;
            let exact = comparison
                .exact_level(term_frequency.column)
                .unwrap_or(level);
            let adjustment = Adjustment {
                comparison: at,
                level,
                frequencies: self.frequencies_of(model, term_frequency.column),
                exact_u_log2: parameters.comparisons[at].levels[exact - 1].u.log2(),
                weight: term_frequency.weight,
            };
            // No value that is known is rarer than one record in all.
            let rarest = -(self.columns.len().max(1) as f64).log2();
            let rarest = self.frequency_min_log2.max(rarest);
            let gain = adjustment.weight * (adjustment.exact_u_log2 - rarest);
            let is_supplied = model
                .supplied_frequencies
                .iter()
                .any(|supplied| supplied.column == term_frequency.column);
            self.gains_max[at][level] = if is_supplied {
                f64::INFINITY
            } else {
                gain.max(0.0)
            };
            self.adjustments.push(adjustment);
        }
    }

    fn frequencies_of(&mut self, model: &Model, column: ColumnId) -> usize {
        let known = self
            .frequencies
            .iter()
            .position(|known| known.column() == column);
        known.unwrap_or_else(|| {
            let mut supplied = model.supplied_frequencies.iter();
            let supplied = supplied.find(|supplied| supplied.column == column);
            self.frequencies.push(match supplied {
                Some(supplied) => TermFrequencies::supplied(self.columns, supplied),
                None => TermFrequencies::counted(self.columns, column),
            });
            self.frequencies.len() - 1
        })
    }

    fn sources_index(&self, a: u32, b: u32) -> usize {
        usize::from(self.columns.source(a)) * self.sources + usize::from(self.columns.source(b))
    }

    /// The thresholds that a pair is held against.
    #[must_use]
    pub fn threshold(&self, a: u32, b: u32) -> Threshold {
        self.thresholds[self.sources_index(a, b)]
    }

    /// The weight of the prior for a pair.
    #[must_use]
    pub fn prior_weight(&self, a: u32, b: u32) -> f64 {
        self.priors[self.sources_index(a, b)]
    }

    /// The weight of a pattern: without prior, without frequencies.
    #[must_use]
    pub fn pattern_weight(&self, pattern: u64) -> f64 {
        (0..self.comparisons)
            .map(|at| self.weights[at][level_of(pattern, at)])
            .sum()
    }

    /// The weight of a pair, if it can reach `at_least`; frequencies are looked up only then.
    #[must_use]
    pub fn weight_reaching(&self, a: u32, b: u32, pattern: u64, at_least: f64) -> Option<f64> {
        let base = self.prior_weight(a, b) + self.pattern_weight(pattern);
        let gain_max: f64 = (0..self.comparisons)
            .map(|at| self.gains_max[at][level_of(pattern, at)])
            .sum();
        if base + gain_max < at_least {
            return None;
        }
        let weight = base
            + self
                .frequency_weights(a, b, pattern)
                .map(|(_, weight)| weight)
                .sum::<f64>();
        (weight >= at_least).then_some(weight)
    }

    /// What frequencies add for a pair, by comparison.
    pub fn frequency_weights(
        &self,
        a: u32,
        b: u32,
        pattern: u64,
    ) -> impl Iterator<Item = (usize, f64)> + '_ {
        let holds = move |adjustment: &&Adjustment| {
            level_of(pattern, adjustment.comparison) == adjustment.level
        };
        self.adjustments
            .iter()
            .filter(holds)
            .map(move |adjustment| {
                let frequencies = &self.frequencies[adjustment.frequencies];
                let frequency = frequencies.larger_log2(self.columns, a, b);
                let weight = term_frequency_weight(
                    adjustment.exact_u_log2,
                    frequency,
                    self.frequency_min_log2,
                    adjustment.weight,
                );
                (adjustment.comparison, weight)
            })
    }

    /// The weight of a comparison's level.
    #[must_use]
    pub fn level_weight(&self, comparison: usize, level: usize) -> f64 {
        debug_assert!(level != MISSING_LEVEL || self.weights[comparison][level] == 0.0);
        self.weights[comparison][level]
    }
}
