//! Wilson score interval of a proportion.

/// The Wilson (1927) score interval of x / n at the normal quantile `z`:
/// (2x + z² ± z·√(z² + 4x(1 − x/n))) / (2(n + z²)). Exactly 0 for x = 0 and exactly 1 for x = n, where
/// cancellation would leave a trace. `None` unless n > 0 and x <= n.
///
/// Coverage of a closed roster is a census: the interval compares places and nights, it never decides
/// whether a target is met. 65 of 100 gives 0.5525 to 0.7364.
#[must_use]
pub fn wilson(x: u64, n: u64, z: f64) -> Option<(f64, f64)> {
    if n == 0 || x > n {
        return None;
    }
    let (count, size) = (x as f64, n as f64);
    let middle = 2.0 * count + z * z;
    let half_width = z * (z * z + 4.0 * count * (1.0 - count / size)).sqrt();
    let scale = 2.0 * (size + z * z);
    let lower = if x == 0 {
        0.0
    } else {
        (middle - half_width) / scale
    };
    let upper = if x == n {
        1.0
    } else {
        (middle + half_width) / scale
    };
    Some((lower, upper))
}

#[cfg(test)]
mod tests {
    use super::super::normal::{Z_95, Z_998};
    use super::*;

    fn check(x: u64, n: u64, z: f64, expected: (f64, f64), tolerance: f64) {
        let (lower, upper) = wilson(x, n, z).unwrap();
        assert!((lower - expected.0).abs() < tolerance, "{x}/{n}: {lower}");
        assert!((upper - expected.1).abs() < tolerance, "{x}/{n}: {upper}");
    }

    #[test]
    fn agrees_with_statsmodels() {
        for (x, n, lower, upper, low_998, high_998) in [
            (0, 10, 0.0, 0.277532799863, 0.0, 0.488478900453),
            (10, 10, 0.722467200137, 1.0, 0.511521099547, 1.0),
            (
                1,
                7,
                0.025679624345,
                0.513127829274,
                0.012596442615,
                0.685280277989,
            ),
            (
                3,
                100,
                0.010254524024,
                0.084519364291,
                0.006045437154,
                0.135895243889,
            ),
            (
                98,
                100,
                0.929988209271,
                0.994498032450,
                0.879342072062,
                0.996973828149,
            ),
            (
                95,
                120,
                0.710523215670,
                0.854715603919,
                0.657828912928,
                0.882504941751,
            ),
            (
                499900,
                510200,
                0.979422290139,
                0.980194161591,
                0.979194325292,
                0.980411390527,
            ),
        ] {
            check(x, n, Z_95, (lower, upper), 1e-12);
            check(x, n, Z_998, (low_998, high_998), 1e-12);
        }
    }

    #[test]
    fn agrees_with_the_test_sheets_of_phe_indicator_methods() {
        for (x, n, lower, upper, low_998, high_998) in [
            (65, 100, 0.552544, 0.736358, 0.495495, 0.778354),
            (1045, 5000, 0.197955, 0.220491, 0.191794, 0.227316),
            (9856, 12345, 0.791210, 0.805364, 0.786992, 0.809306),
            (999, 3456, 0.274190, 0.304404, 0.265840, 0.313448),
        ] {
            check(x, n, Z_95, (lower, upper), 1e-6);
            check(x, n, Z_998, (low_998, high_998), 1e-6);
        }
    }

    #[test]
    fn the_ends_are_exact() {
        for n in [1, 7, 10, 510_200, 14_000_000] {
            assert_eq!(wilson(0, n, Z_95).unwrap().0, 0.0);
            assert_eq!(wilson(n, n, Z_95).unwrap().1, 1.0);
        }
        assert_eq!(wilson(0, 0, Z_95), None);
        assert_eq!(wilson(3, 2, Z_95), None);
    }
}
