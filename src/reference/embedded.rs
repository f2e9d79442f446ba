//! The shipped lists, compiled in, so that nothing must be at hand to use them.

use super::{AdministrativeUnits, CodeListTexts, CodeLists};

pub const ADMIN_UNITS_CSV: &str = include_str!("../../pipelines/reference/admin_units.csv");
pub const OLD_TO_NEW_COMMUNES_CSV: &str =
    include_str!("../../pipelines/reference/old_to_new_communes.csv");
#[cfg(test)]
pub const STANDARD_POPULATIONS_CSV: &str =
    include_str!("../../pipelines/reference/standard_populations.csv");
pub const CODE_LISTS: CodeListTexts<'static> = CodeListTexts {
    doi_tuong: include_str!("../../pipelines/reference/doi_tuong.toml"),
    bhyt_objects: include_str!("../../pipelines/reference/bhyt_objects.toml"),
    ethnic_groups: include_str!("../../pipelines/reference/ethnic_groups.toml"),
    cccd_places: include_str!("../../pipelines/reference/cccd_places.toml"),
};

/// The shipped units.
///
/// # Panics
/// Never: the unit tests parse the same constants.
pub fn administrative_units() -> AdministrativeUnits {
    AdministrativeUnits::parse(ADMIN_UNITS_CSV, OLD_TO_NEW_COMMUNES_CSV)
        .expect("the shipped unit lists parse, as tests check")
}

/// The shipped code lists.
///
/// # Panics
/// Never: the unit tests parse the same constants.
pub fn code_lists() -> CodeLists {
    CodeLists::parse(&CODE_LISTS).expect("the shipped code lists parse, as tests check")
}
