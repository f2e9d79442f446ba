//! Rates made comparable between populations of different ages.

use super::poisson::{Level, byar, count_interval};

/// Fewer events than this give no directly standardised rate (Office for Health Improvement and Disparities).
pub const EVENTS_MIN: u64 = 10;

/// One age band of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Events among its people; a missing count is 0.
    pub events: u64,
    /// Its people, or person-years, above 0.
    pub population: f64,
    /// The standard population's people in the band.
    pub weight: f64,
}

/// A value with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The rate or ratio itself.
    pub value: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

/// Why there is no standardised value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputable {
    /// Fewer than [`EVENTS_MIN`] events in all bands together.
    TooFewEvents,
    /// A band without people, or with a population or weight that is no number.
    EmptyBand,
    /// The weights sum to nothing, or nothing was expected.
    NothingExpected,
}

impl NotComputable {
    /// The code a table carries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFewEvents => "too_few_events",
            Self::EmptyBand => "empty_band",
            Self::NothingExpected => "nothing_expected",
        }
    }
}

/// The directly age-standardised rate per `per` people: what the place's rate would be, had it the standard
/// population's ages. With events xᵢ, population nᵢ, weight wᵢ, O = Σxᵢ and W = Σwᵢ
///
/// ```text
/// rate = per · Σ(wᵢxᵢ/nᵢ)/W      variance = Σ((wᵢ/nᵢ)²xᵢ)/W²
/// limits = rate + per · √(variance/O) · (Byar's limit of O − O)
/// ```
///
/// (Dobson, Kuulasmaa, Eberle & Scherer 1991). Events are taken as independent: one per person.
/// One band of 20 events among 100 people is its own crude rate, 20,000 per 100,000 (12,211 to 30,890).
///
/// # Errors
/// [`NotComputable`]: fewer than ten events, a band without people, no weights.
pub fn directly_standardised(
    bands: &[Band],
    per: f64,
    level: Level,
) -> Result<Estimate, NotComputable> {
    if !bands.iter().all(is_usable) {
        return Err(NotComputable::EmptyBand);
    }
    let events = bands
        .iter()
        .fold(0_u64, |sum, band| sum.saturating_add(band.events));
    let weight: f64 = bands.iter().map(|band| band.weight).sum();
    if !(weight > 0.0 && weight.is_finite()) {
        return Err(NotComputable::NothingExpected);
    }
    if events < EVENTS_MIN {
        return Err(NotComputable::TooFewEvents);
    }
    Ok(dobson(bands, events, weight, per, level))
}

fn is_usable(band: &Band) -> bool {
    band.population > 0.0 && band.population.is_finite() && band.weight >= 0.0
}

fn dobson(bands: &[Band], events: u64, weight: f64, per: f64, level: Level) -> Estimate {
    let (mut rate, mut variance) = (0.0, 0.0);
    for band in bands {
        let share = band.weight / weight / band.population;
        rate += share * band.events as f64;
        variance += share * share * band.events as f64;
    }
    let count = events as f64;
    let interval = byar(events, level);
    let scale = (variance / count).sqrt();
    let limit = |count_limit: f64| per * (rate + scale * (count_limit - count));
    Estimate {
        value: per * rate,
        lower: limit(interval.lower.unwrap_or(0.0)),
        upper: limit(interval.upper),
    }
}

/// The events a place would have at the reference's rates: Σ nᵢ·rᵢ over (population, reference rate).
/// 100 people at 0.02 and 50 at 0.1 give 7.
#[must_use]
pub fn expected_events(bands: &[(f64, f64)]) -> f64 {
    bands
        .iter()
        .map(|(population, rate)| population * rate)
        .sum()
}

/// The indirectly standardised ratio: observed over expected events, with the interval of the observed count
/// (exact below ten, Byar from ten; Breslow & Day 1987) over expected. 1 is the reference's own level.
/// 895 of 835.883561 gives 1.070723 (1.001715 to 1.143233).
///
/// # Errors
/// [`NotComputable::NothingExpected`] unless expected > 0.
pub fn indirectly_standardised(
    observed: u64,
    expected: f64,
    level: Level,
) -> Result<Estimate, NotComputable> {
    if !(expected > 0.0 && expected.is_finite()) {
        return Err(NotComputable::NothingExpected);
    }
    let interval = count_interval(observed, level);
    Ok(Estimate {
        value: observed as f64 / expected,
        lower: interval.lower.unwrap_or(0.0) / expected,
        upper: interval.upper / expected,
    })
}

#[cfg(test)]
mod tests;
