//! From exams to persons: when each first met each exam condition.

use std::ops::Range;
use std::sync::atomic::{AtomicI32, Ordering};

use arrow::array::AsArray;
use arrow::datatypes::Date32Type;
use rayon::prelude::*;

use super::conditions::{Condition, evaluate, mentioned_columns};
use super::error::IndicatorError;
use super::frame::frame_of_rows;
use super::input::IndicatorInput;
use super::{BLOCK_ROWS, blocks};

/// A person without such an exam. Days otherwise count from 1970-01-01.
pub(super) const NEVER: i32 = i32::MAX;
/// A person whose only such exams have no date.
pub(super) const UNDATED: i32 = i32::MAX - 1;

/// For each of `conditions`, the first day on which each person had an exam that satisfies it.
///
/// # Errors
///
/// Exam pointers that do not fit the persons, or a condition that fails on a value.
pub(super) fn first_days(
    input: &IndicatorInput<'_>,
    conditions: &[&Condition],
) -> Result<Vec<Vec<i32>>, IndicatorError> {
    check_pointers(input)?;
    let persons = input.persons.rows();
    let first: Vec<Vec<AtomicI32>> = conditions
        .iter()
        .map(|_| (0..persons).map(|_| AtomicI32::new(NEVER)).collect())
        .collect();
    if !conditions.is_empty() {
        let columns = mentioned_columns(conditions.iter().copied());
        blocks(input.exams.rows(), BLOCK_ROWS)
            .try_for_each(|rows| note_block(input, conditions, &columns, &first, rows))?;
    }
    let days = first
        .into_iter()
        .map(|days| days.into_iter().map(AtomicI32::into_inner).collect());
    Ok(days.collect())
}

fn check_pointers(input: &IndicatorInput<'_>) -> Result<(), IndicatorError> {
    let (exams, pointers) = (input.exams.rows(), input.exam_person.len());
    if exams != pointers {
        return Err(IndicatorError::ExamPointers { exams, pointers });
    }
    let persons = input.persons.rows();
    let stray = input
        .exam_person
        .iter()
        .find(|person| **person as usize >= persons);
    match stray {
        Some(&person) => Err(IndicatorError::ExamPerson { person, persons }),
        None => Ok(()),
    }
}

/// The earliest day wins in whatever order blocks come, so that threads change nothing.
fn note_block(
    input: &IndicatorInput<'_>,
    conditions: &[&Condition],
    columns: &[usize],
    first: &[Vec<AtomicI32>],
    rows: Range<usize>,
) -> Result<(), IndicatorError> {
    let dataset = input.exams.dataset();
    let answers = frame_of_rows(input.exams, columns, rows.clone())
        .and_then(|frame| evaluate(conditions, frame))
        .map_err(|source| IndicatorError::Evaluation {
            dataset: dataset.name,
            source,
        })?;
    let days = exam_days(input, rows.clone());
    let persons = &input.exam_person[rows];
    for (answer, first) in answers.iter().zip(first) {
        for ((&satisfied, &day), &person) in answer.iter().zip(&days).zip(persons) {
            if satisfied {
                first[person as usize].fetch_min(day, Ordering::Relaxed);
            }
        }
    }
    Ok(())
}

fn exam_days(input: &IndicatorInput<'_>, rows: Range<usize>) -> Vec<i32> {
    let dataset = input.exams.dataset();
    let position = dataset.position("exam_date").expect("a column of exams");
    let array = input.exams.column(position, rows);
    let days = array.as_primitive::<Date32Type>().iter();
    days.map(|day| day.unwrap_or(UNDATED)).collect()
}
