//! Every published row about persons, counted again by brute force.

use std::collections::BTreeSet;
use std::fs;

use toandan::schema::exams::EXAMS;
use toandan::schema::indicators::INDICATORS;
use toandan::schema::pace::PACE;

use crate::support::{Province, Row, project, rows, shared};

use super::{COMMUNES, persons};

/// The persons with an examination that the condition accepts.
type Examined = BTreeSet<String>;

/// Indicators that are watched: what the screening finds among those measured.
const WATCHED: [&str; 9] = [
    "KS01", "KS02", "KS03", "KS04", "KS05", "KS06", "KS07", "KS08", "KS09",
];

/// Indicators of persons that what `persons` says decides.
const OF_PERSONS: [&str; 8] = [
    "CB01", "CB02", "CB03", "CB03V", "CB04", "CB06", "CB07", "CB12",
];

/// The persons whom an examination of the campaign measured, and those of them in whom it found something.
fn found(indicator: &str) -> (Examined, Examined) {
    let exams = rows(&shared().version(), &EXAMS);
    let (mut measured, mut found) = (Examined::new(), Examined::new());
    for exam in &exams {
        if !("2026-07-01"..="2026-11-30").contains(&exam.text("exam_date")) {
            continue;
        }
        let real = |column: &str| -> Option<f64> {
            exam.get(column).map(|text| text.parse().expect("a number"))
        };
        let is_adult = real("age_years") >= Some(18.0);
        let pressure = real("systolic_mmhg").zip(real("diastolic_mmhg"));
        let pressure = pressure.filter(|_| is_adult);
        let (is_measured, is_found) = match indicator {
            "KS01" => (is_adult, pressure.is_some()),
            "KS02" | "KS06" | "KS07" => {
                let (most_systolic, most_diastolic) = match indicator {
                    "KS02" => (140.0, 90.0),
                    "KS06" => (160.0, 100.0),
                    _ => (180.0, 110.0),
                };
                let is_raised = |(systolic, diastolic)| {
                    systolic >= most_systolic || diastolic >= most_diastolic
                };
                (pressure.is_some(), pressure.is_some_and(is_raised))
            }
            "KS08" => (true, real("glucose_mmol_l").is_some()),
            "KS09" => (is_adult, real("height_cm").and(real("weight_kg")).is_some()),
            "KS03" => {
                let glucose = real("glucose_mmol_l");
                (glucose.is_some(), glucose >= Some(7.0))
            }
            "KS04" => {
                let size = real("height_cm").zip(real("weight_kg"));
                let size = size.filter(|_| is_adult);
                let is_heavy = |(cm, kg): (f64, f64)| 10_000.0 * kg >= 23.0 * cm * cm;
                (size.is_some(), size.is_some_and(is_heavy))
            }
            "KS05" => {
                let class = real("health_class");
                (class.is_some(), class >= Some(4.0))
            }
            other => panic!("no brute force for {other}"),
        };
        let person = || exam.text("person_id").to_owned();
        measured.extend(is_measured.then(person));
        found.extend((is_measured && is_found).then(person));
    }
    (measured, found)
}

/// Whether a person is in the denominator, and then in the numerator.
fn counted(indicator: &str, person: &Row, examined: &Examined) -> Option<bool> {
    let resident = person.is("is_resident");
    let with_record = resident && person.is("has_ehr");
    let was_examined = || examined.contains(person.text("person_id"));
    let (of, is) = match indicator {
        "CB01" => (
            person.is("in_plan"),
            person.number("counting_exam_count") > Some(0),
        ),
        "CB02" => (resident, person.is("has_ehr")),
        "CB03" => (with_record, person.text("ehr_national_state") == "accepted"),
        "CB03V" => (with_record, person.text("ehr_vneid_state") == "accepted"),
        "CB04" => (resident, person.is("is_insured")),
        "CB12" => (
            resident,
            person.is("has_ehr") && person.text("ehr_vneid_state") == "accepted",
        ),
        "CB06" => (person.is("is_worker"), was_examined()),
        "CB07" => (person.is("is_pupil"), was_examined()),
        other => panic!("no brute force for {other}"),
    };
    of.then_some(is)
}

