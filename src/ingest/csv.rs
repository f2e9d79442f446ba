//! Delimited text, cut into blocks that many threads can parse.

mod damage;
mod parser;
mod row_ends;
#[cfg(test)]
mod tests;
mod wrapped;

use std::borrow::Cow;
use std::sync::Arc;

use memchr::{memchr_iter, memmem};

use super::encoding::{self, Decision, Encodings, Survey, Transport};
use super::layout::{Layout, LayoutOptions};
use super::rows::{RowKind, row_kind};
use super::sealed::leave_out;
use super::{IngestError, RawBlock};
use crate::domain::Limits;

/// How many bytes of the beginning are asked for delimiter, header and encodings.
pub const SNIFF_BYTES: usize = 64 * 1024;

const DELIMITERS: [u8; 7] = *b",;\t|^~:";

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What the beginning of a file told.
#[derive(Debug, Clone)]
pub struct Sniffed {
    /// Bytes before the first row, of the file as [`prepare`] gives it: a byte order mark.
    pub skip: usize,
    pub delimiter: u8,
    pub layout: Layout,
    /// Where a column is not Unicode.
    pub encodings: Option<Arc<Encodings>>,
    /// The encoding of each column, and by what it was told.
    pub decisions: Vec<Decision>,
    /// How much of the file is read.
    pub limits: Limits,
    /// Whether its rows are about people, of whom nothing sealed may be read.
    is_about_persons: bool,
}

impl Sniffed {
    /// One past the end of the last row in `bytes`, which start at a row.
    #[must_use]
    pub fn last_row_end(&self, bytes: &[u8]) -> Option<usize> {
        last_row_end(bytes, self.delimiter)
    }
}

/// One past the end of the last row in `bytes`, which start at a row.
#[must_use]
pub fn last_row_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    row_ends::last_row_end(bytes, delimiter)
}

/// Whether `bytes`, which start at a row, break off inside quotes.
#[must_use]
pub fn ends_inside_quotes(bytes: &[u8], delimiter: u8) -> bool {
    row_ends::ends_inside_quotes(bytes, delimiter)
}

/// Whether a file that begins so can be read in blocks as it arrives: UTF-8, rows that end with line feeds.
/// Any other is gathered whole and handed to [`prepare`].
#[must_use]
pub fn is_streamable(start: &[u8]) -> bool {
    let is_utf_8 = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(cause) => cause.error_len().is_none(),
    };
    let has_line_ends = memchr::memchr(b'\n', start).is_some();
    let has_returns = || memchr::memchr(b'\r', start).is_some();
    is_utf_8
        && encoding::transport(start) == Transport::Utf8
        && memchr::memchr(0, start).is_none()
        && (has_line_ends || !has_returns())
        && wrapped::wrapping(start).is_none()
}

/// A whole file as UTF-8, however it carries its characters and whatever its rows are wrapped in; for [`sniff`] and
/// [`parse_end`].
///
/// # Errors
/// UTF-16 that is broken or breaks off.
pub fn prepare(bytes: Vec<u8>) -> Result<Vec<u8>, IngestError> {
    let transport = encoding::transport(&bytes);
    let text = encoding::to_utf8(bytes, transport)?;
    Ok(match wrapped::unwrapped(Cow::Borrowed(&text)) {
        Cow::Owned(unwrapped) => unwrapped,
        Cow::Borrowed(_) => text,
    })
}

