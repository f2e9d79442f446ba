//! What people decided about pairs of records: which are one person, and which are not.
//!
//! A decision is about two rows of sources by their record keys, so that it holds on every night on which both rows are
//! there, wherever in their files they stand. It speaks of the persons that the two rows are: whoever else is one person
//! with either is joined, or kept apart, with it.

use super::clustering::Clusters;
use super::engine::ScoredPair;
use super::linked::{Evidence, JudgedPairs};
use crate::domain::fast_map::FastMap;
use crate::schema::records::{RecordTable, StoreError};

/// Pairs of record keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    pub must_link: Vec<(u64, u64)>,
    pub never_link: Vec<(u64, u64)>,
}

/// The decisions that speak of records of tonight, and how many do not.
#[derive(Debug, Default)]
pub(super) struct Applicable {
    must_link: Vec<(u32, u32)>,
    never_link: Vec<(u32, u32)>,
    /// Decisions of which a row is gone, or stands more than once and would be joined.
    pub lapsed: usize,
}

impl Decisions {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.must_link.is_empty() && self.never_link.is_empty()
    }

    /// The pairs of records that the decisions are about. A key that several rows share keeps all of them apart from
    /// others, and joins none.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub(super) fn among(&self, records: &RecordTable) -> Result<Applicable, StoreError> {
        let mut applicable = Applicable::default();
        if self.is_empty() {
            return Ok(applicable);
        }
        let decided = self.must_link.iter().chain(&self.never_link);
        let mut rows: FastMap<u64, Vec<u32>> = decided
            .flat_map(|(left, right)| [(*left, Vec::new()), (*right, Vec::new())])
            .collect();
        for (record, key) in (0..).zip(records.keys()?) {
            if let Some(rows) = rows.get_mut(&key) {
                rows.push(record);
            }
        }
        let mut pairs = |list: &[(u64, u64)], is_must: bool| {
            let mut found = Vec::new();
            for (left, right) in list {
                let before = found.len();
                let (left, right) = (&rows[left], &rows[right]);
                // Whom of several who look alike somebody meant, nothing tells.
                let is_clear = left.len() == 1 && right.len() == 1;
                for a in left.iter().filter(|_| is_clear || !is_must) {
                    let others = right.iter().filter(|b| *b != a);
                    found.extend(others.map(|b| (*a.min(b), *a.max(b))));
                }
                applicable.lapsed += usize::from(found.len() == before);
            }
            found.sort_unstable();
            found.dedup();
            found
        };
        let must_link = pairs(&self.must_link, true);
        let never_link = pairs(&self.never_link, false);
        Ok(Applicable {
            must_link,
            never_link,
            ..applicable
        })
    }
}

impl Applicable {
    /// Keeps apart and joins, before anything else does; gives how many decisions others contradict.
    pub fn apply(&self, clusters: &mut Clusters) -> usize {
        clusters.keep_apart(&self.never_link);
        for pair in &self.must_link {
            clusters.join(Evidence::Decision, *pair);
        }
        let is_one =
            |clusters: &mut Clusters, (a, b): &(u32, u32)| clusters.root(*a) == clusters.root(*b);
        let apart = self.must_link.iter().filter(|pair| !is_one(clusters, pair));
        apart.count()
    }

    /// Whether people decided about the pair, the lower number left.
    pub fn is_decided(&self, left: u32, right: u32) -> bool {
        let is_in = |list: &[(u32, u32)]| list.binary_search(&(left, right)).is_ok();
        is_in(&self.must_link) || is_in(&self.never_link)
    }

    /// The pairs that are kept apart.
    pub fn kept_apart(&self) -> &[(u32, u32)] {
        &self.never_link
    }

    /// What the model alone makes of the pairs that people decided.
    pub fn judge(
        &self,
        pairs: &[ScoredPair],
        is_match: impl Fn(&ScoredPair) -> bool,
    ) -> JudgedPairs {
        let mut judged = JudgedPairs {
            same: self.must_link.len(),
            different: self.never_link.len(),
            ..JudgedPairs::default()
        };
        if judged.same + judged.different == 0 {
            return judged;
        }
        for pair in pairs.iter().filter(|pair| is_match(pair)) {
            let records = (pair.left.min(pair.right), pair.left.max(pair.right));
            let is_in = |list: &[(u32, u32)]| usize::from(list.binary_search(&records).is_ok());
            judged.same_matched += is_in(&self.must_link);
            judged.different_matched += is_in(&self.never_link);
        }
        judged
    }
}
