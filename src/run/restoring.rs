//! Rows of a published version back into blocks, as they were when they were read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::interleave_record_batch;
use arrow::datatypes::{Int32Type, Int64Type};
use thiserror::Error;

use super::block::{BlockNotes, BlockOutput};
use super::quarantine_table::{Quarantined, SourceRow};
use super::readings::ExtractReading;
use crate::dataset::{DatasetError, Version, read_rows_of};
use crate::domain::{CommuneCode, Field};
use crate::schema::counts::{COUNTS, CountRow};
use crate::schema::findings::FINDINGS;
use crate::schema::quarantine::QUARANTINE;
use crate::schema::records::{ChunkOrigin, RECORDS, RecordChunk, RestoreError};
use crate::validate::{Findings, RuleSet, rule_of_code};

/// Rows of a block: small enough that many of them keep all threads busy.
const BLOCK_ROWS: usize = 65_536;

/// Why rows of an earlier night cannot be used.
#[derive(Debug, Error)]
pub enum RestoringError {
    #[error(transparent)]
    Records(#[from] RestoreError),
    #[error("its rows cannot be put together")]
    Arrow(#[from] arrow::error::ArrowError),
    #[error("it has no snapshot date")]
    NoDate,
    #[error("{message}")]
    OtherVersion { message: String },
    #[error("{found} of its {expected} rows are there")]
    Rows { expected: u64, found: u64 },
}

/// Rows of some files of a version.
pub struct Restored<'l> {
    records: Sheets,
    findings: Sheets,
    quarantine: Sheets,
    counts: Vec<CountRow>,
    ethnic_groups: &'l [String],
}

/// Reads the rows of `files` from `version`.
///
/// # Errors
/// A dataset that cannot be read.
pub fn restore<'l>(
    version: &Version,
    files: &BTreeSet<&str>,
    ethnic_groups: &'l [String],
) -> Result<Restored<'l>, DatasetError> {
    let read = |dataset| read_rows_of(version, dataset, "file", files);
    let counts = read(&COUNTS)?;
    Ok(Restored {
        records: Sheets::new(read(&RECORDS)?, Some("record_id")),
        findings: Sheets::new(read(&FINDINGS)?, None),
        quarantine: Sheets::new(read(&QUARANTINE)?, None),
        counts: counts.iter().flat_map(CountRow::restore).collect(),
        ethnic_groups,
    })
}

impl Restored<'_> {
    /// The blocks of one file, sheet by sheet, with everything that was noted about their rows.
    ///
    /// # Errors
    /// Rows that cannot be read back.
    pub fn blocks(
        &self,
        reading: &ExtractReading,
        source: &str,
    ) -> Result<Vec<BlockOutput>, RestoringError> {
        let extract = &reading.extract;
        let mut blocks: Vec<BlockOutput> = Vec::new();
        for sheet in self.sheets(&extract.file) {
            let origin = ChunkOrigin {
                kind: extract.kind,
                source: Arc::from(source),
                file: Arc::from(extract.file.as_str()),
                sheet: sheet.as_deref().map(Arc::from),
                unit: extract.unit.as_deref().map(Arc::from),
                snapshot_date: extract.snapshot_date.ok_or(RestoringError::NoDate)?,
            };
            let key = (extract.file.clone(), sheet);
            blocks.extend(self.sheet_blocks(&origin, &key)?);
        }
        let found = blocks.iter().map(|block| {
            let accepted = block.chunk.rows as u64;
            accepted + block.notes.quarantined.len() as u64
        });
        let (expected, found) = (reading.accepted + reading.quarantined, found.sum());
        if found != expected {
            return Err(RestoringError::Rows { expected, found });
        }
        let of_file = self
            .counts
            .iter()
            .filter(|count| *count.file == *extract.file);
        blocks[0].notes.counts = of_file.cloned().collect();
        Ok(blocks)
    }

    /// Sheets with records in their order in the workbook, then those with none; never no sheet at all.
    fn sheets(&self, file: &str) -> Vec<Option<String>> {
        let mut sheets: Vec<(i64, Option<String>)> = Vec::new();
        for rows in [&self.records, &self.findings, &self.quarantine] {
            for ((of, sheet), places) in &rows.places {
                let is_known = sheets.iter().any(|(_, known)| known == sheet);
                if of == file && !is_known {
                    sheets.push((places.first, sheet.clone()));
                }
            }
        }
        if sheets.is_empty() {
            return vec![None];
        }
        sheets.sort();
        sheets.into_iter().map(|(_, sheet)| sheet).collect()
    }

    fn sheet_blocks(
        &self,
        origin: &ChunkOrigin,
        key: &SheetKey,
    ) -> Result<Vec<BlockOutput>, RestoringError> {
        let records = self.records.rows(key);
        let mut findings = self.findings.rows(key).iter().peekable();
        let mut quarantine = self.quarantine.rows(key).iter().peekable();
        // A sheet whose rows are all in quarantine is a block without records.
        let parts = records.chunks(BLOCK_ROWS).map(Some);
        let parts: Vec<Option<&[Place]>> = if records.is_empty() {
            vec![None]
        } else {
            parts.collect()
        };
        let last = parts.len() - 1;
        let mut blocks = Vec::with_capacity(parts.len());
        for (index, part) in parts.into_iter().enumerate() {
            let chunk = match part {
                Some(places) => self.chunk(origin, places)?,
                None => RecordChunk::new(origin.clone()),
            };
            let limit = match chunk.row.last() {
                Some(row) if index < last => *row,
                _ => u32::MAX,
            };
            let mut notes = BlockNotes {
                accepted_with_findings: with_findings(&chunk),
                ..BlockNotes::default()
            };
            while let Some(place) = findings.next_if(|place| self.findings.row(place) <= limit) {
                self.findings.finding(place, &mut notes.findings);
            }
            while let Some(place) = quarantine.next_if(|place| self.quarantine.row(place) <= limit)
            {
                self.quarantine.reject(place, &mut notes.quarantined);
            }
            blocks.push(BlockOutput { chunk, notes });
        }
        Ok(blocks)
    }

    fn chunk(&self, origin: &ChunkOrigin, places: &[Place]) -> Result<RecordChunk, RestoringError> {
        let batches: Vec<&RecordBatch> = self.records.batches.iter().collect();
        let batch = interleave_record_batch(&batches, places)?;
        Ok(RecordChunk::restore(
            origin.clone(),
            &batch,
            self.ethnic_groups,
        )?)
    }
}

