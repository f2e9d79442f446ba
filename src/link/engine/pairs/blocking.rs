//! Records that share a rule's key, side by side.
//!
//! Keys are hashed, records sorted by hash: first into parts by the hash's first bits, then each part by itself, on all
//! threads. What a rule keeps is four bytes a record that shares its key with another, and nothing of the others.

use rayon::prelude::*;

use super::blocking_rule::BlockingRule;
use super::source_pairs::SourcePairs;
use crate::domain::fast_map::FastSet;
use crate::link::engine::columns::Columns;

/// A rule's largest blocks are named in its report, so many.
const LARGEST_BLOCKS: usize = 5;

/// Blocks are handed out in tasks of about so many pairs.
const TASK_PAIRS: u64 = 1 << 15;

/// A part has about so many records: sorting one stays within a core's own cache.
const PART_RECORDS: usize = 1 << 13;

/// There are no more parts than two to this power.
const PART_BITS_MAX: u32 = 12;

/// So many parts are made side by side where a share of the pairs is wanted.
const PARTS_AT_A_TIME: usize = 16;

/// Keys are made of so many records at a time.
const CHUNK_RECORDS: usize = 1 << 16;

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

/// Which blocks of a rule are made.
#[derive(Debug, Clone, Copy)]
pub enum BlocksWanted {
    All,
    /// Blocks with more pairs than this are named and left out.
    UpTo(u64),
    /// So too, and no more blocks, those whose keys hash lowest, than about `pairs` pairs come from.
    About {
        block_pairs_max: u64,
        pairs: u64,
    },
}

impl BlocksWanted {
    fn limit(self) -> u64 {
        match self {
            Self::All => u64::MAX,
            Self::UpTo(limit)
            | Self::About {
                block_pairs_max: limit,
                ..
            } => limit,
        }
    }

    /// So many of `parts` are made side by side: few where some may be spared.
    fn parts_at_a_time(self, parts: usize) -> usize {
        match self {
            Self::About { .. } => PARTS_AT_A_TIME,
            Self::All | Self::UpTo(_) => parts,
        }
    }

    fn is_met_by(self, found: u64) -> bool {
        matches!(self, Self::About { pairs, .. } if found >= pairs)
    }
}

/// The blocks of one rule, in the order of their keys' hashes; those of a crowd stand where it would.
#[derive(Debug)]
pub struct RuleBlocks {
    parts: Vec<Part>,
    /// Ranges of blocks of about equal work.
    pub(super) tasks: Vec<BlockRange>,
    pub(super) sources: SourcePairs,
    /// Of a rule by which a record has several keys.
    several: Option<Memberships>,
    /// All pairs of compared blocks.
    pub pairs: u64,
    pub(super) largest: Vec<BlockSize>,
    pub(super) refused: Vec<BlockSize>,
    /// The hashes of the keys of `refused`, ascending.
    refused_keys: Vec<u64>,
    /// The hashes of the keys that more records share than are compared without more in common.
    crowds: FastSet<u64>,
}

/// The blocks whose keys' hashes begin alike.
#[derive(Debug, Default)]
struct Part {
    members: Vec<u32>,
    ends: Vec<u32>,
    /// How many blocks the parts before have.
    blocks_before: u32,
}

/// Some blocks of a part, one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockRange {
    pub part: u32,
    pub start: u32,
    pub end: u32,
}

/// Per record the numbers of its blocks, ascending.
#[derive(Debug)]
struct Memberships {
    ends: Vec<u32>,
    blocks: Vec<u32>,
}

impl RuleBlocks {
    /// Blocks `columns` by `rule`, as far as `wanted`.
    pub fn new(
        columns: &Columns,
        rule: &BlockingRule,
        sources: SourcePairs,
        wanted: BlocksWanted,
    ) -> Self {
        let keyed = KeyedChunk::all(columns, rule);
        let numbers: Vec<usize> = (0..1 << part_bits(columns.len())).collect();
        let (mut built, mut pairs) = (Vec::with_capacity(numbers.len()), 0);
        for numbers in numbers.chunks(wanted.parts_at_a_time(numbers.len())) {
            let parts = numbers.par_iter();
            let limit = wanted.limit();
            let parts =
                parts.map(|part| BuiltPart::new((columns, rule), &keyed, *part, &sources, limit));
            built.par_extend(parts);
            pairs = built.iter().map(|part| part.pairs).sum();
            if wanted.is_met_by(pairs) {
                break;
            }
        }
        drop(keyed);
        let mut blocks = Self {
            parts: Vec::with_capacity(built.len()),
            tasks: Vec::new(),
            sources,
            several: None,
            pairs,
            largest: Vec::new(),
            refused: Vec::new(),
            refused_keys: Vec::new(),
            crowds: FastSet::default(),
        };
        let mut blocks_before = 0;
        for (number, built) in (0..).zip(built) {
            let tasks = built.tasks.iter().map(|(start, end)| BlockRange {
                part: number,
                start: *start,
                end: *end,
            });
            blocks.tasks.extend(tasks);
            blocks.largest.extend(built.largest);
            blocks.refused.extend(built.refused);
            blocks.crowds.extend(built.crowds);
            let part = Part {
                blocks_before,
                ..built.part
            };
            blocks_before += part.ends.len() as u32;
            blocks.parts.push(part);
        }
        // Of blocks of one size the one that stands first comes first.
        let by_size = |block: &BlockSize| std::cmp::Reverse(block.pairs);
        blocks.largest.sort_by_key(by_size);
        blocks.largest.truncate(LARGEST_BLOCKS);
        blocks.refused_keys = blocks.refused.iter().map(|block| block.key_hash).collect();
        blocks.refused_keys.sort_unstable();
        blocks.refused.sort_by_key(by_size);
        if rule.is_exploding() {
            blocks.several = Some(Memberships::new(columns.len(), &blocks));
        }
        blocks
    }

