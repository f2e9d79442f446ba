//! What the indicators are counted from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{CommuneCode, FormerCommuneCode, Kind};
use crate::schema::Table;
use crate::schema::counts::CountRow;

/// A commune that gets rows, whether or not anyone lives in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    pub code: CommuneCode,
    pub name: String,
}

/// A commune that ended on 2025-06-30.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerCommune {
    pub code: FormerCommuneCode,
    /// With its district.
    pub name: String,
}

/// The accepted extracts of a kind that are one commune's rosters or, without a commune, nobody's in
/// particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExtractsOf {
    pub kind: Kind,
    pub commune: Option<CommuneCode>,
}

/// How old extracts are, by the one closest to its limit or furthest past it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// Days from the snapshot date to as_of.
    pub age_days: u32,
    pub max_age_days: u32,
}

impl Freshness {
    /// Days until the limit; negative when stale.
    #[must_use]
    pub fn margin_days(&self) -> i64 {
        i64::from(self.max_age_days) - i64::from(self.age_days)
    }

    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.margin_days() < 0
    }
}

/// Everything the stage reads. `exam_person[i]` is the row of `persons` whose exam row `i` is.
#[derive(Clone, Copy)]
pub struct IndicatorInput<'a> {
    /// [`crate::schema::persons::PERSONS`].
    pub persons: &'a dyn Table,
    /// [`crate::schema::exams::EXAMS`].
    pub exams: &'a dyn Table,
    pub exam_person: &'a [u32],
    /// What sources count themselves: aggregates, facilities, quotas.
    pub counts: &'a [CountRow],
    /// All communes of the scope; the order does not matter.
    pub communes: &'a [Commune],
    /// All communes of before 2025-07-01 that went, whole or in part, into those of the scope.
    pub former_communes: &'a [FormerCommune],
    /// What is absent was not delivered.
    pub freshness: &'a BTreeMap<ExtractsOf, Freshness>,
    /// Communes that send a roster of a kind of their own and did not: what it would say of them is missing.
    pub missing: &'a BTreeSet<(Kind, CommuneCode)>,
}
