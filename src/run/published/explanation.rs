//! One number of one place, taken apart.

use jiff::civil::Date;
use thiserror::Error;

use super::stored::{Columns, StoredChange, StoredIndicator, stored_changes, stored_indicators};
use crate::config::Plan;
use crate::dataset::{DatasetError, Version, current, read_table};
use crate::indicators::options::IndicatorDefinition;
use crate::run::night::output;
use crate::schema::steering::{DATA_QUALITY, FRESHNESS};

/// Why a number cannot be explained.
#[derive(Debug, Error)]
pub enum ExplainIndicatorError {
    #[error("no night has been published in {folder} yet; run the pipeline first")]
    NoVersion { folder: std::path::PathBuf },
    #[error("there is no indicator `{code}`; there are {}", .known.join(", "))]
    NoIndicator { code: String, known: Vec<String> },
    #[error(
        "the version has no row of {code} in `{commune}`; give the five digits of a commune of the scope"
    )]
    NoCommune { code: String, commune: String },
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}

/// Everything that stands behind a number.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorExplanation {
    pub definition: IndicatorDefinition,
    pub as_of: Date,
    pub run_id: String,
    /// All of the place first, then its strata.
    pub rows: Vec<StoredIndicator>,
    /// The extracts of the kinds it needs, those of the commune where they are one commune's.
    pub sources: Vec<SourceRow>,
    /// What rules found in them, the most frequent first.
    pub quality: Vec<QualityRow>,
    pub changes: Vec<StoredChange>,
}

/// An extract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    pub source: String,
    pub file: Option<String>,
    pub snapshot_date: Option<Date>,
    pub state: String,
}

/// A rule and how often it found something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityRow {
    pub kind: String,
    pub rule: String,
    pub severity: String,
    pub title_vi: String,
    pub title_en: String,
    pub findings: i64,
}

/// Explains `code` in `commune`, `None` for the province, from the current version of `plan`.
///
/// # Errors
/// Nothing published, no such indicator or commune, a version that cannot be read.
pub fn explain_indicator(
    plan: &Plan,
    code: &str,
    commune: Option<&str>,
) -> Result<IndicatorExplanation, ExplainIndicatorError> {
    let known = |definition: &&IndicatorDefinition| definition.code.eq_ignore_ascii_case(code);
    let Some(definition) = plan.indicators.iter().find(known) else {
        return Err(ExplainIndicatorError::NoIndicator {
            code: code.to_owned(),
            known: plan.indicators.iter().map(|of| of.code.clone()).collect(),
        });
    };
    let options = output(plan);
    let Some(version) = current(&options)? else {
        return Err(ExplainIndicatorError::NoVersion {
            folder: options.directory,
        });
    };
    let is_place = |level: &str, of: Option<&str>| match commune {
        Some(commune) => of == Some(commune),
        None => level == "province",
    };
    let mut rows = stored_indicators(&version)?;
    rows.retain(|row| {
        row.indicator == definition.code && is_place(&row.level, row.commune_code.as_deref())
    });
    if rows.is_empty() {
        return Err(ExplainIndicatorError::NoCommune {
            code: definition.code.clone(),
            commune: commune.unwrap_or("province").to_owned(),
        });
    }
    let mut changes = stored_changes(&version)?;
    changes.retain(|row| {
        row.indicator == definition.code && is_place(&row.level, row.commune_code.as_deref())
    });
    let kinds: Vec<&str> = definition.needs.iter().map(|kind| kind.code()).collect();
    Ok(IndicatorExplanation {
        definition: definition.clone(),
        as_of: version.manifest.head.as_of,
        run_id: version.manifest.run_id.clone(),
        rows,
        sources: sources(&version, &kinds, commune)?,
        quality: quality(&version, &kinds, commune)?,
        changes,
    })
}

fn sources(
    version: &Version,
    kinds: &[&str],
    commune: Option<&str>,
) -> Result<Vec<SourceRow>, DatasetError> {
    let names = [
        "source",
        "kind",
        "file",
        "commune_code",
        "snapshot_date",
        "state",
    ];
    let mut sources = Vec::new();
    for batch in read_table(version, &FRESHNESS, &names)? {
        let columns = Columns(&batch);
        for row in 0..batch.num_rows() {
            let of = columns.text("commune_code", row);
            let is_of_place = commune.is_none() || of.is_none() || of.as_deref() == commune;
            if is_of_place && kinds.contains(&columns.word("kind", row).as_str()) {
                sources.push(SourceRow {
                    source: columns.word("source", row),
                    file: columns.text("file", row),
                    snapshot_date: columns.day("snapshot_date", row),
                    state: columns.word("state", row),
                });
            }
        }
    }
    Ok(sources)
}

/// Of the province the findings of all communes are added up.
fn quality(
    version: &Version,
    kinds: &[&str],
    commune: Option<&str>,
) -> Result<Vec<QualityRow>, DatasetError> {
    let names = [
        "commune_code",
        "kind",
        "rule",
        "severity",
        "title_vi",
        "title_en",
        "finding_count",
    ];
    let mut found: Vec<QualityRow> = Vec::new();
    for batch in read_table(version, &DATA_QUALITY, &names)? {
        let columns = Columns(&batch);
        for row in 0..batch.num_rows() {
            let of = columns.text("commune_code", row);
            let kind = columns.word("kind", row);
            let (Some(rule), true) = (columns.text("rule", row), kinds.contains(&kind.as_str()))
            else {
                continue;
            };
            if commune.is_some() && of.as_deref() != commune {
                continue;
            }
            let findings = columns.long("finding_count", row).unwrap_or(0);
            match found
                .iter_mut()
                .find(|of| of.rule == rule && of.kind == kind)
            {
                Some(of) => of.findings += findings,
                None => found.push(QualityRow {
                    kind,
                    rule,
                    severity: columns.word("severity", row),
                    title_vi: columns.word("title_vi", row),
                    title_en: columns.word("title_en", row),
                    findings,
                }),
            }
        }
    }
    found.sort_by(|a, b| {
        b.findings
            .cmp(&a.findings)
            .then_with(|| a.rule.cmp(&b.rule))
    });
    Ok(found)
}
