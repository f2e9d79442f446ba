//! The union of blocking rules, each pair from the first rule that it satisfies.
//!
//! No pair is remembered to find duplicates: under rule k a pair is left out when it satisfies one of the rules
//! before k, which the records' own values tell.

use rayon::prelude::*;

use super::blocking::{BlockRange, BlockSize, BlockingLimits, BlocksWanted, RuleBlocks};
use super::blocking_rule::BlockingRule;
use super::source_pairs::SourcePairs;
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::level::Measured;
use crate::link::engine::error::EngineError;

/// Pairs are handed over by so many.
const BATCH_PAIRS: usize = 128;

/// Two records to compare, by their numbers in the columns, the lower left, and the first rule that pairs them.
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
    blocks: Vec<RuleBlocks>,
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
    /// Blocks of so many records that these must have more in common.
    pub crowds: usize,
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
        let blocks = rules.iter().map(|rule| {
            let sources = sources_of(rule, sources);
            RuleBlocks::new(
                columns,
                rule,
                sources,
                BlocksWanted::UpTo(limits.block_pairs_max),
            )
        });
        let candidates = Self {
            columns,
            rules,
            blocks: blocks.collect(),
        };
        candidates.check_total(limits.pairs_max)?;
        Ok(candidates)
    }

    /// About `pairs` pairs of one rule: its blocks in the order of their keys' hashes, as many as give so many.
    ///
    /// # Errors
    /// A rule that does not fit the columns.
    pub fn sampled(
        columns: &'m Columns,
        rule: &'m BlockingRule,
        sources: &SourcePairs,
        block_pairs_max: u64,
        pairs: u64,
    ) -> Result<Self, EngineError> {
        rule.check(columns)?;
        let wanted = BlocksWanted::About {
            block_pairs_max,
            pairs,
        };
        let mut blocks = RuleBlocks::new(columns, rule, sources_of(rule, sources), wanted);
        let share = pairs as f64 / blocks.pairs.max(1) as f64;
        let kept = (blocks.tasks.len() as f64 * share).ceil() as usize;
        blocks.tasks.truncate(kept.max(1));
        Ok(Self {
            columns,
            rules: std::slice::from_ref(rule),
            blocks: vec![blocks],
        })
    }

    fn check_total(&self, pairs_max: u64) -> Result<(), EngineError> {
        let pairs = self.block_pairs().iter().sum();
        if pairs <= pairs_max {
            return Ok(());
        }
        let largest = (0..self.rules.len())
            .max_by_key(|rule| self.blocks[*rule].pairs)
            .unwrap_or(0);
        Err(EngineError::TooManyPairs {
            pairs,
            pairs_max,
            largest_rule: self.rules[largest].name.clone(),
            largest_rule_pairs: self.blocks[largest].pairs,
        })
    }

    /// Visits every pair once, in batches. The work is cut into tasks, each of one rule; every task has a state of its
    /// own, and the states come back in the order of rules and blocks, whatever thread did them.
    pub fn visit<T: Send>(
        &self,
        start: impl Fn(u8) -> T + Sync,
        visit: impl Fn(&mut T, &[CandidatePair]) + Sync,
    ) -> Vec<T> {
        let tasks: Vec<(u8, BlockRange)> = (0..self.rules.len())
            .flat_map(|rule| {
                let tasks = self.blocks[rule].tasks.iter();
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

    fn visit_blocks(&self, rule: u8, range: BlockRange, visit: &mut impl FnMut(CandidatePair)) {
        let of_rule = &self.blocks[usize::from(rule)];
        let source = |record: u32| self.columns.source(record);
        let mut touched = 0;
        for index in range.start..range.end {
            touched = of_rule.touch_ahead(self.columns, range.part, index, touched);
            let block = of_rule.block(range.part, index);
            let number = of_rule.number(range.part, index);
            let mut rest = block;
            while let [first, ..] = rest {
                let own = source(*first);
                let run_len = rest.iter().take_while(|record| source(**record) == own);
                let (run, behind) = rest.split_at(run_len.count());
                if of_rule.sources.allows(own, own) {
                    for (at, a) in run.iter().enumerate() {
                        self.visit_partners((rule, number), *a, &run[at + 1..], visit);
                    }
                }
                for other in behind.chunk_by(|a, b| source(*a) == source(*b)) {
                    if of_rule.sources.allows(own, source(other[0])) {
                        for a in run {
                            self.visit_partners((rule, number), *a, other, visit);
                        }
                    }
                }
                rest = behind;
            }
        }
    }

    fn visit_partners(
        &self,
        (rule, block): (u8, u32),
        record: u32,
        partners: &[u32],
        visit: &mut impl FnMut(CandidatePair),
    ) {
        for other in partners {
            let (left, right) = (record.min(*other), record.max(*other));
            if self.is_new(rule, block, left, right) {
                visit(CandidatePair { left, right, rule });
            }
        }
    }

    /// The pair meets the rule here first: in no earlier block of it, and under no earlier rule.
    fn is_new(&self, rule: u8, block: u32, a: u32, b: u32) -> bool {
        let rule = usize::from(rule);
        let is_first_block = match self.rules[rule].is_exploding() {
            true => self.blocks[rule].shared_block(a, b) == Some(block),
            // Keys of one hash may differ after all.
            false => self.are_in_block(rule, a, b),
        };
        is_first_block
            && !(0..rule).any(|earlier| self.satisfies(earlier, a, b))
            && self.meets_condition(rule, a, b)
    }

    fn satisfies(&self, rule: usize, a: u32, b: u32) -> bool {
        let (blocks, of_rule) = (&self.blocks[rule], &self.rules[rule]);
        let is_in_block = match of_rule.is_exploding() {
            true => blocks.shared_block(a, b).is_some(),
            false => self.are_in_block(rule, a, b),
        };
        is_in_block
            && blocks
                .sources
                .allows(self.columns.source(a), self.columns.source(b))
            && self.meets_condition(rule, a, b)
    }

    /// Whether two records are in one block of a rule by which a record has one key at most.
    fn are_in_block(&self, rule: usize, a: u32, b: u32) -> bool {
        let of_rule = &self.rules[rule];
        let together = || self.blocks[rule].are_together((self.columns, of_rule), a, b);
        of_rule.agrees(self.columns, a, b) && together()
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
        self.blocks.iter().map(|rule| rule.pairs).collect()
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
        let rules = self.rules.iter().zip(&self.blocks).enumerate();
        rules
            .map(|(number, (rule, blocks))| {
                let of_rule = new_pairs
                    .iter()
                    .filter(|(rule, _)| usize::from(*rule) == number);
                RuleCount {
                    rule: rule.name.clone(),
                    pairs: blocks.pairs,
                    new_pairs: of_rule.map(|(_, count)| count).sum(),
                    crowds: blocks.crowds(),
                    largest_blocks: blocks.largest.clone(),
                    refused_blocks: blocks.refused.clone(),
                }
            })
            .collect()
    }
}

/// The sources whose records a rule may pair.
fn sources_of(rule: &BlockingRule, sources: &SourcePairs) -> SourcePairs {
    match &rule.sources {
        Some(pairs) => sources.restricted_to(pairs),
        None => sources.clone(),
    }
}
