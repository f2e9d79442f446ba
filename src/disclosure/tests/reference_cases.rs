//! The worked cases of shared/reference/statistics.md, section 5, computed there with scipy's linprog.

use super::{hidden, known, options, primary_only, verdicts};
use crate::disclosure::rounding::counts_rounding_to;
use crate::disclosure::{
    Cell, CellId, CellState, DisclosureOptions, Interval, Released, Tabulation, Verdict, attack,
    audit, protect, round_count,
};

fn check_bounds(tabulation: &Tabulation, cells: &[CellId], expected: &[(f64, f64)]) {
    let publication = primary_only(tabulation);
    for (&cell, &(low, high)) in cells.iter().zip(expected) {
        let bounds = attack(tabulation, &publication, cell).unwrap().unwrap();
        assert!((bounds.low - low).abs() < 1e-6, "{cell:?}: {bounds:?}");
        assert!((bounds.high - high).abs() < 1e-6, "{cell:?}: {bounds:?}");
    }
}

fn row(cells: [Cell; 4]) -> (Tabulation, Vec<CellId>) {
    let mut tabulation = Tabulation::default();
    let parts: Vec<CellId> = cells
        .into_iter()
        .map(|cell| tabulation.add_cell(cell))
        .collect();
    let total = tabulation.add_cell(known(51));
    tabulation.add_sum(total, &parts);
    (tabulation, parts)
}

#[test]
fn one_hidden_cell_in_a_row_with_a_known_total_is_exposed() {
    let (tabulation, cells) = row([hidden(1), known(10), known(15), known(25)]);
    check_bounds(&tabulation, &cells[..1], &[(1.0, 1.0)]);
    assert_eq!(
        verdicts(&tabulation, &primary_only(&tabulation)),
        [(cells[0], Verdict::Exposed)]
    );
}

#[test]
fn two_hidden_cells_in_a_row_reach_from_0_to_11() {
    let (tabulation, cells) = row([hidden(1), hidden(10), known(15), known(25)]);
    check_bounds(&tabulation, &cells[..2], &[(0.0, 11.0), (0.0, 11.0)]);
    let audits = audit(&tabulation, &primary_only(&tabulation)).unwrap();
    assert!(audits.iter().all(|audit| audit.verdict == Verdict::Safe));
    assert_eq!(audits[0].outer, Interval { low: 0, high: 11 });
}

/// 3 × 3 with known margins; the cells at `hide` are hidden.
fn square(hide: &[(usize, usize)]) -> (Tabulation, Vec<CellId>) {
    let counts = [[3, 20, 30], [40, 5, 60], [25, 35, 45]];
    let mut tabulation = Tabulation::default();
    let ids: Vec<Vec<CellId>> = (0..3)
        .map(|row| {
            (0..3)
                .map(|column| {
                    let count = counts[row][column];
                    let is_hidden = hide.contains(&(row, column));
                    tabulation.add_cell(if is_hidden {
                        hidden(count)
                    } else {
                        known(count)
                    })
                })
                .collect()
        })
        .collect();
    for at in 0..3 {
        let row_total = tabulation.add_cell(known(counts[at].iter().sum()));
        tabulation.add_sum(row_total, &ids[at]);
        let column_total = tabulation.add_cell(known(counts.iter().map(|row| row[at]).sum()));
        let column: Vec<CellId> = ids.iter().map(|row| row[at]).collect();
        tabulation.add_sum(column_total, &column);
    }
    let cells = hide.iter().map(|&(row, column)| ids[row][column]).collect();
    (tabulation, cells)
}

#[test]
fn two_cells_on_the_diagonal_are_exposed() {
    let (tabulation, cells) = square(&[(0, 0), (1, 1)]);
    check_bounds(&tabulation, &cells, &[(3.0, 3.0), (5.0, 5.0)]);
    let expected = [(cells[0], Verdict::Exposed), (cells[1], Verdict::Exposed)];
    assert_eq!(verdicts(&tabulation, &primary_only(&tabulation)), expected);
}

#[test]
fn a_square_of_four_is_safe() {
    let (tabulation, cells) = square(&[(0, 0), (0, 1), (1, 0), (1, 1)]);
    let expected = [(0.0, 23.0), (0.0, 23.0), (20.0, 43.0), (2.0, 25.0)];
    check_bounds(&tabulation, &cells, &expected);
    let found = verdicts(&tabulation, &primary_only(&tabulation));
    assert!(
        found.iter().all(|(_, verdict)| *verdict == Verdict::Safe),
        "{found:?}"
    );
}

