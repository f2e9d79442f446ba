//! What can be wrong with a definition, or with what it is counted from.

use std::fmt;

use polars::prelude::{DataType, PolarsError};
use thiserror::Error;

/// Which condition of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Denominator,
    DenominatorExam,
    Numerator,
    NumeratorExam,
}

/// The key in `indicators.toml`.
impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Denominator => "denominator",
            Self::DenominatorExam => "denominator_exam",
            Self::Numerator => "numerator",
            Self::NumeratorExam => "numerator_exam",
        })
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
    #[error("indicator {indicator} is defined twice; give each its own code")]
    DuplicateCode { indicator: String },
    #[error("indicator {indicator}: give exactly one of `numerator` and `numerator_exam`")]
    NumeratorCount { indicator: String },
    #[error(
        "indicator {indicator}: communes are counted from aggregates; give `numerator`, not `numerator_exam`, and no `denominator_exam`"
    )]
    ExamsOfCommunes { indicator: String },
    #[error("indicator {indicator}: communes have no {kind} strata; take `{kind}` out of `strata`")]
    StrataOfCommunes {
        indicator: String,
        kind: &'static str,
    },
    #[error(
        "indicator {indicator}: target {target} cannot be reached; give a share over 0 and up to 1 \
         (below 1 for more_than) with at most six decimals"
    )]
    Target { indicator: String, target: f64 },
    #[error(
        "indicator {indicator}: a pace needs a `target`, a `start` and a `deadline` on or after it"
    )]
    PaceDates { indicator: String },
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
