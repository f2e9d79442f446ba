//! Target groups, and the insurance card that goes with them.

use jiff::civil::{Date, date};

use super::dice::Dice;
use super::person::{Ethnic, Groups, Person, Poverty};
use super::profile::CommuneProfile;

/// A card with its periods; at least one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insured {
    /// Object code, two letters.
    pub object: &'static str,
    pub level: u8,
    /// Valid at as_of.
    pub current: Option<Period>,
    /// Over before as_of.
    pub earlier: Option<Period>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

/// Share of insured people whose extract shows an earlier period beside the current one.
const RENEWED_SHARE: f64 = 0.03;
/// Share of people without a valid card whose expired card is still in the extract.
const LAPSED_SHARE: f64 = 0.5;

/// Sets the person's card and groups; age, household and standing must be set.
pub fn enrol(person: &mut Person, commune: &CommuneProfile, as_of: Date, dice: &mut Dice) {
    person.groups = groups(person, commune, dice);
    let (object, level) = object(person, commune, dice);
    let is_covered = dice.chance(
        commune.insured_share
            + if person.poverty == Poverty::None {
                0.0
            } else {
                0.02
            },
    );
    let current = is_covered
        .then(|| current_period(as_of, dice))
        .map(|period| Period {
            from: period.from.max(person.birth),
            ..period
        });
    let earlier = dice
        .chance(if is_covered {
            RENEWED_SHARE
        } else {
            LAPSED_SHARE
        })
        .then(|| earlier_period(as_of, dice))
        .filter(|period| person.birth <= period.from);
    if current.is_some() || earlier.is_some() {
        person.insured = Some(Insured {
            object,
            level,
            current,
            earlier,
        });
    }
    if current.is_none() {
        person.groups.insert(15);
    }
    if person.groups.is_empty() {
        person.groups.insert(16);
    }
}

fn current_period(as_of: Date, dice: &mut Dice) -> Period {
    let start_month = dice.weighted(&[(1, 0.8), (7, 0.1), (4, 0.1)]);
    let from = date(as_of.year(), start_month, 1);
    let from = if from > as_of {
        date(as_of.year() - 1, start_month, 1)
    } else {
        from
    };
    let last_year = dice.weighted(&[(as_of.year(), 0.75), (as_of.year() + 1, 0.25)]);
    Period {
        from,
        to: date(last_year, 12, 31),
    }
}

fn earlier_period(as_of: Date, dice: &mut Dice) -> Period {
    let year = as_of.year() - 1;
    Period {
        from: date(year, dice.weighted(&[(1, 0.7), (4, 0.3)]), 1),
        to: date(year, dice.weighted(&[(12, 0.8), (9, 0.2)]), 1).last_of_month(),
    }
}

/// Groups of QĐ 2062 that age, household and place imply, and a few drawn.
fn groups(person: &Person, commune: &CommuneProfile, dice: &mut Dice) -> Groups {
    let mut groups = Groups::default();
    let age = person.age_years;
    let mut add = |holds: bool, code: u8| {
        if holds {
            groups.insert(code);
        }
    };
    add(age >= 60, 1);
    add(dice.chance(if age >= 60 { 0.06 } else { 0.018 }), 2);
    add(person.poverty != Poverty::None, 3);
    add(dice.chance(if age >= 70 { 0.06 } else { 0.003 }), 4);
    add(dice.chance(chronic_share(age)), 5);
    add(person.ethnic != Ethnic::Kinh, 6);
    add(commune.is_difficult, 7);
    add(age < 6, 10);
    add(
        (6..=17).contains(&age) && dice.chance(if age < 15 { 0.98 } else { 0.8 }),
        11,
    );
    let is_student = (18..=22).contains(&age) && dice.chance(0.14);
    add(is_student, 12);
    let is_formal = (18..=59).contains(&age) && !is_student && dice.chance(formal_share(commune));
    add(is_formal, 13);
    add((18..=59).contains(&age) && !is_student && !is_formal, 14);
    groups
}

fn chronic_share(age: i32) -> f64 {
    match age {
        ..40 => 0.02,
        40..60 => 0.12,
        _ => 0.35,
    }
}

fn formal_share(commune: &CommuneProfile) -> f64 {
    match commune.kind {
        crate::reference::CommuneKind::Phuong => 0.45,
        _ => 0.12,
    }
}

/// The card's object code and benefit level, consistent with the groups.
fn object(person: &Person, commune: &CommuneProfile, dice: &mut Dice) -> (&'static str, u8) {
    let groups = person.groups;
    if person.age_years < 6 {
        ("TE", 1)
    } else if groups.contains(4) && person.age_years < 60 {
        dice.weighted(&[(("TS", 2), 0.6), (("TC", 2), 0.25), (("PV", 2), 0.15)])
    } else if groups.contains(4) {
        dice.weighted(&[
            (("CC", 1), 0.2),
            (("CB", 2), 0.4),
            (("KC", 2), 0.1),
            (("TS", 2), 0.15),
            (("CK", 2), 0.15),
        ])
    } else if groups.contains(13) {
        dice.weighted(&[
            (("DN", 4), 0.5),
            (("HC", 4), 0.35),
            (("XK", 4), 0.1),
            (("CH", 4), 0.05),
        ])
    } else if person.poverty == Poverty::Poor {
        ("HN", 2)
    } else if person.age_years >= 80 || groups.contains(2) {
        ("BT", 2)
    } else if person.age_years >= 60 && dice.chance(0.15) {
        ("HT", 3)
    } else if commune.is_difficult {
        if person.ethnic == Ethnic::Kinh {
            ("DK", 2)
        } else {
            ("DT", 2)
        }
    } else if person.poverty == Poverty::NearPoor {
        ("CN", 3)
    } else if groups.contains(11) {
        ("HS", 4)
    } else if groups.contains(12) {
        ("SV", 4)
    } else {
        ("GD", 4)
    }
}
