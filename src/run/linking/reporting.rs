//! A run's figures, and its files.

use std::collections::BTreeMap;

use super::LinkingError;
use super::evaluating::{Found, evaluate};
use super::folder::OutFolder;
use super::labels::Labels;
use super::output::{ClustersTable, PairsTable, ReviewTable};
use super::prepared::{Compared, Estimated, Origin, Prepared};
use super::report::{
    ClustersReport, LinkingReport, PairsReport, ParametersReport, RuleReport, Unlinkable, reduction,
};
use super::review::{Reason, review_pairs};
use super::saved::SavedParameters;
use crate::dataset::write_table;
use crate::link::engine::cluster::quality::cluster_quality;
use crate::link::engine::evaluate::drift::drift;
use crate::link::engine::evaluate::evaluation::unlinkable_records;
use crate::link::engine::weigh::predict::matching_pairs;
use crate::link::engine::{Clustered, Parameters, ScoredPair};
use crate::schema::linked;

impl Prepared<'_> {
    /// What the run came to.
    ///
    /// # Errors
    /// As blocking's, where labels ask what it brings.
    pub fn report(
        &self,
        estimated: &Estimated,
        found: &Compared,
        clustered: &Clustered,
        labels: Option<Labels>,
    ) -> Result<LinkingReport, LinkingError> {
        let possible = self.possible_pairs();
        let compared = found.report.compared_pairs;
        let evaluation = labels.map(|labels| {
            let found = Found {
                columns: &self.columns,
                sources: &self.sources,
                model: &self.plan.model,
                pairs: &found.pairs,
                clusters: &clustered.clusters,
            };
            evaluate(&found, &labels, &self.records)
        });
        Ok(LinkingReport {
            model: self.model_name(),
            toandan_version: env!("CARGO_PKG_VERSION"),
            tables: self.tables(),
            fields: self.fills.clone(),
            parameters: self.parameters_report(estimated, found)?,
            rules: found
                .report
                .rules
                .iter()
                .map(|count| RuleReport::new(count, true))
                .collect(),
            pairs: PairsReport {
                possible,
                compared,
                reduction_ratio: reduction(possible, compared),
                matching: found.report.matching_pairs,
                review: found.report.review_pairs,
                patterns: found.report.patterns.len(),
            },
            clusters: self.clusters_report(&found.pairs, clustered),
            unlinkable: self.unlinkable(&estimated.parameters),
            evaluation: evaluation.transpose()?,
        })
    }

    fn parameters_report(
        &self,
        estimated: &Estimated,
        found: &Compared,
    ) -> Result<ParametersReport, LinkingError> {
        let parameters = &estimated.parameters;
        match &estimated.origin {
            Origin::Tonight(report) => Ok(ParametersReport::Estimated(report.into())),
            Origin::Earlier(saved) => {
                let before = (parameters, &saved.patterns());
                let tonight = (parameters, &found.report.patterns);
                let moved = drift(&self.plan.model.comparisons, before, tonight)?;
                Ok(ParametersReport::Reused(moved.into()))
            }
        }
    }

    fn clusters_report(&self, pairs: &[ScoredPair], clustered: &Clustered) -> ClustersReport {
        let mut records = vec![0_u32; clustered.clusters_count as usize];
        for cluster in &clustered.clusters {
            records[*cluster as usize] += 1;
        }
        let mut sizes = BTreeMap::new();
        for size in records {
            *sizes.entry(size).or_insert(0) += 1;
        }
        let matches = matching_pairs(pairs, &self.sources, &self.plan.model.thresholds);
        let quality = cluster_quality(&clustered.clusters, &matches, f32::NEG_INFINITY);
        let has_bridge = quality
            .iter()
            .filter(|of| of.records > 2 && of.bridges > 0)
            .count();
        let mut refused = BTreeMap::new();
        for pair in &clustered.refused {
            let reason = Reason::from(pair.refusal).code();
            *refused.entry(reason).or_insert(0) += 1;
        }
        ClustersReport {
            count: u64::from(clustered.clusters_count),
            sizes,
            with_bridges: has_bridge as u64,
            refused,
        }
    }

    fn unlinkable(&self, parameters: &Parameters) -> Unlinkable {
        let model = &self.plan.model;
        let records = unlinkable_records(&self.columns, model, parameters);
        Unlinkable {
            records,
            share: records as f64 / self.columns.len().max(1) as f64,
        }
    }

    /// Writes the files of the folder.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(
        &self,
        folder: &OutFolder,
        (estimated, found, clustered): (&Estimated, &Compared, &Clustered),
        report: &LinkingReport,
    ) -> Result<(), LinkingError> {
        let model = &self.plan.model;
        let comparisons = model.comparisons.iter();
        let names: Vec<&str> = comparisons.map(|of| of.name.as_str()).collect();
        let patterns = PairsTable::patterns(&found.report.patterns);
        let pairs = PairsTable {
            dataset: linked::pairs(&names),
            records: &self.records,
            model,
            pairs: &found.pairs,
            patterns: &patterns,
        };
        write_table(&folder.path("pairs.parquet"), &pairs)?;
        let clusters = ClustersTable {
            records: &self.records,
            clusters: &clustered.clusters,
        };
        write_table(&folder.path("clusters.parquet"), &clusters)?;
        let review = review_pairs(&self.sources, &found.pairs, &model.thresholds, clustered);
        let review = ReviewTable {
            records: &self.records,
            pairs: &review,
        };
        write_table(&folder.path("review_pairs.parquet"), &review)?;
        let saved = match &estimated.origin {
            // Drift is held against the night of the estimate, however often its parameters serve.
            Origin::Earlier(saved) => saved.to_toml(),
            Origin::Tonight(_) => {
                SavedParameters::new(estimated.parameters.clone(), &found.report.patterns).to_toml()
            }
        };
        folder.write("parameters.toml", &saved?)?;
        let json = serde_json::to_string_pretty(report);
        let json = json.map_err(|source| LinkingError::Report { source })?;
        folder.write("report.json", &(json + "\n"))
    }
}
