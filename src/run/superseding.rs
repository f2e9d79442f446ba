//! Increments: of a row that several of them have, the latest one's is the row.

use std::collections::HashSet;

use jiff::civil::Date;

use super::block::StoredBlock;
use super::readings::Readings;
use crate::domain::PartialDate;
use crate::schema::records::{ChunkStore, RecordChunk, StoreError};
use crate::source::{Delivery, SourceOptions};

/// Takes from the extracts of increment sources every row that a later one of its source has again. The later
/// row is that of the later snapshot date; of one day, of the file whose name comes later; of one file, the one
/// further down.
///
/// # Errors
/// A disk that does not keep what is put there.
pub fn supersede(
    readings: &mut Readings,
    sources: &[SourceOptions],
    store: &ChunkStore,
) -> Result<(), StoreError> {
    for (position, source) in sources.iter().enumerate() {
        if source.delivery == Delivery::Increment {
            supersede_source(readings, position, store)?;
        }
    }
    Ok(())
}

fn supersede_source(
    readings: &mut Readings,
    source: usize,
    store: &ChunkStore,
) -> Result<(), StoreError> {
    let mut extracts: Vec<(Option<Date>, String, usize)> = readings
        .extracts()
        .enumerate()
        .filter(|(_, reading)| reading.is_used() && reading.extract.source == source)
        .map(|(at, r)| (r.extract.snapshot_date, r.extract.file.clone(), at))
        .collect();
    extracts.sort_unstable();
    let mut later: HashSet<u64> = HashSet::new();
    for (_, _, at) in extracts.into_iter().rev() {
        let read = &mut readings.0[at];
        for block in read.blocks.iter_mut().rev() {
            let superseded = take_superseded(block, &mut later, store)?;
            let reading = &mut read.reading;
            reading.superseded += superseded.rows;
            reading.accepted -= superseded.rows;
            reading.accepted_with_findings -= superseded.with_findings;
        }
    }
    Ok(())
}

/// The columns that tell a row and whose it is.
const COLUMNS: [&str; 8] = [
    "row",
    "record_key",
    "cccd",
    "cmnd",
    "bhxh_number",
    "bhyt_card",
    "birth_date",
    "finding_count",
];

/// Rows taken from a block.
#[derive(Default)]
struct Superseded {
    rows: u64,
    with_findings: u64,
}

/// Takes from a block the rows whose key stands in `later`, and the findings about them; the keys of its own
/// rows go there.
fn take_superseded(
    block: &mut StoredBlock,
    later: &mut HashSet<u64>,
    store: &ChunkStore,
) -> Result<Superseded, StoreError> {
    let chunk = block.chunk.columns(&COLUMNS)?;
    let mut keep = vec![true; chunk.rows];
    let mut gone: HashSet<u32> = HashSet::new();
    let mut superseded = Superseded::default();
    for row in (0..chunk.rows)
        .rev()
        .filter(|row| tells_whose(&chunk, *row))
    {
        if later.insert(chunk.record_key[row]) {
            continue;
        }
        keep[row] = false;
        gone.insert(chunk.row[row]);
        superseded.rows += 1;
        superseded.with_findings += u64::from(chunk.finding_count.get(row) > 0);
    }
    if superseded.rows == 0 {
        return Ok(superseded);
    }
    drop(chunk);
    let findings = &mut block.notes.findings;
    let marks: Vec<bool> = findings.row.iter().map(|row| !gone.contains(row)).collect();
    findings.retain(&marks);
    block.notes.accepted_with_findings -= superseded.with_findings;
    block.chunk.change(store, |chunk| chunk.retain(&keep))?;
    Ok(superseded)
}

/// Whether the key of a row names one person: by a number, or by a name with a full birth date. Two people of
/// one name and year of birth in one commune are not each other's later state.
fn tells_whose(chunk: &RecordChunk, row: usize) -> bool {
    let has_number = [&chunk.cccd, &chunk.cmnd, &chunk.bhxh_number]
        .iter()
        .any(|column| column.get(row) != 0)
        || !chunk.bhyt_card.get(row).is_empty();
    let birth = PartialDate::from_packed(chunk.birth_date.get(row));
    has_number || birth.is_some_and(|birth| birth.day().is_some())
}
