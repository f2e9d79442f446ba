//! Ids that stay: the registry of whom each row was, and the ids that follow from it.
//!
//! A person keeps the id that most of its rows had; an id goes to the person that holds most of its rows.
//! Ties go to the person and the id that come first. A key that several persons share says nothing, unless a
//! person has nothing else: then it takes the first of the key's ids that nobody else has. Everyone else
//! gets an id made from the key of their first row.

use std::collections::HashSet;

use jiff::civil::Date;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::clustering::Clustered;
use super::linked::Linked;
use crate::domain::PersonId;

/// Whom each row was on the nights before.
#[derive(Debug, Default)]
pub struct IdentityRegistry {
    /// Sorted by key, then person; a key that people shared has an entry for each of them.
    entries: Vec<IdentityEntry>,
}

/// A row of a source and the person it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityEntry {
    pub record_key: u64,
    pub person: PersonId,
    /// The last night on which the row was there.
    pub last_seen: Date,
}

/// A change of identity between two nights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentityEvent {
    /// Rows of `from` now belong to `into`; the id `from` is no more.
    Merged { from: PersonId, into: PersonId },
    /// Rows of `from` now belong to another person besides.
    Split { from: PersonId, into: PersonId },
}

impl IdentityEvent {
    /// The id as it was, and the id that holds its rows now.
    #[must_use]
    pub fn parties(self) -> (PersonId, PersonId) {
        match self {
            Self::Merged { from, into } | Self::Split { from, into } => (from, into),
        }
    }
}

impl IdentityRegistry {
    #[must_use]
    pub fn new(mut entries: Vec<IdentityEntry>) -> Self {
        entries.par_sort_unstable_by_key(|entry| (entry.record_key, entry.person));
        entries.dedup_by_key(|entry| (entry.record_key, entry.person));
        Self { entries }
    }

