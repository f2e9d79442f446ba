//! Quantiles of the gamma distribution, from which exact Poisson limits follow.
//!
//! P(X >= x) of a Poisson count of mean μ is the lower tail P(x, μ) of a gamma variable of shape x, and
//! P(X <= x) the upper tail Q(x + 1, μ); both equal chi-square tails of 2x and 2x + 2 degrees at 2μ.
//! To about 1e-13 of the value for shapes up to [`SHAPE_MAX`], beyond it the normal approximation, by then
//! as good.

use std::f64::consts::TAU;

use super::normal;

/// From here the Wilson–Hilferty (1931) cube is used alone: its relative error falls as shape^(−3/2), from
/// 6e-6 at 1000 to 2e-13 here (99.8 %), while the sum takes ever more terms.
const SHAPE_MAX: f64 = 1e8;

/// More terms than any shape up to [`SHAPE_MAX`] takes.
const TERMS_MAX: u32 = 2_000_000;

/// Newton steps at most; four to eight are taken.
const STEPS_MAX: usize = 100;

/// From here the Stirling error is its series; below it is carried down from here.
const STIRLING_MIN: f64 = 16.0;

/// The x with P(X <= x) = `probability` for a gamma variable of `shape` and scale 1; NaN unless shape > 0
/// and 0 < probability <= 0.5. Shape 5 at 0.025 gives 1.623486390118.
///
/// Newton's method on ln P as a function of ln x, which is concave and rising: after one step every iterate
/// lies before the root and walks up to it, so no bracket is needed.
pub fn lower_quantile(shape: f64, probability: f64) -> f64 {
    if !is_in_domain(shape, 0.0, probability) {
        return f64::NAN;
    }
    let start = wilson_hilferty(shape, -normal::upper_quantile(probability));
    if shape > SHAPE_MAX {
        return start;
    }
    let near_zero = ((probability.ln() + ln_gamma(shape + 1.0)) / shape).exp();
    solve(start.max(near_zero), |x| {
        let sum = lower_series(shape, x);
        let excess = ln_kernel(shape, x) + (sum / shape / probability).ln();
        -excess * sum / shape
    })
}

/// The x with P(X > x) = `probability`; NaN unless shape >= 1 and 0 < probability <= 0.5.
/// Shape 6 at 0.025 gives 11.668332079323. By Newton's method on ln Q, concave and falling in ln x.
pub fn upper_quantile(shape: f64, probability: f64) -> f64 {
    if !is_in_domain(shape, 1.0, probability) {
        return f64::NAN;
    }
    let start = wilson_hilferty(shape, normal::upper_quantile(probability));
    if shape > SHAPE_MAX {
        return start;
    }
    solve(start, |x| {
        let fraction = upper_fraction(shape, x);
        let excess = ln_kernel(shape, x) + (fraction / probability).ln();
        excess * fraction
    })
}

fn is_in_domain(shape: f64, shape_min: f64, probability: f64) -> bool {
    shape > 0.0
        && shape >= shape_min
        && shape.is_finite()
        && probability > 0.0
        && probability <= 0.5
}

/// Steps in ln x until they no longer move x.
fn solve(start: f64, step_at: impl Fn(f64) -> f64) -> f64 {
    let mut x = start;
    for _ in 0..STEPS_MAX {
        let step = step_at(x);
        x *= step.exp();
        if step.abs() <= 2.0 * f64::EPSILON {
            break;
        }
    }
    x
}

/// a(1 − 1/(9a) + z/(3√a))³, near the normal quantile z of a gamma variable of shape a.
pub fn wilson_hilferty(shape: f64, z: f64) -> f64 {
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    shape * root.powi(3)
}

/// S of P(a, x) = x^a e^(−x) / Γ(a + 1) · S: 1 + x/(a+1) + x²/((a+1)(a+2)) + …
/// (Abramowitz & Stegun 1964, 6.5.29).
fn lower_series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for index in 1..TERMS_MAX {
        term *= x / (shape + f64::from(index));
        sum += term;
        if term < sum * f64::EPSILON / 16.0 {
            break;
        }
    }
    sum
}

