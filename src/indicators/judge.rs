//! Targets set anew on counts that stand.

use std::collections::HashMap;

use super::assessment::{IndicatorState, Rule, band};
use super::counts::Cell;
use super::definitions::compile_definitions;
use super::error::IndicatorError;
use super::options::IndicatorDefinition;

/// The targets and classes of a set of definitions.
pub struct Judge<'d> {
    rules: HashMap<&'d str, (Rule, &'d [f64])>,
}

/// What targets say of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    pub state: IndicatorState,
    pub gap: Option<u64>,
    pub band: Option<i32>,
}

impl<'d> Judge<'d> {
    /// # Errors
    ///
    /// Every bad definition at once.
    pub fn new(definitions: &'d [IndicatorDefinition]) -> Result<Self, IndicatorError> {
        let compiled = compile_definitions(definitions)
            .map_err(|problems| IndicatorError::Definitions { problems })?;
        let rules = compiled.into_iter().map(|compiled| {
            let definition = compiled.definition;
            (
                definition.code.as_str(),
                (compiled.rule, definition.bands.as_slice()),
            )
        });
        Ok(Self {
            rules: rules.collect(),
        })
    }

    /// Judges a value of an indicator by its code; `None` where it is not defined. A state that speaks of the counts
    /// themselves stays.
    #[must_use]
    pub fn judge(
        &self,
        indicator: &str,
        counts: Option<Cell>,
        value: Option<f64>,
        state: &str,
    ) -> Option<Sentence> {
        let (rule, bands) = self.rules.get(indicator)?;
        let known = IndicatorState::ALL
            .into_iter()
            .find(|known| known.code() == state)?;
        let target = rule.target.filter(|_| value.is_some());
        let is_met = target.map(|target| match (counts, value) {
            (Some(cell), _) => target.is_met(cell.numerator, cell.denominator),
            (None, Some(value)) => target.is_met_by_value(value),
            (None, None) => false,
        });
        let state = match (known, is_met) {
            (
                IndicatorState::Met | IndicatorState::NotMet | IndicatorState::Tracked,
                Some(true),
            ) => IndicatorState::Met,
            (
                IndicatorState::Met | IndicatorState::NotMet | IndicatorState::Tracked,
                Some(false),
            ) => IndicatorState::NotMet,
            (IndicatorState::Met | IndicatorState::NotMet, None) => IndicatorState::Tracked,
            (kept, _) => kept,
        };
        let gap = target
            .zip(counts)
            .map(|(target, cell)| target.gap(cell.numerator, cell.denominator));
        Some(Sentence {
            state,
            gap,
            band: value.and_then(|value| band(value, bands)),
        })
    }
}
