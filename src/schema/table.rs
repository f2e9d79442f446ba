//! A table in memory that can hand over its columns as Arrow arrays.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::Dataset;
use super::records::StoreError;

/// Rows of one dataset. Columns are made on demand, a range of rows at a time, so that a writer needs
/// memory for a row group, not for the table.
pub trait Table: Sync {
    fn dataset(&self) -> &'static Dataset;

    fn rows(&self) -> usize;

    /// Told before columns of `rows` are asked for, of one range at a time: a table whose rows are on disk reads them in.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    fn prepare(&self, rows: Range<usize>) -> Result<(), StoreError> {
        let _ = rows;
        Ok(())
    }

    /// Column number `column` of the dataset, for `rows`, in the Arrow type of its [`super::ColumnType`].
    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef;
}
