//! Columns by the names of their headers, of a CSV or Parquet file whose first row is the header.
//!
//! The rows of people's own tables are taken as they are: no layout is looked for, nothing is skipped.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use rayon::prelude::*;

use super::LinkingError;
use crate::domain::Limits;
use crate::ingest::encoding::{self, Transport};
use crate::ingest::{IngestError, RawBlock, csv, gzip, parquet};
use crate::schema::text::TextColumn;

/// Pieces of so many bytes are parsed side by side.
const PIECE_BYTES: usize = 4 << 20;

/// So many pieces are held at a time.
const PIECES: usize = 8;

const DELIMITERS: [u8; 4] = *b",;\t|";

/// Columns of a file, in the order in which they were asked for.
#[derive(Debug, Default)]
pub struct Cells {
    pub rows: usize,
    pub columns: Vec<TextColumn>,
    /// Rows with fewer cells than the header: the missing ones are blank.
    pub short_rows: u64,
}

impl Cells {
    #[must_use]
    pub fn get(&self, column: usize, row: usize) -> &str {
        self.columns[column].get(row)
    }
}

/// Reads the columns `names` of the file at `path`.
///
/// # Errors
/// A file that cannot be read, lacks a column or has it twice, or has rows that do not fit its header.
pub fn read(path: &Path, names: &[&str]) -> Result<Cells, LinkingError> {
    let read_error = |source| LinkingError::Read {
        path: path.to_path_buf(),
        source,
    };
    let mut file = File::open(path).map_err(read_error)?;
    let mut start = vec![0; PIECE_BYTES];
    let length = fill(&mut file, &mut start).map_err(read_error)?;
    start.truncate(length);
    if start.starts_with(b"PAR1") {
        file.read_to_end(&mut start).map_err(read_error)?;
        return of_parquet(path, start, names);
    }
    if start.starts_with(&gzip::MAGIC) {
        let limits = Limits {
            unpacked_mib: u32::MAX,
            ..Limits::default()
        };
        let packed = Cursor::new(start).chain(file);
        return of_text(path, gzip::reader(packed, &limits), names);
    }
    of_text(path, Cursor::new(start).chain(file), names)
}

/// Reads until `buffer` is full or the source ends.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(length)
}

/// The places of `names` in a header.
fn places(path: &Path, header: &[&str], names: &[&str]) -> Result<Vec<usize>, LinkingError> {
    let place = |name: &&str| {
        let mut found = (0..header.len()).filter(|at| header[*at] == *name);
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            (Some(_), Some(_)) => Err(LinkingError::ColumnTwice {
                path: path.to_path_buf(),
                column: (*name).to_owned(),
            }),
            (None, _) => Err(LinkingError::NoColumn {
                path: path.to_path_buf(),
                column: (*name).to_owned(),
                advice: format!("it has {}", header.join(", ")),
            }),
        }
    };
    names.iter().map(place).collect()
}

fn push(path: &Path, column: &mut TextColumn, text: &str) -> Result<(), LinkingError> {
    if u32::try_from(column.text_bytes() + text.len()).is_err() {
        return Err(LinkingError::TooMuchText {
            path: path.to_path_buf(),
        });
    }
    column.push(text);
    Ok(())
}

fn of_parquet(path: &Path, bytes: Vec<u8>, names: &[&str]) -> Result<Cells, LinkingError> {
    let broken = |source| LinkingError::Table {
        path: path.to_path_buf(),
        source,
    };
    let bytes = bytes::Bytes::from(bytes);
    let header = parquet::column_names(&bytes).map_err(broken)?;
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let places = places(path, &header, names)?;
    let column = |place: &usize| {
        let mut column = TextColumn::default();
        let mut refused = None;
        let taken = parquet::read_column(&bytes, *place, &mut |text| {
            push(path, &mut column, text.trim()).map_err(|error| {
                refused = Some(error);
                IngestError::Io {
                    message: "too much text".to_owned(),
                }
            })
        });
        match refused {
            Some(error) => Err(error),
            None => taken.map(|()| column).map_err(broken),
        }
    };
    let columns: Vec<Result<TextColumn, LinkingError>> = places.par_iter().map(column).collect();
    // The first of several faults is told, whichever thread found one first.
    let columns: Vec<TextColumn> = columns.into_iter().collect::<Result<_, _>>()?;
    let rows = columns.first().map_or(0, TextColumn::len);
    Ok(Cells {
        rows,
        columns,
        short_rows: 0,
    })
}

fn of_text(path: &Path, mut source: impl Read, names: &[&str]) -> Result<Cells, LinkingError> {
    let read_error = |source| LinkingError::Read {
        path: path.to_path_buf(),
        source,
    };
    let mut piece = vec![0; PIECE_BYTES];
    let length = fill(&mut source, &mut piece).map_err(read_error)?;
    piece.truncate(length);
    if csv::is_streamable(&piece) {
        return TextReader::new(path, piece, names)?.read(source);
    }
    source.read_to_end(&mut piece).map_err(read_error)?;
    if encoding::transport(&piece) == Transport::SingleByte {
        return Err(LinkingError::NotUnicode {
            path: path.to_path_buf(),
        });
    }
    let text = csv::prepare(piece).map_err(|source| LinkingError::Table {
        path: path.to_path_buf(),
        source,
    })?;
    TextReader::new(path, text, names)?.read(std::io::empty())
}

