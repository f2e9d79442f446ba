//! Rules that need all rows of a file: a number on several rows, a value on nearly all of them.
//!
//! They look at the accepted rows once the file is read, and speak on every row that they are about. What they take
//! back of a row, a date, its day or a measurement, stays in the finding.

use crate::domain::Field;
use crate::schema::records::RecordChunk;

use super::finding::{Findings, RuleId};

pub mod filled_column;
pub mod month_first_column;
pub mod shared_number;

/// The columns of records that these rules look at, originals beside them.
pub const WHOLE_FILE_COLUMNS: &[&str] = &[
    "row",
    "full_name",
    "birth_date",
    "birth_date_original",
    "cccd",
    "identity_number_original",
    "death_date",
    "death_date_original",
    "departure_date",
    "departure_date_original",
    "valid_from",
    "valid_from_original",
    "valid_to",
    "valid_to_original",
    "exam_date",
    "exam_date_original",
    "ehr_updated",
    "ehr_updated_original",
    "height_cm",
    "height_original",
    "weight_kg",
    "weight_original",
    "systolic_mmhg",
    "diastolic_mmhg",
    "blood_pressure_original",
    "pulse_per_min",
    "pulse_original",
    "glucose_mmol_l",
    "glucose_original",
];

/// The accepted rows of one block of a file and what was found in them.
pub type FileBlock<'f> = (&'f RecordChunk, &'f Findings);

/// A file while rules look at it.
#[derive(Debug)]
pub struct FileCase<'f> {
    pub blocks: &'f [FileBlock<'f>],
    rule: RuleId,
    thresholds: &'f [f64],
    found: Vec<Found>,
}

/// A finding about a row of a block.
#[derive(Debug)]
struct Found {
    block: usize,
    row: usize,
    rule: RuleId,
    field: Field,
    original: String,
    proposed: String,
    is_year_only: bool,
    is_blanked: bool,
    is_swapped: bool,
}

/// What the whole of a file shows about one of its blocks.
#[derive(Debug, Default)]
pub struct FileFindings {
    /// In row order.
    pub findings: Findings,
    /// For each finding the place of its row in the block.
    pub rows: Vec<usize>,
    /// Rows and fields of which, from here on, only the year is believed.
    pub year_only: Vec<(usize, Field)>,
    /// Rows and fields of whose date the day is the month.
    pub swapped: Vec<(usize, Field)>,
    /// Rows and fields whose value is none.
    pub blanked: Vec<(usize, Field)>,
}

impl<'f> FileCase<'f> {
    pub(super) fn new(blocks: &'f [FileBlock<'f>]) -> Self {
        Self {
            blocks,
            rule: RuleId(0),
            thresholds: &[],
            found: Vec::new(),
        }
    }

    /// Gives the turn to a rule.
    pub(super) fn turn_to(&mut self, rule: RuleId, thresholds: &'f [f64]) {
        self.rule = rule;
        self.thresholds = thresholds;
    }

    /// The thresholds of the rule, in the order in which it lists them.
    ///
    /// # Panics
    /// When a rule asks for more than it lists.
    pub(super) fn thresholds<const N: usize>(&self) -> [f64; N] {
        std::array::from_fn(|index| self.thresholds[index])
    }

    /// Every accepted row: its block and its place there.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, usize)> + use<'f> {
        let blocks = self.blocks.iter().enumerate();
        blocks.flat_map(|(block, (chunk, _))| (0..chunk.rows).map(move |row| (block, row)))
    }

    /// Notes a finding about a field of a row. `standard` is its text where the source wrote it so.
    pub(super) fn report(
        &mut self,
        (block, row): (usize, usize),
        field: Field,
        original_column: &str,
        standard: &str,
        proposed: String,
    ) {
        let texts = self.blocks[block].0.original(original_column);
        let original = texts.map_or("", |texts| texts.get(row));
        let original = if original.is_empty() {
            standard
        } else {
            original
        };
        self.found.push(Found {
            block,
            row,
            rule: self.rule,
            field,
            original: original.to_owned(),
            proposed,
            is_year_only: false,
            is_blanked: false,
            is_swapped: false,
        });
    }

    /// Leaves of the date that was reported last only its year.
    pub(super) fn keep_year(&mut self) {
        if let Some(found) = self.found.last_mut() {
            found.is_year_only = true;
        }
    }

    /// Exchanges day and month of the date that was reported last.
    pub(super) fn swap(&mut self) {
        if let Some(found) = self.found.last_mut() {
            found.is_swapped = true;
        }
    }

    /// Takes back the value that was reported last.
    pub(super) fn blank(&mut self) {
        if let Some(found) = self.found.last_mut() {
            found.is_blanked = true;
        }
    }

    /// What was found, block by block.
    pub(super) fn into_findings(mut self) -> Vec<FileFindings> {
        self.found.sort_by_key(|found| (found.block, found.row));
        let mut blocks: Vec<FileFindings> = Vec::new();
        blocks.resize_with(self.blocks.len(), Default::default);
        for found in self.found {
            let block = &mut blocks[found.block];
            let number = self.blocks[found.block].0.row[found.row];
            let (original, proposed) = (&found.original, &found.proposed);
            let (rule, field) = (found.rule, Some(found.field));
            block.findings.push(number, rule, field, original, proposed);
            block.rows.push(found.row);
            if found.is_year_only {
                block.year_only.push((found.row, found.field));
            }
            if found.is_swapped {
                block.swapped.push((found.row, found.field));
            }
            if found.is_blanked {
                block.blanked.push((found.row, found.field));
            }
        }
        blocks
    }
}

