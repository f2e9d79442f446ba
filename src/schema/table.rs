//! A table in memory that can hand over its columns as Arrow arrays.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::Dataset;

/// Rows of one dataset. Columns are made on demand, a range of rows at a time, so that a writer needs
/// memory for a row group, not for the table.
pub trait Table: Sync {
    fn dataset(&self) -> &'static Dataset;

    fn rows(&self) -> usize;

    /// Column number `column` of the dataset, for `rows`, in the Arrow type of its [`super::ColumnType`].
    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef;
}
