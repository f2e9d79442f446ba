//! What is to be reached, and how far a count is from it, without floating-point surprises.

use super::options::{Direction, Goal, Unit};

/// A floor or a ceiling in whole millionths of its unit, so that 98 % of 50 is exactly 49.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    millionths: u64,
    /// How many of the denominator one unit is of: 10,000 for doctors per 10,000 people.
    factor: u64,
    direction: Direction,
}

const MILLION: u64 = 1_000_000;

impl Unit {
    /// What numerator / denominator is multiplied by.
    #[must_use]
    pub fn factor(self) -> u32 {
        match self {
            Self::Per(factor) => factor,
            Self::Share | Self::Number | Self::YesNo => 1,
        }
    }

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Share => "share".to_owned(),
            Self::Per(factor) => format!("per_{factor}"),
            Self::Number => "number".to_owned(),
            Self::YesNo => "yes_no".to_owned(),
        }
    }
}

impl Target {
    /// `None` unless the goal is a floor over 0 or a ceiling from 0, with at most six decimals, and something
    /// can reach it: of a proportion (`is_proportion`) at most 1, and less for [`Direction::MoreThan`].
    #[must_use]
    pub fn new(goal: Goal, unit: Unit, is_proportion: bool) -> Option<Self> {
        let Goal { value, direction } = goal;
        let scaled = value * MILLION as f64;
        let millionths = scaled.round();
        let is_whole = (scaled - millionths).abs() < 1e-6;
        let least = match direction {
            Direction::AtLeast | Direction::LessThan => 1.0,
            Direction::MoreThan | Direction::AtMost => 0.0,
            Direction::Trend => return None,
        };
        let most = match direction {
            _ if !is_proportion => 1e15,
            Direction::MoreThan => (MILLION - 1) as f64,
            _ => MILLION as f64,
        };
        (is_whole && millionths >= least && millionths <= most).then_some(Self {
            millionths: millionths as u64,
            factor: u64::from(unit.factor()),
            direction,
        })
    }

    /// Whether it is a number to be reached from below.
    #[must_use]
    pub fn is_floor(self) -> bool {
        matches!(self.direction, Direction::AtLeast | Direction::MoreThan)
    }

