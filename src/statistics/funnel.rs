//! Funnel limits: how far from the average a place of its size may lie by chance (Spiegelhalter 2005).
//!
//! A funnel compares communes or facilities without ranking them. Between large places nearly everything
//! lies outside plain limits; [`super::over_dispersion`] widens them by the variation usual between places.

use super::normal;
use super::normal::{Z_95, Z_998};
use super::poisson::{Level, count_interval, lower_limit, upper_limit};

/// Where a place lies against the funnel, by the probability left in the tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Below the lower 99.8 % limit.
    Low0001,
    /// Below the lower 95 % limit.
    Low0025,
    /// On or between the 95 % limits.
    NotSignificant,
    /// Above the upper 95 % limit.
    High0025,
    /// Above the upper 99.8 % limit.
    High0001,
}

impl Flag {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low0001 => "low_0.001",
            Self::Low0025 => "low_0.025",
            Self::NotSignificant => "not_significant",
            Self::High0025 => "high_0.025",
            Self::High0001 => "high_0.001",
        }
    }
}

/// The funnel at one size of place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Lower 99.8 % limit.
    pub low_0001: f64,
    /// Lower 95 % limit.
    pub low_0025: f64,
    /// Upper 95 % limit.
    pub high_0025: f64,
    /// Upper 99.8 % limit.
    pub high_0001: f64,
}

impl Limits {
    /// The four limits from what lies at −z(0.999), −z(0.975), z(0.975), z(0.999).
    pub(super) fn at(value_at: impl Fn(f64) -> f64) -> Self {
        Self {
            low_0001: value_at(-Z_998),
            low_0025: value_at(-Z_95),
            high_0025: value_at(Z_95),
            high_0001: value_at(Z_998),
        }
    }

    /// A value strictly beyond a limit is flagged, by the outermost limit it passes.
    #[must_use]
    pub fn flag(&self, value: f64) -> Flag {
        if value < self.low_0001 {
            Flag::Low0001
        } else if value < self.low_0025 {
            Flag::Low0025
        } else if value > self.high_0001 {
            Flag::High0001
        } else if value > self.high_0025 {
            Flag::High0025
        } else {
            Flag::NotSignificant
        }
    }
}

/// A place in the funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its proportion, or its observed over expected.
    pub value: f64,
    /// The funnel at its size.
    pub limits: Limits,
    /// Its value against those limits.
    pub flag: Flag,
    /// Its deviation from the average, in standard errors.
    pub z: f64,
    /// P(|Z| > |z|), for [`super::false_discovery::q_values`].
    pub p_value: f64,
}

impl Place {
    pub(super) fn new(value: f64, limits: Limits, z: f64) -> Self {
        Self {
            value,
            limits,
            flag: limits.flag(value),
            z,
            p_value: normal::two_sided(z),
        }
    }
}

/// Why there is no funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputable {
    /// Fewer than two places with people.
    TooFewPlaces,
    /// Nobody, or everybody, in every place: no variation to compare with.
    AverageAtEnd,
}

impl NotComputable {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFewPlaces => "too_few_places",
            Self::AverageAtEnd => "average_at_end",
        }
    }
}

/// Σx/Σn over the places (x, n) with 0 <= x <= n and n > 0.
///
/// # Errors
/// [`NotComputable`]: fewer than two such places, or an average of 0 or 1.
pub fn average_proportion(places: &[(u64, u64)]) -> Result<f64, NotComputable> {
    let usable = places.iter().copied().filter(is_usable);
    let (mut events, mut total, mut count) = (0.0, 0.0, 0);
    for (x, n) in usable {
        events += x as f64;
        total += n as f64;
        count += 1;
    }
    if count < 2 {
        return Err(NotComputable::TooFewPlaces);
    }
    if events == 0.0 || events >= total {
        return Err(NotComputable::AverageAtEnd);
    }
    Ok(events / total)
}

