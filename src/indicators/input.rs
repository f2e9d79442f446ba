//! What the indicators are counted from.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::{CommuneCode, Kind};
use crate::schema::Table;

/// One row of an `aggregates` extract: what only programmes know.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateCount {
    pub commune: CommuneCode,
    /// As delivered: `2026`, `2026-06`.
    pub period: String,
    pub item: String,
    pub value: f64,
}

/// A commune that gets rows, whether or not anyone lives in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    pub code: CommuneCode,
    pub name: String,
}

/// How old the accepted extracts of a kind are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindFreshness {
    /// Of the oldest source in use; `None` when no extract was ever accepted.
    pub snapshot_date: Option<Date>,
    /// Days from `snapshot_date` to as_of.
    pub age_days: u32,
    pub max_age_days: u32,
    /// Whether an accepted extract, tonight's or one kept from before, stands behind the kind.
    pub is_delivered: bool,
}

/// Everything the stage reads. `exam_person[i]` is the row of `persons` whose exam row `i` is.
#[derive(Clone, Copy)]
pub struct IndicatorInput<'a> {
    /// [`crate::schema::persons::PERSONS`].
    pub persons: &'a dyn Table,
    /// [`crate::schema::exams::EXAMS`].
    pub exams: &'a dyn Table,
    pub exam_person: &'a [u32],
    pub aggregates: &'a [AggregateCount],
    /// All communes of the scope; the order does not matter.
    pub communes: &'a [Commune],
    /// A kind that is absent was never delivered.
    pub freshness: &'a BTreeMap<Kind, KindFreshness>,
    /// Communes that send a roster of a kind of their own and did not: what it would say of them is missing.
    pub missing: &'a BTreeSet<(Kind, CommuneCode)>,
}
