//! The auditor against a list of every table in whole numbers that fits what is published.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::small_tables::{small_table, small_tree, two_weeks};
use super::{options, primary_only};
use crate::disclosure::component::split_components;
use crate::disclosure::{
    Interval, Publication, Tabulation, Verdict, attack, audit, protect, protect_by_bounds,
};

/// Tables looked at before an instance is given up as too large to list.
const TABLES_MAX: usize = 20_000;

/// Per cell the smallest and largest count in any table that fits; `None` when there are too many tables or
/// a cell has no end.
fn every_table(tabulation: &Tabulation, publication: &Publication) -> Option<Vec<Interval>> {
    let mut found: Vec<Interval> = tabulation
        .cells
        .iter()
        .map(|cell| Interval::exactly(cell.true_count()))
        .collect();
    for component in split_components(tabulation, options()) {
        let states: Vec<_> = component
            .cells
            .iter()
            .map(|id| publication.states[id.index()])
            .collect();
        let bounds = component.bounds(&states, options());
        if bounds.iter().any(|interval| !interval.is_bounded()) {
            return None;
        }
        let mut listing = Listing {
            relations: &component.relations,
            bounds: &bounds,
            seen: vec![None; bounds.len()],
            looked_at: 0,
        };
        listing.list(&mut Vec::new())?;
        for (id, seen) in component.cells.iter().zip(listing.seen) {
            found[id.index()] = seen?;
        }
    }
    Some(found)
}

struct Listing<'l> {
    relations: &'l crate::disclosure::relations::Relations,
    bounds: &'l [Interval],
    seen: Vec<Option<Interval>>,
    looked_at: usize,
}

impl Listing<'_> {
    fn list(&mut self, table: &mut Vec<i64>) -> Option<()> {
        self.looked_at += 1;
        if self.looked_at > TABLES_MAX {
            return None;
        }
        let Some(interval) = self.bounds.get(table.len()).copied() else {
            self.keep(table);
            return Some(());
        };
        for count in interval.low..=interval.high {
            table.push(count);
            if self.fits(table) {
                self.list(table)?;
            }
            table.pop();
        }
        Some(())
    }

    /// Relations whose last cell was just filled in.
    fn fits(&self, table: &[i64]) -> bool {
        let last = table.len() as u32 - 1;
        (0..self.relations.len()).all(|relation| {
            let is_complete = self.relations.terms(relation).iter().max() == Some(&last);
            !is_complete || self.relations.holds(relation, |cell| table[cell as usize])
        })
    }

    fn keep(&mut self, table: &[i64]) {
        for (seen, &count) in self.seen.iter_mut().zip(table) {
            let interval = seen.get_or_insert(Interval::exactly(count));
            interval.low = interval.low.min(count);
            interval.high = interval.high.max(count);
        }
    }
}

fn check_audit(tabulation: &Tabulation, publication: &Publication) -> Result<(), TestCaseError> {
    let Some(tables) = every_table(tabulation, publication) else {
        return Ok(());
    };
    for audit in audit(tabulation, publication).unwrap() {
        let listed = tables[audit.cell.index()];
        prop_assert!(audit.outer.low <= listed.low && listed.high <= audit.outer.high);
        prop_assert!(listed.low <= audit.witnessed.low && audit.witnessed.high <= listed.high);
        let is_safe = listed.width() > i64::from(options().threshold());
        prop_assert_eq!(
            audit.verdict == Verdict::Safe,
            is_safe,
            "{:?} {:?}",
            audit,
            listed
        );
        let linear = attack(tabulation, publication, audit.cell)
            .unwrap()
            .unwrap();
        prop_assert!(
            linear.low <= listed.low as f64 + 1e-6,
            "{:?} {:?}",
            linear,
            listed
        );
        prop_assert!(
            linear.high >= listed.high as f64 - 1e-6,
            "{:?} {:?}",
            linear,
            listed
        );
    }
    Ok(())
}

