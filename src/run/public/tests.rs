use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::disclosure::{DisclosureOptions, Released};

#[test]
fn a_release_falls_due_on_its_weekday_or_after_a_missed_one() {
    let friday = date(2026, 11, 20);
    let due = |last, as_of| is_due(Weekday::Friday, last, as_of);
    assert!(due(None, friday));
    assert!(!due(None, date(2026, 11, 21)));
    assert!(!due(Some(friday), friday));
    assert!(!due(Some(friday), date(2026, 11, 26)));
    assert!(due(Some(friday), date(2026, 11, 27)));
    assert!(due(Some(friday), date(2026, 11, 28)));
    assert!(!due(Some(date(2026, 11, 28)), date(2026, 11, 29)));
    assert!(due(Some(date(2026, 11, 28)), date(2026, 12, 4)));
}

fn cell(place: (Level, Option<&str>), stratum: (&str, &str), counts: (u64, u64)) -> ReleaseCell {
    ReleaseCell {
        released_on: date(2026, 11, 20),
        level: place.0,
        commune: place.1.map(Arc::from),
        indicator: Arc::from("A"),
        stratum_kind: Arc::from(stratum.0),
        stratum: Arc::from(stratum.1),
        numerator: counts.0,
        denominator: counts.1,
        is_proportion: true,
        is_cumulative: true,
        numerator_form: None,
        denominator_form: None,
        options: DisclosureOptions::default(),
    }
}

use super::cells::Level;

const PROVINCE: (Level, Option<&str>) = (Level::Province, None);
const ALL: (&str, &str) = ("all", "all");

/// Decides the cells, and proves every hidden one again.
fn decide(cells: &mut [ReleaseCell], earlier: &[ReleaseCell]) {
    let extents = super::decide(cells, earlier, &|| Ok(())).unwrap();
    let is_whole = extents.values().all(|extent| *extent == Extent::Everything);
    assert!(is_whole, "{extents:?}");
    assert!(
        audit_cells(cells)
            .unwrap()
            .iter()
            .all(|is_proven| *is_proven)
    );
}

fn communes(counts: &[(u64, u64)]) -> Vec<ReleaseCell> {
    let codes = ["00001", "00002", "00003", "00004", "00005"];
    let sum = counts
        .iter()
        .fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    let of_communes = codes.iter().zip(counts);
    let of_communes =
        of_communes.map(|(code, counts)| cell((Level::Commune, Some(*code)), ALL, *counts));
    std::iter::once(cell(PROVINCE, ALL, sum))
        .chain(of_communes)
        .collect()
}

fn is_hidden(cell: &ReleaseCell) -> bool {
    cell.numerator_form == Some(Released::Suppressed)
}

/// What a form tells a reader who knows the rule, of a count of at most `most`.
fn told(form: Option<Released>, most: u64) -> std::ops::RangeInclusive<u64> {
    match form {
        Some(Released::Zero) => 0..=0,
        Some(Released::Rounded(shown)) => (shown - 2).max(8)..=(shown + 2).min(most),
        _ => 0..=most,
    }
}

/// Every numerator of two communes that the releases of one or two weeks allow, tried one by one: nothing is taken
/// from the code that hides. A numerator lies within its denominator, the province is both, and nobody is unexamined.
fn possible(weeks: &[&[ReleaseCell]]) -> [BTreeSet<u64>; 2] {
    const MOST: u64 = 64;
    let of_week = |cells: &[ReleaseCell]| -> BTreeSet<[u64; 2]> {
        let [province, a, b] = cells else {
            panic!("a province and two communes");
        };
        let fits = |numerators: [u64; 2]| {
            let sum = numerators[0] + numerators[1];
            let counts = [sum, numerators[0], numerators[1]];
            let within = [province, a, b]
                .into_iter()
                .zip(counts)
                .all(|(cell, count)| {
                    let most_of = *told(cell.denominator_form, 3 * MOST).end();
                    told(cell.numerator_form, 2 * MOST).contains(&count) && count <= most_of
                });
            within.then_some(numerators)
        };
        (0..=MOST)
            .flat_map(|a| (0..=MOST).filter_map(move |b| fits([a, b])))
            .collect()
    };
    let mut all: Vec<BTreeSet<[u64; 2]>> = weeks.iter().map(|cells| of_week(cells)).collect();
    let last = all.pop().expect("a week");
    let can_follow = |now: &[u64; 2]| {
        all.iter().all(|then| {
            then.iter()
                .any(|then| then[0] <= now[0] && then[1] <= now[1])
        })
    };
    let now: Vec<[u64; 2]> = last.iter().filter(|now| can_follow(now)).copied().collect();
    [0, 1].map(|at| now.iter().map(|counts| counts[at]).collect())
}

