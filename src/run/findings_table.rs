//! The table `findings`.

use std::ops::Range;

use arrow::array::ArrayRef;
use rayon::prelude::*;

use super::block::BlockNotes;
use crate::domain::{CommuneCode, Field};
use crate::schema::arrays::{categories, integers, labelled, longs, text};
use crate::schema::findings::FINDINGS;
use crate::schema::records::{ChunkOrigin, StoreError, StoredChunk};
use crate::schema::{Dataset, Table};
use crate::validate::{Findings, Lang, RuleId, Severity, Validator, registry};

/// Findings of one block with the rows they are about.
pub struct BlockFindings<'n> {
    pub origin: &'n ChunkOrigin,
    pub findings: &'n Findings,
    pub validator: Option<&'n Validator>,
    /// Per finding its record's number, and the commune of its row.
    pub record: Vec<Option<u32>>,
    pub commune: Vec<Option<CommuneCode>>,
}

impl<'n> BlockFindings<'n> {
    /// Finds the rows of the findings among `chunk`, whose first record is number `start`, and the
    /// quarantined rows.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub fn new(
        notes: &'n BlockNotes,
        stored: &'n StoredChunk,
        start: u32,
        validator: Option<&'n Validator>,
    ) -> Result<Self, StoreError> {
        let chunk = stored.columns(&["row", "commune_code"])?;
        let findings = &notes.findings;
        let mut located = Self {
            origin: &stored.origin,
            findings,
            validator,
            record: Vec::with_capacity(findings.len()),
            commune: Vec::with_capacity(findings.len()),
        };
        for row in &findings.row {
            let (record, commune) = match chunk.row.binary_search(row) {
                Ok(at) => (
                    Some(start + at as u32),
                    CommuneCode::from_number(chunk.commune.get(at)),
                ),
                Err(_) => {
                    let at = notes.quarantined.row.binary_search(row).ok();
                    (None, at.and_then(|at| notes.quarantined.commune[at]))
                }
            };
            located.record.push(record);
            located
                .commune
                .push(commune.filter(|commune| commune.number() > 0));
        }
        Ok(located)
    }

    pub fn severity(&self, rule: RuleId) -> Severity {
        let of_rule = registry()[usize::from(rule.0)].severity;
        self.validator
            .map_or(of_rule, |validator| validator.severity(rule))
    }
}

/// All findings in canonical order.
pub struct FindingTable<'n> {
    blocks: &'n [BlockFindings<'n>],
    /// Number of the first finding of each block.
    starts: Vec<usize>,
    rows: usize,
}

impl<'n> FindingTable<'n> {
    pub fn new(blocks: &'n [BlockFindings<'n>]) -> Self {
        let mut starts = Vec::with_capacity(blocks.len());
        let mut rows = 0;
        for block in blocks {
            starts.push(rows);
            rows += block.findings.len();
        }
        Self {
            blocks,
            starts,
            rows,
        }
    }

    fn each<T>(
        &self,
        rows: Range<usize>,
        value: impl Fn(&'n BlockFindings<'n>, usize) -> T,
    ) -> impl ExactSizeIterator<Item = T> {
        let mut block = self
            .starts
            .partition_point(|start| *start <= rows.start)
            .saturating_sub(1);
        rows.map(move |row| {
            while row >= self.starts[block] + self.blocks[block].findings.len() {
                block += 1;
            }
            value(&self.blocks[block], row - self.starts[block])
        })
    }

    fn rule(&self, rows: Range<usize>, label: impl Fn(usize) -> &'static str) -> ArrayRef {
        let labels: Vec<&str> = (0..registry().len()).map(label).collect();
        let rules = self.each(rows, |block, at| {
            Some(usize::from(block.findings.rule[at].0))
        });
        categories(labels, rules)
    }
}

impl Table for FindingTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &FINDINGS
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        match FINDINGS.columns[column].name {
            "finding_id" => longs(rows.map(|row| Some(row as i64))),
            "record_id" => longs(self.each(rows, |block, at| block.record[at].map(i64::from))),
            "kind" => labelled(
                self.each(rows, |block, _| Some(block.origin.kind)),
                |kind| kind.code().to_owned(),
            ),
            "file" => labelled(
                self.each(rows, |block, _| Some(&*block.origin.file)),
                str::to_owned,
            ),
            "sheet" => labelled(
                self.each(rows, |block, _| block.origin.sheet.as_deref()),
                str::to_owned,
            ),
            "row" => {
                integers(self.each(rows, |block, at| i32::try_from(block.findings.row[at]).ok()))
            }
            "commune_code" => labelled(self.each(rows, |block, at| block.commune[at]), |code| {
                code.to_string()
            }),
            "rule" => self.rule(rows, |rule| registry()[rule].code),
            "title_vi" => self.rule(rows, |rule| registry()[rule].title(Lang::Vi)),
            "title_en" => self.rule(rows, |rule| registry()[rule].title(Lang::En)),
            "severity" => categories(
                Severity::ALL.map(Severity::code),
                self.each(rows, |block, at| {
                    Some(block.severity(block.findings.rule[at]) as usize)
                }),
            ),
            "field" => labelled(
                self.each(rows, |block, at| block.findings.field[at]),
                |field: Field| field.code().to_owned(),
            ),
            "original" => text(self.each(rows, |block, at| block.findings.original.get(at))),
            "proposed" => text(self.each(rows, |block, at| block.findings.proposed.get(at))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

/// Locates the findings of all blocks. The numbers are those of the chunks' first records.
///
/// # Errors
/// A disk that does not give back what was put there.
pub fn locate<'n>(
    blocks: &[(&'n BlockNotes, &'n StoredChunk, u32, Option<&'n Validator>)],
) -> Result<Vec<BlockFindings<'n>>, StoreError> {
    blocks
        .par_iter()
        .map(|(notes, chunk, start, validator)| {
            BlockFindings::new(notes, chunk, *start, *validator)
        })
        .collect()
}