pub(super) fn is_usable(&(x, n): &(u64, u64)) -> bool {
    n > 0 && x <= n
}

/// Limits of a proportion at denominator n: p̄ ± z·√(p̄(1−p̄)/n), clipped to 0 and 1 (score test).
///
/// p̄ = 0.92 at n = 50 gives 0.844803 to 0.995197 (95 %) and 0.801438 to 1 (99.8 %).
#[must_use]
pub fn proportion_limits(average: f64, n: u64) -> Limits {
    let standard_error = standard_error(average, n);
    Limits::at(|z| (average + z * standard_error).clamp(0.0, 1.0))
}

fn standard_error(average: f64, n: u64) -> f64 {
    (average * (1.0 - average) / n as f64).sqrt()
}

/// Each place (x, n) against the average of all; `None` where n is 0 or x > n.
///
/// # Errors
/// As [`average_proportion`].
pub fn proportions(places: &[(u64, u64)]) -> Result<Vec<Option<Place>>, NotComputable> {
    let average = average_proportion(places)?;
    let compare = |(x, n): (u64, u64)| {
        let value = x as f64 / n as f64;
        let z = (value - average) / standard_error(average, n);
        Place::new(value, proportion_limits(average, n), z)
    };
    Ok(places
        .iter()
        .map(|&place| is_usable(&place).then(|| compare(place)))
        .collect())
}

/// Limits of observed over expected for a place of `observed` events: k over its own exact limits, the
/// ratio at which the interval of k just touches the average. `None` for 0 events, which no ratio excludes
/// from above.
///
/// k / (χ²⁻¹(0.975, 2k+2)/2) to k / (χ²⁻¹(0.025, 2k)/2): k = 20 gives 0.647493 to 1.637127.
#[must_use]
pub fn ratio_limits_at_observed(observed: u64) -> Option<Limits> {
    let k = observed as f64;
    (observed > 0).then(|| Limits {
        low_0001: k / upper_limit(k, Level::P998),
        low_0025: k / upper_limit(k, Level::P95),
        high_0025: k / lower_limit(k, Level::P95),
        high_0001: k / lower_limit(k, Level::P998),
    })
}

/// Limits of observed over expected for a place of `expected` events, any number above 0: the exact limits
/// of a count at that mean, over it. `None` unless expected > 0.
///
/// (χ²⁻¹(0.025, 2e)/2)/e to (χ²⁻¹(0.975, 2e+2)/2)/e: e = 15 gives 0.559692 to 1.649348.
#[must_use]
pub fn ratio_limits_at_expected(expected: f64) -> Option<Limits> {
    (expected > 0.0 && expected.is_finite()).then(|| Limits {
        low_0001: lower_limit(expected, Level::P998) / expected,
        low_0025: lower_limit(expected, Level::P95) / expected,
        high_0025: upper_limit(expected, Level::P95) / expected,
        high_0001: upper_limit(expected, Level::P998) / expected,
    })
}

/// The flag of a rate or ratio: high where the whole interval of the observed count (exact below ten, Byar
/// from ten) lies above expected, low where it lies below. For a crude rate expected is the average rate
/// times the place's people. `None` unless expected > 0.
///
/// 895 of 835.88 expected is high at 95 % (1.0017 to 1.1432).
#[must_use]
pub fn ratio_flag(observed: u64, expected: f64) -> Option<Flag> {
    if !(expected > 0.0 && expected.is_finite()) {
        return None;
    }
    let usual = count_interval(observed, Level::P95);
    let wide = count_interval(observed, Level::P998);
    let starts_above = |lower: Option<f64>| lower.is_some_and(|lower| lower > expected);
    Some(if wide.upper < expected {
        Flag::Low0001
    } else if usual.upper < expected {
        Flag::Low0025
    } else if starts_above(wide.lower) {
        Flag::High0001
    } else if starts_above(usual.lower) {
        Flag::High0025
    } else {
        Flag::NotSignificant
    })
}

#[cfg(test)]
mod tests;
