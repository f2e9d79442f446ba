use super::commune_name;
use crate::synth::person::Person;
use crate::synth::profile::CommuneProfile;
use crate::synth::report::Slips;
use crate::synth::roster::{RosterRow, write_person};
use crate::synth::sheet::{Cell, Layout};

const DEPARTMENTS: [&str; 6] = [
    "Văn phòng",
    "Phân xưởng 1",
    "Phân xưởng 2",
    "Kế toán",
    "Kho vận",
    "Tổ bảo vệ",
];

/// A worker on the roster of the commune's enterprise; these lists know only the birth year.
pub fn row(
    person: &Person,
    kin: &[Person],
    commune: &CommuneProfile,
    layout: &Layout,
    slips: &mut Slips<'_>,
) -> RosterRow {
    let written = write_person(person, kin, &commune.province, layout, slips);
    let cells = vec![
        written.name,
        Cell::Number(f64::from(person.birth.year()), 0),
        written.sex,
        written.id,
        written.bhxh,
        Cell::Static(DEPARTMENTS[(person.number % 6) as usize]),
        Cell::Text(commune_name(commune, slips).to_owned()),
        written.phone,
    ];
    RosterRow {
        person: person.number,
        hamlet: person.hamlet,
        cells,
    }
}