/// OpenSAFELY: 8 of 20 in all, 7 of 19 men, so 1 woman of 1, although neither table has a count under 6.
#[test]
fn the_difference_of_two_tables_is_protected() {
    let mut tabulation = Tabulation::default();
    let all = tabulation.add_cell(Cell::shown(8));
    let male = tabulation.add_cell(Cell::shown(7));
    let female = tabulation.add_cell(Cell::latent(1));
    let all_people = tabulation.add_cell(Cell::shown(20));
    let male_people = tabulation.add_cell(Cell::shown(19));
    let female_people = tabulation.add_cell(Cell::latent(1));
    tabulation.add_sum(all, &[male, female]);
    tabulation.add_sum(all_people, &[male_people, female_people]);
    for (larger, smaller) in [
        (all_people, all),
        (male_people, male),
        (female_people, female),
    ] {
        tabulation.add_order(larger, smaller);
    }
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, []);
    assert_eq!(publication.released(male), Some(Released::Suppressed));
    let shown_people = [all_people, male_people]
        .iter()
        .filter(|&&cell| publication.released(cell) != Some(Released::Suppressed))
        .count();
    assert_eq!(
        shown_people, 1,
        "20 and 19 both shown leave at most 7 women"
    );
    let found = verdicts(&tabulation, &publication);
    assert!(
        found.iter().all(|(_, verdict)| *verdict == Verdict::Safe),
        "{found:?}"
    );
}

#[test]
fn rounding_of_a_wide_sum_protects_without_a_second_hidden_cell() {
    let mut tabulation = Tabulation::default();
    let small = tabulation.add_cell(Cell::shown(3));
    let large = tabulation.add_cell(Cell::shown(40));
    let total = tabulation.add_cell(Cell::shown(43));
    tabulation.add_sum(total, &[small, large]);
    let (publication, _) = protect(&tabulation, options()).unwrap();
    assert_eq!(publication.state(small), Some(CellState::Primary));
    assert_eq!(publication.released(large), Some(Released::Rounded(40)));
    assert_eq!(publication.released(total), Some(Released::Rounded(45)));
}

#[test]
fn rounding_that_is_cut_off_at_one_needs_a_second_hidden_cell() {
    let mut tabulation = Tabulation::default();
    let small = tabulation.add_cell(Cell::shown(1));
    let large = tabulation.add_cell(Cell::shown(50));
    let total = tabulation.add_cell(Cell::shown(51));
    tabulation.add_sum(total, &[small, large]);
    let (publication, _) = protect(&tabulation, options()).unwrap();
    assert_eq!(publication.state(large), Some(CellState::Secondary));
    assert_eq!(publication.released(total), Some(Released::Rounded(50)));
}

#[test]
fn a_full_coverage_hides_the_numerator() {
    let mut tabulation = Tabulation::default();
    let numerator = tabulation.add_cell(Cell::shown(50).may_hide_zero());
    let shortfall = tabulation.add_cell(Cell::latent(0).must_hide());
    let denominator = tabulation.add_cell(Cell::shown(50));
    tabulation.add_sum(denominator, &[numerator, shortfall]);
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(publication.released(numerator), Some(Released::Suppressed));
    assert_eq!(
        publication.released(denominator),
        Some(Released::Rounded(50))
    );
    assert_eq!(publication.released(shortfall), None);
    assert_eq!(report.unprotectable, []);
}

/// The reader's range against the rule itself, count by count.
#[test]
fn a_rounded_count_stands_for_all_that_round_to_it() {
    for threshold in 7..10 {
        for base in 5..=2 * (threshold + 1) {
            let options = DisclosureOptions::new(threshold, base).unwrap();
            for count in u64::from(threshold) + 1..200 {
                let rounded = round_count(count, options);
                let alike: Vec<i64> = (u64::from(threshold) + 1..300)
                    .filter(|&other| round_count(other, options) == rounded)
                    .map(|other| other as i64)
                    .collect();
                let interval = counts_rounding_to(rounded as i64, options);
                assert!(rounded > 0);
                assert_eq!(alike, (interval.low..=interval.high).collect::<Vec<i64>>());
            }
        }
    }
}
