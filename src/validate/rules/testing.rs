//! What the tests of rules share.

use crate::domain::record::IdentityNumber;
use crate::domain::{
    BhytCard, Cccd, Field, How, Kind, PartialDate, Problem, Record, Repair, Value,
};
use crate::validate::fields;
use crate::validate::finding::{Findings, RuleId};
use crate::validate::options::{RuleSetting, RuleSettings};
use crate::validate::registry::registry;
use crate::validate::rule::{Rule, Trigger};
use crate::validate::validator::Validator;

/// `1957`, `1957-05` or `1957-05-12`.
pub fn date(text: &str) -> PartialDate {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap());
    let year = parts.next().unwrap();
    match (parts.next(), parts.next()) {
        (None, _) => PartialDate::from_year(year),
        (Some(month), None) => PartialDate::from_month(year, month as u8),
        (Some(month), Some(day)) => PartialDate::from_day(year, month as u8, day as u8),
    }
    .unwrap()
}

pub fn given_date(text: &str) -> Value<'_, PartialDate> {
    Value::as_given(text, date(text))
}

pub fn given_cccd(text: &str) -> Value<'_, IdentityNumber> {
    Value::as_given(text, IdentityNumber::Cccd(Cccd::parse(text).unwrap()))
}

pub fn given_card(text: &str) -> Value<'_, BhytCard> {
    Value::as_given(text, BhytCard::parse(text).unwrap())
}

pub fn given_number(text: &str) -> Value<'_, f64> {
    Value::as_given(text, text.parse().unwrap())
}

pub fn given_pressure<'a>(record: &mut Record<'a>, text: &'a str) {
    let (systolic, diastolic) = text.split_once('/').unwrap();
    record.measurements.systolic_mmhg = Value::as_given(text, systolic.parse().unwrap());
    record.measurements.diastolic_mmhg = Value::as_given(text, diastolic.parse().unwrap());
}

/// Runs every rule over the record on 1 October 2026 and gives what `code` found: (field, original, proposed).
pub fn found(code: &str, record: &mut Record<'_>) -> Vec<(Field, String, String)> {
    found_with(&RuleSettings::new(), code, record)
}

/// The same with one threshold set.
pub fn found_at(
    code: &str,
    name: &str,
    value: f64,
    record: &mut Record<'_>,
) -> Vec<(Field, String, String)> {
    let thresholds = [(name.to_owned(), value)].into();
    let setting = RuleSetting {
        thresholds,
        ..RuleSetting::default()
    };
    found_with(&[(code.to_owned(), setting)].into(), code, record)
}

fn found_with(
    settings: &RuleSettings,
    code: &str,
    record: &mut Record<'_>,
) -> Vec<(Field, String, String)> {
    let day = jiff::civil::date(2026, 10, 1);
    let validator = Validator::new(Kind::ScreeningRoster, &[], settings, day).unwrap();
    let mut findings = Findings::default();
    validator.check(record, 7, &mut findings);
    (0..findings.len())
        .filter(|i| code_of(findings.rule[*i]) == code)
        .map(|i| {
            let text = findings.original.get(i).to_owned();
            (
                findings.field[i].unwrap(),
                text,
                findings.proposed.get(i).to_owned(),
            )
        })
        .collect()
}

fn code_of(rule: RuleId) -> &'static str {
    registry()[usize::from(rule.0)].code
}

/// A rule over what `standardise` did: silent on a value as given, on a blank and on any other state of its
/// fields; with its own state it reports the field and the text of the source.
pub fn reports_its_state_alone(rule: &Rule) {
    let (own_fields, own) = match rule.trigger {
        Trigger::Repair(fields, repair) => (fields, vec![How::Repaired(repair)]),
        Trigger::Problem(fields, problem) => (fields, vec![How::Missing(problem)]),
        Trigger::RepairOrProblem(fields, repair, problem) => {
            (fields, vec![How::Repaired(repair), How::Missing(problem)])
        }
        _ => panic!("{} is set off by no single state", rule.code),
    };
    for field in own_fields {
        for how in all_states() {
            let mut record = Record::default();
            fields::set(&mut record, *field, "như nguồn viết", how);
            let expected: &[_] = &[(*field, "như nguồn viết".to_owned(), String::new())];
            let expected = if own.contains(&how) { expected } else { &[] };
            assert_eq!(
                found(rule.code, &mut record),
                expected,
                "{} {field:?} {how:?}",
                rule.code
            );
        }
    }
}

/// Every state that a value can be in.
pub fn all_states() -> impl Iterator<Item = How> {
    [How::Blank, How::AsGiven]
        .into_iter()
        .chain(Repair::ALL.map(How::Repaired))
        .chain(Problem::ALL.map(How::Missing))
}
