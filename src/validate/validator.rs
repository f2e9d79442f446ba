//! Rules compiled for one kind, and what they make of a row.

use crate::domain::{Field, How, Kind, PartialDate, Problem, Record, Repair};

use super::error::ValidateError;
use super::fields::{self, FieldSet};
use super::finding::{Findings, RuleId};
use super::options::{RuleSetting, RuleSettings, Severity};
use super::registry::{registry, rule_id};
use super::rule::{Effect, Rule, RuleSet, Trigger};
use super::rules::case::Case;
use super::rules::required;
use super::whole_file::{FileBlock, FileCase, FileFindings};

/// Whether a row can serve its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It lives on, with this many findings.
    Accepted { findings: u16 },
    /// It lacks what its kind must have; `reasons` are the rules that say so.
    Quarantined { reasons: RuleSet },
}

/// The rules of one kind of extract, ready to run.
#[derive(Debug)]
pub struct Validator {
    /// The rule for a field in a state, by [`state`]; `None` where the rule is disabled.
    by_state: Vec<Option<RuleId>>,
    areas: Vec<Area>,
    requirements: Vec<Requirement>,
    file_checks: Vec<FileCheck>,
    severities: Vec<Severity>,
    latest_day: PartialDate,
}

/// Checks whose codes share their letters. Most rows carry nothing that most areas look at.
#[derive(Debug)]
struct Area {
    /// The area is passed over unless the row has one of these.
    sieve: FieldSet,
    checks: Vec<Check>,
}

#[derive(Debug)]
struct Check {
    needs: FieldSet,
    check: fn(&mut Case<'_, '_>),
    rule: RuleId,
    thresholds: Box<[f64]>,
}

/// A check of all rows of a file.
#[derive(Debug)]
struct FileCheck {
    check: fn(&mut FileCase<'_>),
    rule: RuleId,
    thresholds: Box<[f64]>,
}

#[derive(Debug)]
struct Requirement {
    any_of: FieldSet,
    rule: RuleId,
    /// The field that is asked for, where there is only one.
    field: Option<Field>,
}

impl Validator {
    /// Compiles the rules for a kind. Each group of `required` wants at least one of its fields;
    /// `latest_day` is the last day on which a birth or an exam can have happened.
    ///
    /// # Errors
    /// When the settings name a rule or threshold that does not exist, disable a rule that quarantines,
    /// or when a required field is not one that records carry.
    pub fn new(
        kind: Kind,
        required: &[Vec<Field>],
        settings: &RuleSettings,
        latest_day: jiff::civil::Date,
    ) -> Result<Self, ValidateError> {
        if !kind.is_about_persons() {
            return Err(ValidateError::NotAboutPersons { kind });
        }
        check_settings(settings)?;
        Ok(Self {
            by_state: rules_by_state(settings),
            areas: areas(settings),
            requirements: requirements(kind, required)?,
            file_checks: file_checks(settings),
            severities: severities(settings),
            latest_day: partial_date(latest_day)
                .ok_or(ValidateError::DayOutOfRange { day: latest_day })?,
        })
    }

    /// Severity of a rule under these settings.
    #[must_use]
    pub fn severity(&self, rule: RuleId) -> Severity {
        self.severities[usize::from(rule.0)]
    }

    /// Checks one row: pushes findings, blanks fields, says whether the row can serve its kind.
    /// `row` is written into the findings as it is.
    pub fn check(&self, record: &mut Record<'_>, row: u32, findings: &mut Findings) -> Verdict {
        let glance = fields::glance(record);
        let mut case = Case::new(record, row, glance.given, self.latest_day, findings);
        for field in glance.notable.iter() {
            self.report_state(&mut case, field);
        }
        for area in &self.areas {
            if case.given().contains_any(area.sieve) {
                area.check(&mut case);
            }
        }
        self.require(&mut case)
    }