/// A delimited text being read.
struct TextReader<'p> {
    path: &'p Path,
    delimiter: u8,
    /// Cells of the header.
    width: usize,
    places: Vec<usize>,
    /// What is not parsed yet, from the start of a row on.
    rest: Vec<u8>,
    /// Rows of the file that were parsed, the header among them.
    physical_rows: u64,
    cells: Cells,
}

impl<'p> TextReader<'p> {
    /// Finds delimiter and columns in the first bytes.
    fn new(path: &'p Path, start: Vec<u8>, names: &[&str]) -> Result<Self, LinkingError> {
        let mark = usize::from(start.starts_with(b"\xef\xbb\xbf")) * 3;
        let header = |delimiter| {
            let end = csv::last_row_end(&start[mark..], delimiter);
            let first = first_row(
                &start[mark..mark + end.unwrap_or(start.len() - mark)],
                delimiter,
            );
            let block = csv::parse(first, delimiter).ok()?;
            let row = (block.rows() > 0).then(|| block.row(0));
            Some(row.map_or(Vec::new(), |row| {
                row.cells().map(str::to_owned).collect::<Vec<String>>()
            }))
        };
        let headers =
            DELIMITERS.map(|delimiter| (delimiter, header(delimiter).unwrap_or_default()));
        let fits = |(_, header): &&(u8, Vec<String>)| {
            names
                .iter()
                .all(|name| header.iter().any(|cell| cell == name))
        };
        let widest = headers.iter().rev().max_by_key(|(_, header)| header.len());
        let (delimiter, header) = headers.iter().find(fits).or(widest).unwrap_or(&headers[0]);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        Ok(Self {
            path,
            delimiter: *delimiter,
            width: header.len(),
            places: places(path, &header, names)?,
            physical_rows: 0,
            cells: Cells {
                rows: 0,
                columns: vec![TextColumn::default(); names.len()],
                short_rows: 0,
            },
            rest: start[mark..].to_vec(),
        })
    }

    fn read(mut self, mut source: impl Read) -> Result<Cells, LinkingError> {
        let mut is_end = false;
        while !is_end {
            let mut pieces = Vec::new();
            while pieces.len() < PIECES && !is_end {
                is_end = self.fill_rest(&mut source)?;
                if !is_end {
                    pieces.extend(self.cut());
                }
            }
            self.take(&pieces)?;
        }
        if csv::ends_inside_quotes(&self.rest, self.delimiter) {
            return Err(self.broken(IngestError::OpenQuote { row: 1 }));
        }
        let rest = std::mem::take(&mut self.rest);
        self.take(&[rest])?;
        Ok(self.cells)
    }

    /// Reads on until `rest` has a piece; says whether the file ended.
    fn fill_rest(&mut self, source: &mut impl Read) -> Result<bool, LinkingError> {
        let before = self.rest.len();
        self.rest.resize(before + PIECE_BYTES, 0);
        let read = fill(source, &mut self.rest[before..]);
        let read = read.map_err(|source| LinkingError::Read {
            path: self.path.to_path_buf(),
            source,
        })?;
        self.rest.truncate(before + read);
        Ok(read < PIECE_BYTES)
    }

    /// Takes whole rows off `rest`. Where none ends in two pieces, all of it: parsing then says what is wrong.
    fn cut(&mut self) -> Option<Vec<u8>> {
        let end = csv::last_row_end(&self.rest, self.delimiter);
        let is_endless = self.rest.len() > 2 * PIECE_BYTES;
        let end = end.or(is_endless.then_some(self.rest.len()))?;
        let behind = self.rest.split_off(end);
        Some(std::mem::replace(&mut self.rest, behind))
    }

    fn take(&mut self, pieces: &[Vec<u8>]) -> Result<(), LinkingError> {
        let delimiter = self.delimiter;
        let blocks: Vec<Result<RawBlock, IngestError>> = pieces
            .par_iter()
            .map(|piece| csv::parse(piece, delimiter))
            .collect();
        for block in blocks {
            let block = block.map_err(|error| self.broken(error))?;
            self.take_block(&block)?;
        }
        Ok(())
    }

    fn take_block(&mut self, block: &RawBlock) -> Result<(), LinkingError> {
        let header_rows = usize::from(self.physical_rows == 0);
        for row in (header_rows..block.rows()).map(|row| block.row(row)) {
            if row.len() > self.width && row.cells().skip(self.width).any(|cell| !cell.is_empty()) {
                return Err(LinkingError::ExtraCells {
                    path: self.path.to_path_buf(),
                    row: self.physical_rows + u64::from(row.number),
                    cells: row.len(),
                    expected: self.width,
                });
            }
            self.cells.short_rows += u64::from(row.len() < self.width);
            for (column, place) in self.cells.columns.iter_mut().zip(&self.places) {
                push(self.path, column, row.cell(*place))?;
            }
            self.cells.rows += 1;
        }
        self.physical_rows += u64::from(block.physical_rows);
        Ok(())
    }

    /// An error of the piece behind the rows parsed so far.
    fn broken(&self, source: IngestError) -> LinkingError {
        let before = u32::try_from(self.physical_rows).unwrap_or(u32::MAX);
        LinkingError::Table {
            path: self.path.to_path_buf(),
            source: source.behind(before),
        }
    }
}

/// The first row of `bytes` with its end.
fn first_row(bytes: &[u8], delimiter: u8) -> &[u8] {
    let mut end = 0;
    while let Some(line) = memchr::memchr(b'\n', &bytes[end..]) {
        end += line + 1;
        if !csv::ends_inside_quotes(&bytes[..end], delimiter) {
            return &bytes[..end];
        }
    }
    bytes
}
