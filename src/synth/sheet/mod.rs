//! Rosters as communes send them: title rows, headers, sections, signatures; CSV or XLSX.
//!
//! A roster is a run of [`Line`]s, each one physical row, so that the row number in the truth table is the one a person
//! sees in Excel whatever the format.

mod csv;
mod layout;
mod xlsx;

use jiff::civil::Date;

pub use csv::{CsvLine, write_line};
pub use layout::{ClassStyle, Column, Format, Layout};
pub use xlsx::{Workbook, write_workbook};

/// One cell of a roster.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    Static(&'static str),
    /// A number with this many decimals.
    Number(f64, usize),
    Date(Date),
}

/// One physical row.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Text in the first cell; may be empty.
    Title(String),
    /// The header; two rows where the layout groups columns, which only a workbook can.
    Header,
    /// (1) (2) (3) …
    ColumnNumbers,
    /// A hamlet's name, valid for the rows below.
    Section(String),
    Data(Vec<Cell>),
}
