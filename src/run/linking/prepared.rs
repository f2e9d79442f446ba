//! Records made ready, parameters for them, their pairs and clusters.

use super::decisions::Decisions;
use super::records::{FieldFill, RecordTable, Records};
use super::report::TableReport;
use super::saved::SavedParameters;
use super::{LinkingError, LinkingRequest};
use crate::config::LinkPlan;
use crate::domain::mask::mask;
use crate::link::engine::pairs::source_pairs::records_by_source;
use crate::link::engine::weigh::predict::matching_pairs;
use crate::link::engine::{
    ClusterOptions, Clustered, Columns, Parameters, PredictReport, ScoredPair, TrainReport,
    arranged, cluster, predict, train,
};

/// Records in the engine's form.
pub struct Prepared<'p> {
    pub plan: &'p LinkPlan,
    pub records: Records<'p>,
    /// Arranged: the records go by other numbers there.
    pub columns: Columns,
    /// Per record the number of its table.
    pub sources: Vec<u8>,
    pub fills: Vec<FieldFill>,
}

/// Parameters, and where they come from.
pub struct Estimated {
    pub parameters: Parameters,
    pub origin: Origin,
}

pub enum Origin {
    Tonight(TrainReport),
    /// As they were saved, with the patterns of their night.
    Earlier(SavedParameters),
}

/// Pairs and what comparing showed.
pub struct Compared {
    pub pairs: Vec<ScoredPair>,
    pub report: PredictReport,
}

impl<'p> Prepared<'p> {
    pub fn read(plan: &'p LinkPlan, request: &LinkingRequest<'_>) -> Result<Self, LinkingError> {
        let records = Records::read(plan)?;
        let (columns, fills) = records.columns(plan.as_of.unwrap_or(request.today))?;
        let sources = columns.sources().to_vec();
        Ok(Self {
            plan,
            records,
            columns: arranged(columns, &plan.model.blocking_rules),
            sources,
            fills,
        })
    }

    pub fn model_name(&self) -> String {
        let name = self.plan.file.file_name();
        name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    pub fn tables(&self) -> Vec<TableReport> {
        let tables = self.records.tables.iter();
        let report = |table: &RecordTable<'_>| TableReport {
            table: table.table.name.clone(),
            records: table.cells.rows as u64,
            short_rows: table.cells.short_rows,
        };
        tables.map(report).collect()
    }

    pub fn possible_pairs(&self) -> u64 {
        let sources = self.plan.model.source_pairs();
        sources.total(&records_by_source(&self.sources, sources.sources()))
    }

    /// The record that `name` means: an id that one table alone has, or `table:id`.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn record(&self, name: &str) -> Result<u32, LinkingError> {
        let records = &self.records;
        let of_table = name
            .split_once(':')
            .and_then(|(table, id)| records.find_one(Some(table), id));
        let found = of_table.or_else(|| records.find_one(None, name));
        found.ok_or_else(|| LinkingError::UnknownRecord { id: mask(name) })
    }

    pub fn parameters(&self, request: &LinkingRequest<'_>) -> Result<Estimated, LinkingError> {
        if let Some(path) = request.parameters {
            let saved = SavedParameters::read(path)?;
            saved.parameters.check(&self.plan.model.comparisons)?;
            return Ok(Estimated {
                parameters: saved.parameters.clone(),
                origin: Origin::Earlier(saved),
            });
        }
        let (parameters, report) = train(&self.columns, &self.plan.model, &self.plan.training)?;
        Ok(Estimated {
            parameters,
            origin: Origin::Tonight(report),
        })
    }

    pub fn find(&self, parameters: &Parameters) -> Result<Compared, LinkingError> {
        let (pairs, report) = predict(&self.columns, &self.plan.model, parameters)?;
        Ok(Compared { pairs, report })
    }

    pub fn cluster(
        &self,
        pairs: &[ScoredPair],
        decisions: Decisions,
    ) -> Result<Clustered, LinkingError> {
        let matches = matching_pairs(pairs, &self.sources, &self.plan.model.thresholds);
        let clustering = &self.plan.clustering;
        let options = ClusterOptions {
            one_per_source: clustering.one_per_table.clone(),
            bridge_weight_min: clustering.bridge_weight_min.map(|weight| weight as f32),
            must_link: decisions.must_link,
            cannot_link: decisions.never_link,
            weight_min: None,
        };
        Ok(cluster(&self.sources, &matches, &options)?)
    }
}
