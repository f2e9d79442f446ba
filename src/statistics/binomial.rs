//! How unusual a count of successes is, exactly.

use super::gamma::ln_gamma;

/// Twice the smaller tail of Binomial(n, p) at x, at most 1: P(X <= x) or P(X >= x), whichever is smaller (Clopper &
/// Pearson 1934). Exact where few are counted and a normal deviation would promise too much.
///
/// `None` unless x <= n and 0 < p < 1. 8 of 10 at p = 0.3 gives 2 · 0.00159039.
#[must_use]
pub fn two_sided(x: u64, n: u64, p: f64) -> Option<f64> {
    if x > n || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let below = lower_tail(x, n, p);
    let above = match x {
        0 => 1.0,
        _ => lower_tail(n - x, n, 1.0 - p),
    };
    Some((2.0 * below.min(above)).min(1.0))
}

/// P(X <= x), summed from its largest term downwards; terms fall at least geometrically on the far side of the mean.
fn lower_tail(x: u64, n: u64, p: f64) -> f64 {
    let (count, size) = (x as f64, n as f64);
    if count >= size * p {
        // Not the smaller tail: more than about half.
        return 1.0;
    }
    let log_term = ln_gamma(size + 1.0) - ln_gamma(count + 1.0) - ln_gamma(size - count + 1.0)
        + count * p.ln()
        + (size - count) * (-p).ln_1p();
    let odds = (1.0 - p) / p;
    let (mut ratio, mut sum) = (1.0, 1.0);
    let mut k = count;
    while k > 0.0 && ratio > f64::EPSILON * sum {
        ratio *= k / (size - k + 1.0) * odds;
        sum += ratio;
        k -= 1.0;
    }
    (log_term.exp() * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// min(1, 2·min(binom.cdf(x, n, p), binom.sf(x − 1, n, p))), scipy 1.17.1.
    #[test]
    fn agrees_with_scipy() {
        for (x, n, p, expected) in [
            (8, 10, 0.3, 0.0031807728),
            (0, 10, 0.3, 0.0564950498),
            (10, 10, 0.3, 1.18098e-5),
            (3, 10, 0.3, 1.0),
            (120, 1000, 0.1, 0.043992289931588845),
            (80, 1000, 0.1, 0.035223149351672256),
            (520, 100_000, 0.005, 0.38100704775981337),
        ] {
            let ours = two_sided(x, n, p).unwrap();
            assert!((ours - expected).abs() < 1e-8, "{x} {n} {p}: {ours}");
        }
    }

    #[test]
    fn every_tail_is_the_sum_of_its_terms() {
        for n in 1..30_u64 {
            for p in [0.02, 0.3, 0.5, 0.97] {
                let terms: Vec<f64> = (0..=n)
                    .map(|k| {
                        let choose =
                            (1..=k).fold(1.0, |product, i| product * (n - k + i) as f64 / i as f64);
                        choose * f64::powi(p, k as i32) * f64::powi(1.0 - p, (n - k) as i32)
                    })
                    .collect();
                for x in 0..=n {
                    let below: f64 = terms[..=x as usize].iter().sum();
                    let above: f64 = terms[x as usize..].iter().sum();
                    let expected = (2.0 * below.min(above)).min(1.0);
                    let ours = two_sided(x, n, p).unwrap();
                    assert!(
                        (ours - expected).abs() < 1e-12,
                        "{x} {n} {p}: {ours} {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_count_has_no_tail() {
        assert_eq!(two_sided(3, 2, 0.5), None);
        assert_eq!(two_sided(1, 2, 0.0), None);
        assert_eq!(two_sided(1, 2, f64::NAN), None);
        assert_eq!(two_sided(0, 0, 0.5), Some(1.0));
    }
}
