//! Rows in quarantine, and the table of them.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;

use super::cells;
use super::row_layout::RowLayout;
use crate::domain::CommuneCode;
use crate::ingest::Layout;
use crate::ingest::block::RawRow;
use crate::ingest::rows::Sections;
use crate::ingest::rows::sections::{Heading, SECTION_FIELDS};
use crate::schema::arrays::{integers, labelled, longs, text};
use crate::schema::quarantine::QUARANTINE;
use crate::schema::records::ChunkOrigin;
use crate::schema::{Dataset, Table};
use crate::validate::{Lang, RuleSet, registry, reject_reason};

/// A row as its source wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// As [`cells::to_json`] writes it; columns that the profile drops by name are left out.
    pub cells: String,
    /// The columns of its table, as [`RowLayout::to_json`] writes them.
    pub layout: Arc<str>,
    /// The headings that it stands under, as [`sections_to_json`] writes them; empty where there is none.
    pub section: Arc<str>,
}

/// Headings as an object of field and text, those that are there.
fn sections_to_json(sections: Sections<'_>) -> String {
    let headings: Vec<Heading<'_>> = sections.headings().collect();
    if headings.is_empty() {
        return String::new();
    }
    let names = headings
        .iter()
        .map(|heading| heading.field.code().to_owned());
    let names: Vec<String> = names.collect();
    cells::to_json(&names, headings.iter().map(|heading| heading.text))
}

/// Headings that [`sections_to_json`] wrote, by field.
pub struct KnownSections(Vec<(String, String)>);

impl KnownSections {
    #[must_use]
    pub fn parse(json: &str) -> Self {
        Self(cells::from_json(json))
    }

    #[must_use]
    pub fn get(&self) -> Sections<'_> {
        let headings = self.0.iter().filter_map(|(code, text)| {
            let mut fields = SECTION_FIELDS.into_iter();
            let field = fields.find(|field| field.code() == code)?;
            Some(Heading { field, text })
        });
        headings.collect()
    }
}

/// Quarantined rows of one block, each complete.
#[derive(Debug, Clone, Default)]
pub struct Quarantined {
    pub row: Vec<u32>,
    pub commune: Vec<Option<CommuneCode>>,
    pub reasons: Vec<RuleSet>,
    pub source: Vec<SourceRow>,
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
        source: SourceRow,
    ) {
        self.row.push(row);
        self.commune.push(commune);
        self.reasons.push(reasons);
        self.source.push(source);
    }

    /// Puts the rows of `other`, none of which it has, between its own.
    pub fn merge(&mut self, other: &Self) {
        for at in 0..other.len() {
            let place = self.row.partition_point(|row| *row < other.row[at]);
            self.row.insert(place, other.row[at]);
            self.commune.insert(place, other.commune[at]);
            self.reasons.insert(place, other.reasons[at]);
            self.source.insert(place, other.source[at].clone());
        }
    }

    /// Takes out the rows that `is_gone` says.
    pub fn take_out(&mut self, is_gone: impl Fn(u32) -> bool) {
        let old = std::mem::take(self);
        let rows = old.row.into_iter().zip(old.commune);
        let rows = rows.zip(old.reasons.into_iter().zip(old.source));
        for ((row, commune), (reasons, source)) in rows.filter(|((row, _), _)| !is_gone(*row)) {
            self.push(row, commune, reasons, source);
        }
    }
}

/// Writes rows of one layout as they go into quarantine.
pub struct RowWriter {
    names: Vec<String>,
    layout: RowLayout,
    json: Arc<str>,
    section: Arc<str>,
}

impl RowWriter {
    pub fn new(layout: &Layout) -> Self {
        let layout = RowLayout::of(layout);
        Self {
            names: layout.names(),
            json: Arc::from(layout.to_json()),
            section: Arc::from(""),
            layout,
        }
    }

    /// The row below the headings `sections`.
    pub fn write(&mut self, row: RawRow<'_>, sections: Sections<'_>) -> SourceRow {
        let section = sections_to_json(sections);
        if *self.section != *section {
            self.section = Arc::from(section);
        }
        let kept = row.cells().enumerate();
        let kept = kept.map(|(column, cell)| {
            let is_dropped = self.layout.is_dropped(column);
            if is_dropped { "" } else { cell }
        });
        SourceRow {
            cells: cells::to_json(&self.names, kept),
            layout: Arc::clone(&self.json),
            section: Arc::clone(&self.section),
        }
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
            "cells" => text(self.each(rows, |_, block, row| block.source[row].cells.as_str())),
            "layout" => labelled(
                self.each(rows, |_, block, row| Some(&*block.source[row].layout)),
                str::to_owned,
            ),
            "section" => text(self.each(rows, |_, block, row| &*block.source[row].section)),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
