//! The messages of hospital and commune software: KHAMSUCKHOE (health checks, QĐ 1551 and QĐ 2062) and GIAMDINHHS
//! (insured visits, QĐ 130), nested or base64, one record or many.
//!
//! Purpose: one row of text cells per HOSO, under a header of tag names. In: the bytes of one message. Out: an
//! [`Envelope`]. Grain: one HOSO. Order: as in the file. Row number: the running number of the HOSO in the file,
//! from 1. Invariants: only the text of tags that the profile maps to a field is kept, so that nothing else (a
//! diagnosis, an image, a signature) can reach a dataset, a log or a reject; the blocks of HIV and tuberculosis (XML6,
//! XML15) are stepped over unread, and what else names them is cut out of its cell; no document type is accepted, so that there is no entity to expand. Leaves to
//! others: what a text means.
//!
//! A file that is not well-formed is refused whole. A HOSO with a part that cannot be read (no base64, a broken inner
//! document, a block twice) becomes a row that says so, and goes to quarantine.

mod base64;
mod block;
mod columns;
mod document;
mod encoding;
mod envelope;
pub mod error;
mod groups;
mod pieces;
mod record;
mod results;

use std::collections::BTreeMap;

use super::sealed::leave_out;
use super::{IngestError, Layout, LayoutOptions, RawBlock};
use columns::Columns;
pub use envelope::title;
pub use error::XmlError;
pub use pieces::{HEAD_BYTES_MAX, Head, last_record_end};

/// One message, read.
#[derive(Debug)]
pub struct Envelope {
    pub layout: Layout,
    /// A row per HOSO; the header stands in none of them.
    pub block: RawBlock,
    /// Blocks that were left unread, by LOAIHOSO, and how many of each.
    pub unread: BTreeMap<String, u32>,
    pub count: RecordCount,
}

/// How many records a message says it has. SOLUONGHOSO is the number of HOSO by its definition, and of FILEHOSO by
/// the software of one vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordCount {
    /// SOLUONGHOSO, where it is a number.
    pub declared: Option<u32>,
    /// FILEHOSO that are there.
    pub parts: u32,
}

/// Whether bytes begin as XML does, in any encoding that is read here.
#[must_use]
pub fn is_xml(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(256)];
    let mut letters = encoding::without_mark(start)
        .iter()
        .filter(|b| **b != 0)
        .skip_while(|b| b.is_ascii_whitespace());
    letters.next() == Some(&b'<')
        && letters
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'?' | b'!' | b'_'))
}

/// Reads one message whole, which must have a record.
///
/// # Errors
/// What is no message of the kind that the source delivers, what is not well-formed or half written, a document type,
/// an encoding that is not read, and a message without a record.
pub fn read(bytes: &[u8], options: &LayoutOptions) -> Result<Envelope, IngestError> {
    let read = read_piece(bytes, options)?;
    if read.block.rows() == 0 {
        return Err(XmlError::NoRecord.into());
    }
    Ok(read)
}

/// Reads a message, or a piece of one that [`Head::message`] made.
///
/// # Errors
/// As [`read`]; that there is no record is none.
pub fn read_piece(bytes: &[u8], options: &LayoutOptions) -> Result<Envelope, IngestError> {
    let text = encoding::decode(bytes)?;
    let mut columns = Columns::new(options);
    let mut read = envelope::read(&text, options.kind, &mut columns)?;
    leave_out(&mut read.block);
    let mut header = RawBlock::default();
    columns
        .headers()
        .for_each(|header_text| header.push_cell(header_text));
    header.end_row(1);
    header.physical_rows = 1;
    let mut layout = Layout::detect(&header, options).ok_or_else(|| options.no_header(&header))?;
    layout.header_rows = (0, 0);
    layout.titles = read.date.into_iter().collect();
    Ok(Envelope {
        layout,
        block: read.block,
        unread: read.unread,
        count: RecordCount {
            declared: read.declared,
            parts: read.parts,
        },
    })
}

#[cfg(test)]
mod tests;
