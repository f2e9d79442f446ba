//! Increments: of a row that several of them have, the latest one's is the row.

use std::collections::HashSet;

use jiff::civil::Date;

use super::block::BlockOutput;
use super::readings::Readings;
use crate::source::{Delivery, SourceOptions};

/// Takes from the extracts of increment sources every row that a later extract of its source has again. The
/// later extract is the one of the later snapshot date; of one day, the one whose file name comes later.
pub fn supersede(readings: &mut Readings, sources: &[SourceOptions]) {
    for (position, source) in sources.iter().enumerate() {
        if source.delivery == Delivery::Increment {
            supersede_source(readings, position);
        }
    }
}

fn supersede_source(readings: &mut Readings, source: usize) {
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
        let mut own: Vec<u64> = Vec::new();
        for block in &mut read.blocks {
            let superseded = without(block, &later);
            own.extend_from_slice(&block.chunk.record_key);
            let reading = &mut read.reading;
            reading.superseded += superseded.rows;
            reading.accepted -= superseded.rows;
            reading.accepted_with_findings -= superseded.with_findings;
        }
        later.extend(own);
    }
}

/// Rows taken from a block.
struct Superseded {
    rows: u64,
    with_findings: u64,
}

/// Takes the rows with a key of `later` from a block, and the findings about them.
fn without(block: &mut BlockOutput, later: &HashSet<u64>) -> Superseded {
    let chunk = &mut block.chunk;
    let keep: Vec<bool> = chunk
        .record_key
        .iter()
        .map(|key| !later.contains(key))
        .collect();
    let gone = || (0..keep.len()).filter(|row| !keep[*row]);
    let superseded = Superseded {
        rows: gone().count() as u64,
        with_findings: gone()
            .filter(|row| chunk.finding_count.get(*row) > 0)
            .count() as u64,
    };
    if superseded.rows == 0 {
        return superseded;
    }
    let gone: HashSet<u32> = gone().map(|row| chunk.row[row]).collect();
    let findings = &mut block.notes.findings;
    let marks: Vec<bool> = findings.row.iter().map(|row| !gone.contains(row)).collect();
    findings.retain(&marks);
    block.notes.accepted_with_findings -= superseded.with_findings;
    chunk.retain(&keep);
    superseded
}
