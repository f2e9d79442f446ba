//! Definitions made ready to count: every condition compiled, every target exact.

use jiff::civil::Date;

use super::communes::AGGREGATE_COLUMNS;
use super::conditions::Condition;
use super::error::{IndicatorError, Part};
use super::options::{IndicatorDefinition, Population, StratumKind};
use super::target::Target;
use crate::schema::Column;
use crate::schema::exams::EXAMS;
use crate::schema::persons::PERSONS;

/// Everything wrong with `definitions`, in their order; empty when they can be computed. Needs no data.
#[must_use]
pub fn check_definitions(definitions: &[IndicatorDefinition]) -> Vec<IndicatorError> {
    compile_definitions(definitions).err().unwrap_or_default()
}

/// How the numerator is known.
#[derive(Debug, Clone)]
pub(super) enum Numerator {
    /// Over persons, or over aggregates where communes are counted.
    Row(Condition),
    /// Over exams: at least one exam of the person satisfies it.
    Exam(Condition),
}

/// First and last day of a pace, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PaceDates {
    pub(super) start: Date,
    pub(super) deadline: Date,
}

/// A definition whose conditions are compiled.
#[derive(Debug, Clone)]
pub(super) struct CompiledDefinition<'a> {
    pub(super) definition: &'a IndicatorDefinition,
    pub(super) denominator: Condition,
    /// Over exams: who has none that satisfies it is not counted.
    pub(super) denominator_exam: Option<Condition>,
    pub(super) numerator: Numerator,
    /// `None` of what is watched and not judged.
    pub(super) target: Option<Target>,
    pub(super) pace: Option<PaceDates>,
}

impl CompiledDefinition<'_> {
    /// Whether the denominator speaks of the plan, so that a commune without one has no value.
    pub(super) fn is_over_plan(&self) -> bool {
        let mentions = |name| {
            let position = PERSONS.position(name);
            position.is_some_and(|position| self.denominator.mentions(position))
        };
        self.counts_persons() && (mentions("in_plan") || mentions("plan_commune_code"))
    }

    pub(super) fn counts_persons(&self) -> bool {
        self.definition.population == Population::Persons
    }
}

/// # Errors
///
/// Everything wrong with every definition, in order.
pub(super) fn compile_definitions(
    definitions: &[IndicatorDefinition],
) -> Result<Vec<CompiledDefinition<'_>>, Vec<IndicatorError>> {
    let mut problems = Vec::new();
    let mut compiled = Vec::new();
    for (index, definition) in definitions.iter().enumerate() {
        let mut earlier = definitions[..index].iter();
        if earlier.any(|other| other.code == definition.code) {
            let indicator = definition.code.clone();
            problems.push(IndicatorError::DuplicateCode { indicator });
        }
        compiled.extend(compile(definition, &mut problems));
    }
    if problems.is_empty() {
        Ok(compiled)
    } else {
        Err(problems)
    }
}

/// The compiled definition, or `None` and what is wrong with it.
fn compile<'a>(
    definition: &'a IndicatorDefinition,
    problems: &mut Vec<IndicatorError>,
) -> Option<CompiledDefinition<'a>> {
    let strata = keep(check_strata(definition), problems);
    let denominator = keep(
        compile_row(definition, Part::Denominator, &definition.denominator),
        problems,
    );
    let denominator_exam = keep(compile_denominator_exam(definition), problems);
    let numerator = keep(compile_numerator(definition), problems);
    let target = keep(exact_target(definition), problems);
    let pace = keep(pace_dates(definition), problems);
    strata?;
    Some(CompiledDefinition {
        definition,
        denominator: denominator?,
        denominator_exam: denominator_exam?,
        numerator: numerator?,
        target: target?,
        pace: pace?,
    })
}

