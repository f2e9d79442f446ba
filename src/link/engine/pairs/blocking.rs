//! Records that share a rule's key, side by side.

use rayon::prelude::*;

use super::blocking_rule::BlockingRule;
use super::source_pairs::SourcePairs;
use crate::link::engine::columns::Columns;
use crate::link::engine::error::EngineError;

/// A rule's largest blocks are named in its report, so many.
const LARGEST_BLOCKS: usize = 5;

/// Blocks are handed out in tasks of about so many pairs.
const TASK_PAIRS: u64 = 1 << 15;

/// So many rules are blocked side by side: where one sorts on all threads, the other cuts its blocks on one.
const RULES_AT_A_TIME: usize = 2;

/// The rows of so many records are read ahead.
const TOUCHED_AHEAD: usize = 128;

/// Limits that keep blocking from comparing without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockingLimits {
    /// A block with more pairs is reported and not compared.
    pub block_pairs_max: u64,
    /// More pairs under all rules together, before those of earlier rules are left out, are an error.
    pub pairs_max: u64,
}

impl Default for BlockingLimits {
    fn default() -> Self {
        Self {
            block_pairs_max: 1_000_000,
            pairs_max: 1_000_000_000,
        }
    }
}

/// A block, named by the hash of its key so that no person shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockSize {
    pub key_hash: u64,
    pub records: u64,
    pub pairs: u64,
}

/// The blocks of one rule, in the order of their keys' hashes.
#[derive(Debug)]
pub struct RuleBlocks {
    members: Vec<u32>,
    ends: Vec<u32>,
    /// Ranges of blocks of about equal work.
    pub(super) tasks: Vec<(u32, u32)>,
    pub(super) sources: SourcePairs,
    /// Of records in several blocks; the others' stand in [`Blocks`] side by side.
    several: Option<Memberships>,
    /// All pairs of compared blocks.
    pub(super) pairs: u64,
    pub(super) largest: Vec<BlockSize>,
    pub(super) refused: Vec<BlockSize>,
}

/// Per record the numbers of its blocks, ascending.
#[derive(Debug)]
struct Memberships {
    ends: Vec<u32>,
    blocks: Vec<u32>,
}

/// The blocks of all rules, and per record the blocks it is in.
#[derive(Debug)]
pub struct Blocks {
    pub(super) rules: Vec<RuleBlocks>,
    /// Per record a row: its block under each rule that does not explode, counted from 1; 0 for none.
    single: Vec<u32>,
    width: usize,
    /// Per rule its place in the rows.
    slots: Vec<Option<usize>>,
    /// Per place in the rows its rule.
    single_rules: Vec<usize>,
    exploding_rules: Vec<usize>,
}

impl RuleBlocks {
    /// The records of a block by its number from 0, by source, then number.
    pub(super) fn block(&self, index: u32) -> &[u32] {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.members[start as usize..self.ends[index] as usize]
    }
}

impl Blocks {
    /// Blocks `columns` by each of `rules`.
    ///
    /// # Errors
    /// More pairs than `limits` allow.
    pub fn new(
        columns: &Columns,
        rules: &[BlockingRule],
        sources: &SourcePairs,
        limits: BlockingLimits,
    ) -> Result<Self, EngineError> {
        let (exploding_rules, single_rules): (Vec<usize>, Vec<usize>) =
            (0..rules.len()).partition(|rule| rules[*rule].is_exploding());
        let slot = |rule| single_rules.iter().position(|single| *single == rule);
        let slots = (0..rules.len()).map(slot).collect();
        let width = single_rules.len();
        let mut blocks = Self {
            rules: Vec::with_capacity(rules.len()),
            single: vec![0; width * columns.len()],
            width,
            slots,
            single_rules,
            exploding_rules,
        };
        let numbers: Vec<usize> = (0..rules.len()).collect();
        for numbers in numbers.chunks(RULES_AT_A_TIME) {
            let blocked = |number: &usize| {
                let rule = &rules[*number];
                let sources = match &rule.sources {
                    Some(pairs) => sources.restricted_to(pairs),
                    None => sources.clone(),
                };
                let mut blocked = rule_blocks(columns, rule, sources, limits.block_pairs_max);
                if blocks.slots[*number].is_none() {
                    blocked.several = Some(memberships(columns.len(), &blocked));
                }
                blocked
            };
            let blocked: Vec<RuleBlocks> = numbers.par_iter().map(blocked).collect();
            for (number, blocked) in numbers.iter().zip(blocked) {
                if let Some(slot) = blocks.slots[*number] {
                    blocks.fill_slot(slot, &blocked);
                }
                blocks.rules.push(blocked);
            }
        }
        blocks.check_total(rules, limits.pairs_max)?;
        Ok(blocks)
    }

