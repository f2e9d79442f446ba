//! The union of blocking rules, each pair from the first rule that it satisfies.
//!
//! No pair is remembered to find duplicates: under rule k a pair is left out when it satisfies one of the rules
//! before k, which the two records' rows of block numbers tell.

use rayon::prelude::*;

use super::blocking::{BlockSize, BlockingLimits, Blocks};
use super::blocking_rule::BlockingRule;
use super::source_pairs::SourcePairs;
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::level::Measured;
use crate::link::engine::error::EngineError;

/// Pairs are handed over by so many.
const BATCH_PAIRS: usize = 128;

/// Two records to compare, the lower number left, and the first rule that pairs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidatePair {
    pub left: u32,
    pub right: u32,
    pub rule: u8,
}

/// The candidate pairs of some rules, ready to be visited.
#[derive(Debug)]
pub struct CandidatePairs<'m> {
    columns: &'m Columns,
    rules: &'m [BlockingRule],
    blocks: Blocks,
}

/// What a rule brings, counted before anything is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCount {
    pub rule: String,
    /// Pairs in its blocks.
    pub pairs: u64,
    /// Of them those that meet its condition and no earlier rule: those that are compared.
    pub new_pairs: u64,
    pub largest_blocks: Vec<BlockSize>,
    /// Blocks beyond the limit, which are not compared, the largest first.
    pub refused_blocks: Vec<BlockSize>,
}

impl<'m> CandidatePairs<'m> {
    /// Blocks the records.
    ///
    /// # Errors
    /// A rule that does not fit the columns; more pairs than the limits allow.
    pub fn new(
        columns: &'m Columns,
        rules: &'m [BlockingRule],
        sources: &SourcePairs,
        limits: BlockingLimits,
    ) -> Result<Self, EngineError> {
        if rules.len() > usize::from(u8::MAX) {
            return Err(EngineError::TooManyRules { found: rules.len() });
        }
        rules.iter().try_for_each(|rule| rule.check(columns))?;
        let blocks = Blocks::new(columns, rules, sources, limits)?;
        Ok(Self {
            columns,
            rules,
            blocks,
        })
    }

    /// Leaves out blocks, the last in the order of their hashes, until each rule has about `pairs_max` pairs.
    pub fn keep_about(&mut self, pairs_max: u64) {
        for rule in &mut self.blocks.rules {
            let share = pairs_max as f64 / rule.pairs.max(1) as f64;
            let kept = (rule.tasks.len() as f64 * share).ceil() as usize;
            rule.tasks.truncate(kept.max(1));
        }
    }

    /// Visits every pair once, in batches. The work is cut into tasks, each of one rule; every task has a state of its
    /// own, and the states come back in the order of rules and blocks, whatever thread did them.
    pub fn visit<T: Send>(
        &self,
        start: impl Fn(u8) -> T + Sync,
        visit: impl Fn(&mut T, &[CandidatePair]) + Sync,
    ) -> Vec<T> {
        let tasks: Vec<(u8, (u32, u32))> = (0..self.rules.len())
            .flat_map(|rule| {
                let tasks = self.blocks.rules[rule].tasks.iter();
                tasks.map(move |blocks| (rule as u8, *blocks))
            })
            .collect();
        tasks
            .into_par_iter()
            .with_max_len(1)
            .map(|(rule, blocks)| {
                let mut state = start(rule);
                let mut batch = Vec::with_capacity(BATCH_PAIRS);
                self.visit_blocks(rule, blocks, &mut |pair| {
                    batch.push(pair);
                    if batch.len() == BATCH_PAIRS {
                        visit(&mut state, &batch);
                        batch.clear();
                    }
                });
                visit(&mut state, &batch);
                state
            })
            .collect()
    }

    fn visit_blocks(&self, rule: u8, blocks: (u32, u32), visit: &mut impl FnMut(CandidatePair)) {
        let of_rule = &self.blocks.rules[usize::from(rule)];
        let mut touched = 0;
        for index in blocks.0..blocks.1 {
            touched = self.blocks.touch_ahead(usize::from(rule), index, touched);
            let runs: Vec<&[u32]> = of_rule
                .block(index)
                .chunk_by(|a, b| self.columns.source(*a) == self.columns.source(*b))
                .collect();
            for (at, run) in runs.iter().enumerate() {
                for other in &runs[at..] {
                    let sources = (self.columns.source(run[0]), self.columns.source(other[0]));
                    if of_rule.sources.allows(sources.0, sources.1) {
                        let is_same = std::ptr::eq(*run, *other);
                        self.visit_runs(rule, index, (run, other), is_same, visit);
                    }
                }
            }
        }
    }

