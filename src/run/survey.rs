//! The inputs of tonight, read as the night would read them, and nothing published.

use jiff::civil::Date;

use super::clock::Clock;
use super::figures::figures;
use super::freshness::{FreshnessRow, freshness};
use super::gathering::gather;
use super::lists::Lists;
use super::night::pool;
use super::notice::Notice;
use super::outcome::FileOutcome;
use super::readings::{ExtractReading, Readings};
use super::stages::Night;
use super::{RunError, RunRequest};
use crate::config::Plan;
use crate::domain::{CommuneCode, Kind};
use crate::link::LinkReport;
use crate::schema::records::ChunkStore;
use crate::validate::{GateBreach, check_gates};

/// What the inputs of tonight are.
pub struct Survey {
    pub as_of: Date,
    /// Every file of every source, by source, then file; and every source that sent none.
    pub files: Vec<FileOutcome>,
    /// Per kind of commune roster the communes in scope of which there is none, of tonight or of before.
    pub missing_communes: Vec<(Kind, Vec<String>)>,
    /// Lists that did not come tonight, or are too old, and are used all the same.
    pub late: Vec<LateList>,
    pub notices: Vec<Notice>,
    /// Rows about a place that cannot be counted, by file.
    pub unread_counts: Vec<(String, u64)>,
    /// Gates that the night would breach, as far as inputs can tell.
    pub breaches: Vec<GateBreach>,
    /// Why the night could not run at all.
    pub stopped_by: Option<RunError>,
}

/// A list that is used although it is not of tonight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateList {
    pub kind: Kind,
    /// Code and name; `None` where the list is of no one commune.
    pub commune: Option<String>,
    pub file: String,
    pub snapshot_date: Option<Date>,
    pub age_days: i32,
    pub max_age_days: u32,
    /// Past its age: its indicators say so.
    pub is_stale: bool,
}

/// Reads every extract as the night would, and publishes nothing.
///
/// # Errors
/// What leaves nothing to look at: lists, folders and versions that cannot be read. A source that is required
/// and did not come stands in the survey.
pub fn survey(plan: &Plan, threads: usize, request: &RunRequest<'_>) -> Result<Survey, RunError> {
    let pool = pool(threads)?;
    let lists = Lists::load(plan)?;
    let store = ChunkStore::default();
    let gathered = gather(
        plan,
        &lists,
        &pool,
        &store,
        request,
        &mut Clock::new(request),
    )?;
    let night = gathered.night;
    let unread_counts = unread_counts(&gathered.readings);
    let (extracts, ..) = gathered.readings.into_parts();
    let figures = figures(&extracts, &gathered.previous, &LinkReport::default());
    let set_aside = &gathered.discovery.set_aside;
    let rows = freshness(&plan.sources, &extracts, set_aside, night.as_of);
    Ok(Survey {
        as_of: night.as_of,
        missing_communes: missing_communes(&night, &extracts),
        late: late(&rows, &lists),
        files: rows.into_iter().map(|row| row.outcome).collect(),
        notices: gathered.notices,
        unread_counts,
        breaches: check_gates(&plan.gates, &figures),
        stopped_by: gathered.stopped_by,
    })
}

fn unread_counts(readings: &Readings) -> Vec<(String, u64)> {
    let of_file = readings.0.iter().map(|read| {
        let unread = read.blocks.iter().map(|block| block.notes.unread_counts);
        (read.reading.extract.file.clone(), unread.sum())
    });
    of_file.filter(|(_, unread)| *unread > 0).collect()
}

fn missing_communes(night: &Night<'_>, extracts: &[ExtractReading]) -> Vec<(Kind, Vec<String>)> {
    let missing = night.missing_communes(extracts).into_iter();
    missing
        .filter_map(|(kind, communes)| Some((Kind::from_code(&kind)?, communes)))
        .collect()
}

fn late(rows: &[FreshnessRow], lists: &Lists) -> Vec<LateList> {
    let is_late = |row: &&FreshnessRow| matches!(row.outcome.state, "kept" | "stale");
    let late = rows.iter().filter(is_late).filter_map(|row| {
        let outcome = &row.outcome;
        Some(LateList {
            kind: outcome.kind,
            commune: row.commune.map(|code| named(code, lists)),
            file: outcome.file.clone()?,
            snapshot_date: outcome.snapshot_date,
            age_days: row.age_days.unwrap_or(0),
            max_age_days: row.max_age_days,
            is_stale: outcome.state == "stale",
        })
    });
    late.collect()
}

fn named(code: CommuneCode, lists: &Lists) -> String {
    let commune = lists.scope.iter().find(|commune| commune.code == code);
    match commune {
        Some(commune) => format!("{code} {}", commune.name),
        None => code.to_string(),
    }
}
