//! Funnels of places that differ by more than chance, as nearly all do (Spiegelhalter 2005, additive model).
//!
//! Each place's value is brought to a scale of known standard error s and standardised, z = (Y − Y₀)/s. The
//! z are winsorised at 10 % and 90 %, so that the places to be found do not hide themselves. φ = Σz²/k is 1
//! when only chance is at work; what exceeds it is the variance τ² between places, and limits are drawn at
//! √(s² + τ²).

use super::funnel::{Limits, NotComputable, Place, average_proportion, is_usable};

/// The share of z-scores drawn in at each end.
const WINSORISED: f64 = 0.1;

/// The variation found between the places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Σz²/k after winsorising; 1 is chance alone.
    pub phi: f64,
    /// Variance between places, on the scale of Y; 0 where chance explains all.
    pub tau_squared: f64,
}

/// A funnel with limits widened by [`Dispersion`].
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The centre line.
    pub average: f64,
    /// What widened the limits.
    pub dispersion: Dispersion,
    /// In the order given; `None` for a place that has no value. Its z and p-value are the adjusted ones.
    pub places: Vec<Option<Place>>,
}

/// A value on the scale on which its standard error is known.
struct Score {
    value: f64,
    /// Y − Y₀.
    deviation: f64,
    /// s².
    variance: f64,
}

impl Score {
    fn is_finite(&self) -> bool {
        self.deviation.is_finite() && self.variance.is_normal()
    }
}

/// Proportions (x, n) against their average: Y = asin√(x/n), s = 1/(2√n), limits
/// sin²(asin√p̄ ± z·√(s² + τ²)). A place with n = 0 or x > n has no value.
///
/// # Errors
/// [`NotComputable`]: fewer than two places, or an average of 0 or 1.
pub fn proportions(places: &[(u64, u64)]) -> Result<Funnel, NotComputable> {
    let average = average_proportion(places)?;
    let centre = average.sqrt().asin();
    let score = |(x, n): (u64, u64)| {
        let value = x as f64 / n as f64;
        Score {
            value,
            deviation: value.sqrt().asin() - centre,
            variance: 0.25 / n as f64,
        }
    };
    let scores: Vec<Option<Score>> = places
        .iter()
        .map(|&place| is_usable(&place).then(|| score(place)))
        .collect();
    // Beyond 0 and a right angle the sine turns back.
    let value_at = |deviation: f64| {
        let angle = (centre + deviation).clamp(0.0, std::f64::consts::FRAC_PI_2);
        angle.sin().powi(2)
    };
    funnel(average, &scores, value_at)
}

/// Ratios of observed to expected events against 1: Y = √(O/E), s = 1/(2√E), limits (1 ± z·√(s² + τ²))²,
/// the lower one at least 0. A place without expected events has no value.
///
/// # Errors
/// [`NotComputable::TooFewPlaces`]: fewer than two places with expected events.
pub fn ratios(places: &[(u64, f64)]) -> Result<Funnel, NotComputable> {
    let score = |(observed, expected): (u64, f64)| {
        let value = observed as f64 / expected;
        Score {
            value,
            deviation: value.sqrt() - 1.0,
            variance: 0.25 / expected,
        }
    };
    let scores: Vec<Option<Score>> = places
        .iter()
        .map(|&place| (place.1 > 0.0).then(|| score(place)))
        .map(|score| score.filter(Score::is_finite))
        .collect();
    funnel(1.0, &scores, |deviation| (1.0 + deviation).max(0.0).powi(2))
}

fn funnel(
    average: f64,
    scores: &[Option<Score>],
    value_at: impl Fn(f64) -> f64,
) -> Result<Funnel, NotComputable> {
    let dispersion = dispersion(scores).ok_or(NotComputable::TooFewPlaces)?;
    let compare = |score: &Score| {
        let spread = (score.variance + dispersion.tau_squared).sqrt();
        let limits = Limits::at(|z| value_at(z * spread));
        Place::new(score.value, limits, score.deviation / spread)
    };
    let places = scores
        .iter()
        .map(|score| score.as_ref().map(compare))
        .collect();
    Ok(Funnel {
        average,
        dispersion,
        places,
    })
}

/// φ = Σz²/k over winsorised z, and with w = 1/s²
/// τ² = (kφ − (k − 1)) / (Σw − Σw²/Σw), 0 if negative (DerSimonian & Laird 1986). `None` for k < 2.
fn dispersion(scores: &[Option<Score>]) -> Option<Dispersion> {
    let known = || scores.iter().flatten();
    let mut z_scores: Vec<f64> = known()
        .map(|score| score.deviation / score.variance.sqrt())
        .collect();
    if z_scores.len() < 2 {
        return None;
    }
    z_scores.sort_by(f64::total_cmp);
    let low = quantile(&z_scores, WINSORISED);
    let high = quantile(&z_scores, 1.0 - WINSORISED);
    // Not `clamp`: it panics where rounding leaves low a bit above high.
    let squares: f64 = z_scores.iter().map(|z| z.max(low).min(high).powi(2)).sum();

    let count = z_scores.len() as f64;
    let weight: f64 = known().map(|score| score.variance.recip()).sum();
    let weight_squared: f64 = known().map(|score| score.variance.powi(-2)).sum();
    let tau_squared = (squares - (count - 1.0)) / (weight - weight_squared / weight);
    Some(Dispersion {
        phi: squares / count,
        // Not finite only for weights that overflow; `max` then drops the NaN.
        tau_squared: tau_squared.max(0.0),
    })
}

/// The quantile of sorted values by linear interpolation at (k − 1)·share (Hyndman & Fan 1996, type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * share;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let part = position - below as f64;
    sorted[below] + part * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests;
