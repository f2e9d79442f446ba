//! Records that share a rule's key, side by side.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::options::{DeterministicRule, LinkOptions};
use super::record::LinkRecord;

/// Records by key: each block a run of record numbers in ascending order, blocks in key order.
pub struct Blocks {
    pub rule: DeterministicRule,
    records: Vec<u32>,
    ends: Vec<u32>,
    /// Identifiers on so many records that they are fillers and link nothing.
    pub shared_identifiers: usize,
}

impl Blocks {
    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Block number `index`, of two and more records.
    pub fn block(&self, index: usize) -> &[u32] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.records[start as usize..self.ends[index] as usize]
    }
}

/// The blocks of `rule`. A block in which one kind of source has more than the option's limit is dropped.
pub fn blocks(rule: DeterministicRule, records: &[LinkRecord], options: &LinkOptions) -> Blocks {
    let mut keyed: Vec<(u64, u32)> = records
        .par_iter()
        .zip(0_u32..records.len() as u32)
        .filter_map(|(record, number)| Some((key(rule, record)?, number)))
        .collect();
    keyed.par_sort_unstable();
    let mut blocks = Blocks {
        rule,
        records: Vec::with_capacity(keyed.len()),
        ends: Vec::with_capacity(keyed.len() / 2),
        shared_identifiers: 0,
    };
    for block in keyed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|block| block.len() > 1)
    {
        if is_shared(block, records, options.shared_identifier_max) {
            blocks.shared_identifiers += 1;
            continue;
        }
        blocks
            .records
            .extend(block.iter().map(|(_, number)| *number));
        blocks.ends.push(blocks.records.len() as u32);
    }
    blocks
}

/// What a rule groups by; `None` where the record lacks a part of it.
fn key(rule: DeterministicRule, record: &LinkRecord) -> Option<u64> {
    let present = |number: u64| (number != 0).then_some(number);
    match rule {
        DeterministicRule::Cccd => present(record.cccd),
        DeterministicRule::Cmnd => present(record.cmnd),
        DeterministicRule::BhxhNumber => present(record.bhxh_number),
        DeterministicRule::NameBirthCommuneSex => {
            let is_complete = record.name_k1 != 0
                && record.has_full_birth()
                && record.commune != 0
                && record.sex != 0;
            is_complete.then(|| {
                let mut bytes = [0; 17];
                bytes[..8].copy_from_slice(&record.name_k1.to_le_bytes());
                bytes[8..12].copy_from_slice(&record.birth.to_le_bytes());
                bytes[12..16].copy_from_slice(&record.commune.to_le_bytes());
                bytes[16] = record.sex;
                xxh3_64(&bytes)
            })
        }
    }
}

fn is_shared(block: &[(u64, u32)], records: &[LinkRecord], limit: usize) -> bool {
    if block.len() <= limit {
        return false;
    }
    let mut per_kind = [0_usize; 256];
    block.iter().any(|(_, number)| {
        let count = &mut per_kind[usize::from(records[*number as usize].kind)];
        *count += 1;
        *count > limit
    })
}
