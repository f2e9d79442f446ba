//! Rejected rows that come back corrected.
//!
//! A workbook of rejects that someone corrected is dropped into the folder of corrections. Its rows take the
//! place of the rejected ones: same file, sheet and row, the corrected cells, through the same work as every
//! row. A correction is for one extract as it was delivered: a newer one of its place counts, not the
//! correction. What was corrected stands in the table `corrections` beside what the source wrote, and holds
//! for as long as the extract is in use, even when the workbook is gone from the folder.

mod applying;
mod folder;
mod refusals;
mod standing;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::RunError;
use super::block::SourceKit;
use super::event::Event;
use super::quarantine_table::SourceRow;
use super::readings::Readings;
use super::rejects::key::RejectKey;
use super::stages::Night;
use crate::dataset::{PipelineFile, Version};
use crate::schema::records::StoreError;
use applying::Applier;
use folder::read_folder;
use refusals::{Refusal, Refusals};
use standing::{Standing, restore};

pub use table::CorrectionTable;

/// A row as someone corrected it.
#[derive(Debug, Clone)]
pub struct Correction {
    pub key: RejectKey,
    pub workbook: Arc<str>,
    pub workbook_sheet: Arc<str>,
    pub workbook_row: u32,
    /// The headers that stood over the cells; `None` where they were compared on an earlier night.
    pub headers: Option<Arc<[String]>>,
    /// Header and text of every cell that is not blank.
    pub cells: Vec<(String, String)>,
}

/// The row that a correction is for: file and digest, sheet, row.
type RowId = (String, String, Option<String>, u32);

fn row_id(key: &RejectKey) -> RowId {
    (
        key.file.clone(),
        key.digest.clone(),
        key.sheet.clone(),
        key.row,
    )
}

/// A correction whose cells are in force.
#[derive(Debug)]
pub struct Applied {
    pub correction: Correction,
    /// The row as its source wrote it.
    pub original: SourceRow,
    /// Its extract among the readings, and its block there.
    place: (usize, usize),
    /// It is a record; otherwise it is in quarantine again, or a later increment has it.
    pub is_accepted: bool,
}

/// Every correction of a night.
#[derive(Debug, Default)]
pub struct Corrections {
    /// In canonical order of their rows.
    pub applied: Vec<Applied>,
    /// The workbooks that were read.
    pub files: Vec<PipelineFile>,
    /// Workbooks and rows that were refused.
    pub refused: u64,
}

impl Corrections {
    /// Records whose cells come from a correction.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        let accepted = self.applied.iter().filter(|applied| applied.is_accepted);
        accepted.count() as u64
    }

    /// Looks again which corrected rows are records, once increments have taken what they replace.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub fn look_again(&mut self, readings: &Readings) -> Result<(), StoreError> {
        for applied in &mut self.applied {
            let (extract, block) = applied.place;
            let block = readings.0[extract].blocks.get(block);
            let row = applied.correction.key.row;
            let place = block.map(|block| block.chunk.place_of_row(row));
            applied.is_accepted = place.transpose()?.flatten().is_some();
        }
        Ok(())
    }
}

/// Puts corrected rows in the place of the rejected ones, and says which corrections cannot be used.
///
/// # Errors
/// What `base`, the version from which extracts are kept, says of corrections cannot be read; a disk that does not keep what
/// is put there.
pub fn correct(
    night: &Night<'_>,
    readings: &mut Readings,
    kits: &[Arc<SourceKit>],
    base: Option<&Version>,
) -> Result<Corrections, RunError> {
    let mut refusals = Refusals::default();
    let folder = night.plan.corrections.as_deref();
    let dropped = folder.map_or_else(Default::default, |folder| {
        read_folder(folder, night.plan.limits, &mut refusals)
    });
    let standing = restore(base)?;
    let chosen = choose(&standing, dropped.corrections, &mut refusals);
    let mut applier = Applier {
        night,
        kits,
        base,
        standing: &standing,
        refusals: &mut refusals,
    };
    let applied = applier.apply(chosen, readings)?;
    for message in refusals.messages() {
        (night.request.events)(Event::Warning { message });
    }
    for ((newer, file), rows) in refusals.superseded() {
        let mut used = readings.0.iter_mut().map(|read| &mut read.reading);
        let newer = used.find(|reading| reading.is_used() && reading.extract.file == newer);
        if let Some(reading) = newer {
            reading.remarks.push(format!(
                "it counts instead of {rows} corrections of {file} as that was sent before"
            ));
        }
    }
    Ok(Corrections {
        applied,
        files: dropped.files,
        refused: refusals.count(),
    })
}

/// One correction for each row: of the workbooks tonight the latest, else what an earlier night took.
fn choose(
    standing: &BTreeMap<RowId, Standing>,
    dropped: Vec<Correction>,
    refusals: &mut Refusals,
) -> BTreeMap<RowId, Correction> {
    let earlier = standing.iter();
    let mut chosen: BTreeMap<RowId, Correction> = earlier
        .map(|(row, standing)| (row.clone(), standing.correction.clone()))
        .collect();
    for correction in dropped {
        let by = correction.workbook.to_string();
        let cells = correction.cells.clone();
        let before = chosen.insert(row_id(&correction.key), correction);
        let overruled = before.filter(|before| before.headers.is_some() && before.cells != cells);
        if let Some(before) = overruled {
            refusals.refuse_correction(&before, Refusal::Overruled { by });
        }
    }
    chosen
}
