//! What is refused, and that nothing panics on it.

use super::options;
use crate::disclosure::{
    Cell, CellId, DisclosureError, DisclosureOptions, OptionsProblem, Publication, Tabulation,
    attack, audit, protect, round_count,
};

fn refused(tabulation: &Tabulation) -> DisclosureError {
    protect(tabulation, options()).expect_err("refused")
}

#[test]
fn options_may_only_be_raised() {
    assert!(DisclosureOptions::new(7, 5).is_ok());
    assert!(DisclosureOptions::new(10, 6).is_ok());
    assert!(DisclosureOptions::new(7, 16).is_ok());
    let Err(DisclosureError::Options { problems }) = DisclosureOptions::new(6, 4) else {
        panic!("6 and 4 are too low");
    };
    assert!(matches!(
        problems[..],
        [
            OptionsProblem::ThresholdLow { .. },
            OptionsProblem::BaseLow { .. }
        ]
    ));
    assert!(DisclosureOptions::new(7, 17).is_err(), "8 would round to 0");
}

#[test]
fn counts_round_to_the_nearest_multiple() {
    for (count, rounded) in [
        (8, 10),
        (12, 10),
        (13, 15),
        (17, 15),
        (18, 20),
        (22, 20),
        (23, 25),
    ] {
        assert_eq!(round_count(count, options()), rounded, "{count}");
    }
    let even = DisclosureOptions::new(7, 6).unwrap();
    assert_eq!((round_count(14, even), round_count(15, even)), (12, 18));
    assert!(round_count(u64::MAX, options()) > 0);
}

#[test]
fn open_sums_and_broken_orders_are_refused() {
    let mut tabulation = Tabulation::default();
    let total = tabulation.add_cell(Cell::shown(10));
    let part = tabulation.add_cell(Cell::shown(9));
    let mut sum = tabulation.clone();
    sum.add_sum(total, &[part]);
    assert_eq!(
        refused(&sum),
        DisclosureError::SumOpen {
            relation: 0,
            whole: 0
        }
    );
    tabulation.add_order(part, total);
    assert_eq!(
        refused(&tabulation),
        DisclosureError::OrderBroken {
            relation: 0,
            whole: 1
        }
    );
}

#[test]
fn cells_that_are_not_there_or_there_twice_are_refused() {
    let mut tabulation = Tabulation::default();
    let cell = tabulation.add_cell(Cell::shown(0));
    let mut twice = tabulation.clone();
    twice.add_sum(cell, &[cell]);
    assert_eq!(
        refused(&twice),
        DisclosureError::RepeatedCell {
            relation: 0,
            cell: 0
        }
    );
    tabulation.add_sum(cell, &[CellId(9)]);
    assert_eq!(
        refused(&tabulation),
        DisclosureError::UnknownCell {
            relation: 0,
            cell: 9,
            cells: 1
        }
    );
}

#[test]
fn counts_beyond_any_population_are_refused() {
    let mut tabulation = Tabulation::default();
    tabulation.add_cell(Cell::shown(u64::MAX));
    assert!(matches!(
        refused(&tabulation),
        DisclosureError::CountTooLarge { cell: 0, .. }
    ));
}

#[test]
fn a_publication_of_another_tabulation_is_refused() {
    let mut tabulation = Tabulation::default();
    let publication: Publication = protect(&tabulation, options()).unwrap().0;
    let cell = tabulation.add_cell(Cell::shown(3));
    assert!(audit(&tabulation, &publication).is_err());
    assert!(attack(&tabulation, &publication, cell).is_err());
    assert_eq!(publication.released(cell), None);
}

#[test]
fn an_empty_sum_pins_its_total_to_zero() {
    let mut tabulation = Tabulation::default();
    let total = tabulation.add_cell(Cell::latent(0).must_hide());
    tabulation.add_sum(total, &[]);
    let (_, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, [total]);
}