    #[must_use]
    pub fn entries(&self) -> &[IdentityEntry] {
        &self.entries
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The persons that rows of this key were.
    fn persons(&self, record_key: u64) -> &[IdentityEntry] {
        let start = self
            .entries
            .partition_point(|entry| entry.record_key < record_key);
        let same = self.entries[start..]
            .iter()
            .take_while(|entry| entry.record_key == record_key);
        &self.entries[start..start + same.count()]
    }

    /// The person of this key, where it is one person's.
    pub(super) fn person(&self, record_key: u64) -> Option<PersonId> {
        match self.persons(record_key) {
            [entry] => Some(entry.person),
            _ => None,
        }
    }

    /// The registry after a night whose records have `keys`: every row of tonight under its person, and rows of
    /// before that did not come tonight as they were.
    #[must_use]
    pub fn after(&self, keys: &[u64], linked: &Linked, as_of: Date) -> Self {
        let rows = keys.iter().zip(&linked.person);
        let tonight = rows.map(|(key, person)| IdentityEntry {
            record_key: *key,
            person: linked.persons[*person as usize],
            last_seen: as_of,
        });
        let tonight = Self::new(tonight.collect());
        if self.is_empty() {
            return tonight;
        }
        let mut entries = Vec::with_capacity(tonight.entries.len());
        let mut tonight = tonight.entries.into_iter().peekable();
        for before in &self.entries {
            let key = before.record_key;
            while let Some(entry) = tonight.next_if(|entry| entry.record_key < key) {
                entries.push(entry);
            }
            if tonight.peek().is_none_or(|entry| entry.record_key != key) {
                entries.push(*before);
            }
        }
        entries.extend(tonight);
        Self { entries }
    }
}

/// Gives every cluster of records, which have `keys`, its id.
pub fn name_persons(clustered: Clustered, keys: &[u64], registry: &IdentityRegistry) -> Linked {
    let votes = votes(&clustered, keys, registry);
    let mut persons: Vec<Option<PersonId>> = vec![None; clustered.clusters];
    let mut events = Vec::new();
    award(&votes, &mut persons, &mut events);
    claim_shared(&mut persons, &clustered, keys, registry);
    let ids = fill_new(persons, &clustered, keys, registry);
    record_splits(&votes, &ids, &mut events);
    events.sort_unstable();
    events.dedup();
    Linked {
        person: clustered.cluster,
        links: clustered.links,
        persons: ids,
        review: clustered.review,
        events,
        event_reasons: Vec::new(),
    }
}

/// How many rows of a cluster had an id.
#[derive(Debug, Clone, Copy)]
struct Vote {
    person: PersonId,
    cluster: u32,
    rows: u32,
}

/// All votes, by id, then cluster.
fn votes(clustered: &Clustered, keys: &[u64], registry: &IdentityRegistry) -> Vec<Vote> {
    if registry.is_empty() {
        return Vec::new();
    }
    let rows = keys.par_iter().zip(&clustered.cluster);
    let mut known: Vec<(PersonId, u32)> = rows
        .filter_map(|(key, cluster)| Some((registry.person(*key)?, *cluster)))
        .collect();
    known.par_sort_unstable();
    known
        .chunk_by(|a, b| a == b)
        .map(|same| Vote {
            person: same[0].0,
            cluster: same[0].1,
            rows: same.len() as u32,
        })
        .collect()
}

/// Each id goes to the cluster with most of its rows; of several ids in a cluster the one with most rows
/// stays, the others are merged into it.
fn award(votes: &[Vote], persons: &mut [Option<PersonId>], events: &mut Vec<IdentityEvent>) {
    let mut claims: Vec<Vote> = votes
        .chunk_by(|a, b| a.person == b.person)
        .filter_map(|of_id| {
            of_id
                .iter()
                .copied()
                .max_by_key(|vote| (vote.rows, std::cmp::Reverse(vote.cluster)))
        })
        .collect();
    claims.sort_unstable_by_key(|vote| (vote.cluster, std::cmp::Reverse(vote.rows), vote.person));
    for of_cluster in claims.chunk_by(|a, b| a.cluster == b.cluster) {
        let into = of_cluster[0].person;
        persons[of_cluster[0].cluster as usize] = Some(into);
        events.extend(of_cluster[1..].iter().map(|vote| IdentityEvent::Merged {
            from: vote.person,
            into,
        }));
    }
}

/// Gives persons without an id one of those that their shared keys had, where nobody else has it.
fn claim_shared(
    persons: &mut [Option<PersonId>],
    clustered: &Clustered,
    keys: &[u64],
    registry: &IdentityRegistry,
) {
    if registry.is_empty() || persons.iter().all(Option::is_some) {
        return;
    }
    let mut given: HashSet<u64, BuildBits> = persons.iter().flatten().map(|id| id.bits()).collect();
    for (key, cluster) in keys.iter().zip(&clustered.cluster) {
        let person = &mut persons[*cluster as usize];
        if person.is_none() {
            let free = registry
                .persons(*key)
                .iter()
                .find(|entry| !given.contains(&entry.person.bits()));
            *person = free.map(|entry| entry.person);
            given.extend(person.map(PersonId::bits));
        }
    }
}

fn record_splits(votes: &[Vote], ids: &[PersonId], events: &mut Vec<IdentityEvent>) {
    for of_id in votes
        .chunk_by(|a, b| a.person == b.person)
        .filter(|of_id| of_id.len() > 1)
    {
        let others = of_id.iter().map(|vote| ids[vote.cluster as usize]);
        let from = of_id[0].person;
        let is_alive = of_id.iter().any(|vote| ids[vote.cluster as usize] == from);
        // An id whose rows went to several others and that is itself gone was merged, not split.
        if is_alive {
            events.extend(
                others
                    .filter(|into| *into != from)
                    .map(|into| IdentityEvent::Split { from, into }),
            );
        }
    }
}

fn fill_new(
    persons: Vec<Option<PersonId>>,
    clustered: &Clustered,
    keys: &[u64],
    registry: &IdentityRegistry,
) -> Vec<PersonId> {
    let mut first_keys = vec![None; clustered.clusters];
    for (key, cluster) in keys.iter().zip(&clustered.cluster) {
        first_keys[*cluster as usize].get_or_insert(*key);
    }
    // Ids that were ever given are never given to someone else.
    let mut taken: HashSet<u64, BuildBits> =
        HashSet::with_capacity_and_hasher(persons.len(), BuildBits::default());
    taken.extend(registry.entries.iter().map(|entry| entry.person.bits()));
    persons
        .into_iter()
        .zip(first_keys)
        .map(|(person, key)| person.unwrap_or_else(|| fresh(key.unwrap_or_default(), &mut taken)))
        .collect()
}

/// An id made from a row's key; the next one in a fixed sequence where it is taken.
fn fresh(key: u64, taken: &mut HashSet<u64, BuildBits>) -> PersonId {
    let mut seed = 0;
    loop {
        let id = PersonId::from_bits(xxh3_64_with_seed(&key.to_le_bytes(), seed));
        if taken.insert(id.bits()) {
            return id;
        }
        seed += 1;
    }
}

/// Ids are hashes already.
type BuildBits = std::hash::BuildHasherDefault<Bits>;

#[derive(Default)]
struct Bits(u64);

impl std::hash::Hasher for Bits {
    fn finish(&self) -> u64 {
        // The low bits choose the bucket, the high ones the tag: both must vary.
        self.0 ^ self.0 << 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, bits: u64) {
        self.0 = bits;
    }
}