/// Finds delimiter, header and encodings in the first bytes of a file. `is_whole` says that `start` is all of
/// it.
///
/// # Errors
/// Bytes that are no text, letters that are lost, and a beginning without a header.
pub fn sniff(
    start: &[u8],
    is_whole: bool,
    options: &LayoutOptions,
) -> Result<Sniffed, IngestError> {
    let head = &start[..start.len().min(SNIFF_BYTES)];
    let transport = encoding::transport(head);
    refuse_other_formats(head, transport)?;
    let mark = if start.starts_with(MARK) {
        MARK.len()
    } else {
        0
    };
    let skip = mark + named_delimiter_line(&start[mark..]);
    let named = named_delimiter(&head[mark.min(head.len())..]);
    let text = wrapped::unwrapped(as_utf8(&head[skip.min(head.len())..], transport)?);
    let is_all = is_whole && start.len() <= SNIFF_BYTES;
    let block = |delimiter| {
        let end = if is_all {
            text.len()
        } else {
            sample_end(&text, delimiter)
        };
        parse(&text[..end], delimiter)
    };
    let Found {
        delimiter,
        layout,
        block: found,
    } = find_layout(named, &text, &block, options)?;
    let block = match found {
        Some(block) => block,
        None => block(delimiter)?,
    };
    damage::refuse_in_header(&block, &layout)?;
    let mut survey = encoding::survey(&block, &[]);
    if survey.whole.evidence.words < WORDS_FEW
        && let Some(later) = later_letters(start, delimiter)?
    {
        survey = encoding::survey(&later, &[]);
    }
    encoding::refuse_lost_letters(&block, &survey)?;
    let Survey {
        decisions,
        encodings,
        ..
    } = survey;
    let read = encoding::read_head(&block, encodings.as_ref());
    let layout = match read.and_then(|read| Layout::detect(&read, options)) {
        Some(read) => read.or_as_written(layout),
        None => layout,
    };
    layout.refuse_side_by_side()?;
    Ok(Sniffed {
        skip,
        delimiter,
        layout,
        encodings: encodings.map(Arc::new),
        decisions,
        limits: options.limits,
        is_about_persons: options.kind.is_about_persons(),
    })
}

fn refuse_other_formats(start: &[u8], transport: Transport) -> Result<(), IngestError> {
    let not_text = |what, advice| Err(IngestError::NotText { what, advice });
    let has_characters_of_two_bytes = matches!(transport, Transport::Utf16Le | Transport::Utf16Be);
    match start {
        [b'P', b'K', 3, 4, ..] => not_text("a workbook or a zip archive", "name it .xlsx"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => not_text(
            "an old Excel workbook (.xls)",
            "open it in Excel and save it as .xlsx",
        ),
        [0x1f, 0x8b, ..] => not_text("a gzip archive", "unpack it first"),
        _ if !has_characters_of_two_bytes && memchr::memchr(0, start).is_some() => {
            not_text("binary data", "save it again as CSV UTF-8")
        }
        _ => Ok(()),
    }
}

/// The beginning of a file as UTF-8. Of UTF-16 its last pair may be cut.
fn as_utf8(start: &[u8], transport: Transport) -> Result<Cow<'_, [u8]>, IngestError> {
    if transport == Transport::Utf8 {
        return Ok(Cow::Borrowed(start));
    }
    let even = start.len() - start.len() % 2;
    let read = |end: usize| encoding::to_utf8(start[..end].to_vec(), transport);
    let text = match transport {
        Transport::SingleByte => read(start.len()),
        _ => read(even).or_else(|_| read(even.saturating_sub(2))),
    };
    text.map(Cow::Owned)
}

/// Where whole rows, or at least whole letters, end in the beginning of a file.
fn sample_end(text: &[u8], delimiter: u8) -> usize {
    let return_alone = || memchr::memrchr(b'\r', text).map(|at| at + 1);
    let letters = || std::str::from_utf8(text).map_or_else(|cause| cause.valid_up_to(), str::len);
    row_ends::last_row_end(text, delimiter)
        .or_else(return_alone)
        .unwrap_or_else(letters)
}

/// What [`find_layout`] found.
struct Found {
    delimiter: u8,
    layout: Layout,
    /// The rows under that delimiter, as they stand in the text; `None` where the layout is of another reading of them.
    block: Option<RawBlock>,
}

