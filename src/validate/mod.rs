//! Rules over standardised rows.
//!
//! Purpose: say what is wrong with a row in words that the person who filled it in understands, take away
//! values that cannot be true, and decide whether the row can still serve its kind.
//! In: a [`crate::domain::Record`], the required field groups of its kind, the settings of `rules.toml` and
//! the latest day that a past event can have. Out: [`Findings`], the record with some fields blank, and a
//! [`Verdict`]; for a whole file, further findings about its accepted rows; for the whole night, the gates that its
//! figures breach.
//! Grain and key: one finding per (row, rule, field). Order: per row, first what `standardise` repaired or
//! blanked, in the order of [`crate::domain::Field`]; then the checks in the order of their codes, each on
//! what the ones before it left; then the required fields; last what only the whole file shows.
//! Invariants: a blanked field has a finding with its original text; nothing is ever overwritten, a value
//! that seems evident is only proposed; a row is quarantined only for want of a required field, or because its cells cannot be told apart; a repair
//! or problem that no rule names falls to a general rule, it is never lost.
//! Leaves to others: reading texts (`standardise`), comparing rows with each other (`link`), rows that
//! are about no person (`ingest`), writing findings and rejects, and stopping the night (`run`).

pub mod error;
mod fields;
pub mod finding;
pub mod gates;
pub mod lang;
pub mod options;
pub mod registry;
pub mod rule;
mod rules;
pub mod validator;
mod whole_file;

pub use error::ValidateError;
pub use finding::{Findings, RuleId};
pub use gates::{Gate, GateBreach, NightFigures, PersonsChanged, check_gates};
pub use lang::Lang;
pub use options::{Gates, RuleSetting, RuleSettings, Severity};
pub use registry::{
    RejectReason, known_rules, registry, reject_reason, rule_of_beside_table,
    rule_of_broken_record, rule_of_code, rule_of_contradicted_heading, rule_of_corrected_row,
    rule_of_damaged_text, rule_of_other_commune, rule_of_row_above_header, rule_of_too_many_cells,
    rule_of_two_columns,
};
pub use rule::{Effect, Rule, RuleSet, Threshold, Trigger};
pub use validator::{Validator, Verdict};
pub use whole_file::{FileBlock, FileFindings, WHOLE_FILE_COLUMNS};
