//! Rows of delimited text into a block.

use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::memchr_iter;

use super::row_ends::ends_inside_quotes;
use crate::ingest::block::Damage;
use crate::ingest::{IngestError, RawBlock};

/// Room for the cells of a row to begin with; wider rows make more.
const CELLS_START: usize = 256;

/// A cell of more lines than this is no cell: a stray quotation mark swallowed the rows behind it.
const CELL_LINES_MAX: usize = 4;

/// And a cell of several lines with as many delimiters as stand in a row, if a row has so many: two stray
/// quotation marks in rows close to each other.
const CELL_DELIMITERS_MAX: usize = 5;

/// Reads the rows of `bytes`, whose letters were checked. A line with a quotation mark that swallows rows is read
/// alone, and marked.
///
/// # Errors
/// A quotation mark that opens in the last line and never closes: the file breaks off.
pub fn read_rows(bytes: &[u8], delimiter: u8) -> Result<RawBlock, IngestError> {
    let reader = ReaderBuilder::new().delimiter(delimiter).build();
    Parser::new(reader, bytes, delimiter).run()
}

struct Parser<'a> {
    reader: Reader,
    bytes: &'a [u8],
    delimiter: u8,
    /// Most cells of a row so far.
    width: usize,
    text: Vec<u8>,
    cell_ends: Vec<u32>,
    row_ends: Vec<u32>,
    row_numbers: Vec<u32>,
    /// Rows with a quotation mark that is never closed.
    damaged: Vec<u32>,
    /// Line breaks inside quotes so far: rows on paper that are none in a spreadsheet.
    embedded: u32,
    /// Line breaks before the row being read.
    line_breaks: u32,
}

impl<'a> Parser<'a> {
    fn new(reader: Reader, bytes: &'a [u8], delimiter: u8) -> Self {
        Self {
            reader,
            bytes,
            delimiter,
            width: 0,
            // Unquoting never lengthens a text.
            text: vec![0; bytes.len() + 1],
            cell_ends: Vec::with_capacity(bytes.len() / 8),
            row_ends: Vec::with_capacity(bytes.len() / 64),
            row_numbers: Vec::with_capacity(bytes.len() / 64),
            damaged: Vec::new(),
            embedded: 0,
            line_breaks: 0,
        }
    }

