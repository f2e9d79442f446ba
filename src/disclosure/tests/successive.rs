//! This week's table beside last week's, which nobody can take back.

use super::{options, verdicts};
use crate::disclosure::{Cell, CellId, DisclosureError, Released, Tabulation, Verdict, protect};

/// Last week's (true, released) and this week's true count of what can only grow.
fn weeks(earlier: &[(u64, Released)], now: &[u64]) -> (Tabulation, Vec<CellId>) {
    let mut tabulation = Tabulation::default();
    let before: Vec<CellId> = earlier
        .iter()
        .map(|&(count, released)| {
            tabulation.add_cell(Cell::earlier(count, released, options()).may_hide_zero())
        })
        .collect();
    let cells: Vec<CellId> = now
        .iter()
        .map(|&count| tabulation.add_cell(Cell::shown(count)))
        .collect();
    for (&larger, &smaller) in cells.iter().zip(&before) {
        tabulation.add_order(larger, smaller);
    }
    if let [total, parts @ ..] = &before[..] {
        tabulation.add_sum(*total, parts);
    }
    if let [total, parts @ ..] = &cells[..] {
        tabulation.add_sum(*total, parts);
    }
    (tabulation, cells)
}

fn check_safe(earlier: &[(u64, Released)], now: &[u64]) -> Vec<Option<Released>> {
    let (tabulation, cells) = weeks(earlier, now);
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, []);
    for (cell, verdict) in verdicts(&tabulation, &publication) {
        assert_eq!(verdict, Verdict::Safe, "{cell:?}");
    }
    cells
        .iter()
        .map(|&cell| publication.released(cell))
        .collect()
}

#[test]
fn hidden_last_week_and_shown_this_week() {
    let earlier = [
        (45, Released::Rounded(45)),
        (5, Released::Suppressed),
        (40, Released::Suppressed),
    ];
    let released = check_safe(&earlier, &[60, 20, 40]);
    assert_eq!(
        released,
        [
            Some(Released::Rounded(60)),
            Some(Released::Rounded(20)),
            Some(Released::Rounded(40))
        ]
    );
}

/// 8 last week and 9 now would leave the hidden part of last week within 1..=7.
#[test]
fn shown_now_must_not_narrow_what_was_hidden() {
    let earlier = [
        (5, Released::Suppressed),
        (5, Released::Suppressed),
        (0, Released::Zero),
    ];
    let released = check_safe(&earlier, &[8, 8, 0]);
    assert_eq!(released[2], Some(Released::Zero));
}

/// Cumulative counts corrected downward: the order is not claimed, but the sum still is.
#[test]
fn shown_last_week_and_hidden_this_week() {
    let mut tabulation = Tabulation::default();
    let before = tabulation.add_cell(Cell::earlier(9, Released::Rounded(10), options()));
    let now = tabulation.add_cell(Cell::shown(6));
    let withdrawn = tabulation.add_cell(Cell::latent(3));
    tabulation.add_sum(before, &[now, withdrawn]);
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(publication.released(now), Some(Released::Suppressed));
    assert_eq!(report.unprotectable, [], "1..=12 and 0..=11");
}

/// N to N + 1: both weeks round alike, and the difference stays open.
#[test]
fn one_more_person_is_not_told() {
    let mut tabulation = Tabulation::default();
    let before = tabulation.add_cell(Cell::earlier(52, Released::Rounded(50), options()));
    let added = tabulation.add_cell(Cell::latent(1));
    let now = tabulation.add_cell(Cell::shown(53));
    tabulation.add_sum(now, &[before, added]);
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(
        publication.released(now),
        Some(Released::Rounded(55)),
        "0..=9 were added"
    );
    assert_eq!(report.unprotectable, []);
}

#[test]
fn nobody_known_to_be_added_hides_this_week() {
    let mut tabulation = Tabulation::default();
    let before = tabulation.add_cell(Cell::earlier(50, Released::Rounded(50), options()));
    let added = tabulation.add_cell(Cell::latent(1));
    let now = tabulation.add_cell(Cell::shown(51));
    tabulation.add_sum(now, &[before, added]);
    let (publication, _) = protect(&tabulation, options()).unwrap();
    assert_eq!(
        publication.released(now),
        Some(Released::Suppressed),
        "50 twice leaves 0..=4"
    );
}

/// Last week's pair alone tells that at most 4 are left; nothing hidden now can help.
#[test]
fn what_an_earlier_publication_gave_away_is_reported_and_withheld() {
    let mut tabulation = Tabulation::default();
    let covered = tabulation.add_cell(Cell::earlier(49, Released::Rounded(50), options()));
    let people = tabulation.add_cell(Cell::earlier(50, Released::Rounded(50), options()));
    let left = tabulation.add_cell(Cell::latent(1));
    tabulation.add_sum(people, &[covered, left]);
    let now = tabulation.add_cell(Cell::shown(50));
    tabulation.add_order(now, covered);
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, [left]);
    assert_eq!(publication.released(now), Some(Released::Suppressed));
    assert_eq!(report.withheld_cells, 1);
}

#[test]
fn an_earlier_form_that_does_not_fit_is_refused() {
    let mut tabulation = Tabulation::default();
    tabulation.add_cell(Cell::earlier(48, Released::Rounded(55), options()));
    let refused = protect(&tabulation, options());
    assert_eq!(refused, Err(DisclosureError::EarlierMismatch { cell: 0 }));
}
