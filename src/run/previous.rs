//! What the version before says: whom each row was, and how much there was of everything.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type};
use jiff::civil::Date;

use super::RunError;
use crate::dataset::{InputState, OutputOptions, Version, before, read_table};
use crate::domain::{Kind, PartialDate, PersonId};
use crate::link::{IdentityEntry, IdentityRegistry};
use crate::schema::links::IDENTITY;

/// The version that a night builds on.
#[derive(Default)]
pub struct Previous {
    /// Whose registry is continued, and what was read then and not delivered since.
    pub version: Option<Version>,
    pub registry: IdentityRegistry,
    /// Person rows by kind.
    pub kind_rows: BTreeMap<Kind, u64>,
    pub persons: Option<u64>,
}

impl Previous {
    #[must_use]
    pub fn run_id(&self) -> Option<&str> {
        let version = self.version.as_ref()?;
        Some(&version.manifest.run_id)
    }

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
            let is_used = matches!(input.state, InputState::Accepted | InputState::Kept);
            if let Some(kind) = Kind::from_code(&input.kind).filter(|_| is_used) {
                *kind_rows.entry(kind).or_insert(0) += input.person_rows;
            }
        }
        Ok(Self {
            registry: registry(&version)?,
            kind_rows,
            persons: Some(version.manifest.head.accounting.persons),
            version: Some(version),
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
                last_seen: PartialDate::from_days_since_epoch(days.value(row))?.to_day()?,
            })
        })
        .collect()
}
