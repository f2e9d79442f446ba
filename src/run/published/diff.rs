//! Two versions set against each other.

use std::collections::{BTreeMap, BTreeSet};

use super::stored::{StoredChange, StoredIndicator, stored_changes, stored_indicators};
use crate::dataset::{DatasetError, Version};

/// What differs between two versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub datasets: Vec<DatasetRows>,
    /// Of the whole population of each place, in the order of the later table, then what is gone.
    pub indicators: Vec<IndicatorChange>,
    /// Why, where the later version was compared with the earlier one on its night.
    pub reasons: Vec<StoredChange>,
}

/// Rows of a dataset in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetRows {
    pub dataset: String,
    pub before: Option<u64>,
    pub after: Option<u64>,
    /// Whether the bytes are the same.
    pub is_same: bool,
}

/// An indicator of a place that is not what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorChange {
    pub before: Option<StoredIndicator>,
    pub after: Option<StoredIndicator>,
}

impl IndicatorChange {
    /// The row that is there; the later one where both are.
    ///
    /// # Panics
    /// Never: a change has one of both.
    #[must_use]
    pub fn row(&self) -> &StoredIndicator {
        let row = self.after.as_ref().or(self.before.as_ref());
        row.expect("a change has one of both")
    }
}

/// Compares what two versions say.
///
/// # Errors
/// A version that cannot be read.
pub fn diff(before: &Version, after: &Version) -> Result<Difference, DatasetError> {
    let (then, now) = (stored_indicators(before)?, stored_indicators(after)?);
    let since = before.manifest.head.as_of;
    let of_nights = stored_changes(after)?
        .into_iter()
        .filter(|change| change.since == Some(since));
    let mut reasons: Vec<StoredChange> = of_nights.collect();
    // Last night and last week may be the same night.
    if let Some(first) = reasons.first().map(|change| change.compared_with.clone()) {
        reasons.retain(|change| change.compared_with == first);
    }
    Ok(Difference {
        datasets: datasets(before, after),
        indicators: indicators(then, now),
        reasons,
    })
}

fn datasets(before: &Version, after: &Version) -> Vec<DatasetRows> {
    let of = |version: &Version| -> BTreeMap<String, (u64, String)> {
        let outputs = version.manifest.outputs.iter();
        let named = outputs.filter_map(|output| {
            Some((
                output.dataset.clone()?,
                (output.rows?, output.sha256.clone()),
            ))
        });
        named.collect()
    };
    let (then, now) = (of(before), of(after));
    let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    names
        .into_iter()
        .map(|name| DatasetRows {
            dataset: name.clone(),
            before: then.get(name).map(|(rows, _)| *rows),
            after: now.get(name).map(|(rows, _)| *rows),
            is_same: then.get(name) == now.get(name),
        })
        .collect()
}

fn indicators(then: Vec<StoredIndicator>, now: Vec<StoredIndicator>) -> Vec<IndicatorChange> {
    let key = |row: &StoredIndicator| {
        let (indicator, level, commune, ..) = row.key();
        (indicator.to_owned(), level.to_owned(), commune.to_owned())
    };
    let whole = |rows: Vec<StoredIndicator>| rows.into_iter().filter(StoredIndicator::is_whole);
    let mut then: BTreeMap<_, StoredIndicator> = whole(then).map(|row| (key(&row), row)).collect();
    let mut changes = Vec::new();
    for after in whole(now) {
        let before = then.remove(&key(&after));
        let says =
            |row: &StoredIndicator| (row.numerator, row.denominator, row.value, row.state.clone());
        if before.as_ref().map(says) != Some(says(&after)) {
            changes.push(IndicatorChange {
                before,
                after: Some(after),
            });
        }
    }
    changes.extend(then.into_values().map(|before| IndicatorChange {
        before: Some(before),
        after: None,
    }));
    changes
}
