//! References: R `surveillance` 1.20.3, earsC, to the nine decimals printed (statistics.md, section 6.1).

use proptest::prelude::*;

use super::*;

const OUTBREAK: [f64; 25] = [
    4.0, 6.0, 3.0, 5.0, 7.0, 4.0, 6.0, 5.0, 3.0, 6.0, 4.0, 5.0, 8.0, 12.0, 15.0, 9.0, 6.0, 5.0,
    4.0, 30.0, 7.0, 5.0, 6.0, 4.0, 5.0,
];

const BOUNDS_C1: [f64; 18] = [
    9.370248438,
    9.299792580,
    9.337355083,
    9.299792580,
    9.370248438,
    8.152778798,
    10.241110229,
    15.486841343,
    21.259116315,
    20.641460232,
    20.641460232,
    20.251408822,
    20.641460232,
    39.489594871,
    39.259755365,
    37.911123899,
    37.768497143,
    37.906448649,
];

/// `days` count from 1, as R does.
fn check(readings: &[Option<Reading>], first_day: usize, bounds: &[f64], alarm_days: &[usize]) {
    assert!(readings[..first_day - 1].iter().all(Option::is_none));
    let known: Vec<Reading> = readings[first_day - 1..]
        .iter()
        .copied()
        .flatten()
        .collect();
    assert_eq!(known.len(), bounds.len());
    for (reading, bound) in std::iter::zip(&known, bounds) {
        assert!(
            (reading.upper_bound - bound).abs() < 1e-9,
            "{reading:?} {bound}"
        );
    }
    let alarms: Vec<usize> = (first_day..)
        .zip(&known)
        .filter_map(|(day, reading)| reading.is_alarm.then_some(day))
        .collect();
    assert_eq!(alarms, alarm_days);
}

#[test]
fn c1_agrees_with_surveillance() {
    check(
        &c1(&OUTBREAK, &Options::default()),
        8,
        &BOUNDS_C1,
        &[14, 20],
    );
}

#[test]
fn c2_agrees_with_surveillance() {
    check(
        &c2(&OUTBREAK, &Options::default()),
        10,
        &BOUNDS_C1[..16],
        &[14, 15, 20],
    );
}

#[test]
fn c3_agrees_with_surveillance() {
    let bounds = [
        7.932158027,
        10.636514972,
        13.182264165,
        11.535327204,
        0.0,
        0.0,
        7.851165283,
        11.745962061,
        37.745962061,
        0.0,
        0.0,
        23.706953730,
        22.014211252,
        23.064912763,
    ];
    check(
        &c3(&OUTBREAK, &Options::default()),
        12,
        &bounds,
        &[15, 16, 17, 21, 22],
    );
}

#[test]
fn sparse_counts_need_a_least_deviation() {
    let mut series = [0.0; 16];
    (series[12], series[15]) = (3.0, 1.0);
    let options = Options {
        sigma_min: 0.5,
        ..Options::default()
    };
    let mut bounds = [1.545116153; 9];
    bounds[6..].fill(3.932565504);
    check(&c1(&series, &options), 8, &bounds, &[13]);
    let bounds = [0.979981992, 3.979981992, 0.0, 0.0, 3.222390264];
    check(&c3(&series, &options), 12, &bounds, &[]);
}

/// The package's own test: salmNewport, ISO year 2011, to its six decimals.
#[test]
fn c1_agrees_with_the_test_of_the_package() {
    let series = [1.0, 1.0, 1.0, 3.0, 3.0, 1.0, 2.0, 1.0, 0.0, 3.0, 3.0];
    let options = Options {
        alpha: 0.05,
        ..Options::default()
    };
    let readings = c1(&series, &options);
    for (reading, bound) in readings[7..]
        .iter()
        .zip([3.278854, 3.278854, 3.436517, 3.855617])
    {
        assert!((reading.unwrap().upper_bound - bound).abs() < 1e-6);
    }
}

#[test]
fn a_flat_baseline_has_no_statistic() {
    let mut series = [2.0; 12];
    series[11] = 3.0;
    let reading = c1(&series, &Options::default())[11].unwrap();
    assert_eq!(reading.statistic, None);
    assert_eq!((reading.upper_bound, reading.is_alarm), (2.0, true));
    assert_eq!(c3(&series, &Options::default())[11], None);
}

#[test]
fn a_missing_day_silences_the_days_that_need_it() {
    let mut series = OUTBREAK;
    series[9] = f64::NAN;
    let known: Vec<bool> = c1(&series, &Options::default())
        .iter()
        .map(Option::is_some)
        .collect();
    assert!(known[8] && known[17] && !known[9..17].contains(&true));
}

proptest! {
    /// Statistic and bound say the same, and C3 is the sum of C2's excesses.
    #[test]
    fn the_three_agree_with_each_other(
        counts in prop::collection::vec(0_u32..40, 0..60),
        baseline_days in 0_usize..12,
    ) {
        let series: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
        let options = Options { baseline_days, sigma_min: 0.5, ..Options::default() };
        let (c2, c3) = (c2(&series, &options), c3(&series, &options));
        prop_assert_eq!(c2.len(), series.len());
        let excess = |day: usize| Some((c2[day]?.statistic? - 1.0).max(0.0));
        for day in 0..series.len() {
            let expected = (day >= 2)
                .then(|| Some(excess(day - 2)? + excess(day - 1)? + excess(day)?))
                .flatten();
            prop_assert_eq!(c3[day].and_then(|reading| reading.statistic), expected);
            if let Some(reading) = c2[day] {
                let is_beyond = reading.statistic.unwrap() > normal::Z_998;
                prop_assert_eq!(reading.is_alarm, is_beyond);
            }
        }
    }
}