    /// Checks the accepted rows of a whole file, given with what was found in them; gives the further findings
    /// block by block.
    #[must_use]
    pub fn check_file(&self, blocks: &[FileBlock<'_>]) -> Vec<FileFindings> {
        let mut case = FileCase::new(blocks);
        for check in &self.file_checks {
            case.turn_to(check.rule, &check.thresholds);
            (check.check)(&mut case);
        }
        case.into_findings()
    }

    fn report_state(&self, case: &mut Case<'_, '_>, field: Field) {
        let rule = state(fields::how(case.record, field))
            .and_then(|state| self.by_state[field as usize * STATES + state]);
        if let Some(rule) = rule {
            case.turn_to(rule, &[]);
            let proposed = case.record.proposal(field).to_owned();
            case.report(field, &proposed);
        }
    }

    fn require(&self, case: &mut Case<'_, '_>) -> Verdict {
        let mut reasons = RuleSet::default();
        for requirement in &self.requirements {
            if !case.given().contains_any(requirement.any_of) {
                case.turn_to(requirement.rule, &[]);
                case.report_row(requirement.field);
                reasons.insert(requirement.rule);
            }
        }
        if reasons.is_empty() {
            Verdict::Accepted {
                findings: case.findings_count(),
            }
        } else {
            Verdict::Quarantined { reasons }
        }
    }
}

impl Area {
    fn check<'c>(&'c self, case: &mut Case<'c, '_>) {
        for check in &self.checks {
            if case.given().contains_all(check.needs) {
                case.turn_to(check.rule, &check.thresholds);
                (check.check)(case);
            }
        }
    }
}

/// States that a finding can be about: every [`Repair`], then every [`Problem`].
const STATES: usize = FIRST_PROBLEM + Problem::COUNT;

/// First problem among [`STATES`].
const FIRST_PROBLEM: usize = Repair::COUNT;

/// Position of a state among [`STATES`]; `None` for a value that needs no word.
fn state(how: How) -> Option<usize> {
    match how {
        How::Blank | How::AsGiven => None,
        How::Repaired(repair) => Some(repair_state(repair)),
        How::Missing(problem) => Some(problem_state(problem)),
    }
}

fn repair_state(repair: Repair) -> usize {
    repair as usize
}

fn problem_state(problem: Problem) -> usize {
    FIRST_PROBLEM + problem as usize
}

fn rules_by_state(settings: &RuleSettings) -> Vec<Option<RuleId>> {
    let mut table = vec![None; Field::COUNT * STATES];
    // The general rules first, so that every rule with a name of its own takes its place from them.
    for (rule, id) in all_rules() {
        let states = match rule.trigger {
            Trigger::OtherRepair => 0..FIRST_PROBLEM,
            Trigger::OtherProblem => FIRST_PROBLEM..STATES,
            _ => continue,
        };
        for field in 0..Field::COUNT {
            for state in states.clone() {
                table[field * STATES + state] = unless_disabled(settings, rule, id);
            }
        }
    }
    for (rule, id) in all_rules() {
        let (fields, states) = match rule.trigger {
            Trigger::Repair(fields, repair) => (fields, vec![repair_state(repair)]),
            Trigger::Problem(fields, problem) => (fields, vec![problem_state(problem)]),
            Trigger::RepairOrProblem(fields, repair, problem) => {
                (fields, vec![repair_state(repair), problem_state(problem)])
            }
            _ => continue,
        };
        for field in fields {
            for state in &states {
                table[*field as usize * STATES + state] = unless_disabled(settings, rule, id);
            }
        }
    }
    table
}

/// The checks in the order of their codes, area by area. The first need of each check is its area's
/// sieve.
fn areas(settings: &RuleSettings) -> Vec<Area> {
    let rules: Vec<(&Rule, RuleId)> = all_rules()
        .filter(|(rule, id)| unless_disabled(settings, rule, *id).is_some())
        .collect();
    rules
        .chunk_by(|(a, _), (b, _)| a.code[..2] == b.code[..2])
        .map(|rules| area(rules, settings))
        .filter(|area| !area.checks.is_empty())
        .collect()
}

fn area(rules: &[(&Rule, RuleId)], settings: &RuleSettings) -> Area {
    let mut area = Area {
        sieve: FieldSet::default(),
        checks: Vec::new(),
    };
    for (rule, id) in rules {
        if let Trigger::Check { needs, check } = rule.trigger {
            area.sieve = area
                .sieve
                .union(FieldSet::of(needs.get(..1).unwrap_or_default()));
            area.checks.push(Check {
                needs: FieldSet::of(needs),
                check,
                rule: *id,
                thresholds: thresholds(rule, settings.get(rule.code)),
            });
        }
    }
    area
}

fn file_checks(settings: &RuleSettings) -> Vec<FileCheck> {
    let rules = all_rules().filter(|(rule, id)| unless_disabled(settings, rule, *id).is_some());
    rules
        .filter_map(|(rule, id)| match rule.trigger {
            Trigger::WholeFile(check) => Some(FileCheck {
                check,
                rule: id,
                thresholds: thresholds(rule, settings.get(rule.code)),
            }),
            _ => None,
        })
        .collect()
}

fn thresholds(rule: &Rule, setting: Option<&RuleSetting>) -> Box<[f64]> {
    let set = |name: &str| setting.and_then(|setting| setting.thresholds.get(name).copied());
    rule.thresholds
        .iter()
        .map(|threshold| set(threshold.name).unwrap_or(threshold.default))
        .collect()
}

fn severities(settings: &RuleSettings) -> Vec<Severity> {
    let set = |rule: &Rule| settings.get(rule.code).and_then(|setting| setting.severity);
    registry()
        .iter()
        .map(|rule| set(rule).unwrap_or(rule.severity))
        .collect()
}

fn requirements(kind: Kind, required: &[Vec<Field>]) -> Result<Vec<Requirement>, ValidateError> {
    required
        .iter()
        .map(|group| requirement(kind, group))
        .collect()
}

fn requirement(kind: Kind, group: &[Field]) -> Result<Requirement, ValidateError> {
    let carriers = group
        .iter()
        .map(|field| {
            let field = *field;
            fields::carrier(field).ok_or(ValidateError::FieldNotCarried { kind, field })
        })
        .collect::<Result<Vec<Field>, _>>()?;
    let first = *carriers.first().ok_or(ValidateError::EmptyGroup { kind })?;
    let any_of = FieldSet::of(&carriers);
    Ok(Requirement {
        any_of,
        rule: rule_id(required::rule_for(any_of)),
        field: (any_of == FieldSet::of(&[first])).then_some(first),
    })
}

fn check_settings(settings: &RuleSettings) -> Result<(), ValidateError> {
    for (code, setting) in settings {
        let rule = registry()
            .iter()
            .find(|rule| rule.code == code)
            .ok_or_else(|| ValidateError::UnknownRule { code: code.clone() })?;
        if setting.disabled && rule.effect == Effect::Quarantine {
            return Err(ValidateError::CannotDisable { code: code.clone() });
        }
        check_thresholds(rule, setting)?;
    }
    Ok(())
}

fn check_thresholds(rule: &Rule, setting: &RuleSetting) -> Result<(), ValidateError> {
    for (name, value) in &setting.thresholds {
        let known: Vec<&str> = rule.thresholds.iter().map(|t| t.name).collect();
        if !known.contains(&name.as_str()) {
            return Err(ValidateError::UnknownThreshold {
                code: rule.code.to_owned(),
                name: name.clone(),
                known: known.join(", "),
            });
        }
        if !value.is_finite() {
            return Err(ValidateError::ThresholdNotFinite {
                code: rule.code.to_owned(),
                name: name.clone(),
                value: *value,
            });
        }
    }
    Ok(())
}

fn all_rules() -> impl Iterator<Item = (&'static Rule, RuleId)> {
    registry()
        .iter()
        .zip(0..)
        .map(|(rule, id)| (rule, RuleId(id)))
}

fn unless_disabled(settings: &RuleSettings, rule: &Rule, id: RuleId) -> Option<RuleId> {
    let disabled = settings
        .get(rule.code)
        .is_some_and(|setting| setting.disabled);
    (!disabled).then_some(id)
}

fn partial_date(day: jiff::civil::Date) -> Option<PartialDate> {
    let year = u16::try_from(day.year()).ok()?;
    PartialDate::from_day(year, day.month() as u8, day.day() as u8)
}

#[cfg(test)]
mod tests;