    fn fill_slot(&mut self, slot: usize, blocked: &RuleBlocks) {
        for index in 0..blocked.ends.len() as u32 {
            for record in blocked.block(index) {
                self.single[*record as usize * self.width + slot] = index + 1;
            }
        }
    }

    fn check_total(&self, rules: &[BlockingRule], pairs_max: u64) -> Result<(), EngineError> {
        let pairs = self.rules.iter().map(|rule| rule.pairs).sum();
        if pairs <= pairs_max {
            return Ok(());
        }
        let largest = (0..rules.len())
            .max_by_key(|rule| self.rules[*rule].pairs)
            .unwrap_or(0);
        Err(EngineError::TooManyPairs {
            pairs,
            pairs_max,
            largest_rule: rules[largest].name.clone(),
            largest_rule_pairs: self.rules[largest].pairs,
        })
    }

    /// Reads the rows of records in this and the next blocks of `rule`, unless those up to member number `touched`
    /// have been: side by side, for the reason given at [`crate::link::engine::compare::comparison::Comparator::touch`]. Gives the number
    /// up to which they have been now.
    pub(super) fn touch_ahead(&self, rule: usize, index: u32, touched: usize) -> usize {
        let rule = &self.rules[rule];
        let (end, index) = (rule.ends[index as usize] as usize, index as usize);
        if end <= touched || self.width == 0 {
            return touched;
        }
        let start = if index == 0 {
            0
        } else {
            rule.ends[index - 1] as usize
        };
        let ahead = (start + TOUCHED_AHEAD).max(end).min(rule.members.len());
        let rows = rule.members[start..ahead].iter();
        let sum = rows.fold(0, |sum, record| {
            sum ^ self.single[*record as usize * self.width]
        });
        std::hint::black_box(sum);
        ahead
    }

    /// The earlier rules than `rule` under which both records are in one block, in no order.
    pub(super) fn earlier_rules(
        &self,
        rule: usize,
        a: u32,
        b: u32,
    ) -> impl Iterator<Item = usize> + '_ {
        let row = |record: u32| &self.single[record as usize * self.width..][..self.width];
        let slots = row(a).iter().zip(row(b)).zip(&self.single_rules);
        let single = slots.take_while(move |(_, earlier)| **earlier < rule);
        let single = single
            .filter(|((a, b), _)| a == b && **a != 0)
            .map(|(_, earlier)| *earlier);
        let several = self
            .exploding_rules
            .iter()
            .copied()
            .take_while(move |earlier| *earlier < rule);
        single.chain(several.filter(move |earlier| self.shared_block(*earlier, a, b).is_some()))
    }

    /// The first block of `rule` that both records are in, its number counted from 0.
    pub(super) fn shared_block(&self, rule: usize, a: u32, b: u32) -> Option<u32> {
        if let Some(slot) = self.slots[rule] {
            let block = self.single[a as usize * self.width + slot];
            let is_shared = block != 0 && block == self.single[b as usize * self.width + slot];
            return is_shared.then(|| block - 1);
        }
        let several = self.rules[rule].several.as_ref()?;
        let (a, b) = (several.of(a), several.of(b));
        a.iter()
            .find(|block| b.binary_search(block).is_ok())
            .copied()
    }
}

impl Memberships {
    fn of(&self, record: u32) -> &[u32] {
        let record = record as usize;
        let start = if record == 0 {
            0
        } else {
            self.ends[record - 1]
        };
        &self.blocks[start as usize..self.ends[record] as usize]
    }
}

