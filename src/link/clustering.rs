//! Clusters under constraints: at most one register person in each.

use rayon::prelude::*;

use super::agreement::agree;
use super::blocking::Blocks;
use super::linked::{Evidence, RecordLink, ReviewPair, ReviewReason};
use super::options::DeterministicRule;
use super::record::LinkRecord;
use crate::domain::fast_map::FastMap;

/// Disjoint sets of records. A set's root is its first record, so that register records lead.
pub struct Clusters {
    parents: Vec<u32>,
    /// Of roots: whether the set holds a register person.
    is_anchored: Vec<bool>,
    /// Of roots: records that are other people than those of the set.
    apart: FastMap<u32, Vec<u32>>,
    links: Vec<Option<RecordLink>>,
    review: Vec<ReviewPair>,
}

/// All pairs of each block that agree, blocks in their order.
fn agreeing_pairs<'b>(
    blocks: &'b Blocks,
    records: &'b [LinkRecord],
    part: impl Fn(&'b [u32]) -> &'b [u32] + Sync,
) -> Vec<(u32, u32)> {
    (0..blocks.len())
        .into_par_iter()
        .with_min_len(4096)
        .flat_map_iter(|index| pairs_of(blocks.rule, part(blocks.block(index)), records))
        .collect()
}

fn pairs_of<'b>(
    rule: DeterministicRule,
    block: &'b [u32],
    records: &'b [LinkRecord],
) -> impl Iterator<Item = (u32, u32)> + 'b {
    let pairs = (1..block.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    pairs
        .map(|(earlier, later)| (block[earlier], block[later]))
        .filter(move |(a, b)| agree(rule, &records[*a as usize], &records[*b as usize]))
}

/// The finished clusters.
pub struct Clustered {
    /// Per record its cluster; clusters are numbered by their first records.
    pub cluster: Vec<u32>,
    pub clusters: usize,
    pub links: Vec<Option<RecordLink>>,
    pub review: Vec<ReviewPair>,
}

impl Clusters {
    pub fn new(records: &[LinkRecord]) -> Self {
        Self {
            parents: (0..records.len() as u32).collect(),
            is_anchored: vec![false; records.len()],
            apart: FastMap::default(),
            links: vec![None; records.len()],
            review: Vec::new(),
        }
    }

    /// From here on the sets of the two records of each pair are never joined.
    pub fn keep_apart(&mut self, pairs: &[(u32, u32)]) {
        for (a, b) in pairs {
            let (root, other) = (self.root(*a), self.root(*b));
            self.apart.entry(root).or_default().push(*b);
            self.apart.entry(other).or_default().push(*a);
        }
    }

    /// Whether the sets of two roots are kept apart.
    pub fn are_apart(&self, a: u32, b: u32) -> bool {
        let others = self.apart.get(&a).map_or(&[][..], Vec::as_slice);
        others.iter().any(|record| self.find(*record) == b)
    }

    /// Joins register records that are one register person.
    pub fn collapse_anchors(&mut self, blocks: &Blocks, records: &[LinkRecord]) {
        // Register records come first: they are of the first kind.
        let is_anchor = |number: &u32| records[*number as usize].is_anchor;
        let pairs = agreeing_pairs(blocks, records, |block| {
            let anchors = block.iter().take_while(|number| is_anchor(number)).count();
            &block[..anchors]
        });
        for pair in pairs {
            self.join(Evidence::Rule(blocks.rule), pair);
        }
    }

    /// From here on two sets that both hold a register person are never joined.
    pub fn freeze_anchors(&mut self, records: &[LinkRecord]) {
        for (record, compact) in records.iter().enumerate() {
            if compact.is_anchor {
                let root = self.root(record as u32) as usize;
                self.is_anchored[root] = true;
            }
        }
    }

    /// Joins the records of each block that agree.
    pub fn apply(&mut self, blocks: &Blocks, records: &[LinkRecord]) {
        if blocks.rule == DeterministicRule::NameBirthCommuneSex {
            return self.apply_by_name(blocks, records);
        }
        for pair in agreeing_pairs(blocks, records, |block| block) {
            self.join(Evidence::Rule(blocks.rule), pair);
        }
    }

    /// Without an identifier, a block with two register persons says nothing about the others in it.
    fn apply_by_name(&mut self, blocks: &Blocks, records: &[LinkRecord]) {
        for index in 0..blocks.len() {
            let block = blocks.block(index);
            if self.is_ambiguous(block) {
                self.set_ambiguous_aside(blocks.rule, block);
            } else {
                for pair in pairs_of(blocks.rule, block, records) {
                    self.join(Evidence::Rule(blocks.rule), pair);
                }
            }
        }
    }