#[cfg(test)]
pub mod testing {
    use std::sync::Arc;

    use super::FileBlock;
    use crate::domain::{Field, Kind, Record};
    use crate::schema::records::{ChunkOrigin, RecordChunk};
    use crate::validate::finding::Findings;
    use crate::validate::options::RuleSettings;
    use crate::validate::registry::registry;
    use crate::validate::validator::Validator;

    /// Rows, fields and proposals of what `code` finds in a file of these records, cut into blocks of two rows.
    pub fn found_in_file(code: &str, records: &[Record<'_>]) -> Vec<(u32, Field, String)> {
        in_file(code, records).0
    }

    /// The rows in which `code` exchanges day and month of a date.
    pub fn swapped_in_file(code: &str, records: &[Record<'_>]) -> Vec<u32> {
        in_file(code, records).1
    }

    /// The rows and fields of which `code` believes the year alone, or nothing.
    pub fn taken_back_in_file(code: &str, records: &[Record<'_>]) -> Vec<(u32, Field)> {
        in_file(code, records).2
    }

    type InFile = (Vec<(u32, Field, String)>, Vec<u32>, Vec<(u32, Field)>);

    fn in_file(code: &str, records: &[Record<'_>]) -> InFile {
        let day = jiff::civil::date(2026, 10, 1);
        let validator =
            Validator::new(Kind::ScreeningRoster, &[], &RuleSettings::new(), day).unwrap();
        let blocks: Vec<(RecordChunk, Findings)> = records
            .chunks(2)
            .zip(0..)
            .map(|(records, block)| {
                let mut chunk = RecordChunk::new(ChunkOrigin {
                    kind: Kind::ScreeningRoster,
                    source: Arc::from("s"),
                    file: Arc::from("f"),
                    sheet: None,
                    unit: None,
                    snapshot_date: day,
                });
                let mut findings = Findings::default();
                for (record, row) in records.iter().zip(1..) {
                    let mut record = record.clone();
                    let row = block * 2 + row;
                    validator.check(&mut record, row, &mut findings);
                    chunk.push(&record, row, u64::from(row), 0);
                }
                (chunk, findings)
            })
            .collect();
        let blocks: Vec<FileBlock<'_>> = blocks
            .iter()
            .map(|(chunk, findings)| (chunk, findings))
            .collect();
        let (mut found, mut swapped, mut taken_back) = (Vec::new(), Vec::new(), Vec::new());
        for (block, (chunk, _)) in validator.check_file(&blocks).into_iter().zip(&blocks) {
            swapped.extend(block.swapped.iter().map(|(row, _)| chunk.row[*row]));
            let without_day = block.year_only.iter().chain(&block.blanked);
            taken_back.extend(without_day.map(|(row, field)| (chunk.row[*row], *field)));
            let findings = &block.findings;
            assert_eq!(findings.len(), block.rows.len());
            for at in 0..findings.len() {
                if registry()[usize::from(findings.rule[at].0)].code == code {
                    let proposed = findings.proposed.get(at).to_owned();
                    found.push((findings.row[at], findings.field[at].unwrap(), proposed));
                }
            }
        }
        (found, swapped, taken_back)
    }
}
