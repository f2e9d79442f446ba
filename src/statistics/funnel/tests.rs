use proptest::prelude::*;

use super::*;

fn check(limits: Limits, expected: [f64; 4], tolerance: f64) {
    let ours = [
        limits.low_0001,
        limits.low_0025,
        limits.high_0025,
        limits.high_0001,
    ];
    for (ours, theirs) in std::iter::zip(ours, expected) {
        assert!((ours - theirs).abs() < tolerance, "{limits:?} {theirs}");
    }
}

/// statistics.md, section 4, to its nine decimals.
#[test]
fn proportion_limits_at_92_percent() {
    for (n, expected) in [
        (50, [0.801438132, 0.844802744, 0.995197256, 1.0]),
        (500, [0.882507445, 0.896220540, 0.943779460, 0.957492555]),
        (5000, [0.908143813, 0.912480274, 0.927519726, 0.931856187]),
    ] {
        check(proportion_limits(0.92, n), expected, 1e-9);
    }
}

/// `testdata_funnel_prop_outputs.csv` of PHEindicatormethods, to 5e-7 percentage points.
#[test]
fn proportion_limits_agree_with_phe() {
    let average = 0.806_424_478_571_495_6;
    let at = |n| proportion_limits(average, n);
    assert!((at(1).low_0025 * 100.0 - 3.204264).abs() < 1e-6);
    assert!((at(2).low_0025 * 100.0 - 25.885383).abs() < 1e-6);
    assert!((at(3).low_0001 * 100.0 - 10.150815).abs() < 1e-6);
}

/// statistics.md, section 4, to its nine decimals: 95 % pair, then 99.8 % pair.
#[test]
fn ratio_limits_at_observed_counts() {
    for (k, expected) in [
        (1, [0.108302309, 0.179480259, 39.497890205, 999.499916625]),
        (5, [0.303863715, 0.428510259, 3.079791756, 6.762498192]),
        (20, [0.525736354, 0.647492726, 1.637127486, 2.232588062]),
        (100, [0.741156233, 0.822187257, 1.229044919, 1.390406798]),
    ] {
        check(ratio_limits_at_observed(k).unwrap(), expected, 1e-9);
    }
    assert_eq!(ratio_limits_at_observed(0), None);
}

/// Rows of `testdata_funnel_ratio_outputs.csv` of PHEindicatormethods, per 100; its iteration stops within 5e-5.
#[test]
fn ratio_limits_agree_with_phe() {
    for (k, expected) in [
        (1, [10.83023482, 17.94802207, 3949.774946, 99945.32721]),
        (20, [52.57362804, 64.74926614, 163.7127595, 223.2588569]),
        (100, [74.11562345, 82.21871402, 122.9044681, 139.0406755]),
        (716, [89.20960712, 92.93605352, 107.7488421, 112.5516964]),
    ] {
        let limits = ratio_limits_at_observed(k).unwrap();
        let ours = [
            limits.low_0001,
            limits.low_0025,
            limits.high_0025,
            limits.high_0001,
        ];
        for (ours, theirs) in std::iter::zip(ours, expected) {
            assert!(
                (ours * 100.0 / theirs - 1.0).abs() < 5e-5,
                "{ours} {theirs}"
            );
        }
    }
}

/// `tests/testthat/test-poisson_limits.R` of FunnelPlotR, to its seven digits.
#[test]
fn ratio_limits_at_expected_counts() {
    for (expected_count, expected) in [
        (15.0, [0.3862650, 0.5596924, 1.649348, 2.082907]),
        (20.0, [0.4479107, 0.6108260, 1.544419, 1.902094]),
        (30.0, [0.5289724, 0.6746958, 1.427562, 1.702771]),
    ] {
        check(
            ratio_limits_at_expected(expected_count).unwrap(),
            expected,
            1e-6,
        );
    }
    for nothing in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(ratio_limits_at_expected(nothing), None);
        assert_eq!(ratio_flag(3, nothing), None);
    }
}

/// Strictly beyond a limit, the outer limit first.
#[test]
fn a_value_on_the_limit_is_not_flagged() {
    let limits = proportion_limits(0.5, 100);
    for (value, flag) in [
        (0.0, Flag::Low0001),
        (limits.low_0001, Flag::Low0025),
        (limits.low_0025, Flag::NotSignificant),
        (0.5, Flag::NotSignificant),
        (limits.high_0025, Flag::NotSignificant),
        (limits.high_0001, Flag::High0025),
        (1.0, Flag::High0001),
    ] {
        assert_eq!(limits.flag(value), flag, "{value}");
    }
    assert_eq!(Flag::Low0001.code(), "low_0.001");
}

#[test]
fn ratio_flags_follow_the_published_interval() {
    for (observed, expected, flag) in [
        (895, 835.883561, Flag::High0025),
        (895, 700.0, Flag::High0001),
        (895, 895.0, Flag::NotSignificant),
        (895, 960.0, Flag::Low0025),
        (9, 835.883561, Flag::Low0001),
        (0, 3.0, Flag::NotSignificant),
        (0, 4.0, Flag::Low0025),
        (0, 7.0, Flag::Low0001),
        (9, 2.0, Flag::High0001),
        (9, 4.0, Flag::High0025),
    ] {
        assert_eq!(
            ratio_flag(observed, expected),
            Some(flag),
            "{observed}/{expected}"
        );
    }
}

#[test]
fn without_variation_there_is_no_funnel() {
    for (places, reason) in [
        (&[][..], NotComputable::TooFewPlaces),
        (&[(3, 5)], NotComputable::TooFewPlaces),
        (&[(3, 5), (0, 0), (6, 5)], NotComputable::TooFewPlaces),
        (&[(0, 5), (0, 9)], NotComputable::AverageAtEnd),
        (&[(5, 5), (9, 9)], NotComputable::AverageAtEnd),
    ] {
        assert_eq!(average_proportion(places), Err(reason));
        assert_eq!(proportions(places), Err(reason));
    }
}

#[test]
fn a_place_without_people_stays_in_its_row() {
    let places = proportions(&[(30, 100), (0, 0), (70, 100)]).unwrap();
    assert_eq!(places[1], None);
    let (first, last) = (places[0].unwrap(), places[2].unwrap());
    assert_eq!((first.flag, last.flag), (Flag::Low0001, Flag::High0001));
    assert!((first.z + 4.0).abs() < 1e-12 && (last.z - 4.0).abs() < 1e-12);
    assert!((first.p_value - 6.334_248_366_623_984e-5).abs() < 1e-15);
}

proptest! {
    #[test]
    fn flags_agree_with_z(places in prop::collection::vec((0_u64..300, 0_u64..600), 2..30)) {
        let Ok(compared) = proportions(&places) else { return Ok(()) };
        for place in compared.iter().flatten() {
            // A hair's breadth either side of a limit rounding may decide.
            if (place.z.abs() - Z_95).abs() > 1e-9 {
                let is_flagged = place.flag != Flag::NotSignificant;
                prop_assert_eq!(is_flagged, place.z.abs() > Z_95);
                prop_assert_eq!(is_flagged, place.p_value < 0.05);
            }
        }
    }
}
