//! The table `corrections`.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::Applied;
use crate::run::cells::to_json;
use crate::run::readings::ExtractReading;
use crate::schema::arrays::{flags, integers, labelled, longs, text};
use crate::schema::corrections::CORRECTIONS;
use crate::schema::{Dataset, Table};

/// Every correction that is in force.
pub struct CorrectionTable<'n> {
    pub applied: &'n [Applied],
    pub extracts: &'n [ExtractReading],
}

impl Table for CorrectionTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &CORRECTIONS
    }

    fn rows(&self) -> usize {
        self.applied.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let of = self.applied[rows.clone()].iter();
        let number = |number: u32| i32::try_from(number).ok();
        match CORRECTIONS.columns[column].name {
            "correction_id" => longs(rows.map(|row| i64::try_from(row).ok())),
            "kind" => labelled(
                of.map(|row| Some(self.extracts[row.place.0].extract.kind)),
                |kind| kind.code().to_owned(),
            ),
            "file" => labelled(
                of.map(|row| Some(row.correction.key.file.as_str())),
                str::to_owned,
            ),
            "sheet" => labelled(
                of.map(|row| row.correction.key.sheet.as_deref()),
                str::to_owned,
            ),
            "row" => integers(of.map(|row| number(row.correction.key.row))),
            "digest" => labelled(
                of.map(|row| Some(row.correction.key.digest.as_str())),
                str::to_owned,
            ),
            "workbook" => labelled(of.map(|row| Some(&*row.correction.workbook)), str::to_owned),
            "workbook_sheet" => labelled(
                of.map(|row| Some(&*row.correction.workbook_sheet)),
                str::to_owned,
            ),
            "workbook_row" => integers(of.map(|row| number(row.correction.workbook_row))),
            "written_on" => labelled(
                of.map(|row| Some(row.correction.key.written_on.as_str())),
                str::to_owned,
            ),
            "is_accepted" => flags(of.map(|row| Some(row.is_accepted))),
            "original" => text(of.map(|row| row.original.cells.as_str())),
            "corrected" => text(of.map(cells)),
            "layout" => labelled(of.map(|row| Some(&*row.original.layout)), str::to_owned),
            "section" => text(of.map(|row| &*row.original.section)),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

fn cells(row: &Applied) -> String {
    let cells = &row.correction.cells;
    let names: Vec<String> = cells.iter().map(|(name, _)| name.clone()).collect();
    to_json(&names, cells.iter().map(|(_, text)| text.as_str()))
}
