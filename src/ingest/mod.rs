//! Bytes to raw rows, with the row number that a person sees.
//!
//! Purpose: read CSV, workbooks, Parquet and XML messages into blocks of text cells, find the header, tell rows
//! about a person from titles, totals and signatures. Text that streams is read by [`csv`] in blocks, long messages
//! by [`xml`]; every other file whole, by [`tables`]. In: an extract's bytes and its [`crate::source::Profile`]. Out:
//! [`RawBlock`]s of cells, a [`Layout`] that says which column is which field.
//! Grain: one physical row. Order: as in the file. Invariants: every physical row is in exactly one block;
//! row numbers are those that a spreadsheet shows; blocks are cut by size alone, so that they are the same
//! on any number of threads. Leaves to others: what a cell means (`standardise`).

pub mod block;
pub mod csv;
pub mod encoding;
pub mod error;
pub mod format;
pub mod gzip;
pub mod layout;
pub mod lost;
pub mod markup;
pub mod merged;
pub mod package;
pub mod parquet;
pub mod rows;
pub mod sealed;
pub mod tables;
pub mod workbook;
pub mod xml;

pub use block::RawBlock;
pub use error::IngestError;
pub use layout::{Layout, LayoutOptions};
pub use rows::{RowKind, RowReader};
