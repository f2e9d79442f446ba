//! Definitions made ready to count: every condition compiled, every target exact, or what is wrong with them.

use super::assessment::Rule;
use super::compiled::{Against, CompiledDefinition, Measure, Numerator, PaceDates};
use super::conditions::Condition;
use super::error::{IndicatorError, Part};
use super::options::{
    Direction, IndicatorDefinition, IntervalMethod, Population, SignalMethod, StratumKind, Unit,
};
use super::person_bits::INDICATORS_MAX;
use super::target::Target;
use crate::schema::counts::COUNTS;
use crate::schema::exams::EXAMS;
use crate::schema::persons::PERSONS;
use crate::schema::{Column, Tier};

/// Everything wrong with `definitions`, in their order; empty when they can be computed. Needs no data.
#[must_use]
pub fn check_definitions(definitions: &[IndicatorDefinition]) -> Vec<IndicatorError> {
    compile_definitions(definitions).err().unwrap_or_default()
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
        compiled.extend(compile(definition, definitions, &mut problems));
    }
    let of_persons = compiled
        .iter()
        .filter(|definition| definition.is_of_persons());
    let count = of_persons.count();
    if count > INDICATORS_MAX {
        problems.push(IndicatorError::TooManyOfPersons { count });
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
    all: &[IndicatorDefinition],
    problems: &mut Vec<IndicatorError>,
) -> Option<CompiledDefinition<'a>> {
    let before = problems.len();
    problems.extend(misplaced_parts(definition));
    problems.extend(strata_that_cannot_be(definition));
    problems.extend(signals_that_cannot_be(definition));
    if definition.population == Population::Exams && definition.tier == Tier::Public {
        let indicator = definition.code.clone();
        problems.push(IndicatorError::PublicExams { indicator });
    }
    let measure = compile_measure(definition, all, problems);
    let rule = keep(rule(definition), problems);
    let pace = keep(pace_dates(definition), problems);
    let compiled = CompiledDefinition {
        definition,
        measure: measure?,
        rule: rule?,
        pace: pace?,
    };
    (problems.len() == before).then_some(compiled)
}

