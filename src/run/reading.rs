//! Extracts to records: fetching, cutting and working on blocks side by side.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rayon::{Scope, ThreadPool};

use super::block::{BlockOutput, FileKit, work};
use super::event::{Event, Stage};
use super::fetch::{Fetched, Fetcher, LocalStorage, PIECE_BYTES};
use super::readings::{BlockResult, Readings, assemble};
use super::{RunError, RunRequest};
use crate::domain::Kind;
use crate::ingest::csv::{self, Sniffed};
use crate::ingest::{IngestError, Layout, workbook};
use crate::source::{Extract, Format};

/// A roster, or the rest of a row, larger than this is no such thing.
const UNSPLIT_MIB_MAX: usize = 512;

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
