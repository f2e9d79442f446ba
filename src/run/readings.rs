//! What was read of each extract.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::block::{BlockNotes, BlockOutput, StoredBlock};
use super::reasons::{refusal_vi, set_aside_vi};
use crate::domain::Field;
use crate::domain::mask::mask_numbers;
use crate::ingest::xml::RecordCount;
use crate::ingest::{IngestError, Layout};
use crate::schema::records::StoredChunk;
use crate::source::{Extract, SetAsideReason};

/// The blocks of one task, each with the columns of its table.
pub type BlockResult = Result<Vec<(BlockOutput, TableColumns)>, IngestError>;

/// The same with their records put away.
pub type StoredResult = Result<Vec<(StoredBlock, TableColumns)>, IngestError>;

/// What the columns of a table are called: nothing of its rows.
#[derive(Debug, Clone, Default)]
pub struct TableColumns {
    /// Codes of the fields that have a column, in field order.
    pub fields: Vec<&'static str>,
    /// Headers that no field of the profile claims and that it does not drop by name.
    pub unknown: Vec<String>,
}

impl TableColumns {
    #[must_use]
    pub fn of(layout: &Layout) -> Self {
        let unknown = layout.others.iter().filter(|other| !other.is_dropped);
        let further = layout.further.iter().map(|further| further.field);
        let fields = layout.fields().map(|(field, _)| field);
        let fields: BTreeSet<Field> = fields.chain(further).collect();
        Self {
            fields: fields.into_iter().map(Field::code).collect(),
            // A row of values that was taken for a header must not name anyone.
            unknown: unknown.map(|other| mask_numbers(&other.header)).collect(),
        }
    }
}

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
    /// The day of the night that read it, where that was an earlier one.
    pub kept_from: Option<Date>,
    /// What a person should know though it is used.
    pub remarks: Vec<String>,
    /// Headers that no field of the profile claims and that it does not drop by name.
    pub unknown_columns: Vec<String>,
    /// Codes of the fields that have a column, then [`Self::unknown_columns`].
    pub columns: Vec<String>,
    /// Of messages.
    pub record_count: RecordCount,
    /// Sheet and row of what stands over people and nobody can tell what it says of them.
    pub unread_headings: Vec<(Option<Arc<str>>, u32)>,
    /// The commune that a title names where the file is of another.
    pub other_commune: Option<String>,
    /// Sheets in which people seem to stand and that are not read, and why.
    pub unread_sheets: Vec<(String, &'static str)>,
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
            remarks: Vec::new(),
            unknown_columns: Vec::new(),
            columns: Vec::new(),
            record_count: RecordCount::default(),
            unread_headings: Vec::new(),
            unread_sheets: Vec::new(),
            other_commune: None,
        }
    }

    /// [`Self::reason`] in Vietnamese.
    #[must_use]
    pub fn reason_vi(&self) -> String {
        match (&self.set_aside, &self.kept_from) {
            (Some(reason), _) => set_aside_vi(reason),
            (None, Some(version)) => {
                format!("chưa gửi bản mới hơn; dùng lại như đã đọc ở phiên bản {version}")
            }
            (None, None) => String::new(),
        }
    }

    /// Why it is not used, or why rows of an earlier night are, and what else is to be known; empty for most
    /// extracts of tonight.
    #[must_use]
    pub fn reason(&self) -> String {
        let kept =
            |day: &Date| format!("it was not delivered again; used as it was read for {day}");
        if let Some(reason) = &self.set_aside {
            return reason.to_string();
        }
        let mut said: Vec<String> = self.kept_from.iter().map(kept).collect();
        said.extend_from_slice(&self.remarks);
        said.join("; ")
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
    pub blocks: Vec<StoredBlock>,
}

impl ReadExtract {
    /// No rows yet.
    pub fn new(reading: ExtractReading) -> Self {
        Self {
            reading,
            blocks: Vec::new(),
        }
    }

