//! toandan, "the whole people": the nightly batch job that turns a Vietnamese province's health rosters and
//! extracts into persons, coverage against targets, and worklists.
//!
//! # The night
//!
//! ```text
//! extracts (files)                                  reference lists (dated)
//!    │ source       which file, whose, of what day          │
//!    │ ingest       bytes → raw rows, with their row number  │
//!    │ standardise  text → domain values, original kept ◄────┤ communes, code lists
//!    ▼ validate     findings; blank, accept or quarantine    │
//!  records ──► link ──► persons ──► indicators ◄─────────────┘ targets, calendar
//!    │           │         │            │
//!    └───────────┴─────────┴────────────┴──► dataset: one atomic Parquet version
//! ```
//!
//! `run` knows the order and nothing else does. To follow a number from the command line to the output:
//! [`cli::main`] → [`run::run`] → the stage's entry function → the stage's table, whose columns stand in
//! [`schema`].
//!
//! # Rooms
//!
//! Each is listed below with its purpose; each `mod.rs` says what goes in, what comes out, the grain, the
//! order, the invariants and what it leaves to others.
//!
//! # Invariants
//!
//! - A run is a pure function of the input bytes, the pipeline folder, the version before, the day (`as_of`)
//!   and the code: the same on any number of threads and in any order of files. Only `cli` asks the clock.
//! - No row is lost: physical rows = rows about a person + others; rows about a person = accepted +
//!   quarantined; accepted = records = members of persons. A night whose accounting does not close fails.
//! - Nothing is overwritten: a value is (original, standard, how), and every repair is a finding.
//! - Published data is whole: `current` names the old version or the new one at every moment.
//! - Persons are named only in files whose purpose is to name them; logs, errors and reports mask.
//! - Stages meet through `domain` and `schema`. Only `cli` prints; only `config`, `source`, `dataset`, `run`
//!   and `synth` touch the disk. `tests/architecture` holds the code to this.
//!
//! # What is absent, on purpose
//!
//! No network, no telemetry, no database, no cache outside the output folder, no environment variables.

// The words of the domain as types.
pub mod domain;

// Dated lists: administrative units old and new, code lists with versions.
pub mod reference;

// Every dataset's columns, once.
pub mod schema;

// Formulas of statistics: limits, rates, charts, tests; nothing of what is counted.
pub mod statistics;

// The pipeline folder: raw TOML to a checked plan, all mistakes at once.
pub mod config;

// Which extracts tonight has: whose, of what day, how to read them.
pub mod source;

// Bytes to raw rows with the row number that a person sees.
pub mod ingest;

// Text to domain values, the original kept.
pub mod standardise;

// Rules over rows: findings, blanks, quarantine; gates over the night.
pub mod validate;

// Records to persons whose ids stay from night to night.
pub mod link;

// What a person's records together say; exams; worklists.
pub mod persons;

// Coverage against targets, intervals, pace to the deadline.
pub mod indicators;

// What of a public table may be shown, rounded, and what must be hidden; and the proof.
pub mod disclosure;

// Atomic Parquet versions: publish, open, verify.
pub mod dataset;

// The night: the order of the stages.
pub mod run;

// Invented provinces with known truth.
pub mod synth;

// The command line; alone prints.
pub mod cli;
