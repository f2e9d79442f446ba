use proptest::prelude::*;

use super::*;

type Limits = (Option<f64>, f64);

/// The references are printed to twelve decimals.
fn check(interval: CountInterval, expected: Limits, method: Method) {
    let close = |ours: f64, theirs: f64| (ours - theirs).abs() <= 1e-12 * theirs.abs() + 5e-13;
    assert!(close(interval.upper, expected.1), "{interval:?}");
    match (interval.lower, expected.0) {
        (Some(ours), Some(theirs)) => assert!(close(ours, theirs), "{interval:?}"),
        (ours, theirs) => assert_eq!(ours, theirs, "{interval:?}"),
    }
    assert_eq!(interval.method, method);
}

/// scipy.stats.chi2.ppf, scipy 1.17.1 (statistics.md, section 2).
#[test]
fn exact_limits_agree_with_scipy() {
    for (x, limits_95, limits_998) in [
        (0, (0.0, 3.688879454114), (0.0, 6.907755278982)),
        (
            1,
            (0.025317807984, 5.571643390939),
            (0.001000500334, 9.233413476452),
        ),
        (
            5,
            (1.623486390118, 11.668332079323),
            (0.739371731918, 16.454745203680),
        ),
        (
            9,
            (4.115373097378, 17.084803451419),
            (2.452424404364, 22.657373309063),
        ),
        (
            10,
            (4.795388696132, 18.390356042018),
            (2.960520372744, 24.133971145418),
        ),
        (
            65,
            (50.165627729234, 82.847835815872),
            (42.901837749707, 93.976279648436),
        ),
        (
            1045,
            (982.593709411132, 1110.330776611882),
            (947.946414895378, 1148.800291793174),
        ),
    ] {
        let (lower, upper) = limits_95;
        check(exact(x, Level::P95), (Some(lower), upper), Method::Exact);
        let (lower, upper) = limits_998;
        check(exact(x, Level::P998), (Some(lower), upper), Method::Exact);
    }
}

/// The formulas of PHEindicatormethods 2.1.0 (statistics.md, section 2).
#[test]
fn byar_limits_agree_with_phe() {
    for (x, limits_95, limits_998) in [
        (0, (None, 3.668011832174), (None, 7.066462526829)),
        (
            1,
            (Some(0.013072132902), 5.563755582475),
            (None, 9.362180217908),
        ),
        (
            5,
            (Some(1.611347715747), 11.668164123399),
            (Some(0.691395797501), 16.534973387771),
        ),
        (
            9,
            (Some(4.106885024013), 17.085780688537),
            (Some(2.407116712701), 22.720014767065),
        ),
        (
            10,
            (Some(4.787449913968), 18.391458605756),
            (Some(2.916318374696), 24.193724927881),
        ),
        (
            65,
            (Some(50.163187710459), 82.849138545940),
            (Some(42.880261471480), 94.000290844318),
        ),
        (
            1045,
            (Some(982.593201807333), 1_110.331_212_985_65),
            (Some(947.940703561037), 1148.806160988033),
        ),
    ] {
        check(byar(x, Level::P95), limits_95, Method::Byar);
        check(byar(x, Level::P998), limits_998, Method::Byar);
    }
}

/// The rates of the PHE test sheet, per 100,000, to its six decimals.
#[test]
fn rates_agree_with_the_phe_sheet() {
    for (x, population, lower, upper, code) in [
        (1, 100.0, 25.317808, 5571.643391, "exact"),
        (20, 100.0, 12211.428835, 30889.880369, "byar"),
        (222, 3215.0, 6026.574878, 7875.729371, "byar"),
        (250, 220.0, 99984.947385, 128631.144875, "byar"),
    ] {
        let interval = count_interval(x, Level::P95);
        let per_100k = 100_000.0 / population;
        assert!((interval.lower.unwrap() * per_100k - lower).abs() < 1e-6);
        assert!((interval.upper * per_100k - upper).abs() < 1e-6);
        assert_eq!(interval.method.code(), code);
    }
}

#[test]
fn the_seam_lies_between_nine_and_ten() {
    for level in [Level::P95, Level::P998] {
        assert_eq!(count_interval(9, level), exact(9, level));
        assert_eq!(count_interval(10, level), byar(10, level));
    }
}

/// Every count has limits, the largest too.
#[test]
fn no_count_is_too_large() {
    for x in [99_999_999, 100_000_001, 1 << 53, u64::MAX] {
        let interval = exact(x, Level::P998);
        assert!(interval.lower.unwrap() < x as f64 && interval.upper > x as f64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Byar's error, 1.5 % of the lower 99.8 % limit at ten, falls faster than 1/x.
    #[test]
    fn byar_stays_near_exact(x in 10_u64..3_000_000, is_wide: bool) {
        let level = if is_wide { Level::P998 } else { Level::P95 };
        let (ours, theirs) = (byar(x, level), exact(x, level));
        let allowed = 0.16 / x as f64;
        prop_assert!((ours.lower.unwrap() / theirs.lower.unwrap() - 1.0).abs() < allowed);
        prop_assert!((ours.upper / theirs.upper - 1.0).abs() < allowed);
    }

    #[test]
    fn limits_grow_with_the_count_and_the_level(x in 0_u64..100_000) {
        let (here, next) = (exact(x, Level::P95), exact(x + 1, Level::P95));
        prop_assert!(here.lower < next.lower && here.upper < next.upper);
        let wide = exact(x, Level::P998);
        prop_assert!(wide.lower <= here.lower && here.upper < wide.upper);
    }
}
