//! The bounds of frozen instances, which `tests/oracles/disclosure_linprog.py` computes again with scipy.

use std::fmt::Write;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::province::{Shape, province};
use super::small_tables::{small_table, small_tree};
use super::{options, primary_only};
use crate::disclosure::bounds::published_interval;
use crate::disclosure::relations::RelationKind;
use crate::disclosure::{Interval, Publication, Tabulation, attack, audit, protect};

/// Lines: `instance`, `cell low high`, `sum` or `order` with whole and parts, `bounds cell low high`.
fn dump(out: &mut String, tabulation: &Tabulation, publication: &Publication, every: usize) {
    let _ = writeln!(out, "instance");
    for (cell, &state) in tabulation.cells.iter().zip(&publication.states) {
        let interval = published_interval(cell, state, options());
        let _ = writeln!(out, "cell {} {}", interval.low, end(interval));
    }
    for relation in 0..tabulation.relations.len() {
        let kind = match tabulation.relations.kind(relation) {
            RelationKind::Sum => "sum",
            RelationKind::Order => "order",
        };
        let terms: Vec<String> = tabulation
            .relations
            .terms(relation)
            .iter()
            .map(u32::to_string)
            .collect();
        let _ = writeln!(out, "{kind} {}", terms.join(" "));
    }
    for audit in audit(tabulation, publication)
        .unwrap()
        .iter()
        .step_by(every)
    {
        let bounds = attack(tabulation, publication, audit.cell)
            .unwrap()
            .unwrap();
        let _ = writeln!(
            out,
            "bounds {} {} {} {:?}",
            audit.cell.index(),
            bounds.low,
            bounds.high,
            audit.verdict
        );
    }
}

fn end(interval: Interval) -> String {
    if interval.is_bounded() {
        interval.high.to_string()
    } else {
        "inf".to_owned()
    }
}

/// Instances and bounds as scipy confirmed them.
const CONFIRMED: &str = include_str!("../../../tests/oracles/disclosure_instances.txt");

#[test]
fn bounds_are_those_that_scipy_confirmed() {
    let ours = instances();
    assert_eq!(ours.lines().count(), CONFIRMED.lines().count());
    for (number, (ours, confirmed)) in ours.lines().zip(CONFIRMED.lines()).enumerate() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<String>>();
        let (ours, confirmed) = (words(ours), words(confirmed));
        let is_near = |(a, b): (&String, &String)| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => a == b || (a - b).abs() < 1e-6,
            _ => a == b,
        };
        let is_same = ours.len() == confirmed.len() && ours.iter().zip(&confirmed).all(is_near);
        assert!(
            is_same,
            "line {}: {ours:?}, confirmed {confirmed:?}",
            number + 1
        );
    }
}

fn instances() -> String {
    let mut out = String::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..150 {
        let tabulation = small_table()
            .new_tree(&mut runner)
            .unwrap()
            .current()
            .tabulation();
        dump(&mut out, &tabulation, &primary_only(&tabulation), 1);
        dump(
            &mut out,
            &tabulation,
            &protect(&tabulation, options()).unwrap().0,
            1,
        );
    }
    for _ in 0..50 {
        let tabulation = small_tree().new_tree(&mut runner).unwrap().current();
        dump(&mut out, &tabulation, &primary_only(&tabulation), 1);
        dump(
            &mut out,
            &tabulation,
            &protect(&tabulation, options()).unwrap().0,
            1,
        );
    }
    let tabulation = province(
        &Shape {
            communes: 10,
            groups: 8,
            indicators: 1,
        },
        5,
    );
    dump(&mut out, &tabulation, &primary_only(&tabulation), 4);
    dump(
        &mut out,
        &tabulation,
        &protect(&tabulation, options()).unwrap().0,
        4,
    );
    out
}
