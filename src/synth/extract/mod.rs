//! The rows of each extract: what a block of people contributes to each file.

pub mod employer;
pub mod insurance;
pub mod plan;
pub mod records;
pub mod residents;
pub mod school;
pub mod screening;
pub mod tables;

use super::person::Person;
use super::profile::CommuneProfile;
use super::rates::ErrorKind;
use super::report::Slips;

/// Rendered rows of a province-wide CSV, and who stands in each.
#[derive(Default)]
pub struct Rows {
    pub bytes: Vec<u8>,
    pub persons: Vec<u64>,
}

/// Code and name of the commune as a slow central system writes them.
fn commune_as_written<'a>(
    commune: &'a CommuneProfile,
    slips: &mut Slips<'_>,
) -> (&'a str, &'a str) {
    match commune.former.is_empty() || !slips.strikes(ErrorKind::OldCommuneCode) {
        true => (&commune.code, &commune.name),
        false => {
            let former = slips.dice.pick(&commune.former);
            (&former.code, &former.name)
        }
    }
}

/// The commune's name as a school or an enterprise writes it.
fn commune_name<'a>(commune: &'a CommuneProfile, slips: &mut Slips<'_>) -> &'a str {
    match commune.former.is_empty() || !slips.strikes(ErrorKind::OldCommuneName) {
        true => &commune.name,
        false => &slips.dice.pick(&commune.former).name,
    }
}

/// The residents of a person's household.
pub fn kin<'a>(person: &Person, persons: &'a [Person]) -> &'a [Person] {
    &persons[person.kin.clone()]
}