    fn run(mut self) -> Result<RawBlock, IngestError> {
        let mut ends = vec![0; CELLS_START];
        let (mut position, mut row_start, mut row_text, mut written, mut cells) = (0, 0, 0, 0, 0);
        loop {
            let (result, read, wrote, ended) = self.reader.read_record(
                &self.bytes[position..],
                &mut self.text[written..],
                &mut ends[cells..],
            );
            position += read;
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::Record => {
                    let source = row_start..position;
                    if self.swallows(&source, row_text, &ends[..cells])? {
                        (position, ends) = self.read_damaged_line(source, row_text);
                        cells = ends.len();
                        written = row_text + ends.last().copied().unwrap_or(0);
                        self.reader.reset();
                    }
                    self.end_row(row_start..position, row_text, &ends[..cells]);
                    (row_start, row_text, cells) = (position, written, 0);
                }
                ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
                ReadRecordResult::End => break,
            }
        }
        Ok(self.finish(written))
    }

    /// Books a row that was read from `source` and whose text starts at `row_text`.
    fn end_row(&mut self, source: std::ops::Range<usize>, row_text: usize, ends: &[usize]) {
        let source = &self.bytes[source];
        // What stands before the row: the line feed of a CRLF and blank lines.
        let content = source
            .iter()
            .position(|byte| !matches!(byte, b'\r' | b'\n'))
            .unwrap_or(source.len());
        let before = memchr_iter(b'\n', &source[..content]).count() as u32;
        let inside = memchr_iter(b'\n', &source[content..]).count() as u32;
        let ends_line = u32::from(source.len() > content && source.ends_with(b"\n"));
        self.row_numbers
            .push(self.line_breaks + before - self.embedded + 1);
        let base = row_text as u32;
        self.width = self.width.max(ends.len());
        self.embedded += inside - ends_line;
        self.line_breaks += before + inside;
        self.cell_ends
            .extend(ends.iter().map(|end| base + *end as u32));
        self.row_ends.push(self.cell_ends.len() as u32);
    }

    /// The number of the row that begins behind these blank lines.
    fn number_of(&self, before: Range<usize>) -> u32 {
        let before = memchr_iter(b'\n', &self.bytes[before]).count() as u32;
        self.line_breaks + before - self.embedded + 1
    }

    /// Where the row in `source` begins behind blank lines, and where its first line ends.
    fn first_line(&self, source: &Range<usize>) -> Range<usize> {
        let bytes = &self.bytes[source.clone()];
        let is_content = |byte: &u8| !matches!(byte, b'\r' | b'\n');
        let start = bytes.iter().position(is_content).unwrap_or(bytes.len());
        let end = memchr::memchr(b'\n', &bytes[start..]);
        let end = end.map_or(bytes.len(), |end| start + end + 1);
        source.start + start..source.start + end
    }

    /// Whether a cell of the row in `source`, whose text starts at `row_text`, holds rows: because it is too long, or
    /// because it is still open where the text ends.
    fn swallows(
        &self,
        source: &Range<usize>,
        row_text: usize,
        ends: &[usize],
    ) -> Result<bool, IngestError> {
        let line = self.first_line(source);
        let is_last = source.end == self.bytes.len();
        let row = &self.bytes[line.start..source.end];
        if line.end == source.end && !is_last {
            return Ok(false);
        }
        if is_last && row.contains(&b'"') && ends_inside_quotes(row, self.delimiter) {
            let lines = memchr_iter(b'\n', row).count();
            // A file that breaks off does so within a few lines, and without the end of the last.
            if lines <= CELL_LINES_MAX && !row.ends_with(b"\n") {
                let row = u64::from(self.number_of(source.start..line.start));
                return Err(IngestError::OpenQuote { row });
            }
            return Ok(true);
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut cells = starts
            .zip(ends)
            .map(|(start, end)| &self.text[row_text + start..row_text + end]);
        let delimiters = CELL_DELIMITERS_MAX.max(self.width.saturating_sub(1));
        Ok(cells.any(|cell| {
            let lines = memchr_iter(b'\n', cell).count();
            let inside = memchr_iter(self.delimiter, cell).count();
            let is_row = || inside >= 2 && self.holds_numbered_line(cell);
            lines > CELL_LINES_MAX || lines > 0 && (inside >= delimiters || is_row())
        }))
    }

    /// Whether a line of a cell behind the first begins as a numbered row does: `5;Lý A Sì`, but not `2, đau lưng`.
    fn holds_numbered_line(&self, cell: &[u8]) -> bool {
        let mut lines = cell.split(|byte| *byte == b'\n').skip(1);
        lines.any(|line| {
            let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let is_blank = line.get(digits + 1).is_none_or(|byte| *byte == b' ');
            digits > 0 && line.get(digits) == Some(&self.delimiter) && !is_blank
        })
    }

    /// Reads the first line of the row in `source` alone: cells in quotation marks as they are meant, one that opens
    /// and does not close as it stands. Gives the end of the line and of its cells.
    fn read_damaged_line(&mut self, source: Range<usize>, row_text: usize) -> (usize, Vec<usize>) {
        let line = self.first_line(&source);
        self.damaged.push(self.number_of(source.start..line.start));
        let mut rest = self.bytes[line.clone()].trim_ascii_end();
        let (mut written, mut ends) = (0, Vec::new());
        loop {
            let is_end = |at: usize| rest.get(at).is_none_or(|byte| *byte == self.delimiter);
            let closes = |at: &usize| rest[*at] == b'"' && is_end(at + 1);
            let close = match rest.first() {
                Some(b'"') => (1..rest.len()).find(closes),
                _ => None,
            };
            let (cell, end) = match close {
                Some(close) => (&rest[1..close], close + 1),
                None => {
                    let end = memchr::memchr(self.delimiter, rest).unwrap_or(rest.len());
                    (&rest[..end], end)
                }
            };
            let at = row_text + written;
            self.text[at..at + cell.len()].copy_from_slice(cell);
            written += cell.len();
            ends.push(written);
            match rest.get(end + 1..) {
                Some(next) => rest = next,
                None if end < rest.len() => rest = &[],
                None => break,
            }
        }
        (line.end, ends)
    }

    fn finish(self, written: usize) -> RawBlock {
        let text = simdutf8::basic::from_utf8(&self.text[..written])
            .expect("unquoting takes ASCII bytes out of text that was checked before")
            .to_owned();
        let breaks = memchr_iter(b'\n', self.bytes).count() as u32;
        let open_end = u32::from(!self.bytes.is_empty() && !self.bytes.ends_with(b"\n"));
        let physical_rows = breaks + open_end - self.embedded;
        let mut block = RawBlock::from_parts(
            text,
            self.cell_ends,
            self.row_ends,
            self.row_numbers,
            physical_rows,
        );
        for row in self.damaged {
            block.damage_row(row, Damage::Quote);
        }
        block
    }
}
