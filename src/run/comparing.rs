//! Tonight's counts set against those of earlier nights.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use jiff::civil::Date;

use super::event::Event;
use super::stages::Night;
use super::{RunError, RunRequest};
use crate::dataset::{DatasetError, OutputOptions, Version, read_table, versions};
use crate::domain::{CommuneCode, PersonId};
use crate::indicators::options::IndicatorDefinition;
use crate::indicators::{ChangeTable, ComparedWith, Earlier, EarlierPerson, Indicators, Tonight};
use crate::link::IdentityEvent;
use crate::schema::Table;
use crate::schema::indicator_definitions::INDICATOR_DEFINITIONS;
use crate::schema::links::IDENTITY_EVENTS;
use crate::schema::person_indicators::PERSON_INDICATORS;

/// How much older a version must be to stand for last week.
const WEEK_DAYS: i32 = 7;

/// The versions that tonight is compared with.
#[derive(Default)]
pub struct Compared {
    nights: Vec<(ComparedWith, Version)>,
    /// Every version of a day before tonight, for what became of ids between.
    between: Vec<Version>,
}

impl Compared {
    /// The version before, and the newest that is at least a week older than tonight; none where they were made
    /// by an earlier form of the program.
    ///
    /// # Errors
    /// Versions that cannot be listed.
    pub fn find(
        night: &Night<'_>,
        previous: Option<&Version>,
        output: &OutputOptions,
    ) -> Result<Self, RunError> {
        let as_of = night.as_of;
        let all = versions(output)?;
        let before = |version: &&Version| version.manifest.head.as_of < as_of;
        let is_week_old =
            |version: &&Version| (as_of - version.manifest.head.as_of).get_days() >= WEEK_DAYS;
        let day = |version: &&Version| version.manifest.head.as_of;
        let newest = |mut candidates: Vec<&Version>| {
            candidates.sort_by_key(day);
            candidates.last().map(|version| (*version).clone())
        };
        let last_week = newest(all.iter().filter(before).filter(is_week_old).collect());
        let nights = [
            (ComparedWith::LastNight, previous.cloned()),
            (ComparedWith::LastWeek, last_week),
        ];
        let nights = nights
            .into_iter()
            .filter_map(|(which, version)| Some((which, version?)));
        let nights = nights.filter(|(_, version)| can_be_compared(version, night.request));
        Ok(Self {
            nights: nights.collect(),
            between: all.iter().filter(before).cloned().collect(),
        })
    }

    /// The days of the versions, in their order.
    pub fn days(&self) -> Vec<Date> {
        let days = self
            .nights
            .iter()
            .map(|(_, version)| version.manifest.head.as_of);
        days.collect()
    }

    /// Compares with each, one after the other, so that one earlier night is in memory at a time.
    ///
    /// # Errors
    /// A version that cannot be read.
    pub fn changes(
        &self,
        night: &Night<'_>,
        persons: &dyn Table,
        indicators: &Indicators,
        events: &[IdentityEvent],
    ) -> Result<ChangeTable, RunError> {
        let definitions = &night.plan.indicators;
        let places = Arc::clone(&indicators.values.places);
        let codes = definitions
            .iter()
            .map(|definition| definition.code.clone())
            .collect();
        let mut rows = Vec::new();
        if !self.nights.is_empty() {
            let bits = &indicators.bits;
            let tonight = Tonight::new(persons, bits, definitions, &places)?;
            for (which, (compared_with, version)) in self.nights.iter().enumerate() {
                let since = version.manifest.head.as_of;
                let earlier = Earlier {
                    persons: persons_of(version)?,
                    bits: bits_of(version, definitions)?,
                    merged_or_split: self.rearranged_since(since, events)?,
                };
                rows.extend(tonight.compare(earlier, (*compared_with, since, which)));
            }
        }
        Ok(ChangeTable::new(night.as_of, places, codes, rows))
    }

