//! Arrow columns as a polars frame, only those that a condition mentions.

use std::ops::Range;

use arrow::array::{ArrayRef, AsArray, new_empty_array};
use arrow::datatypes::{
    ArrowPrimitiveType, Date32Type, Float64Type, Int32Type, Int64Type, UInt16Type,
};
use polars::prelude::{
    BooleanChunked, ChunkTake, Column as PolarsColumn, DataFrame, Float64Chunked, IdxCa, IdxSize,
    Int32Chunked, Int64Chunked, IntoColumn, IntoSeries, PlSmallStr, PolarsResult, StringChunked,
};

use crate::schema::{Column, ColumnType, Table};

/// The columns at `positions` of the table's dataset, for `rows`.
pub(super) fn frame_of_rows(
    table: &dyn Table,
    positions: &[usize],
    rows: Range<usize>,
) -> PolarsResult<DataFrame> {
    let columns: PolarsResult<Vec<PolarsColumn>> = positions
        .iter()
        .map(|position| {
            let column = &table.dataset().columns[*position];
            to_polars(column, &table.column(*position, rows.clone()))
        })
        .collect();
    DataFrame::new(rows.len(), columns?)
}

/// No rows of `columns`: enough to check a condition's names and types.
pub(super) fn empty_frame(columns: &[Column]) -> PolarsResult<DataFrame> {
    let columns: PolarsResult<Vec<PolarsColumn>> = columns
        .iter()
        .map(|column| to_polars(column, &new_empty_array(&column.kind.arrow())))
        .collect();
    DataFrame::new(0, columns?)
}

fn to_polars(column: &Column, array: &ArrayRef) -> PolarsResult<PolarsColumn> {
    let series = match column.kind {
        ColumnType::Text => array
            .as_string::<i32>()
            .iter()
            .collect::<StringChunked>()
            .into_series(),
        ColumnType::Category => strings_of_categories(array)?.into_series(),
        ColumnType::Integer => values::<Int32Type>(array)
            .collect::<Int32Chunked>()
            .into_series(),
        ColumnType::Long => values::<Int64Type>(array)
            .collect::<Int64Chunked>()
            .into_series(),
        ColumnType::Real => values::<Float64Type>(array)
            .collect::<Float64Chunked>()
            .into_series(),
        ColumnType::Flag => array
            .as_boolean()
            .iter()
            .collect::<BooleanChunked>()
            .into_series(),
        ColumnType::Date => values::<Date32Type>(array)
            .collect::<Int32Chunked>()
            .into_date()
            .into_series(),
    };
    Ok(series
        .with_name(PlSmallStr::from_static(column.name))
        .into_column())
}

fn values<T: ArrowPrimitiveType>(array: &ArrayRef) -> impl Iterator<Item = Option<T::Native>> {
    array.as_primitive::<T>().iter()
}

/// Gathers views of the few distinct texts, which costs a tenth of building a text per row.
fn strings_of_categories(array: &ArrayRef) -> PolarsResult<StringChunked> {
    let array = array.as_dictionary::<UInt16Type>();
    let distinct: StringChunked = array.values().as_string::<i32>().iter().collect();
    let keys = array.keys().iter().map(|key| key.map(IdxSize::from));
    distinct.take(&keys.collect::<IdxCa>())
}
