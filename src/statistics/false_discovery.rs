//! Many places tested at once: how many alarms chance alone would raise, and which remain credible.

/// The alarms that chance alone would raise among `tests` tests at `alpha`: tests · alpha.
/// 3300 communes at 0.001 give 3.3 a night.
#[must_use]
pub fn expected_false_alarms(tests: usize, alpha: f64) -> f64 {
    tests as f64 * alpha
}

/// Benjamini–Hochberg q-values, in the order of `p_values` (Benjamini & Hochberg 1995; adjusted form of
/// Yekutieli & Benjamini 1999): with the m computable p-values ranked, q(i) = min over j >= i of m·p(j)/j,
/// at most 1. Alarms at q <= α hold at most a share α of false ones on average.
///
/// A test without a p-value (`None`, or outside 0 to 1) has no q-value and does not count in m. Equal
/// p-values get equal q-values. 0.01, 0.02, 0.03, 0.5 give 0.04, 0.04, 0.04, 0.5.
#[must_use]
pub fn q_values(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut ranked: Vec<(f64, usize)> = p_values
        .iter()
        .enumerate()
        .filter_map(|(index, p)| p.filter(|p| (0.0..=1.0).contains(p)).map(|p| (p, index)))
        .collect();
    ranked.sort_by(|left, right| left.0.total_cmp(&right.0));

    let tests = ranked.len() as f64;
    let mut q_values = vec![None; p_values.len()];
    let mut smallest = 1.0_f64;
    for (below, &(p, index)) in ranked.iter().enumerate().rev() {
        // The quotient first: it is at least 1, so that no q falls below its p by rounding.
        smallest = smallest.min(p * (tests / (below + 1) as f64));
        q_values[index] = Some(smallest);
    }
    q_values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// statsmodels 0.15.0, stats.multitest.multipletests(method="fdr_bh"); the p-values are those of
    /// the example of Benjamini & Hochberg (1995), of which four are rejected at 0.05.
    #[test]
    fn agrees_with_statsmodels() {
        let p_values = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0000,
        ];
        let expected = [
            0.0015,
            0.003,
            0.0095,
            0.035625,
            0.0603,
            0.06385714285714286,
            0.06385714285714286,
            0.0645,
            0.07650000000000001,
            0.48600000000000004,
            0.5811818181818182,
            0.7148749999999999,
            0.7532307692307693,
            0.8132142857142857,
            1.0,
        ];
        let ours = q_values(&p_values.map(Some));
        for (ours, theirs) in std::iter::zip(ours, expected) {
            assert!((ours.unwrap() - theirs).abs() < 1e-12, "{ours:?} {theirs}");
        }
    }

    #[test]
    fn tests_without_a_p_value_do_not_count() {
        let ours = q_values(&[None, Some(0.02), Some(f64::NAN), Some(0.5), Some(1.5)]);
        assert_eq!(ours, [None, Some(0.04), None, Some(0.5), None]);
        assert_eq!(q_values(&[]), []);
    }

    #[test]
    fn chance_alone() {
        assert!((expected_false_alarms(3300, 0.001) - 3.3).abs() < 1e-12);
        assert_eq!(expected_false_alarms(0, 0.001), 0.0);
    }

    /// By the definition: the smallest level at which the step-up rule rejects the test.
    fn brute_force(p_values: &[f64], of: f64) -> f64 {
        let tests = p_values.len() as f64;
        let level = |p: f64| {
            let at_most = p_values.iter().filter(|&&other| other <= p).count();
            tests * p / at_most as f64
        };
        p_values
            .iter()
            .filter(|&&p| p >= of)
            .map(|&p| level(p))
            .fold(1.0, f64::min)
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(
            // Few distinct values, so that ties are common.
            hundredths in prop::collection::vec(prop::option::of(0_u32..=40), 0..40),
        ) {
            let p_values: Vec<Option<f64>> =
                hundredths.iter().map(|p| p.map(|p| f64::from(p) / 40.0)).collect();
            let known: Vec<f64> = p_values.iter().copied().flatten().collect();
            for (p, q) in std::iter::zip(&p_values, q_values(&p_values)) {
                prop_assert_eq!(p.is_some(), q.is_some());
                if let (Some(p), Some(q)) = (p, q) {
                    prop_assert!((q - brute_force(&known, *p)).abs() < 1e-12);
                    prop_assert!(q >= *p && q <= 1.0);
                }
            }
        }
    }
}
