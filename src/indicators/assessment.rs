//! From a numerator and a denominator to a value and a state.

use super::availability::Availability;
use super::counts::Cell;
use super::options::{IntervalMethod, Unit};
use super::target::Target;
use crate::statistics::normal::Z_95;
use crate::statistics::poisson::{Level, count_interval};
use crate::statistics::wilson::wilson;

/// What can be said of a value. A state stands where a number would mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndicatorState {
    Met,
    NotMet,
    /// Nobody to whom the indicator applies.
    NoDenominator,
    /// The commune has no approved list of its own.
    NoPlan,
    /// A needed source was never accepted.
    MissingInput,
    /// A needed source is older than its limit: numbers are shown but not judged.
    Stale,
    /// More achieved than there are: a fault of the denominator, shown instead of clipped.
    Over100,
    /// A value without a target: watched, not judged.
    Tracked,
}

impl IndicatorState {
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::NotMet,
        Self::NoDenominator,
        Self::NoPlan,
        Self::MissingInput,
        Self::Stale,
        Self::Over100,
        Self::Tracked,
    ];

    /// The code in datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::NoDenominator => "no_denominator",
            Self::NoPlan => "no_plan",
            Self::MissingInput => "missing_input",
            Self::Stale => "stale",
            Self::Over100 => "over_100",
            Self::Tracked => "tracked",
        }
    }

    /// Whether the numbers of such a place may be set against others, or why not.
    pub(super) fn judgeable(self) -> Result<(), &'static str> {
        match self {
            Self::MissingInput | Self::Stale | Self::NoPlan | Self::NoDenominator => {
                Err(self.code())
            }
            Self::Met | Self::NotMet | Self::Over100 | Self::Tracked => Ok(()),
        }
    }
}

/// What was found of an indicator in a place and stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measured {
    Counts(Cell),
    /// A value that was delivered as such.
    Given(f64),
    /// Not known is not none.
    Unknown(Unknown),
}

/// Why nothing is known of a place, of which the needed sources came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// Nobody delivered a row of it.
    NoRow,
    /// A value was delivered more than once, and values do not add up.
    SeveralRows,
    /// Of a numerator and a denominator only one is known.
    OnePart,
    /// Fewer than none.
    BelowZero,
}

impl Unknown {
    /// What `cause` says of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoRow => "counts: no row of it",
            Self::SeveralRows => "counts: several rows of one value",
            Self::OnePart => "counts: only one of numerator and denominator",
            Self::BelowZero => "counts: a number below zero",
        }
    }
}

/// By what a definition judges what was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) target: Option<Target>,
    pub(super) unit: Unit,
    pub(super) interval: IntervalMethod,
    /// Whether each of the numerator is one of the denominator, so that more than all is a fault.
    pub(super) is_proportion: bool,
}

/// What is known of a place besides its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Circumstances {
    pub(super) availability: Availability,
    /// False where the indicator is over the plan and the place has none.
    pub(super) has_plan: bool,
    /// One unit's yes or no, of which no interval can be given.
    pub(super) is_yes_or_no: bool,
}

/// The limits between which chance alone would leave the value, and how they were computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
    /// `wilson`, `exact` or `byar`.
    pub method: &'static str,
}

/// What was found with its value, interval, gap and state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// `None` when a needed source is missing, or the value was delivered as such.
    pub counts: Option<Cell>,
    /// Numerator / denominator × factor of the unit.
    pub value: Option<f64>,
    /// 95 %.
    pub interval: Option<Interval>,
    /// How many more a floor needs, or how many a ceiling has too many; `None` without a target.
    pub gap: Option<u64>,
    pub state: IndicatorState,
    /// Why there is nothing where every needed source is there.
    pub unknown: Option<Unknown>,
}

impl Assessment {
    pub(super) fn new(measured: Measured, rule: &Rule, circumstances: Circumstances) -> Self {
        if circumstances.availability == Availability::Missing {
            return Self::without_value(IndicatorState::MissingInput);
        }
        match measured {
            Measured::Unknown(unknown) => Self {
                unknown: Some(unknown),
                ..Self::without_value(IndicatorState::MissingInput)
            },
            Measured::Given(value) => Self::of_value(value, rule, circumstances.availability),
            Measured::Counts(cell) => Self::of_counts(cell, rule, circumstances),
        }
    }

