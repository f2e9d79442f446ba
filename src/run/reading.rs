//! Extracts to records: fetching, cutting and working on blocks side by side.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rayon::{Scope, ThreadPool};

use super::block::{BlockNotes, BlockOutput, FileKit, work};
use super::event::{Event, Stage};
use super::fetch::{Fetched, Fetcher, LocalStorage, PIECE_BYTES};
use super::{RunError, RunRequest};
use crate::domain::Kind;
use crate::ingest::csv::{self, Sniffed};
use crate::ingest::{IngestError, Layout, workbook};
use crate::schema::records::RecordChunk;
use crate::source::{Extract, Format, SetAsideReason};

/// A roster, or the rest of a row, larger than this is no such thing.
const UNSPLIT_MIB_MAX: usize = 512;

/// What was read of one extract.
#[derive(Debug)]
pub struct ExtractReading {
    pub extract: Extract,
    pub sha256: String,
    /// Why nothing of it is used; `None`: it is used.
    pub set_aside: Option<SetAsideReason>,
    pub physical_rows: u64,
    pub person_rows: u64,
    pub accepted: u64,
    pub accepted_with_findings: u64,
    pub quarantined: u64,
    /// Headers that no field of the profile claims and that it does not drop by name.
    pub unknown_columns: Vec<String>,
}

impl ExtractReading {
    #[must_use]
    pub fn other_rows(&self) -> u64 {
        self.physical_rows.saturating_sub(self.person_rows)
    }
}

/// Everything that was read tonight.
pub struct Readings {
    /// In canonical order.
    pub extracts: Vec<ExtractReading>,
    pub chunks: Vec<RecordChunk>,
    /// The notes on each chunk's rows, side by side with `chunks`.
    pub notes: Vec<BlockNotes>,
}

/// Reads `extracts`, whose kits stand side by side with them, on the threads of `pool`.
///
/// # Errors
/// Only a stop on request, or a machine without a thread to read with: a bad file is set aside.
pub fn read_extracts(
    extracts: Vec<Extract>,
    kits: &[FileKit<'_>],
    pool: &ThreadPool,
    request: &RunRequest<'_>,
) -> Result<Readings, RunError> {
    let paths = extracts
        .iter()
        .map(|extract| extract.path.clone())
        .collect();
    let mut fetcher =
        Fetcher::start(LocalStorage, paths).map_err(|source| RunError::Fetcher { source })?;
    let desk = Desk::new(2 * pool.current_num_threads() + 1);
    let mut digests = vec![String::new(); extracts.len()];
    pool.in_place_scope(|scope| {
        let mut done = 0;
        let mut open: Option<OpenFile<'_>> = None;
        while let Some((index, fetched)) = fetcher.next() {
            request.check_stop()?;
            let file =
                open.get_or_insert_with(|| OpenFile::new(index, &extracts[index], &kits[index]));
            match fetched {
                Fetched::Piece(piece) => {
                    done += piece.len() as u64;
                    file.feed(&piece, scope, &desk);
                }
                Fetched::End { sha256 } => {
                    digests[index] = sha256;
                    file.finish(scope, &desk);
                    open = None;
                }
                Fetched::Failed(cause) => {
                    file.fail(
                        IngestError::Io {
                            message: cause.to_string(),
                        },
                        &desk,
                    );
                    open = None;
                }
            }
            (request.events)(Event::Progressed {
                stage: Stage::Read,
                done,
            });
        }
        Ok::<(), RunError>(())
    })?;
    Ok(assemble(extracts, digests, desk.into_results()))
}

/// An extract whose bytes are arriving.
struct OpenFile<'n> {
    index: usize,
    extract: &'n Extract,
    kit: &'n FileKit<'n>,
    buffer: Vec<u8>,
    sniffed: Option<Arc<Sniffed>>,
    blocks: usize,
    has_failed: bool,
}

impl<'n> OpenFile<'n> {
    fn new(index: usize, extract: &'n Extract, kit: &'n FileKit<'n>) -> Self {
        Self {
            index,
            extract,
            kit,
            buffer: Vec::new(),
            sniffed: None,
            blocks: 0,
            has_failed: false,
        }
    }

    /// Whether its rows can be worked on in blocks: in rosters a heading reaches over the rows below it.
    fn is_splittable(&self) -> bool {
        let kinds = [Kind::Residents, Kind::Insurance, Kind::EhrStatus];
        self.extract.format == Format::Csv && kinds.contains(&self.extract.kind)
    }

