//! Corrections that an earlier night applied.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int32Type;

use super::{Correction, RowId, row_id};
use crate::dataset::{DatasetError, Version, read_table};
use crate::run::cells::from_json;
use crate::run::quarantine_table::SourceRow;
use crate::run::rejects::key::RejectKey;
use crate::schema::corrections::CORRECTIONS;

/// A correction of an earlier night, and the row that it was for.
#[derive(Debug, Clone)]
pub struct Standing {
    pub correction: Correction,
    pub original: SourceRow,
}

/// The corrections of a version; none in a version without such a table.
///
/// # Errors
/// A table that cannot be read.
pub fn restore(version: Option<&Version>) -> Result<BTreeMap<RowId, Standing>, DatasetError> {
    let Some(version) = version.filter(|version| version.holds(&CORRECTIONS)) else {
        return Ok(BTreeMap::new());
    };
    let names: Vec<&str> = CORRECTIONS.columns.iter().map(|c| c.name).collect();
    let batches = read_table(version, &CORRECTIONS, &names)?;
    Ok(batches.iter().flat_map(of_batch).collect())
}

fn of_batch(batch: &RecordBatch) -> Vec<(RowId, Standing)> {
    let column = |name: &str| {
        let column = batch.column_by_name(name);
        column.expect("the batch has every column of the dataset")
    };
    let text = |name: &str, at: usize| {
        let column = column(name).as_string::<i32>();
        column.is_valid(at).then(|| column.value(at))
    };
    let number = |name: &str, at: usize| {
        let column = column(name).as_primitive::<Int32Type>();
        column.value(at).cast_unsigned()
    };
    let standing = |at: usize| {
        let owned = |name: &str| text(name, at).unwrap_or_default().to_owned();
        let shared = |name: &str| -> Arc<str> { Arc::from(text(name, at).unwrap_or_default()) };
        let correction = Correction {
            key: RejectKey {
                file: owned("file"),
                digest: owned("digest"),
                sheet: text("sheet", at).map(str::to_owned),
                row: number("row", at),
                written_on: owned("written_on"),
                cells: String::new(),
            },
            workbook: shared("workbook"),
            workbook_sheet: shared("workbook_sheet"),
            workbook_row: number("workbook_row", at),
            headers: None,
            cells: from_json(text("corrected", at).unwrap_or_default()),
        };
        let original = SourceRow {
            cells: owned("original"),
            layout: shared("layout"),
            section: shared("section"),
        };
        let standing = Standing {
            correction,
            original,
        };
        (row_id(&standing.correction.key), standing)
    };
    (0..batch.num_rows()).map(standing).collect()
}
