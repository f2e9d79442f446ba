//! Records as columns: what comparing needs of them, compact.

mod building;
mod column;
pub mod packed_id;
mod records;
mod set_column;
pub mod text_column;

pub use column::{Column, ColumnId, ColumnKind, Values};
pub use records::Columns;
pub use set_column::SetColumn;
