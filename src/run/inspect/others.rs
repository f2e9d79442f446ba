//! Rows that are about nobody, and why.

use crate::ingest::block::RawRow;
use crate::ingest::rows::closing::{is_date_line, is_grand_total, is_total};
use crate::ingest::rows::numbers::is_column_numbers;
use crate::ingest::rows::{Reading, RowKind, RowReader, row_kind};
use crate::ingest::{Layout, LayoutOptions, RawBlock};

/// Why a row is about nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Title,
    Header,
    HeaderAgain,
    ColumnNumbers,
    Section,
    Total,
    Signature,
    Remark,
    Blank,
}

impl Why {
    const ALL: [Self; 9] = [
        Self::Title,
        Self::Header,
        Self::HeaderAgain,
        Self::ColumnNumbers,
        Self::Section,
        Self::Total,
        Self::Signature,
        Self::Remark,
        Self::Blank,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Header => "header",
            Self::HeaderAgain => "header_again",
            Self::ColumnNumbers => "column_numbers",
            Self::Section => "section",
            Self::Total => "total",
            Self::Signature => "signature",
            Self::Remark => "remark",
            Self::Blank => "blank",
        }
    }
}

/// Rows that are about nobody for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherRows {
    pub why: Why,
    pub count: u64,
    /// The first of them, as a person sees them; of blank rows none.
    pub first: Vec<u32>,
}

const FIRST_MAX: usize = 5;

/// The rows of a table, each once.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Positions in the block of the rows about a person or a place.
    pub subjects: Vec<usize>,
    others: Vec<(u32, Why)>,
    blank: u64,
}

impl Sorted {
    /// Walks through `block` as the night does.
    #[must_use]
    pub fn new(block: &RawBlock, layout: &Layout, options: &LayoutOptions, year_sent: u16) -> Self {
        let mut sorted = Self {
            blank: u64::from(block.physical_rows).saturating_sub(block.rows() as u64),
            ..Self::default()
        };
        let mut table = layout.clone();
        let mut next = 0;
        // Each table of the sheet in turn, where one has its columns elsewhere than the one before.
        loop {
            let first_row = table.header_rows.1 + 1;
            let reader = RowReader::new(block, &table, options, first_row);
            let mut reader = reader.sent_in(year_sent);
            if next == 0 {
                reader = reader.from_top();
            }
            let mut other_table = None;
            for index in 0..block.rows() {
                let reading = reader.read(index);
                let is_new = index >= next;
                match reading {
                    Reading::Subject(_) if is_new => sorted.subjects.push(index),
                    Reading::Other if is_new => {
                        let row = block.row(index);
                        sorted.others.push((row.number, why(row, &table, options)));
                    }
                    Reading::Subject(_) | Reading::Other => {}
                    Reading::OtherTable(found) => {
                        next = index;
                        other_table = Some(*found);
                        break;
                    }
                }
            }
            match other_table {
                Some(found) => table = found,
                None => return sorted,
            }
        }
    }

    /// Rows that are no subjects, by the reason.
    #[must_use]
    pub fn others(&self) -> Vec<OtherRows> {
        let rows = |why: Why| {
            let of_reason = self.others.iter().filter(|(_, other)| *other == why);
            let rows: Vec<u32> = of_reason.map(|(row, _)| *row).collect();
            let is_blank = why == Why::Blank;
            OtherRows {
                why,
                count: rows.len() as u64 + if is_blank { self.blank } else { 0 },
                first: rows
                    .into_iter()
                    .take(if is_blank { 0 } else { FIRST_MAX })
                    .collect(),
            }
        };
        let all = Why::ALL.into_iter().map(rows);
        all.filter(|rows| rows.count > 0).collect()
    }
}

fn why(row: RawRow<'_>, layout: &Layout, options: &LayoutOptions) -> Why {
    let (first, last) = layout.header_rows;
    let filled = || row.cells().filter(|cell| !cell.is_empty());
    if filled().next().is_none() {
        return Why::Blank;
    }
    if row.number < first {
        return Why::Title;
    }
    if is_column_numbers(row) {
        return Why::ColumnNumbers;
    }
    if row.number <= last {
        return Why::Header;
    }
    match row_kind(row, layout, options) {
        RowKind::Section(..) | RowKind::Day(_) | RowKind::Unread => Why::Section,
        RowKind::Header => Why::HeaderAgain,
        // Who stands below a signature has signed.
        RowKind::Signature | RowKind::Subject | RowKind::SubjectOrSection => Why::Signature,
        RowKind::Other if filled().any(|cell| is_grand_total(cell) || is_total(cell)) => Why::Total,
        RowKind::Other if filled().any(is_date_line) => Why::Signature,
        RowKind::Other => Why::Remark,
    }
}
