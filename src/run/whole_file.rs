//! The rules that need all rows of a file, once it is read.

use rayon::prelude::*;

use super::block::FileKit;
use super::readings::{ReadExtract, Readings};
use crate::validate::{FileBlock, Validator};

/// Adds to each extract what only the whole of it shows. `kits` stand side by side with the extracts.
pub fn look_over(readings: &mut Readings, kits: &[FileKit<'_>]) {
    let extracts = readings.0.par_iter_mut().zip(kits);
    extracts.for_each(|(read, kit)| {
        if let Some(validator) = &kit.source.validator {
            look_over_file(read, validator);
        }
    });
}

fn look_over_file(read: &mut ReadExtract, validator: &Validator) {
    let blocks: Vec<FileBlock<'_>> = read
        .blocks
        .iter()
        .map(|block| (&block.chunk, &block.notes.findings))
        .collect();
    let found = validator.check_file(&blocks);
    for (block, found) in read.blocks.iter_mut().zip(found) {
        block.notes.findings.merge(&found.findings);
        for (row, field) in found.year_only {
            block.chunk.keep_year(row, field);
        }
        for (row, field) in found.swapped {
            block.chunk.swap_day_and_month(row, field);
        }
        for (row, field) in found.blanked {
            block.chunk.blank(row, field);
        }
        for row in found.rows {
            let is_first = block.chunk.finding_count.get(row) == 0;
            let count = |count: u16| count.saturating_add(1);
            block.chunk.finding_count.change(row, count);
            block.notes.accepted_with_findings += u64::from(is_first);
            read.reading.accepted_with_findings += u64::from(is_first);
        }
    }
}
