//! Every dataset's columns, once.
//!
//! Purpose: say what each published table holds: name, type, unit, meaning in Vietnamese and English, what
//! null means, key, sort order and tier. From it come the Parquet files, their metadata and the data
//! dictionary. In: nothing. Out: [`Dataset`] constants, and the tables that fill them, in memory or, of records, where
//! [`records::Scratch`] puts their bytes.
//! Invariants: a table yields exactly its dataset's columns, in order; a person-level column is never in
//! the public tier; what was put away comes back as it was, or is told. Leaves to others: where files go (`dataset`) and what the numbers are (every stage).

pub mod arrays;
pub mod changes;
pub mod column;
pub mod commune_profile;
pub mod corrections;
pub mod counts;
pub mod exams;
pub mod findings;
pub mod indicator_definitions;
pub mod indicators;
pub mod lazy;
pub mod linked;
pub mod links;
pub mod memory;
pub mod pace;
pub mod person_indicators;
pub mod persons;
mod place;
mod plain;
pub mod public;
pub mod quarantine;
pub mod reconciliation;
pub mod records;
pub mod series;
pub mod signals;
pub mod standardised;
pub mod steering;
pub mod table;
pub mod text;
pub mod worklists;

pub use column::{Column, ColumnType, Dataset, Tier};
pub use table::Table;

/// Every dataset of a version.
pub static DATASETS: [&Dataset; 27] = [
    &records::RECORDS,
    &quarantine::QUARANTINE,
    &corrections::CORRECTIONS,
    &findings::FINDINGS,
    &persons::PERSONS,
    &links::LINKS,
    &links::REVIEW_PAIRS,
    &links::IDENTITY,
    &links::IDENTITY_EVENTS,
    &exams::EXAMS,
    &worklists::WORKLISTS,
    &indicators::INDICATORS,
    &indicator_definitions::INDICATOR_DEFINITIONS,
    &pace::PACE,
    &series::SERIES,
    &signals::SIGNALS,
    &standardised::STANDARDISED,
    &commune_profile::COMMUNE_PROFILE,
    &changes::CHANGES,
    &person_indicators::PERSON_INDICATORS,
    &reconciliation::RECONCILIATION,
    &reconciliation::GAPS,
    &steering::DATA_QUALITY,
    &steering::FRESHNESS,
    &counts::COUNTS,
    &public::PUBLIC_INDICATORS,
    &public::RELEASE_CELLS,
];