fn keep<T>(result: Result<T, IndicatorError>, problems: &mut Vec<IndicatorError>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

/// Parts that speak of rows which the population does not have.
fn misplaced_parts(definition: &IndicatorDefinition) -> Vec<IndicatorError> {
    let of_persons = definition.population == Population::Persons;
    let of_amounts = definition.population == Population::Aggregates;
    let given = [
        (
            Part::DenominatorExam,
            of_persons,
            &definition.denominator_exam,
        ),
        (Part::NumeratorExam, of_persons, &definition.numerator_exam),
        (
            Part::DenominatorPerson,
            of_amounts,
            &definition.denominator_person,
        ),
    ];
    let misplaced = given
        .into_iter()
        .filter(|(_, fits, sql)| !fits && sql.is_some());
    misplaced
        .map(|(part, _, _)| IndicatorError::MisplacedPart {
            indicator: definition.code.clone(),
            part,
            population: definition.population.code(),
        })
        .collect()
}

fn strata_that_cannot_be(definition: &IndicatorDefinition) -> Option<IndicatorError> {
    let mut asked = definition.strata.iter();
    let kind = asked.find(|kind| **kind != StratumKind::All)?;
    (!definition.population.has_strata()).then(|| IndicatorError::Strata {
        indicator: definition.code.clone(),
        population: definition.population.code(),
        kind: kind.code(),
    })
}

/// A standard population weighs five-year bands, and only proportions are set against each other.
fn signals_that_cannot_be(definition: &IndicatorDefinition) -> Vec<IndicatorError> {
    let indicator = &definition.code;
    let standard = definition
        .standard
        .as_ref()
        .filter(|_| !definition.population.has_strata())
        .map(|_| IndicatorError::Standard {
            indicator: indicator.clone(),
            population: definition.population.code(),
        });
    let of_shares = |method: &&SignalMethod| {
        matches!(method, SignalMethod::Funnel | SignalMethod::PChart) && !is_proportion(definition)
    };
    let signals = definition.signals.iter().filter(of_shares);
    let signals = signals.map(|method| IndicatorError::Signal {
        indicator: indicator.clone(),
        method: method.code(),
    });
    standard.into_iter().chain(signals).collect()
}

fn compile_measure(
    definition: &IndicatorDefinition,
    all: &[IndicatorDefinition],
    problems: &mut Vec<IndicatorError>,
) -> Option<Measure> {
    let over = match definition.population {
        Population::Persons => return compile_persons(definition, problems),
        Population::Aggregates => return compile_amounts(definition, problems),
        Population::Indicators => return compile_ratio(definition, all, problems),
        Population::Exams => OVER_EXAMS,
        Population::Communes | Population::Facilities | Population::Milestone => OVER_ROWS,
    };
    let denominator = keep(
        compile_part(definition, Part::Denominator, &definition.denominator, over),
        problems,
    );
    let numerator = keep(compile_numerator(definition, over), problems);
    let (denominator, numerator) = (denominator?, numerator?);
    Some(match definition.population {
        Population::Exams => Measure::Exams {
            denominator,
            numerator,
        },
        Population::Milestone => Measure::Milestone { numerator },
        _ => Measure::Units {
            denominator,
            numerator,
        },
    })
}

/// Rows by the name and the columns of their dataset.
type Over = (&'static str, &'static [Column]);

const OVER_EXAMS: Over = (EXAMS.name, EXAMS.columns);
const OVER_PERSONS: Over = (PERSONS.name, PERSONS.columns);
const OVER_ROWS: Over = (COUNTS.name, COUNTS.columns);

fn compile_persons(
    definition: &IndicatorDefinition,
    problems: &mut Vec<IndicatorError>,
) -> Option<Measure> {
    let denominator = compile_part(
        definition,
        Part::Denominator,
        &definition.denominator,
        OVER_PERSONS,
    );
    let denominator = keep(denominator, problems);
    let denominator_exam = definition
        .denominator_exam
        .as_deref()
        .map(|sql| compile_part(definition, Part::DenominatorExam, sql, OVER_EXAMS));
    let denominator_exam = keep(denominator_exam.transpose(), problems);
    let numerator = match (&definition.numerator, &definition.numerator_exam) {
        (None, Some(sql)) => {
            compile_part(definition, Part::NumeratorExam, sql, OVER_EXAMS).map(Numerator::Exam)
        }
        (Some(_), None) => compile_numerator(definition, OVER_PERSONS).map(Numerator::Row),
        _ => Err(IndicatorError::NumeratorCount {
            indicator: definition.code.clone(),
        }),
    };
    let numerator = keep(numerator, problems);
    Some(Measure::Persons {
        denominator: denominator?,
        denominator_exam: denominator_exam?,
        numerator: numerator?,
    })
}

/// The denominator of amounts: people, other amounts, or nothing where the value itself is delivered.
fn compile_amounts(
    definition: &IndicatorDefinition,
    problems: &mut Vec<IndicatorError>,
) -> Option<Measure> {
    let rows = definition.denominator.trim();
    let denominator = match &definition.denominator_person {
        Some(_) if !rows.is_empty() => Err(IndicatorError::TwoDenominators {
            indicator: definition.code.clone(),
        }),
        Some(sql) => compile_part(definition, Part::DenominatorPerson, sql, OVER_PERSONS)
            .map(|condition| Some(Against::Persons(condition))),
        None if rows.is_empty() => Ok(None),
        None => compile_part(definition, Part::Denominator, rows, OVER_ROWS)
            .map(|condition| Some(Against::Amounts(condition))),
    };
    let denominator = keep(denominator, problems);
    let numerator = keep(compile_numerator(definition, OVER_ROWS), problems);
    Some(Measure::Amounts {
        denominator: denominator?,
        numerator: numerator?,
    })
}

fn compile_ratio(
    definition: &IndicatorDefinition,
    all: &[IndicatorDefinition],
    problems: &mut Vec<IndicatorError>,
) -> Option<Measure> {
    let find = |part, code: &str| {
        let mut others = all.iter();
        let found = others.position(|other| other.code == code.trim());
        let counted = found.filter(|at| {
            let other = &all[*at];
            other.population != Population::Indicators && other.population != Population::Milestone
        });
        counted.ok_or_else(|| IndicatorError::UnknownIndicator {
            indicator: definition.code.clone(),
            part,
            code: code.trim().to_owned(),
        })
    };
    let numerator = definition.numerator.as_deref().unwrap_or_default();
    let denominator = keep(find(Part::Denominator, &definition.denominator), problems);
    let numerator = keep(find(Part::Numerator, numerator), problems);
    Some(Measure::Ratio {
        denominator: denominator?,
        numerator: numerator?,
    })
}

fn compile_numerator(
    definition: &IndicatorDefinition,
    over: Over,
) -> Result<Condition, IndicatorError> {
    match &definition.numerator {
        Some(sql) => compile_part(definition, Part::Numerator, sql, over),
        None => Err(IndicatorError::NumeratorCount {
            indicator: definition.code.clone(),
        }),
    }
}

fn compile_part(
    definition: &IndicatorDefinition,
    part: Part,
    sql: &str,
    (dataset, columns): Over,
) -> Result<Condition, IndicatorError> {
    Condition::compile(sql, dataset, columns).map_err(|problem| IndicatorError::Condition {
        indicator: definition.code.clone(),
        part,
        sql: sql.to_owned(),
        problem: Box::new(problem),
    })
}

/// Whether each of the numerator is one of the denominator.
fn is_proportion(definition: &IndicatorDefinition) -> bool {
    definition.unit == Unit::Share
        && (definition.population.is_of_units() || definition.interval == IntervalMethod::Wilson)
}

fn rule(definition: &IndicatorDefinition) -> Result<Rule, IndicatorError> {
    let (unit, interval) = (definition.unit, definition.interval);
    let is_proportion = is_proportion(definition);
    let goal = definition.target;
    let goal = goal.filter(|goal| goal.direction != Direction::Trend);
    let target = goal.map(|goal| {
        Target::new(goal, unit, is_proportion).ok_or_else(|| IndicatorError::Target {
            indicator: definition.code.clone(),
            target: goal.value,
        })
    });
    Ok(Rule {
        target: target.transpose()?,
        unit,
        interval,
        is_proportion,
    })
}

/// A pace is of persons towards a floor.
fn pace_dates(definition: &IndicatorDefinition) -> Result<Option<PaceDates>, IndicatorError> {
    if !definition.pace {
        return Ok(None);
    }
    let is_floor = definition
        .target
        .is_some_and(|goal| matches!(goal.direction, Direction::AtLeast | Direction::MoreThan));
    match (definition.start, definition.deadline) {
        (Some(start), Some(deadline))
            if start <= deadline
                && is_floor
                && definition.unit == Unit::Share
                && definition.population == Population::Persons =>
        {
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
    use crate::domain::Kind;
    use crate::indicators::fixture::definition;
    use crate::indicators::options::Goal;

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

    fn goal(value: f64, direction: Direction) -> Goal {
        Goal { value, direction }
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
            &[
                "communes have no sex strata",
                "no column `is_resident` in counts",
            ],
        );
        lists.strata.clear();
        (lists.numerator, lists.numerator_exam) = (None, Some("counts".to_owned()));
        let expected = [
            "the numerator_exam is of persons, and communes are counted",
            "exactly one of `numerator` and `numerator_exam`",
        ];
        check(&[lists], &expected);
    }

    #[test]
    fn only_shares_of_people_are_compared_by_age_or_place() {
        let mut rate = definition("R", "", "item = 'cases'");
        rate.population = Population::Aggregates;
        (rate.strata, rate.unit) = (Vec::new(), Unit::Per(100_000));
        rate.interval = IntervalMethod::Poisson;
        rate.target = None;
        rate.denominator_person = Some("is_resident".to_owned());
        rate.signals = vec![SignalMethod::EarsC2];
        check(std::slice::from_ref(&rate), &[]);
        rate.signals = vec![SignalMethod::Funnel, SignalMethod::PChart];
        rate.standard = Some("who_2000".to_owned());
        let expected = [
            "aggregates have no ages; take `standard` out",
            "`funnel` compares shares",
            "`p_chart` compares shares",
        ];
        check(&[rate], &expected);
    }

    #[test]
    fn more_than_everyone_is_no_target() {
        let mut all = definition("A", "is_resident", "has_ehr");
        all.target = Some(goal(1.0, Direction::MoreThan));
        check(&[all], &["target 1 cannot be reached"]);
    }

    #[test]
    fn amounts_are_set_against_amounts_or_people() {
        let mut beds = definition("B", "item = 'average_population'", "item = 'public_beds'");
        beds.population = Population::Aggregates;
        beds.strata.clear();
        beds.unit = Unit::Per(10_000);
        beds.target = Some(goal(35.0, Direction::AtLeast));
        check(std::slice::from_ref(&beds), &[]);
        beds.denominator_person = Some("is_resident".to_owned());
        check(
            std::slice::from_ref(&beds),
            &["either a `denominator` or a `denominator_person`"],
        );
        beds.denominator = String::new();
        check(&[beds], &[]);
    }

    #[test]
    fn a_ratio_names_two_indicators_that_are_counted() {
        let mut ratio = definition("R", "B", "A");
        ratio.population = Population::Indicators;
        ratio.target = None;
        let a = definition("A", "is_resident", "has_ehr");
        check(
            &[ratio.clone(), a.clone(), definition("B", "", "is_insured")],
            &[],
        );
        let mut all = [ratio.clone(), a.clone(), definition("B", "", "is_insured")];
        all[1].needs = vec![Kind::Residents, Kind::EhrStatus];
        all[2].needs = vec![Kind::Insurance];
        let compiled = compile_definitions(&all).unwrap();
        let expected = [Kind::Residents, Kind::Insurance, Kind::EhrStatus];
        assert_eq!(compiled[0].needs(&compiled), expected);
        ratio.denominator = "R".to_owned();
        check(&[ratio, a], &["the denominator names `R`"]);
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