    /// Of a floor the smallest count that meets the target among `n`; of a ceiling the largest, and `None`
    /// where none does.
    #[must_use]
    pub fn count(self, n: u64) -> Option<u64> {
        let product = u128::from(self.millionths) * u128::from(n);
        let whole = u128::from(MILLION) * u128::from(self.factor);
        let count = match self.direction {
            Direction::AtLeast => product.div_ceil(whole),
            Direction::MoreThan => product / whole + 1,
            Direction::AtMost | Direction::Trend => product / whole,
            Direction::LessThan => product.div_ceil(whole).checked_sub(1)?,
        };
        Some(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// Whether `x` of `n` meets it.
    #[must_use]
    pub fn is_met(self, x: u64, n: u64) -> bool {
        let is_within = |count: u64| {
            if self.is_floor() {
                x >= count
            } else {
                x <= count
            }
        };
        self.count(n).is_some_and(is_within)
    }

    /// How many more than `x` of `n` a floor needs, or how many of them a ceiling has too many; 0 when it is met.
    #[must_use]
    pub fn gap(self, x: u64, n: u64) -> u64 {
        match self.count(n) {
            Some(count) if self.is_floor() => count.saturating_sub(x),
            Some(count) => x.saturating_sub(count),
            None => x,
        }
    }

    /// Whether a value that was delivered as such meets it.
    #[must_use]
    pub fn is_met_by_value(self, value: f64) -> bool {
        let target = self.millionths as f64 / MILLION as f64;
        match self.direction {
            Direction::AtLeast => value >= target,
            Direction::MoreThan => value > target,
            Direction::AtMost => value <= target,
            Direction::LessThan => value < target,
            Direction::Trend => true,
        }
    }
}

/// x / n in percent with one decimal, rounded down, so that it reaches neither a target nor 100 before the
/// count does: 499900 of 510200 is `97.9`. Over 100 it is rounded up, so that the excess is never hidden.
/// `None` for n = 0.
#[must_use]
pub fn displayed_percent(x: u64, n: u64) -> Option<String> {
    if n == 0 {
        return None;
    }
    if x <= n {
        return rounded_down(x, n);
    }
    let tenths = (u128::from(x) * 1000).div_ceil(u128::from(n));
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// x / n in percent with one decimal, rounded down also over 100, where more than all is no fault: a growth of 14.96 %
/// does not show as the 15 % that it must reach. `None` for n = 0.
#[must_use]
pub fn rounded_down(x: u64, n: u64) -> Option<String> {
    let tenths = (u128::from(x) * 1000).checked_div(u128::from(n))?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(value: f64, direction: Direction) -> Option<Target> {
        Target::new(Goal { value, direction }, Unit::Share, true)
    }

    fn at_least(value: f64) -> Target {
        share(value, Direction::AtLeast).unwrap()
    }

    fn more_than(value: f64) -> Target {
        share(value, Direction::MoreThan).unwrap()
    }

    fn per(factor: u32, value: f64, direction: Direction) -> Target {
        Target::new(Goal { value, direction }, Unit::Per(factor), false).unwrap()
    }

    #[test]
    fn ninety_eight_of_fifty_is_forty_nine() {
        assert_eq!(at_least(0.98).count(50), Some(49));
        assert_eq!(at_least(0.98).gap(49, 50), 0);
        assert_eq!(more_than(0.98).count(50), Some(50));
        assert_eq!(more_than(0.98).gap(49, 50), 1);
        assert_eq!(more_than(0.98).gap(50, 50), 0);
    }

    #[test]
    fn a_province_just_below_its_target() {
        assert_eq!(more_than(0.98).count(510_200), Some(499_997));
        assert_eq!(more_than(0.98).gap(499_900, 510_200), 97);
        assert_eq!(at_least(1.0).gap(510_199, 510_200), 1);
    }

    #[test]
    fn a_target_that_cannot_be_is_refused() {
        for value in [0.0, -0.1, 1.000001, f64::NAN, 0.123_456_78] {
            assert_eq!(share(value, Direction::AtLeast), None, "{value}");
        }
        assert_eq!(share(1.0, Direction::MoreThan), None);
        assert_eq!(share(0.5, Direction::Trend), None);
        assert_eq!(share(0.0, Direction::LessThan), None);
        assert!(share(0.0, Direction::AtMost).unwrap().is_met(0, 9));
    }

    /// 14 doctors for 10,000 people: 1,549 people need 2.17 doctors, which 3 are.
    #[test]
    fn a_rate_is_reached_by_whole_units() {
        let doctors = per(10_000, 14.0, Direction::AtLeast);
        assert_eq!((doctors.count(1549), doctors.gap(2, 1549)), (Some(3), 1));
        assert!(doctors.is_met(14, 10_000) && !doctors.is_met(13, 10_000));
    }

    /// Fewer than 1.5 new infections of 100,000: of a million, 14 are too few and 15 too many.
    #[test]
    fn a_ceiling_is_kept_from_below() {
        let infections = per(100_000, 1.5, Direction::LessThan);
        assert!(infections.is_met(14, 1_000_000) && !infections.is_met(15, 1_000_000));
        assert_eq!(
            (infections.gap(14, 1_000_000), infections.gap(17, 1_000_000)),
            (0, 3)
        );
        let poisoned = per(100_000, 1.5, Direction::AtMost);
        assert!(poisoned.is_met(15, 1_000_000) && !poisoned.is_met(16, 1_000_000));
        assert_eq!(infections.gap(1, 0), 1);
    }

    #[test]
    fn a_delivered_value_is_compared_as_it_is() {
        let below = per(1, 109.0, Direction::LessThan);
        assert!(below.is_met_by_value(108.9) && !below.is_met_by_value(109.0));
        assert!(at_least(0.98).is_met_by_value(0.98) && !more_than(0.98).is_met_by_value(0.98));
    }

    #[test]
    fn a_displayed_percentage_never_rounds_up() {
        for (x, n, expected) in [
            (499_900, 510_200, "97.9"),
            (49, 50, "98.0"),
            (999_999, 1_000_000, "99.9"),
            (1, 1, "100.0"),
            (0, 7, "0.0"),
            (1, 3000, "0.0"),
            (2001, 2000, "100.1"),
            (3, 2, "150.0"),
        ] {
            assert_eq!(displayed_percent(x, n).unwrap(), expected, "{x}/{n}");
        }
        assert_eq!(displayed_percent(0, 0), None);
        assert_eq!(rounded_down(114_960, 100_000).unwrap(), "114.9");
        assert_eq!(rounded_down(0, 0), None);
    }

    proptest! {
        #[test]
        fn the_count_is_the_least_that_meets_the_target(thousandths in 1u64..1000, n in 1u64..20_000_000) {
            let share = thousandths as f64 / 1000.0;
            let (floor, above) = (at_least(share).count(n).unwrap(), more_than(share).count(n).unwrap());
            prop_assert!(floor * 1000 >= thousandths * n && (floor - 1) * 1000 < thousandths * n);
            prop_assert!(above * 1000 > thousandths * n && (above - 1) * 1000 <= thousandths * n);
        }

        #[test]
        fn below_the_target_shows_below_the_target(tenths in 1u64..=1000, n in 1u64..3_000_000) {
            let x = at_least(tenths as f64 / 1000.0).count(n).unwrap() - 1;
            let shown: f64 = displayed_percent(x, n).unwrap().parse().unwrap();
            prop_assert!(shown < tenths as f64 / 10.0);
        }
    }
}
