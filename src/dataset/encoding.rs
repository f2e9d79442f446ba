//! How a dataset is laid out in Parquet.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray};
use arrow::datatypes::{
    DataType, Date32Type, Field, Float64Type, Int32Type, Int64Type, Schema, SchemaRef,
};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use super::Description;
use crate::schema::{Column, ColumnType, Dataset, Table};

/// What wrote the file: the version of toandan decides the bytes, so it is all that is said.
const CREATED_BY: &str = concat!("toandan ", env!("CARGO_PKG_VERSION"));

/// Rows at the head of a table from which the repetition of a column is judged.
const SAMPLE_ROWS: usize = 4096;

/// The schema that readers see: categories are plain text to them.
pub(super) fn readers_schema(dataset: &Dataset) -> SchemaRef {
    let field = |column: &Column| {
        let kind = match column.kind {
            ColumnType::Category => DataType::Utf8,
            other => other.arrow(),
        };
        Field::new(column.name, kind, column.is_nullable())
    };
    let fields: Vec<Field> = dataset.columns.iter().map(field).collect();
    Arc::new(Schema::new(fields))
}

/// Settings of the file, and what it says of itself.
pub(super) fn properties(table: &dyn Table) -> Result<WriterProperties, serde_json::Error> {
    let dataset = table.dataset();
    let builder = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(vec![Description::from(dataset).to_metadata()?]))
        .set_sorting_columns(sorting_columns(dataset));
    Ok(plain_columns(table)
        .fold(builder, without_dictionary)
        .build())
}

fn without_dictionary(
    builder: WriterPropertiesBuilder,
    column: &Column,
) -> WriterPropertiesBuilder {
    builder.set_column_dictionary_enabled(ColumnPath::from(column.name), false)
}

fn sorting_columns(dataset: &Dataset) -> Option<Vec<SortingColumn>> {
    let columns: Vec<SortingColumn> = dataset
        .sort
        .iter()
        .filter_map(|name| dataset.position(name))
        .map(|position| SortingColumn {
            column_idx: position as i32,
            descending: false,
            nulls_first: true,
        })
        .collect();
    (!columns.is_empty()).then_some(columns)
}

/// Columns whose values hardly repeat: a dictionary of them costs a hash per value and saves nothing.
fn plain_columns(table: &dyn Table) -> impl Iterator<Item = &'static Column> {
    let sample = 0..table.rows().min(SAMPLE_ROWS);
    let columns = table.dataset().columns.iter().enumerate();
    columns.filter_map(move |(index, column)| {
        let is_judged = !matches!(column.kind, ColumnType::Category | ColumnType::Flag);
        let hardly_repeats =
            is_judged && hardly_repeats(column.kind, &table.column(index, sample.clone()));
        hardly_repeats.then_some(column)
    })
}

/// Whether more than half of the values that are not null differ.
fn hardly_repeats(kind: ColumnType, values: &ArrayRef) -> bool {
    let distinct = match kind {
        ColumnType::Text => values.as_string_opt::<i32>().map(distinct),
        ColumnType::Integer => values.as_primitive_opt::<Int32Type>().map(distinct),
        ColumnType::Long => values.as_primitive_opt::<Int64Type>().map(distinct),
        ColumnType::Date => values.as_primitive_opt::<Date32Type>().map(distinct),
        ColumnType::Real => values
            .as_primitive_opt::<Float64Type>()
            .map(|values| distinct(values.iter().map(|value| value.map(f64::to_bits)))),
        ColumnType::Category | ColumnType::Flag => None,
    };
    distinct.is_some_and(|distinct| 2 * distinct > values.len() - values.null_count())
}

fn distinct<T: Hash + Eq>(values: impl IntoIterator<Item = Option<T>>) -> usize {
    values.into_iter().flatten().collect::<HashSet<T>>().len()
}
