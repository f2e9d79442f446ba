//! Text in encodings from before Unicode, read into Unicode.
//!
//! Purpose: find how a file carries its characters ([`transport()`]) and in which encoding each column of a table was
//! written ([`survey`], [`repair`]). In: bytes, or rows whose characters may stand for bytes. Out: UTF-8, rows
//! in Unicode, and per column the decision with its evidence. Grain: a column, since files mix fonts by
//! column; titles and header rows each by themselves. Order: as in the file. Invariants: Unicode text is
//! never read otherwise; a cell that fits no encoding stays as it is; the same table gives the same decisions.
//! Leaves to others: composition and hidden characters (`standardise`).

mod charset;
mod decide;
mod entities;
mod lost;
mod page;
mod syllable;
mod table;
#[cfg(test)]
mod tests;
mod transport;

pub use charset::Charset;
pub use decide::{ColumnEncoding, Decision, Evidence, decide, is_plain};
pub use entities::without_entities;
pub use lost::refuse_lost_letters;
pub use page::Page;
pub use table::{Encodings, Survey, read_head, survey};
pub use transport::{Transport, to_utf8, transport};

use super::RawBlock;
use super::block::RawRow;

/// Reads a whole table, titles and header among its rows, into Unicode; says what was found out. `fonts` are the
/// encodings that the fonts of the columns draw, Unicode among them, where the file tells them.
pub fn repair(block: &mut RawBlock, fonts: &[Option<ColumnEncoding>]) -> Survey {
    let has_entities = |row: RawRow<'_>| row.whole_cells().any(|cell| cell.contains('&'));
    if (0..block.rows()).any(|row| has_entities(block.row(row))) {
        *block = block.rewritten(|row| Some(row.whole_cells().map(without_entities).collect()));
    }
    let found = survey(block, fonts);
    if let Some(read) = read_head(block, found.encodings.as_ref()) {
        *block = read;
    }
    found
}
