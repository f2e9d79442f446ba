//! The registry as a whole: every state has a rule, every rule its texts, and `rules.toml` agrees.

use super::*;
use crate::domain::{Field, How, Problem, Record, Repair};
use crate::validate::rule::{Effect, Trigger};
use crate::validate::rules::testing::found;
use crate::validate::{Severity, fields};

const RULES_TOML: &str = include_str!("../../../pipelines/cao-bang/rules.toml");

/// What `standardise` can make of a field, by its contract.
fn states_of_standardise() -> Vec<(Field, How)> {
    use Field as F;
    use Problem as P;
    use Repair as R;
    let mut states = Vec::new();
    let mut add = |field: F, repairs: &[R], problems: &[P]| {
        states.extend(repairs.iter().map(|repair| (field, How::Repaired(*repair))));
        states.extend(
            problems
                .iter()
                .map(|problem| (field, How::Missing(*problem))),
        );
    };
    add(
        F::FullName,
        &[
            R::Noise,
            R::Remark,
            R::Title,
            R::TypingResidue,
            R::UnusualName,
        ],
        &[P::Unreadable, P::WrongForm],
    );
    add(F::BirthDate, &[], &[P::Age]);
    for date in [
        F::BirthDate,
        F::ExamDate,
        F::ValidFrom,
        F::ValidTo,
        F::DeathDate,
        F::DepartureDate,
        F::EhrUpdated,
    ] {
        add(
            date,
            &[
                R::PlaceholderDay,
                R::TwoDigitYear,
                R::DayAndMonthSwapped,
                R::ApproximateYear,
                R::LunarDate,
                R::UtcDay,
                R::Noise,
                R::ExcelSerial,
            ],
            &[P::Unreadable, P::NotInCalendar],
        );
    }
    for day in [F::ExamDate, F::ValidFrom, F::ValidTo, F::EhrUpdated] {
        add(day, &[], &[P::DayMissing]);
    }
    for coded in [
        F::Sex,
        F::Ethnicity,
        F::ResidenceStatus,
        F::Funding,
        F::HealthClass,
        F::EhrExists,
        F::EhrNationalState,
        F::EhrVneidState,
        F::TargetGroups,
    ] {
        add(coded, &[R::Remark], &[P::Unknown, P::Contradiction]);
    }
    add(F::TargetGroups, &[R::UnknownPart, R::EarlierList], &[]);
    add(F::HealthClass, &[R::ClassInWords], &[]);
    let moved = [R::LostZeros, R::Noise, R::MovedFromOtherColumn];
    let number = [P::WrongLength, P::WrongForm, P::Filler, P::RoundedNumber];
    add(F::IdentityNumber, &moved, &number);
    add(
        F::IdentityNumber,
        &[R::SeveralNumbers],
        &[P::Ambiguous, P::SeveralNumbers],
    );
    add(F::BhxhNumber, &moved, &number);
    add(F::BhxhNumber, &[], &[P::Contradiction]);
    add(F::BhytCard, &moved[1..], &number);
    add(
        F::BhytCard,
        &[R::Remark],
        &[P::Contradiction, P::SeveralNumbers],
    );
    for moved in [
        F::ValidFrom,
        F::ValidTo,
        F::Phone,
        F::BirthDate,
        F::DeathDate,
        F::DepartureDate,
    ] {
        add(moved, &[R::MovedFromOtherColumn], &[]);
    }
    add(F::Facility, &[R::LostZeros, R::Noise, R::Remark], &[]);
    add(F::ValidTo, &[R::Remark], &[]);
    add(
        F::Phone,
        &[R::LostZeros, R::PhonePrefix, R::Noise, R::SeveralNumbers],
        &[P::WrongForm, P::Filler, P::RoundedNumber],
    );
    let communes = [
        R::CommuneByOldCode,
        R::CommuneByOldName,
        R::CommuneByName,
        R::CommuneNameUnknown,
        R::CommuneOfFile,
        R::DittoOfFile,
        R::LostZeros,
        R::Noise,
    ];
    add(
        F::CommuneCode,
        &communes,
        &[P::Unknown, P::Ambiguous, P::Contradiction, P::Default],
    );
    for measured in [
        F::HeightCm,
        F::WeightKg,
        F::BloodPressure,
        F::PulsePerMin,
        F::GlucoseMmolL,
    ] {
        add(measured, &[], &[P::Unreadable, P::OtherUnit]);
    }
    for field in fields::CARRIED {
        add(*field, &[], &[P::Ditto]);
    }
    states
}

#[test]
fn every_state_that_standardise_produces_has_a_rule_of_its_own() {
    let states = states_of_standardise();
    assert_eq!(states.len(), 211);
    for (field, how) in states {
        let owners = RULES.iter().filter(|rule| match (rule.trigger, how) {
            (
                Trigger::Repair(fields, repair) | Trigger::RepairOrProblem(fields, repair, _),
                How::Repaired(other),
            ) => repair == other && fields.contains(&field),
            (
                Trigger::Problem(fields, problem) | Trigger::RepairOrProblem(fields, _, problem),
                How::Missing(other),
            ) => problem == other && fields.contains(&field),
            _ => false,
        });
        assert_eq!(owners.count(), 1, "{field:?} {how:?}");
        let mut record = Record::default();
        fields::set(&mut record, field, "x", how);
        assert!(found("GE01", &mut record).is_empty() && found("GE02", &mut record).is_empty());
    }
}