    fn without_value(state: IndicatorState) -> Self {
        Self {
            counts: None,
            value: None,
            interval: None,
            gap: None,
            state,
            unknown: None,
        }
    }

    fn of_value(value: f64, rule: &Rule, availability: Availability) -> Self {
        let is_met = rule.target.map(|target| target.is_met_by_value(value));
        Self {
            value: Some(value),
            ..Self::without_value(judged(availability, is_met))
        }
    }

    fn of_counts(cell: Cell, rule: &Rule, circumstances: Circumstances) -> Self {
        let Cell {
            numerator,
            denominator,
        } = cell;
        let has_value = circumstances.has_plan && denominator > 0;
        let target = rule.target.filter(|_| has_value);
        let factor = f64::from(rule.unit.factor());
        let state = match has_value {
            false if !circumstances.has_plan => IndicatorState::NoPlan,
            false => IndicatorState::NoDenominator,
            true => {
                let is_met = target.map(|target| target.is_met(numerator, denominator));
                match judged(circumstances.availability, is_met) {
                    IndicatorState::Stale => IndicatorState::Stale,
                    _ if rule.is_proportion && numerator > denominator => IndicatorState::Over100,
                    state => state,
                }
            }
        };
        let has_interval = has_value && !circumstances.is_yes_or_no;
        Self {
            counts: Some(cell),
            value: has_value.then(|| factor * (numerator as f64 / denominator as f64)),
            interval: Interval::of(cell, rule.interval, rule.unit).filter(|_| has_interval),
            gap: target.map(|target| target.gap(numerator, denominator)),
            state,
            unknown: None,
        }
    }
}

/// Old input judges nothing; then the target, `None` where there is none to judge by.
fn judged(availability: Availability, is_met: Option<bool>) -> IndicatorState {
    match (availability, is_met) {
        (Availability::Missing, _) => IndicatorState::MissingInput,
        (Availability::Stale, _) => IndicatorState::Stale,
        (Availability::Available, None) => IndicatorState::Tracked,
        (Availability::Available, Some(true)) => IndicatorState::Met,
        (Availability::Available, Some(false)) => IndicatorState::NotMet,
    }
}

/// The class of a value on a map: how many of the lower bounds it reaches. `None` without bounds.
#[must_use]
pub fn band(value: f64, bounds: &[f64]) -> Option<i32> {
    let reached = bounds.iter().filter(|bound| value >= **bound).count();
    (!bounds.is_empty()).then_some(reached as i32)
}

