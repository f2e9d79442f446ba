//! The validator as a whole: settings, order, verdicts, and that nothing is lost.

use super::*;
use crate::domain::Value;
use crate::validate::rules::testing::{all_states, date, given_card, given_cccd, given_date};
use proptest::prelude::*;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 10, 1);

fn validator(required: &[Vec<Field>], settings: &RuleSettings) -> Result<Validator, ValidateError> {
    Validator::new(Kind::Residents, required, settings, TODAY)
}

fn with_setting(code: &str, setting: RuleSetting) -> RuleSettings {
    [(code.to_owned(), setting)].into()
}

fn resident() -> Record<'static> {
    Record {
        full_name: Value::as_given("Nông Văn Ấm", "Nông Văn Ấm".into()),
        birth_date: given_date("1990-05-12"),
        sex: Value::as_given("Nữ", crate::domain::Sex::Female),
        identity_number: given_cccd("003190012345"),
        ..Record::default()
    }
}

fn required() -> Vec<Vec<Field>> {
    vec![
        vec![Field::FullName],
        vec![Field::BirthDate, Field::IdentityNumber],
        vec![Field::CommuneName],
    ]
}

fn check(validator: &Validator, record: &mut Record<'_>) -> (Verdict, Vec<&'static str>, Findings) {
    let mut findings = Findings::default();
    let verdict = validator.check(record, 12, &mut findings);
    let codes = findings
        .rule
        .iter()
        .map(|rule| registry()[usize::from(rule.0)].code)
        .collect();
    (verdict, codes, findings)
}

#[test]
fn a_clean_row_has_no_finding() {
    let validator = validator(&required()[..2], &RuleSettings::new()).unwrap();
    let (verdict, codes, _) = check(&validator, &mut resident());
    assert_eq!(
        (verdict, codes.len()),
        (Verdict::Accepted { findings: 0 }, 0)
    );
}

#[test]
fn required_fields_are_judged_after_the_checks_have_blanked() {
    let validator = validator(&required(), &RuleSettings::new()).unwrap();
    let mut record = Record {
        birth_date: given_date("2062"),
        identity_number: Value::default(),
        ..resident()
    };
    let (verdict, codes, findings) = check(&validator, &mut record);
    let Verdict::Quarantined { reasons } = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(codes, ["BD01", "RQ02", "RQ04"]);
    assert_eq!(reasons.iter().collect::<Vec<_>>(), findings.rule[1..]);
    assert_eq!(findings.original.get(0), "2062");
    assert_eq!(
        findings.field,
        [Some(Field::BirthDate), None, Some(Field::CommuneCode)]
    );
    assert_eq!(findings.row, [12, 12, 12]);
}

#[test]
fn findings_come_states_first_then_checks_by_code() {
    let validator = validator(&[], &RuleSettings::new()).unwrap();
    let mut record = Record {
        phone: Value::missing("0909090909", Problem::Filler),
        birth_date: Value::repaired("01/01/1957", date("1957"), Repair::PlaceholderDay),
        bhyt_card: given_card("ZZ9040312345678"),
        ..resident()
    };
    let (verdict, codes, _) = check(&validator, &mut record);
    assert_eq!(codes, ["DT03", "PH05", "CD06", "CD07", "ID10"]);
    assert_eq!(verdict, Verdict::Accepted { findings: 5 });
}

#[test]
fn a_disabled_rule_is_silent_and_does_nothing() {
    let setting = RuleSetting {
        disabled: true,
        ..RuleSetting::default()
    };
    let validator = validator(&[], &with_setting("BD01", setting)).unwrap();
    let mut record = Record {
        birth_date: given_date("2062"),
        identity_number: Value::default(),
        ..resident()
    };
    assert!(check(&validator, &mut record).1.is_empty());
    assert!(record.birth_date.standard.is_some());
}

#[test]
fn a_severity_is_the_rules_own_unless_set() {
    let setting = RuleSetting {
        severity: Some(Severity::Info),
        ..RuleSetting::default()
    };
    let validator = validator(&[], &with_setting("BD01", setting)).unwrap();
    let of = |code: &str| {
        let rule = registry().iter().find(|rule| rule.code == code).unwrap();
        validator.severity(rule_id(rule))
    };
    assert_eq!((of("BD01"), of("BD02")), (Severity::Info, Severity::Error));
}

