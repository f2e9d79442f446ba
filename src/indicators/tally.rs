//! What was counted of each definition, however it is counted.

use super::amounts::{Amounts, counts};
use super::assessment::Measured;
use super::counts::{Cell, Counts, PersonCounts};
use super::definitions::{Against, CompiledDefinition, Measure};
use super::delivered_rows::answers;
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
    /// Against other amounts.
    Amounts {
        numerator: Amounts,
        denominator: Amounts,
    },
    /// Against the people who are the denominator in [`PersonCounts`].
    AmountsOfPersons(Amounts),
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
        let tally = |(definition, exams): (&CompiledDefinition<'_>, Option<Counts>)| {
            Ok(match exams {
                Some(counts) => Self::Exams(counts),
                None => Self::of_definition(input, definition, places)?,
            })
        };
        definitions.iter().zip(exams).map(tally).collect()
    }

    fn of_definition(
        input: &IndicatorInput<'_>,
        definition: &CompiledDefinition<'_>,
        places: &Places,
    ) -> Result<Self, IndicatorError> {
        let rows = input.counts;
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
                match denominator {
                    None => Self::Values(numerator),
                    Some(Against::Persons(_)) => Self::AmountsOfPersons(numerator),
                    Some(Against::Amounts(denominator)) => Self::Amounts {
                        numerator,
                        denominator: amounts(denominator)?,
                    },
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
                let [satisfied] = answers([numerator], rows)?;
                Self::Milestone {
                    is_done: satisfied.contains(&true),
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
            return Measured::Unknown;
        }
        let of_persons = || persons.indicators[indicator].cell(place, stratum);
        match &tallies[indicator] {
            Self::Persons => Measured::Counts(of_persons()),
            Self::Exams(counts) => Measured::Counts(counts.cell(place, stratum)),
            Self::Units(counts) => Measured::Counts(counts.cell(place)),
            Self::Values(amounts) => amounts.of(place).map_or(Measured::Unknown, Measured::Given),
            Self::Amounts {
                numerator,
                denominator,
            } => counts(numerator.of(place), denominator.of(place)),
            Self::AmountsOfPersons(amounts) => {
                counts(amounts.of(place), Some(of_persons().denominator as f64))
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
                        Measured::Unknown => None,
                    }
                };
                counts(numerator_of(*numerator), numerator_of(*denominator))
            }
            Self::Milestone { is_done } => Measured::Counts(Cell {
                numerator: u64::from(*is_done),
                denominator: 1,
            }),
        }
    }

    /// Whether it is counted of people, who stand in strata.
    fn has_strata(&self) -> bool {
        matches!(self, Self::Persons | Self::Exams(_) | Self::Ratio { .. })
    }

    /// Whether communes have a value of their own.
    pub(super) fn is_per_commune(&self, tallies: &[Self]) -> bool {
        match self {
            Self::Persons | Self::Exams(_) | Self::Units(_) => true,
            Self::Values(amounts) | Self::AmountsOfPersons(amounts) => amounts.is_per_commune(),
            Self::Amounts {
                numerator,
                denominator,
            } => numerator.is_per_commune() && denominator.is_per_commune(),
            Self::Ratio {
                numerator,
                denominator,
            } => {
                tallies[*numerator].is_per_commune(tallies)
                    && tallies[*denominator].is_per_commune(tallies)
            }
            Self::Milestone { .. } => false,
        }
    }
}