    fn feed<'s>(&mut self, piece: &[u8], scope: &Scope<'s>, desk: &'s Desk)
    where
        'n: 's,
    {
        if self.has_failed {
            return;
        }
        self.buffer.extend_from_slice(piece);
        if self.is_splittable() && self.buffer.len() >= PIECE_BYTES && self.sniff(false, desk) {
            let end = csv::last_row_end(&self.buffer).unwrap_or(0);
            if end > 0 {
                let rest = self.buffer.split_off(end);
                let block = std::mem::replace(&mut self.buffer, rest);
                self.spawn_csv(block, false, scope, desk);
            }
        }
        if self.buffer.len() > UNSPLIT_MIB_MAX << 20 {
            self.fail(
                IngestError::RowTooLong {
                    row: 1,
                    limit_mib: UNSPLIT_MIB_MAX,
                },
                desk,
            );
        }
    }

    fn finish<'s>(&mut self, scope: &Scope<'s>, desk: &'s Desk)
    where
        'n: 's,
    {
        if self.has_failed {
            return;
        }
        let rest = std::mem::take(&mut self.buffer);
        match self.extract.format {
            Format::Workbook => self.spawn_workbook(rest, scope, desk),
            Format::Csv => {
                self.buffer = rest;
                if self.sniff(true, desk) {
                    let rest = std::mem::take(&mut self.buffer);
                    self.spawn_csv(rest, true, scope, desk);
                }
            }
        }
    }

    fn fail(&mut self, error: IngestError, desk: &Desk) {
        self.has_failed = true;
        self.buffer = Vec::new();
        desk.put((self.index, self.blocks), Err(error));
    }

    /// Finds the header when the beginning is there; `false` where there is none.
    fn sniff(&mut self, is_whole: bool, desk: &Desk) -> bool {
        if self.sniffed.is_some() {
            return true;
        }
        match csv::sniff(&self.buffer, is_whole, &self.kit.source.layout_options) {
            Ok(sniffed) => {
                self.buffer.drain(..sniffed.skip);
                self.sniffed = Some(Arc::new(sniffed));
                true
            }
            Err(error) => {
                self.fail(error, desk);
                false
            }
        }
    }

    fn spawn_csv<'s>(&mut self, block: Vec<u8>, is_last: bool, scope: &Scope<'s>, desk: &'s Desk)
    where
        'n: 's,
    {
        let Some(sniffed) = self.sniffed.clone() else {
            return;
        };
        let (kit, place) = (self.kit, (self.index, self.blocks));
        self.blocks += 1;
        desk.wait_for_room();
        scope.spawn(move |_| {
            let _room = Room(desk);
            let output = work_on_csv(&block, place.1 == 0, is_last, &sniffed, kit);
            desk.put(
                place,
                output.map(|output| vec![(output, unknown_columns(&sniffed.layout))]),
            );
        });
    }

    fn spawn_workbook<'s>(&mut self, bytes: Vec<u8>, scope: &Scope<'s>, desk: &'s Desk)
    where
        'n: 's,
    {
        let (kit, place) = (self.kit, (self.index, 0));
        desk.wait_for_room();
        scope.spawn(move |_| {
            let _room = Room(desk);
            desk.put(place, work_on_workbook(bytes, kit));
        });
    }
}

fn work_on_csv(
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
        csv::parse(bytes, sniffed.delimiter)?
    };
    let first_row = if is_first {
        layout.header_rows.1 + 1
    } else {
        1
    };
    Ok(work(&block, layout, first_row, None, kit))
}

fn work_on_workbook(bytes: Vec<u8>, kit: &FileKit<'_>) -> BlockResult {
    let workbook = workbook::read(bytes, &kit.source.layout_options)?;
    let outputs = workbook.sheets.iter().map(|sheet| {
        let first_row = sheet.layout.header_rows.1 + 1;
        let name = Some(Arc::from(sheet.name.as_str()));
        let output = work(&sheet.block, &sheet.layout, first_row, name, kit);
        (output, unknown_columns(&sheet.layout))
    });
    let mut outputs: Vec<(BlockOutput, Vec<String>)> = outputs.collect();
    // Rows of sheets without a table are rows that are no person.
    if let Some((first, _)) = outputs.first_mut() {
        let skipped = workbook
            .skipped
            .iter()
            .map(|sheet| u64::from(sheet.physical_rows));
        first.notes.physical_rows += skipped.sum::<u64>();
    }
    Ok(outputs)
}

fn unknown_columns(layout: &Layout) -> Vec<String> {
    let unknown = layout.others.iter().filter(|other| !other.is_dropped);
    unknown.map(|other| other.header.clone()).collect()
}

