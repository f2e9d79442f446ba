//! Rows of which a part is damaged, while the others are whole.
//!
//! A byte that is no part of a letter, and a quotation mark that opens and never closes, cost the row that they stand
//! in, and not the file: as long as they are few.

use std::borrow::Cow;

use super::row_at;
use crate::ingest::block::Damage;
use crate::ingest::{IngestError, Layout, RawBlock};

/// So many damaged rows may a file have whatever its length, unless they are one of so many.
const DAMAGED_MAX: usize = 3;
const ROWS_PER_DAMAGED_MIN: usize = 3;

/// In a long file one of so many may be damaged.
const ROWS_PER_DAMAGED: usize = 100;

/// What stands for a byte that is no part of a letter.
const LOST: char = char::REPLACEMENT_CHARACTER;

/// The text with [`LOST`] for each byte that is no part of a letter.
///
/// # Errors
/// A letter that breaks off with the file, and NUL bytes.
pub fn without_bad_bytes(bytes: &[u8]) -> Result<Cow<'_, [u8]>, IngestError> {
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(IngestError::Nul {
            row: row_at(bytes, at),
        });
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut text = String::with_capacity(bytes.len() + 8);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        let is_cut = chunks.peek().is_none() && breaks_off(chunk.invalid());
        if is_cut {
            let row = row_at(bytes, bytes.len() - chunk.invalid().len());
            return Err(IngestError::CutLetter { row });
        }
        text.push(LOST);
    }
    Ok(Cow::Owned(text.into_bytes()))
}

/// Whether the bytes are the beginning of a letter.
fn breaks_off(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|cause| cause.error_len().is_none())
}

/// Marks the rows that hold a letter which is lost.
pub fn mark_bad_letters(block: &mut RawBlock) {
    let rows = (0..block.rows()).map(|row| block.row(row));
    let is_damaged = |cell: &str| cell.contains(LOST);
    let damaged = rows.filter(|row| row.whole_cells().any(is_damaged));
    let numbers: Vec<u32> = damaged.map(|row| row.number).collect();
    for number in numbers {
        block.damage_row(number, Damage::Letter);
    }
}

/// Makes sure that damaged rows are few.
///
/// # Errors
/// More of them than a file can have by accident.
pub fn refuse_many(block: &RawBlock) -> Result<(), IngestError> {
    let damaged = block.damaged_rows();
    let is_few =
        damaged.len() <= DAMAGED_MAX && damaged.len() * ROWS_PER_DAMAGED_MIN <= block.rows();
    if is_few || damaged.len() * ROWS_PER_DAMAGED <= block.rows() {
        return Ok(());
    }
    damaged.first().map_or(Ok(()), |first| Err(error(first)))
}

/// Makes sure that the header is whole: no row can be read without it.
///
/// # Errors
/// Damage in one of its rows.
pub fn refuse_in_header(block: &RawBlock, layout: &Layout) -> Result<(), IngestError> {
    let (first, last) = layout.header_rows;
    let mut damaged = block.damaged_rows().iter();
    let in_header = damaged.find(|(row, _)| (first..=last).contains(row));
    in_header.map_or(Ok(()), |found| Err(error(found)))
}

fn error((row, damage): &(u32, Damage)) -> IngestError {
    let row = u64::from(*row);
    match damage {
        Damage::Quote => IngestError::OpenQuote { row },
        Damage::Letter | Damage::Part(_) => IngestError::NotUtf8 { row },
    }
}
