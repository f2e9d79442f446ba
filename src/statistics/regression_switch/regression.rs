//! The day against a line plus a level for each weekday.
//!
//! Fitted without a matrix: with weekday levels in the model, the slope is that of the values less their
//! weekday's mean on the days less theirs (Frisch & Waugh 1933), and a weekday's level follows from its mean.

use super::{Critical, Deviation, Options, baseline};

const WEEKDAYS: usize = 7;

/// Levels and slope, the degrees of freedom the fit spends.
const PARAMETERS: usize = WEEKDAYS + 1;

/// Days a baseline needs, so that three degrees of freedom remain.
const DAYS_MIN: usize = PARAMETERS + 3;

/// The least standard error, times t(0.95) (Rnssp, 2024; 1.01 in its earlier versions).
const SIGMA_MIN: f64 = 0.01;

/// The forecast's miss and how well the line explained its baseline.
pub(super) struct Fit {
    pub(super) deviation: Deviation,
    /// 1 − (1 − R²)(n − 1)/(n − 8); 0 for a baseline that does not vary.
    pub(super) r_squared_adjusted: f64,
}

/// Sums over the days of one weekday.
#[derive(Clone, Copy, Default)]
struct Level {
    days: f64,
    day_mean: f64,
    value_mean: f64,
}

/// A fitted baseline; days count from its first.
struct Line {
    levels: [Level; WEEKDAYS],
    slope: f64,
}

impl Line {
    fn through(window: &[f64]) -> Self {
        let levels = std::array::from_fn(|weekday| level(window, weekday));
        let (mut along, mut across) = (0.0, 0.0);
        for (day, value) in window.iter().enumerate() {
            let Level {
                day_mean,
                value_mean,
                ..
            } = levels[day % WEEKDAYS];
            let distance = day as f64 - day_mean;
            along += distance * distance;
            across += distance * (value - value_mean);
        }
        Self {
            levels,
            slope: across / along,
        }
    }

    fn value_on(&self, day: usize) -> f64 {
        let level = self.levels[day % WEEKDAYS];
        level.value_mean + self.slope * (day as f64 - level.day_mean)
    }
}

fn level(window: &[f64], weekday: usize) -> Level {
    let mut level = Level::default();
    for (day, value) in window.iter().enumerate().skip(weekday).step_by(WEEKDAYS) {
        level.days += 1.0;
        level.day_mean += day as f64;
        level.value_mean += value;
    }
    level.day_mean /= level.days;
    level.value_mean /= level.days;
    level
}

/// The fit of every day; `None` where its baseline is shorter than [`DAYS_MIN`].
pub(super) fn fits(series: &[f64], options: &Options) -> Vec<Option<Fit>> {
    let mut critical = Critical::at(1);
    (0..series.len())
        .map(|day| {
            let window = baseline(series, day, DAYS_MIN, options)?;
            critical = critical.moved_to((window.len() - PARAMETERS) as u32);
            Some(fit(window, series[day], options.guard_days, critical))
        })
        .collect()
}

/// σ = max(√MSE · √((n+7)(n−4)/(n(n−7))), 0.01/t(0.95)), MSE on n − 8 degrees: the standard error of a
/// forecast three days past n days, in closed form. The forecast is at least 0.
fn fit(window: &[f64], today: f64, guard_days: usize, critical: Critical) -> Fit {
    let line = Line::through(window);
    let size = window.len() as f64;
    let mean = window.iter().sum::<f64>() / size;
    let (mut residual, mut explained) = (0.0, 0.0);
    for (day, value) in window.iter().enumerate() {
        let fitted = line.value_on(day);
        residual += (value - fitted).powi(2);
        explained += (fitted - mean).powi(2);
    }
    let degrees = f64::from(critical.degrees);
    let forecast_error = ((size + 7.0) * (size - 4.0) / (size * (size - 7.0))).sqrt();
    let sigma = ((residual / degrees).sqrt() * forecast_error).max(SIGMA_MIN / critical.warning);
    let expected = line.value_on(window.len() + guard_days).max(0.0);
    Fit {
        deviation: Deviation {
            expected,
            statistic: (today - expected) / sigma,
            degrees: critical.degrees,
        },
        r_squared_adjusted: adjusted(residual, explained, size),
    }
}

fn adjusted(residual: f64, explained: f64, size: f64) -> f64 {
    let total = residual + explained;
    if total == 0.0 {
        return 0.0;
    }
    1.0 - residual / total * (size - 1.0) / (size - PARAMETERS as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Intercept, day, and an indicator for each weekday but the last.
    fn row(day: usize) -> [f64; PARAMETERS] {
        let mut row = [0.0; PARAMETERS];
        (row[0], row[1]) = (1.0, day as f64);
        if day % WEEKDAYS < WEEKDAYS - 1 {
            row[2 + day % WEEKDAYS] = 1.0;
        }
        row
    }

    /// The normal equations of the full design matrix, by Gaussian elimination with row exchange.
    fn coefficients(window: &[f64]) -> [f64; PARAMETERS] {
        let mut system = [[0.0; PARAMETERS + 1]; PARAMETERS];
        for (day, value) in window.iter().enumerate() {
            let row = row(day);
            for (equation, factor) in std::iter::zip(&mut system, row) {
                for (cell, other) in std::iter::zip(&mut *equation, row.iter().chain([value])) {
                    *cell += factor * other;
                }
            }
        }
        for pivot in 0..PARAMETERS {
            let size = |row: &usize| system[*row][pivot].abs();
            let largest = (pivot..PARAMETERS)
                .max_by(|a, b| size(a).total_cmp(&size(b)))
                .unwrap();
            system.swap(pivot, largest);
            let pivot_row = system[pivot].map(|cell| cell / system[pivot][pivot]);
            for equation in &mut system {
                let factor = equation[pivot];
                for (cell, other) in std::iter::zip(equation, pivot_row) {
                    *cell -= factor * other;
                }
            }
            system[pivot] = pivot_row;
        }
        system.map(|equation| equation[PARAMETERS])
    }

    proptest! {
        #[test]
        fn agrees_with_the_normal_equations(
            counts in prop::collection::vec(0_u32..200, DAYS_MIN..60),
            guard_days in 0_usize..5,
        ) {
            let window: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
            let line = Line::through(&window);
            let beta = coefficients(&window);
            for day in 0..window.len() + guard_days + 1 {
                let theirs: f64 = std::iter::zip(row(day), beta).map(|(x, b)| x * b).sum();
                prop_assert!((line.value_on(day) - theirs).abs() < 1e-8);
            }
        }

        #[test]
        fn a_line_with_weekdays_is_found_exactly(
            slope in -3.0..3.0_f64,
            levels in prop::array::uniform7(0.0..50.0_f64),
            days in DAYS_MIN..60,
        ) {
            let truth = |day: usize| 200.0 + levels[day % WEEKDAYS] + slope * day as f64;
            let window: Vec<f64> = (0..days).map(truth).collect();
            let expected = truth(days + 2).max(0.0);
            let fit = fit(&window, expected, 2, Critical::at((days - PARAMETERS) as u32));
            prop_assert!((fit.deviation.expected - expected).abs() < 1e-9);
            prop_assert!(fit.deviation.statistic.abs() < 1e-4);
            prop_assert!(fit.r_squared_adjusted > 1.0 - 1e-9);
        }
    }
}
