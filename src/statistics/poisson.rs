//! Intervals of a count of events: exact Poisson below ten, Byar's approximation from ten.

use super::gamma;
use super::normal::{Z_95, Z_998};

/// From this count Byar's limits are used, as England's public-health indicators do (`PHEindicatormethods`).
pub const BYAR_MIN: u64 = 10;

/// The two published levels of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 95 %, 0.025 in each tail.
    P95,
    /// 99.8 %, 0.001 in each tail.
    P998,
}

impl Level {
    /// The normal quantile of the level.
    #[must_use]
    pub const fn z(self) -> f64 {
        match self {
            Self::P95 => Z_95,
            Self::P998 => Z_998,
        }
    }

    /// The probability left out at each end.
    #[must_use]
    pub const fn tail(self) -> f64 {
        match self {
            Self::P95 => 0.025,
            Self::P998 => 0.001,
        }
    }
}

/// How an interval was made; published with every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// From Poisson tails.
    Exact,
    /// From the cube-root normal approximation.
    Byar,
}

impl Method {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Byar => "byar",
        }
    }
}

/// Limits of a count; for a rate multiply them by per/population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountInterval {
    /// `None` where Byar's formula falls below 0 or the count is 0: it says nothing there.
    pub lower: Option<f64>,
    /// Always above the count.
    pub upper: f64,
    /// Which formula gave the limits.
    pub method: Method,
}

/// The interval published for a count: [`exact`] below [`BYAR_MIN`], [`byar`] from there.
///
/// 9 gives 4.115373 to 17.084803 (exact), 10 gives 4.787450 to 18.391459 (Byar).
#[must_use]
pub fn count_interval(x: u64, level: Level) -> CountInterval {
    if x < BYAR_MIN {
        exact(x, level)
    } else {
        byar(x, level)
    }
}

/// The exact interval (Garwood 1936): the means at which x or more, and x or fewer, events are as rare as
/// the level's tail: χ²⁻¹(tail, 2x)/2 to χ²⁻¹(1 − tail, 2x + 2)/2, lower 0 for x = 0.
///
/// Any count, to about 1e-13 of the limit. 5 gives 1.623486 to 11.668332 at 95 %.
#[must_use]
pub fn exact(x: u64, level: Level) -> CountInterval {
    let mean = x as f64;
    CountInterval {
        lower: Some(lower_limit(mean, level)),
        upper: upper_limit(mean, level),
        method: Method::Exact,
    }
}

/// Byar's interval (Breslow & Day 1987, p. 69): x(1 − 1/(9x) − z/(3√x))³ to
/// (x+1)(1 − 1/(9(x+1)) + z/(3√(x+1)))³.
///
/// 65 gives 50.163188 to 82.849139 at 95 %.
#[must_use]
pub fn byar(x: u64, level: Level) -> CountInterval {
    let count = x as f64;
    let lower = gamma::wilson_hilferty(count, -level.z());
    CountInterval {
        lower: (x > 0 && lower >= 0.0).then_some(lower),
        upper: gamma::wilson_hilferty(count + 1.0, level.z()),
        method: Method::Byar,
    }
}

/// χ²⁻¹(tail, 2m)/2, for any mean m >= 0; 0 for m = 0.
pub(super) fn lower_limit(mean: f64, level: Level) -> f64 {
    if mean == 0.0 {
        return 0.0;
    }
    gamma::lower_quantile(mean, level.tail())
}

/// χ²⁻¹(1 − tail, 2m + 2)/2, for any mean m >= 0.
pub(super) fn upper_limit(mean: f64, level: Level) -> f64 {
    gamma::upper_quantile(mean + 1.0, level.tail())
}

#[cfg(test)]
mod tests;
