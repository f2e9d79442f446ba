use jiff::civil::date;

use super::*;
use crate::indicators::columns::day_number;
use crate::indicators::counts::Cell;
use crate::indicators::series::periods;

const START: Date = date(2026, 7, 1);
const AS_OF: Date = date(2026, 11, 21);

/// Days from the first to as_of.
const LENGTH: usize = 144;

fn assessment(numerator: u64, denominator: u64, state: IndicatorState) -> Assessment {
    Assessment {
        counts: Some(Cell {
            numerator,
            denominator,
        }),
        value: None,
        interval: None,
        gap: None,
        state,
        unknown: None,
    }
}

fn sums(day: impl Fn(usize) -> u64) -> Option<DaySums> {
    Some(DaySums {
        elsewhere: 0,
        first_day: day_number(START),
        days: (0..LENGTH).map(day).collect(),
    })
}

fn rows(method: SignalMethod, observed: &[Observed<'_>]) -> Vec<SignalRow> {
    let cut = periods(day_number(START), LENGTH, None);
    let days = Days {
        periods: &cut,
        calendar: &Calendar::default(),
        as_of: AS_OF,
        start: Some(START),
    };
    signals_of((0, method), observed, &days)
}

/// Sundays from 1 July 2026, a Wednesday.
fn is_sunday(day: usize) -> bool {
    day % 7 == 4
}

#[test]
fn the_commune_that_stands_out_is_found_and_the_late_one_is_grey() {
    let cells: Vec<Assessment> = (0..30)
        .map(|at| match at {
            7 => assessment(60, 100, IndicatorState::Tracked),
            9 => assessment(100, 100, IndicatorState::Stale),
            _ => assessment(20 + at % 3, 100, IndicatorState::Tracked),
        })
        .collect();
    let province = assessment(700, 3000, IndicatorState::Tracked);
    let of = |(place, assessment)| Observed {
        place,
        assessment,
        numerator: None,
        denominator: None,
        found: None,
        reported_until: None,
    };
    let communes = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (Place::Commune(at), cell));
    let observed: Vec<Observed<'_>> = [(Place::Province, &province)]
        .into_iter()
        .chain(communes)
        .map(of)
        .collect();
    let rows = rows(SignalMethod::Funnel, &observed);
    assert_eq!(rows.len(), 30);
    let alarms: Vec<Place> = rows
        .iter()
        .filter(|row| row.is_alarm() == Some(true))
        .map(|row| row.place)
        .collect();
    assert_eq!(alarms, [Place::Commune(7)]);
    assert_eq!(rows[9].reading, Err("stale"));
    assert_eq!(rows[9].is_alarm(), None);
    // 29 communes are judged, each flagged by chance with probability 0.002.
    assert!((rows[0].expected_false_alarms.unwrap() - 0.058).abs() < 1e-12);
    let reading = rows[0].reading.as_ref().unwrap();
    let judged = cells
        .iter()
        .filter(|cell| cell.state == IndicatorState::Tracked);
    let sum: u64 = judged.map(|cell| cell.counts.unwrap().numerator).sum();
    assert!((reading.expected.unwrap() - sum as f64 / 2900.0).abs() < 1e-12);
}

#[test]
fn a_week_is_set_against_the_weeks_before_it() {
    let tracked = assessment(1, 1, IndicatorState::Tracked);
    let check = |last_week: u64, expected: (&str, Option<bool>)| {
        // Monday 9 November is day 131.
        let is_last = |day: usize| (131..138).contains(&day);
        let numerator = sums(|day| if is_last(day) { last_week } else { 1 });
        let denominator = sums(|_| 10);
        let observed = [Observed {
            place: Place::Commune(0),
            assessment: &tracked,
            found: numerator.clone(),
            numerator,
            denominator,
            reported_until: None,
        }];
        let rows = rows(SignalMethod::PChart, &observed);
        let reading = rows[0].reading.as_ref().unwrap();
        assert_eq!(
            (reading.start, reading.end),
            (date(2026, 11, 9), date(2026, 11, 15))
        );
        assert_eq!((reading.flag, rows[0].is_alarm()), expected);
        assert_eq!(reading.denominator, Some(70));
    };
    check(1, ("within", Some(false)));
    check(3, ("high", Some(true)));
}