#[track_caller]
fn check_hidden(weeks: &[&[ReleaseCell]]) {
    let last = weeks.last().expect("a week");
    for (possible, cell) in possible(weeks).iter().zip(&last[1..]) {
        assert!(
            possible.contains(&cell.numerator),
            "the truth is among {possible:?}"
        );
        if is_hidden(cell) {
            let (low, high) = (possible.first().unwrap(), possible.last().unwrap());
            assert!(high - low > 7, "{low} to {high}: {cell:?}");
        }
    }
}

/// Commune = province − the other one.
#[test]
fn a_commune_is_not_what_is_left_of_the_province() {
    for (a, b) in [(3, 20), (1, 12), (7, 38), (5, 5), (2, 9), (6, 40)] {
        let mut cells = communes(&[(a, 40), (b, 60)]);
        decide(&mut cells, &[]);
        assert!(is_hidden(&cells[1]), "{a} is small");
        check_hidden(&[&cells]);
    }
}

/// Age × sex margins: of two sexes one is small.
#[test]
fn a_sex_is_not_what_is_left_of_all() {
    let mut cells = vec![
        cell(PROVINCE, ALL, (53, 130)),
        cell(PROVINCE, ("sex", "male"), (3, 40)),
        cell(PROVINCE, ("sex", "female"), (50, 90)),
        cell(PROVINCE, ("age_band", "0-5"), (26, 60)),
        cell(PROVINCE, ("age_band", "60+"), (27, 70)),
    ];
    decide(&mut cells, &[]);
    assert!(is_hidden(&cells[1]));
    assert!(is_hidden(&cells[0]) || is_hidden(&cells[2]));
}

#[test]
fn nobody_and_everybody_are_hidden_and_nobody_there_is_not() {
    let mut cells = communes(&[(0, 60), (60, 60), (0, 0), (40, 90), (70, 120)]);
    decide(&mut cells, &[]);
    assert!(is_hidden(&cells[1]), "0 %");
    let everybody = &cells[2];
    assert!(
        is_hidden(everybody) || everybody.denominator_form == Some(Released::Suppressed),
        "100 %"
    );
    assert_eq!(cells[3].denominator_form, Some(Released::Zero));
}

/// Next week's table and this week's together do not tell what one of them hides.
#[test]
fn two_weeks_do_not_tell_what_one_hides() {
    for (then, now) in [(6, 9), (7, 8), (1, 7), (9, 9), (12, 13), (3, 30)] {
        for (other_then, other_now) in [(20, 21), (38, 38), (5, 6), (9, 12)] {
            let mut before = communes(&[(then, 40), (other_then, 60)]);
            decide(&mut before, &[]);
            check_hidden(&[&before]);
            let mut after = communes(&[(now, 40), (other_now, 60)]);
            decide(&mut after, &before);
            check_hidden(&[&before, &after]);
        }
    }
}

/// Residents under two indicators: a count hidden in one table is hidden in the other.
#[test]
fn tables_that_are_alike_hide_alike() {
    let mut cells = communes(&[(30, 60), (40, 90), (2, 5)]);
    let mut others = communes(&[(20, 60), (50, 90), (4, 5)]);
    for other in &mut others {
        other.indicator = Arc::from("B");
    }
    cells.extend(others);
    decide(&mut cells, &[]);
    for (a, b) in cells[..4].iter().zip(&cells[4..]) {
        assert_eq!(a.denominator_form, b.denominator_form);
    }
    assert_eq!(cells[3].denominator_form, Some(Released::Suppressed));
}

/// Pupils without target groups are the same pupils: what is hidden of them under one indicator is hidden under the other.
#[test]
fn tables_of_other_strata_hide_alike() {
    let mut cells = communes(&[(12, 60), (40, 90), (70, 120)]);
    let mut of_examined = communes(&[(5, 12), (20, 40), (30, 70)]);
    for cell in &mut of_examined {
        cell.indicator = Arc::from("B");
    }
    let sexes = [("male", (2, 30)), ("female", (10, 30))];
    let place = (Level::Commune, Some("00001"));
    cells.extend(sexes.map(|(sex, counts)| cell(place, ("sex", sex), counts)));
    cells.extend(of_examined);
    decide(&mut cells, &[]);
    for (a, b) in [(0, 6), (1, 7), (2, 8), (3, 9)] {
        assert_eq!(cells[a].numerator_form, cells[b].denominator_form, "{a}");
    }
}

/// True of everybody everywhere: it is told of nobody.
#[test]
fn what_is_true_of_everybody_is_not_published() {
    let mut cells = communes(&[(60, 60), (90, 90)]);
    decide(&mut cells, &[]);
    for cell in &cells {
        let shown = [cell.numerator_form, cell.denominator_form];
        assert!(shown.contains(&Some(Released::Suppressed)), "{shown:?}");
    }
}
