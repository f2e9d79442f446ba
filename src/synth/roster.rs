//! A person as a roster writes him or her: the errors of hand-made lists.

use jiff::civil::Date;

use super::columns::{EMPLOYER, PLAN, SCHOOL, SCREENING};
use super::misspell::write_name;
use super::person::{Person, Poverty, Relation, Sex};
use super::rates::ErrorKind as E;
use super::report::Slips;
use super::sheet::{Cell, Column, Layout};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RosterKind {
    Plan,
    Screening,
    School,
    Employer,
}

/// One data row to be, with its serial number still missing.
#[derive(Debug, Clone)]
pub struct RosterRow {
    pub person: u64,
    pub hamlet: usize,
    /// All cells after the serial number.
    pub cells: Vec<Cell>,
}

impl RosterKind {
    pub const ALL: [RosterKind; 4] = [
        RosterKind::Plan,
        RosterKind::Screening,
        RosterKind::School,
        RosterKind::Employer,
    ];

    /// Folder in the output, and the name of the kind in the truth table.
    pub fn folder(self) -> &'static str {
        match self {
            RosterKind::Plan => "plan",
            RosterKind::Screening => "screening",
            RosterKind::School => "school",
            RosterKind::Employer => "employer",
        }
    }

    pub fn columns(self) -> &'static [Column] {
        match self {
            RosterKind::Plan => &PLAN,
            RosterKind::Screening => &SCREENING,
            RosterKind::School => &SCHOOL,
            RosterKind::Employer => &EMPLOYER,
        }
    }
}

/// The cells that rosters have in common.
pub struct Written {
    pub name: Cell,
    pub birth: Cell,
    pub sex: Cell,
    pub id: Cell,
    pub card: Cell,
    pub bhxh: Cell,
    pub phone: Cell,
    pub groups: Cell,
}

/// Writes a person; `kin` are the residents of the household.
pub fn write_person(
    person: &Person,
    kin: &[Person],
    province: &str,
    layout: &Layout,
    slips: &mut Slips<'_>,
) -> Written {
    let is_numeric = slips.strikes(E::LostLeadingZeros);
    let id = id(person, kin, is_numeric, slips);
    let card = card(person, province, slips);
    let is_misplaced =
        id != Cell::Blank && card != Cell::Blank && slips.strikes(E::IdInWrongColumn);
    let (id, card) = if is_misplaced { (card, id) } else { (id, card) };
    let written = Written {
        name: Cell::Text(write_name(person.name, slips)),
        birth: birth(person, layout, slips),
        sex: Cell::Static(sex(person.sex, slips).vietnamese()),
        id,
        card,
        bhxh: if is_numeric {
            Cell::Number(person.bhxh as f64, 0)
        } else {
            Cell::Text(format!("{:010}", person.bhxh))
        },
        phone: phone(person, is_numeric, slips),
        groups: Cell::Text(groups(person, layout)),
    };
    if slips.strikes(E::NameOnly) {
        return Written {
            birth: Cell::Blank,
            id: Cell::Blank,
            card: Cell::Blank,
            bhxh: Cell::Blank,
            phone: Cell::Blank,
            ..written
        };
    }
    written
}

/// The sex as written.
pub fn sex(sex: Sex, slips: &mut Slips<'_>) -> Sex {
    if slips.strikes(E::SexContradiction) {
        sex.other()
    } else {
        sex
    }
}

fn id(person: &Person, kin: &[Person], is_numeric: bool, slips: &mut Slips<'_>) -> Cell {
    if slips.strikes(E::MissingId) {
        return Cell::Blank;
    }
    let mother = mother(person, kin);
    let other = kin.iter().find(|other| other.number != person.number);
    let (mut number, mut width) = (person.cccd, 12);
    if let Some(mother) = mother.filter(|_| slips.strikes(E::MothersCccdOnChild)) {
        number = mother.cccd;
    } else if let Some(other) = other.filter(|_| slips.strikes(E::SharedId)) {
        number = other.cccd;
    } else if person.cmnd.is_some() && slips.strikes(E::CmndForCccd) {
        (number, width) = (person.cmnd, 9);
    }
    let Some(mut number) = number else {
        return Cell::Blank;
    };
    if slips.strikes(E::IdTypo) {
        number = digit_typo(number, slips);
    }
    if slips.strikes(E::FloatTextId) {
        Cell::Text(format!("{:.2E}", number as f64).replace('E', "E+0"))
    } else if is_numeric {
        Cell::Number(number as f64, 0)
    } else {
        Cell::Text(format!("{number:0width$}"))
    }
}

