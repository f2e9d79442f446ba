//! Rows as Arrow columns.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    StringArray,
};
use arrow::datatypes::UInt16Type;
use jiff::civil::Date;

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> i32 {
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

pub(super) fn categories<'a, R>(
    rows: &'a [R],
    value: impl Fn(&'a R) -> Option<&'a str>,
) -> ArrayRef {
    Arc::new(
        rows.iter()
            .map(value)
            .collect::<DictionaryArray<UInt16Type>>(),
    )
}

pub(super) fn texts<'a, R, T: AsRef<str>>(
    rows: &'a [R],
    value: impl Fn(&'a R) -> Option<T>,
) -> ArrayRef {
    Arc::new(rows.iter().map(value).collect::<StringArray>())
}

pub(super) fn dates<R>(rows: &[R], value: impl Fn(&R) -> Option<Date>) -> ArrayRef {
    let days = rows.iter().map(|row| value(row).map(day_number));
    Arc::new(days.collect::<Date32Array>())
}

pub(super) fn flags<R>(rows: &[R], value: impl Fn(&R) -> bool) -> ArrayRef {
    let flags = rows.iter().map(|row| Some(value(row)));
    Arc::new(flags.collect::<BooleanArray>())
}

pub(super) fn integers<R>(rows: &[R], value: impl Fn(&R) -> Option<i32>) -> ArrayRef {
    Arc::new(rows.iter().map(value).collect::<Int32Array>())
}

pub(super) fn longs<R>(rows: &[R], value: impl Fn(&R) -> Option<i64>) -> ArrayRef {
    Arc::new(rows.iter().map(value).collect::<Int64Array>())
}

pub(super) fn reals<R>(rows: &[R], value: impl Fn(&R) -> Option<f64>) -> ArrayRef {
    Arc::new(rows.iter().map(value).collect::<Float64Array>())
}
