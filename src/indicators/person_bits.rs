//! Who is in which denominator and numerator, kept as bits so that two nights can be compared.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::array::{ArrayRef, AsArray};

use super::columns::longs;
use super::compiled::CompiledDefinition;
use super::counts::Achieved;
use super::error::IndicatorError;
use crate::domain::PersonId;
use crate::schema::person_indicators::PERSON_INDICATORS;
use crate::schema::{Dataset, Table};

/// As many indicators of persons as a word has bits.
pub(super) const INDICATORS_MAX: usize = u64::BITS as usize;

/// The bit of each definition that counts persons; `None` for the others.
pub(super) fn bits_of(definitions: &[CompiledDefinition<'_>]) -> Vec<Option<u32>> {
    let mut next = 0..u64::BITS;
    definitions
        .iter()
        .map(|definition| definition.is_of_persons().then(|| next.next()).flatten())
        .collect()
}

/// Bits of persons while blocks of them are answered on several threads: each block writes its own rows.
pub(super) struct BitsBeingSet {
    of_definition: Vec<Option<u32>>,
    /// Days from 1970-01-01.
    since: Vec<i32>,
    denominators: Vec<AtomicU64>,
    numerators: Vec<AtomicU64>,
    /// Per day of `since`, who entered the denominator or reached the numerator by an exam after it.
    later: Vec<Vec<AtomicU64>>,
}

impl BitsBeingSet {
    pub(super) fn new(
        definitions: &[CompiledDefinition<'_>],
        persons: usize,
        since: Vec<i32>,
    ) -> Self {
        let zeros = || (0..persons).map(|_| AtomicU64::new(0)).collect::<Vec<_>>();
        Self {
            of_definition: bits_of(definitions),
            denominators: zeros(),
            numerators: zeros(),
            later: since.iter().map(|_| zeros()).collect(),
            since,
        }
    }

    /// Notes the answers of definition number `index` for `rows`.
    pub(super) fn note(&self, index: usize, rows: Range<usize>, achieved: &Achieved<'_>) {
        let Some(bit) = self.of_definition[index] else {
            return;
        };
        let set = |words: &[AtomicU64], row: usize| {
            words[row].fetch_or(1 << bit, Ordering::Relaxed);
        };
        for (at, row) in rows.enumerate().filter(|(at, _)| achieved.denominator[*at]) {
            set(&self.denominators, row);
            if achieved.numerator[at] {
                set(&self.numerators, row);
            }
            let entered = achieved.denominator_days.get(at);
            let reached = achieved
                .numerator_days
                .get(at)
                .filter(|_| achieved.numerator[at]);
            for (since, later) in self.since.iter().zip(&self.later) {
                // What has no day stands behind every day, and is no new exam.
                let is_later = |day: &&i32| *day > since && **day < super::achievement::UNDATED;
                if entered
                    .filter(is_later)
                    .or(reached.filter(is_later))
                    .is_some()
                {
                    set(later, row);
                }
            }
        }
    }

    pub(super) fn finish(self) -> PersonBits {
        let plain = |words: Vec<AtomicU64>| words.into_iter().map(AtomicU64::into_inner).collect();
        PersonBits {
            of_definition: self.of_definition,
            denominators: plain(self.denominators),
            numerators: plain(self.numerators),
            later: self.later.into_iter().map(plain).collect(),
        }
    }
}

/// Bits of every person, in the order of persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonBits {
    pub(super) of_definition: Vec<Option<u32>>,
    pub(super) denominators: Vec<u64>,
    pub(super) numerators: Vec<u64>,
    /// Per day compared with, indicators whose numerator was reached, or whose denominator was entered, by an exam after it.
    pub(super) later: Vec<Vec<u64>>,
}

/// Rows of [`PERSON_INDICATORS`], in the order of persons.
pub struct PersonIndicatorTable<'p> {
    pub persons: &'p dyn Table,
    pub bits: &'p PersonBits,
}

impl Table for PersonIndicatorTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &PERSON_INDICATORS
    }

    fn rows(&self) -> usize {
        self.bits.denominators.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let word = |words: &[u64]| longs(&words[rows.clone()], |word| Some(word.cast_signed()));
        match PERSON_INDICATORS.columns[column].name {
            name @ ("person_id" | "commune_code") => {
                let position = self.persons.dataset().position(name);
                self.persons
                    .column(position.expect("a column of persons"), rows)
            }
            "denominators" => word(&self.bits.denominators),
            "numerators" => word(&self.bits.numerators),
            other => unreachable!("{other} is a column of person indicators without values"),
        }
    }
}

/// The ids of persons, in their order.
///
/// # Errors
///
/// A text that is no id.
pub(super) fn ids_of_persons(persons: &dyn Table) -> Result<Vec<PersonId>, IndicatorError> {
    let dataset = persons.dataset();
    let position = dataset.position("person_id").expect("a column of persons");
    let mut ids = Vec::with_capacity(persons.rows());
    for start in (0..persons.rows()).step_by(super::BLOCK_ROWS) {
        let rows = start..(start + super::BLOCK_ROWS).min(persons.rows());
        let array = persons.column(position, rows);
        for text in array.as_string::<i32>() {
            let id = text.and_then(PersonId::parse);
            ids.push(id.ok_or_else(|| IndicatorError::UnknownValue {
                dataset: dataset.name,
                column: "person_id",
                value: text.unwrap_or("null").to_owned(),
            })?);
        }
    }
    Ok(ids)
}