#[test]
fn mistakes_of_configuration_are_errors() {
    let of = |code: &str, setting: RuleSetting| {
        validator(&[], &with_setting(code, setting))
            .unwrap_err()
            .to_string()
    };
    let threshold = |name: &str, value: f64| RuleSetting {
        thresholds: [(name.to_owned(), value)].into(),
        ..RuleSetting::default()
    };
    let disabled = RuleSetting {
        disabled: true,
        ..RuleSetting::default()
    };
    assert!(of("ZZ01", RuleSetting::default()).contains("no rule ZZ01"));
    assert!(of("BD02", threshold("age", 1.0)).contains("it has: age_years_max"));
    assert!(of("BD02", threshold("age_years_max", f64::NAN)).contains("finite"));
    assert!(of("RQ01", disabled).contains("cannot be disabled"));
    let group = |group: Vec<Field>| validator(&[group], &RuleSettings::new()).unwrap_err();
    assert_eq!(
        group(vec![]),
        ValidateError::EmptyGroup {
            kind: Kind::Residents
        }
    );
    let not_carried = ValidateError::FieldNotCarried {
        kind: Kind::Residents,
        field: Field::Conclusion,
    };
    assert_eq!(group(vec![Field::Conclusion]), not_carried);
    assert!(Validator::new(Kind::Quotas, &[], &RuleSettings::new(), TODAY).is_err());
    assert!(
        Validator::new(
            Kind::Residents,
            &[],
            &RuleSettings::new(),
            jiff::civil::date(-4, 1, 1)
        )
        .is_err()
    );
}

#[test]
fn every_state_of_every_field_that_needs_a_word_gets_exactly_one() {
    let validator = validator(&[], &RuleSettings::new()).unwrap();
    for field in fields::CARRIED {
        for how in all_states() {
            let mut record = Record::default();
            fields::set(&mut record, *field, "x", how);
            let (_, codes, findings) = check(&validator, &mut record);
            let notable = matches!(how, How::Repaired(_) | How::Missing(_));
            assert_eq!(
                codes.len(),
                usize::from(notable),
                "{field:?} {how:?} {codes:?}"
            );
            assert!(!notable || findings.original.get(0) == "x");
        }
    }
}

proptest! {
    /// Whatever the values: a field that went has a finding with its text, one that stayed is unchanged, and a
    /// second look blanks nothing more.
    #[test]
    fn nothing_is_overwritten_and_nothing_vanishes_unsaid(
        birth in 1850u16..2100, exam_year in 2000u16..2030, month in 1u8..=12, day in 1u8..=28,
        height in 0.0f64..300.0, weight in 0.0f64..300.0, systolic in 0.0f64..400.0, diastolic in 0.0f64..300.0,
        glucose in 0.0f64..800.0, class in 1u8..=5,
    ) {
        let mut record = Record {
            birth_date: Value::as_given("birth", PartialDate::from_day(birth, month, day).unwrap()),
            exam_date: Value::as_given("exam", PartialDate::from_day(exam_year, day.min(12), month).unwrap()),
            health_class: Value::as_given("class", class),
            ..resident()
        };
        record.measurements.height_cm = Value::as_given("height", height);
        record.measurements.weight_kg = Value::as_given("weight", weight);
        record.measurements.systolic_mmhg = Value::as_given("pressure", systolic);
        record.measurements.diastolic_mmhg = Value::as_given("pressure", diastolic);
        record.measurements.glucose_mmol_l = Value::as_given("glucose", glucose);
        let before = record.clone();
        let validator = validator(&[], &RuleSettings::new()).unwrap();
        let (_, _, findings) = check(&validator, &mut record);
        for field in fields::CARRIED {
            prop_assert_eq!(fields::original(&record, *field), fields::original(&before, *field));
            let (was, is) = (fields::how(&before, *field), fields::how(&record, *field));
            if was != is {
                let at = findings.field.iter().position(|other| *other == Some(*field));
                prop_assert_eq!(findings.original.get(at.unwrap()), fields::original(&before, *field));
            }
        }
        prop_assert!(record.birth_date.standard.is_none() || record.birth_date == before.birth_date);
        let glance = fields::glance(&record);
        check(&validator, &mut record);
        prop_assert_eq!(fields::glance(&record), glance);
    }
}
