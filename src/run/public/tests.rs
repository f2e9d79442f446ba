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
    let withheld = super::decide(cells, earlier, &|| Ok(())).unwrap();
    assert!(withheld.is_empty(), "{withheld:?}");
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

/// Commune = province − the others.
#[test]
fn a_commune_is_not_what_is_left_of_the_province() {
    let mut cells = communes(&[(3, 40), (50, 90)]);
    decide(&mut cells, &[]);
    // 55 of which 50 are the other's leave 1 to 9, by rounding alone.
    assert!(is_hidden(&cells[1]));
    let mut cells = communes(&[(3, 40), (52, 90)]);
    decide(&mut cells, &[]);
    // 55 of which 50 are the other's leave the same; had they not been rounded, the other would be hidden too.
    assert!(is_hidden(&cells[1]));
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

/// Seven more than nobody knows who: next week's table must not tell which one of a hidden count is new.
#[test]
fn two_weeks_do_not_tell_what_one_hides() {
    for (then, now) in [(6, 9), (7, 8), (9, 9), (12, 13), (3, 30)] {
        let mut before = communes(&[(then, 60), (40, 90), (70, 120)]);
        decide(&mut before, &[]);
        let mut after = communes(&[(now, 60), (41, 90), (70, 120)]);
        decide(&mut after, &before);
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
