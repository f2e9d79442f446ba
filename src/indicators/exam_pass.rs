//! The pass over exams, for indicators that count examinations instead of people.

use std::ops::Range;

use rayon::prelude::*;

use super::compiled::{CompiledDefinition, Measure};
use super::conditions::{Condition, evaluate, mentioned_columns};
use super::counts::{Achieved, Cell, Counts};
use super::error::IndicatorError;
use super::frame::frame_of_rows;
use super::input::IndicatorInput;
use super::person_pass::slots_of_persons;
use super::places::Places;
use super::strata::{StrataSet, Stratum, strata_of_persons};
use super::{BLOCK_ROWS, blocks, of_blocks};

/// Where each person lives and in which strata it stands.
struct People {
    slots: Vec<usize>,
    strata: Vec<StrataSet>,
}

/// Counts of each definition of exams; `None` for the others. An exam counts where its person lives, in the strata
/// of its person, and in the numerator only when it is in the denominator.
///
/// # Errors
///
/// Input that does not fit its schema, or a condition that fails on a value.
pub(super) fn count_exams(
    input: &IndicatorInput<'_>,
    definitions: &[CompiledDefinition<'_>],
    places: &Places,
) -> Result<Vec<Option<Counts>>, IndicatorError> {
    let conditions: Vec<&Condition> = definitions
        .iter()
        .flat_map(|definition| match &definition.measure {
            Measure::Exams {
                denominator,
                numerator,
            } => vec![denominator, numerator],
            _ => Vec::new(),
        })
        .collect();
    let none = || definitions.iter().map(|_| None).collect();
    if conditions.is_empty() {
        return Ok(none());
    }
    let everyone = input.persons.rows();
    let people = People {
        slots: of_blocks(everyone, |rows| {
            slots_of_persons(input.persons, places, rows)
        })?,
        strata: of_blocks(everyone, |rows| strata_of_persons(input.persons, rows))?,
    };
    let columns = mentioned_columns(conditions.iter().copied());
    let slots = places.commune_count() + 2;
    let zero = || vec![Counts::zero(slots); conditions.len() / 2];
    let counted = blocks(input.exams.rows(), BLOCK_ROWS)
        .try_fold(zero, |mut counts, rows| {
            let answers = frame_of_rows(input.exams, &columns, rows.clone())
                .and_then(|frame| evaluate(&conditions, frame))
                .map_err(|source| IndicatorError::Evaluation {
                    dataset: input.exams.dataset().name,
                    source,
                })?;
            add_block(
                &mut counts,
                answers,
                &people,
                &input.exam_person[rows.clone()],
            );
            Ok(counts)
        })
        .try_reduce(zero, |mut left, right| {
            for (ours, theirs) in left.iter_mut().zip(&right) {
                ours.merge(theirs);
            }
            Ok(left)
        })?;
    let mut counted = counted.into_iter();
    Ok(definitions
        .iter()
        .map(|definition| match &definition.measure {
            Measure::Exams { .. } => counted.next(),
            _ => None,
        })
        .collect())
}

fn add_block(counts: &mut [Counts], answers: Vec<Vec<bool>>, people: &People, persons: &[u32]) {
    let of_person = |row: usize| persons[row] as usize;
    let rows: Range<usize> = 0..persons.len();
    let slots: Vec<usize> = rows
        .clone()
        .map(|row| people.slots[of_person(row)])
        .collect();
    let strata: Vec<StrataSet> = rows.map(|row| people.strata[of_person(row)]).collect();
    let mut answers = answers.into_iter();
    for counts in counts {
        let mut next = || answers.next().expect("an answer per condition");
        let achieved = Achieved {
            denominator: next(),
            numerator: next(),
            denominator_days: &[],
            numerator_days: &[],
        };
        counts.add_block(&slots, &strata, &achieved);
    }
}

impl Counts {
    /// Nothing counted, in so many slots; no days are known.
    pub(super) fn zero(slots: usize) -> Self {
        Self {
            cells: vec![[Cell::default(); Stratum::COUNT]; slots],
            numerator_days: None,
            denominator_days: None,
            found_days: None,
            former: None,
        }
    }
}
