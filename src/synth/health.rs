//! The campaign as it truly went: who is on the list, who was examined, whose record exists.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::dice::Dice;
use super::person::{Person, Sex};
use super::profile::CommuneProfile;

/// One examination, with what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Exam {
    pub date: Date,
    pub is_at_hamlet: bool,
    pub height_cm: u32,
    /// Tenths of a kilogram.
    pub weight_hg: u32,
    pub systolic_mmhg: u32,
    pub diastolic_mmhg: u32,
    pub pulse_per_min: u32,
    /// Tenths of mmol/L; `None` for children, who are not pricked.
    pub glucose_dmol_l: Option<u32>,
    /// Overall class 1 (best) to 5.
    pub class: u8,
    pub conclusion: &'static str,
    /// NGUON_CHI_TRA as text.
    pub funding: &'static str,
}

/// The electronic health record of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HealthRecord {
    pub exists: bool,
    pub updated: Option<Date>,
    pub national: Transfer,
    pub vneid: Transfer,
}

/// How far a record got on its way to a national system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    NotSent,
    Sent,
    Accepted,
    Rejected,
    Unknown,
}

impl Transfer {
    pub fn vietnamese(self) -> &'static str {
        match self {
            Transfer::NotSent => "Chưa gửi",
            Transfer::Sent => "Đã gửi",
            Transfer::Accepted => "Đã tiếp nhận",
            Transfer::Rejected => "Từ chối",
            Transfer::Unknown => "",
        }
    }
}

/// Conclusions of people in a lower class without raised pressure or glucose.
const FINDINGS: [&str; 7] = [
    "Thoái hóa khớp",
    "Viêm họng mạn",
    "Đục thủy tinh thể",
    "Sâu răng",
    "Viêm dạ dày",
    "Rối loạn tiêu hóa",
    "Giảm thị lực",
];

/// First and last day of the campaign's exams: 1 July to a few days before as_of (at least the sixty days before).
pub fn window(as_of: Date) -> (Date, Date) {
    let july = date(as_of.year(), 7, 1);
    let last = as_of.saturating_sub(4.days());
    (july.min(last.saturating_sub(56.days())), last)
}

/// Decides list, exam and record of a person; groups and standing must be set.
pub fn campaign(person: &mut Person, commune: &CommuneProfile, as_of: Date, dice: &mut Dice) {
    person.is_pupil_on_roster =
        commune.has_school && person.groups.contains(11) && dice.chance(0.25);
    person.is_worker_on_roster =
        commune.has_employer && person.groups.contains(13) && dice.chance(0.3);
    person.is_planned = dice.chance((plan_chance(person) * commune.plan_factor).min(0.97));
    let is_examined = person.is_planned
        && person.standing.is_present()
        && person.birth <= window(as_of).1
        && dice.chance(commune.exam_share);
    person.exam = is_examined.then(|| exam(person, as_of, dice));
    person.record = record(person, commune, as_of, dice);
}

/// Priority groups first; the list holds about a quarter of all residents.
fn plan_chance(person: &Person) -> f64 {
    let groups = person.groups;
    if person.is_pupil_on_roster || person.is_worker_on_roster {
        0.5
    } else if groups.contains(1) {
        0.75
    } else if groups.contains(2) || groups.contains(4) {
        0.70
    } else if groups.contains(5) {
        0.55
    } else if groups.contains(3) {
        0.20
    } else if groups.contains(10) || groups.contains(11) || groups.contains(13) {
        0.13
    } else {
        0.06
    }
}

/// A day between both, moved back to Friday from a weekend where that is not too early.
fn working_day(first: Date, last: Date, dice: &mut Dice) -> Date {
    let span = (last - first).get_days().max(0);
    let day = first.saturating_add(dice.between(0, span).days());
    let back = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    day.saturating_sub(back.days()).max(first)
}

