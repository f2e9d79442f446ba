//! The one pass over persons.

use std::ops::Range;

use rayon::prelude::*;

use super::achievement::{NEVER, first_days};
use super::category::map_category;
use super::columns::day_number;
use super::compiled::{CompiledDefinition, Numerator, PersonPart};
use super::conditions::{Condition, evaluate, mentioned_columns};
use super::counts::{Achieved, Counts, PersonCounts};
use super::daily::Daily;
use super::error::IndicatorError;
use super::former::{FormerCounts, FormerPlaces};
use super::frame::frame_of_rows;
use super::input::IndicatorInput;
use super::options::Level;
use super::person_bits::{BitsBeingSet, PersonBits};
use super::places::Places;
use super::strata::strata_of_persons;
use super::{BLOCK_ROWS, blocks};
use crate::domain::CommuneCode;
use crate::reference::COMMUNES_IN_FORCE_SINCE;
use crate::schema::Table;

/// The pass's inputs, the same for every block.
struct Pass<'a> {
    input: &'a IndicatorInput<'a>,
    definitions: &'a [CompiledDefinition<'a>],
    places: &'a Places,
    former_places: &'a FormerPlaces,
    as_of_day: i32,
    conditions: Vec<&'a Condition>,
    columns: Vec<usize>,
    exams: ExamDays,
    bits: BitsBeingSet,
}