fn keep<T>(result: Result<T, IndicatorError>, problems: &mut Vec<IndicatorError>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

fn check_strata(definition: &IndicatorDefinition) -> Result<(), IndicatorError> {
    let asked = definition
        .strata
        .iter()
        .find(|kind| **kind != StratumKind::All);
    match (definition.population, asked) {
        (Population::Communes, Some(kind)) => Err(IndicatorError::StrataOfCommunes {
            indicator: definition.code.clone(),
            kind: kind.code(),
        }),
        _ => Ok(()),
    }
}

fn compile_denominator_exam(
    definition: &IndicatorDefinition,
) -> Result<Option<Condition>, IndicatorError> {
    let Some(sql) = &definition.denominator_exam else {
        return Ok(None);
    };
    if definition.population == Population::Communes {
        return Err(IndicatorError::ExamsOfCommunes {
            indicator: definition.code.clone(),
        });
    }
    let over = (EXAMS.name, EXAMS.columns);
    compile_part(definition, Part::DenominatorExam, sql, over).map(Some)
}

fn compile_numerator(definition: &IndicatorDefinition) -> Result<Numerator, IndicatorError> {
    let indicator = || definition.code.clone();
    match (&definition.numerator, &definition.numerator_exam) {
        (Some(sql), None) => compile_row(definition, Part::Numerator, sql).map(Numerator::Row),
        (None, Some(_)) if definition.population == Population::Communes => {
            Err(IndicatorError::ExamsOfCommunes {
                indicator: indicator(),
            })
        }
        (None, Some(sql)) => {
            let over = (EXAMS.name, EXAMS.columns);
            compile_part(definition, Part::NumeratorExam, sql, over).map(Numerator::Exam)
        }
        _ => Err(IndicatorError::NumeratorCount {
            indicator: indicator(),
        }),
    }
}

/// A condition over the rows that the population is counted from.
fn compile_row(
    definition: &IndicatorDefinition,
    part: Part,
    sql: &str,
) -> Result<Condition, IndicatorError> {
    let over = match definition.population {
        Population::Persons => (PERSONS.name, PERSONS.columns),
        Population::Communes => ("aggregates", AGGREGATE_COLUMNS),
    };
    compile_part(definition, part, sql, over)
}

fn compile_part(
    definition: &IndicatorDefinition,
    part: Part,
    sql: &str,
    (dataset, columns): (&'static str, &'static [Column]),
) -> Result<Condition, IndicatorError> {
    Condition::compile(sql, dataset, columns).map_err(|problem| IndicatorError::Condition {
        indicator: definition.code.clone(),
        part,
        sql: sql.to_owned(),
        problem: Box::new(problem),
    })
}

fn exact_target(definition: &IndicatorDefinition) -> Result<Option<Target>, IndicatorError> {
    let Some(goal) = definition.target else {
        return Ok(None);
    };
    let target = Target::new(goal.share, goal.direction);
    let target = target.ok_or_else(|| IndicatorError::Target {
        indicator: definition.code.clone(),
        target: goal.share,
    })?;
    Ok(Some(target))
}

fn pace_dates(definition: &IndicatorDefinition) -> Result<Option<PaceDates>, IndicatorError> {
    if !definition.pace {
        return Ok(None);
    }
    match (definition.start, definition.deadline, definition.target) {
        (Some(start), Some(deadline), Some(_)) if start <= deadline => {
            Ok(Some(PaceDates { start, deadline }))
        }
        _ => Err(IndicatorError::PaceDates {
            indicator: definition.code.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use jiff::civil::date;

    use super::*;
    use crate::indicators::fixture::definition;
    use crate::indicators::options::{Direction, Goal};

    fn check(definitions: &[IndicatorDefinition], expected: &[&str]) {
        let problems: Vec<String> = check_definitions(definitions)
            .iter()
            .map(|problem| match problem.source() {
                Some(cause) => format!("{problem}: {cause}"),
                None => problem.to_string(),
            })
            .collect();
        assert_eq!(problems.len(), expected.len(), "{problems:#?}");
        for (problem, part) in problems.iter().zip(expected) {
            assert!(problem.contains(part), "{problem}\nlacks\n{part}");
        }
    }

    fn goal(share: f64, direction: Direction) -> Goal {
        Goal { share, direction }
    }

    #[test]
    fn what_is_watched_has_no_target_and_no_pace() {
        let mut watched = definition("A", "", "has_ehr");
        watched.target = None;
        watched.denominator_exam = Some("systolic_mmhg > 0".to_owned());
        check(std::slice::from_ref(&watched), &[]);
        watched.pace = true;
        (watched.start, watched.deadline) = (Some(date(2026, 7, 1)), Some(date(2026, 11, 30)));
        watched.denominator_exam = Some("systolic > 0".to_owned());
        let expected = [
            "the denominator_exam `systolic > 0` cannot be used: there is no column `systolic` in exams",
            "a pace needs a `target`",
        ];
        check(&[watched], &expected);
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let mut first = definition("A", "is_residnt", "has_ehr +");
        first.target = Some(goal(1.2, Direction::AtLeast));
        let mut second = definition("A", "is_resident", "has_ehr");
        second.numerator_exam = Some("counts".to_owned());
        second.pace = true;
        second.start = Some(date(2026, 7, 1));
        let expected = [
            "indicator A: the denominator `is_residnt` cannot be used: there is no column \
             `is_residnt` in persons; did you mean `is_resident`?",
            "the numerator `has_ehr +` cannot be used: it is not an SQL expression",
            "target 1.2",
            "defined twice",
            "exactly one of `numerator` and `numerator_exam`",
            "a pace needs a `target`, a `start` and a `deadline`",
        ];
        check(&[first, second], &expected);
    }

    #[test]
    fn communes_are_counted_from_aggregates() {
        let mut lists = definition("L", "", "item = 'plan_list_approved' AND value = 1");
        lists.population = Population::Communes;
        lists.strata.clear();
        check(std::slice::from_ref(&lists), &[]);
        lists.strata = vec![StratumKind::All, StratumKind::Sex];
        lists.numerator = Some("is_resident".to_owned());
        check(
            std::slice::from_ref(&lists),
            &["no sex strata", "no column `is_resident` in aggregates"],
        );
        lists.strata.clear();
        (lists.numerator, lists.numerator_exam) = (None, Some("counts".to_owned()));
        check(&[lists], &["communes are counted from aggregates"]);
    }

    #[test]
    fn more_than_everyone_is_no_target() {
        let mut all = definition("A", "is_resident", "has_ehr");
        all.target = Some(goal(1.0, Direction::MoreThan));
        check(&[all], &["target 1 cannot be reached"]);
    }

    #[test]
    fn the_plan_is_recognised_by_its_columns() {
        let over = |denominator| {
            let definition = definition("A", denominator, "has_ehr");
            compile_definitions(std::slice::from_ref(&definition)).unwrap()[0].is_over_plan()
        };
        assert!(over("in_plan AND age_years >= 60"));
        assert!(over("plan_commune_code IS NOT NULL"));
        assert!(!over("is_resident"));
    }
}
