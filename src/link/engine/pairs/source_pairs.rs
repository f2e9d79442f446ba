//! Which sources' records may be paired.

/// Which pairs are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkType {
    /// Within each source.
    Dedupe,
    /// Between sources.
    Link,
    LinkAndDedupe,
}

/// Per pair of sources whether their records are paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePairs {
    sources: usize,
    allowed: Vec<bool>,
}

impl SourcePairs {
    /// The pairs of `link_type` among `sources` sources, of which those of `without_duplicates` never hold a person
    /// twice: two of their own records are no pair.
    #[must_use]
    pub fn new(link_type: LinkType, sources: usize, without_duplicates: &[u8]) -> Self {
        let is_allowed = |(a, b): (usize, usize)| match link_type {
            LinkType::Link => a != b,
            LinkType::Dedupe => a == b && !without_duplicates.contains(&(a as u8)),
            LinkType::LinkAndDedupe => a != b || !without_duplicates.contains(&(a as u8)),
        };
        let pairs = (0..sources).flat_map(|a| (0..sources).map(move |b| (a, b)));
        Self {
            sources,
            allowed: pairs.map(is_allowed).collect(),
        }
    }

    /// Only those of these pairs of sources, in either order.
    #[must_use]
    pub fn restricted_to(&self, pairs: &[(u8, u8)]) -> Self {
        let mut restricted = self.clone();
        for a in 0..self.sources {
            for b in 0..self.sources {
                let (x, y) = (a as u8, b as u8);
                let is_kept = pairs.contains(&(x, y)) || pairs.contains(&(y, x));
                restricted.allowed[a * self.sources + b] &= is_kept;
            }
        }
        restricted
    }

    #[must_use]
    pub fn sources(&self) -> usize {
        self.sources
    }

    #[must_use]
    pub fn allows(&self, a: u8, b: u8) -> bool {
        self.allowed[usize::from(a) * self.sources + usize::from(b)]
    }

    /// The pairs of sources with how many pairs of records each has, given the records per source; none without.
    #[must_use]
    pub fn sizes(&self, records: &[u64]) -> Vec<((u8, u8), u64)> {
        let pairs = (0..self.sources).flat_map(|a| (a..self.sources).map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| self.allows(*a as u8, *b as u8))
            .map(|(a, b)| {
                let size = if a == b {
                    records[a] * records[a].saturating_sub(1) / 2
                } else {
                    records[a] * records[b]
                };
                ((a as u8, b as u8), size)
            })
            .filter(|(_, size)| *size > 0)
            .collect()
    }

    /// How many pairs there are among so many records per source.
    #[must_use]
    pub fn total(&self, records: &[u64]) -> u64 {
        self.sizes(records).iter().map(|(_, size)| size).sum()
    }
}

/// How many records each source has.
#[must_use]
pub fn records_by_source(record_sources: &[u8], sources: usize) -> Vec<u64> {
    let mut records = vec![0; sources];
    for source in record_sources {
        records[usize::from(*source)] += 1;
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_types() {
        let check = |link_type, without_duplicates: &[u8], expected: [u64; 3]| {
            let pairs = SourcePairs::new(link_type, 2, without_duplicates);
            let sizes = [(0, 0), (0, 1), (1, 1)].map(|pair| {
                let sizes = pairs.sizes(&[3, 4]);
                sizes
                    .iter()
                    .find(|(found, _)| *found == pair)
                    .map_or(0, |(_, size)| *size)
            });
            assert_eq!(sizes, expected, "{link_type:?}");
            assert_eq!(pairs.total(&[3, 4]), expected.iter().sum::<u64>());
        };
        check(LinkType::Dedupe, &[], [3, 0, 6]);
        check(LinkType::Link, &[], [0, 12, 0]);
        check(LinkType::LinkAndDedupe, &[], [3, 12, 6]);
        check(LinkType::LinkAndDedupe, &[0], [0, 12, 6]);
    }

    #[test]
    fn restrictions_hold_both_ways() {
        let pairs = SourcePairs::new(LinkType::LinkAndDedupe, 3, &[]).restricted_to(&[(2, 0)]);
        assert!(pairs.allows(0, 2) && pairs.allows(2, 0) && !pairs.allows(0, 0));
    }
}