#[test]
fn codes_are_unique_sorted_and_well_formed() {
    assert!(RULES.is_sorted_by(|a, b| a.code < b.code));
    for (rule, index) in RULES.iter().zip(0..) {
        let (letters, digits) = rule.code.split_at(2);
        assert!(
            letters.bytes().all(|b| b.is_ascii_uppercase()),
            "{}",
            rule.code
        );
        assert!(
            digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()),
            "{}",
            rule.code
        );
        assert_eq!(rule_id(rule), RuleId(index));
    }
}

#[test]
fn every_text_is_there_in_both_languages_and_ends_as_it_should() {
    for rule in &RULES {
        for lang in Lang::ALL {
            let (title, why, fix) = (rule.title(lang), rule.why(lang), rule.fix(lang));
            assert!(
                !title.is_empty() && !title.ends_with('.'),
                "{} {lang:?}",
                rule.code
            );
            assert!(
                why.ends_with('.') && fix.ends_with('.'),
                "{} {lang:?}",
                rule.code
            );
        }
        assert_ne!(rule.title_vi, rule.title_en, "{}", rule.code);
    }
}

#[test]
fn titles_tell_rules_apart() {
    for lang in Lang::ALL {
        let mut titles: Vec<&str> = RULES.iter().map(|rule| rule.title(lang)).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), RULES.len(), "{lang:?}");
    }
}

#[test]
fn repairs_keep_problems_are_blank_and_only_what_cannot_be_told_quarantines() {
    for rule in &RULES {
        let fits = match rule.trigger {
            Trigger::Repair(..) | Trigger::OtherRepair => rule.effect == Effect::Keep,
            Trigger::Problem(..) | Trigger::RepairOrProblem(..) | Trigger::OtherProblem => {
                rule.effect == Effect::Blank
            }
            Trigger::Check { .. } => rule.effect != Effect::Quarantine,
            Trigger::WholeFile(_) => rule.effect != Effect::Quarantine,
            Trigger::Correction => rule.effect == Effect::Keep,
            Trigger::Layout if rule.effect == Effect::Keep => rule.severity != Severity::Error,
            Trigger::Required | Trigger::Layout => {
                rule.effect == Effect::Quarantine && rule.severity == Severity::Error
            }
        };
        assert!(fits, "{}", rule.code);
    }
}

#[test]
fn known_rules_names_every_code_and_threshold() {
    let known = known_rules();
    assert_eq!(known.len(), RULES.len());
    assert_eq!(known["BD02"], ["age_years_max"]);
    assert!(known["ID01"].is_empty());
}

#[test]
fn a_reject_reason_speaks_both_languages() {
    let rule = rule_id(RULES.iter().find(|rule| rule.code == "RQ01").unwrap());
    let vi = reject_reason(rule, Lang::Vi);
    assert_eq!((vi.code, vi.reason), ("RQ01", "Thiếu họ tên"));
    assert_eq!(reject_reason(rule, Lang::En).reason, "Name is missing");
}

/// The comment that `rules.toml` gives a rule: its titles, then each threshold with its default.
fn documentation(rule: &Rule) -> String {
    let mut lines = format!(
        "# {}  {}\n#       {}\n",
        rule.code, rule.title_vi, rule.title_en
    );
    for threshold in rule.thresholds {
        let unit = if threshold.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", threshold.unit)
        };
        lines += &format!(
            "#       {} = {:?}{unit}\n",
            threshold.name, threshold.default
        );
    }
    lines
}

#[test]
fn rules_toml_documents_every_rule_in_order() {
    let mut rest = RULES_TOML;
    for rule in &RULES {
        let wanted = documentation(rule);
        let at = rest
            .find(&wanted)
            .unwrap_or_else(|| panic!("rules.toml lacks, or has elsewhere:\n{wanted}"));
        rest = &rest[at + wanted.len()..];
    }
}

#[test]
fn rules_toml_names_no_rule_or_threshold_that_does_not_exist() {
    let known = known_rules();
    let mut table = "";
    for line in RULES_TOML.lines().map(str::trim) {
        let is_code = |word: &str| word.len() == 4 && word.as_bytes()[3].is_ascii_digit();
        if let Some(code) = line
            .strip_prefix("# ")
            .and_then(|l| l.split("  ").next())
            .filter(|w| is_code(w))
        {
            assert!(known.contains_key(code), "{line}");
        } else if let Some(header) = line.strip_prefix('[') {
            table = header.trim_end_matches(']');
            assert!(
                known.contains_key(table.trim_end_matches(".thresholds")),
                "{line}"
            );
        } else if let Some(code) = table.strip_suffix(".thresholds")
            && let Some((name, _)) = line.split_once('=').filter(|_| !line.starts_with('#'))
        {
            assert!(known[code].contains(&name.trim()), "{code}: {line}");
        }
    }
}
