//! `restricted/counts`: what sources count themselves. Restricted, because places and items are free text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::Float64Type;

use super::arrays::{flags, labelled, reals, text};
use super::column::ColumnType::{Category, Flag, Real, Text};
use super::{Column, Dataset, Table, Tier};
use crate::domain::{CommuneCode, Kind, Period};

pub static COUNTS: Dataset = Dataset {
    name: "counts",
    tier: Tier::Restricted,
    version: 3,
    grain_vi: "một số liệu tổng hợp của một xã hoặc cơ sở",
    grain_en: "one count about a commune or facility that a source delivered: quotas, facilities, aggregates",
    key: &[
        "source",
        "file",
        "commune_code",
        "facility",
        "period",
        "item",
    ],
    sort: &[],
    columns: &[
        Column::new("kind", Category, "Loại nguồn", "Kind of source"),
        Column::new("source", Category, "Nguồn", "Source of the pipeline"),
        Column::new("file", Category, "Tệp", "File, behind the id of its source"),
        Column::new("commune_code", Category, "Mã xã", "Commune").null("about the whole province"),
        Column::new("facility", Text, "Mã cơ sở", "Facility").null("about the commune"),
        Column::new(
            "facility_type",
            Text,
            "Loại hình cơ sở",
            "Type of the facility as delivered",
        )
        .null("not given"),
        Column::new(
            "period",
            Text,
            "Kỳ",
            "Period: 2026, 2026-Q2, 2026-06; as delivered where it is none of these",
        )
        .null("not given"),
        Column::new(
            "is_latest",
            Flag,
            "Kỳ mới nhất có của chỉ số này ở nơi, cơ sở này",
            "Whether its period is the newest that is there of its kind, place, facility and item; one that is no year, quarter \
             or month is older than any that is",
        ),
        Column::new("item", Text, "Chỉ số", "What is counted"),
        Column::new("value", Real, "Giá trị", "The count"),
    ],
};

/// One count about a commune or a facility.
#[derive(Debug, Clone, PartialEq)]
pub struct CountRow {
    pub kind: Kind,
    pub source: Arc<str>,
    pub file: Arc<str>,
    /// `None`: about the whole province.
    pub commune: Option<CommuneCode>,
    pub facility: String,
    pub facility_type: String,
    pub period: String,
    pub item: String,
    pub value: f64,
}

impl CountRow {
    /// The rows of `batch`, which has every column of [`COUNTS`]; those of a kind or commune that is no
    /// longer known are left out.
    #[must_use]
    pub fn restore(batch: &RecordBatch) -> Vec<Self> {
        let texts = |name: &str| {
            let column = batch.column_by_name(name);
            column
                .expect("the batch has every column of the dataset")
                .as_string::<i32>()
        };
        let values = batch.column_by_name("value");
        let values = values.expect("the batch has every column of the dataset");
        let values = values.as_primitive::<Float64Type>();
        let text = |name: &str, at: usize| {
            let column = texts(name);
            if column.is_valid(at) {
                column.value(at)
            } else {
                ""
            }
        };
        (0..batch.num_rows())
            .filter_map(|at| {
                Some(Self {
                    kind: Kind::from_code(text("kind", at))?,
                    source: Arc::from(text("source", at)),
                    file: Arc::from(text("file", at)),
                    commune: match text("commune_code", at) {
                        "" => None,
                        code => Some(CommuneCode::parse(code)?),
                    },
                    facility: text("facility", at).to_owned(),
                    facility_type: text("facility_type", at).to_owned(),
                    period: text("period", at).to_owned(),
                    item: text("item", at).to_owned(),
                    value: values.value(at),
                })
            })
            .collect()
    }
}

/// Of each row whether its period is the newest of its kind, place, facility and item. What is no period is older than
/// any that is one; a row without is newest where no other has any.
#[must_use]
pub fn are_latest(rows: &[CountRow]) -> Vec<bool> {
    let of = |row: &'_ CountRow| (row.kind, row.commune);
    let period = |row: &'_ CountRow| Period::parse(&row.period);
    let mut newest: HashMap<_, (Option<Period>, &str)> = HashMap::new();
    for row in rows {
        let found = newest
            .entry((of(row), row.facility.as_str(), row.item.as_str()))
            .or_default();
        *found = (*found).max((period(row), &row.period));
    }
    let newest_of = |row: &CountRow| newest[&(of(row), row.facility.as_str(), row.item.as_str())].1;
    rows.iter()
        .map(|row| newest_of(row) == row.period)
        .collect()
}

/// The table `counts`.
pub struct CountTable {
    rows: Vec<CountRow>,
    latest: Vec<bool>,
}

impl CountTable {
    #[must_use]
    pub fn new(rows: Vec<CountRow>) -> Self {
        Self {
            latest: are_latest(&rows),
            rows,
        }
    }
}

impl Table for CountTable {
    fn dataset(&self) -> &'static Dataset {
        &COUNTS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let latest = &self.latest[rows.clone()];
        let rows = self.rows[rows].iter();
        match COUNTS.columns[column].name {
            "kind" => labelled(rows.map(|row| Some(row.kind)), |kind| {
                kind.code().to_owned()
            }),
            "source" => labelled(rows.map(|row| Some(&*row.source)), str::to_owned),
            "file" => labelled(rows.map(|row| Some(&*row.file)), str::to_owned),
            "commune_code" => labelled(rows.map(|row| row.commune), |code| code.to_string()),
            "facility" => text(rows.map(|row| row.facility.as_str())),
            "facility_type" => text(rows.map(|row| row.facility_type.as_str())),
            "period" => text(rows.map(|row| row.period.as_str())),
            "item" => text(rows.map(|row| row.item.as_str())),
            "is_latest" => flags(latest.iter().map(|is_latest| Some(*is_latest))),
            "value" => reals(rows.map(|row| Some(row.value))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(facility: &str, period: &str, item: &str) -> CountRow {
        CountRow {
            kind: Kind::Aggregates,
            source: Arc::from("aggregates"),
            file: Arc::from("a.csv"),
            commune: None,
            facility: facility.to_owned(),
            facility_type: String::new(),
            period: period.to_owned(),
            item: item.to_owned(),
            value: 1.0,
        }
    }

    #[test]
    fn the_newest_period_is_that_of_the_same_place_and_item() {
        let rows = [
            row("", "2026-05", "population"),
            row("", "2026-06", "population"),
            row("", "2025", "deaths"),
            row("", "", "deaths"),
            row("A", "2026-05", "population"),
            row("A", "2026-05", "population"),
            row("", "", "births"),
            row("", "2025-12", "beds"),
            row("", "sáu tháng", "beds"),
            row("", "2025-Q4", "beds"),
        ];
        let latest = [
            false, true, true, false, true, true, true, true, false, false,
        ];
        assert_eq!(are_latest(&rows), latest);
    }
}
