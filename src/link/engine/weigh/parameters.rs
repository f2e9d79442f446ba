//! The estimated numbers of a model: what is saved one night and used the next.

use serde::{Deserialize, Serialize};

use crate::link::engine::compare::comparison::{Comparison, MISSING_LEVEL};
use crate::link::engine::error::EngineError;

/// The prior and, per comparison and level, m and u.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// λ: the probability that two random records of the pairs of sources sought match.
    pub prior: f64,
    /// λ of pairs of sources, where it was estimated apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_priors: Vec<SourcePrior>,
    pub comparisons: Vec<ComparisonParameters>,
}

/// λ between two sources, or within one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SourcePrior {
    pub left: u8,
    pub right: u8,
    pub prior: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparisonParameters {
    pub name: String,
    /// From the strictest level down to `else`.
    pub levels: Vec<LevelParameters>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelParameters {
    pub label: String,
    /// The probability of the level among matching pairs that have the fields.
    pub m: f64,
    /// The same among pairs that do not match.
    pub u: f64,
}

impl LevelParameters {
    /// log2(m / u): how many bits of evidence for a match the level is.
    #[must_use]
    pub fn weight(&self) -> f64 {
        (self.m / self.u).log2()
    }
}

/// Per comparison and level number the probabilities; that of missing is 1.
pub(in crate::link::engine) type LevelProbabilities = Vec<Vec<f64>>;

impl Parameters {
    pub(in crate::link::engine) fn of_probabilities(
        comparisons: &[Comparison],
        prior: f64,
        m: &LevelProbabilities,
        u: &LevelProbabilities,
    ) -> Self {
        let of_comparison = |(at, comparison): (usize, &Comparison)| ComparisonParameters {
            name: comparison.name.clone(),
            levels: (1..=comparison.else_level())
                .map(|level| LevelParameters {
                    label: comparison.label(level).to_owned(),
                    m: m[at][level],
                    u: u[at][level],
                })
                .collect(),
        };
        Self {
            prior,
            source_priors: Vec::new(),
            comparisons: comparisons.iter().enumerate().map(of_comparison).collect(),
        }
    }

    /// The weight of a comparison's level by its number; missing weighs nothing.
    #[must_use]
    pub fn level_weight(&self, comparison: usize, level: usize) -> f64 {
        if level == MISSING_LEVEL {
            return 0.0;
        }
        self.comparisons[comparison].levels[level - 1].weight()
    }

    /// λ between two sources.
    #[must_use]
    pub fn prior_of(&self, a: u8, b: u8) -> f64 {
        let mut special = self.source_priors.iter();
        let found =
            special.find(|of| (of.left, of.right) == (a, b) || (of.left, of.right) == (b, a));
        found.map_or(self.prior, |found| found.prior)
    }

    /// Checks that the parameters are for these comparisons and are probabilities.
    ///
    /// # Errors
    /// They are not.
    pub fn check(&self, comparisons: &[Comparison]) -> Result<(), EngineError> {
        let differ = |comparison: &str, found, expected| EngineError::ParametersDiffer {
            comparison: comparison.to_owned(),
            found,
            expected,
        };
        for (at, comparison) in comparisons.iter().enumerate() {
            let found = self
                .comparisons
                .get(at)
                .filter(|found| found.name == comparison.name);
            let levels = found.map_or(&[][..], |found| &found.levels);
            let is_same = levels.len() == comparison.else_level()
                && (1..=levels.len())
                    .all(|level| levels[level - 1].label == comparison.label(level));
            if !is_same {
                return Err(differ(
                    &comparison.name,
                    levels.len(),
                    comparison.else_level(),
                ));
            }
        }
        if let Some(extra) = self.comparisons.get(comparisons.len()) {
            return Err(differ(&extra.name, extra.levels.len(), 0));
        }
        self.check_probabilities()
    }

    fn check_probabilities(&self) -> Result<(), EngineError> {
        let levels = self.comparisons.iter().flat_map(|comparison| {
            let named = move |level| (&comparison.name, level);
            comparison.levels.iter().map(named)
        });
        let levels = levels.flat_map(|(name, level)| {
            let setting = |kind: &str| format!("{kind} of {name}, level {}", level.label);
            [(setting("m"), level.m), (setting("u"), level.u)]
        });
        let sources = self.source_priors.iter();
        let sources = sources.map(|of| {
            (
                format!("the prior of sources {} and {}", of.left, of.right),
                of.prior,
            )
        });
        let priors = std::iter::once(("the prior".to_owned(), self.prior)).chain(sources);
        for (setting, found) in priors.chain(levels) {
            if !(found > 0.0 && found <= 1.0) {
                return Err(EngineError::OutOfRange {
                    setting,
                    found,
                    low: 0.0,
                    high: 1.0,
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::engine::columns::Columns;
    use crate::link::engine::compare::comparison::Level;
    use crate::link::engine::compare::level::Predicate;

    fn comparisons() -> Vec<Comparison> {
        let mut columns = Columns::new(vec![0]).unwrap();
        let name = columns.add_text("name", [Some("lan")]).unwrap();
        let exact = Level::new("exact", Predicate::Equal(name));
        vec![Comparison::new("name", name, vec![exact])]
    }

    #[test]
    fn saved_and_loaded_again() {
        let comparisons = comparisons();
        let (m, u) = (vec![vec![1.0, 0.9, 0.1]], vec![vec![1.0, 0.01, 0.99]]);
        let mut parameters = Parameters::of_probabilities(&comparisons, 1.0 / 3.0, &m, &u);
        parameters.source_priors.push(SourcePrior {
            left: 0,
            right: 1,
            prior: 1e-7,
        });
        let toml: Parameters = toml::from_str(&toml::to_string(&parameters).unwrap()).unwrap();
        let json: Parameters =
            serde_json::from_str(&serde_json::to_string(&parameters).unwrap()).unwrap();
        assert_eq!((&toml, &json), (&parameters, &parameters));
        assert_eq!(parameters.check(&comparisons), Ok(()));
        assert!((parameters.level_weight(0, 1) - 90.0_f64.log2()).abs() < 1e-12);
        assert_eq!(
            (parameters.prior_of(1, 0), parameters.prior_of(1, 1)),
            (1e-7, 1.0 / 3.0)
        );
    }

    #[test]
    fn parameters_of_another_model_are_refused() {
        let comparisons = comparisons();
        let (m, u) = (vec![vec![1.0, 0.9, 0.1]], vec![vec![1.0, 0.0, 1.0]]);
        let mut parameters = Parameters::of_probabilities(&comparisons, 0.1, &m, &u);
        assert!(matches!(
            parameters.check(&comparisons),
            Err(EngineError::OutOfRange { .. })
        ));
        parameters.comparisons[0].levels.pop();
        assert!(matches!(
            parameters.check(&comparisons),
            Err(EngineError::ParametersDiffer { .. })
        ));
    }
}