/// Counts every indicator of persons in one pass. A person counts in its home commune, in all of its strata,
/// and in the numerator only when it is in the denominator. Who is in which is kept as bits, by the days that will be
/// compared with. Days count from 1970-01-01.
///
/// # Errors
///
/// Input that does not fit its schema, or a condition that fails on a value.
pub(super) fn count_persons(
    input: &IndicatorInput<'_>,
    definitions: &[CompiledDefinition<'_>],
    (places, former_places): (&Places, &FormerPlaces),
    (as_of_day, compared): (i32, Vec<i32>),
) -> Result<(PersonCounts, PersonBits), IndicatorError> {
    let conditions = person_conditions(definitions);
    let pass = Pass {
        input,
        definitions,
        places,
        former_places,
        as_of_day,
        columns: mentioned_columns(conditions.iter().copied()),
        conditions,
        exams: ExamDays::new(input, definitions)?,
        bits: BitsBeingSet::new(definitions, input.persons.rows(), compared),
    };
    let counts = blocks(input.persons.rows(), BLOCK_ROWS)
        .try_fold(
            || pass.zero(),
            |counts, rows| pass.count_block(counts, rows),
        )
        .try_reduce(|| pass.zero(), |left, right| Ok(left.merged(&right)))?;
    Ok((counts, pass.bits.finish()))
}

/// Per definition of persons: the denominator, then the numerator unless it is known from exams.
fn person_conditions<'a>(definitions: &'a [CompiledDefinition<'_>]) -> Vec<&'a Condition> {
    let parts = definitions
        .iter()
        .filter_map(CompiledDefinition::person_part);
    parts
        .flat_map(|part| match part.numerator {
            Some(Numerator::Row(numerator)) => vec![part.denominator, numerator],
            Some(Numerator::Exam(_)) | None => vec![part.denominator],
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
        let parts = || definitions.iter().map(CompiledDefinition::person_part);
        let denominators = parts().map(|part| part?.denominator_exam);
        let numerators = parts().map(|part| match part?.numerator? {
            Numerator::Exam(condition) => Some(condition),
            Numerator::Row(_) => None,
        });
        let conditions: Vec<Option<&Condition>> = denominators.chain(numerators).collect();
        let wanted: Vec<&Condition> = conditions.iter().copied().flatten().collect();
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
            let part = definition.person_part();
            let numerator = part.and_then(|part| part.numerator);
            let start = definition.definition.start.map(day_number);
            let start = start.filter(|_| matches!(numerator, Some(Numerator::Exam(_))));
            let of = |slots| start.map(|start| Daily::zero(slots, start, self.as_of_day));
            let is_of_exams = part.is_some_and(|part| part.denominator_exam.is_some());
            let in_former_borders = || {
                let slots = self.former_places.slots();
                let denominator = of(slots).filter(|_| is_of_exams);
                Some(FormerCounts::zero(slots, of(slots)?, denominator))
            };
            Counts {
                numerator_days: of(slots),
                denominator_days: of(slots).filter(|_| is_of_exams),
                found_days: of(slots).filter(|_| is_of_exams),
                former: is_followed_over_the_border(definition)
                    .then(in_former_borders)
                    .flatten(),
                ..Counts::zero(slots)
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
        let slots = slots_of_persons(persons, self.places, rows.clone())?;
        let plans = map_category(persons, "plan_commune_code", rows.clone(), |code| {
            slot(self.places, code)
        })?;
        let strata = strata_of_persons(persons, rows.clone())?;
        let answers = self.evaluate(rows.clone())?;
        counts.note_homes(&slots, &plans);
        let former_slots = self.former_slots(&counts, &slots, &rows)?;
        for (index, achieved) in self.achieved(answers, &rows) {
            let counts = &mut counts.indicators[index];
            counts.add_block(&slots, &strata, &achieved);
            if let Some(former) = &mut counts.former {
                former.add_block(&former_slots, &achieved);
            }
            self.bits.note(index, rows.clone(), &achieved);
        }
        Ok(counts)
    }

    /// Where each person was counted before 2025-07-01; nothing where no definition asks.
    fn former_slots(
        &self,
        counts: &PersonCounts,
        slots: &[usize],
        rows: &Range<usize>,
    ) -> Result<Vec<usize>, IndicatorError> {
        if counts
            .indicators
            .iter()
            .all(|counts| counts.former.is_none())
        {
            return Ok(Vec::new());
        }
        let scope = self.places.commune_count();
        let is_in_scope = slots.iter().map(|slot| *slot < scope);
        let (persons, rows) = (self.input.persons, rows.clone());
        self.former_places
            .slots_of_persons(persons, rows, is_in_scope)
    }

    /// The answers to each definition of persons, in the order of [`person_conditions`].
    fn achieved(
        &self,
        answers: Vec<Vec<bool>>,
        rows: &Range<usize>,
    ) -> impl Iterator<Item = (usize, Achieved<'_>)> {
        let mut answers = answers.into_iter();
        let mut next = move || answers.next().expect("an answer per condition");
        let definitions = self.definitions.iter().enumerate();
        let parts =
            definitions.filter_map(|(index, definition)| Some((index, definition.person_part()?)));
        parts.map(move |(index, part): (usize, PersonPart<'_>)| {
            let mut denominator = next();
            let denominator_days = match part.denominator_exam {
                None => &[][..],
                Some(_) => &self.exams.denominator[index][rows.clone()],
            };
            for (is_in, day) in denominator.iter_mut().zip(denominator_days) {
                *is_in &= *day != NEVER;
            }
            let (numerator, numerator_days) = match part.numerator {
                None => (vec![false; denominator.len()], &[][..]),
                Some(Numerator::Row(_)) => (next(), &[][..]),
                Some(Numerator::Exam(_)) => {
                    let days = &self.exams.numerator[index][rows.clone()];
                    (days.iter().map(|day| *day != NEVER).collect(), days)
                }
            };
            let achieved = Achieved {
                denominator,
                numerator,
                denominator_days,
                numerator_days,
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
}

/// Whether communes have a series of it that begins before 2025-07-01.
fn is_followed_over_the_border(definition: &CompiledDefinition<'_>) -> bool {
    let definition = definition.definition;
    let began_before = |start| start < COMMUNES_IN_FORCE_SINCE;
    definition.level == Level::Commune && definition.start.is_some_and(began_before)
}

/// Where each person of `rows` is counted: its home commune, else one of the two slots behind the communes.
///
/// # Errors
///
/// A commune code that is none.
pub(super) fn slots_of_persons(
    persons: &dyn Table,
    places: &Places,
    rows: Range<usize>,
) -> Result<Vec<usize>, IndicatorError> {
    map_category(persons, "commune_code", rows, |code| slot(places, code))
}

/// Slot of a commune code; `None` only for what is no code at all.
fn slot(places: &Places, code: Option<&str>) -> Option<usize> {
    let unknown = places.commune_count();
    let Some(code) = code else {
        return Some(unknown);
    };
    let number = CommuneCode::parse(code)?.number();
    Some(places.position(number).unwrap_or(unknown + 1))
}
