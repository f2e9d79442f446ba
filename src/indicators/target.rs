//! A share to reach, and how far a count is from it, without floating-point surprises.

use super::options::Direction;

/// A target share in whole millionths, so that 98 % of 50 is exactly 49.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    millionths: u64,
    direction: Direction,
}

const MILLION: u64 = 1_000_000;

impl Target {
    /// `None` unless 0 < `share` <= 1 with at most six decimals, or when nothing could exceed it.
    #[must_use]
    pub fn new(share: f64, direction: Direction) -> Option<Self> {
        let scaled = share * MILLION as f64;
        let millionths = scaled.round();
        let is_whole = (scaled - millionths).abs() < 1e-6;
        let most = match direction {
            Direction::AtLeast => MILLION,
            Direction::MoreThan => MILLION - 1,
        };
        (is_whole && millionths >= 1.0 && millionths <= most as f64).then_some(Self {
            millionths: millionths as u64,
            direction,
        })
    }

    /// The smallest count that meets the target among `n`.
    #[must_use]
    pub fn count(self, n: u64) -> u64 {
        let product = u128::from(self.millionths) * u128::from(n);
        let million = u128::from(MILLION);
        let count = match self.direction {
            Direction::AtLeast => product.div_ceil(million),
            Direction::MoreThan => product / million + 1,
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// How many more than `x` of `n` are needed; 0 when the target is met.
    #[must_use]
    pub fn gap(self, x: u64, n: u64) -> u64 {
        self.count(n).saturating_sub(x)
    }
}

impl Direction {
    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
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
    let (thousandfold, size) = (u128::from(x) * 1000, u128::from(n));
    let tenths = if x > n {
        thousandfold.div_ceil(size)
    } else {
        thousandfold / size
    };
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at_least(share: f64) -> Target {
        Target::new(share, Direction::AtLeast).unwrap()
    }

    fn more_than(share: f64) -> Target {
        Target::new(share, Direction::MoreThan).unwrap()
    }

    #[test]
    fn ninety_eight_of_fifty_is_forty_nine() {
        assert_eq!(at_least(0.98).count(50), 49);
        assert_eq!(at_least(0.98).gap(49, 50), 0);
        assert_eq!(more_than(0.98).count(50), 50);
        assert_eq!(more_than(0.98).gap(49, 50), 1);
        assert_eq!(more_than(0.98).gap(50, 50), 0);
    }

    #[test]
    fn a_province_just_below_its_target() {
        assert_eq!(more_than(0.98).count(510_200), 499_997);
        assert_eq!(more_than(0.98).gap(499_900, 510_200), 97);
        assert_eq!(at_least(1.0).gap(510_199, 510_200), 1);
    }

    #[test]
    fn a_target_that_cannot_be_is_refused() {
        for share in [0.0, -0.1, 1.000001, f64::NAN, 0.123_456_78] {
            assert_eq!(Target::new(share, Direction::AtLeast), None, "{share}");
        }
        assert_eq!(Target::new(1.0, Direction::MoreThan), None);
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
    }

    proptest! {
        #[test]
        fn the_count_is_the_least_that_meets_the_target(thousandths in 1u64..1000, n in 1u64..20_000_000) {
            let share = thousandths as f64 / 1000.0;
            let (floor, above) = (at_least(share).count(n), more_than(share).count(n));
            prop_assert!(floor * 1000 >= thousandths * n && (floor - 1) * 1000 < thousandths * n);
            prop_assert!(above * 1000 > thousandths * n && (above - 1) * 1000 <= thousandths * n);
        }

        #[test]
        fn below_the_target_shows_below_the_target(tenths in 1u64..=1000, n in 1u64..3_000_000) {
            let x = at_least(tenths as f64 / 1000.0).count(n) - 1;
            let shown: f64 = displayed_percent(x, n).unwrap().parse().unwrap();
            prop_assert!(shown < tenths as f64 / 10.0);
        }
    }
}
