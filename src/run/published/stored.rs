//! Rows of the steering tables, as text and numbers.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Float64Type, Int64Type};
use jiff::civil::Date;

use crate::dataset::{DatasetError, Version, read_table};
use crate::domain::PartialDate;
use crate::schema::changes::CHANGES;
use crate::schema::indicators::INDICATORS;

/// A row of `indicators`.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredIndicator {
    pub level: String,
    pub commune_code: Option<String>,
    pub commune_name: Option<String>,
    pub indicator: String,
    pub stratum_kind: String,
    pub stratum: String,
    pub numerator: Option<u64>,
    pub denominator: Option<u64>,
    pub value: Option<f64>,
    pub displayed_percent: Option<String>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub gap: Option<u64>,
    pub state: String,
    pub cause: Option<String>,
}

impl StoredIndicator {
    /// Whether it is of everyone in its place.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.stratum_kind == "all"
    }

    /// What names the row.
    #[must_use]
    pub fn key(&self) -> (&str, &str, &str, &str, &str) {
        (
            &self.indicator,
            &self.level,
            self.commune_code.as_deref().unwrap_or(""),
            &self.stratum_kind,
            &self.stratum,
        )
    }
}

/// Columns of a batch by name.
pub(super) struct Columns<'b>(pub(super) &'b RecordBatch);

impl Columns<'_> {
    fn array(&self, name: &str) -> &arrow::array::ArrayRef {
        self.0
            .column_by_name(name)
            .expect("a column that was asked for")
    }

    pub(super) fn text(&self, name: &str, row: usize) -> Option<String> {
        let texts = self.array(name).as_string::<i32>();
        texts.is_valid(row).then(|| texts.value(row).to_owned())
    }

    /// A text that is never null.
    pub(super) fn word(&self, name: &str, row: usize) -> String {
        self.text(name, row).unwrap_or_default()
    }

    pub(super) fn long(&self, name: &str, row: usize) -> Option<i64> {
        let longs = self.array(name).as_primitive::<Int64Type>();
        longs.is_valid(row).then(|| longs.value(row))
    }

    fn count(&self, name: &str, row: usize) -> Option<u64> {
        u64::try_from(self.long(name, row)?).ok()
    }

    fn real(&self, name: &str, row: usize) -> Option<f64> {
        let reals = self.array(name).as_primitive::<Float64Type>();
        reals.is_valid(row).then(|| reals.value(row))
    }

    pub(super) fn day(&self, name: &str, row: usize) -> Option<Date> {
        let days = self.array(name).as_primitive::<Date32Type>();
        let day = days.is_valid(row).then(|| days.value(row))?;
        PartialDate::from_days_since_epoch(day)?.to_day()
    }
}

/// # Errors
/// A file that cannot be read, or lacks a column.
pub(super) fn stored_indicators(version: &Version) -> Result<Vec<StoredIndicator>, DatasetError> {
    let names: Vec<&str> = INDICATORS
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    let batches = read_table(version, &INDICATORS, &names)?;
    let rows = batches.iter().flat_map(|batch| {
        let columns = Columns(batch);
        (0..batch.num_rows()).map(move |row| StoredIndicator {
            level: columns.word("level", row),
            commune_code: columns.text("commune_code", row),
            commune_name: columns.text("commune_name", row),
            indicator: columns.word("indicator", row),
            stratum_kind: columns.word("stratum_kind", row),
            stratum: columns.word("stratum", row),
            numerator: columns.count("numerator", row),
            denominator: columns.count("denominator", row),
            value: columns.real("value", row),
            displayed_percent: columns.text("displayed_percent", row),
            lower: columns.real("lower", row),
            upper: columns.real("upper", row),
            gap: columns.count("gap", row),
            state: columns.word("state", row),
            cause: columns.text("cause", row),
        })
    });
    Ok(rows.collect())
}

/// A row of `changes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    pub compared_with: String,
    pub since: Option<Date>,
    pub level: String,
    pub commune_code: Option<String>,
    pub indicator: String,
    pub part: String,
    pub reason: String,
    pub gained: i64,
    pub lost: i64,
}

/// # Errors
/// A file that cannot be read, or lacks a column.
pub(super) fn stored_changes(version: &Version) -> Result<Vec<StoredChange>, DatasetError> {
    let names: Vec<&str> = CHANGES.columns.iter().map(|column| column.name).collect();
    let batches = read_table(version, &CHANGES, &names)?;
    let rows = batches.iter().flat_map(|batch| {
        let columns = Columns(batch);
        (0..batch.num_rows()).map(move |row| StoredChange {
            compared_with: columns.word("compared_with", row),
            since: columns.day("since", row),
            level: columns.word("level", row),
            commune_code: columns.text("commune_code", row),
            indicator: columns.word("indicator", row),
            part: columns.word("part", row),
            reason: columns.word("reason", row),
            gained: columns.long("gained", row).unwrap_or(0),
            lost: columns.long("lost", row).unwrap_or(0),
        })
    });
    Ok(rows.collect())
}