/// The mother of a child under 15, as far as the household shows.
fn mother<'a>(person: &Person, kin: &'a [Person]) -> Option<&'a Person> {
    let is_child = person.relation == Relation::Child && person.age_years < 15;
    let is_mother = |m: &Person| {
        m.sex == Sex::Female
            && matches!(m.relation, Relation::Head | Relation::Wife)
            && m.age_years >= person.age_years + 15
    };
    kin.iter().find(|other| is_child && is_mother(other))
}

/// One of the last six digits changed: well formed, and someone else's or nobody's.
pub fn digit_typo(number: u64, slips: &mut Slips<'_>) -> u64 {
    let place = 10u64.pow(slips.dice.below(6));
    let digit = number / place % 10;
    let other = (digit + 1 + u64::from(slips.dice.below(9))) % 10;
    number - digit * place + other * place
}

/// The full code of a person's card.
pub fn card_code(person: &Person, province: &str) -> Option<String> {
    let insured = person.insured.as_ref()?;
    Some(format!(
        "{}{}{province}{:010}",
        insured.object, insured.level, person.bhxh
    ))
}

fn card(person: &Person, province: &str, slips: &mut Slips<'_>) -> Cell {
    let Some(code) = card_code(person, province) else {
        return Cell::Blank;
    };
    if slips.strikes(E::MissingCard) {
        Cell::Blank
    } else if slips.strikes(E::CardWithoutPrefix) {
        Cell::Text(format!("{:010}", person.bhxh))
    } else if let Some(cccd) = person.cccd.filter(|_| slips.strikes(E::CccdAsCard)) {
        Cell::Text(format!("{cccd:012}"))
    } else {
        Cell::Text(code)
    }
}

fn phone(person: &Person, is_numeric: bool, slips: &mut Slips<'_>) -> Cell {
    const FILLERS: [&str; 3] = ["0123456789", "0909090909", "090900202"];
    if slips.strikes(E::MissingPhone) {
        Cell::Blank
    } else if slips.strikes(E::SharedFillerPhone) {
        Cell::Static(slips.dice.pick::<&str>(&FILLERS))
    } else if is_numeric {
        Cell::Number(person.phone as f64, 0)
    } else {
        Cell::Text(format!("{:010}", person.phone))
    }
}

fn birth(person: &Person, layout: &Layout, slips: &mut Slips<'_>) -> Cell {
    let year = person.birth.year();
    let kind = if person.age_years >= 60 {
        E::BirthYearOnlyElderly
    } else {
        E::BirthYearOnly
    };
    if slips.strikes(kind) || person.is_birth_year_only {
        return match slips.strikes(E::BirthYearOnlyAs0101) {
            true => Cell::Text(format!("01/01/{year}")),
            false => Cell::Text(year.to_string()),
        };
    }
    if slips.strikes(E::ImpossibleDate) {
        return Cell::Text(format!(
            "{}/{year}",
            slips
                .dice
                .pick(&["31/02", "30/02", "15/13", "32/08", "00/05"])
        ));
    }
    match swapped(person.birth, slips) {
        date if layout.has_date_cells => Cell::Date(date),
        date => Cell::Text(format!(
            "{:02}/{:02}/{}",
            date.day(),
            date.month(),
            date.year()
        )),
    }
}

/// The birth date, perhaps with day and month swapped where that gives another date.
pub fn swapped(birth: Date, slips: &mut Slips<'_>) -> Date {
    match Date::new(birth.year(), birth.day(), birth.month()) {
        Ok(other) if other != birth && slips.strikes(E::SwappedDayMonth) => other,
        _ => birth,
    }
}

fn groups(person: &Person, layout: &Layout) -> String {
    let written = |code: u8| match layout.has_group_codes {
        true => code.to_string(),
        false => group_name(code, person.poverty).to_owned(),
    };
    person
        .groups
        .codes()
        .take(5)
        .map(written)
        .collect::<Vec<_>>()
        .join(layout.group_separator)
}

/// Names of QĐ 2062; rosters tell poor from near-poor where the code does not.
fn group_name(code: u8, poverty: Poverty) -> &'static str {
    match code {
        1 => "Người cao tuổi",
        2 => "Người khuyết tật",
        3 if poverty == Poverty::NearPoor => "Hộ cận nghèo",
        3 => "Hộ nghèo",
        4 => "Người có công",
        5 => "Bệnh mạn tính",
        6 => "Đồng bào DTTS",
        7 => "Vùng khó khăn",
        10 => "Trẻ mầm non",
        11 => "Học sinh",
        12 => "Sinh viên",
        13 => "Người lao động",
        14 => "Lao động không chính thức",
        15 => "Chưa có BHYT",
        _ => "Đối tượng khác",
    }
}
