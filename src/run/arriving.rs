//! An extract whose bytes are arriving: what it is, where it is cut, and what is done with each part.

use std::sync::Arc;

use rayon::Scope;

use super::block::{BlockOutput, FileKit, work};
use super::desk::{Desk, Room};
use super::fetch::PIECE_BYTES;
use super::readings::{BlockResult, TableColumns};
use crate::domain::{Kind, Limits};
use crate::ingest::csv::{self, Sniffed};
use crate::ingest::format::{Detected, detect};
use crate::ingest::{IngestError, tables, xml};
use crate::source::Extract;

/// MiB without the end of a row or a record: there is none.
const REST_MIB_MAX: usize = 64;

/// An extract whose bytes are arriving.
pub struct ArrivingFile<'n> {
    index: usize,
    extract: &'n Extract,
    kit: &'n FileKit<'n>,
    buffer: Vec<u8>,
    shape: Shape,
    blocks: usize,
    has_failed: bool,
}

/// How a file is worked on.
enum Shape {
    /// Too little is there to tell.
    Unknown,
    /// Text, in blocks of whole rows.
    Rows(Arc<Sniffed>),
    /// A message, in blocks of whole records.
    Records(xml::Head),
    /// When all of it is there.
    Whole,
}

impl<'n> ArrivingFile<'n> {
    #[must_use]
    pub fn new(index: usize, extract: &'n Extract, kit: &'n FileKit<'n>) -> Self {
        Self {
            index,
            extract,
            kit,
            buffer: Vec::new(),
            shape: Shape::Unknown,
            blocks: 0,
            has_failed: false,
        }
    }

    fn limits(&self) -> &'n Limits {
        &self.kit.source.layout_options.limits
    }

    /// Takes the next bytes and hands on what is whole.
    pub fn feed<'s>(&mut self, piece: &[u8], scope: &Scope<'s>, desk: &'s Desk<'s>)
    where
        'n: 's,
    {
        if self.has_failed {
            return;
        }
        self.buffer.extend_from_slice(piece);
        if self.buffer.len() < PIECE_BYTES {
            return;
        }
        if matches!(self.shape, Shape::Unknown) {
            match self.tell() {
                Ok(shape) => self.shape = shape,
                Err(error) => return self.fail(error, desk),
            }
        }
        let end = match &self.shape {
            Shape::Rows(sniffed) => sniffed.last_row_end(&self.buffer),
            Shape::Records(_) => xml::last_record_end(&self.buffer),
            Shape::Unknown | Shape::Whole => None,
        };
        if let Some(end) = end {
            let rest = self.buffer.split_off(end);
            let block = std::mem::replace(&mut self.buffer, rest);
            self.spawn(block, false, scope, desk);
        }
        self.refuse_too_much(desk);
    }

    /// Hands on what is left: all has arrived.
    pub fn finish<'s>(&mut self, scope: &Scope<'s>, desk: &'s Desk<'s>)
    where
        'n: 's,
    {
        if !self.has_failed {
            let rest = std::mem::take(&mut self.buffer);
            self.spawn(rest, true, scope, desk);
        }
    }

    /// Sets the file aside; what still arrives of it is not looked at.
    pub fn fail(&mut self, error: IngestError, desk: &Desk<'_>) {
        self.has_failed = true;
        self.buffer = Vec::new();
        desk.fail((self.index, self.blocks), error);
    }

    /// Tells from the first piece how the file is to be worked on. What stands before the first row or record is
    /// taken off.
    fn tell(&mut self) -> Result<Shape, IngestError> {
        let detected = detect(&self.buffer, &self.extract.file);
        if let Some(refusal) = detected.refusal() {
            return Err(refusal);
        }
        if detected == Detected::Xml
            && let Some(head) = xml::Head::of(&self.buffer)
        {
            self.buffer.drain(..head.bytes());
            return Ok(Shape::Records(head));
        }
        // In rosters a heading reaches over the rows below it.
        let kinds = [Kind::Residents, Kind::Insurance, Kind::EhrStatus];
        let is_splittable = kinds.contains(&self.extract.kind);
        if detected != Detected::Text || !is_splittable || !csv::is_streamable(&self.buffer) {
            return Ok(Shape::Whole);
        }
        let sniffed = csv::sniff(&self.buffer, false, &self.kit.source.layout_options)?;
        self.buffer.drain(..sniffed.skip);
        Ok(Shape::Rows(Arc::new(sniffed)))
    }

    fn refuse_too_much(&mut self, desk: &Desk<'_>) {
        let limits = self.limits();
        let error = match self.shape {
            Shape::Whole | Shape::Unknown if self.buffer.len() > limits.table_bytes() => {
                IngestError::too_large(limits)
            }
            Shape::Rows(_) | Shape::Records(_) if self.buffer.len() > REST_MIB_MAX << 20 => {
                IngestError::RowTooLong {
                    row: 1,
                    limit_mib: limits.line_mib,
                }
            }
            _ => return,
        };
        self.fail(error, desk);
    }

    fn spawn<'s>(&mut self, bytes: Vec<u8>, is_last: bool, scope: &Scope<'s>, desk: &'s Desk<'s>)
    where
        'n: 's,
    {
        let (kit, place) = (self.kit, (self.index, self.blocks));
        let file = self.extract.file.as_str();
        let is_first = self.blocks == 0;
        self.blocks += 1;
        let job: Job<'n> = match &self.shape {
            Shape::Unknown | Shape::Whole => Box::new(move || work_on_whole(bytes, file, kit)),
            Shape::Records(head) => {
                let message = head.message(&bytes, is_last);
                Box::new(move || work_on_records(&message, kit))
            }
            Shape::Rows(sniffed) => {
                let sniffed = Arc::clone(sniffed);
                Box::new(move || {
                    let output = work_on_rows(&bytes, is_first, is_last, &sniffed, kit)?;
                    Ok(vec![(output, TableColumns::of(&sniffed.layout))])
                })
            }
        };
        desk.wait_for_room();
        scope.spawn(move |_| {
            let _room = Room(desk);
            desk.put(place, job());
        });
    }
}