fn memberships(records: usize, blocked: &RuleBlocks) -> Memberships {
    let mut ends = vec![0_u32; records];
    for record in &blocked.members {
        ends[*record as usize] += 1;
    }
    let mut end = 0;
    for count in &mut ends {
        // The start for now; filling moves it to the end.
        let start = end;
        end += *count;
        *count = start;
    }
    let mut blocks = vec![0; blocked.members.len()];
    for index in 0..blocked.ends.len() as u32 {
        for record in blocked.block(index) {
            let at = &mut ends[*record as usize];
            blocks[*at as usize] = index;
            *at += 1;
        }
    }
    Memberships { ends, blocks }
}

fn rule_blocks(
    columns: &Columns,
    rule: &BlockingRule,
    sources: SourcePairs,
    block_pairs_max: u64,
) -> RuleBlocks {
    let mut keyed: Vec<u128> = (0..columns.len() as u32)
        .into_par_iter()
        .fold(
            || (Vec::new(), Vec::new()),
            |(mut keyed, mut keys), record| {
                rule.keys(columns, record, &mut keys);
                let source = columns.source(record);
                keyed.extend(keys.iter().map(|key| member(*key, source, record)));
                (keyed, keys)
            },
        )
        .map(|(keyed, _)| keyed)
        .flatten()
        .collect();
    keyed.par_sort_unstable();
    let mut blocked = RuleBlocks {
        members: Vec::new(),
        ends: Vec::new(),
        tasks: Vec::new(),
        sources,
        several: None,
        pairs: 0,
        largest: Vec::new(),
        refused: Vec::new(),
    };
    let (mut task_start, mut task_pairs) = (0, 0);
    for block in keyed
        .chunk_by(|a, b| a >> 64 == b >> 64)
        .filter(|block| block.len() > 1)
    {
        let size = block_size(block, &blocked.sources);
        if size.pairs == 0 {
            continue;
        }
        if size.pairs > block_pairs_max {
            blocked.refused.push(size);
            continue;
        }
        keep_if_large(&mut blocked.largest, size);
        blocked.pairs += size.pairs;
        task_pairs += size.pairs;
        blocked
            .members
            .extend(block.iter().map(|member| *member as u32));
        blocked.ends.push(blocked.members.len() as u32);
        if task_pairs >= TASK_PAIRS {
            blocked.tasks.push((task_start, blocked.ends.len() as u32));
            (task_start, task_pairs) = (blocked.ends.len() as u32, 0);
        }
    }
    if task_pairs > 0 {
        blocked.tasks.push((task_start, blocked.ends.len() as u32));
    }
    blocked
        .refused
        .sort_by_key(|block| (u64::MAX - block.pairs, block.key_hash));
    blocked
}

/// A record in a block as one number, so that sorting orders by key, source and record at once.
fn member(key: u64, source: u8, record: u32) -> u128 {
    u128::from(key) << 64 | u128::from(source) << 32 | u128::from(record)
}

fn source_of(member: u128) -> u8 {
    (member >> 32) as u8
}

fn block_size(block: &[u128], sources: &SourcePairs) -> BlockSize {
    let runs: Vec<(u8, u64)> = block
        .chunk_by(|a, b| source_of(*a) == source_of(*b))
        .map(|run| (source_of(run[0]), run.len() as u64))
        .collect();
    let mut pairs = 0;
    for (at, (source, records)) in runs.iter().enumerate() {
        if sources.allows(*source, *source) {
            pairs += records * (records - 1) / 2;
        }
        let later = runs[at + 1..]
            .iter()
            .filter(|(other, _)| sources.allows(*source, *other));
        pairs += records * later.map(|(_, records)| records).sum::<u64>();
    }
    BlockSize {
        key_hash: (block[0] >> 64) as u64,
        records: block.len() as u64,
        pairs,
    }
}

fn keep_if_large(largest: &mut Vec<BlockSize>, size: BlockSize) {
    if largest.len() < LARGEST_BLOCKS || largest.last().is_some_and(|last| size.pairs > last.pairs)
    {
        let at = largest.partition_point(|other| other.pairs >= size.pairs);
        largest.insert(at, size);
        largest.truncate(LARGEST_BLOCKS);
    }
}
