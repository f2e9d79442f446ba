//! References A to D: the test sheets of PHEindicatormethods 2.1.0 (statistics.md, section 3). The 99.8 %
//! cells of reference D carry a wrong scale in the sheet and are not used.

use proptest::prelude::*;

use super::*;

const PER_100K: f64 = 100_000.0;

const ESP_2013: [u32; 19] = [
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000,
    2500, 1500, 1000,
];
const ESP_1976: [u32; 18] = [
    8000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 6000, 5000, 4000, 3000, 2000,
    1000, 1000,
];
const POPULATION: [u32; 19] = [
    636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207,
];
const BIG: [u64; 19] = [
    127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91,
];
const SMALL: [u64; 19] = [12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4];

fn bands(events: &[u64], weights: &[u32]) -> Vec<Band> {
    std::iter::zip(events, &POPULATION)
        .zip(weights)
        .map(|((&events, &population), &weight)| Band {
            events,
            population: f64::from(population),
            weight: f64::from(weight),
        })
        .collect()
}

/// To the six decimals of the sheet.
fn check(estimate: Result<Estimate, NotComputable>, value: f64, lower: f64, upper: f64) {
    let ours = estimate.unwrap();
    let pairs = [
        (ours.value, value),
        (ours.lower, lower),
        (ours.upper, upper),
    ];
    for (ours, theirs) in pairs {
        assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
}

#[test]
fn reference_a_many_events() {
    let bands = bands(&BIG, &ESP_2013);
    let rate = |level| directly_standardised(&bands, PER_100K, level);
    check(rate(Level::P95), 10430.247991, 9717.709068, 11178.940915);
    check(rate(Level::P998), 10430.247991, 9323.287880, 11620.596000);
}

#[test]
fn reference_b_few_events() {
    let bands = bands(&SMALL, &ESP_2013);
    let rate = |level| directly_standardised(&bands, PER_100K, level);
    check(rate(Level::P95), 1103.212025, 877.455768, 1367.088223);
    check(rate(Level::P998), 1103.212025, 763.642036, 1530.032895);
}

#[test]
fn reference_c_nine_events_give_no_rate() {
    let mut tiny = [0; 19];
    tiny[3..12].fill(1);
    let rate = |events: &[u64]| directly_standardised(&bands(events, &ESP_2013), 1.0, Level::P95);
    assert_eq!(rate(&tiny), Err(NotComputable::TooFewEvents));
    tiny[0] = 1;
    assert!(rate(&tiny).is_ok());
}

#[test]
fn reference_d_another_standard() {
    let rate = directly_standardised(&bands(&BIG, &ESP_1976), PER_100K, Level::P95);
    check(rate, 8592.097585, 7991.160931, 9225.253880);
}

#[test]
fn ratios_agree_with_the_phe_sheet() {
    let expected = 835.883561;
    let ratio = |observed| indirectly_standardised(observed, expected, Level::P95);
    check(ratio(895), 1.070723, 1.001715, 1.143233);
    check(ratio(9), 0.010767, 0.004923, 0.020439);
    assert_eq!(ratio(0).unwrap().lower, 0.0);
}

#[test]
fn what_cannot_be_computed_says_why() {
    let band = |population, weight| Band {
        events: 50,
        population,
        weight,
    };
    for (bands, reason) in [
        (vec![], NotComputable::NothingExpected),
        (vec![band(100.0, 0.0)], NotComputable::NothingExpected),
        (
            vec![band(100.0, f64::INFINITY)],
            NotComputable::NothingExpected,
        ),
        (vec![band(0.0, 1.0)], NotComputable::EmptyBand),
        (vec![band(f64::NAN, 1.0)], NotComputable::EmptyBand),
        (vec![band(100.0, -1.0)], NotComputable::EmptyBand),
    ] {
        assert_eq!(directly_standardised(&bands, 1.0, Level::P95), Err(reason));
    }
    for expected in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let ratio = indirectly_standardised(5, expected, Level::P95);
        assert_eq!(ratio, Err(NotComputable::NothingExpected));
    }
    assert_eq!(expected_events(&[(100.0, 0.02), (50.0, 0.1)]), 7.0);
}

proptest! {
    /// Where the standard is the place's own population the rate is the crude rate with Byar's limits.
    #[test]
    fn the_own_population_gives_the_crude_rate(
        counts in prop::collection::vec((2_u64..500, 1_u32..10_000), 5..20),
    ) {
        let bands: Vec<Band> = counts
            .iter()
            .map(|&(events, population)| Band {
                events,
                population: f64::from(population),
                weight: f64::from(population),
            })
            .collect();
        let total: f64 = bands.iter().map(|band| band.population).sum();
        let events: u64 = counts.iter().map(|&(events, _)| events).sum();
        let ours = directly_standardised(&bands, 1.0, Level::P95).unwrap();
        let crude = byar(events, Level::P95);
        prop_assert!((ours.value * total / events as f64 - 1.0).abs() < 1e-12);
        prop_assert!((ours.lower * total / crude.lower.unwrap() - 1.0).abs() < 1e-12);
        prop_assert!((ours.upper * total / crude.upper - 1.0).abs() < 1e-12);
    }
}
