//! From a numerator and a denominator to a value and a state.

use super::availability::Availability;
use super::counts::Cell;
use super::target::Target;
use super::wilson::{Z_95, wilson};

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
}

/// What is known of a cell besides its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Circumstances {
    pub(super) availability: Availability,
    /// False where the indicator is over the plan and the place has none.
    pub(super) has_plan: bool,
    /// False for one commune's yes or no, of which no interval can be given.
    pub(super) is_proportion: bool,
}

/// A cell with its value, interval, gap and state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// `None` when a needed source is missing.
    pub counts: Option<Cell>,
    /// Numerator / denominator.
    pub value: Option<f64>,
    /// Wilson 95 %.
    pub interval: Option<(f64, f64)>,
    /// How many more are needed to reach the target; `None` without one.
    pub gap: Option<u64>,
    pub state: IndicatorState,
}

impl Assessment {
    /// Judges `cell` against `target`.
    pub(super) fn new(cell: Cell, target: Option<Target>, circumstances: Circumstances) -> Self {
        let state = state(cell, target, circumstances);
        let Cell {
            numerator,
            denominator,
        } = cell;
        let is_missing = circumstances.availability == Availability::Missing;
        let has_value = !is_missing && circumstances.has_plan && denominator > 0;
        let has_interval = has_value && circumstances.is_proportion;
        Self {
            counts: (!is_missing).then_some(cell),
            value: has_value.then(|| numerator as f64 / denominator as f64),
            interval: wilson(numerator, denominator, Z_95).filter(|_| has_interval),
            gap: target
                .filter(|_| has_value)
                .map(|target| target.gap(numerator, denominator)),
            state,
        }
    }
}

/// The first that holds: no input, no plan, no denominator, old input, impossible, then the target.
fn state(cell: Cell, target: Option<Target>, circumstances: Circumstances) -> IndicatorState {
    let Cell {
        numerator,
        denominator,
    } = cell;
    match circumstances.availability {
        Availability::Missing => IndicatorState::MissingInput,
        _ if !circumstances.has_plan => IndicatorState::NoPlan,
        _ if denominator == 0 => IndicatorState::NoDenominator,
        Availability::Stale => IndicatorState::Stale,
        Availability::Available if numerator > denominator => IndicatorState::Over100,
        Availability::Available => match target.map(|target| target.gap(numerator, denominator)) {
            None => IndicatorState::Tracked,
            Some(0) => IndicatorState::Met,
            Some(_) => IndicatorState::NotMet,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::options::Direction;

    const USUAL: Circumstances = Circumstances {
        availability: Availability::Available,
        has_plan: true,
        is_proportion: true,
    };

    fn assess(numerator: u64, denominator: u64, circumstances: Circumstances) -> Assessment {
        let target = Target::new(0.98, Direction::MoreThan);
        assert!(target.is_some());
        Assessment::new(
            Cell {
                numerator,
                denominator,
            },
            target,
            circumstances,
        )
    }

    #[test]
    fn the_interval_never_decides_that_a_target_is_met() {
        let province = assess(499_900, 510_200, USUAL);
        assert_eq!(province.state, IndicatorState::NotMet);
        assert!(province.interval.unwrap().1 > 0.98);
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
        let (numerator, denominator) = (98, 100);
        let cell = Cell {
            numerator,
            denominator,
        };
        let watched = Assessment::new(cell, None, USUAL);
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
}
