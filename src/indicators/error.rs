//! What can be wrong with a definition, or with what it is counted from.

use std::fmt;

use polars::prelude::{DataType, PolarsError};
use thiserror::Error;

/// Which condition of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Denominator,
    DenominatorExam,
    DenominatorPerson,
    Numerator,
    NumeratorExam,
}

/// The key in `indicators.toml`.
impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Denominator => "denominator",
            Self::DenominatorExam => "denominator_exam",
            Self::DenominatorPerson => "denominator_person",
            Self::Numerator => "numerator",
            Self::NumeratorExam => "numerator_exam",
        })
    }
}

impl Part {
    /// What its rows are.
    fn of(self) -> &'static str {
        match self {
            Self::DenominatorPerson => "aggregates",
            _ => "persons",
        }
    }
}

/// Why indicators could not be computed.
#[derive(Debug, Error)]
pub enum IndicatorError {
    #[error("{} indicator definitions have mistakes; first: {}", .problems.len(), .problems[0])]
    Definitions { problems: Vec<IndicatorError> },
    #[error("indicator {indicator}: the {part} `{sql}` cannot be used")]
    Condition {
        indicator: String,
        part: Part,
        sql: String,
        #[source]
        problem: Box<ConditionError>,
    },
    #[error(
        "indicator {indicator}: exams cannot become public, for eight of them may be one person's; count persons, or \
         leave `tier` out"
    )]
    PublicExams { indicator: String },
    #[error("{count} indicators count persons; at most 64 can be told apart per person")]
    TooManyOfPersons { count: usize },
    #[error("indicator {indicator} is defined twice; give each its own code")]
    DuplicateCode { indicator: String },
    #[error("indicator {indicator}: give exactly one of `numerator` and `numerator_exam`")]
    NumeratorCount { indicator: String },
    #[error(
        "indicator {indicator}: the {part} is of {}, and {population} are counted",
        .part.of()
    )]
    MisplacedPart {
        indicator: String,
        part: Part,
        population: &'static str,
    },
    #[error("indicator {indicator}: give either a `denominator` or a `denominator_person`")]
    TwoDenominators { indicator: String },
    #[error(
        "indicator {indicator}: the {part} names `{code}`, which is no indicator that is counted; \
         a ratio is of two others that are neither ratios nor milestones"
    )]
    UnknownIndicator {
        indicator: String,
        part: Part,
        code: String,
    },
    #[error(
        "indicator {indicator}: {population} have no {kind} strata; take `{kind}` out of `strata`"
    )]
    Strata {
        indicator: String,
        population: &'static str,
        kind: &'static str,
    },
    #[error("indicator {indicator}: {population} have no ages; take `standard` out")]
    Standard {
        indicator: String,
        population: &'static str,
    },
    #[error(
        "indicator {indicator}: `{method}` compares shares, and the value is none; take it out of `signals`"
    )]
    Signal {
        indicator: String,
        method: &'static str,
    },
    #[error(
        "indicator {indicator}: target {target} cannot be reached or kept; give a number over 0 with at most \
         six decimals, of a share up to 1 (below 1 for more_than; 0 only for at_most)"
    )]
    Target { indicator: String, target: f64 },
    #[error(
        "indicator {indicator}: a pace needs a `target`, a `start` and a `deadline` on or after it, and counts \
         persons towards a share from below"
    )]
    PaceDates { indicator: String },
    #[error("indicator {indicator}: its example cannot be counted")]
    Example {
        indicator: String,
        #[source]
        problem: ExampleError,
    },
    #[error("the conditions over {dataset} could not be evaluated")]
    Evaluation {
        dataset: &'static str,
        #[source]
        source: PolarsError,
    },
    #[error("{dataset}: `{value}` is no value of column {column}")]
    UnknownValue {
        dataset: &'static str,
        column: &'static str,
        value: String,
    },
    #[error("{exams} exams but {pointers} pointers to their persons")]
    ExamPointers { exams: usize, pointers: usize },
    #[error("an exam points at row {person} of {persons} persons")]
    ExamPerson { person: u32, persons: usize },
}

impl IndicatorError {
    /// The indicator whose definition is wrong; `None` of what is not about one.
    #[must_use]
    pub fn indicator(&self) -> Option<&str> {
        match self {
            Self::Condition { indicator, .. }
            | Self::PublicExams { indicator }
            | Self::DuplicateCode { indicator }
            | Self::NumeratorCount { indicator }
            | Self::MisplacedPart { indicator, .. }
            | Self::TwoDenominators { indicator }
            | Self::UnknownIndicator { indicator, .. }
            | Self::Strata { indicator, .. }
            | Self::Standard { indicator, .. }
            | Self::Signal { indicator, .. }
            | Self::Target { indicator, .. }
            | Self::PaceDates { indicator }
            | Self::Example { indicator, .. } => Some(indicator),
            Self::Definitions { .. }
            | Self::TooManyOfPersons { .. }
            | Self::Evaluation { .. }
            | Self::UnknownValue { .. }
            | Self::ExamPointers { .. }
            | Self::ExamPerson { .. } => None,
        }
    }
}

/// Why the rows of an example are none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExampleError {
    #[error("there is no column `{column}` in {dataset}")]
    Column {
        dataset: &'static str,
        column: String,
    },
    #[error(
        "a value does not fit the column `{column}` of {dataset}; give dates as \"YYYY-MM-DD\""
    )]
    Value {
        dataset: &'static str,
        column: String,
    },
}

/// Why a text is no condition over a dataset.
#[derive(Debug, Error)]
pub enum ConditionError {
    #[error("it is not an SQL expression")]
    Syntax(#[source] PolarsError),
    #[error(
        "there is no column `{column}` in {dataset}{}; the columns are {}",
        did_you_mean(*.suggestion),
        .known.join(", ")
    )]
    UnknownColumn {
        dataset: &'static str,
        column: String,
        suggestion: Option<&'static str>,
        known: Vec<&'static str>,
    },
    #[error("its types do not fit the columns of {dataset}")]
    Types {
        dataset: &'static str,
        #[source]
        source: PolarsError,
    },
    #[error("it is of type {found}, not true or false")]
    NotBoolean { found: DataType },
    #[error("it looks beyond its own row; a condition may not aggregate, sort or use a window")]
    NotRowWise,
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
