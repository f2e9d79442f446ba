//! What can stop linkage.

use thiserror::Error;

use crate::link::engine::columns::ColumnKind;

#[derive(Debug, Error, Clone, PartialEq)]
pub enum EngineError {
    #[error("{records} records are more than one run links; link them in parts")]
    TooManyRecords { records: usize },
    #[error("the distinct values of column {column} exceed 4 GiB; link the records in parts")]
    TooMuchText { column: String },
    #[error("column {column} has {found} values for {records} records")]
    ColumnLength {
        column: String,
        found: usize,
        records: usize,
    },
    #[error("there is no column {column}; the columns are {known}")]
    UnknownColumn { column: String, known: String },
    #[error("column {column} stands twice")]
    RepeatedColumn { column: String },
    #[error("{part} needs a {needed:?} column, and {column} is a {found:?} column")]
    ColumnKind {
        part: String,
        column: String,
        needed: ColumnKind,
        found: ColumnKind,
    },
    #[error("the model has no {missing}; it needs at least one")]
    EmptyModel { missing: &'static str },
    #[error("{found} comparisons are more than the 16 that one pattern holds; merge some")]
    TooManyComparisons { found: usize },
    #[error("comparison {comparison} has {found} levels, more than the 14 above `else`")]
    TooManyLevels { comparison: String, found: usize },
    #[error("{name} stands for two comparisons or two levels; give each its own name")]
    RepeatedName { name: String },
    #[error("{setting} is {found}, outside {low} to {high}")]
    OutOfRange {
        setting: String,
        found: f64,
        low: f64,
        high: f64,
    },
    #[error(
        "the crowd of blocking rule {rule} must name one or more parts of fields, each of which a record has once"
    )]
    Crowd { rule: String },
    #[error("a source has the number {source_index}, and the model knows {sources} sources")]
    UnknownSource { source_index: u8, sources: usize },
    #[error("{found} blocking rules are more than the 255 that a pair can name")]
    TooManyRules { found: usize },
    #[error(
        "the blocking rules give {pairs} candidate pairs, more than the limit of {pairs_max}; \
         most come from {largest_rule} ({largest_rule_pairs}): make it narrower, or raise pairs_max"
    )]
    TooManyPairs {
        pairs: u64,
        pairs_max: u64,
        largest_rule: String,
        largest_rule_pairs: u64,
    },
    #[error("no two records can be compared: the link type leaves no pair of sources with records")]
    NoPairs,
    #[error(
        "the parameters are for other comparisons: {comparison} has {found} levels, not {expected}"
    )]
    ParametersDiffer {
        comparison: String,
        found: usize,
        expected: usize,
    },
    #[error(
        "no training session gave usable estimates ({sessions} tried, the last: {reason}); \
         train on rules in which 1 to 99 % of the pairs match"
    )]
    NoUsableSession { sessions: usize, reason: String },
    #[error("pair ({left}, {right}) names a record beyond the last, {records}")]
    UnknownRecord {
        left: u32,
        right: u32,
        records: usize,
    },
}

impl EngineError {
    /// The distinct values of `column` exceed what one holds.
    #[must_use]
    pub fn too_much_text(column: &str) -> Self {
        Self::TooMuchText {
            column: column.to_owned(),
        }
    }

    /// Whether it is tonight's records that cannot be weighed, and nothing wrong with the model or the program.
    #[must_use]
    pub fn is_about_records(&self) -> bool {
        matches!(
            self,
            Self::NoPairs | Self::NoUsableSession { .. } | Self::TooManyPairs { .. }
        )
    }
}