/// Measured as the campaign asks, on a day from `first` to `last`.
fn examined(first: &str, last: &str) -> Examined {
    let exams = rows(&shared().version(), &EXAMS);
    let fits = |exam: &&Row| {
        let is_measured = matches!(
            exam.get("not_counted_because"),
            None | Some("outside_window")
        );
        is_measured && (first..=last).contains(&exam.text("exam_date"))
    };
    exams
        .iter()
        .filter(fits)
        .map(|exam| exam.text("person_id").to_owned())
        .collect()
}

fn is_in_stratum(person: &Row, kind: &str, stratum: &str) -> bool {
    match kind {
        "all" => true,
        "age_band" | "sex" => person.get(kind).unwrap_or("unknown") == stratum,
        "target_group" if stratum == "none" => person.get("target_groups").is_none(),
        "target_group" => person
            .text("target_groups")
            .split(';')
            .any(|group| group == stratum),
        other => panic!("no brute force for strata by {other}"),
    }
}

fn is_of_place(person: &Row, level: &str, commune: &str) -> bool {
    let home = person.text("commune_code");
    match level {
        "province" => true,
        "commune" => home == commune,
        "unassigned" => !COMMUNES.contains(&home),
        other => panic!("no brute force for places of level {other}"),
    }
}

#[test]
fn every_row_equals_a_brute_force_count() {
    let persons = persons();
    let of_year = examined("2026-01-01", "2026-12-31");
    let of_semester = examined("2026-09-05", "2027-01-15");
    let watched = WATCHED.map(|indicator| (indicator, found(indicator)));
    let published = rows(&shared().version(), &INDICATORS);
    let of_persons = published.iter().filter(|row| {
        let code = row.text("indicator");
        OF_PERSONS.contains(&code) || WATCHED.contains(&code)
    });
    let mut checked = 0;
    for row in of_persons {
        let indicator = row.text("indicator");
        let examined = if indicator == "CB07" {
            &of_semester
        } else {
            &of_year
        };
        let here = persons.iter().filter(|person| {
            is_of_place(person, row.text("level"), row.text("commune_code"))
                && is_in_stratum(person, row.text("stratum_kind"), row.text("stratum"))
        });
        let of_screening = watched.iter().find(|(code, _)| *code == indicator);
        let is_counted = |person: &Row| match of_screening {
            Some((_, (measured, found))) => {
                let id = person.text("person_id");
                measured.contains(id).then(|| found.contains(id))
            }
            None => counted(indicator, person, examined),
        };
        let counted: Vec<bool> = here.filter_map(is_counted).collect();
        let denominator = counted.len() as u64;
        let numerator = counted.iter().filter(|is| **is).count() as u64;
        assert_eq!(row.number("denominator"), Some(denominator), "{row:?}");
        assert_eq!(row.number("numerator"), Some(numerator), "{row:?}");
        check_judgement(row, numerator, denominator);
        checked += 1;
    }
    assert!(checked > 1000, "{checked} rows were checked");
}

