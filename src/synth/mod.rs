//! Invented provinces with known truth.
//!
//! Purpose: extracts as a province's offices deliver them, errors included, and the true person of every row.
//! In: options, error rates, the dated commune list.
//! Out: files below the output folder, and counts of what was written and planted.
//! Grain and key: a row per file and physical row; the truth table names the person of each.
//! Order: communes in code order, households in order of hamlet.
//! Invariants: the same options and rates give the same bytes on any number of threads; identity numbers are nobody's
//! (see [`identity`]); with all rates zero every row can be matched exactly; errors are drawn apart from people, so that
//! a changed rate changes no resident.
//! Leaves to others: reading the files, and judging what was read.
//!
//! Memory: people are invented in blocks of some thousand residents, [`WINDOW_BLOCKS`] blocks at a time, while the
//! window before is being written. Nothing else grows with the population: serial numbers are shared out by arithmetic,
//! duplicates across communes are invented anew from their seed, files are streamed, and a workbook, which must be held
//! until it is complete, is made only for communes up to a fixed size. What remains is a counter per commune.

mod block;
mod columns;
mod dice;
mod error;
mod extract;
mod hamlets;
mod health;
mod household;
pub mod identity;
mod insured;
mod layout;
mod misspell;
mod names;
mod options;
mod output;
mod people;
mod person;
mod profile;
mod rates;
mod report;
mod roster;
mod roster_file;
mod sheet;
mod sink;
mod truth;
mod world;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

pub use error::{RatesError, SynthError};
pub use options::{RESIDENTS_MAX, SynthOptions, TableFormat};
pub use rates::{DEFAULT_ERRORS_TOML, ErrorKind, ErrorRates};
pub use report::{ExtractCount, SynthProgress, SynthReport, Tally};

use crate::reference::AdministrativeUnits;
use block::{BlockRows, rows};
use layout::Block;
use output::Output;
use world::World;

/// Blocks made before they are written; a constant, so that memory depends on neither population nor threads.
const WINDOW_BLOCKS: usize = 32;

/// Invents a province and writes its extracts.
///
/// # Errors
/// Options that cannot be met, an output folder that is not empty, or a file that cannot be written. Files written
/// before a failure stay, incomplete.
pub fn synthesize(
    options: &SynthOptions,
    errors: &ErrorRates,
    units: &AdministrativeUnits,
    progress: &dyn Fn(SynthProgress),
) -> Result<SynthReport, SynthError> {
    if !(1..=RESIDENTS_MAX).contains(&options.residents) {
        return Err(SynthError::Residents {
            residents: options.residents,
            max: RESIDENTS_MAX,
        });
    }
    let (world, blocks) = World::new(options, errors, units)?;
    let mut output = Output::create(&world, &options.out)?;
    let mut ready = Vec::new();
    let mut residents_done = 0;
    for window in blocks.chunks(WINDOW_BLOCKS) {
        residents_done += ready
            .iter()
            .map(|(block, _): &(Block, BlockRows)| block.residents)
            .sum::<u64>();
        let (written, made) =
            rayon::join(|| output.append(ready), || make(&world, &blocks, window));
        written?;
        ready = made;
        progress(SynthProgress {
            residents_done,
            residents_total: options.residents,
        });
    }
    output.append(ready)?;
    let report = output.finish()?;
    progress(SynthProgress {
        residents_done: options.residents,
        residents_total: options.residents,
    });
    Ok(report)
}

/// The rows of a window of blocks, in order.
fn make(world: &World, blocks: &[Block], window: &[Block]) -> Vec<(Block, BlockRows)> {
    window
        .par_iter()
        .map(|block| (*block, rows(world, blocks, *block)))
        .collect()
}
