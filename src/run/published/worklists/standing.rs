//! Where a commune stands: its targets, what is still missing, and what that is per working day.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::super::stored::{stored, stored_indicators};
use crate::dataset::{DatasetError, Version};
use crate::persons::Gap;
use crate::schema::indicator_definitions::INDICATOR_DEFINITIONS;
use crate::schema::pace::PACE;
use crate::schema::reconciliation::GAPS;

/// What one commune has to reach.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Standing {
    /// `None` of what is no commune of the scope.
    pub(super) name: Option<String>,
    /// In the order of the definitions; those without a target are left out.
    pub(super) goals: Vec<Goal>,
    /// Faults of lists, in Vietnamese, and how many people each has.
    pub(super) reviews: Vec<(&'static str, u64)>,
}

/// Gaps that say of a list that it is not right.
const TO_REVIEW: [Gap; 3] = [
    Gap::PlanDeadOrMoved,
    Gap::PlanNotRegistered,
    Gap::OtherRosterNotRegistered,
];

/// One target of one commune.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Goal {
    pub(super) label: String,
    pub(super) numerator: Option<u64>,
    pub(super) denominator: Option<u64>,
    pub(super) value: Option<f64>,
    /// Of shares, as it is shown everywhere.
    pub(super) displayed_percent: Option<String>,
    pub(super) target: f64,
    pub(super) direction: String,
    pub(super) unit: String,
    /// How many are missing, or too many.
    pub(super) gap: Option<u64>,
    pub(super) required_per_day: Option<f64>,
    pub(super) deadline: Option<Date>,
    pub(super) state: String,
}

/// What the definitions say of an indicator.
struct Defined {
    position: usize,
    label: String,
    deadline: Option<Date>,
}

/// The targets of every commune of a version, by its code.
///
/// # Errors
/// A dataset that cannot be read, or lacks a column.
pub(super) fn standings(version: &Version) -> Result<BTreeMap<String, Standing>, DatasetError> {
    let defined: HashMap<String, Defined> =
        stored(version, &INDICATOR_DEFINITIONS, |columns, row| {
            let defined = Defined {
                position: row,
                label: columns.word("label_vi", row),
                deadline: columns.day("deadline", row),
            };
            (columns.word("indicator", row), defined)
        })?
        .into_iter()
        .collect();
    let required: HashMap<(String, String), Option<f64>> =
        stored(version, &PACE, |columns, row| {
            let place = columns.word("commune_code", row);
            let required = columns.real("required_per_day", row);
            ((place, columns.word("indicator", row)), required)
        })?
        .into_iter()
        .collect();
    let mut standings: BTreeMap<String, Standing> = BTreeMap::new();
    let mut order: BTreeMap<String, Vec<(usize, Goal)>> = BTreeMap::new();
    for row in stored_indicators(version)? {
        let (true, Some(commune)) = (row.is_whole(), row.commune_code) else {
            continue;
        };
        standings.entry(commune.clone()).or_default().name = row.commune_name;
        let (Some(target), Some(direction)) = (row.target, row.direction) else {
            continue;
        };
        let Some(defined) = defined.get(&row.indicator) else {
            continue;
        };
        let required = required.get(&(commune.clone(), row.indicator));
        let goal = Goal {
            label: defined.label.clone(),
            value: row.value,
            numerator: row.numerator,
            denominator: row.denominator,
            displayed_percent: row.displayed_percent,
            target,
            direction,
            unit: row.unit,
            gap: row.gap,
            required_per_day: required.copied().flatten(),
            deadline: defined.deadline,
            state: row.state,
        };
        let goals = order.entry(commune).or_default();
        goals.push((defined.position, goal));
    }
    for (commune, mut goals) in order {
        goals.sort_by_key(|(position, _)| *position);
        let goals = goals.into_iter().map(|(_, goal)| goal).collect();
        standings.entry(commune).or_default().goals = goals;
    }
    for (commune, gap, persons) in stored(version, &GAPS, |columns, row| {
        let gap = Gap::of_code(&columns.word("gap", row));
        let persons = columns.count("person_count", row);
        (columns.text("commune_code", row), gap, persons)
    })? {
        let (Some(commune), Some(gap), Some(persons @ 1..)) = (commune, gap, persons) else {
            continue;
        };
        if TO_REVIEW.contains(&gap) {
            let reviews = &mut standings.entry(commune).or_default().reviews;
            reviews.push((gap.words().1, persons));
        }
    }
    Ok(standings)
}
