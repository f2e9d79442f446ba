//! Scored pairs to clusters, the surest pairs first, under constraints.
//!
//! In: pairs, and what is decided already (must-link, cannot-link, sources that hold nobody twice). Out: per record
//! its cluster, numbered by their first records, and every pair that a constraint refused. Order: must-links as given,
//! then pairs by descending weight, ties by record numbers: the result does not depend on the order of the pairs.

use rayon::prelude::*;

use crate::link::engine::error::EngineError;
use crate::link::engine::weigh::predict::ScoredPair;

/// What clusters must obey.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClusterOptions {
    /// Only pairs of at least this weight join; `None` takes all that are given.
    pub weight_min: Option<f32>,
    /// Sources of which a cluster holds at most one record.
    pub one_per_source: Vec<u8>,
    /// Decided to be one person; these hold even against the limits of sources.
    pub must_link: Vec<(u32, u32)>,
    /// Decided to be two persons.
    pub cannot_link: Vec<(u32, u32)>,
    /// A pair that alone holds two groups of two and more records together is cut where its weight is below this.
    pub bridge_weight_min: Option<f32>,
}

/// Why two records were not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Both clusters hold a record of this source, which holds nobody twice.
    SameSource(u8),
    /// These records were decided to be two persons.
    CannotLink(u32, u32),
    /// The pair was a bridge too weak.
    WeakBridge,
}

/// A pair that stayed apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RefusedPair {
    pub left: u32,
    pub right: u32,
    /// Infinite for a must-link.
    pub weight: f32,
    pub refusal: Refusal,
}

/// Clusters and what stands against them.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustered {
    /// Per record its cluster.
    pub clusters: Vec<u32>,
    pub clusters_count: u32,
    pub refused: Vec<RefusedPair>,
}

/// Disjoint sets of records under the constraints.
struct Sets<'o> {
    parents: Vec<u32>,
    sizes: Vec<u32>,
    /// Of roots: which of the sources with one record per cluster the set holds, a bit each.
    held: Vec<u64>,
    /// Of roots: the cannot-links of the members.
    enemies: std::collections::HashMap<u32, Vec<(u32, u32)>>,
    options: &'o ClusterOptions,
}

/// Clusters the records of the given sources.
///
/// # Errors
/// A pair or a decision that names a record beyond the last; more than 64 sources with one record per cluster.
pub fn cluster(
    record_sources: &[u8],
    pairs: &[ScoredPair],
    options: &ClusterOptions,
) -> Result<Clustered, EngineError> {
    check(record_sources.len(), pairs, options)?;
    let is_strong = |pair: &&ScoredPair| options.weight_min.is_none_or(|min| pair.weight >= min);
    let mut sorted: Vec<ScoredPair> = pairs.iter().filter(is_strong).copied().collect();
    sorted.par_sort_unstable_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let mut refused = Vec::new();
    if let Some(weight_min) = options.bridge_weight_min {
        let bridges = super::bridges::weak_bridges(record_sources.len(), &sorted, weight_min);
        let is_decided = |pair: &ScoredPair| {
            let decided = &options.must_link;
            decided.contains(&(pair.left, pair.right)) || decided.contains(&(pair.right, pair.left))
        };
        let mut is_bridge = bridges.into_iter();
        sorted.retain(|pair| {
            let is_cut = is_bridge.next() == Some(true) && !is_decided(pair);
            if is_cut {
                refused.push(refused_pair(pair, Refusal::WeakBridge));
            }
            !is_cut
        });
    }
    let mut sets = Sets::new(record_sources, options);
    for (left, right) in &options.must_link {
        let (a, b) = (sets.root(*left), sets.root(*right));
        match sets.forbidden(a, b) {
            // The decisions contradict each other: the records stay apart, and the caller is told.
            Some(refusal) => refused.push(RefusedPair {
                left: *left.min(right),
                right: *left.max(right),
                weight: f32::INFINITY,
                refusal,
            }),
            None => sets.join(a, b),
        }
    }
    for pair in &sorted {
        let (a, b) = (sets.root(pair.left), sets.root(pair.right));
        match sets.forbidden(a, b).or_else(|| sets.held_twice(a, b)) {
            Some(refusal) => refused.push(refused_pair(pair, refusal)),
            None => sets.join(a, b),
        }
    }
    Ok(sets.finish(refused))
}

