//! Whether the rows of a file stand in the order that its dataset promises.

use std::fs::File;

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::row::{OwnedRow, RowConverter, Rows, SortField};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::Result;

use super::version::in_order;

/// The first row, from 0, that stands before its predecessor by `sort`: ascending, nulls first.
///
/// # Errors
/// When the file cannot be read or lacks a column.
pub(super) fn first_unsorted(file: File, sort: &[&str]) -> Result<Option<u64>> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), sort.iter().copied());
    let mut last = None;
    let mut rows_before = 0;
    for batch in builder.with_projection(mask).build()? {
        let batch = in_order(&batch?, sort)?;
        let rows = comparable(&batch)?;
        if let Some(row) = descent(last.as_ref(), &rows) {
            return Ok(Some(rows_before + row as u64));
        }
        rows_before += rows.num_rows() as u64;
        last = rows.iter().next_back().map(|row| row.owned());
    }
    Ok(None)
}

/// The rows of a batch as bytes that compare as the rows do.
fn comparable(batch: &RecordBatch) -> std::result::Result<Rows, ArrowError> {
    let fields = batch.schema();
    let fields = fields.fields().iter();
    let fields = fields.map(|field| SortField::new(field.data_type().clone()));
    RowConverter::new(fields.collect())?.convert_columns(batch.columns())
}

fn descent(last: Option<&OwnedRow>, rows: &Rows) -> Option<usize> {
    let before_all = last.map(OwnedRow::row);
    let predecessors = before_all
        .map(Some)
        .into_iter()
        .chain(rows.iter().map(Some));
    let skipped = usize::from(before_all.is_none());
    let pairs = predecessors.zip(rows.iter().skip(skipped));
    pairs
        .into_iter()
        .position(|(before, row)| before.is_some_and(|before| before > row))
        .map(|position| position + skipped)
}
