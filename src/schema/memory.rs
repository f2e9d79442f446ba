//! A table of whole arrays: what is small, or stands as it was read.

use std::ops::Range;

use arrow::array::{ArrayRef, new_null_array};

use super::{Dataset, Table};

/// Every column of a dataset in memory.
#[derive(Debug, Clone)]
pub struct MemoryTable {
    dataset: &'static Dataset,
    rows: usize,
    columns: Vec<ArrayRef>,
}

impl MemoryTable {
    /// The `given` columns, each of its type in the schema; the others all null.
    #[must_use]
    pub fn new(
        dataset: &'static Dataset,
        rows: usize,
        given: impl IntoIterator<Item = (usize, ArrayRef)>,
    ) -> Self {
        let mut columns: Vec<ArrayRef> = dataset
            .columns
            .iter()
            .map(|column| new_null_array(&column.kind.arrow(), rows))
            .collect();
        for (position, array) in given {
            debug_assert_eq!(array.data_type(), columns[position].data_type());
            columns[position] = array;
        }
        Self {
            dataset,
            rows,
            columns,
        }
    }

    /// The same rows with another column.
    #[must_use]
    pub fn with(mut self, position: usize, array: ArrayRef) -> Self {
        self.columns[position] = array;
        self
    }
}

impl Table for MemoryTable {
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
