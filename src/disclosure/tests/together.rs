//! Who stands in no table, and what is published as one.

use super::{known, options, verdicts};
use crate::disclosure::{Cell, Released, Tabulation, Verdict, attack, protect, protect_together};

/// 73 to 77 in all, 48 to 52 in the second: those of no table can be nobody, so that the first is 29 at most.
#[test]
fn who_stands_in_no_table_takes_up_what_the_others_do() {
    let mut tabulation = Tabulation::default();
    let total = tabulation.add_cell(Cell::shown(73));
    let parts = [3, 50].map(|count| tabulation.add_cell(Cell::shown(count)));
    let unknown = tabulation.add_cell(Cell::latent(20));
    tabulation.add_sum(total, &[parts[0], parts[1], unknown]);
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, []);
    assert_eq!(publication.released(parts[1]), Some(Released::Rounded(50)));
    assert_eq!(
        verdicts(&tabulation, &publication),
        [(parts[0], Verdict::Safe)]
    );
    let bounds = attack(&tabulation, &publication, parts[0])
        .unwrap()
        .unwrap();
    assert_eq!((bounds.low, bounds.high), (1.0, 29.0));
}

/// A component that cannot be proven takes those with it that were not looked at yet; by itself it takes none.
#[test]
fn what_is_published_as_one_is_withheld_as_one() {
    let mut tabulation = Tabulation::default();
    let total = tabulation.add_cell(known(5));
    let parts = [3, 2].map(|count| tabulation.add_cell(Cell::shown(count)));
    tabulation.add_sum(total, &parts);
    let whole = tabulation.add_cell(Cell::shown(90));
    let others = [30, 40, 20].map(|count| tabulation.add_cell(Cell::shown(count)));
    tabulation.add_sum(whole, &others);
    let (alone, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, parts);
    assert_eq!(alone.released(whole), Some(Released::Rounded(90)));
    let (together, report) = protect_together(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, parts);
    assert_eq!(together.released(whole), Some(Released::Suppressed));
}