/// C of Q(a, x) = x^a e^(−x) / Γ(a) · C: 1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …)))
/// (Abramowitz & Stegun 1964, 6.5.31), by the recurrence of Lentz (1976).
fn upper_fraction(shape: f64, x: f64) -> f64 {
    let mut denominator = x + 1.0 - shape;
    let mut ratio_above = f64::MAX;
    let mut ratio_below = 1.0 / not_zero(denominator);
    let mut fraction = ratio_below;
    for index in 1..TERMS_MAX {
        let step = f64::from(index);
        let numerator = step * (shape - step);
        denominator += 2.0;
        ratio_below = 1.0 / not_zero(numerator.mul_add(ratio_below, denominator));
        ratio_above = not_zero(denominator + numerator / ratio_above);
        let change = ratio_below * ratio_above;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// Lentz's recurrence divides by its parts, any of which may pass through 0.
fn not_zero(value: f64) -> f64 {
    if value == 0.0 {
        f64::MIN_POSITIVE
    } else {
        value
    }
}

/// ln(x^a e^(−x) / Γ(a)) = ½ ln(a/2π) − δ(a) − a·h(x/a) with h(r) = r − 1 − ln r (Loader 2000): its parts
/// stay small where a ln x, x and ln Γ(a) are large and cancel.
fn ln_kernel(shape: f64, x: f64) -> f64 {
    0.5 * (shape / TAU).ln() - stirling_error(shape) - shape * deviance(x, shape)
}

/// r − 1 − ln r for r = x/a. Near r = 1 from s = (x−a)/(x+a): ln r = 2(s + s³/3 + s⁵/5 + …) and
/// r − 1 = 2s/(1 − s), which leave (r − 1)·s − 2(s³/3 + s⁵/5 + …).
fn deviance(x: f64, shape: f64) -> f64 {
    let excess = (x - shape) / shape;
    if excess.abs() >= 0.1 {
        return excess - (x / shape).ln();
    }
    let half = (x - shape) / (x + shape);
    let series: f64 = (1..12)
        .map(|index| half.powi(2 * index + 1) / f64::from(2 * index + 1))
        .sum();
    excess * half - 2.0 * series
}

/// ln Γ(a) = (a − ½) ln a − a + ½ ln 2π + δ(a).
pub fn ln_gamma(shape: f64) -> f64 {
    (shape - 0.5) * shape.ln() - shape + 0.5 * TAU.ln() + stirling_error(shape)
}

/// δ(a), by Stirling's series from [`STIRLING_MIN`] (Abramowitz & Stegun 1964, 6.1.40), below it from
/// δ(a) = δ(a + 1) + (a + ½) ln(1 + 1/a) − 1.
fn stirling_error(shape: f64) -> f64 {
    let mut at = shape;
    let mut carried = 0.0;
    while at < STIRLING_MIN {
        carried += (at + 0.5) * at.recip().ln_1p() - 1.0;
        at += 1.0;
    }
    let square = (at * at).recip();
    let series = 1.0 / 12.0
        - square
            * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0)));
    carried + series / at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ours: f64, expected: f64, tolerance: f64) {
        let error = (ours / expected - 1.0).abs();
        assert!(error < tolerance, "{ours} {expected}: {error:e}");
    }

    /// mpmath 1.4.1 at 30 digits: the root of the regularised incomplete gamma function.
    #[test]
    fn quantiles_agree_with_mpmath() {
        for (shape, probability, expected) in [
            (0.3, 0.025, 3.1856790317391655e-6),
            (0.3, 0.001, 6.972_699_096_783_344e-11),
            (1.0, 0.025, 0.025317807984289875),
            (1.0, 0.001, 0.0010005003335835335),
            (2.5, 0.025, 0.415_605_806_743_331_2),
            (2.5, 0.001, 0.10510630131460958),
            (9.0, 0.025, 4.115_373_097_378_332),
            (9.0, 0.001, 2.452_424_404_363_775),
            (15.0, 0.025, 8.395_386_132_783_312),
            (15.0, 0.001, 5.793975522822528),
            (16.0, 0.025, 9.145_382_453_641_524),
            (16.0, 0.001, 6.4053272914018145),
            (65.0, 0.025, 50.165_627_729_234_27),
            (65.0, 0.001, 42.901_837_749_707_29),
            (1045.0, 0.025, 982.593_709_411_132),
            (1045.0, 0.001, 947.946_414_895_377_9),
            (20000.0, 0.025, 19723.767600607053),
            (20000.0, 0.001, 19565.82343378803),
            (1000000.0, 0.025, 998040.9833402939),
            (1000000.0, 0.001, 996_912.617_319_815_2),
        ] {
            check(lower_quantile(shape, probability), expected, 1e-13);
        }
        for (shape, probability, expected) in [
            (1.0, 0.025, 3.6888794541139363),
            (1.0, 0.001, 6.907_755_278_982_137),
            (2.5, 0.025, 6.416_250_997_015_014),
            (2.5, 0.001, 10.257_502_826_216_44),
            (9.0, 0.025, 15.763189220193315),
            (9.0, 0.001, 21.156_198_165_839_98),
            (15.0, 0.025, 23.489_621_121_835_58),
            (15.0, 0.001, 29.851532152214965),
            (16.0, 0.025, 24.740218871485844),
            (16.0, 0.001, 31.243609528544248),
            (65.0, 0.025, 81.726_571_208_885),
            (65.0, 0.001, 92.78548519441262),
            (1045.0, 0.025, 1109.3004660905956),
            (1045.0, 0.001, 1147.7525088438555),
            (20000.0, 0.025, 20278.126698463334),
            (20000.0, 0.001, 20_439.876_216_629_43),
            (1000000.0, 0.025, 1001960.9109654504),
            (1000000.0, 0.001, 1003093.0823698545),
        ] {
            check(upper_quantile(shape, probability), expected, 1e-13);
        }
    }

    #[test]
    fn the_normal_approximation_takes_over_without_a_step() {
        for probability in [0.025, 0.001] {
            let z = normal::upper_quantile(probability);
            let (low, high) = (
                wilson_hilferty(SHAPE_MAX, -z),
                wilson_hilferty(SHAPE_MAX, z),
            );
            check(lower_quantile(SHAPE_MAX, probability), low, 1e-12);
            check(upper_quantile(SHAPE_MAX, probability), high, 1e-12);
        }
    }

    #[test]
    fn nothing_outside_the_domain() {
        for (shape, probability) in [
            (0.0, 0.025),
            (-1.0, 0.025),
            (f64::NAN, 0.025),
            (f64::INFINITY, 0.025),
            (5.0, 0.0),
            (5.0, 0.6),
            (5.0, f64::NAN),
        ] {
            assert!(lower_quantile(shape, probability).is_nan());
            assert!(upper_quantile(shape, probability).is_nan());
        }
    }
}
