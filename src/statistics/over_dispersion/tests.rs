//! References made with numpy 2.4.6 (percentile, its default is type 7) and scipy 1.17.1 from the formulas
//! of FunnelPlotR `R/od_adjustment.R` and `R/calculate_limits.R`.

use proptest::prelude::*;

use super::super::funnel::{self, Flag};
use super::*;

const COVERAGE: [(u64, u64); 12] = [
    (812, 1000),
    (455, 620),
    (130, 150),
    (2210, 2400),
    (95, 120),
    (640, 980),
    (77, 80),
    (301, 333),
    (1500, 2100),
    (48, 75),
    (0, 9),
    (505, 560),
];

fn near(ours: f64, theirs: f64) {
    assert!(
        (ours - theirs).abs() <= 1e-11 * theirs.abs().max(1e-3),
        "{ours} {theirs}"
    );
}

fn check(funnel: &Funnel, phi: f64, tau_squared: f64, rows: &[[f64; 6]]) {
    near(funnel.dispersion.phi, phi);
    near(funnel.dispersion.tau_squared, tau_squared);
    for (place, row) in std::iter::zip(funnel.places.iter().flatten(), rows) {
        let limits = place.limits;
        near(limits.low_0001, row[0]);
        near(limits.low_0025, row[1]);
        near(limits.high_0025, row[2]);
        near(limits.high_0001, row[3]);
        near(place.z, row[4]);
        near(place.p_value, row[5]);
    }
}

#[test]
fn proportions_agree_with_numpy() {
    let funnel = proportions(&COVERAGE).unwrap();
    check(
        &funnel,
        32.07880111509858,
        0.013576835545762223,
        &[
            [
                0.4630853802462687,
                0.5953693097009178,
                0.948687455790812,
                0.9908883320314164,
                0.0893030309997022,
                0.9288410853070157,
            ],
            [
                0.461083302909218,
                0.5941189067146958,
                0.9492479447883791,
                0.9912659434205889,
                -0.7024645097222181,
                0.482389527129237,
            ],
            [
                0.4450019389623887,
                0.5840377431045274,
                0.9536508062804976,
                0.9940151360762761,
                0.6899252692441565,
                0.490241183991019,
            ],
            [
                0.46500175340115185,
                0.5965652583886124,
                0.9481483909028687,
                0.9905195786170381,
                1.4855321506104093,
                0.1374029132376954,
            ],
            [
                0.4398571254993583,
                0.5807977495219405,
                0.955022256418363,
                0.9947875750390588,
                -0.11995598174163395,
                0.9045180175731078,
            ],
            [
                0.4630185282170758,
                0.5953275731282796,
                0.9487062155113324,
                0.9909010669000522,
                -1.452828026859005,
                0.14627150822246188,
            ],
            [
                0.4273151522826429,
                0.5728671423967401,
                0.9582903636760502,
                0.9964513853228907,
                2.0435017815207477,
                0.04100279119749971,
            ],
            [
                0.45658509051842183,
                0.5913058576306067,
                0.9504972469533162,
                0.9920858621111381,
                1.2012500048070804,
                0.22965423748497527,
            ],
            [
                0.46480571447044977,
                0.5964429579287738,
                0.9482036510019947,
                0.990557628905247,
                -0.8969466084864223,
                0.36974740778718107,
            ],
            [
                0.4248593607416811,
                0.5713087199289544,
                0.9589178035070558,
                0.9967405716055474,
                -1.4190162330949103,
                0.1558942834921661,
            ],
            [
                0.21603048043788667,
                0.42809977250644776,
                0.9963564560838866,
                1.0,
                -5.467308763022016,
                4.569197421327129e-08,
            ],
            [
                0.46052090423053343,
                0.5937674791696852,
                0.9494048973484333,
                0.9913706130102865,
                1.1840164491131726,
                0.2364065514964534,
            ],
        ],
    );
}

