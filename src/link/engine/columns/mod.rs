//! Records as columns: what comparing needs of them, compact.

pub mod packed_id;
mod records;
pub mod text_column;

pub use records::{Column, ColumnId, ColumnKind, Columns, SetColumn};
