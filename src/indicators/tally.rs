//! What was counted of each definition, however it is counted.

use super::amounts::{Amounts, Pair, counts, pair};
use super::assessment::{Measured, Unknown};
use super::compiled::{Against, CompiledDefinition, Measure};
use super::counts::{Cell, Counts, PersonCounts};
use super::delivered_rows::DeliveredRows;
use super::error::IndicatorError;
use super::exam_pass::count_exams;
use super::input::IndicatorInput;
use super::options::Population;
use super::places::{Place, Places};
use super::strata::Stratum;
use super::units::UnitCounts;

/// The counts of one definition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tally {
    /// Among the [`PersonCounts`], at the place of the definition.
    Persons,
    Exams(Counts),
    Units(UnitCounts),
    /// Delivered values as they are.
    Values(Amounts),
    /// Against other amounts, or against the people who are the denominator in [`PersonCounts`].
    Amounts {
        numerator: Amounts,
        denominator: Option<Amounts>,
        absent_is_zero: bool,
    },
    /// The numerators of two definitions.
    Ratio {
        numerator: usize,
        denominator: usize,
    },
    Milestone {
        is_done: bool,
    },
}

impl Tally {
    /// Counts all but persons.
    ///
    /// # Errors
    ///
    /// A condition that fails on a value.
    pub(super) fn of_definitions(
        input: &IndicatorInput<'_>,
        definitions: &[CompiledDefinition<'_>],
        places: &Places,
    ) -> Result<Vec<Self>, IndicatorError> {
        let exams = count_exams(input, definitions, places)?;
        let rows = DeliveredRows::new(input.counts)?;
        let tally = |(definition, exams): (&CompiledDefinition<'_>, Option<Counts>)| {
            Ok(match exams {
                Some(counts) => Self::Exams(counts),
                None => Self::of_definition(&rows, definition, places)?,
            })
        };
        definitions.iter().zip(exams).map(tally).collect()
    }

    fn of_definition(
        rows: &DeliveredRows<'_>,
        definition: &CompiledDefinition<'_>,
        places: &Places,
    ) -> Result<Self, IndicatorError> {
        let amounts = |condition| Amounts::sum(condition, rows, places);
        Ok(match &definition.measure {
            Measure::Persons { .. } | Measure::Exams { .. } => Self::Persons,
            Measure::Units {
                denominator,
                numerator,
            } => {
                let conditions = (denominator, numerator);
                let every = definition.definition.denominator.trim().is_empty();
                Self::Units(match definition.definition.population {
                    Population::Facilities => UnitCounts::of_facilities(conditions, rows, places)?,
                    _ => UnitCounts::of_communes(conditions, every, rows, places)?,
                })
            }
            Measure::Amounts {
                denominator,
                numerator,
            } => {
                let numerator = amounts(numerator)?;
                let denominator = match denominator {
                    None => return Ok(Self::Values(numerator)),
                    Some(Against::Persons(_)) => None,
                    Some(Against::Amounts(denominator)) => Some(amounts(denominator)?),
                };
                Self::Amounts {
                    numerator,
                    denominator,
                    absent_is_zero: definition.definition.absent_is_zero,
                }
            }
            Measure::Ratio {
                denominator,
                numerator,
            } => Self::Ratio {
                numerator: *numerator,
                denominator: *denominator,
            },
            Measure::Milestone { numerator } => {
                let mut reported = rows.answers([numerator])?;
                Self::Milestone {
                    is_done: reported.any(|(_, [is_done])| is_done),
                }
            }
        })
    }

    /// What definition number `indicator` has in a place and stratum.
    pub(super) fn measured(
        (persons, tallies): (&PersonCounts, &[Self]),
        indicator: usize,
        place: Place,
        stratum: Stratum,
    ) -> Measured {
        if stratum != Stratum::ALL && !tallies[indicator].has_strata() {
            return Measured::Unknown(Unknown::NoRow);
        }
        match &tallies[indicator] {
            Self::Persons => Measured::Counts(persons.indicators[indicator].cell(place, stratum)),
            Self::Exams(counts) => Measured::Counts(counts.cell(place, stratum)),
            Self::Units(counts) => Measured::Counts(counts.cell(place)),
            Self::Values(amounts) => amounts.given(place),
            Self::Amounts { .. } => {
                let pair = tallies[indicator].pair(persons, indicator, place);
                let unknown = Measured::Unknown(Unknown::NoRow);
                pair.map_or(unknown, |pair| pair.measured)
            }
            Self::Ratio {
                numerator,
                denominator,
            } => {
                let numerator_of = |indicator| {
                    let measured = Self::measured((persons, tallies), indicator, place, stratum);
                    match measured {
                        Measured::Counts(cell) => Some(cell.numerator as f64),
                        Measured::Given(value) => Some(value),
                        Measured::Unknown(_) => None,
                    }
                };
                counts((numerator_of(*numerator), numerator_of(*denominator)))
            }
            Self::Milestone { is_done } => Measured::Counts(Cell {
                numerator: u64::from(*is_done),
                denominator: 1,
            }),
        }
    }

    /// The delivered amounts of a place; `None` of what is counted otherwise.
    pub(super) fn pair(
        &self,
        persons: &PersonCounts,
        indicator: usize,
        place: Place,
    ) -> Option<Pair> {
        let Self::Amounts {
            numerator,
            denominator,
            absent_is_zero,
        } = self
        else {
            return None;
        };
        let people = &persons.indicators[indicator];
        let parts = |place| {
            let denominator = match denominator {
                Some(amounts) => amounts.own(place),
                None => Some(people.cell(place, Stratum::ALL).denominator as f64),
            };
            // A province that delivers nothing itself is the sum of its communes; where it delivers, theirs is in that.
            let is_of_communes = numerator.own(Place::Province).is_none();
            let is_zero = *absent_is_zero && is_of_communes && matches!(place, Place::Commune(_));
            let nothing = is_zero.then_some(0.0);
            (numerator.own(place).or(nothing), denominator)
        };
        Some(pair(place, people.cells.len() - 2, parts))
    }

    /// Whether it is counted of people, who stand in strata.
    fn has_strata(&self) -> bool {
        matches!(self, Self::Persons | Self::Exams(_) | Self::Ratio { .. })
    }
}