/// Value, gap and state follow from the counts and the target.
fn check_judgement(row: &Row, numerator: u64, denominator: u64) {
    if denominator == 0 {
        assert!(
            matches!(row.text("state"), "no_denominator" | "no_plan"),
            "{row:?}"
        );
        assert_eq!((row.get("value"), row.get("gap")), (None, None), "{row:?}");
        return;
    }
    let value: f64 = row.text("value").parse().expect("a number");
    assert!(
        (value - numerator as f64 / denominator as f64).abs() < 1e-12,
        "{row:?}"
    );
    if WATCHED.contains(&row.text("indicator")) || row.text("indicator") == "CB12" {
        assert_eq!(row.text("state"), "tracked", "{row:?}");
        let judged = [row.get("target"), row.get("direction"), row.get("gap")];
        assert_eq!(judged, [None; 3], "{row:?}");
        return;
    }
    let (needed, is_met) = match row.text("indicator") {
        // More than 98 %: the first whole number past it.
        "CB04" => (
            denominator * 98 / 100 + 1,
            100 * numerator > 98 * denominator,
        ),
        _ => (denominator, numerator == denominator),
    };
    assert_eq!(
        row.text("state"),
        if is_met { "met" } else { "not_met" },
        "{row:?}"
    );
    assert_eq!(
        row.number("gap"),
        Some(needed.saturating_sub(numerator)),
        "{row:?}"
    );
}

#[test]
fn communes_with_an_approved_list_are_those_of_the_extract() {
    let delivered =
        fs::read_to_string(project().join("sample_data/aggregates/tong_hop_20261120.csv"))
            .expect("the aggregates");
    let approved = delivered
        .lines()
        .filter(|line| line.ends_with(",danh_sach_duoc_duyet,1"));
    let approved: BTreeSet<&str> = approved.map(|line| &line[..5]).collect();
    let published = rows(&shared().version(), &INDICATORS);
    let of_lists = || {
        published
            .iter()
            .filter(|row| row.text("indicator") == "CB08")
    };
    let province = of_lists()
        .find(|row| row.text("level") == "province")
        .expect("a row");
    assert_eq!(province.number("denominator"), Some(COMMUNES.len() as u64));
    assert_eq!(province.number("numerator"), Some(approved.len() as u64));
    for row in of_lists().filter(|row| row.text("level") == "commune") {
        let expected = u64::from(approved.contains(row.text("commune_code")));
        assert_eq!(row.number("numerator"), Some(expected), "{row:?}");
    }
}

/// State and cause of a place's row of everyone.
fn told<'r>(rows: &'r [Row], level: &str, commune: &str) -> (&'r str, Option<&'r str>) {
    let of_everyone = |row: &&Row| {
        row.text("indicator") == "CB01" && matches!(row.get("stratum"), None | Some("all"))
    };
    let mut found = rows.iter().filter(of_everyone);
    let row = found.find(|row| (row.text("level"), row.text("commune_code")) == (level, commune));
    let row = row.unwrap_or_else(|| panic!("no row of {level} {commune}"));
    (row.text("state"), row.get("cause"))
}

#[test]
fn late_rosters_limit_their_communes_alone() {
    let province = Province::new();
    let [old, older] = [
        "plan/ke_hoach_01294_20261120.csv",
        "plan/ke_hoach_01294_20260101.csv",
    ];
    fs::rename(province.sample(old), province.sample(older)).expect("renamed");
    fs::remove_file(province.sample("screening/kham_01774_20261120.csv")).expect("removed");
    province.night(&[]).expect(0);

    let version = province.version();
    let (indicators, pace) = (rows(&version, &INDICATORS), rows(&version, &PACE));
    let of_commune = |code| match code {
        "01294" => ("stale", Some("plan_roster: 323 days > 180")),
        "01774" => ("missing_input", Some("screening_roster: missing")),
        _ => ("not_met", None),
    };
    for code in COMMUNES {
        let (state, cause) = of_commune(code);
        assert_eq!(told(&indicators, "commune", code), (state, cause), "{code}");
        let is_judged = state == "not_met";
        let (paced, _) = told(&pace, "commune", code);
        assert_eq!(paced, if is_judged { "behind" } else { state }, "{code}");
    }
    let why = "plan_roster: stale in 1 of 5 communes; screening_roster: missing in 1 of 5 communes";
    assert_eq!(told(&indicators, "province", ""), ("not_met", Some(why)));
    assert_eq!(told(&pace, "province", "").0, "behind");
}
