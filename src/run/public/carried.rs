//! A table of an earlier version, carried on as it was.

use std::ops::Range;

use arrow::array::{ArrayRef, RecordBatch, new_empty_array};
use arrow::compute::{cast, concat_batches};

use crate::dataset::{DatasetError, Version, read_table};
use crate::schema::{Dataset, Table};

/// Every column of a dataset, in its Arrow type.
pub struct CarriedTable {
    dataset: &'static Dataset,
    rows: usize,
    columns: Vec<ArrayRef>,
}

impl CarriedTable {
    /// No rows.
    pub fn empty(dataset: &'static Dataset) -> Self {
        let columns = dataset.columns.iter();
        Self {
            dataset,
            rows: 0,
            columns: columns
                .map(|column| new_empty_array(&column.kind.arrow()))
                .collect(),
        }
    }

    /// # Errors
    /// A file that cannot be read.
    pub fn read(version: &Version, dataset: &'static Dataset) -> Result<Self, DatasetError> {
        let names: Vec<&str> = dataset.columns.iter().map(|column| column.name).collect();
        let batches = read_table(version, dataset, &names)?;
        let Some(first) = batches.first() else {
            return Ok(Self::empty(dataset));
        };
        let path = version.path.join(dataset.path());
        let whole = concat_batches(&first.schema(), &batches);
        let whole = whole.and_then(|batch| Self::of(dataset, &batch));
        whole.map_err(|error| DatasetError::parquet(&path, error.into()))
    }

    fn of(
        dataset: &'static Dataset,
        batch: &RecordBatch,
    ) -> Result<Self, arrow::error::ArrowError> {
        let columns = dataset.columns.iter().zip(batch.columns());
        let columns = columns.map(|(column, array)| cast(array, &column.kind.arrow()));
        Ok(Self {
            dataset,
            rows: batch.num_rows(),
            columns: columns.collect::<Result<_, _>>()?,
        })
    }
}

impl Table for CarriedTable {
    fn dataset(&self) -> &'static Dataset {
        self.dataset
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        self.columns[column].slice(rows.start, rows.len())
    }
}