/// Or the properties below would hold of nothing.
#[test]
fn most_small_tables_can_be_listed_and_hold_every_verdict() {
    let mut runner = TestRunner::deterministic();
    let (mut listed, mut safe, mut exposed, mut unproven) = (0, 0, 0, 0);
    for _ in 0..100 {
        let tabulation = small_table()
            .new_tree(&mut runner)
            .unwrap()
            .current()
            .tabulation();
        let publication = primary_only(&tabulation);
        if every_table(&tabulation, &publication).is_none() {
            continue;
        }
        listed += 1;
        for audit in audit(&tabulation, &publication).unwrap() {
            match audit.verdict {
                Verdict::Safe => safe += 1,
                Verdict::Exposed => exposed += 1,
                Verdict::Unproven => unproven += 1,
            }
        }
    }
    assert!(
        listed > 40 && safe > 60 && exposed > 20,
        "{listed} {safe} {exposed} {unproven}"
    );
}

/// The step from the auditor back to hiding is taken, and ends in a proof.
#[test]
fn what_propagation_misses_the_auditor_finds_and_more_is_hidden() {
    let mut runner = TestRunner::deterministic();
    let (mut audited_again, mut withheld) = (0, 0);
    for _ in 0..200 {
        let tabulation = small_table()
            .new_tree(&mut runner)
            .unwrap()
            .current()
            .tabulation();
        let (publication, report) = protect(&tabulation, options()).unwrap();
        withheld += usize::from(!report.unprotectable.is_empty());
        if report.audit_rounds > 1 && report.unprotectable.is_empty() {
            audited_again += 1;
            let audits = audit(&tabulation, &publication).unwrap();
            assert!(audits.iter().all(|audit| audit.verdict == Verdict::Safe));
        }
    }
    assert!(
        audited_again > 2 && withheld < 10,
        "{audited_again} again, {withheld} withheld"
    );
}

/// Programs over both weeks find what interval arithmetic over them does not, and then more is hidden.
#[test]
fn two_weeks_tell_more_than_each_and_no_more_than_may_be_told() {
    let mut runner = TestRunner::deterministic();
    let (mut told, mut withheld) = (0, 0);
    for _ in 0..200 {
        let tabulation = two_weeks().new_tree(&mut runner).unwrap().current();
        let (by_bounds, _) = protect_by_bounds(&tabulation, options()).unwrap();
        let are_safe = |publication: &Publication| {
            let audits = audit(&tabulation, publication).unwrap();
            audits.iter().all(|audit| audit.verdict == Verdict::Safe)
        };
        let (publication, report) = protect(&tabulation, options()).unwrap();
        withheld += usize::from(!report.unprotectable.is_empty());
        if report.unprotectable.is_empty() {
            told += usize::from(!are_safe(&by_bounds));
            assert!(are_safe(&publication));
        }
    }
    assert!(
        told > 2 && withheld < 10,
        "{told} told, {withheld} withheld"
    );
}

fn check_protected(tabulation: &Tabulation) -> Result<(), TestCaseError> {
    let (publication, report) = protect(tabulation, options()).unwrap();
    for audit in audit(tabulation, &publication).unwrap() {
        let linear = attack(tabulation, &publication, audit.cell)
            .unwrap()
            .unwrap();
        let is_wide = linear.high - linear.low > f64::from(options().threshold()) + 1e-6;
        if report.unprotectable.is_empty() {
            prop_assert_eq!(audit.verdict, Verdict::Safe);
            prop_assert!(is_wide, "{:?}", linear);
        }
    }
    check_audit(tabulation, &publication)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_auditor_knows_what_a_list_of_all_tables_shows(table in small_table()) {
        let tabulation = table.tabulation();
        check_audit(&tabulation, &primary_only(&tabulation))?;
    }

    #[test]
    fn what_is_protected_stands_in_tables_that_differ_widely(table in small_table()) {
        check_protected(&table.tabulation())?;
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn two_weeks_are_protected(tabulation in two_weeks()) {
        check_audit(&tabulation, &primary_only(&tabulation))?;
        check_protected(&tabulation)?;
    }

    #[test]
    fn hierarchies_are_protected(tabulation in small_tree()) {
        check_audit(&tabulation, &primary_only(&tabulation))?;
        check_protected(&tabulation)?;
    }
}
