//! A linkage model: one TOML file to a checked [`LinkPlan`].
//!
//! Every part is read before any fails. A field that could not be read is known by its name all the same, so that
//! what refers to it is no second mistake.

mod blocking;
mod comparisons;
mod fields;
mod frequencies;
mod known_fields;
mod levels;
pub mod night;
mod tables;
mod thresholds;
mod training;

use std::path::Path;

use super::document::Reported;
use super::error::ConfigError;
use super::link_plan::{LinkClustering, LinkPlan};
use super::reading::Reading;
use super::section::Section;
use crate::link::engine::{BlockingLimits, LinkType, Model};

use tables::Tables;

const LINK_TYPES: [(&str, LinkType); 3] = [
    ("dedupe", LinkType::Dedupe),
    ("link", LinkType::Link),
    ("link_and_dedupe", LinkType::LinkAndDedupe),
];

/// Reads the linkage model at `path`.
///
/// # Errors
/// [`ConfigError::ReadModel`] when there is no such file, [`ConfigError::Invalid`] with every mistake in it otherwise.
pub fn load_link_model(path: &Path) -> Result<LinkPlan, ConfigError> {
    let reading = Reading::default();
    let plan = reading.file(path, |root| read(root, path, &reading));
    let plan = plan.map_err(|source| ConfigError::ReadModel {
        path: path.to_path_buf(),
        source,
    })?;
    let (_, diagnostics) = reading.finish();
    match plan {
        Ok(plan) if diagnostics.is_empty() => Ok(plan),
        _ => Err(ConfigError::Invalid { diagnostics }),
    }
}

fn read(root: &Section<'_>, path: &Path, reading: &Reading) -> Result<LinkPlan, Reported> {
    let tables = Tables::read(root);
    let link = root.table("link", |section| {
        let as_of = section.optional("as_of").map(|item| item.date());
        let link_type = section.required("type").and_then(|item| {
            let link_type = item.choice(&LINK_TYPES)?;
            tables.can_be_linked(&item, link_type)?;
            Ok(link_type)
        });
        Ok((link_type?, as_of.transpose()?))
    });
    let (fields, known) = fields::read(root, &tables);
    let comparisons = comparisons::read(root, &known);
    let blocking_rules = blocking::read(root, &known, &tables);
    let training = training::read(root, &known);
    let thresholds = thresholds::read(root, &tables);
    let frequencies = frequencies::read(root, &known, &comparisons, reading);
    let clustering = root
        .optional("clustering")
        .map(|item| item.table(|section| clustering(section, &tables)));
    let limits = root.optional("limits").map(|item| item.table(limits));
    let no_clustering = LinkClustering {
        one_per_table: Vec::new(),
        bridge_weight_min: None,
    };
    let training = training?;
    let without_duplicates = tables.without_duplicates();
    let tables = tables.finish()?;
    let (link_type, as_of) = link?;
    Ok(LinkPlan {
        as_of,
        file: path.to_path_buf(),
        fields: fields?,
        model: Model {
            link_type,
            sources: tables.len(),
            without_duplicates,
            comparisons: comparisons?,
            blocking_rules: blocking_rules?,
            limits: limits.unwrap_or_else(|| Ok(BlockingLimits::default()))?,
            training: training.rules,
            supplied_frequencies: frequencies?,
            term_frequency_min: training.term_frequency_min,
            thresholds: thresholds?,
        },
        training: training.options,
        clustering: clustering.unwrap_or(Ok(no_clustering))?,
        tables,
    })
}

fn clustering(section: &Section<'_>, tables: &Tables) -> Result<LinkClustering, Reported> {
    let one_per_table = section
        .optional("one_per_table")
        .map(|item| tables.numbers(&item));
    let bridge_below = section
        .optional("bridge_below")
        .map(|item| thresholds::weight(&item));
    Ok(LinkClustering {
        one_per_table: one_per_table.unwrap_or(Ok(Vec::new()))?,
        bridge_weight_min: bridge_below.transpose()?,
    })
}

fn limits(section: &Section<'_>) -> Result<BlockingLimits, Reported> {
    let default = BlockingLimits::default();
    let limit = |key, default| {
        let item = section.optional(key);
        item.map_or(Ok(default), |item| item.count(1..=u32::MAX).map(u64::from))
    };
    let block_pairs_max = limit("block_pairs_max", default.block_pairs_max);
    let pairs_max = limit("pairs_max", default.pairs_max);
    Ok(BlockingLimits {
        block_pairs_max: block_pairs_max?,
        pairs_max: pairs_max?,
    })
}
