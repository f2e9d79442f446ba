//! A table of an earlier version, carried on as it was.

use std::collections::BTreeSet;

use arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use arrow::compute::{cast, concat_batches, filter_record_batch};
use arrow::error::ArrowError;

use crate::dataset::{DatasetError, Version, read_table};
use crate::schema::Dataset;
use crate::schema::memory::MemoryTable;

/// The rows of a dataset of `version` whose indicator is one of `indicators`.
///
/// # Errors
/// A file that cannot be read.
pub fn carry(
    version: &Version,
    dataset: &'static Dataset,
    indicators: &BTreeSet<&str>,
) -> Result<MemoryTable, DatasetError> {
    let names: Vec<&str> = dataset.columns.iter().map(|column| column.name).collect();
    let batches = read_table(version, dataset, &names)?;
    let Some(first) = batches.first() else {
        return Ok(MemoryTable::new(dataset, 0, []));
    };
    let whole = concat_batches(&first.schema(), &batches)
        .and_then(|batch| of_indicators(&batch, indicators))
        .and_then(|batch| table(dataset, &batch));
    let path = version.path.join(dataset.path());
    whole.map_err(|error| DatasetError::parquet(&path, error.into()))
}

fn of_indicators(
    batch: &RecordBatch,
    indicators: &BTreeSet<&str>,
) -> Result<RecordBatch, ArrowError> {
    let column = batch.column_by_name("indicator");
    let codes = column
        .expect("a column of every released table")
        .as_string::<i32>();
    let is_among = |row: usize| codes.is_valid(row) && indicators.contains(codes.value(row));
    let kept: BooleanArray = (0..batch.num_rows())
        .map(|row| Some(is_among(row)))
        .collect();
    filter_record_batch(batch, &kept)
}

fn table(dataset: &'static Dataset, batch: &RecordBatch) -> Result<MemoryTable, ArrowError> {
    let columns = dataset.columns.iter().zip(batch.columns());
    let columns = columns.map(|(column, array)| cast(array, &column.kind.arrow()));
    let columns: Vec<_> = columns.collect::<Result<_, _>>()?;
    Ok(MemoryTable::new(
        dataset,
        batch.num_rows(),
        columns.into_iter().enumerate(),
    ))
}