fn with_findings(chunk: &RecordChunk) -> u64 {
    let rows = (0..chunk.rows).filter(|row| chunk.finding_count.get(*row) > 0);
    rows.count() as u64
}

/// A file and a sheet of it.
type SheetKey = (String, Option<String>);

/// A batch and a row of it.
type Place = (usize, usize);

/// Rows of a dataset by file and sheet.
struct Sheets {
    batches: Vec<RecordBatch>,
    places: BTreeMap<SheetKey, SheetPlaces>,
}

struct SheetPlaces {
    /// What the first row is ordered by; the greatest number where the dataset does not tell the order of
    /// sheets.
    first: i64,
    rows: Vec<Place>,
}

impl Sheets {
    /// Puts the rows in the order of column `order`, where it is given: else the file has the order already.
    fn new(batches: Vec<RecordBatch>, order: Option<&'static str>) -> Self {
        let mut keyed: BTreeMap<SheetKey, Vec<(i64, Place)>> = BTreeMap::new();
        for (index, batch) in batches.iter().enumerate() {
            let (files, sheets) = (texts(batch, "file"), texts(batch, "sheet"));
            let numbers = order.map(|order| column(batch, order).as_primitive::<Int64Type>());
            for row in 0..batch.num_rows() {
                let sheet = sheets.is_valid(row).then(|| sheets.value(row).to_owned());
                let number = numbers.map_or(i64::MAX, |numbers| numbers.value(row));
                keyed
                    .entry((files.value(row).to_owned(), sheet))
                    .or_default()
                    .push((number, (index, row)));
            }
        }
        let in_order = |(key, mut rows): (SheetKey, Vec<(i64, Place)>)| {
            rows.sort_unstable();
            let places = SheetPlaces {
                first: rows.first().map_or(i64::MAX, |(number, _)| *number),
                rows: rows.into_iter().map(|(_, place)| place).collect(),
            };
            (key, places)
        };
        Self {
            places: keyed.into_iter().map(in_order).collect(),
            batches,
        }
    }

    fn rows(&self, key: &SheetKey) -> &[Place] {
        self.places.get(key).map_or(&[], |places| &places.rows)
    }

    /// The row number as a spreadsheet shows it.
    fn row(&self, (batch, row): &Place) -> u32 {
        let rows = column(&self.batches[*batch], "row").as_primitive::<Int32Type>();
        rows.value(*row).cast_unsigned()
    }

    fn text(&self, (batch, row): &Place, name: &str) -> &str {
        let texts = texts(&self.batches[*batch], name);
        if texts.is_valid(*row) {
            texts.value(*row)
        } else {
            ""
        }
    }

    /// Findings of a rule that this program no longer has say nothing any more.
    fn finding(&self, place: &Place, into: &mut Findings) {
        if let Some(rule) = rule_of_code(self.text(place, "rule")) {
            into.push(
                self.row(place),
                rule,
                Field::from_code(self.text(place, "field")),
                self.text(place, "original"),
                self.text(place, "proposed"),
            );
        }
    }

    fn reject(&self, place: &Place, into: &mut Quarantined) {
        let mut reasons = RuleSet::default();
        let codes = self.text(place, "rules").split("; ");
        for rule in codes.filter_map(rule_of_code) {
            reasons.insert(rule);
        }
        let commune = CommuneCode::parse(self.text(place, "commune_code"));
        let last = into.source.last();
        let shared = |text: &str, last: Option<&Arc<str>>| match last {
            Some(last) if **last == *text => Arc::clone(last),
            _ => Arc::from(text),
        };
        let source = SourceRow {
            cells: self.text(place, "cells").to_owned(),
            layout: shared(self.text(place, "layout"), last.map(|row| &row.layout)),
            section: shared(self.text(place, "section"), last.map(|row| &row.section)),
        };
        into.push(self.row(place), commune, reasons, source);
    }
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> &'b arrow::array::ArrayRef {
    let column = batch.column_by_name(name);
    column.expect("the batch has every column of the dataset")
}

fn texts<'b>(batch: &'b RecordBatch, name: &str) -> &'b arrow::array::StringArray {
    column(batch, name).as_string::<i32>()
}
