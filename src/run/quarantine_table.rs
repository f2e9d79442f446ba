//! Rows in quarantine, and the table of them.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::cells;
use crate::domain::CommuneCode;
use crate::ingest::Layout;
use crate::ingest::block::RawRow;
use crate::schema::arrays::{integers, labelled, longs, text};
use crate::schema::quarantine::QUARANTINE;
use crate::schema::records::ChunkOrigin;
use crate::schema::{Dataset, Table};
use crate::validate::{Lang, RuleSet, registry, reject_reason};

/// Quarantined rows of one block, each complete.
#[derive(Debug, Clone, Default)]
pub struct Quarantined {
    pub row: Vec<u32>,
    pub commune: Vec<Option<CommuneCode>>,
    pub reasons: Vec<RuleSet>,
    /// Each row as [`cells::to_json`] writes it; columns that the profile drops by name are left out.
    pub cells: Vec<String>,
}

impl Quarantined {
    pub fn len(&self) -> usize {
        self.row.len()
    }

    pub fn push(
        &mut self,
        row: u32,
        commune: Option<CommuneCode>,
        reasons: RuleSet,
        cells: String,
    ) {
        self.row.push(row);
        self.commune.push(commune);
        self.reasons.push(reasons);
        self.cells.push(cells);
    }
}

/// Writes rows of one layout as they go into quarantine.
pub struct RowWriter {
    names: Vec<String>,
    is_dropped: Vec<bool>,
}

impl RowWriter {
    pub fn new(layout: &Layout) -> Self {
        let mut is_dropped = vec![false; layout.width()];
        for other in layout.others.iter().filter(|other| other.is_dropped) {
            is_dropped[other.column] = true;
        }
        Self {
            names: cells::names(&layout.headers),
            is_dropped,
        }
    }

    pub fn write(&self, row: RawRow<'_>) -> String {
        let is_dropped = |column: usize| self.is_dropped.get(column) == Some(&true);
        let kept = row.cells().enumerate();
        let kept = kept.map(|(column, cell)| if is_dropped(column) { "" } else { cell });
        cells::to_json(&self.names, kept)
    }
}

/// The table `quarantine`.
pub struct QuarantineTable<'n> {
    blocks: Vec<(&'n ChunkOrigin, &'n Quarantined)>,
    /// (block, row) of every quarantined row, in canonical order.
    rows: Vec<(u32, u32)>,
}

impl<'n> QuarantineTable<'n> {
    pub fn new(blocks: Vec<(&'n ChunkOrigin, &'n Quarantined)>) -> Self {
        let rows = blocks
            .iter()
            .zip(0_u32..)
            .flat_map(|((_, block), index)| (0..block.len() as u32).map(move |row| (index, row)));
        Self {
            rows: rows.collect(),
            blocks,
        }
    }

    fn each<T>(
        &self,
        rows: Range<usize>,
        value: impl Fn(&'n ChunkOrigin, &'n Quarantined, usize) -> T,
    ) -> impl ExactSizeIterator<Item = T> {
        self.rows[rows].iter().map(move |(block, row)| {
            let (origin, quarantined) = self.blocks[*block as usize];
            value(origin, quarantined, *row as usize)
        })
    }

    fn reasons(&self, rows: Range<usize>, say: impl Fn(RuleSet) -> Vec<&'static str>) -> ArrayRef {
        labelled(
            self.each(rows, |_, block, row| Some(block.reasons[row])),
            |reasons| say(reasons).join("; "),
        )
    }
}

/// What each rule of a set says, in the order of the registry.
pub fn say(reasons: RuleSet, lang: Lang) -> (Vec<&'static str>, Vec<&'static str>) {
    reasons
        .iter()
        .map(|rule| {
            let said = reject_reason(rule, lang);
            (said.reason, said.fix)
        })
        .unzip()
}

impl Table for QuarantineTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &QUARANTINE
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        match QUARANTINE.columns[column].name {
            "quarantine_id" => longs(rows.map(|row| Some(row as i64))),
            "kind" => labelled(self.each(rows, |origin, _, _| Some(origin.kind)), |kind| {
                kind.code().to_owned()
            }),
            "file" => labelled(
                self.each(rows, |origin, _, _| Some(&*origin.file)),
                str::to_owned,
            ),
            "sheet" => labelled(
                self.each(rows, |origin, _, _| origin.sheet.as_deref()),
                str::to_owned,
            ),
            "row" => integers(self.each(rows, |_, block, row| i32::try_from(block.row[row]).ok())),
            "commune_code" => labelled(
                self.each(rows, |_, block, row| block.commune[row]),
                |code| code.to_string(),
            ),
            "rules" => self.reasons(rows, |reasons| {
                reasons
                    .iter()
                    .map(|rule| registry()[usize::from(rule.0)].code)
                    .collect()
            }),
            "reason_vi" => self.reasons(rows, |reasons| say(reasons, Lang::Vi).0),
            "fix_vi" => self.reasons(rows, |reasons| say(reasons, Lang::Vi).1),
            "reason_en" => self.reasons(rows, |reasons| say(reasons, Lang::En).0),
            "fix_en" => self.reasons(rows, |reasons| say(reasons, Lang::En).1),
            "cells" => text(self.each(rows, |_, block, row| block.cells[row].as_str())),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
