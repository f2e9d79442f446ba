use jiff::ToSpan;
use jiff::civil::Date;

use super::plan::hamlet_cell;
use crate::synth::health::{Exam, window};
use crate::synth::person::Person;
use crate::synth::profile::CommuneProfile;
use crate::synth::rates::ErrorKind as E;
use crate::synth::report::Slips;
use crate::synth::roster::{RosterRow, write_person};
use crate::synth::sheet::{Cell, ClassStyle, Layout};

/// Where an exam is written down: the commune's roster and its style.
pub struct Place<'a> {
    pub commune: &'a CommuneProfile,
    pub hamlet: usize,
    pub layout: &'a Layout,
    pub as_of: Date,
}

/// A person examined.
pub fn row(
    person: &Person,
    exam: &Exam,
    kin: &[Person],
    place: &Place<'_>,
    slips: &mut Slips<'_>,
) -> RosterRow {
    let written = write_person(person, kin, &place.commune.province, place.layout, slips);
    let mut cells = vec![
        written.name,
        written.birth,
        written.sex,
        written.id,
        written.card,
        hamlet_cell(place.commune, place.hamlet, place.layout),
        written.groups,
        written.phone,
        exam_date(exam.date, place.as_of, place.layout, slips),
        place_name(exam, place.commune, place.hamlet),
    ];
    cells.extend(measurements(exam, place.layout, slips));
    cells.push(Cell::Static(exam.funding));
    RosterRow {
        person: person.number,
        hamlet: place.hamlet,
        cells,
    }
}

fn exam_date(date: Date, as_of: Date, layout: &Layout, slips: &mut Slips<'_>) -> Cell {
    let date = match slips.strikes(E::ExamOutsideWindow) {
        true => window(as_of)
            .0
            .saturating_sub(slips.dice.between(10, 150).days()),
        false => date,
    };
    match layout.has_date_cells {
        true => Cell::Date(date),
        false => Cell::Text(format!(
            "{:02}/{:02}/{}",
            date.day(),
            date.month(),
            date.year()
        )),
    }
}

fn place_name(exam: &Exam, commune: &CommuneProfile, hamlet: usize) -> Cell {
    Cell::Text(match exam.is_at_hamlet {
        true => format!("Nhà văn hóa {}", commune.hamlets[hamlet].name),
        false => station_name(commune),
    })
}

/// The commune's station: `Trạm Y tế xã Đàm Thuỷ`.
pub fn station_name(commune: &CommuneProfile) -> String {
    let mut letters = commune.name.chars();
    let first = letters
        .next()
        .map(|c| c.to_lowercase().to_string())
        .unwrap_or_default();
    format!("Trạm Y tế {first}{}", letters.as_str())
}

/// Height, weight, blood pressure, pulse, glucose, class and conclusion.
fn measurements(exam: &Exam, layout: &Layout, slips: &mut Slips<'_>) -> Vec<Cell> {
    if slips.strikes(E::MissingMeasurements) {
        return vec![Cell::Blank; 7];
    }
    if slips.strikes(E::DefaultMeasurements) {
        let healthy = Cell::Static("Đủ sức khỏe làm việc");
        let pressure = Cell::Static("120/80");
        let whole = |value: f64| Cell::Number(value, 0);
        return vec![
            whole(165.0),
            whole(60.0),
            pressure,
            whole(80.0),
            Cell::Blank,
            class(1, layout),
            healthy,
        ];
    }
    let height = match slips.strikes(E::HeightInMetres) {
        true => Cell::Number(f64::from(exam.height_cm) / 100.0, 2),
        false => Cell::Number(f64::from(exam.height_cm), 0),
    };
    vec![
        height,
        Cell::Number(f64::from(exam.weight_hg) / 10.0, 1),
        Cell::Text(format!("{}/{}", exam.systolic_mmhg, exam.diastolic_mmhg)),
        Cell::Number(f64::from(exam.pulse_per_min), 0),
        exam.glucose_dmol_l.map_or(Cell::Blank, |glucose| {
            Cell::Number(f64::from(glucose) / 10.0, 1)
        }),
        class(exam.class, layout),
        Cell::Static(exam.conclusion),
    ]
}

fn class(class: u8, layout: &Layout) -> Cell {
    let roman = ["I", "II", "III", "IV", "V"][usize::from(class) - 1];
    match layout.class_style {
        ClassStyle::Roman => Cell::Static(roman),
        ClassStyle::Digit => Cell::Number(f64::from(class), 0),
        ClassStyle::Worded => Cell::Text(format!("Loại {roman}")),
    }
}
