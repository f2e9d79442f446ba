//! One place against its own past: the p-chart (Shewhart 1931; Montgomery 2013, section 7.2).

/// Baseline periods below which a chart says too little about the place's own variation. Montgomery asks
/// for 20 to 25; health services chart from about a dozen.
pub const BASELINE_PERIODS_MIN: usize = 12;

/// Half-width of the limits, in standard errors.
const SIGMAS: f64 = 3.0;

/// Where a period lies against the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Below the lower limit.
    Low,
    /// On or between the limits.
    Within,
    /// Above the upper limit.
    High,
}

impl Signal {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Within => "within",
            Self::High => "high",
        }
    }
}

/// One period of the chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// x/n of the period.
    pub proportion: f64,
    /// Lower limit at the period's n, at least 0.
    pub lower: f64,
    /// Upper limit at the period's n, at most 1.
    pub upper: f64,
    /// (x/n − centre) in standard errors.
    pub z: f64,
    /// Strictly beyond a limit or not.
    pub signal: Signal,
}

/// A p-chart: one centre, limits that widen where n is small.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Σx/Σn of the baseline periods.
    pub centre: f64,
    /// One per period, baseline included; `None` where n is 0 or x > n.
    pub points: Vec<Option<Point>>,
}

/// Why there is no chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputable {
    /// Fewer usable baseline periods than asked for.
    BaselineTooShort,
    /// The baseline holds no event or nothing else, so that it has no variation.
    CentreAtEnd,
}

impl NotComputable {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BaselineTooShort => "baseline_too_short",
            Self::CentreAtEnd => "centre_at_end",
        }
    }
}

/// The p-chart of (x, n) per period: centre c = Σx/Σn over the first `baseline` periods, limits
/// c ± 3·√(c(1−c)/n) at each period's n, clipped to 0 and 1.
///
/// Twelve periods of 10 in 100 give c = 0.1 and limits 0.01 to 0.19; a period of 20 in 100 is high.
///
/// # Errors
/// [`NotComputable`]: fewer than `baseline_min` baseline periods with n > 0, or a centre of 0 or 1.
pub fn p_chart(
    periods: &[(u64, u64)],
    baseline: usize,
    baseline_min: usize,
) -> Result<Chart, NotComputable> {
    let centre = centre(&periods[..baseline.min(periods.len())], baseline_min)?;
    let points = periods
        .iter()
        .map(|&period| is_usable(&period).then(|| point(period, centre)))
        .collect();
    Ok(Chart { centre, points })
}

fn is_usable(&(x, n): &(u64, u64)) -> bool {
    n > 0 && x <= n
}

fn centre(baseline: &[(u64, u64)], baseline_min: usize) -> Result<f64, NotComputable> {
    let usable = baseline.iter().copied().filter(is_usable);
    let (mut events, mut total, mut periods) = (0.0, 0.0, 0);
    for (x, n) in usable {
        events += x as f64;
        total += n as f64;
        periods += 1;
    }
    if periods < baseline_min.max(1) {
        return Err(NotComputable::BaselineTooShort);
    }
    if events == 0.0 || events >= total {
        return Err(NotComputable::CentreAtEnd);
    }
    Ok(events / total)
}

fn point((x, n): (u64, u64), centre: f64) -> Point {
    let proportion = x as f64 / n as f64;
    let standard_error = (centre * (1.0 - centre) / n as f64).sqrt();
    let lower = (centre - SIGMAS * standard_error).max(0.0);
    let upper = (centre + SIGMAS * standard_error).min(1.0);
    Point {
        proportion,
        lower,
        upper,
        z: (proportion - centre) / standard_error,
        signal: if proportion < lower {
            Signal::Low
        } else if proportion > upper {
            Signal::High
        } else {
            Signal::Within
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chart(periods: &[(u64, u64)]) -> Result<Chart, NotComputable> {
        p_chart(periods, BASELINE_PERIODS_MIN, BASELINE_PERIODS_MIN)
    }

    /// By hand: c = 0.1, √(0.09/100) = 0.03, √(0.09/2500) = 0.006, √(0.09/9) = 0.1.
    #[test]
    fn limits_follow_each_n() {
        let mut periods = vec![(10, 100); BASELINE_PERIODS_MIN];
        periods.extend([
            (19, 100),
            (20, 100),
            (1, 100),
            (0, 100),
            (200, 2500),
            (1, 9),
        ]);
        let chart = chart(&periods).unwrap();
        assert!((chart.centre - 0.1).abs() < 1e-15);
        let points: Vec<Point> = chart.points.iter().copied().flatten().collect();
        for (offset, lower, upper, z, signal) in [
            (1, 0.01, 0.19, 10.0 / 3.0, Signal::High),
            (3, 0.01, 0.19, -10.0 / 3.0, Signal::Low),
            (4, 0.082, 0.118, -10.0 / 3.0, Signal::Low),
            (5, 0.0, 0.4, 1.0 / 9.0, Signal::Within),
        ] {
            let point = points[BASELINE_PERIODS_MIN + offset];
            assert!((point.lower - lower).abs() < 1e-12, "{point:?}");
            assert!((point.upper - upper).abs() < 1e-12, "{point:?}");
            assert!((point.z - z).abs() < 1e-12, "{point:?}");
            assert_eq!(point.signal, signal);
        }
    }

    #[test]
    fn a_short_or_flat_baseline_gives_no_chart() {
        let usable = vec![(10, 100); BASELINE_PERIODS_MIN - 1];
        let with = |last| [usable.clone(), vec![last]].concat();
        assert_eq!(chart(&usable), Err(NotComputable::BaselineTooShort));
        assert_eq!(chart(&with((0, 0))), Err(NotComputable::BaselineTooShort));
        assert_eq!(chart(&with((3, 2))), Err(NotComputable::BaselineTooShort));
        assert!(chart(&with((0, 1))).is_ok());
        assert_eq!(chart(&[(0, 50); 12]), Err(NotComputable::CentreAtEnd));
        assert_eq!(chart(&[(50, 50); 12]), Err(NotComputable::CentreAtEnd));
        assert_eq!(p_chart(&[], 0, 0), Err(NotComputable::BaselineTooShort));
    }

    #[test]
    fn a_period_without_people_has_no_point() {
        let periods = [vec![(10, 100); 12], vec![(0, 0), (5, 4)]].concat();
        let points = chart(&periods).unwrap().points;
        assert_eq!(points[12..], [None, None]);
    }

    proptest! {
        #[test]
        fn limits_lie_around_the_centre(
            periods in prop::collection::vec((0_u64..100, 0_u64..200), 12..40),
        ) {
            let Ok(chart) = chart(&periods) else { return Ok(()) };
            prop_assert_eq!(chart.points.len(), periods.len());
            for point in chart.points.iter().flatten() {
                prop_assert!(0.0 <= point.lower && point.lower < chart.centre);
                prop_assert!(chart.centre < point.upper && point.upper <= 1.0);
                prop_assert!(point.signal == Signal::Within || point.z.abs() > SIGMAS - 1e-9);
            }
        }
    }
}
