//! Same counts, same publication: any number of threads, any order of relations.

use proptest::prelude::*;

use super::options;
use super::province::{Chance, Shape, province};
use super::small_tables::small_table;
use crate::disclosure::relations::Relations;
use crate::disclosure::{CellState, DisclosureOptions, Publication, Tabulation, audit, protect};

fn shuffled(tabulation: &Tabulation, seed: u64) -> Tabulation {
    let mut chance = Chance(seed);
    let relations = &tabulation.relations;
    let mut order: Vec<usize> = (0..relations.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, chance.below(at as u64 + 1) as usize);
    }
    let mut reordered = Relations::default();
    for relation in order {
        let parts = relations.parts(relation).iter().rev().copied();
        reordered.push(relations.kind(relation), relations.whole(relation), parts);
    }
    let mut tabulation = tabulation.clone();
    tabulation.relations = reordered;
    tabulation
}

fn on_threads(tabulation: &Tabulation, threads: usize) -> Publication {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    pool.install(|| protect(tabulation, options()).unwrap().0)
}

#[test]
fn threads_change_nothing() {
    let tabulation = province(
        &Shape {
            communes: 4,
            groups: 3,
            indicators: 3,
        },
        7,
    );
    assert_eq!(on_threads(&tabulation, 1), on_threads(&tabulation, 4));
}

#[test]
fn a_province_is_protected_and_mostly_shown() {
    let tabulation = province(
        &Shape {
            communes: 12,
            groups: 8,
            indicators: 1,
        },
        11,
    );
    let (publication, report) = protect(&tabulation, options()).unwrap();
    assert_eq!(report.unprotectable, []);
    assert!(
        report.rounded_cells > 2 * (report.primary_cells + report.secondary_cells),
        "{report:?}"
    );
    let smalls = tabulation
        .cells
        .iter()
        .zip(&publication.states)
        .filter(|(cell, state)| (1..=7).contains(&cell.count) && **state == CellState::Rounded);
    assert_eq!(smalls.count(), 0);
}

#[test]
fn stricter_options_with_an_even_base_are_proven_too() {
    let tabulation = province(
        &Shape {
            communes: 8,
            groups: 8,
            indicators: 1,
        },
        3,
    );
    let strict = DisclosureOptions::new(10, 6).unwrap();
    let (publication, report) = protect(&tabulation, strict).unwrap();
    assert_eq!(report.unprotectable, []);
    let audits = audit(&tabulation, &publication).unwrap();
    assert!(audits.iter().all(|audit| audit.witnessed.width() > 10));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_order_of_relations_changes_nothing(table in small_table(), seed in any::<u64>()) {
        let tabulation = table.tabulation();
        let (publication, _) = protect(&tabulation, options()).unwrap();
        let (again, _) = protect(&shuffled(&tabulation, seed), options()).unwrap();
        prop_assert_eq!(publication, again);
    }
}
