//! What a definition is once its conditions are compiled.

use jiff::civil::Date;

use super::assessment::Rule;
use super::conditions::Condition;
use super::options::IndicatorDefinition;
use crate::domain::Kind;
use crate::schema::persons::PERSONS;

/// What is counted, its conditions compiled.
#[derive(Debug, Clone)]
pub(super) enum Measure {
    Persons {
        denominator: Condition,
        /// Over exams: who has none that satisfies it is not counted.
        denominator_exam: Option<Condition>,
        numerator: Numerator,
    },
    Exams {
        denominator: Condition,
        numerator: Condition,
    },
    /// Communes or facilities, by the rows delivered of them.
    Units {
        denominator: Condition,
        numerator: Condition,
    },
    /// Sums of delivered values; `None` where the value itself is delivered.
    Amounts {
        denominator: Option<Against>,
        numerator: Condition,
    },
    /// Positions of two earlier or later definitions, whose numerators are set against each other.
    Ratio {
        denominator: usize,
        numerator: usize,
    },
    Milestone {
        numerator: Condition,
    },
}

/// How the numerator of persons is known.
#[derive(Debug, Clone)]
pub(super) enum Numerator {
    Row(Condition),
    /// Over exams: at least one exam of the person satisfies it.
    Exam(Condition),
}

/// What delivered amounts are set against.
#[derive(Debug, Clone)]
pub(super) enum Against {
    Amounts(Condition),
    Persons(Condition),
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
    pub(super) measure: Measure,
    pub(super) rule: Rule,
    pub(super) pace: Option<PaceDates>,
}

/// What of a definition is answered for each person.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonPart<'a> {
    pub(super) denominator: &'a Condition,
    pub(super) denominator_exam: Option<&'a Condition>,
    /// `None` where people are only what amounts are set against.
    pub(super) numerator: Option<&'a Numerator>,
}

impl CompiledDefinition<'_> {
    pub(super) fn person_part(&self) -> Option<PersonPart<'_>> {
        match &self.measure {
            Measure::Persons {
                denominator,
                denominator_exam,
                numerator,
            } => Some(PersonPart {
                denominator,
                denominator_exam: denominator_exam.as_ref(),
                numerator: Some(numerator),
            }),
            Measure::Amounts {
                denominator: Some(Against::Persons(denominator)),
                ..
            } => Some(PersonPart {
                denominator,
                denominator_exam: None,
                numerator: None,
            }),
            _ => None,
        }
    }

    /// The kinds of source that it needs; a ratio needs also what its two parts need.
    pub(super) fn needs(&self, all: &[CompiledDefinition<'_>]) -> Vec<Kind> {
        let mut needs = self.definition.needs.clone();
        if let Measure::Ratio {
            denominator,
            numerator,
        } = self.measure
        {
            let parts = [numerator, denominator].map(|part| &all[part].definition.needs);
            needs.extend(parts.into_iter().flatten());
            needs.sort_unstable();
            needs.dedup();
        }
        needs
    }

    /// Whether persons are both its numerator and its denominator.
    pub(super) fn is_of_persons(&self) -> bool {
        matches!(self.measure, Measure::Persons { .. })
    }

    /// Whether the denominator speaks of the plan, so that a commune without one has no value.
    pub(super) fn is_over_plan(&self) -> bool {
        let Measure::Persons { denominator, .. } = &self.measure else {
            return false;
        };
        let mentions = |name| {
            let position = PERSONS.position(name);
            position.is_some_and(|position| denominator.mentions(position))
        };
        mentions("in_plan") || mentions("plan_commune_code")
    }
}
