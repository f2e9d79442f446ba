//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// Φ⁻¹(0.975): two-sided 95 %, "2-sigma".
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Φ⁻¹(0.999): two-sided 99.8 %, "3-sigma".
pub const Z_998: f64 = 3.090_232_306_167_813;

/// 1/√2 less the nearest double, [`FRAC_1_SQRT_2`].
const FRAC_1_SQRT_2_REST: f64 = -4.833_646_656_726_457e-17;

/// Newton steps at most; about eight are taken.
const STEPS_MAX: usize = 100;

/// Φ(z) = P(Z <= z). Φ(1.96) = 0.9750021.
#[must_use]
pub fn cumulative(z: f64) -> f64 {
    upper_tail(-z)
}

/// P(Z > z) = erfc(z/√2)/2, to about 1e-15 of its value wherever that is a normal number (z < 37.5).
///
/// Far out erfc turns a last-bit error of its argument y into a relative error of 2y² bits; the rounding of
/// z/√2 is therefore carried along: erfc(y + δ) = erfc(y) − δ·(2/√π)·exp(−y²), to first order.
/// P(Z > 6) = 9.865876450377e-10.
#[must_use]
pub fn upper_tail(z: f64) -> f64 {
    let argument = z * FRAC_1_SQRT_2;
    if !argument.is_finite() {
        return 0.5 * libm::erfc(argument);
    }
    let rounding = z.mul_add(FRAC_1_SQRT_2, -argument) + z * FRAC_1_SQRT_2_REST;
    let correction = rounding * FRAC_2_SQRT_PI * (-argument * argument).exp();
    0.5 * (libm::erfc(argument) - correction)
}

/// P(|Z| > |z|), the two-sided p-value of a standardised deviation. z = ±1.959964 gives 0.05.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    (2.0 * upper_tail(z.abs())).min(1.0)
}

/// The z with P(Z > z) = `probability`; NaN unless 0 < probability < 1. 0.001 gives 3.0902323.
///
/// Newton's method on ln P(Z > z), which is concave and falling: started beyond the root, at √(−2 ln 2p), it
/// walks back to it, so no bracket is needed.
#[must_use]
pub fn upper_quantile(probability: f64) -> f64 {
    if !(probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    if probability > 0.5 {
        return -upper_quantile(1.0 - probability);
    }
    let mut z = (-2.0 * (2.0 * probability).ln()).sqrt();
    for _ in 0..STEPS_MAX {
        let tail = upper_tail(z);
        let step = (tail / probability).ln() * tail / density(z);
        // Not finite where the tail itself is too small for a double.
        if !step.is_finite() || step.abs() <= f64::EPSILON * z {
            break;
        }
        z += step;
    }
    z
}

/// φ(z) = exp(−z²/2)/√(2π).
fn density(z: f64) -> f64 {
    0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * (-0.5 * z * z).exp()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// mpmath 1.4.1 at 40 digits, erfc(z/√2)/2 of the double z.
    #[test]
    fn the_tail_agrees_with_mpmath() {
        for (z, expected) in [
            (-8.0, 0.999_999_999_999_999_4),
            (-1.0, 0.841_344_746_068_542_9),
            (0.0, 0.5),
            (0.3, 0.382_088_577_811_047_4),
            (1.0, 0.158_655_253_931_457_05),
            (Z_95, 0.025_000_000_000_000_01),
            (Z_998, 0.001_000_000_000_000_001),
            (5.0, 2.866_515_718_791_939e-7),
            (6.0, 9.865_876_450_376_98e-10),
            (8.2, 1.201_935_154_273_585_8e-16),
            (13.7, 5.076_214_811_597_879e-43),
            (20.0, 2.753_624_118_606_233_7e-89),
            (30.1, 2.422_667_217_985_759e-199),
            (37.0, 5.725_571_222_524_577e-300),
        ] {
            let ours = upper_tail(z);
            assert!((ours / expected - 1.0).abs() < 2e-15, "{z}: {ours:e}");
        }
    }

    #[test]
    fn the_constants_are_quantiles() {
        assert!((upper_quantile(0.025) - Z_95).abs() < 1e-15);
        assert!((upper_quantile(0.001) - Z_998).abs() < 1e-15);
        assert!((upper_quantile(0.5)).abs() < 1e-16);
        assert!((two_sided(Z_95) - 0.05).abs() < 1e-16);
        assert!((cumulative(1.96) - 0.975_002_104_851_779_5).abs() < 1e-15);
    }

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(upper_tail(f64::INFINITY), 0.0);
        assert_eq!(cumulative(f64::INFINITY), 1.0);
        assert_eq!(two_sided(0.0), 1.0);
        for outside in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
            assert!(upper_quantile(outside).is_nan());
        }
    }

    proptest! {
        #[test]
        fn the_quantile_inverts_the_tail(exponent in -300.0..-0.31_f64) {
            let probability = 10.0_f64.powf(exponent);
            let back = upper_tail(upper_quantile(probability));
            prop_assert!((back / probability - 1.0).abs() < 1e-12);
        }

        #[test]
        fn both_tails_sum_to_one(z in -40.0..40.0_f64) {
            prop_assert!((upper_tail(z) + cumulative(z) - 1.0).abs() < 1e-15);
        }
    }
}