    fn visit_runs(
        &self,
        rule: u8,
        block: u32,
        (run, other): (&[u32], &[u32]),
        is_same: bool,
        visit: &mut impl FnMut(CandidatePair),
    ) {
        for (at, a) in run.iter().enumerate() {
            let partners = if is_same { &other[at + 1..] } else { other };
            for b in partners {
                let (left, right) = (*a.min(b), *a.max(b));
                if self.is_new(rule, block, left, right) {
                    visit(CandidatePair { left, right, rule });
                }
            }
        }
    }

    /// The pair meets the rule here first: in no earlier block of it, and under no earlier rule.
    fn is_new(&self, rule: u8, block: u32, a: u32, b: u32) -> bool {
        let rule = usize::from(rule);
        let is_first_block =
            !self.rules[rule].is_exploding() || self.blocks.shared_block(rule, a, b) == Some(block);
        is_first_block
            && !self
                .blocks
                .earlier_rules(rule, a, b)
                .any(|earlier| self.accepts(earlier, a, b))
            && self.meets_condition(rule, a, b)
    }

    /// The rule is for such sources and the condition holds, of a pair that shares a block of it.
    fn accepts(&self, rule: usize, a: u32, b: u32) -> bool {
        let is_for = |_: &Vec<(u8, u8)>| {
            let sources = (self.columns.source(a), self.columns.source(b));
            self.blocks.rules[rule].sources.allows(sources.0, sources.1)
        };
        self.rules[rule].sources.as_ref().is_none_or(is_for) && self.meets_condition(rule, a, b)
    }

    fn satisfies(&self, rule: usize, a: u32, b: u32) -> bool {
        let sources = (self.columns.source(a), self.columns.source(b));
        self.blocks.shared_block(rule, a, b).is_some()
            && self.blocks.rules[rule].sources.allows(sources.0, sources.1)
            && self.meets_condition(rule, a, b)
    }

    fn meets_condition(&self, rule: usize, a: u32, b: u32) -> bool {
        let condition = self.rules[rule].condition.as_ref();
        condition
            .is_none_or(|condition| condition.holds(self.columns, a, b, &mut Measured::new(&[])))
    }

    /// The numbers of the rules that a pair satisfies.
    pub(in crate::link::engine) fn satisfied(
        &self,
        a: u32,
        b: u32,
    ) -> impl Iterator<Item = usize> + '_ {
        (0..self.rules.len()).filter(move |rule| a != b && self.satisfies(*rule, a, b))
    }

    /// How many pairs each rule has in its blocks, without looking at any pair.
    #[must_use]
    pub fn block_pairs(&self) -> Vec<u64> {
        self.blocks.rules.iter().map(|rule| rule.pairs).collect()
    }

    /// Counts, exactly, what each rule brings.
    #[must_use]
    pub fn count(&self) -> Vec<RuleCount> {
        let counts = self.visit(
            |rule| (rule, 0_u64),
            |(_, count), pairs| *count += pairs.len() as u64,
        );
        self.report(&counts)
    }

    /// The report of rules, given new pairs by rule.
    #[must_use]
    pub fn report(&self, new_pairs: &[(u8, u64)]) -> Vec<RuleCount> {
        let rules = self.rules.iter().zip(&self.blocks.rules).enumerate();
        rules
            .map(|(number, (rule, blocks))| {
                let of_rule = new_pairs
                    .iter()
                    .filter(|(rule, _)| usize::from(*rule) == number);
                RuleCount {
                    rule: rule.name.clone(),
                    pairs: blocks.pairs,
                    new_pairs: of_rule.map(|(_, count)| count).sum(),
                    largest_blocks: blocks.largest.clone(),
                    refused_blocks: blocks.refused.clone(),
                }
            })
            .collect()
    }
}
