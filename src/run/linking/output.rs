//! Linked tables as Parquet.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::records::Records;
use super::review::{Reason, ReviewPair};
use crate::link::engine::compare::comparison::level_of;
use crate::link::engine::pairs::patterns::PatternCounts;
use crate::link::engine::weigh::thresholds::probability_of_weight;
use crate::link::engine::{Model, ScoredPair};
use crate::schema::arrays::{categories, flags, longs, reals, text};
use crate::schema::linked::{CLUSTERS, REVIEW, comparison_of};
use crate::schema::{Dataset, Table};

/// The records' names as columns.
struct Named<'r>(&'r Records<'r>);

impl Named<'_> {
    fn tables(&self, records: impl ExactSizeIterator<Item = u32>) -> ArrayRef {
        let names = self.0.tables.iter().map(|table| table.table.name.as_str());
        categories(
            names,
            records.map(|record| Some(usize::from(self.0.source(record)))),
        )
    }

    fn ids(&self, records: impl ExactSizeIterator<Item = u32>) -> ArrayRef {
        text(records.map(|record| {
            let mut id = String::new();
            self.0.id(record, &mut id);
            id
        }))
    }
}

/// Pairs at or above the review threshold.
pub struct PairsTable<'r> {
    pub dataset: &'static Dataset,
    pub records: &'r Records<'r>,
    pub model: &'r Model,
    pub pairs: &'r [ScoredPair],
    pub patterns: &'r [u64],
}

impl<'r> PairsTable<'r> {
    /// The patterns by their places.
    pub fn patterns(patterns: &PatternCounts) -> Vec<u64> {
        patterns.iter().map(|(pattern, _)| pattern).collect()
    }

    fn levels(&self, comparison: usize, pairs: &[ScoredPair]) -> ArrayRef {
        let of_model = &self.model.comparisons[comparison];
        let labels = (0..=of_model.else_level()).map(|level| of_model.label(level));
        let levels = pairs.iter().map(|pair| {
            let pattern = self.patterns[pair.pattern as usize];
            Some(level_of(pattern, comparison))
        });
        categories(labels, levels)
    }

    fn is_match(&self, pair: &ScoredPair) -> bool {
        let tables = (
            self.records.source(pair.left),
            self.records.source(pair.right),
        );
        let threshold = self.model.thresholds.of(tables.0, tables.1);
        f64::from(pair.weight) >= threshold.match_weight
    }
}

impl Table for PairsTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        self.dataset
    }

    fn rows(&self) -> usize {
        self.pairs.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let pairs = &self.pairs[rows];
        if let Some(comparison) = comparison_of(column) {
            return self.levels(comparison, pairs);
        }
        let named = Named(self.records);
        let rules = self.model.blocking_rules.iter();
        match self.dataset.columns[column].name {
            "left_table" => named.tables(pairs.iter().map(|pair| pair.left)),
            "left_id" => named.ids(pairs.iter().map(|pair| pair.left)),
            "right_table" => named.tables(pairs.iter().map(|pair| pair.right)),
            "right_id" => named.ids(pairs.iter().map(|pair| pair.right)),
            "match_weight" => weights(pairs.iter().map(|pair| pair.weight)),
            "match_probability" => probabilities(pairs.iter().map(|pair| pair.weight)),
            "rule" => categories(
                rules.map(|rule| rule.name.as_str()),
                pairs.iter().map(|pair| Some(usize::from(pair.rule))),
            ),
            "is_match" => flags(pairs.iter().map(|pair| Some(self.is_match(pair)))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

fn weights(weights: impl ExactSizeIterator<Item = f32>) -> ArrayRef {
    reals(weights.map(|weight| Some(f64::from(weight))))
}

fn probabilities(weights: impl ExactSizeIterator<Item = f32>) -> ArrayRef {
    reals(weights.map(|weight| Some(probability_of_weight(f64::from(weight)))))
}

/// Every record's cluster.
pub struct ClustersTable<'r> {
    pub records: &'r Records<'r>,
    pub clusters: &'r [u32],
}

impl Table for ClustersTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &CLUSTERS
    }

    fn rows(&self) -> usize {
        self.clusters.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let named = Named(self.records);
        let records = rows.start as u32..rows.end as u32;
        match CLUSTERS.columns[column].name {
            "table" => named.tables(records),
            "id" => named.ids(records),
            "cluster" => longs(
                self.clusters[rows]
                    .iter()
                    .map(|cluster| Some(i64::from(*cluster))),
            ),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

/// Pairs left to people.
pub struct ReviewTable<'r> {
    pub records: &'r Records<'r>,
    pub pairs: &'r [ReviewPair],
}

impl Table for ReviewTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &REVIEW
    }

    fn rows(&self) -> usize {
        self.pairs.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let pairs = &self.pairs[rows];
        let named = Named(self.records);
        match REVIEW.columns[column].name {
            "left_table" => named.tables(pairs.iter().map(|pair| pair.left)),
            "left_id" => named.ids(pairs.iter().map(|pair| pair.left)),
            "right_table" => named.tables(pairs.iter().map(|pair| pair.right)),
            "right_id" => named.ids(pairs.iter().map(|pair| pair.right)),
            "match_weight" => weights(pairs.iter().map(|pair| pair.weight)),
            "match_probability" => probabilities(pairs.iter().map(|pair| pair.weight)),
            "reason" => categories(
                Reason::ALL.map(Reason::code),
                pairs.iter().map(|pair| Some(pair.reason as usize)),
            ),
            "value" => reals(pairs.iter().map(|pair| Some(pair.value))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