type Job<'n> = Box<dyn FnOnce() -> BlockResult + Send + 'n>;

fn work_on_rows(
    bytes: &[u8],
    is_first: bool,
    is_last: bool,
    sniffed: &Sniffed,
    kit: &FileKit<'_>,
) -> Result<BlockOutput, IngestError> {
    let layout = &sniffed.layout;
    let block = if is_last {
        csv::parse_end(bytes, sniffed, &kit.source.layout_options)?
    } else {
        csv::parse_rows(bytes, sniffed)?
    };
    let first_row = if is_first {
        layout.header_rows.1 + 1
    } else {
        1
    };
    let output = work(&block, layout, first_row, None, kit);
    // The other blocks of the file cannot know what this one met.
    match output.notes.other_table.filter(|_| !(is_first && is_last)) {
        Some(row) => Err(IngestError::OtherTable {
            row: u64::from(row),
        }),
        None => Ok(output),
    }
}

fn work_on_records(message: &[u8], kit: &FileKit<'_>) -> BlockResult {
    let read = xml::read_piece(message, &kit.source.layout_options)?;
    let mut output = work(&read.block, &read.layout, 1, None, kit);
    output.notes.record_count = read.count;
    Ok(vec![(output, TableColumns::of(&read.layout))])
}

fn work_on_whole(bytes: Vec<u8>, file: &str, kit: &FileKit<'_>) -> BlockResult {
    let read = tables::read(bytes, file, &kit.source.layout_options)?;
    let outputs = read.tables.iter().map(|table| {
        let sheet = table.sheet.as_deref().map(Arc::from);
        let output = work(&table.block, &table.layout, table.first_row(), sheet, kit);
        (output, TableColumns::of(&table.layout))
    });
    let mut outputs: Vec<(BlockOutput, TableColumns)> = outputs.collect();
    // Rows of sheets that are not read are rows that are no person.
    if let Some((first, _)) = outputs.first_mut() {
        first.notes.record_count = read.record_count;
        for sheet in read.skipped {
            first.notes.physical_rows += u64::from(sheet.physical_rows);
            if sheet.has_people {
                first.notes.unread_sheets.push((sheet.name, sheet.reason));
            }
        }
    }
    Ok(outputs)
}
