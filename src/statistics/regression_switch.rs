//! The regression/EWMA switch of the United States' National Syndromic Surveillance Program: a day against
//! the four weeks before it, knowing weekdays (Burkom, Elbert, Magruder, Najmi, Peter & Thompson 2008,
//! "Developments in the roles, features, and evaluation of alerting algorithms"; constants as in CDC's
//! Rnssp, 2024).
//!
//! Where a line plus weekday levels explains the baseline, the day is compared with their forecast; where
//! not, as with small counts, two moving averages are compared with the baseline's mean. The raw average
//! carries an alarm on for days, the regression does not.
//!
//! A series holds one value per day without gaps, so that a weekday is a position modulo seven; a day
//! without work is 0, a day not yet reported is NaN and silences the days that need it. Percentages go in
//! as 0 to 100: the least deviations are made for counts.

mod ewma;
mod regression;

use super::student_t;

/// Which deviations alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Too many, as an outbreak.
    High,
    /// Too few, as the collapse of a throughput.
    Low,
}

impl Side {
    /// Turns a statistic so that larger is more alarming.
    fn turn(self, statistic: f64) -> f64 {
        match self {
            Self::High => statistic,
            Self::Low => -statistic,
        }
    }
}

/// The settings of the switch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Days of a full baseline; a shorter one serves from 7 days (averages) and 11 days (regression).
    pub baseline_days: usize,
    /// Days between the baseline and the day looked at.
    pub guard_days: usize,
    /// Weights of the newest day: the first for slow rises, the second for sudden ones.
    pub omegas: [f64; 2],
    /// The adjusted R² from which the regression speaks.
    pub r_squared_min: f64,
    /// Which deviations alarm.
    pub side: Side,
}

impl Default for Options {
    /// 28 days, 2 days, 0.4 and 0.9, 0.60, high: those of ESSENCE.
    fn default() -> Self {
        Self {
            baseline_days: 28,
            guard_days: 2,
            omegas: [0.4, 0.9],
            r_squared_min: 0.60,
            side: Side::High,
        }
    }
}

/// Which of the two methods spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detector {
    /// Line and weekday levels.
    Regression,
    /// Exponentially weighted moving averages.
    Ewma,
}

impl Detector {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Regression => "regression",
            Self::Ewma => "ewma",
        }
    }
}

/// How loud a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    /// p >= 0.05.
    Blue,
    /// 0.01 <= p < 0.05.
    Yellow,
    /// p < 0.01.
    Red,
}

impl Alert {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    fn of(p_value: f64) -> Self {
        if p_value < ALERT {
            Self::Red
        } else if p_value < WARNING {
            Self::Yellow
        } else {
            Self::Blue
        }
    }
}

/// p below which a day is red.
const ALERT: f64 = 0.01;

/// p below which a day is yellow.
const WARNING: f64 = 0.05;

/// What is said of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signal {
    /// The value expected of the day.
    pub expected: f64,
    /// The day (or its moving average) less expected, in standard errors; negative is fewer, on either side.
    pub statistic: f64,
    /// P(T >= statistic) with the baseline's degrees of freedom; P(T <= statistic) on the low side.
    pub p_value: f64,
    /// From the p-value.
    pub alert: Alert,
    /// Which method spoke.
    pub detector: Detector,
}

/// A statistic and the degrees of freedom it is read with.
#[derive(Debug, Clone, Copy)]
struct Deviation {
    expected: f64,
    statistic: f64,
    degrees: u32,
}

impl Deviation {
    fn signal(self, detector: Detector, side: Side) -> Signal {
        // The lower tail of the turned sign: 1 − P would lose small p-values.
        let p_value = student_t::cumulative(-side.turn(self.statistic), self.degrees);
        Signal {
            expected: self.expected,
            statistic: self.statistic,
            p_value,
            alert: Alert::of(p_value),
            detector,
        }
    }
}

/// The t beyond which a day is yellow and red, to five decimals as the published code rounds them.
#[derive(Debug, Clone, Copy)]
struct Critical {
    degrees: u32,
    warning: f64,
    alert: f64,
}

impl Critical {
    fn at(degrees: u32) -> Self {
        let rounded = |p: f64| (student_t::quantile(1.0 - p, degrees) * 1e5).round() / 1e5;
        Self {
            degrees,
            warning: rounded(WARNING),
            alert: rounded(ALERT),
        }
    }

    /// The same for other degrees; a quantile is searched for, and degrees seldom change within a series.
    fn moved_to(self, degrees: u32) -> Self {
        if self.degrees == degrees {
            self
        } else {
            Self::at(degrees)
        }
    }
}

/// The signal of every day of a gapless daily series, `None` before the tenth day (with a guard of two) and
/// where a value is unknown.
///
/// In the tests' series Monday 12 October is expected at 15.07; its 30 gives statistic 9.93, p 1.8e-9, red.
#[must_use]
pub fn signals(series: &[f64], options: &Options) -> Vec<Option<Signal>> {
    let averages = ewma::deviations(series, options);
    let fits = regression::fits(series, options);
    std::iter::zip(fits, averages)
        .map(|(fit, average)| {
            let fit = fit.filter(|fit| fit.r_squared_adjusted >= options.r_squared_min);
            match fit {
                Some(fit) => Some(fit.deviation.signal(Detector::Regression, options.side)),
                None => Some(average?.signal(Detector::Ewma, options.side)),
            }
        })
        .collect()
}

/// The signals of the moving averages alone, for series known to have no weekdays.
#[must_use]
pub fn ewma_signals(series: &[f64], options: &Options) -> Vec<Option<Signal>> {
    ewma::deviations(series, options)
        .into_iter()
        .map(|average| Some(average?.signal(Detector::Ewma, options.side)))
        .collect()
}

/// The days of the baseline of `day`: those before the guard, as many as there are up to a full baseline.
/// `None` where fewer than `days_min`, or a value among them or that of the day is unknown.
fn baseline<'a>(
    series: &'a [f64],
    day: usize,
    days_min: usize,
    options: &Options,
) -> Option<&'a [f64]> {
    let end = day.checked_sub(options.guard_days)?;
    let window = &series[end.saturating_sub(options.baseline_days)..end];
    let is_known = series[day].is_finite() && window.iter().all(|y| y.is_finite());
    (window.len() >= days_min && is_known).then_some(window)
}

#[cfg(test)]
mod tests;
