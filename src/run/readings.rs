//! What was read of each extract.

use std::collections::BTreeMap;

use super::block::{BlockNotes, BlockOutput};
use crate::ingest::IngestError;
use crate::schema::records::RecordChunk;
use crate::source::{Extract, SetAsideReason};

/// The blocks of one task, each with the headers that nobody claims.
pub type BlockResult = Result<Vec<(BlockOutput, Vec<String>)>, IngestError>;

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
    /// Person rows that a later increment of the source has again.
    pub superseded: u64,
    /// The version that the rows come from, where they were read on an earlier night.
    pub kept_from: Option<String>,
    /// Headers that no field of the profile claims and that it does not drop by name.
    pub unknown_columns: Vec<String>,
}

impl ExtractReading {
    /// Nothing read yet.
    pub fn new(extract: Extract, sha256: String) -> Self {
        Self {
            extract,
            sha256,
            set_aside: None,
            physical_rows: 0,
            person_rows: 0,
            accepted: 0,
            accepted_with_findings: 0,
            quarantined: 0,
            superseded: 0,
            kept_from: None,
            unknown_columns: Vec::new(),
        }
    }

    /// Why it is not used, or why rows of an earlier night are; empty for an extract of tonight.
    #[must_use]
    pub fn reason(&self) -> String {
        match (&self.set_aside, &self.kept_from) {
            (Some(reason), _) => reason.to_string(),
            (None, Some(version)) => {
                format!("nothing newer was delivered; used as read in version {version}")
            }
            (None, None) => String::new(),
        }
    }

    #[must_use]
    pub fn is_used(&self) -> bool {
        self.set_aside.is_none()
    }

    #[must_use]
    pub fn other_rows(&self) -> u64 {
        self.physical_rows.saturating_sub(self.person_rows)
    }
}

/// An extract with its rows, block by block.
pub struct ReadExtract {
    pub reading: ExtractReading,
    pub blocks: Vec<BlockOutput>,
}

impl ReadExtract {
    /// No rows yet.
    pub fn new(reading: ExtractReading) -> Self {
        Self {
            reading,
            blocks: Vec::new(),
        }
    }

    /// Leaves the extract out of the night.
    pub fn set_aside(&mut self, reason: SetAsideReason) {
        self.reading.set_aside = Some(reason);
        self.blocks.clear();
    }
}

/// Everything that was read, in canonical order.
pub struct Readings(pub Vec<ReadExtract>);

impl Readings {
    pub fn extracts(&self) -> impl Iterator<Item = &ExtractReading> {
        self.0.iter().map(|read| &read.reading)
    }

    /// The readings, the records of all blocks, and the notes on each block's rows beside them.
    pub fn into_parts(self) -> (Vec<ExtractReading>, Vec<RecordChunk>, Vec<BlockNotes>) {
        let (mut extracts, mut chunks, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for read in self.0 {
            extracts.push(read.reading);
            for block in read.blocks {
                chunks.push(block.chunk);
                notes.push(block.notes);
            }
        }
        (extracts, chunks, notes)
    }
}

/// Puts the blocks of each extract together; one bad block sets its extract aside.
pub fn assemble(
    extracts: Vec<Extract>,
    digests: Vec<String>,
    results: BTreeMap<(usize, usize), BlockResult>,
) -> Readings {
    let mut readings: Vec<ReadExtract> = Vec::with_capacity(extracts.len());
    let mut results = results.into_iter().peekable();
    for (index, (extract, sha256)) in extracts.into_iter().zip(digests).enumerate() {
        let mut blocks = Vec::new();
        while let Some((_, result)) = results.next_if(|((of, _), _)| *of == index) {
            blocks.push(result);
        }
        let mut read = ReadExtract::new(ExtractReading::new(extract, sha256));
        match same_bytes(&readings, &read.reading).map_or_else(|| joined(blocks), Err) {
            Ok(outputs) => accept(&mut read, outputs),
            Err(reason) => read.set_aside(reason),
        }
        readings.push(read);
    }
    Readings(readings)
}

/// An earlier extract of the same source with the same bytes.
fn same_bytes(earlier: &[ReadExtract], reading: &ExtractReading) -> Option<SetAsideReason> {
    let same = earlier.iter().map(|read| &read.reading).find(|other| {
        other.is_used()
            && other.extract.source == reading.extract.source
            && !other.sha256.is_empty()
            && other.sha256 == reading.sha256
    })?;
    Some(SetAsideReason::SameAs {
        file: same.extract.file.clone(),
        is_of_other_place: same.extract.place() != reading.extract.place(),
    })
}

/// The outputs of all blocks with row numbers of the file.
fn joined(blocks: Vec<BlockResult>) -> Result<Vec<(BlockOutput, Vec<String>)>, SetAsideReason> {
    let mut joined = Vec::with_capacity(blocks.len());
    let mut rows_before = 0;
    for block in blocks {
        let mut outputs = block.map_err(|error| SetAsideReason::Unreadable {
            message: error.behind(rows_before).to_string(),
        })?;
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

fn accept(read: &mut ReadExtract, outputs: Vec<(BlockOutput, Vec<String>)>) {
    let reading = &mut read.reading;
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
        read.blocks.push(output);
    }
}
