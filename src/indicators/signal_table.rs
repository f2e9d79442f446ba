//! The published table of signals.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray};
use jiff::civil::Date;

use super::columns::{categories, dates, longs, reals};
use super::places::Places;
use super::signals::{Reading, SignalRow};
use crate::schema::signals::SIGNALS;
use crate::schema::{Dataset, Table};

/// Rows of [`SIGNALS`], by place, indicator and method.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalTable {
    pub as_of: Date,
    pub places: Arc<Places>,
    /// Codes of the indicators.
    pub indicators: Vec<String>,
    pub rows: Vec<SignalRow>,
}

fn of_reading<T>(row: &SignalRow, value: impl Fn(&Reading) -> Option<T>) -> Option<T> {
    value(row.reading.as_ref().ok()?)
}

impl Table for SignalTable {
    fn dataset(&self) -> &'static Dataset {
        &SIGNALS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let places = &self.places;
        match SIGNALS.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "level" => categories(rows, |row| Some(places.level(row.place))),
            "commune_code" => categories(rows, |row| places.code(row.place)),
            "commune_name" => categories(rows, |row| places.name(row.place)),
            "indicator" => categories(rows, |row| Some(self.indicators[row.indicator].as_str())),
            "method" => categories(rows, |row| Some(row.method.code())),
            "period_start" => dates(rows, |row| of_reading(row, |of| Some(of.start))),
            "period_end" => dates(rows, |row| of_reading(row, |of| Some(of.end))),
            "numerator" => longs(rows, |row| of_reading(row, |of| Some(of.numerator as i64))),
            "denominator" => longs(rows, |row| {
                of_reading(row, |of| Some(of.denominator? as i64))
            }),
            "value" => reals(rows, |row| of_reading(row, |of| Some(of.value))),
            "expected" => reals(rows, |row| of_reading(row, |of| of.expected)),
            "lower" => reals(rows, |row| of_reading(row, |of| of.lower)),
            "upper" => reals(rows, |row| of_reading(row, |of| of.upper)),
            "statistic" => reals(rows, |row| of_reading(row, |of| of.statistic)),
            "p_value" => reals(rows, |row| of_reading(row, |of| of.p_value)),
            "q_value" => reals(rows, |row| row.q_value),
            "flag" => categories(rows, |row| of_reading(row, |of| Some(of.flag))),
            "is_alarm" => Arc::new(
                rows.iter()
                    .map(SignalRow::is_alarm)
                    .collect::<BooleanArray>(),
            ),
            "expected_false_alarms" => reals(rows, |row| row.expected_false_alarms),
            "cause" => categories(rows, |row| row.reading.as_ref().err().copied()),
            other => unreachable!("{other} is a column of signals without values"),
        }
    }
}