fn refused_pair(pair: &ScoredPair, refusal: Refusal) -> RefusedPair {
    RefusedPair {
        left: pair.left,
        right: pair.right,
        weight: pair.weight,
        refusal,
    }
}

fn check(
    records: usize,
    pairs: &[ScoredPair],
    options: &ClusterOptions,
) -> Result<(), EngineError> {
    if options.one_per_source.len() > 64 {
        return Err(EngineError::OutOfRange {
            setting: "the number of sources with one record per cluster".to_owned(),
            found: options.one_per_source.len() as f64,
            low: 0.0,
            high: 64.0,
        });
    }
    let scored = pairs.iter().map(|pair| (pair.left, pair.right));
    let decided = options
        .must_link
        .iter()
        .chain(&options.cannot_link)
        .copied();
    let mut all = scored.chain(decided);
    let unknown = all.find(|(left, right)| *left.max(right) as usize >= records);
    unknown.map_or(Ok(()), |(left, right)| {
        Err(EngineError::UnknownRecord {
            left,
            right,
            records,
        })
    })
}

impl<'o> Sets<'o> {
    fn new(record_sources: &[u8], options: &'o ClusterOptions) -> Self {
        let held = record_sources.iter().map(|source| {
            let at = options
                .one_per_source
                .iter()
                .position(|limited| limited == source);
            at.map_or(0, |at| 1 << at)
        });
        let mut sets = Self {
            parents: (0..record_sources.len() as u32).collect(),
            sizes: vec![1; record_sources.len()],
            held: held.collect(),
            enemies: std::collections::HashMap::new(),
            options,
        };
        for (a, b) in &options.cannot_link {
            sets.enemies.entry(*a).or_default().push((*a, *b));
            sets.enemies.entry(*b).or_default().push((*b, *a));
        }
        sets
    }

    fn root(&mut self, record: u32) -> u32 {
        let mut at = record;
        while self.parents[at as usize] != at {
            let grandparent = self.parents[self.parents[at as usize] as usize];
            self.parents[at as usize] = grandparent;
            at = grandparent;
        }
        at
    }

    /// A decision against joining two sets; looked up from the set with fewer.
    fn forbidden(&mut self, a: u32, b: u32) -> Option<Refusal> {
        if a == b || self.enemies.is_empty() {
            return None;
        }
        let count = |root| self.enemies.get(&root).map_or(0, Vec::len);
        let (few, other) = if count(a) <= count(b) { (a, b) } else { (b, a) };
        let enemies = self.enemies.get(&few).cloned()?;
        let against = enemies
            .into_iter()
            .filter(|(_, enemy)| self.root(*enemy) == other);
        let first = against
            .map(|(member, enemy)| (member.min(enemy), member.max(enemy)))
            .min();
        first.map(|(left, right)| Refusal::CannotLink(left, right))
    }

    fn held_twice(&self, a: u32, b: u32) -> Option<Refusal> {
        let twice = self.held[a as usize] & self.held[b as usize];
        (a != b && twice != 0).then(|| {
            let source = self.options.one_per_source[twice.trailing_zeros() as usize];
            Refusal::SameSource(source)
        })
    }

    fn join(&mut self, a: u32, b: u32) {
        if a == b {
            return;
        }
        let is_larger = self.sizes[a as usize] >= self.sizes[b as usize];
        let (root, joined) = if is_larger { (a, b) } else { (b, a) };
        self.parents[joined as usize] = root;
        self.sizes[root as usize] += self.sizes[joined as usize];
        self.held[root as usize] |= self.held[joined as usize];
        if let Some(moved) = self.enemies.remove(&joined) {
            self.enemies.entry(root).or_default().extend(moved);
        }
    }

    fn finish(mut self, refused: Vec<RefusedPair>) -> Clustered {
        let mut numbers = vec![u32::MAX; self.parents.len()];
        let mut clusters = vec![0; self.parents.len()];
        let mut clusters_count = 0;
        for record in 0..self.parents.len() as u32 {
            let number = &mut numbers[self.root(record) as usize];
            if *number == u32::MAX {
                *number = clusters_count;
                clusters_count += 1;
            }
            clusters[record as usize] = *number;
        }
        // Of a refused pair whose records other pairs joined after all, nothing is left to say.
        let is_apart =
            |pair: &RefusedPair| clusters[pair.left as usize] != clusters[pair.right as usize];
        let refused = refused.into_iter().filter(is_apart).collect();
        Clustered {
            clusters,
            clusters_count,
            refused,
        }
    }
}
