//! References: CDC's Rnssp R code at 7f76909, to the digits printed (statistics.md, section 6.2). The series
//! starts on Monday 2026-09-07.

use proptest::prelude::*;

use super::*;

const THROUGHPUT: [f64; 42] = [
    12.0, 15.0, 14.0, 13.0, 16.0, 5.0, 3.0, 14.0, 16.0, 12.0, 15.0, 17.0, 6.0, 4.0, 13.0, 15.0,
    16.0, 14.0, 18.0, 5.0, 2.0, 15.0, 17.0, 14.0, 16.0, 15.0, 7.0, 3.0, 16.0, 14.0, 15.0, 17.0,
    16.0, 6.0, 4.0, 30.0, 28.0, 16.0, 15.0, 17.0, 6.0, 5.0,
];

/// Days since 2026-09-07.
const OCTOBER_6: usize = 29;
const OCTOBER_12: usize = 35;
const OCTOBER_13: usize = 36;
const OCTOBER_14: usize = 37;

fn near(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() < tolerance, "{ours} {theirs}");
}

#[test]
fn the_switch_agrees_with_rnssp() {
    let signals = signals(&THROUGHPUT, &Options::default());
    for (day, expected, statistic, p_value, alert) in [
        (OCTOBER_6, 16.765625, -1.994811292, 0.96969526, Alert::Blue),
        (
            OCTOBER_12,
            15.0714286,
            9.925409681,
            1.7938635e-09,
            Alert::Red,
        ),
        (
            OCTOBER_13,
            15.9642857,
            8.018356713,
            5.6254448e-08,
            Alert::Red,
        ),
        (
            OCTOBER_14,
            14.8214286,
            0.783584975,
            0.221232513,
            Alert::Blue,
        ),
    ] {
        let signal = signals[day].unwrap();
        near(signal.expected, expected, 1e-7);
        near(signal.statistic, statistic, 1e-9);
        near(signal.p_value, p_value, 1e-8 * p_value.max(1e-6));
        assert_eq!(
            (signal.alert, signal.detector),
            (alert, Detector::Regression)
        );
    }
    // From the fourteenth day the regression speaks throughout; before it only the averages can.
    for (day, signal) in signals.iter().enumerate() {
        let detector = match day {
            0..9 => None,
            9..13 => Some(Detector::Ewma),
            _ => Some(Detector::Regression),
        };
        assert_eq!(signal.map(|signal| signal.detector), detector, "{day}");
    }
}

#[test]
fn the_averages_agree_with_rnssp() {
    let signals = ewma_signals(&THROUGHPUT, &Options::default());
    let first = signals[OCTOBER_12].unwrap();
    near(first.statistic, 3.0662911979, 1e-9);
    near(first.p_value, 0.002440411890, 1e-11);
    assert_eq!(first.alert, Alert::Red);
    let later = signals[OCTOBER_14].unwrap();
    near(later.p_value, 0.025145701, 1e-9);
    assert_eq!(later.alert, Alert::Yellow);
}

/// A Monday with nobody, and the days around it.
#[test]
fn a_collapse_alarms_on_the_low_side_alone() {
    let mut series = THROUGHPUT;
    series[OCTOBER_12] = 0.0;
    let low = Options {
        side: Side::Low,
        ..Options::default()
    };
    let of = |options: &Options| signals(&series, options)[OCTOBER_12].unwrap();
    let (low, high) = (of(&low), of(&Options::default()));
    assert_eq!((low.alert, high.alert), (Alert::Red, Alert::Blue));
    near(low.p_value + high.p_value, 1.0, 1e-12);
    assert!(low.statistic < 0.0 && low.statistic == high.statistic);
}

#[test]
fn no_variation_falls_to_the_averages() {
    let mut series = [0.0; 40];
    series[39] = 3.0;
    let signals = signals(&series, &Options::default());
    assert_eq!(signals[38].unwrap().alert, Alert::Blue);
    assert_eq!(signals[39].unwrap().alert, Alert::Red);
    assert_eq!(signals[39].unwrap().detector, Detector::Ewma);
}

#[test]
fn an_unknown_day_silences_the_days_that_need_it() {
    let mut series = [THROUGHPUT, THROUGHPUT].concat();
    series[20] = f64::NAN;
    let known: Vec<bool> = signals(&series, &Options::default())
        .iter()
        .map(Option::is_some)
        .collect();
    assert!(known[19] && !known[20] && known[21] && known[22]);
    assert!(!known[23..=50].contains(&true) && !known[51..].contains(&false));
}

proptest! {
    #[test]
    fn any_series_and_setting_gives_a_signal_a_day(
        series in prop::collection::vec(
            prop_oneof![9 => 0.0..50.0_f64, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY)],
            0..80,
        ),
        baseline_days in 0_usize..40,
        guard_days in 0_usize..90,
    ) {
        let options = Options { baseline_days, guard_days, ..Options::default() };
        let signals = signals(&series, &options);
        prop_assert_eq!(signals.len(), series.len());
        for signal in signals.iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&signal.p_value));
            prop_assert!(signal.expected >= 0.0 && signal.statistic.is_finite());
        }
    }

    /// Weeks are what counts: shifting the start of the series by a week changes nothing.
    #[test]
    fn regression_does_not_depend_on_the_weekday_of_the_first_day(
        counts in prop::collection::vec(0_u32..60, 40..60),
        dropped in 0_usize..7,
    ) {
        let series: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
        let day = series.len() - 1;
        let whole = regression::fits(&series, &Options::default());
        let part = regression::fits(&series[dropped..], &Options::default());
        let whole = whole[day].as_ref().unwrap().deviation;
        let part = part[day - dropped].as_ref().unwrap().deviation;
        prop_assert_eq!(whole.expected, part.expected);
        prop_assert_eq!(whole.statistic, part.statistic);
    }
}