fn exam(person: &Person, as_of: Date, dice: &mut Dice) -> Exam {
    let (first, last) = window(as_of);
    let first = first.max(person.birth);
    let age = f64::from(person.age_years);
    let height_cm = height_cm(person, dice);
    let bmi = dice
        .normal(
            if person.age_years < 18 {
                14.5 + age * 0.33
            } else {
                21.8
            },
            2.4,
        )
        .clamp(12.5, 36.0);
    let systolic = dice
        .normal(
            if age < 18.0 {
                92.0 + age
            } else {
                108.0 + age * 0.42
            },
            13.0,
        )
        .clamp(78.0, 215.0);
    let diastolic = (systolic * 0.6 + dice.normal(4.0, 5.0)).clamp(45.0, systolic - 15.0);
    let glucose = (age >= 18.0).then(|| glucose_dmol_l(age, dice));
    let class = class(person.age_years, systolic, glucose, dice);
    Exam {
        date: working_day(first, last, dice),
        is_at_hamlet: dice.chance(0.3),
        height_cm: height_cm as u32,
        weight_hg: (bmi * (height_cm / 100.0).powi(2) * 10.0).round() as u32,
        systolic_mmhg: systolic as u32,
        diastolic_mmhg: diastolic as u32,
        pulse_per_min: dice
            .normal(if age < 6.0 { 100.0 } else { 78.0 }, 9.0)
            .clamp(48.0, 140.0) as u32,
        glucose_dmol_l: glucose,
        class,
        conclusion: conclusion(systolic, diastolic, glucose, class, dice),
        funding: dice.weighted(&[
            ("Ngân sách địa phương", 0.55),
            ("Ngân sách trung ương", 0.25),
            ("Quỹ BHYT", 0.15),
            ("Xã hội hóa", 0.05),
        ]),
    }
}

fn height_cm(person: &Person, dice: &mut Dice) -> f64 {
    let age = f64::from(person.age_years);
    let adult = match person.sex {
        Sex::Male => 163.0,
        Sex::Female => 152.5,
    };
    let mean = if age < 17.0 {
        62.0 + (adult - 62.0) * (age / 17.0).powf(0.75)
    } else {
        adult - (age - 50.0).max(0.0) * 0.12
    };
    dice.normal(mean, 4.0 + age.min(17.0) * 0.1)
        .clamp(48.0, 190.0)
        .round()
}

fn glucose_dmol_l(age: f64, dice: &mut Dice) -> u32 {
    let is_high = dice.chance(0.02 + age * 0.0012);
    (dice
        .normal(
            if is_high { 9.5 } else { 5.3 },
            if is_high { 1.8 } else { 0.5 },
        )
        .clamp(3.2, 22.0)
        * 10.0) as u32
}

/// Older people are rarely in the best classes: in one real campaign 82 % of the elderly were IV or V.
fn class(age: i32, systolic: f64, glucose: Option<u32>, dice: &mut Dice) -> u8 {
    let base = match age {
        ..18 => dice.weighted(&[(1, 0.45), (2, 0.45), (3, 0.1)]),
        18..60 => dice.weighted(&[(1, 0.15), (2, 0.5), (3, 0.25), (4, 0.1)]),
        _ => dice.weighted(&[(2, 0.05), (3, 0.2), (4, 0.42), (5, 0.33)]),
    };
    let is_raised = systolic >= 140.0 || glucose.is_some_and(|g| g >= 70);
    if is_raised { base.max(3) } else { base }
}

fn conclusion(
    systolic: f64,
    diastolic: f64,
    glucose: Option<u32>,
    class: u8,
    dice: &mut Dice,
) -> &'static str {
    if systolic >= 140.0 || diastolic >= 90.0 {
        "Theo dõi tăng huyết áp"
    } else if glucose.is_some_and(|g| g >= 70) {
        "Theo dõi đái tháo đường"
    } else if class <= 2 {
        "Hiện tại bình thường"
    } else {
        dice.pick::<&str>(&FINDINGS)
    }
}

fn record(
    person: &Person,
    commune: &CommuneProfile,
    as_of: Date,
    dice: &mut Dice,
) -> Option<HealthRecord> {
    let opened = dice.chance(if person.exam.is_some() {
        commune.record_share
    } else {
        0.035
    });
    let is_listed_without = !opened && dice.chance(0.01);
    if !opened {
        let none = HealthRecord {
            exists: false,
            updated: None,
            national: Transfer::NotSent,
            vneid: Transfer::NotSent,
        };
        return is_listed_without.then_some(none);
    }
    let from = person
        .exam
        .as_ref()
        .map_or(date(as_of.year(), 1, 5), |exam| exam.date)
        .max(person.birth);
    let national = transfer(commune.accepted_share, dice);
    let vneid = if national == Transfer::Accepted {
        transfer(commune.vneid_share, dice)
    } else {
        Transfer::NotSent
    };
    Some(HealthRecord {
        exists: true,
        updated: Some(working_day(from, as_of, dice)),
        national,
        vneid,
    })
}

fn transfer(accepted_share: f64, dice: &mut Dice) -> Transfer {
    let rest = 1.0 - accepted_share;
    dice.weighted(&[
        (Transfer::Accepted, accepted_share),
        (Transfer::Sent, rest * 0.45),
        (Transfer::NotSent, rest * 0.3),
        (Transfer::Rejected, rest * 0.15),
        (Transfer::Unknown, rest * 0.1),
    ])
}
