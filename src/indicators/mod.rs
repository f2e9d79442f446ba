//! Coverage against targets, and the pace that is still needed.
//!
//! Purpose: count every indicator of the definitions per commune, province and stratum, say what may be
//! said of the count, and what must be done per working day until the deadline.
//! In: persons and exams as [`crate::schema::Table`]s, each exam's person by row, delivered counts, the
//! communes of the scope, the age of each kind's extracts, a commune's rosters apart; checked definitions;
//! as_of and calendar.
//! Out: [`IndicatorTable`], [`PaceTable`], [`SeriesTable`], [`SignalTable`], [`StandardisedTable`], [`ProfileTable`] and an
//! [`IndicatorReport`].
//! Grain and key: indicators (as_of, level, commune, indicator, stratum); pace (as_of, level, commune, indicator).
//! Order: province, unassigned, communes in code order; indicators as defined; strata in a fixed order.
//! Invariants: of people, exams and units a numerator lies within its denominator; delivered amounts and ratios are
//! as delivered. Each person stands in exactly one place below the province, so that province = communes + unassigned,
//! from persons and never from rates, and before 2025-07-01 the province = former communes + former_unassigned; age bands, five-year bands and sexes sum to `all`, target groups overlap and do
//! not. Counts are whole numbers, so that neither threads nor the order of rows changes anything. A null condition is
//! no. A condition sees one row at a time. A state stands where a number would mislead; one commune's late roster
//! silences no other. An interval never decides whether a target is met.
//! Leaves to others: what makes a person a resident, planned or insured (`persons`), whether an exam counts
//! (`persons`), reading definitions (`config`), writing (`dataset`), disclosure control: these tables are
//! exact and for steering only.

mod achievement;
mod amounts;
pub mod assessment;
mod availability;
mod calendar;
mod category;
pub mod changes;
mod columns;
mod compiled;
mod conditions;
mod counts;
mod daily;
mod definition_table;
mod definitions;
mod delivered;
mod delivered_rows;
pub mod error;
mod exam_pass;
#[cfg(test)]
pub(crate) mod fixture;
pub mod former;
mod frame;
pub mod input;
mod judge;
pub mod options;
pub mod pace;
pub mod pace_table;
pub mod person_bits;
mod person_pass;
pub mod places;
pub mod profile;
pub mod recent;
pub mod report;
mod rows;
pub mod series;
mod signal_table;
pub mod signals;
pub mod standardised;
pub mod strata;
pub mod table;
mod tally;
pub mod target;
#[cfg(test)]
mod tests;
mod units;
pub mod worked_example;

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::schema::counts::CountRow;

pub use assessment::{Assessment, IndicatorState, Interval, Unknown, band};
pub use changes::{ChangeTable, ComparedWith, Earlier, EarlierPerson, Tonight};
pub use counts::Cell;
pub use definition_table::DefinitionTable;
pub use definitions::check_definitions;
pub use error::IndicatorError;
pub use former::FormerPlaces;
pub use input::{Commune, ExtractsOf, FormerCommune, Freshness, IndicatorInput};
pub use judge::{Judge, Sentence};
pub use options::{
    Calendar, Direction, IndicatorDefinition, IndicatorOptions, Population, StratumKind,
};
pub use pace::{Pace, PaceState};
pub use pace_table::{PaceRow, PaceTable};
pub use person_bits::{PersonBits, PersonIndicatorTable};
pub use places::{Place, Places};
pub use profile::ProfileTable;
pub use report::IndicatorReport;
pub use series::{SeriesPlace, SeriesRow, SeriesTable};
pub use signal_table::SignalTable;
pub use signals::SignalRow;
pub use standardised::StandardisedTable;
pub use strata::Stratum;
pub use table::{IndicatorRow, IndicatorTable};
pub use worked_example::{ExampleResult, run_example};

/// Rows evaluated at a time, so that memory follows the number of threads instead of the population.
const BLOCK_ROWS: usize = 65_536;

/// The tables of the stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicators {
    pub values: IndicatorTable,
    pub pace: PaceTable,
    pub series: SeriesTable,
    pub signals: SignalTable,
    pub standardised: StandardisedTable,
    pub profile: ProfileTable,
    /// Who is in which count.
    pub bits: PersonBits,
}

/// Counts `definitions` over `input` as of `options.as_of`.
///
/// # Errors
///
/// Every bad definition at once; tables that do not fit their schema; a condition that fails on a value.
pub fn measure(
    input: &IndicatorInput<'_>,
    definitions: &[IndicatorDefinition],
    options: &IndicatorOptions,
) -> Result<(Indicators, IndicatorReport), IndicatorError> {
    let compiled = definitions::compile_definitions(definitions)
        .map_err(|problems| IndicatorError::Definitions { problems })?;
    let mut counted = rows::Counted::count(input, &compiled, options)?;
    let values = counted.indicator_table(options.as_of);
    let pace = counted.pace_table(&values, options);
    let series = counted.series_table(&values);
    let signals = counted.signal_table(&values, options);
    let standardised = counted.standardised_table(&values, options);
    let profile = ProfileTable::new(&values, &standardised, definitions);
    let indicators = Indicators {
        values,
        pace,
        series,
        signals,
        standardised,
        profile,
        bits: std::mem::take(&mut counted.bits),
    };
    let report = report(input, &counted, &indicators);
    Ok((indicators, report))
}

fn report(
    input: &IndicatorInput<'_>,
    counted: &rows::Counted<'_>,
    indicators: &Indicators,
) -> IndicatorReport {
    let mut states = BTreeMap::new();
    let rows = &indicators.values.rows;
    for row in rows.iter().filter(|row| row.stratum == Stratum::ALL) {
        *states.entry(row.assessment.state).or_default() += 1;
    }
    let is_outside = |row: &&CountRow| {
        row.commune
            .is_some_and(|of| counted.places.position(of.number()).is_none())
    };
    let persons = &counted.persons;
    IndicatorReport {
        person_count: input.persons.rows(),
        exam_count: input.exams.rows(),
        aggregate_count: input.counts.len(),
        unknown_home_count: persons.unknown_home,
        outside_scope_count: persons.outside_scope,
        aggregates_outside_scope_count: input.counts.iter().filter(is_outside).count(),
        communes_without_plan_count: persons.has_plan.iter().filter(|plan| !**plan).count(),
        states,
        indicator_row_count: rows.len(),
        pace_row_count: indicators.pace.rows.len(),
    }
}

/// The rows 0 to `rows` in blocks of `size`.
fn blocks(rows: usize, size: usize) -> impl ParallelIterator<Item = Range<usize>> {
    let starts = (0..rows.div_ceil(size))
        .into_par_iter()
        .map(move |block| block * size);
    starts.map(move |start| start..(start + size).min(rows))
}

/// What `read` says of the rows 0 to `rows`, block by block on all threads, in their order.
fn of_blocks<T: Send>(
    rows: usize,
    read: impl Fn(Range<usize>) -> Result<Vec<T>, IndicatorError> + Send + Sync,
) -> Result<Vec<T>, IndicatorError> {
    let blocks = blocks(rows, BLOCK_ROWS).map(read);
    let blocks: Vec<Vec<T>> = blocks.collect::<Result<_, IndicatorError>>()?;
    Ok(blocks.into_iter().flatten().collect())
}
