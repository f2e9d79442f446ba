//! Dated reference lists: administrative units and code lists.
//!
//! Purpose: say what a code or a name meant, and when.
//! In: the text of the lists in `pipelines/reference/` (this room never opens a file; see [`embedded`]).
//! Out: [`AdministrativeUnits`] and [`CodeLists`], parsed and checked once.
//! Grain and key: a commune by its current five-digit code; a former commune by its old code; a code by list and version.
//! Order: as in the file, so that iteration is the same on every run.
//! Invariants: every successor of a former commune is a current commune; codes are unique within a list version;
//! names are NFC.
//! Leaves to others: deciding between candidates, and every question about people.
//!
//! A commune code means nothing without a date: nearly every code in force since [`COMMUNES_IN_FORCE_SINCE`] was also
//! a code before it, often of another place. The two lookups are therefore separate functions.

mod codes;
pub mod embedded;
mod error;
mod fold;
mod standards;
mod table;
mod units;

pub use codes::{
    BhytObject, CodeListTexts, CodeLists, EthnicGroup, Payer, PlaceCode, TargetGroup, TargetGroups,
};
pub use error::ReferenceError;
pub use fold::{fold, fold_place, names_whole_province};
pub use standards::standard_populations;
pub use units::{
    AdministrativeUnits, Commune, CommuneKind, FormerCommune, NameCandidate, Province, Successor,
};

/// First day of the present communes (two-tier local government); the old codes and names were valid until the day before.
pub const COMMUNES_IN_FORCE_SINCE: jiff::civil::Date = jiff::civil::date(2025, 7, 1);