#[test]
fn a_collapse_is_red_and_a_sunday_is_not() {
    let tracked = assessment(1, 1, IndicatorState::NotMet);
    let usual = |day: usize| {
        if is_sunday(day) {
            0
        } else {
            100 + (day as u64 % 5)
        }
    };
    let check = |today: u64, flag: &str| {
        let last = LENGTH - 1;
        let observed = [Place::Province, Place::Commune(0)].map(|place| Observed {
            place,
            assessment: &tracked,
            numerator: sums(|day| if day == last { today } else { usual(day) }),
            denominator: None,
            found: None,
            reported_until: None,
        });
        let rows = rows(SignalMethod::Throughput, &observed);
        let reading = rows[0].reading.as_ref().unwrap();
        assert_eq!((reading.end, reading.flag), (AS_OF, flag), "{reading:?}");
    };
    check(99, "blue");
    check(20, "red");
}

#[test]
fn days_that_are_not_reported_yet_are_no_collapse() {
    let tracked = assessment(1, 1, IndicatorState::NotMet);
    let observed = [Observed {
        place: Place::Province,
        assessment: &tracked,
        numerator: sums(|day| {
            if is_sunday(day) || day > 140 {
                0
            } else {
                100 + (day as u64 % 5)
            }
        }),
        denominator: None,
        found: None,
        reported_until: None,
    }];
    let rows = rows(SignalMethod::Throughput, &observed);
    let reading = rows[0].reading.as_ref().unwrap();
    assert_eq!((reading.end, reading.flag), (date(2026, 11, 18), "blue"));
}

#[test]
fn a_sudden_rise_of_rare_cases_alarms() {
    let tracked = assessment(1, 1, IndicatorState::Tracked);
    let last = LENGTH - 1;
    let observed = [Observed {
        place: Place::Province,
        assessment: &tracked,
        numerator: sums(|day| if day == last { 4 } else { 0 }),
        denominator: sums(|_| 30),
        found: None,
        reported_until: None,
    }];
    let rows = rows(SignalMethod::EarsC2, &observed);
    let reading = rows[0].reading.as_ref().unwrap();
    assert_eq!(
        (reading.end, reading.flag, rows[0].is_alarm()),
        (AS_OF, "high", Some(true))
    );
    let none = rows_without_days();
    assert_eq!(none[0].reading, Err("no_days"));
}

fn rows_without_days() -> Vec<SignalRow> {
    let tracked = assessment(1, 1, IndicatorState::Tracked);
    let observed = [Observed {
        place: Place::Province,
        assessment: &tracked,
        numerator: None,
        denominator: None,
        found: None,
        reported_until: None,
    }];
    rows(SignalMethod::PChart, &observed)
}

/// A commune whose roster is of Wednesday reports nothing of Thursday and Friday: that is no collapse.
#[test]
fn a_late_roster_is_no_collapse() {
    let tracked = assessment(1, 1, IndicatorState::NotMet);
    let usual = |day: usize| {
        if is_sunday(day) {
            0
        } else {
            100 + (day as u64 % 5)
        }
    };
    let of = |place, day: &dyn Fn(usize) -> u64, reported_until| Observed {
        place,
        assessment: &tracked,
        numerator: sums(day),
        denominator: None,
        found: None,
        reported_until,
    };
    let until_18th = |day: usize| if day > 140 { 0 } else { usual(day) };
    let check = |reported_until, expected: Result<(Date, &str), &str>| {
        let observed = [
            of(Place::Province, &|day| usual(day) + until_18th(day), None),
            of(Place::Commune(0), &usual, Some(AS_OF)),
            of(Place::Commune(1), &until_18th, reported_until),
        ];
        let rows = rows(SignalMethod::Throughput, &observed);
        for late in [&rows[0], &rows[2]] {
            let reading = late.reading.as_ref().map(|of| (of.end, of.flag));
            assert_eq!(reading.map_err(|cause| *cause), expected, "{late:?}");
        }
        let punctual = rows[1].reading.as_ref().unwrap();
        assert_eq!((punctual.end, punctual.flag), (AS_OF, "blue"));
    };
    let on_18th = date(2026, 11, 18);
    check(Some(on_18th), Ok((on_18th, "blue")));
    check(Some(AS_OF), Ok((AS_OF, "red")));
    check(Some(date(2026, 6, 30)), Err("too_few_days"));
}
