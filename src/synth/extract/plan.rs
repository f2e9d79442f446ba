use crate::synth::person::Person;
use crate::synth::profile::CommuneProfile;
use crate::synth::report::Slips;
use crate::synth::roster::{RosterRow, write_person};
use crate::synth::sheet::{Cell, Layout};

/// A person on the commune's target list.
pub fn row(
    person: &Person,
    kin: &[Person],
    hamlet: usize,
    commune: &CommuneProfile,
    layout: &Layout,
    slips: &mut Slips<'_>,
) -> RosterRow {
    let written = write_person(person, kin, &commune.province, layout, slips);
    let cells = vec![
        written.name,
        written.birth,
        written.sex,
        written.id,
        written.card,
        hamlet_cell(commune, hamlet, layout),
        written.groups,
        written.phone,
    ];
    RosterRow {
        person: person.number,
        hamlet,
        cells,
    }
}

/// Blank where a section row above says it.
pub fn hamlet_cell(commune: &CommuneProfile, hamlet: usize, layout: &Layout) -> Cell {
    match layout.has_sections {
        true => Cell::Blank,
        false => Cell::Text(commune.hamlets[hamlet].name.clone()),
    }
}
