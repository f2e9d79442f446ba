//! The one pass over persons.

use std::ops::Range;

use rayon::prelude::*;

use super::achievement::{NEVER, first_days};
use super::category::map_category;
use super::conditions::{Condition, evaluate, mentioned_columns};
use super::counts::{Achieved, Cell, Counts, PersonCounts};
use super::definitions::{CompiledDefinition, Numerator};
use super::error::IndicatorError;
use super::frame::frame_of_rows;
use super::input::IndicatorInput;
use super::places::Places;
use super::recent::RECENT_DAYS;
use super::strata::{Stratum, strata_of_persons};
use super::{BLOCK_ROWS, blocks};
use crate::domain::CommuneCode;

/// The pass's inputs, the same for every block.
struct Pass<'a> {
    input: &'a IndicatorInput<'a>,
    definitions: &'a [CompiledDefinition<'a>],
    places: &'a Places,
    as_of_day: i32,
    conditions: Vec<&'a Condition>,
    columns: Vec<usize>,
    exams: ExamDays,
}

/// Counts every indicator of persons in one pass. A person counts in its home commune, in all of its strata,
/// and in the numerator only when it is in the denominator. `as_of_day` counts from 1970-01-01.
///
/// # Errors
///
/// Input that does not fit its schema, or a condition that fails on a value.
pub(super) fn count_persons(
    input: &IndicatorInput<'_>,
    definitions: &[CompiledDefinition<'_>],
    places: &Places,
    as_of_day: i32,
) -> Result<PersonCounts, IndicatorError> {
    let conditions = person_conditions(definitions);
    let pass = Pass {
        input,
        definitions,
        places,
        as_of_day,
        columns: mentioned_columns(conditions.iter().copied()),
        conditions,
        exams: ExamDays::new(input, definitions)?,
    };
    blocks(input.persons.rows(), BLOCK_ROWS)
        .try_fold(
            || pass.zero(),
            |counts, rows| pass.count_block(counts, rows),
        )
        .try_reduce(|| pass.zero(), |left, right| Ok(left.merged(&right)))
}

/// Per definition of persons: the denominator, then the numerator unless it is known from exams.
fn person_conditions<'a>(definitions: &'a [CompiledDefinition<'_>]) -> Vec<&'a Condition> {
    let of_persons = definitions
        .iter()
        .filter(|definition| definition.counts_persons());
    of_persons
        .flat_map(|definition| match &definition.numerator {
            Numerator::Row(numerator) => vec![&definition.denominator, numerator],
            Numerator::Exam(_) => vec![&definition.denominator],
        })
        .collect()
}

/// Per definition, the first day of each person that counts; empty for those not known from exams.
struct ExamDays {
    denominator: Vec<Vec<i32>>,
    numerator: Vec<Vec<i32>>,
}

impl ExamDays {
    fn new(
        input: &IndicatorInput<'_>,
        definitions: &[CompiledDefinition<'_>],
    ) -> Result<Self, IndicatorError> {
        let of_numerator = |definition: &CompiledDefinition<'_>| match &definition.numerator {
            Numerator::Exam(condition) => Some(condition.clone()),
            Numerator::Row(_) => None,
        };
        let denominators = definitions.iter().map(|of| of.denominator_exam.clone());
        let conditions = denominators.chain(definitions.iter().map(of_numerator));
        let conditions: Vec<Option<Condition>> = conditions.collect();
        let wanted: Vec<&Condition> = conditions.iter().flatten().collect();
        let mut days = first_days(input, &wanted)?.into_iter();
        let mut denominator: Vec<Vec<i32>> = conditions
            .iter()
            .map(|condition| {
                let days = condition.as_ref().and_then(|_| days.next());
                days.unwrap_or_default()
            })
            .collect();
        let numerator = denominator.split_off(definitions.len());
        Ok(Self {
            denominator,
            numerator,
        })
    }
}

impl Pass<'_> {
    fn zero(&self) -> PersonCounts {
        let slots = self.places.commune_count() + 2;
        let zero = |definition: &CompiledDefinition<'_>| {
            let is_dated =
                definition.pace.is_some() && matches!(definition.numerator, Numerator::Exam(_));
            Counts {
                cells: vec![[Cell::default(); Stratum::COUNT]; slots],
                recent: vec![[0; RECENT_DAYS]; if is_dated { slots } else { 0 }],
            }
        };
        PersonCounts {
            indicators: self.definitions.iter().map(zero).collect(),
            has_plan: vec![false; self.places.commune_count()],
            unknown_home: 0,
            outside_scope: 0,
        }
    }

    fn count_block(
        &self,
        mut counts: PersonCounts,
        rows: Range<usize>,
    ) -> Result<PersonCounts, IndicatorError> {
        let persons = self.input.persons;
        let slots = map_category(persons, "commune_code", rows.clone(), |code| {
            self.slot(code)
        })?;
        let plans = map_category(persons, "plan_commune_code", rows.clone(), |code| {
            self.slot(code)
        })?;
        let strata = strata_of_persons(persons, rows.clone())?;
        let answers = self.evaluate(rows.clone())?;
        counts.note_homes(&slots, &plans);
        for (index, achieved) in self.achieved(answers, &rows) {
            counts.indicators[index].add_block(&slots, &strata, &achieved, self.as_of_day);
        }
        Ok(counts)
    }

    /// The answers to each definition of persons, in the order of [`person_conditions`].
    fn achieved(
        &self,
        answers: Vec<Vec<bool>>,
        rows: &Range<usize>,
    ) -> impl Iterator<Item = (usize, Achieved<'_>)> {
        let mut answers = answers.into_iter();
        let mut next = move || answers.next().expect("an answer per condition");
        let of_persons = self.definitions.iter().enumerate();
        let of_persons = of_persons.filter(|(_, definition)| definition.counts_persons());
        of_persons.map(move |(index, definition)| {
            let mut denominator = next();
            if definition.denominator_exam.is_some() {
                let days = &self.exams.denominator[index][rows.clone()];
                for (is_in, day) in denominator.iter_mut().zip(days) {
                    *is_in &= *day != NEVER;
                }
            }
            let (numerator, days) = match definition.numerator {
                Numerator::Row(_) => (next(), &[][..]),
                Numerator::Exam(_) => {
                    let days = &self.exams.numerator[index][rows.clone()];
                    (days.iter().map(|day| *day != NEVER).collect(), days)
                }
            };
            let achieved = Achieved {
                denominator,
                numerator,
                days,
            };
            (index, achieved)
        })
    }

    fn evaluate(&self, rows: Range<usize>) -> Result<Vec<Vec<bool>>, IndicatorError> {
        let persons = self.input.persons;
        frame_of_rows(persons, &self.columns, rows)
            .and_then(|frame| evaluate(&self.conditions, frame))
            .map_err(|source| IndicatorError::Evaluation {
                dataset: persons.dataset().name,
                source,
            })
    }

    /// Slot of a commune code; `None` only for what is no code at all.
    fn slot(&self, code: Option<&str>) -> Option<usize> {
        let unknown = self.places.commune_count();
        let Some(code) = code else {
            return Some(unknown);
        };
        let number = CommuneCode::parse(code)?.number();
        Some(self.places.position(number).unwrap_or(unknown + 1))
    }
}
