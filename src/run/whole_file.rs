//! The rules that need all rows of a file, once it is read.

use std::borrow::Cow;

use rayon::prelude::*;

use super::block::FileKit;
use super::readings::{ReadExtract, Readings};
use crate::schema::records::{ChunkStore, RecordChunk, StoreError};
use crate::validate::{FileBlock, FileFindings, Validator, WHOLE_FILE_COLUMNS};

/// Adds to each extract what only the whole of it shows. `kits` stand side by side with the extracts.
///
/// # Errors
/// A disk that does not keep what is put there.
pub fn look_over(
    readings: &mut Readings,
    kits: &[FileKit<'_>],
    store: &ChunkStore,
) -> Result<(), StoreError> {
    let extracts = readings.0.par_iter_mut().zip(kits);
    extracts.try_for_each(|(read, kit)| match &kit.source.validator {
        Some(validator) => look_over_file(read, validator, store),
        None => Ok(()),
    })
}

fn look_over_file(
    read: &mut ReadExtract,
    validator: &Validator,
    store: &ChunkStore,
) -> Result<(), StoreError> {
    let found = {
        let chunks = read.blocks.iter();
        let chunks = chunks.map(|block| block.chunk.columns(WHOLE_FILE_COLUMNS));
        let chunks: Vec<Cow<'_, RecordChunk>> = chunks.collect::<Result<_, _>>()?;
        let blocks = chunks.iter().zip(&read.blocks);
        let blocks: Vec<FileBlock<'_>> = blocks
            .map(|(chunk, block)| (&**chunk, &block.notes.findings))
            .collect();
        validator.check_file(&blocks)
    };
    for (block, found) in read.blocks.iter_mut().zip(found) {
        if found.rows.is_empty() {
            continue;
        }
        block.notes.findings.merge(&found.findings);
        let newly = block.chunk.change(store, |chunk| note(chunk, found))?;
        block.notes.accepted_with_findings += newly;
        read.reading.accepted_with_findings += newly;
    }
    Ok(())
}

/// Changes what is not believed, and counts the findings of each row; gives how many rows had none before.
fn note(chunk: &mut RecordChunk, found: FileFindings) -> u64 {
    for (row, field) in found.year_only {
        chunk.keep_year(row, field);
    }
    for (row, field) in found.swapped {
        chunk.swap_day_and_month(row, field);
    }
    for (row, field) in found.blanked {
        chunk.blank(row, field);
    }
    let mut newly = 0;
    for row in found.rows {
        newly += u64::from(chunk.finding_count.get(row) == 0);
        let count = |count: u16| count.saturating_add(1);
        chunk.finding_count.change(row, count);
    }
    newly
}
