//! Delimited text, cut into blocks that many threads can parse.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr_iter, memchr2_iter};

use super::layout::{Layout, LayoutOptions};
use super::rows::{RowKind, row_kind};
use super::{IngestError, RawBlock};

/// How many bytes of the beginning are asked for delimiter and header.
pub const SNIFF_BYTES: usize = 64 * 1024;

/// Room for the cells of a row to begin with; wider rows make more.
const CELLS_START: usize = 256;

const DELIMITERS: [u8; 4] = *b",;\t|";

/// What the beginning of a file told.
#[derive(Debug, Clone)]
pub struct Sniffed {
    /// Bytes before the first row: a byte order mark.
    pub skip: usize,
    pub delimiter: u8,
    pub layout: Layout,
}

/// Finds delimiter and header in the first bytes of a file. `is_whole` says that `start` is all of it.
///
/// # Errors
/// Bytes that are no UTF-8 text, and a beginning without a header.
pub fn sniff(
    start: &[u8],
    is_whole: bool,
    options: &LayoutOptions,
) -> Result<Sniffed, IngestError> {
    refuse_other_formats(start)?;
    let skip = if start.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let text = &start[skip..start.len().min(SNIFF_BYTES)];
    let end = if is_whole && start.len() <= SNIFF_BYTES {
        text.len()
    } else {
        last_row_end(text).unwrap_or(text.len())
    };
    let mut best: Option<(u8, Layout)> = None;
    for delimiter in DELIMITERS {
        let block = parse(&text[..end], delimiter)?;
        let Some(layout) = Layout::detect(&block, options) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(_, found)| layout.matched() > found.matched())
        {
            best = Some((delimiter, layout));
        }
    }
    match best {
        Some((delimiter, layout)) => Ok(Sniffed {
            skip,
            delimiter,
            layout,
        }),
        None => Err(options.no_header(&parse(&text[..end], b',')?)),
    }
}

