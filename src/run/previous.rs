//! What the version before says: whom each row was, and how much there was of everything.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type};
use jiff::civil::Date;

use super::RunError;
use crate::dataset::{InputState, OutputOptions, Version, before, read_table};
use crate::domain::{Kind, PersonId};
use crate::link::{IdentityEntry, IdentityRegistry};
use crate::schema::links::IDENTITY;

/// The version that a night builds on.
#[derive(Default)]
pub struct Previous {
    /// Run id of the version whose registry is continued.
    pub run_id: Option<String>,
    pub registry: IdentityRegistry,
    /// Person rows by kind.
    pub kind_rows: BTreeMap<Kind, u64>,
    pub persons: Option<u64>,
}

impl Previous {
    /// The newest version of a day before `as_of`: a night that is run again starts where it started the
    /// first time. Nothing where there is none.
    ///
    /// # Errors
    /// A version that cannot be read.
    pub fn load(output: &OutputOptions, as_of: Date) -> Result<Self, RunError> {
        let Some(version) = before(output, as_of)? else {
            return Ok(Self::default());
        };
        let mut kind_rows = BTreeMap::new();
        for input in &version.manifest.head.inputs {
            if let (InputState::Accepted, Some(kind)) = (input.state, Kind::from_code(&input.kind))
            {
                *kind_rows.entry(kind).or_insert(0) += input.person_rows;
            }
        }
        Ok(Self {
            registry: registry(&version)?,
            run_id: Some(version.manifest.run_id.clone()),
            kind_rows,
            persons: Some(version.manifest.head.accounting.persons),
        })
    }
}

fn registry(version: &Version) -> Result<IdentityRegistry, RunError> {
    let batches = read_table(
        version,
        &IDENTITY,
        &["record_key", "person_id", "last_seen"],
    )?;
    let entries = batches.iter().flat_map(entries);
    Ok(IdentityRegistry::new(entries.collect()))
}

fn entries(batch: &RecordBatch) -> Vec<IdentityEntry> {
    let keys = batch.column(0).as_primitive::<Int64Type>();
    let persons = batch.column(1).as_string::<i32>();
    let days = batch.column(2).as_primitive::<Date32Type>();
    (0..batch.num_rows())
        .filter(|row| persons.is_valid(*row))
        .filter_map(|row| {
            Some(IdentityEntry {
                record_key: keys.value(row).cast_unsigned(),
                person: PersonId::parse(persons.value(row))?,
                last_seen: day(days.value(row))?,
            })
        })
        .collect()
}

fn day(days_since_epoch: i32) -> Option<Date> {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .checked_add(jiff::Span::new().try_days(days_since_epoch).ok()?)
        .ok()
}
