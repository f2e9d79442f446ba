//! The night: the order of the stages, from files to a published version.
//!
//! Purpose: do every stage in order and account for every row. In: a checked [`Plan`] and a [`RunRequest`].
//! Out: a [`RunOutcome`]: a published version, or a blocked night with its report. Grain: one night.
//! Order: source, ingest, standardise, validate, link, persons, indicators, dataset.
//! Invariants: a bad file is set aside and the others go on; nothing is published before the accounting
//! closes; what comes out depends on the inputs, the plan, the version before and `as_of`, never on the
//! clock, the number of threads or the order of files. Leaves to others: how anything is shown (`cli`).

pub mod error;
pub mod event;
pub mod explain;
pub mod linking;
pub mod outcome;
pub mod request;
pub mod review;

mod arriving;
mod block;
mod cells;
mod clock;
mod closing;
mod comparing;
mod contradiction;
mod corrections;
mod dating;
mod deliveries;
mod desk;
mod fetch;
mod figures;
mod files;
mod findings_table;
mod freshness;
mod gathering;
mod inspect;
mod keeping;
mod linkage_model;
mod lists;
mod memory;
mod night;
mod notice;
mod previous;
mod public;
mod publish;
pub mod published;
mod quality;
mod quarantine_table;
mod reading;
mod readings;
mod reasons;
mod rejects;
mod restoring;
mod row_layout;
mod sheet;
mod stages;
mod superseding;
mod survey;
mod whole_file;
mod words;

pub use error::RunError;
pub use event::{Event, Stage};
pub use inspect::{
    Confidence, InspectRequest, InspectedColumn, InspectedEncoding, InspectedTable, Inspection,
    Meaning, Suggestion, Why, inspect,
};
pub use night::run;
pub use notice::Notice;
pub use outcome::{FileOutcome, Headline, RunOutcome, Verdict};
pub use public::{ReleaseAudit, audit_release};
pub use reasons::{refusal_vi, skipped_vi};
pub use request::RunRequest;
pub use restoring::RestoringError;
pub use survey::{LateList, Survey, survey};
pub use words::{
    column_words, field_words, kind_words, severity_words, state_words, stratum_words,
};
