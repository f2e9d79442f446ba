//! Blocked pairs of random records against what all pairs say.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::blocking::BlockingLimits;
use super::blocking_rule::{BlockingRule, KeyPart};
use super::candidate_pairs::{CandidatePair, CandidatePairs};
use super::source_pairs::{LinkType, SourcePairs};
use crate::domain::PartialDate;
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::level::{Measured, Predicate};
use crate::link::engine::error::EngineError;

type Row = (u8, Option<&'static str>, u16, Vec<u32>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let name = proptest::option::of(prop::sample::select(vec![
        "lan thi", "lan", "hoa", "thi hoa",
    ]));
    let row = (
        0..3_u8,
        name,
        1957..1961_u16,
        proptest::collection::vec(0..4_u32, 0..3),
    );
    proptest::collection::vec(row, 2..40)
}

fn columns(rows: &[Row]) -> Columns {
    let mut columns = Columns::new(rows.iter().map(|row| row.0).collect()).unwrap();
    columns
        .add_text("name", rows.iter().map(|row| row.1))
        .unwrap();
    let year = |row: &Row| PartialDate::from_year(row.2).unwrap().packed();
    let births: Vec<u32> = rows.iter().map(year).collect();
    columns.add_dates("birth", &births).unwrap();
    columns
        .add_sets("ids", rows.iter().map(|row| &row.3))
        .unwrap();
    columns
}

fn rules(columns: &Columns) -> Vec<BlockingRule> {
    let [name, birth, ids] = ["name", "birth", "ids"].map(|name| columns.id(name).unwrap());
    let mut restricted = BlockingRule::on("birth in some sources", &[birth]);
    restricted.sources = Some(vec![(0, 1), (2, 2)]);
    let mut conditional = BlockingRule::new(
        "first letters",
        vec![KeyPart::First {
            column: name,
            letters: 2,
        }],
    );
    conditional.condition = Some(Predicate::CommonItems {
        column: ids,
        at_least: 1,
    });
    let near = KeyPart::YearWithin {
        column: birth,
        years: 1,
    };
    vec![
        restricted,
        conditional,
        BlockingRule::new("any id", vec![KeyPart::AnyItem(ids)]),
        BlockingRule::new("word and year", vec![KeyPart::AnyToken(name), near]),
        BlockingRule::on("name", &[name]),
    ]
}

/// Whether two records satisfy a rule, by its keys and condition alone.
fn satisfies(
    rule: &BlockingRule,
    columns: &Columns,
    sources: &SourcePairs,
    a: u32,
    b: u32,
) -> bool {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    rule.keys(columns, a, &mut here);
    rule.keys(columns, b, &mut there);
    let pair = (columns.source(a), columns.source(b));
    let is_for = |pairs: &Vec<(u8, u8)>| pairs.contains(&pair) || pairs.contains(&(pair.1, pair.0));
    sources.allows(pair.0, pair.1)
        && rule.sources.as_ref().is_none_or(is_for)
        && here.iter().any(|key| there.contains(key))
        && rule
            .condition
            .as_ref()
            .is_none_or(|condition| condition.holds(columns, a, b, &mut Measured::new(&[])))
}

fn all_pairs(
    columns: &Columns,
    rules: &[BlockingRule],
    sources: &SourcePairs,
) -> Vec<CandidatePair> {
    let records = columns.len() as u32;
    let pairs = (0..records).flat_map(|left| (left + 1..records).map(move |right| (left, right)));
    pairs
        .filter_map(|(left, right)| {
            let rule = rules
                .iter()
                .position(|rule| satisfies(rule, columns, sources, left, right))?;
            Some(CandidatePair {
                left,
                right,
                rule: rule as u8,
            })
        })
        .collect()
}

fn visited(candidates: &CandidatePairs, threads: usize) -> Vec<CandidatePair> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    pool.install(|| {
        candidates.visit(
            |_| Vec::new(),
            |all: &mut Vec<_>, pairs| all.extend_from_slice(pairs),
        )
    })
    .concat()
}

proptest! {
    #[test]
    fn blocked_pairs_are_those_that_satisfy_a_rule(rows in rows(), link_type in 0..3_usize) {
        let columns = columns(&rows);
        let link_type = [LinkType::Dedupe, LinkType::Link, LinkType::LinkAndDedupe][link_type];
        let sources = SourcePairs::new(link_type, 3, &[1]);
        let rules = rules(&columns);
        let candidates = CandidatePairs::new(&columns, &rules, &sources, BlockingLimits::default()).unwrap();
        let mut found = visited(&candidates, 1);
        prop_assert_eq!(&found, &visited(&candidates, 2));
        found.sort_unstable();
        let expected = all_pairs(&columns, &rules, &sources);
        prop_assert_eq!(&found, &expected);
        let mut by_rule: BTreeMap<u8, u64> = BTreeMap::new();
        expected.iter().for_each(|pair| *by_rule.entry(pair.rule).or_default() += 1);
        for (rule, count) in candidates.count().iter().enumerate() {
            prop_assert_eq!(count.new_pairs, by_rule.get(&(rule as u8)).copied().unwrap_or(0));
        }
    }
}

#[test]
fn a_block_of_one_name_is_reported_and_left_out() {
    let mut columns = Columns::new(vec![0; 100_000]).unwrap();
    let names = (0..100_000).map(|record| Some(if record < 2 { "hoa" } else { "lan" }));
    let name = columns.add_text("name", names).unwrap();
    let rules = [BlockingRule::on("name", &[name])];
    let sources = SourcePairs::new(LinkType::Dedupe, 1, &[]);
    let candidates =
        CandidatePairs::new(&columns, &rules, &sources, BlockingLimits::default()).unwrap();
    let count = &candidates.count()[0];
    assert_eq!((count.pairs, count.new_pairs), (1, 1));
    assert_eq!(count.refused_blocks[0].records, 99_998);
    assert_eq!(count.refused_blocks[0].pairs, 4_999_750_003);
}

#[test]
fn too_many_pairs_are_an_error_that_names_the_rule() {
    let mut columns = Columns::new(vec![0; 100]).unwrap();
    let name = columns
        .add_text("name", (0..100).map(|_| Some("lan")))
        .unwrap();
    let rules = [BlockingRule::on("name", &[name])];
    let sources = SourcePairs::new(LinkType::Dedupe, 1, &[]);
    let limits = BlockingLimits {
        pairs_max: 1000,
        ..BlockingLimits::default()
    };
    let result = CandidatePairs::new(&columns, &rules, &sources, limits);
    let expected = EngineError::TooManyPairs {
        pairs: 4950,
        pairs_max: 1000,
        largest_rule: "name".to_owned(),
        largest_rule_pairs: 4950,
    };
    assert_eq!(result.unwrap_err(), expected);
}
