//! EARS C1, C2 and C3: a day against the days just before it (Hutwagner, Thompson, Seeman & Treadwell 2003;
//! Fricker, Hegler & Dunfee 2008), for series too short for a season.
//!
//! C1 looks at the days before today, C2 leaves a gap of two days so that a rising wave does not raise its
//! own baseline, C3 adds up the last three C2. C3 keeps alarming after a peak has passed: nobody should be
//! woken by C3 alone. They know no weekdays: see [`super::regression_switch`].

use super::normal;

/// Days between C2's baseline and the day it looks at.
const GAP_DAYS: usize = 2;

/// C3 adds up what exceeds this many standard deviations.
const EXCESS_FROM: f64 = 1.0;

/// The settings of the three methods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Days of the baseline, at least 2.
    pub baseline_days: usize,
    /// The least standard deviation taken, 0.5 or 1 for sparse counts (Burkom, in the manual of R's
    /// `surveillance`): a flat baseline has none of its own.
    pub sigma_min: f64,
    /// Probability above the bound of C1 and C2 on an ordinary day.
    pub alpha: f64,
    /// Probability above the bound of C3.
    pub alpha_c3: f64,
}

impl Default for Options {
    /// 7 days, no least deviation, 0.001 and 0.025.
    fn default() -> Self {
        Self {
            baseline_days: 7,
            sigma_min: 0.0,
            alpha: 0.001,
            alpha_c3: 0.025,
        }
    }
}

/// One day under one method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Standard deviations above the baseline, for C3 summed; `None` where the deviation is 0.
    pub statistic: Option<f64>,
    /// The count above which the day alarms.
    pub upper_bound: f64,
    /// Strictly above the bound or not.
    pub is_alarm: bool,
}

struct Baseline {
    mean: f64,
    sigma: f64,
}

/// C1 = (Y − mean)/σ over the baseline just before the day, bound mean + z(1−α)·σ, σ = max(sd, `sigma_min`).
///
/// One reading per day of `series`, `None` before day baseline + 1 and where a value is not finite.
/// After 4, 6, 3, 5, 7, 4, 6 the bound is 9.370248.
#[must_use]
pub fn c1(series: &[f64], options: &Options) -> Vec<Option<Reading>> {
    direct(series, 0, options)
}

/// As [`c1`], with two days left out between the baseline and the day; first on day baseline + 3.
#[must_use]
pub fn c2(series: &[f64], options: &Options) -> Vec<Option<Reading>> {
    direct(series, GAP_DAYS, options)
}

/// C3 = Σ max(0, C2 − 1) over the day and the two before it, bound
/// Y + σ·(z(1−α) − Σ max(0, C2 − 1) over the two days before), at least 0; first on day baseline + 5.
///
/// R's `surveillance` computes the bound from Y, its manual prints the mean; the code is followed.
#[must_use]
pub fn c3(series: &[f64], options: &Options) -> Vec<Option<Reading>> {
    let z = normal::upper_quantile(options.alpha_c3);
    (0..series.len())
        .map(|day| summed(series, day, z, options))
        .collect()
}

fn direct(series: &[f64], gap_days: usize, options: &Options) -> Vec<Option<Reading>> {
    let z = normal::upper_quantile(options.alpha);
    let reading = |day: usize| {
        let baseline = baseline(series, day, gap_days, options)?;
        let upper_bound = baseline.mean + z * baseline.sigma;
        Some(Reading {
            statistic: statistic(series[day], &baseline),
            upper_bound,
            is_alarm: series[day] > upper_bound,
        })
    };
    (0..series.len()).map(reading).collect()
}

fn summed(series: &[f64], day: usize, z: f64, options: &Options) -> Option<Reading> {
    let excess = |day: usize| {
        let baseline = baseline(series, day, GAP_DAYS, options)?;
        let c2 = statistic(series[day], &baseline)?;
        Some((c2 - EXCESS_FROM).max(0.0))
    };
    let before = excess(day.checked_sub(2)?)? + excess(day - 1)?;
    let today = baseline(series, day, GAP_DAYS, options)?;
    let upper_bound = (series[day] + today.sigma * (z - before)).max(0.0);
    Some(Reading {
        statistic: excess(day).map(|today| before + today),
        upper_bound,
        is_alarm: series[day] > upper_bound,
    })
}

fn statistic(value: f64, baseline: &Baseline) -> Option<f64> {
    (baseline.sigma > 0.0).then(|| (value - baseline.mean) / baseline.sigma)
}

/// Mean and standard deviation (n − 1) of the days before the gap. `None` where they or the day are unknown.
fn baseline(series: &[f64], day: usize, gap_days: usize, options: &Options) -> Option<Baseline> {
    let end = day.checked_sub(gap_days)?;
    let window = &series[end.checked_sub(options.baseline_days)?..end];
    if window.len() < 2 || !series[day].is_finite() || !window.iter().all(|y| y.is_finite()) {
        return None;
    }
    let size = window.len() as f64;
    let mean = window.iter().sum::<f64>() / size;
    let squares: f64 = window.iter().map(|y| (y - mean).powi(2)).sum();
    let deviation = (squares / (size - 1.0)).sqrt();
    Some(Baseline {
        mean,
        sigma: deviation.max(options.sigma_min),
    })
}

#[cfg(test)]
mod tests;