    /// Ids that were merged or split by tonight's events or those of a version after `since`.
    fn rearranged_since(
        &self,
        since: Date,
        tonight: &[IdentityEvent],
    ) -> Result<BTreeSet<PersonId>, RunError> {
        let mut ids: BTreeSet<PersonId> = tonight
            .iter()
            .flat_map(|event| <[PersonId; 2]>::from(event.parties()))
            .collect();
        let later = self
            .between
            .iter()
            .filter(|version| version.manifest.head.as_of > since);
        for version in later {
            let columns = ["from_person_id", "into_person_id"];
            for batch in read_table(version, &IDENTITY_EVENTS, &columns)? {
                for column in 0..columns.len() {
                    let texts = batch.column(column).as_string::<i32>();
                    ids.extend(texts.iter().flatten().filter_map(PersonId::parse));
                }
            }
        }
        Ok(ids)
    }
}

/// Whether the version says who was counted, in this program's form.
fn can_be_compared(version: &Version, request: &RunRequest<'_>) -> bool {
    let can = version.holds(&PERSON_INDICATORS) && version.holds(&INDICATOR_DEFINITIONS);
    if !can {
        let day = version.manifest.head.as_of;
        let message =
            format!("the version of {day} does not say who was counted: not compared with it");
        (request.events)(Event::Warning { message });
    }
    can
}

fn persons_of(version: &Version) -> Result<Vec<EarlierPerson>, DatasetError> {
    let columns = ["person_id", "commune_code", "denominators", "numerators"];
    let batches = read_table(version, &PERSON_INDICATORS, &columns)?;
    Ok(batches.iter().flat_map(persons_of_batch).collect())
}

fn persons_of_batch(batch: &RecordBatch) -> Vec<EarlierPerson> {
    let ids = batch.column(0).as_string::<i32>();
    let communes = batch.column(1).as_string::<i32>();
    let words = |column: usize| batch.column(column).as_primitive::<Int64Type>();
    let (denominators, numerators) = (words(2), words(3));
    let person = |row: usize| {
        Some(EarlierPerson {
            id: PersonId::parse(ids.value(row))?,
            commune: communes
                .is_valid(row)
                .then(|| CommuneCode::parse(communes.value(row)))
                .flatten(),
            denominators: denominators.value(row).cast_unsigned(),
            numerators: numerators.value(row).cast_unsigned(),
        })
    };
    (0..batch.num_rows()).filter_map(person).collect()
}

/// The bits of the indicators that counted then as they do now.
fn bits_of(
    version: &Version,
    definitions: &[IndicatorDefinition],
) -> Result<BTreeMap<String, u32>, DatasetError> {
    let columns = [
        "indicator",
        "person_bit",
        "denominator",
        "denominator_exam",
        "numerator",
        "numerator_exam",
    ];
    let mut bits = BTreeMap::new();
    for batch in read_table(version, &INDICATOR_DEFINITIONS, &columns)? {
        let bit = batch.column(1).as_primitive::<Int32Type>();
        let text = |column: usize, row: usize| {
            let texts = batch.column(column).as_string::<i32>();
            if texts.is_valid(row) {
                texts.value(row)
            } else {
                ""
            }
        };
        for row in (0..batch.num_rows()).filter(|row| bit.is_valid(*row)) {
            let code = text(0, row);
            let same = |definition: &&IndicatorDefinition| {
                let given = |text: &Option<String>| text.as_deref().unwrap_or("").trim().to_owned();
                definition.code == code
                    && definition.denominator.trim() == text(2, row)
                    && given(&definition.denominator_exam) == text(3, row)
                    && given(&definition.numerator) == text(4, row)
                    && given(&definition.numerator_exam) == text(5, row)
            };
            if let (Some(_), Ok(bit)) =
                (definitions.iter().find(same), u32::try_from(bit.value(row)))
            {
                bits.insert(code.to_owned(), bit);
            }
        }
    }
    Ok(bits)
}