    /// Leaves the extract out of the night; what was counted of it counts no more.
    pub fn set_aside(&mut self, reason: SetAsideReason) {
        let reading = &self.reading;
        self.reading = ExtractReading {
            set_aside: Some(reason),
            ..ExtractReading::new(reading.extract.clone(), reading.sha256.clone())
        };
        self.blocks.clear();
    }
}

/// Everything that was read, in canonical order.
pub struct Readings(pub Vec<ReadExtract>);

impl Readings {
    pub fn extracts(&self) -> impl Iterator<Item = &ExtractReading> {
        self.0.iter().map(|read| &read.reading)
    }

    /// Puts the extracts in canonical order.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            let (a, b) = (&a.reading.extract, &b.reading.extract);
            a.canonical_key().cmp(&b.canonical_key())
        });
    }

    /// The readings, the records of all blocks, and the notes on each block's rows beside them.
    pub fn into_parts(self) -> (Vec<ExtractReading>, Vec<StoredChunk>, Vec<BlockNotes>) {
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
    results: BTreeMap<(usize, usize), StoredResult>,
) -> Readings {
    let mut readings: Vec<ReadExtract> = Vec::with_capacity(extracts.len());
    let mut results = results.into_iter().peekable();
    for (index, (extract, sha256)) in extracts.into_iter().zip(digests).enumerate() {
        let mut blocks = Vec::new();
        while let Some((_, result)) = results.next_if(|((of, _), _)| *of == index) {
            blocks.push(result);
        }
        let mut read = ReadExtract::new(ExtractReading::new(extract, sha256));
        match joined(blocks) {
            Ok(outputs) => accept(&mut read, outputs),
            Err(reason) => read.set_aside(reason),
        }
        if let Some(reason) = same_bytes(&readings, &read.reading) {
            read.set_aside(reason);
        }
        readings.push(read);
    }
    Readings(readings)
}

/// An earlier extract of the same source with the same bytes. Lists without anyone are alike and say nothing.
pub fn same_bytes(earlier: &[ReadExtract], reading: &ExtractReading) -> Option<SetAsideReason> {
    if !reading.is_used() || reading.person_rows == 0 {
        return None;
    }
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

fn unreadable(error: &IngestError) -> SetAsideReason {
    SetAsideReason::Unreadable {
        message: error.to_string(),
        message_vi: refusal_vi(error),
    }
}

/// The outputs of all blocks with row numbers of the file.
fn joined(blocks: Vec<StoredResult>) -> Result<Vec<(StoredBlock, TableColumns)>, SetAsideReason> {
    let mut joined = Vec::with_capacity(blocks.len());
    let mut rows_before = 0;
    for block in blocks {
        let mut outputs = block.map_err(|error| unreadable(&error.behind(rows_before)))?;
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

fn accept(read: &mut ReadExtract, outputs: Vec<(StoredBlock, TableColumns)>) {
    let reading = &mut read.reading;
    for (output, columns) in outputs {
        let notes = &output.notes;
        reading.physical_rows += notes.physical_rows;
        reading.person_rows += notes.person_rows;
        reading.accepted += output.chunk.rows as u64;
        reading.accepted_with_findings += notes.accepted_with_findings;
        reading.quarantined += notes.quarantined.len() as u64;
        let count = &mut reading.record_count;
        count.declared = count.declared.or(notes.record_count.declared);
        count.parts = count.parts.saturating_add(notes.record_count.parts);
        let sheet = &output.chunk.origin.sheet;
        let headings = notes.unread_headings.iter();
        let headings = headings.map(|row| (sheet.clone(), *row));
        reading.unread_headings.extend(headings);
        let other = notes.other_commune.as_ref();
        reading.other_commune = reading.other_commune.take().or(other.cloned());
        let sheets = notes.unread_sheets.iter();
        reading.unread_sheets.extend(sheets.cloned());
        for field in columns.fields {
            if !reading.columns.iter().any(|known| known == field) {
                reading.columns.push(field.to_owned());
            }
        }
        for header in columns.unknown {
            if !reading.unknown_columns.contains(&header) {
                reading.unknown_columns.push(header);
            }
        }
        read.blocks.push(output);
    }
    reading.columns.extend_from_slice(&reading.unknown_columns);
}