    pub fn join(&mut self, evidence: Evidence, (earlier, later): (u32, u32)) {
        let (a, b) = (self.root(earlier), self.root(later));
        if a == b || self.are_apart(a, b) {
            return;
        }
        if self.is_anchored[a as usize] && self.is_anchored[b as usize] {
            self.review.push(ReviewPair {
                left: earlier,
                right: later,
                evidence,
                reason: ReviewReason::TwoRegisterPersons,
            });
            return;
        }
        let (root, joined) = (a.min(b), a.max(b));
        self.parents[joined as usize] = root;
        self.is_anchored[root as usize] |= self.is_anchored[joined as usize];
        if let Some(others) = self.apart.remove(&joined) {
            self.apart.entry(root).or_default().extend(others);
        }
        // The set that loses its root is the one that was linked: its former root says by what.
        let (member, partner) = if joined == b {
            (later, earlier)
        } else {
            (earlier, later)
        };
        self.links[joined as usize] = Some(RecordLink {
            evidence,
            member,
            partner,
        });
    }

    /// More than one register person fits the block's key.
    fn is_ambiguous(&mut self, block: &[u32]) -> bool {
        let mut anchor = None;
        block.iter().any(|record| {
            let root = self.root(*record);
            if !self.is_anchored[root as usize] {
                return false;
            }
            anchor.replace(root).is_some_and(|other| other != root)
        })
    }

    fn set_ambiguous_aside(&mut self, rule: DeterministicRule, block: &[u32]) {
        let anchors: Vec<u32> = block
            .iter()
            .copied()
            .filter(|record| {
                let root = self.root(*record);
                self.is_anchored[root as usize]
            })
            .collect();
        for record in block {
            let root = self.root(*record);
            if self.is_anchored[root as usize] {
                continue;
            }
            let mut open = anchors.clone();
            open.retain(|anchor| !self.are_apart(root, self.find(*anchor)));
            // Somebody decided that it is none of the others.
            let persons = |records: &[u32]| -> Vec<u32> {
                let mut roots: Vec<u32> = records.iter().map(|record| self.find(*record)).collect();
                roots.sort_unstable();
                roots.dedup();
                roots
            };
            if open.len() < anchors.len() && persons(&open).len() == 1 {
                let anchor = open[0];
                self.join(
                    Evidence::Rule(rule),
                    (anchor.min(*record), anchor.max(*record)),
                );
                continue;
            }
            self.review.extend(open.iter().map(|anchor| ReviewPair {
                left: *anchor.min(record),
                right: *anchor.max(record),
                evidence: Evidence::Rule(rule),
                reason: ReviewReason::SeveralCandidates,
            }));
        }
    }

    /// Leaves a pair to people.
    pub fn review(&mut self, pair: ReviewPair) {
        self.review.push(pair);
    }

    /// Whether the set of this root holds a register person.
    pub fn is_anchored(&self, root: u32) -> bool {
        self.is_anchored[root as usize]
    }

    /// As [`Self::root`], without shortening the way for those who come later.
    fn find(&self, record: u32) -> u32 {
        let mut at = record;
        while self.parents[at as usize] != at {
            at = self.parents[at as usize];
        }
        at
    }

    /// The first record of the set that holds `record`.
    pub fn root(&mut self, record: u32) -> u32 {
        let mut at = record;
        while self.parents[at as usize] != at {
            let grandparent = self.parents[self.parents[at as usize] as usize];
            self.parents[at as usize] = grandparent;
            at = grandparent;
        }
        at
    }

    pub fn finish(mut self) -> Clustered {
        let mut cluster = vec![0; self.parents.len()];
        let mut clusters = 0;
        for record in 0..self.parents.len() as u32 {
            let root = self.root(record);
            // Roots are first records: a root is numbered before its members are reached.
            cluster[record as usize] = if root == record {
                clusters += 1;
                clusters - 1
            } else {
                cluster[root as usize]
            };
        }
        // What other evidence has joined since is decided, and so is what somebody keeps apart.
        let mut review = std::mem::take(&mut self.review);
        review.retain(|pair| {
            let (left, right) = (self.find(pair.left), self.find(pair.right));
            left != right && !self.are_apart(left, right)
        });
        Clustered {
            cluster,
            clusters: clusters as usize,
            links: self.links,
            review,
        }
    }
}
