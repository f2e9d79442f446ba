//! Rows of published tables, as text and numbers.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Float64Type, Int32Type, Int64Type};
use jiff::civil::Date;

use crate::dataset::{DatasetError, Version, read_table};
use crate::domain::PartialDate;
use crate::schema::Dataset;
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
    pub unit: String,
    pub value: Option<f64>,
    pub displayed_percent: Option<String>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub band: Option<i32>,
    pub target: Option<f64>,
    pub direction: Option<String>,
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

    pub(super) fn count(&self, name: &str, row: usize) -> Option<u64> {
        u64::try_from(self.long(name, row)?).ok()
    }

    pub(super) fn integer(&self, name: &str, row: usize) -> Option<i32> {
        let integers = self.array(name).as_primitive::<Int32Type>();
        integers.is_valid(row).then(|| integers.value(row))
    }

    pub(super) fn real(&self, name: &str, row: usize) -> Option<f64> {
        let reals = self.array(name).as_primitive::<Float64Type>();
        reals.is_valid(row).then(|| reals.value(row))
    }

    pub(super) fn flag(&self, name: &str, row: usize) -> bool {
        let flags = self.array(name).as_boolean();
        flags.is_valid(row) && flags.value(row)
    }

    pub(super) fn day(&self, name: &str, row: usize) -> Option<Date> {
        let days = self.array(name).as_primitive::<Date32Type>();
        let day = days.is_valid(row).then(|| days.value(row))?;
        PartialDate::from_days_since_epoch(day)?.to_day()
    }
}

/// Every row of a dataset.
///
/// # Errors
/// A file that cannot be read, or lacks a column.
pub(super) fn stored<T>(
    version: &Version,
    dataset: &'static Dataset,
    row_of: impl Fn(&Columns<'_>, usize) -> T,
) -> Result<Vec<T>, DatasetError> {
    let names: Vec<&str> = dataset.columns.iter().map(|column| column.name).collect();
    let mut rows = Vec::new();
    for batch in &read_table(version, dataset, &names)? {
        let columns = Columns(batch);
        rows.extend((0..batch.num_rows()).map(|row| row_of(&columns, row)));
    }
    Ok(rows)
}

/// # Errors
/// A file that cannot be read, or lacks a column.
pub(super) fn stored_indicators(version: &Version) -> Result<Vec<StoredIndicator>, DatasetError> {
    stored(version, &INDICATORS, |columns, row| StoredIndicator {
        level: columns.word("level", row),
        commune_code: columns.text("commune_code", row),
        commune_name: columns.text("commune_name", row),
        indicator: columns.word("indicator", row),
        stratum_kind: columns.word("stratum_kind", row),
        stratum: columns.word("stratum", row),
        numerator: columns.count("numerator", row),
        denominator: columns.count("denominator", row),
        unit: columns.word("unit", row),
        value: columns.real("value", row),
        displayed_percent: columns.text("displayed_percent", row),
        lower: columns.real("lower", row),
        upper: columns.real("upper", row),
        band: columns.integer("band", row),
        target: columns.real("target", row),
        direction: columns.text("direction", row),
        gap: columns.count("gap", row),
        state: columns.word("state", row),
        cause: columns.text("cause", row),
    })
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

/// None of a version that does not hold `changes` in this program's form.
///
/// # Errors
/// A file that cannot be read, or lacks a column.
pub(super) fn stored_changes(version: &Version) -> Result<Vec<StoredChange>, DatasetError> {
    if !version.holds(&CHANGES) {
        return Ok(Vec::new());
    }
    stored(version, &CHANGES, |columns, row| StoredChange {
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
}
