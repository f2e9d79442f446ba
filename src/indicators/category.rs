//! Reading a category column: each distinct value once, then a look-up per row.

use std::ops::Range;

use arrow::array::AsArray;
use arrow::datatypes::UInt16Type;

use super::error::IndicatorError;
use crate::schema::Table;

/// `read` of every row's value of the category column `column`; null where the row or its value is null.
///
/// # Errors
///
/// A value that occurs in `rows` and that `read` refuses.
///
/// # Panics
///
/// When `column` is not a category of the table's dataset, which only code can cause.
pub(super) fn map_category<T: Copy>(
    table: &dyn Table,
    column: &'static str,
    rows: Range<usize>,
    read: impl Fn(Option<&str>) -> Option<T>,
) -> Result<Vec<T>, IndicatorError> {
    let dataset = table.dataset();
    let position = dataset.position(column).expect("a column of the dataset");
    let array = table.column(position, rows);
    let array = array.as_dictionary::<UInt16Type>();
    let values = array.values().as_string::<i32>();
    let known: Vec<Option<T>> = values.iter().map(&read).collect();
    let blank = read(None);
    let refused = |key: Option<usize>| IndicatorError::UnknownValue {
        dataset: dataset.name,
        column,
        value: key.map_or("null", |key| values.value(key)).to_owned(),
    };
    array
        .keys_iter()
        .map(|key| {
            key.map_or(blank, |key| known[key])
                .ok_or_else(|| refused(key))
        })
        .collect()
}