    /// The records of a block of a part, by source, then number.
    pub(super) fn block(&self, part: u32, index: u32) -> &[u32] {
        let part = &self.parts[part as usize];
        &part.members[part.start(index)..part.ends[index as usize] as usize]
    }

    /// The number of a block among all of the rule.
    pub(super) fn number(&self, part: u32, index: u32) -> u32 {
        self.parts[part as usize].blocks_before + index
    }

    /// Reads the rows of records in this and the next blocks of `part`, unless those up to member number `touched`
    /// have been: side by side, for the reason given at
    /// [`crate::link::engine::compare::comparison::Comparator::touch`]. Gives the number up to which they have been now.
    pub(super) fn touch_ahead(
        &self,
        columns: &Columns,
        part: u32,
        index: u32,
        touched: usize,
    ) -> usize {
        let part = &self.parts[part as usize];
        let end = part.ends[index as usize] as usize;
        if end <= touched {
            return touched;
        }
        let start = part.start(index);
        let ahead = (start + TOUCHED_AHEAD).max(end).min(part.members.len());
        let rows = part.members[start..ahead].iter();
        std::hint::black_box(rows.fold(0, |sum, record| sum ^ columns.touch(*record)));
        ahead
    }

    /// The first block that both records are in, of a rule by which a record has several keys.
    pub(super) fn shared_block(&self, a: u32, b: u32) -> Option<u32> {
        let several = self.several.as_ref()?;
        let (a, b) = (several.of(a), several.of(b));
        a.iter()
            .find(|block| b.binary_search(block).is_ok())
            .copied()
    }

    /// Whether two records with one key, of a rule by which a record has one at most, are in one block: one that was not too
    /// large, and where it is a crowd, they have more in common.
    pub(super) fn are_together(
        &self,
        (columns, rule): (&Columns, &BlockingRule),
        a: u32,
        b: u32,
    ) -> bool {
        if self.refused_keys.is_empty() && self.crowds.is_empty() {
            return true;
        }
        let mut key = rule.single_key(columns, a);
        if let (Some(of_both), Some(crowd)) = (key, &rule.crowd)
            && self.crowds.contains(&of_both)
        {
            if !crowd.agrees(columns, a, b) {
                return false;
            }
            key = crowd.key_within(of_both, columns, a);
        }
        key.is_none_or(|key| self.refused_keys.binary_search(&key).is_err())
    }

    /// How many blocks are crowds.
    pub(super) fn crowds(&self) -> usize {
        self.crowds.len()
    }
}

impl Part {
    fn start(&self, index: u32) -> usize {
        let before = index.checked_sub(1);
        before.map_or(0, |before| self.ends[before as usize] as usize)
    }

    fn blocks(&self) -> impl Iterator<Item = &[u32]> {
        let blocks = 0..self.ends.len() as u32;
        blocks.map(|index| &self.members[self.start(index)..self.ends[index as usize] as usize])
    }
}