/// The delimiter under which most columns have a known name, and their layout: first of the text as it stands,
/// then of its columns in Unicode.
fn find_layout(
    named: Option<u8>,
    text: &[u8],
    block: &impl Fn(u8) -> Result<RawBlock, IngestError>,
    options: &LayoutOptions,
) -> Result<Found, IngestError> {
    let candidates = match named {
        Some(named) => vec![named],
        None => DELIMITERS
            .into_iter()
            .filter(|byte| *byte == b',' || memchr::memchr(*byte, text).is_some())
            .collect(),
    };
    let mut error = None;
    for is_repaired in [false, true] {
        let mut best: Option<Found> = None;
        for delimiter in &candidates {
            let mut block = match block(*delimiter) {
                Ok(block) => block,
                Err(cause) => {
                    error.get_or_insert(cause);
                    continue;
                }
            };
            if is_repaired {
                encoding::repair(&mut block, &[]);
            }
            let Some(layout) = Layout::detect(&block, options) else {
                continue;
            };
            let is_better = |found: &Found| layout.matched() > found.layout.matched();
            if best.as_ref().is_none_or(is_better) {
                best = Some(Found {
                    delimiter: *delimiter,
                    layout,
                    block: (!is_repaired).then_some(block),
                });
            }
        }
        if let Some(found) = best {
            return Ok(found);
        }
    }
    if let Some(error) = error {
        return Err(error);
    }
    let block = block(candidates[0])?;
    encoding::refuse_lost_letters(&block, &encoding::survey(&block, &[]))?;
    Err(options.no_header(&block))
}

/// The delimiter that a first row `sep=;` names, as Excel understands it.
fn named_delimiter(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (word, rest) = line.split_at_checked(4)?;
    let is_named = word.eq_ignore_ascii_case(b"sep=");
    rest.first()
        .copied()
        .filter(|byte| is_named && byte.is_ascii() && *byte != b'"')
}

/// Bytes of a first row `sep=;`, which Excel reads and does not show: the row behind it is row 1.
fn named_delimiter_line(text: &[u8]) -> usize {
    if named_delimiter(text).is_none() {
        return 0;
    }
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    let rest = end.map_or(&[][..], |end| &text[end..]);
    let line_end = match rest {
        [b'\r', b'\n', ..] => 2,
        [_, ..] => 1,
        [] => 0,
    };
    end.unwrap_or(text.len()) + line_end
}

/// Fewer different words than this above ASCII tell little.
const WORDS_FEW: usize = 20;

/// Rows behind the first bytes where letters above ASCII begin: a roster may start with hundreds of names typed
/// without marks.
fn later_letters(start: &[u8], delimiter: u8) -> Result<Option<RawBlock>, IngestError> {
    let Some(rest) = start.get(SNIFF_BYTES..) else {
        return Ok(None);
    };
    let Some(letter) = rest.iter().position(|byte| !byte.is_ascii()) else {
        return Ok(None);
    };
    let Some(row) = memchr::memrchr(b'\n', &rest[..letter]) else {
        return Ok(None);
    };
    let rows = &rest[row + 1..];
    let rows = &rows[..rows.len().min(SNIFF_BYTES)];
    let end = sample_end(rows, delimiter);
    // What cannot be read here the reading of the file will say, with its row.
    Ok(parse(&rows[..end], delimiter).ok())
}

/// Parses whole rows. Row numbers start at 1 and count as a spreadsheet does: a blank line is a row, a line
/// break inside quotes is none, and a carriage return alone ends a row as a line feed does.
///
/// # Errors
/// Bytes that are not UTF-8, NUL bytes and rows that are too long, with their place relative to the block.
pub fn parse(bytes: &[u8], delimiter: u8) -> Result<RawBlock, IngestError> {
    parse_within(bytes, delimiter, &Limits::default())
}

