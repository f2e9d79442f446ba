//! How well clusters hold together.

use super::bridges::{Graph, bridges};
use crate::link::engine::weigh::predict::ScoredPair;

/// Figures of one cluster of two and more records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterQuality {
    pub cluster: u32,
    pub records: u32,
    /// Pairs within it.
    pub pairs: u32,
    /// Pairs without which it would fall apart.
    pub bridges: u32,
    pub weakest_weight: f32,
}

impl ClusterQuality {
    /// Of the pairs that its records could have, the share that are pairs. Example: 3 records in a chain, 2/3.
    #[must_use]
    pub fn density(&self) -> f64 {
        let possible = f64::from(self.records) * f64::from(self.records - 1) / 2.0;
        f64::from(self.pairs) / possible
    }
}

/// The figures of all clusters of two and more records, by cluster, from the pairs at or above `weight_min` whose
/// records are together.
#[must_use]
pub fn cluster_quality(
    clusters: &[u32],
    pairs: &[ScoredPair],
    weight_min: f32,
) -> Vec<ClusterQuality> {
    let is_within = |pair: &&ScoredPair| {
        clusters[pair.left as usize] == clusters[pair.right as usize] && pair.weight >= weight_min
    };
    let within: Vec<&ScoredPair> = pairs.iter().filter(is_within).collect();
    let count = clusters.iter().max().map_or(0, |last| *last as usize + 1);
    let empty = |cluster| ClusterQuality {
        cluster,
        records: 0,
        pairs: 0,
        bridges: 0,
        weakest_weight: f32::INFINITY,
    };
    let mut figures: Vec<ClusterQuality> = (0..count as u32).map(empty).collect();
    for cluster in clusters {
        figures[*cluster as usize].records += 1;
    }
    for pair in &within {
        let figure = &mut figures[clusters[pair.left as usize] as usize];
        figure.pairs += 1;
        figure.weakest_weight = figure.weakest_weight.min(pair.weight);
    }
    let graph = Graph::new(
        clusters.len(),
        within.iter().map(|pair| (pair.left, pair.right)),
    );
    for bridge in bridges(clusters.len(), &graph).0 {
        let pair = within[bridge.pair as usize];
        figures[clusters[pair.left as usize] as usize].bridges += 1;
    }
    figures.retain(|figure| figure.records > 1);
    figures
}
