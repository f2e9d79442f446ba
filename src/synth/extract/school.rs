use super::commune_name;
use super::plan::hamlet_cell;
use crate::synth::person::Person;
use crate::synth::profile::CommuneProfile;
use crate::synth::report::Slips;
use crate::synth::roster::{RosterRow, write_person};
use crate::synth::sheet::{Cell, Layout};

/// A pupil on the roster of the commune's school.
pub fn row(
    person: &Person,
    kin: &[Person],
    commune: &CommuneProfile,
    layout: &Layout,
    slips: &mut Slips<'_>,
) -> RosterRow {
    let written = write_person(person, kin, &commune.province, layout, slips);
    let grade = (person.age_years - 5).clamp(1, 12);
    let class = char::from(b'A' + (person.number % 3) as u8);
    let cells = vec![
        written.name,
        written.birth,
        written.sex,
        written.id,
        written.card,
        Cell::Text(format!("{grade}{class}")),
        hamlet_cell(commune, person.hamlet, layout),
        Cell::Text(commune_name(commune, slips).to_owned()),
    ];
    RosterRow {
        person: person.number,
        hamlet: person.hamlet,
        cells,
    }
}
