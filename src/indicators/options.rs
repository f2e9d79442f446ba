//! What an indicator is: the checked form of `indicators.toml` and `[calendar]`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::Kind;

/// What an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    Persons,
    Communes,
}

/// Whether the target itself is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    AtLeast,
    MoreThan,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// 0 to 1.
    pub share: f64,
    pub direction: Direction,
}

/// By what the value is broken down. `All` is always computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StratumKind {
    All,
    AgeBand,
    Sex,
    TargetGroup,
}

/// One indicator of `indicators.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorDefinition {
    pub code: String,
    pub label_vi: String,
    pub label_en: String,
    pub population: Population,
    /// SQL condition over persons; empty: all.
    pub denominator: String,
    /// SQL condition over exams: who has no exam that satisfies it is not in the denominator.
    pub denominator_exam: Option<String>,
    /// SQL condition over persons (or over aggregates, for communes); `None` when `numerator_exam` is given.
    pub numerator: Option<String>,
    /// SQL condition over exams: a person counts when one of its exams satisfies it.
    pub numerator_exam: Option<String>,
    /// Kinds of source without which the value is missing, or stale when they are.
    pub needs: Vec<Kind>,
    /// `None`: the value is watched, not judged.
    pub target: Option<Goal>,
    pub start: Option<Date>,
    /// Inclusive.
    pub deadline: Option<Date>,
    /// Whether the pace until the deadline is computed; needs a target, start and deadline.
    pub pace: bool,
    pub strata: Vec<StratumKind>,
}

/// Work weights of days: 1 a full working day, 0 none.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Monday to Sunday.
    pub weekdays: [f64; 7],
    /// Holidays and campaign days.
    pub exceptions: BTreeMap<Date, f64>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            weekdays: [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0],
            exceptions: BTreeMap::new(),
        }
    }
}

/// When the numbers are taken and which days are worked. The confidence level is fixed at 95 %
/// ([`super::wilson::Z_95`]): the dataset's meaning must not hang on a setting.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorOptions {
    pub as_of: Date,
    pub calendar: Calendar,
}
