//! Blocked pairs of random records against what all pairs say.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::blocking::BlockingLimits;
use super::blocking_rule::{BlockingRule, KeyPart};
use super::candidate_pairs::{CandidatePair, CandidatePairs};
use super::crowd::Crowd;
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
    let mut crowded = BlockingRule::on("birth, and a name where many were born", &[birth]);
    crowded.crowd = Some(Crowd {
        above: 4,
        key: vec![KeyPart::Value(name)],
    });
    let mut word = BlockingRule::new(
        "word, and birth where many have it",
        vec![KeyPart::AnyToken(name)],
    );
    word.crowd = Some(Crowd {
        above: 6,
        key: vec![KeyPart::Value(birth)],
    });
    vec![
        crowded,
        restricted,
        conditional,
        BlockingRule::new("any id", vec![KeyPart::AnyItem(ids)]),
        BlockingRule::new("word and year", vec![KeyPart::AnyToken(name), near]),
        word,
        BlockingRule::on("name", &[name]),
    ]
}

fn keys(rule: &BlockingRule, columns: &Columns, record: u32) -> Vec<u64> {
    let (mut keys, mut room) = (Vec::new(), Vec::new());
    rule.each_key(columns, record, &mut room, |key| keys.push(key));
    keys
}

/// A key, and in a crowd what a record has besides.
type Block = (u64, Option<u64>);

/// What a pair must meet under a rule, by keys, sources and conditions alone.
struct BruteForce<'c> {
    columns: &'c Columns,
    rules: &'c [BlockingRule],
    sources: &'c SourcePairs,
    block_pairs_max: u64,
}

impl BruteForce<'_> {
    fn is_for(&self, rule: &BlockingRule, a: u32, b: u32) -> bool {
        let pair = (self.columns.source(a), self.columns.source(b));
        let is_named =
            |pairs: &Vec<(u8, u8)>| pairs.contains(&pair) || pairs.contains(&(pair.1, pair.0));
        self.sources.allows(pair.0, pair.1) && rule.sources.as_ref().is_none_or(is_named)
    }

    fn all_pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        let records = self.columns.len() as u32;
        (0..records).flat_map(move |left| (left + 1..records).map(move |right| (left, right)))
    }

    /// The blocks of every record: its keys, in crowds with what it has besides.
    fn blocks(&self, rule: &BlockingRule) -> Vec<Vec<Block>> {
        let records = 0..self.columns.len() as u32;
        let keys: Vec<Vec<u64>> = records
            .map(|record| keys(rule, self.columns, record))
            .collect();
        let of_record = |(record, own): (u32, &Vec<u64>)| {
            let blocks = own.iter().filter_map(|key| {
                let sharing = keys.iter().filter(|keys| keys.contains(key)).count();
                match &rule.crowd {
                    Some(crowd) if sharing > crowd.above as usize => {
                        let within = BlockingRule::new("within", crowd.key.clone());
                        Some((*key, Some(within.single_key(self.columns, record)?)))
                    }
                    _ => Some((*key, None)),
                }
            });
            blocks.collect()
        };
        (0..).zip(&keys).map(of_record).collect()
    }

    /// The blocks that so many pairs share that they are not compared.
    fn refused(&self, rule: &BlockingRule, blocks: &[Vec<Block>]) -> Vec<Block> {
        let mut shared: BTreeMap<Block, u64> = BTreeMap::new();
        for (a, b) in self.all_pairs().filter(|(a, b)| self.is_for(rule, *a, *b)) {
            let there = &blocks[b as usize];
            for block in blocks[a as usize]
                .iter()
                .filter(|block| there.contains(block))
            {
                *shared.entry(*block).or_default() += 1;
            }
        }
        let is_large = |(_, pairs): &(Block, u64)| *pairs > self.block_pairs_max;
        shared
            .into_iter()
            .filter(is_large)
            .map(|(block, _)| block)
            .collect()
    }

    fn candidates(&self) -> Vec<CandidatePair> {
        let blocks: Vec<Vec<Vec<Block>>> =
            self.rules.iter().map(|rule| self.blocks(rule)).collect();
        let refused: Vec<Vec<Block>> = { self.rules.iter().zip(&blocks) }
            .map(|(rule, blocks)| self.refused(rule, blocks))
            .collect();
        let satisfies = |rule: usize, a: u32, b: u32| {
            let (of_rule, refused) = (&self.rules[rule], &refused[rule]);
            let [here, there] = [a, b].map(|record| &blocks[rule][record as usize]);
            self.is_for(of_rule, a, b)
                && { here.iter() }.any(|block| there.contains(block) && !refused.contains(block))
                && { of_rule.condition.as_ref() }.is_none_or(|condition| {
                    condition.holds(self.columns, a, b, &mut Measured::new(&[]))
                })
        };
        let first = |(left, right): (u32, u32)| {
            let rule = (0..self.rules.len()).find(|rule| satisfies(*rule, left, right))? as u8;
            Some(CandidatePair { left, right, rule })
        };
        self.all_pairs().filter_map(first).collect()
    }
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
    fn blocked_pairs_are_those_that_satisfy_a_rule(
        rows in rows(), link_type in 0..3_usize, block_pairs_max in prop::sample::select(vec![1, 3, 20, 1_000_000])
    ) {
        let columns = columns(&rows);
        let link_type = [LinkType::Dedupe, LinkType::Link, LinkType::LinkAndDedupe][link_type];
        let sources = SourcePairs::new(link_type, 3, &[1]);
        let rules = rules(&columns);
        let limits = BlockingLimits { block_pairs_max, ..BlockingLimits::default() };
        let candidates = CandidatePairs::new(&columns, &rules, &sources, limits).unwrap();
        let mut found = visited(&candidates, 1);
        prop_assert_eq!(&found, &visited(&candidates, 2));
        found.sort_unstable();
        let (columns, rules, sources) = (&columns, &rules, &sources);
        let expected = BruteForce { columns, rules, sources, block_pairs_max }.candidates();
        prop_assert_eq!(&found, &expected);
        let mut by_rule: BTreeMap<u8, u64> = BTreeMap::new();
        expected.iter().for_each(|pair| *by_rule.entry(pair.rule).or_default() += 1);
        for (rule, count) in candidates.count().iter().enumerate() {
            prop_assert_eq!(count.new_pairs, by_rule.get(&(rule as u8)).copied().unwrap_or(0));
        }
    }
}

#[test]
fn many_records_are_blocked_in_parts() {
    let records = 100_000_u32;
    let mut columns = Columns::new(vec![0; records as usize]).unwrap();
    // Each number is borne by two records that lie far from each other.
    let numbers: Vec<u64> = (0..records)
        .map(|record| u64::from(record % (records / 2)) + 1)
        .collect();
    let number = columns.add_ids("number", &numbers).unwrap();
    let rules = [BlockingRule::on("number", &[number])];
    let sources = SourcePairs::new(LinkType::Dedupe, 1, &[]);
    let candidates =
        CandidatePairs::new(&columns, &rules, &sources, BlockingLimits::default()).unwrap();
    let mut found = visited(&candidates, 2);
    assert_eq!(found, visited(&candidates, 1));
    found.sort_unstable();
    let pair = |left| CandidatePair {
        left,
        right: left + records / 2,
        rule: 0,
    };
    assert_eq!(found, (0..records / 2).map(pair).collect::<Vec<_>>());
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
