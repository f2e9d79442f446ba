//! Clusters of random graphs against plain computations.

use proptest::prelude::*;

use super::clustering::{ClusterOptions, Clustered, Refusal, cluster};
use super::quality::cluster_quality;
use crate::link::engine::error::EngineError;
use crate::link::engine::weigh::predict::ScoredPair;

const RECORDS: u32 = 12;

fn pair((left, right, weight): (u32, u32, u32)) -> ScoredPair {
    ScoredPair {
        left: left.min(right),
        right: left.max(right),
        weight: weight as f32,
        pattern: 0,
        rule: 0,
    }
}

/// Distinct pairs of different records.
fn pairs() -> impl Strategy<Value = Vec<ScoredPair>> {
    let pair_of =
        (0..RECORDS, 0..RECORDS, 0..6_u32).prop_filter("of two records", |(a, b, _)| a != b);
    proptest::collection::vec(pair_of, 0..20).prop_map(|pairs| {
        let mut pairs: Vec<ScoredPair> = pairs.into_iter().map(pair).collect();
        pairs.sort_by_key(|pair| (pair.left, pair.right));
        pairs.dedup_by_key(|pair| (pair.left, pair.right));
        pairs
    })
}

fn record_pairs() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let different = (0..RECORDS, 0..RECORDS).prop_filter("of two records", |(a, b)| a != b);
    proptest::collection::vec(different, 0..4)
}

/// Joins by relabelling whole lists, each constraint read off all members.
fn plain(sources: &[u8], pairs: &[ScoredPair], options: &ClusterOptions) -> Vec<u32> {
    let mut label: Vec<u32> = (0..sources.len() as u32).collect();
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let decided = options.must_link.iter().map(|(a, b)| (*a, *b, true));
    let scored = sorted.iter().map(|pair| (pair.left, pair.right, false));
    for (a, b, is_decided) in decided.chain(scored) {
        let (from, to) = (label[b as usize], label[a as usize]);
        let members: Vec<usize> = (0..label.len())
            .filter(|at| label[*at] == from || label[*at] == to)
            .collect();
        let is_in = |record: &u32| members.contains(&(*record as usize));
        let forbids =
            |(x, y): &(u32, u32)| is_in(x) && is_in(y) && label[*x as usize] != label[*y as usize];
        let side = |side: u32, source: u8| {
            members
                .iter()
                .any(|at| label[*at] == side && sources[*at] == source)
        };
        let is_twice = |source: &u8| from != to && side(from, *source) && side(to, *source);
        let is_refused = options.cannot_link.iter().any(forbids)
            || !is_decided && options.one_per_source.iter().any(is_twice);
        if !is_refused {
            members.into_iter().for_each(|at| label[at] = to);
        }
    }
    label
}

/// Labels as cluster numbers by first records.
fn numbered(label: &[u32]) -> Vec<u32> {
    let mut seen: Vec<u32> = Vec::new();
    let mut number = |label: u32| {
        let at = seen.iter().position(|known| *known == label);
        at.unwrap_or_else(|| {
            seen.push(label);
            seen.len() - 1
        }) as u32
    };
    label.iter().map(|label| number(*label)).collect()
}

fn clustered(sources: &[u8], pairs: &[ScoredPair], options: &ClusterOptions) -> Clustered {
    cluster(sources, pairs, options).unwrap()
}

fn components(pairs: &[ScoredPair]) -> u32 {
    clustered(&[0; RECORDS as usize], pairs, &ClusterOptions::default()).clusters_count
}

proptest! {
    #[test]
    fn constrained_clusters_are_those_of_plain_relabelling(
        pairs in pairs(),
        sources in proptest::collection::vec(0..3_u8, RECORDS as usize),
        must_link in record_pairs(),
        cannot_link in record_pairs(),
    ) {
        let options = ClusterOptions { one_per_source: vec![2, 0], must_link, cannot_link, ..ClusterOptions::default() };
        let found = clustered(&sources, &pairs, &options);
        prop_assert_eq!(&found.clusters, &numbered(&plain(&sources, &pairs, &options)));
        let reversed: Vec<ScoredPair> = pairs.iter().rev().copied().collect();
        prop_assert_eq!(&found, &clustered(&sources, &reversed, &options));
        // Every pair is within a cluster or refused.
        for pair in &pairs {
            let is_within = found.clusters[pair.left as usize] == found.clusters[pair.right as usize];
            let is_refused = found.refused.iter().any(|refused| (refused.left, refused.right) == (pair.left, pair.right));
            prop_assert!(is_within != is_refused);
        }
    }

    #[test]
    fn bridges_are_the_pairs_without_which_there_are_more_components(pairs in pairs()) {
        let found = clustered(&[0; RECORDS as usize], &pairs, &ClusterOptions::default());
        let is_bridge = |at: &usize| {
            let mut without = pairs.clone();
            without.remove(*at);
            components(&without) > found.clusters_count
        };
        let expected = (0..pairs.len()).filter(is_bridge).count();
        let quality = cluster_quality(&found.clusters, &pairs, 0.0);
        prop_assert_eq!(quality.iter().map(|figure| figure.bridges as usize).sum::<usize>(), expected);
        prop_assert_eq!(quality.iter().map(|figure| figure.pairs as usize).sum::<usize>(), pairs.len());
    }
}

#[test]
fn a_weak_bridge_between_two_families_is_cut() {
    let family = |first: u32| {
        [
            (first, first + 1, 9),
            (first + 1, first + 2, 9),
            (first, first + 2, 9),
        ]
    };
    let mut pairs: Vec<ScoredPair> = family(0).into_iter().chain(family(3)).map(pair).collect();
    pairs.push(pair((2, 3, 1)));
    // A single record at the end of a weak pair stays.
    pairs.push(pair((5, 6, 1)));
    let options = ClusterOptions {
        bridge_weight_min: Some(2.0),
        ..ClusterOptions::default()
    };
    let found = clustered(&[0; 7], &pairs, &options);
    assert_eq!(found.clusters, [0, 0, 0, 1, 1, 1, 1]);
    assert_eq!(found.refused[0].refusal, Refusal::WeakBridge);
    let quality = cluster_quality(&found.clusters, &pairs, 0.0);
    assert_eq!(
        (
            quality[1].records,
            quality[1].pairs,
            quality[1].bridges,
            quality[1].weakest_weight
        ),
        (4, 4, 1, 1.0)
    );
    assert!((quality[1].density() - 4.0 / 6.0).abs() < 1e-12);
}

#[test]
fn a_roster_row_goes_to_the_register_person_that_it_fits_best() {
    let pairs = [pair((0, 2, 5)), pair((1, 2, 8))];
    let options = ClusterOptions {
        one_per_source: vec![0],
        ..ClusterOptions::default()
    };
    let found = clustered(&[0, 0, 1], &pairs, &options);
    assert_eq!(found.clusters, [0, 1, 1]);
    assert_eq!(found.refused[0].refusal, Refusal::SameSource(0));
}

#[test]
fn an_unknown_record_is_an_error() {
    let result = cluster(&[0; 2], &[pair((0, 5, 1))], &ClusterOptions::default());
    assert_eq!(
        result.unwrap_err(),
        EngineError::UnknownRecord {
            left: 0,
            right: 5,
            records: 2
        }
    );
}