fn parse_within(bytes: &[u8], delimiter: u8, limits: &Limits) -> Result<RawBlock, IngestError> {
    let whole = damage::without_bad_bytes(bytes)?;
    let bytes = tidy(&whole);
    refuse_long_rows(&bytes, delimiter, limits.line_mib)?;
    let mut block = parser::read_rows(&bytes, delimiter)?;
    if matches!(whole, Cow::Owned(_)) {
        damage::mark_bad_letters(&mut block);
    }
    damage::refuse_many(&block)?;
    let is_dressed =
        memchr::memchr(b'&', &bytes).is_some() || memmem::find(&bytes, b"=\"").is_some();
    if !is_dressed {
        return Ok(block);
    }
    Ok(block.rewritten(|row| Some(row.whole_cells().map(undress).collect())))
}

/// What a program meant by a cell.
fn undress(cell: &str) -> Option<String> {
    text_of_formula(cell).or_else(|| encoding::without_entities(cell))
}

/// The text of a cell `="003157000001"`, by which programs keep Excel from taking digits for a number.
fn text_of_formula(cell: &str) -> Option<String> {
    let text = cell.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then(|| text.to_owned())
}

/// Parses whole rows of a sniffed file into Unicode.
///
/// # Errors
/// As [`parse`].
pub fn parse_rows(bytes: &[u8], sniffed: &Sniffed) -> Result<RawBlock, IngestError> {
    let block = parse_within(bytes, sniffed.delimiter, &sniffed.limits)?;
    let mut block = match &sniffed.encodings {
        Some(encodings) => encodings.apply(&block),
        None => block,
    };
    if sniffed.is_about_persons {
        leave_out(&mut block);
    }
    Ok(block)
}

/// Parses the last rows of a file into Unicode and makes sure that the file was written to its end.
///
/// # Errors
/// As [`parse`], and a last row that breaks off: inside quotes, or before its last cells.
pub fn parse_end(
    bytes: &[u8],
    sniffed: &Sniffed,
    options: &LayoutOptions,
) -> Result<RawBlock, IngestError> {
    // Programs of the time of DOS end a file with Ctrl-Z.
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    let block = parse_rows(bytes, sniffed)?;
    if bytes.ends_with(b"\n") || bytes.ends_with(b"\r") || block.rows() == 0 {
        return Ok(block);
    }
    let last = block.row(block.rows() - 1);
    let is_subject = row_kind(last, &sniffed.layout, options) == RowKind::Subject;
    if is_subject && last.len() < sniffed.layout.width() {
        return Err(IngestError::HalfWritten {
            row: u64::from(last.number),
            cells: last.len(),
            expected: sniffed.layout.width(),
        });
    }
    Ok(block)
}

/// The line in which byte `at` stands.
fn row_at(bytes: &[u8], at: usize) -> u64 {
    1 + memchr_iter(b'\n', &tidy(&bytes[..at])).count() as u64
}

/// Rows that all end with line feeds, without the byte order marks of files that were joined.
fn tidy(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_bare = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    let has_bare_return = memchr_iter(b'\r', bytes).any(is_bare);
    if !has_bare_return && memmem::find(bytes, MARK).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut tidy = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let starts_row = tidy.last().is_none_or(|last| *last == b'\n');
        if starts_row && bytes[at..].starts_with(MARK) {
            at += MARK.len();
            continue;
        }
        tidy.push(if *byte == b'\r' && is_bare(at) {
            b'\n'
        } else {
            *byte
        });
        at += 1;
    }
    Cow::Owned(tidy)
}

/// Looks for a line end in each stretch of the greatest length, from its end backwards: a few bytes per MiB.
fn refuse_long_rows(bytes: &[u8], delimiter: u8, limit_mib: u32) -> Result<(), IngestError> {
    let limit = (limit_mib as usize) << 20;
    let mut start = 0;
    while bytes.len() - start > limit {
        let Some(end) = memchr::memrchr(b'\n', &bytes[start..start + limit]) else {
            let before = row_ends::RowEnds::of(&bytes[..start], delimiter).count() as u64;
            return Err(IngestError::RowTooLong {
                row: before + 1,
                limit_mib,
            });
        };
        start += end + 1;
    }
    Ok(())
}