/// The blocks of one task, each with the headers that nobody claims.
type BlockResult = Result<Vec<(BlockOutput, Vec<String>)>, IngestError>;

/// Where finished blocks are put down, and how many may be worked on.
struct Desk {
    results: Mutex<BTreeMap<(usize, usize), BlockResult>>,
    room: Mutex<usize>,
    has_room: Condvar,
}

impl Desk {
    fn new(room: usize) -> Self {
        Self {
            results: Mutex::default(),
            room: Mutex::new(room),
            has_room: Condvar::new(),
        }
    }

    fn put(&self, place: (usize, usize), result: BlockResult) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.insert(place, result);
    }

    fn wait_for_room(&self) {
        let room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = self
            .has_room
            .wait_while(room, |room| *room == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *room -= 1;
    }

    fn into_results(self) -> BTreeMap<(usize, usize), BlockResult> {
        self.results
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place at the desk that was waited for; given back even when the work in it panics, so that a fault ends
/// the night rather than hanging it.
struct Room<'d>(&'d Desk);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        *self.0.room.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.has_room.notify_one();
    }
}

/// Puts the blocks of each extract together; one bad block sets its extract aside.
fn assemble(
    extracts: Vec<Extract>,
    digests: Vec<String>,
    results: BTreeMap<(usize, usize), BlockResult>,
) -> Readings {
    let mut readings = Readings {
        extracts: Vec::with_capacity(extracts.len()),
        chunks: Vec::new(),
        notes: Vec::new(),
    };
    let mut results = results.into_iter().peekable();
    for (index, (extract, sha256)) in extracts.into_iter().zip(digests).enumerate() {
        let mut blocks = Vec::new();
        while let Some((_, result)) = results.next_if(|((of, _), _)| *of == index) {
            blocks.push(result);
        }
        let mut reading = ExtractReading {
            extract,
            sha256,
            set_aside: None,
            physical_rows: 0,
            person_rows: 0,
            accepted: 0,
            accepted_with_findings: 0,
            quarantined: 0,
            unknown_columns: Vec::new(),
        };
        reading.set_aside = same_bytes(&readings.extracts, &reading);
        if reading.set_aside.is_none() {
            match joined(blocks) {
                Ok(outputs) => accept(&mut readings, &mut reading, outputs),
                Err(error) => {
                    let message = error.to_string();
                    reading.set_aside = Some(SetAsideReason::Unreadable { message });
                }
            }
        }
        readings.extracts.push(reading);
    }
    readings
}

/// An earlier extract of the same source with the same bytes.
fn same_bytes(earlier: &[ExtractReading], reading: &ExtractReading) -> Option<SetAsideReason> {
    let same = earlier.iter().find(|other| {
        other.set_aside.is_none()
            && other.extract.source == reading.extract.source
            && !other.sha256.is_empty()
            && other.sha256 == reading.sha256
    })?;
    Some(SetAsideReason::SameAs {
        file: same.extract.file.clone(),
        is_of_other_place: same.extract.commune != reading.extract.commune
            || same.extract.unit != reading.extract.unit,
    })
}

/// The outputs of all blocks with row numbers of the file.
fn joined(blocks: Vec<BlockResult>) -> Result<Vec<(BlockOutput, Vec<String>)>, IngestError> {
    let mut joined = Vec::with_capacity(blocks.len());
    let mut rows_before = 0;
    for block in blocks {
        let mut outputs = block.map_err(|error| error.behind(rows_before))?;
        for (output, _) in &mut outputs {
            // Sheets count their rows each for themselves; only text goes on from block to block.
            if output.chunk.origin.sheet.is_none() {
                output.shift_rows(rows_before);
                rows_before += output.notes.physical_rows as u32;
            }
        }
        joined.append(&mut outputs);
    }
    Ok(joined)
}

fn accept(
    readings: &mut Readings,
    reading: &mut ExtractReading,
    outputs: Vec<(BlockOutput, Vec<String>)>,
) {
    for (output, unknown) in outputs {
        let notes = &output.notes;
        reading.physical_rows += notes.physical_rows;
        reading.person_rows += notes.person_rows;
        reading.accepted += output.chunk.rows as u64;
        reading.accepted_with_findings += notes.accepted_with_findings;
        reading.quarantined += notes.quarantined.len() as u64;
        for header in unknown {
            if !reading.unknown_columns.contains(&header) {
                reading.unknown_columns.push(header);
            }
        }
        readings.chunks.push(output.chunk);
        readings.notes.push(output.notes);
    }
}