impl Interval {
    /// Of numerator / denominator in `unit`; `None` where the method has no limits for the counts.
    #[must_use]
    pub fn of(cell: Cell, method: IntervalMethod, unit: Unit) -> Option<Self> {
        let factor = f64::from(unit.factor());
        let (lower, upper, method) = match method {
            IntervalMethod::None => return None,
            IntervalMethod::Wilson => {
                let (lower, upper) = wilson(cell.numerator, cell.denominator, Z_95)?;
                (lower, upper, "wilson")
            }
            IntervalMethod::Poisson => {
                let events = count_interval(cell.numerator, Level::P95);
                let size = (cell.denominator > 0).then_some(cell.denominator as f64)?;
                (
                    events.lower? / size,
                    events.upper / size,
                    events.method.code(),
                )
            }
        };
        Some(Self {
            lower: factor * lower,
            upper: factor * upper,
            method,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::options::{Direction, Goal};

    const USUAL: Circumstances = Circumstances {
        availability: Availability::Available,
        has_plan: true,
        is_yes_or_no: false,
    };

    fn counts(numerator: u64, denominator: u64) -> Measured {
        Measured::Counts(Cell {
            numerator,
            denominator,
        })
    }

    fn insured() -> Rule {
        let goal = Goal {
            value: 0.98,
            direction: Direction::MoreThan,
        };
        let target = Target::new(goal, Unit::Share, true);
        assert!(target.is_some());
        Rule {
            target,
            unit: Unit::Share,
            interval: IntervalMethod::Wilson,
            is_proportion: true,
        }
    }

    fn assess(numerator: u64, denominator: u64, circumstances: Circumstances) -> Assessment {
        Assessment::new(counts(numerator, denominator), &insured(), circumstances)
    }

    #[test]
    fn the_interval_never_decides_that_a_target_is_met() {
        let province = assess(499_900, 510_200, USUAL);
        assert_eq!(province.state, IndicatorState::NotMet);
        assert!(province.interval.unwrap().upper > 0.98);
        assert_eq!(province.gap, Some(97));
        assert_eq!(assess(499_997, 510_200, USUAL).state, IndicatorState::Met);
        assert_eq!(assess(49, 50, USUAL).state, IndicatorState::NotMet);
    }

    #[test]
    fn more_than_everyone_is_shown_and_named() {
        let over = assess(103, 100, USUAL);
        assert_eq!((over.value, over.interval), (Some(1.03), None));
        assert_eq!((over.state, over.gap), (IndicatorState::Over100, Some(0)));
    }

    #[test]
    fn a_state_stands_where_there_is_no_value() {
        let availability = Availability::Missing;
        let missing = assess(
            3,
            7,
            Circumstances {
                availability,
                ..USUAL
            },
        );
        assert_eq!(
            (missing.state, missing.counts),
            (IndicatorState::MissingInput, None)
        );
        assert_eq!((missing.value, missing.gap), (None, None));

        let no_plan = assess(
            3,
            7,
            Circumstances {
                has_plan: false,
                ..USUAL
            },
        );
        assert_eq!(
            (no_plan.state, no_plan.value),
            (IndicatorState::NoPlan, None)
        );
        assert!(no_plan.counts.is_some());

        let nobody = assess(0, 0, USUAL);
        assert_eq!(
            (nobody.state, nobody.value),
            (IndicatorState::NoDenominator, None)
        );
        assert_eq!((nobody.interval, nobody.gap), (None, None));
    }

    #[test]
    fn what_has_no_target_is_not_judged() {
        let watching = Rule {
            target: None,
            ..insured()
        };
        let watched = Assessment::new(counts(98, 100), &watching, USUAL);
        assert_eq!(
            (watched.state, watched.gap),
            (IndicatorState::Tracked, None)
        );
        assert_eq!(watched.value, Some(0.98));
        assert!(watched.interval.is_some());
    }

    #[test]
    fn stale_numbers_are_shown_but_not_judged() {
        let availability = Availability::Stale;
        let stale = assess(
            7,
            7,
            Circumstances {
                availability,
                ..USUAL
            },
        );
        assert_eq!(
            (stale.state, stale.value),
            (IndicatorState::Stale, Some(1.0))
        );
    }
    #[test]
    fn a_rate_is_of_its_unit_and_names_its_limits() {
        let rule = Rule {
            target: None,
            unit: Unit::Per(100_000),
            interval: IntervalMethod::Poisson,
            is_proportion: false,
        };
        let rate = |x, n| Assessment::new(counts(x, n), &rule, USUAL);
        let many = rate(222, 3215);
        let interval = many.interval.unwrap();
        assert!((many.value.unwrap() - 6905.132193).abs() < 1e-6);
        assert!((interval.lower - 6026.574878).abs() < 1e-6);
        assert!((interval.upper - 7875.729371).abs() < 1e-6);
        assert_eq!(interval.method, "byar");
        assert_eq!(rate(9, 3215).interval.unwrap().method, "exact");
        assert_eq!(rate(250, 220).state, IndicatorState::Tracked);
    }

    #[test]
    fn what_nobody_delivered_is_missing_not_zero() {
        let unknown = Measured::Unknown(Unknown::SeveralRows);
        let unknown = Assessment::new(unknown, &insured(), USUAL);
        assert_eq!(unknown.unknown, Some(Unknown::SeveralRows));
        assert_eq!(
            (unknown.state, unknown.value),
            (IndicatorState::MissingInput, None)
        );
        let given = Assessment::new(Measured::Given(0.99), &insured(), USUAL);
        assert_eq!((given.state, given.counts), (IndicatorState::Met, None));
    }
}
