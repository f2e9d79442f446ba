//! Two exponentially weighted moving averages of the days so far against the mean of the baseline.

use super::{Critical, Deviation, Options, baseline};

/// Days a baseline needs (Rnssp, 2024; 11 in its earlier versions).
const DAYS_MIN: usize = 7;

/// An average with the weight ω of its newest day.
struct Average {
    omega: f64,
    /// `None` until a first value is known.
    value: Option<f64>,
}

/// Mean and deviation of the baseline of a day.
struct Level {
    days: f64,
    mean: f64,
    deviation: f64,
}

/// The more alarming of the two averages, day by day.
pub(super) fn deviations(series: &[f64], options: &Options) -> Vec<Option<Deviation>> {
    let mut averages = options.omegas.map(|omega| Average { omega, value: None });
    let mut critical = Critical::at(1);
    (0..series.len())
        .map(|day| {
            for average in &mut averages {
                average.take_in(series[day]);
            }
            let level = level(baseline(series, day, DAYS_MIN, options)?);
            critical = critical.moved_to(level.days as u32 - 1);
            let statistics = averages
                .each_mut()
                .map(|average| average.compare(&level, options.guard_days, critical));
            Some(Deviation {
                expected: level.mean,
                statistic: more_alarming(statistics, options),
                degrees: critical.degrees,
            })
        })
        .collect()
}

fn more_alarming([slow, sudden]: [f64; 2], options: &Options) -> f64 {
    if options.side.turn(slow) > options.side.turn(sudden) {
        slow
    } else {
        sudden
    }
}

fn level(window: &[f64]) -> Level {
    let days = window.len() as f64;
    let mean = window.iter().sum::<f64>() / days;
    let squares: f64 = window.iter().map(|y| (y - mean).powi(2)).sum();
    Level {
        days,
        mean,
        deviation: (squares / (days - 1.0)).sqrt(),
    }
}

impl Average {
    /// z ← ωy + (1 − ω)z, starting at the first value; an unknown day leaves it as it is.
    fn take_in(&mut self, today: f64) {
        if !today.is_finite() {
            return;
        }
        self.value = Some(self.value.map_or(today, |before| {
            self.omega * today + (1.0 - self.omega) * before
        }));
    }

    /// (z − mean)/σ. Beyond the alert limit the average itself is brought back to it, so that one loud day
    /// does not carry its alarm on.
    fn compare(&mut self, level: &Level, guard_days: usize, critical: Critical) -> f64 {
        let value = self.value.unwrap_or(level.mean);
        let sigma = self.sigma(level, guard_days, critical.warning);
        let statistic = (value - level.mean) / sigma;
        if statistic.abs() > critical.alert {
            self.value = Some(level.mean + statistic.signum() * critical.alert * sigma);
        }
        statistic
    }

    /// The standard error of z less the mean of B days that end g + 1 days earlier: sd · √(ω/(2−ω) + 1/B −
    /// 2(1−ω)^(g+1)(1 − (1−ω)^B)/B), raised by a constant for small counts, and a least value.
    fn sigma(&self, level: &Level, guard_days: usize, warning: f64) -> f64 {
        let rest = 1.0 - self.omega;
        let shared = rest.powi(guard_days as i32 + 1) * (1.0 - rest.powf(level.days)) / level.days;
        let variance = self.omega / (2.0 - self.omega) + 1.0 / level.days - 2.0 * shared;
        let unit = self.omega / warning;
        let least = unit * (0.01 + 0.05 * rest.powi(2));
        (level.deviation * variance.sqrt() + unit * small_count_constant(rest)).max(least)
    }
}

/// 0.1289 − (0.2414 − 0.1826(1−ω)⁴) · ln(10 · 0.05), fitted by ESSENCE's authors (Rnssp, 2024).
fn small_count_constant(rest: f64) -> f64 {
    0.1289 - (0.2414 - 0.1826 * rest.powi(4)) * 0.5_f64.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The factor against the variance of the weights themselves: z weighs day −j by ω(1−ω)^j, the mean
    /// weighs the B days before the guard by 1/B.
    #[test]
    fn the_factor_is_the_variance_of_the_weights() {
        for (omega, days, guard_days) in [(0.4, 28, 2), (0.9, 28, 2), (0.5, 7, 0), (0.3, 14, 5)] {
            let mut sum = 0.0;
            for back in 0..2000 {
                let in_baseline = back > guard_days && back <= guard_days + days;
                let mean_weight = if in_baseline {
                    1.0 / f64::from(days)
                } else {
                    0.0
                };
                let weight = omega * (1.0_f64 - omega).powi(back) - mean_weight;
                sum += weight * weight;
            }
            let average = Average { omega, value: None };
            let level = Level {
                days: f64::from(days),
                mean: 0.0,
                deviation: 1.0,
            };
            let constant = small_count_constant(1.0 - omega) * omega;
            let ours = average.sigma(&level, guard_days as usize, 1.0) - constant;
            assert!(
                (ours - sum.sqrt()).abs() < 1e-12,
                "{omega} {days} {guard_days}"
            );
        }
    }
}
