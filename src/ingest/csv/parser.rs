//! Rows of delimited text into a block.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::memchr_iter;

use crate::ingest::{IngestError, RawBlock};

/// Room for the cells of a row to begin with; wider rows make more.
const CELLS_START: usize = 256;

/// A cell of more lines than this is no cell: a stray quotation mark swallowed the rows behind it.
const CELL_LINES_MAX: usize = 4;

/// And a cell of several lines with as many delimiters as stand in a row, if a row has so many: two stray
/// quotation marks in rows close to each other.
const CELL_DELIMITERS_MAX: usize = 5;

/// Reads the rows of `bytes`, whose letters were checked.
///
/// # Errors
/// A quotation mark that is never closed.
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
                    self.end_row(row_start..position, row_text, &ends[..cells])?;
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
    fn end_row(
        &mut self,
        source: std::ops::Range<usize>,
        row_text: usize,
        ends: &[usize],
    ) -> Result<(), IngestError> {
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
        if inside > ends_line && self.swallows(row_text, ends) {
            let row = u64::from(self.line_breaks + before - self.embedded + 1);
            return Err(IngestError::OpenQuote { row });
        }
        self.width = self.width.max(ends.len());
        self.embedded += inside - ends_line;
        self.line_breaks += before + inside;
        self.cell_ends
            .extend(ends.iter().map(|end| base + *end as u32));
        self.row_ends.push(self.cell_ends.len() as u32);
        Ok(())
    }

    /// Whether a cell of the row at `row_text` holds rows.
    fn swallows(&self, row_text: usize, ends: &[usize]) -> bool {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut cells = starts
            .zip(ends)
            .map(|(start, end)| &self.text[row_text + start..row_text + end]);
        let delimiters = CELL_DELIMITERS_MAX.max(self.width.saturating_sub(1));
        cells.any(|cell| {
            let lines = memchr_iter(b'\n', cell).count();
            lines > CELL_LINES_MAX
                || (lines > 0 && memchr_iter(self.delimiter, cell).count() >= delimiters)
        })
    }

    fn finish(mut self, written: usize) -> RawBlock {
        self.text.truncate(written);
        let text = String::from_utf8(self.text)
            .expect("unquoting takes ASCII bytes out of text that was checked before");
        let breaks = memchr_iter(b'\n', self.bytes).count() as u32;
        let open_end = u32::from(!self.bytes.is_empty() && !self.bytes.ends_with(b"\n"));
        let physical_rows = breaks + open_end - self.embedded;
        RawBlock::from_parts(
            text,
            self.cell_ends,
            self.row_ends,
            self.row_numbers,
            physical_rows,
        )
    }
}