fn refuse_other_formats(start: &[u8]) -> Result<(), IngestError> {
    let not_text = |what, advice| Err(IngestError::NotText { what, advice });
    match start {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(IngestError::Utf16),
        [b'P', b'K', 3, 4, ..] => not_text("a workbook or a zip archive", "name it .xlsx"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => not_text(
            "an old Excel workbook (.xls)",
            "open it in Excel and save it as .xlsx",
        ),
        [0x1f, 0x8b, ..] => not_text("a gzip archive", "unpack it first"),
        _ if start.iter().take(SNIFF_BYTES).any(|byte| *byte == 0) => {
            not_text("binary data", "save it again as CSV UTF-8")
        }
        _ => Ok(()),
    }
}

/// One past the last end of line in `bytes` that is not inside quotes; `bytes` starts at a row.
#[must_use]
pub fn last_row_end(bytes: &[u8]) -> Option<usize> {
    if memchr::memchr(b'"', bytes).is_none() {
        return memchr::memrchr(b'\n', bytes).map(|at| at + 1);
    }
    let mut quoted = false;
    let mut end = None;
    for at in memchr2_iter(b'"', b'\n', bytes) {
        match bytes[at] {
            b'"' => quoted = !quoted,
            _ if !quoted => end = Some(at + 1),
            _ => {}
        }
    }
    end
}

/// Whether `bytes`, which start at a row, end inside quotes.
#[must_use]
pub fn ends_inside_quotes(bytes: &[u8]) -> bool {
    memchr_iter(b'"', bytes).count() % 2 == 1
}

/// Parses whole rows. Row numbers start at 1 and count as a spreadsheet does: a blank line is a row, a line
/// break inside quotes is none.
///
/// # Errors
/// Bytes that are not UTF-8, with their place relative to the block.
pub fn parse(bytes: &[u8], delimiter: u8) -> Result<RawBlock, IngestError> {
    if let Err(cause) = std::str::from_utf8(bytes) {
        let before = &bytes[..cause.valid_up_to()];
        let row = 1 + memchr_iter(b'\n', before).count() as u64;
        // No length: the text ends before the letter does.
        return Err(match cause.error_len() {
            None => IngestError::CutLetter { row },
            Some(_) => IngestError::NotUtf8 { row },
        });
    }
    refuse_bare_returns(bytes)?;
    let reader = ReaderBuilder::new().delimiter(delimiter).build();
    let parser = Parser::new(reader, bytes);
    parser.run()
}

/// Parses the last rows of a file and makes sure that the file was written to its end.
///
/// # Errors
/// As [`parse`], and a last row that breaks off: inside quotes, or before its last cells.
pub fn parse_end(
    bytes: &[u8],
    sniffed: &Sniffed,
    options: &LayoutOptions,
) -> Result<RawBlock, IngestError> {
    if ends_inside_quotes(bytes) {
        return Err(IngestError::OpenQuote { row: 1 });
    }
    let block = parse(bytes, sniffed.delimiter)?;
    if bytes.ends_with(b"\n") || block.rows() == 0 {
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

/// Rows are told by line feeds; a carriage return without one would end a row that nobody counts.
fn refuse_bare_returns(bytes: &[u8]) -> Result<(), IngestError> {
    let bare = memchr_iter(b'\r', bytes).find(|at| bytes.get(at + 1) != Some(&b'\n'));
    bare.map_or(Ok(()), |at| {
        let before = memchr_iter(b'\n', &bytes[..at]).count() as u64;
        Err(IngestError::BareReturn { row: before + 1 })
    })
}

/// A cell of more lines than this is no cell: a stray quotation mark swallowed the rows behind it.
const CELL_LINES_MAX: u32 = 4;

struct Parser<'a> {
    reader: Reader,
    bytes: &'a [u8],
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
    fn new(reader: Reader, bytes: &'a [u8]) -> Self {
        Self {
            reader,
            bytes,
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
        if inside - ends_line > CELL_LINES_MAX && self.swallows(row_text, ends) {
            let row = u64::from(self.line_breaks + before - self.embedded + 1);
            return Err(IngestError::OpenQuote { row });
        }
        self.embedded += inside - ends_line;
        self.line_breaks += before + inside;
        self.cell_ends
            .extend(ends.iter().map(|end| base + *end as u32));
        self.row_ends.push(self.cell_ends.len() as u32);
        Ok(())
    }

    /// Whether a cell of the row at `row_text` holds too many lines to be a cell.
    fn swallows(&self, row_text: usize, ends: &[usize]) -> bool {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut cells = starts
            .zip(ends)
            .map(|(start, end)| &self.text[row_text + start..row_text + end]);
        cells.any(|cell| memchr_iter(b'\n', cell).count() as u32 > CELL_LINES_MAX)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let block = parse(text.as_bytes(), b',').unwrap();
        (0..block.rows())
            .map(|row| block.row(row))
            .map(|row| (row.number, row.cells().map(str::to_owned).collect()))
            .collect()
    }

    fn check(text: &str, expected: &[(u32, &[&str])]) {
        let expected: Vec<(u32, Vec<String>)> = expected
            .iter()
            .map(|(number, cells)| {
                (
                    *number,
                    cells.iter().map(|cell| (*cell).to_owned()).collect(),
                )
            })
            .collect();
        assert_eq!(rows(text), expected, "{text:?}");
    }

    #[test]
    fn row_numbers_are_those_of_a_spreadsheet() {
        check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(
            "a,b\r\n1,2\r\n3,4",
            &[(1, &["a", "b"]), (2, &["1", "2"]), (3, &["3", "4"])],
        );
        check("\n\na\n\nb\n", &[(3, &["a"]), (5, &["b"])]);
        check("\r\n\r\na\r\n\r\nb\r\n", &[(3, &["a"]), (5, &["b"])]);
        check(
            "\"x\ny\",1\nb,2\n",
            &[(1, &["x\ny", "1"]), (2, &["b", "2"])],
        );
        check(
            "\"x\r\ny\",1\r\nb,2\r\n",
            &[(1, &["x\r\ny", "1"]), (2, &["b", "2"])],
        );
        check("a,\"\"\"q\"\"\"\n", &[(1, &["a", "\"q\""])]);
        check("", &[]);
    }

    #[test]
    fn physical_rows_count_blank_ones() {
        for (text, physical) in [
            ("a\n\nb\n", 3),
            ("a\n\nb", 3),
            ("\"x\ny\"\n", 1),
            ("", 0),
            ("\r\n\r\na", 3),
        ] {
            assert_eq!(
                parse(text.as_bytes(), b',').unwrap().physical_rows,
                physical,
                "{text:?}"
            );
        }
    }

    #[test]
    fn blocks_are_cut_outside_quotes() {
        assert_eq!(last_row_end(b"a\nb\nc"), Some(4));
        assert_eq!(last_row_end(b"a\n\"b\nc"), Some(2));
        assert_eq!(last_row_end(b"\"b\nc"), None);
        assert!(ends_inside_quotes(b"\"b\nc"));
        assert!(!ends_inside_quotes(b"\"b\"\"\"\nc"));
    }

    #[test]
    fn what_would_swallow_rows_is_refused() {
        let error = |text: &str| parse(text.as_bytes(), b',').unwrap_err();
        assert_eq!(error("a,b\r1,2\r"), IngestError::BareReturn { row: 1 });
        assert_eq!(error("a\n1\r2\n"), IngestError::BareReturn { row: 2 });
        let stray = "a\n\"b\n1\n2\n3\n4\n5\nc\"\n";
        assert_eq!(error(stray), IngestError::OpenQuote { row: 2 });
        assert!(parse(b"\"Ng\xc3\xa0y\nsinh\",b\n", b',').is_ok());
    }

    #[test]
    fn other_encodings_are_named() {
        let error = parse(b"a\nb\xb5\n", b',').unwrap_err();
        assert_eq!(error, IngestError::NotUtf8 { row: 2 });
        assert_eq!(
            refuse_other_formats(b"\xff\xfea\0"),
            Err(IngestError::Utf16)
        );
        assert!(refuse_other_formats(b"PK\x03\x04").is_err());
    }

    proptest::proptest! {
        #[test]
        fn cells_survive_writing_and_reading(table in proptest::collection::vec(proptest::collection::vec("[a-zà-ỹ\",\n ]{1,4}", 2..4), 1..6)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let text: String = table.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n").collect();
            let expected: Vec<Vec<String>> = table.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            let found: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, cells)| cells).collect();
            proptest::prop_assert_eq!(found, expected);
            let numbers: Vec<u32> = rows(&text).into_iter().map(|(number, _)| number).collect();
            proptest::prop_assert_eq!(numbers, (1..=table.len() as u32).collect::<Vec<_>>());
        }
    }
}