impl Memberships {
    fn new(records: usize, blocked: &RuleBlocks) -> Self {
        let members = || blocked.parts.iter().flat_map(|part| &part.members);
        let mut ends = vec![0_u32; records];
        for record in members() {
            ends[*record as usize] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            // The start for now; filling moves it to the end.
            let start = end;
            end += *count;
            *count = start;
        }
        let mut blocks = vec![0; end as usize];
        let all = blocked.parts.iter().flat_map(Part::blocks);
        for (number, block) in (0..).zip(all) {
            for record in block {
                let at = &mut ends[*record as usize];
                blocks[*at as usize] = number;
                *at += 1;
            }
        }
        Self { ends, blocks }
    }

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

/// Into how many parts, as a power of two, so many records are cut.
fn part_bits(records: usize) -> u32 {
    (records / PART_RECORDS)
        .checked_ilog2()
        .map_or(0, |bits| (bits + 1).min(PART_BITS_MAX))
}

/// The keyed records of one chunk, by part.
struct KeyedChunk {
    members: Vec<u128>,
    /// Where the members of each part end.
    ends: Vec<u32>,
}

impl KeyedChunk {
    fn all(columns: &Columns, rule: &BlockingRule) -> Vec<Self> {
        let chunks = columns.len().div_ceil(CHUNK_RECORDS);
        let bits = part_bits(columns.len());
        (0..chunks)
            .into_par_iter()
            .map(|chunk| {
                let start = chunk * CHUNK_RECORDS;
                let end = columns.len().min(start + CHUNK_RECORDS);
                Self::new(columns, rule, start as u32..end as u32, bits)
            })
            .collect()
    }

    fn new(
        columns: &Columns,
        rule: &BlockingRule,
        records: std::ops::Range<u32>,
        bits: u32,
    ) -> Self {
        let mut keyed = Vec::with_capacity(records.len());
        let mut keys = Vec::new();
        for record in records {
            let source = columns.source(record);
            rule.each_key(columns, record, &mut keys, |key| {
                keyed.push(member(key, source, record));
            });
        }
        let part = |member: &u128| (*member >> 64 >> (64 - bits)) as usize;
        let mut ends = vec![0_u32; 1 << bits];
        for member in &keyed {
            ends[part(member)] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            let start = end;
            end += *count;
            *count = start;
        }
        let mut members = vec![0; keyed.len()];
        for member in keyed {
            let at = &mut ends[part(&member)];
            members[*at as usize] = member;
            *at += 1;
        }
        Self { members, ends }
    }

    fn of_part(&self, part: usize) -> &[u128] {
        let start = if part == 0 { 0 } else { self.ends[part - 1] };
        &self.members[start as usize..self.ends[part] as usize]
    }
}

/// What one part came to.
#[derive(Default)]
struct BuiltPart {
    part: Part,
    tasks: Vec<(u32, u32)>,
    pairs: u64,
    largest: Vec<BlockSize>,
    refused: Vec<BlockSize>,
    crowds: Vec<u64>,
    /// Where the task begins that is being filled, and its pairs.
    open: (u32, u64),
}

impl BuiltPart {
    fn new(
        (columns, rule): (&Columns, &BlockingRule),
        chunks: &[KeyedChunk],
        part: usize,
        sources: &SourcePairs,
        block_pairs_max: u64,
    ) -> Self {
        let of_part = chunks.iter().map(|chunk| chunk.of_part(part));
        let mut keyed = of_part.collect::<Vec<_>>().concat();
        keyed.sort_unstable();
        let mut built = Self::default();
        let (mut within, limit) = (Vec::new(), block_pairs_max);
        for block in keyed.chunk_by(|a, b| a >> 64 == b >> 64) {
            match &rule.crowd {
                Some(crowd) if block.len() > crowd.above as usize => {
                    let key = (block[0] >> 64) as u64;
                    built.crowds.push(key);
                    within.clear();
                    within.extend(block.iter().filter_map(|member| {
                        let within = crowd.key_within(key, columns, *member as u32)?;
                        Some(u128::from(within) << 64 | *member & u128::from(u64::MAX))
                    }));
                    within.sort_unstable();
                    for block in within.chunk_by(|a, b| a >> 64 == b >> 64) {
                        built.add(block, sources, limit);
                    }
                }
                _ => built.add(block, sources, limit),
            }
        }
        let (task_start, task_pairs) = built.open;
        if task_pairs > 0 {
            built.tasks.push((task_start, built.part.ends.len() as u32));
        }
        built.part.members.shrink_to_fit();
        built.part.ends.shrink_to_fit();
        built
    }

    /// Adds a block, where any two of its records are compared.
    fn add(&mut self, block: &[u128], sources: &SourcePairs, block_pairs_max: u64) {
        if block.len() < 2 {
            return;
        }
        let size = block_size(block, sources);
        if size.pairs == 0 {
            return;
        }
        if size.pairs > block_pairs_max {
            self.refused.push(size);
            return;
        }
        keep_if_large(&mut self.largest, size);
        self.pairs += size.pairs;
        self.open.1 += size.pairs;
        let Part { members, ends, .. } = &mut self.part;
        members.extend(block.iter().map(|member| *member as u32));
        ends.push(members.len() as u32);
        if self.open.1 >= TASK_PAIRS {
            self.tasks.push((self.open.0, ends.len() as u32));
            self.open = (ends.len() as u32, 0);
        }
    }
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