#[test]
fn ratios_agree_with_numpy() {
    let places = [
        (100, 108.0),
        (150, 112.0),
        (180, 165.0),
        (80, 95.0),
        (120, 100.0),
        (225, 220.0),
        (3, 11.5),
    ];
    let funnel = ratios(&places).unwrap();
    check(
        &funnel,
        2.804798522872408,
        0.005126411849854467,
        &[
            [
                0.5379176531753683,
                0.6904422030965714,
                1.3667281285189847,
                1.6042028662872678,
                -0.437612307448537,
                0.6616673479233341,
            ],
            [
                0.5400980508791807,
                0.6920082511173852,
                1.364526918656125,
                1.6004435109600945,
                1.833427650327876,
                0.06673899877029378,
            ],
            [
                0.5597420163780178,
                0.7060556757547425,
                1.3449709085886599,
                1.5671056766186602,
                0.5456225057669503,
                0.5853254507734895,
            ],
            [
                0.5297132412456436,
                0.6845368740303227,
                1.3750671303273887,
                1.6184571790054467,
                -0.9348044032881414,
                0.34988910992784295,
            ],
            [
                0.5330928595902659,
                0.6869718645201096,
                1.3716212296216297,
                1.6125645249486973,
                1.092933098055503,
                0.27442317488827905,
            ],
            [
                0.570698846704657,
                0.7138441123541569,
                1.334272275912962,
                1.5489143495449884,
                0.1427864818233084,
                0.8864588136224092,
            ],
            [
                0.24353133253041798,
                0.4606987907154944,
                1.7457069580486058,
                2.269575578090444,
                -2.9848983805142835,
                0.0028367254577913305,
            ],
        ],
    );
}

/// Alike places: φ below 1, τ² 0, limits of chance alone.
#[test]
fn alike_places_are_not_adjusted() {
    let funnel = proportions(&[(50, 100), (51, 100), (49, 100), (250, 500)]).unwrap();
    assert!(funnel.dispersion.phi < 1.0);
    assert_eq!(funnel.dispersion.tau_squared, 0.0);
    for place in funnel.places.iter().flatten() {
        assert_eq!(place.flag, Flag::NotSignificant);
    }
}

#[test]
fn what_cannot_be_compared_says_why() {
    for (places, reason) in [
        (&[][..], NotComputable::TooFewPlaces),
        (&[(3, 5), (0, 0)], NotComputable::TooFewPlaces),
        (&[(0, 5), (0, 9)], NotComputable::AverageAtEnd),
    ] {
        assert_eq!(proportions(places), Err(reason));
    }
    for places in [&[][..], &[(3, 5.0)], &[(3, 5.0), (4, 0.0), (4, f64::NAN)]] {
        assert_eq!(ratios(places), Err(NotComputable::TooFewPlaces));
    }
    assert!(ratios(&[(0, 5.0), (0, 9.0)]).is_ok());
}

proptest! {
    /// Adjusting only ever widens the funnel, and never raises an alarm.
    #[test]
    fn adjusted_limits_contain_those_of_chance(
        places in prop::collection::vec((0_u64..600, 0_u64..600), 2..40),
    ) {
        let Ok(funnel) = proportions(&places) else { return Ok(()) };
        prop_assert!(funnel.dispersion.tau_squared >= 0.0);
        let centre = funnel.average.sqrt().asin();
        for (place, &(_, n)) in std::iter::zip(&funnel.places, &places) {
            let Some(place) = place else { continue };
            let chance = Limits::at(|z| {
                let angle = centre + z * (0.25 / n as f64).sqrt();
                angle.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2)
            });
            prop_assert!(place.limits.low_0001 <= chance.low_0001);
            prop_assert!(place.limits.low_0025 <= chance.low_0025);
            prop_assert!(place.limits.high_0025 >= chance.high_0025);
            prop_assert!(place.limits.high_0001 >= chance.high_0001);
            prop_assert!(0.0 <= place.limits.low_0001 && place.limits.high_0001 <= 1.0);
            let is_flagged = place.flag != Flag::NotSignificant;
            prop_assert!(!is_flagged || chance.flag(place.value) != Flag::NotSignificant);
            prop_assert!(!is_flagged || place.p_value < 0.05 + 1e-9);
        }
    }

    /// For large places near a middling average both scales draw nearly the same funnel.
    #[test]
    fn both_scales_agree_where_places_are_large(average in 0.2..0.8_f64, half in 10_000_u64..90_000) {
        let n = 2 * half;
        let x = (n as f64 * average) as u64;
        let places = [(x, n), (x, n)];
        let adjusted = proportions(&places).unwrap().places[0].unwrap();
        let plain = funnel::proportions(&places).unwrap()[0].unwrap();
        prop_assert!((adjusted.limits.low_0001 - plain.limits.low_0001).abs() < 1e-3);
        prop_assert!((adjusted.limits.high_0001 - plain.limits.high_0001).abs() < 1e-3);
    }
}
