//! One file, looked at as the night would read it.

mod columns;
mod look;
mod others;
mod proposal;
mod suggestion;

use std::fs;
use std::path::Path;

use jiff::civil::Date;

pub use columns::{Confidence, InspectedColumn, Meaning};
pub use others::{OtherRows, Why};
pub use suggestion::Suggestion;

use super::RunError;
use super::lists::Lists;
use crate::config::Plan;
use crate::ingest::IngestError;
use crate::source::SourceOptions;
use crate::source::pattern::{NameParts, match_name};
use crate::validate::{Lang, RuleId, RuleSet};
use look::Desk;

/// What is to be looked at.
pub struct InspectRequest<'a> {
    pub path: &'a Path,
    /// As which source of the plan; `None`: the one whose name pattern and header fit best.
    pub source: Option<&'a str>,
    pub today: Date,
    /// In which the proposed profile explains itself.
    pub lang: Lang,
}

/// What a reader makes of a file.
#[derive(Debug)]
pub struct Inspection {
    pub file: String,
    pub bytes: u64,
    /// The source whose profile was used.
    pub source: String,
    /// The profile that the source names.
    pub profile: String,
    /// Whether the file's name fits the source's pattern, which is the next.
    pub name_fits: bool,
    pub pattern: String,
    pub name: NameParts,
    pub format: String,
    /// How the bytes of a text carry their characters.
    pub encoding: Option<&'static str>,
    /// Of delimited text.
    pub delimiter: Option<char>,
    pub tables: Vec<InspectedTable>,
    /// Sheets that gave no rows, each with the reason.
    pub skipped: Vec<(String, &'static str)>,
    /// A profile that reads the file like this, to correct and save; `None` where the profile that matched cannot
    /// be read any more.
    pub proposal: Option<String>,
}

/// One table: the file, or a sheet of it.
#[derive(Debug)]
pub struct InspectedTable {
    pub sheet: Option<String>,
    /// Rows above the header, numbers masked.
    pub titles: Vec<String>,
    pub header_rows: (u32, u32),
    pub columns: Vec<InspectedColumn>,
    /// Columns that were not written in Unicode.
    pub encodings: Vec<InspectedEncoding>,
    pub physical_rows: u64,
    /// Rows about a person, or about a place.
    pub subject_rows: u64,
    /// Rows that are neither, by the reason; with the subjects they are all rows.
    pub others: Vec<OtherRows>,
    /// Numbers that were read from rows about places.
    pub count_rows: usize,
    /// Rows about a place whose commune or number cannot be read.
    pub unread_counts: u64,
    pub accepted: usize,
    pub accepted_with_findings: u64,
    /// Rows in quarantine, as a person sees them, each with its reasons.
    pub quarantined: Vec<(u32, RuleSet)>,
    /// By rule.
    pub findings: Vec<InspectedRule>,
}

/// The encoding of a column, and what told it.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedEncoding {
    /// From 0.
    pub position: usize,
    pub name: &'static str,
    /// Different words with letters above ASCII.
    pub words: usize,
    /// Share of them that spell as Vietnamese when read so.
    pub score: f64,
    /// The second best reading.
    pub runner_up: Option<(&'static str, f64)>,
}

/// What one rule noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectedRule {
    pub rule: RuleId,
    pub count: u64,
    /// The first rows it noticed something in.
    pub rows: Vec<u32>,
}

/// Reads a file as a source of the plan.
///
/// # Errors
/// Reference lists that cannot be used, and a file that is not there; inside, why the night would set the
/// file aside.
pub fn inspect(
    plan: &Plan,
    request: &InspectRequest<'_>,
) -> Result<Result<Inspection, IngestError>, RunError> {
    let path = request.path;
    let lists = Lists::load(plan)?;
    let bytes = fs::read(path).map_err(|source| RunError::ReadFile {
        path: path.to_owned(),
        source,
    })?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let desk = Desk {
        plan,
        lists: &lists,
        name: &name,
        bytes: &bytes,
        today: request.today,
        lang: request.lang,
    };
    let mut best: Option<Inspection> = None;
    let mut first_error = None;
    for source in candidates(plan, request.source, &name) {
        match desk.look(source)? {
            Ok(found)
                if best
                    .as_ref()
                    .is_none_or(|best| understood(&found) > understood(best)) =>
            {
                best = Some(found);
            }
            Ok(_) => {}
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    Ok(best.ok_or_else(|| {
        first_error.unwrap_or(IngestError::Io {
            message: "the pipeline has no such source".to_owned(),
        })
    }))
}

/// The sources as which the file may be read: the one asked for, those whose name pattern fits, or all.
fn candidates<'p>(plan: &'p Plan, asked: Option<&str>, name: &str) -> Vec<&'p SourceOptions> {
    let sources = plan.sources.iter();
    if let Some(id) = asked {
        return sources.filter(|source| source.id == id).collect();
    }
    let fits = |source: &&SourceOptions| match_name(&source.file_name, name).is_some();
    let fitting: Vec<&SourceOptions> = sources.clone().filter(fits).collect();
    if fitting.is_empty() {
        sources.collect()
    } else {
        fitting
    }
}

/// Columns that are fields.
fn understood(inspection: &Inspection) -> usize {
    let columns = inspection.tables.iter().flat_map(|table| &table.columns);
    columns
        .filter(|column| matches!(column.meaning, Meaning::Field { .. }))
        .count()
}
