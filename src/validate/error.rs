//! Why a validator cannot be made.

use crate::domain::{Field, Kind};

/// A mistake in the configuration of the rules. `config` reports these with file and line before a night
/// starts; here they guard the callers that build settings themselves.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ValidateError {
    #[error("there is no rule {code}; the codes stand in rules.toml and in `validate::registry`")]
    UnknownRule { code: String },

    #[error("rule {code} has no threshold {name}; it has: {known}")]
    UnknownThreshold {
        code: String,
        name: String,
        known: String,
    },

    #[error("threshold {name} of rule {code} must be a finite number, not {value}")]
    ThresholdNotFinite {
        code: String,
        name: String,
        value: f64,
    },

    #[error(
        "rule {code} keeps rows out that cannot serve their kind and cannot be disabled; change the required fields instead"
    )]
    CannotDisable { code: String },

    #[error("rows of {} are about no person and are not checked here", kind.code())]
    NotAboutPersons { kind: Kind },

    #[error(
        "{} cannot require {}: records do not carry it; require another field", kind.code(), field.code()
    )]
    FieldNotCarried { kind: Kind, field: Field },

    #[error("a group of required fields of {} is empty; name at least one field or delete the group", kind.code())]
    EmptyGroup { kind: Kind },

    #[error("the latest day {day} lies outside the years 1 to 4095")]
    DayOutOfRange { day: jiff::civil::Date },
}
