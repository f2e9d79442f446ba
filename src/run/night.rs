//! The stages of a night in their order.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::clock::Clock;
use super::closing::Done;
use super::dating::date_extracts;
use super::event::Stage;
use super::figures::figures;
use super::freshness::freshness;
use super::lists::Lists;
use super::outcome::{FileOutcome, RunOutcome};
use super::previous::Previous;
use super::reading::Readings;
use super::stages::{Night, report_set_aside};
use super::{RunError, RunRequest};
use crate::config::Plan;
use crate::dataset::{OutputOptions, Publication};
use crate::link::{LinkReport, link};
use crate::persons::assemble;
use crate::schema::records::RecordTable;
use crate::source::{Discovery, discover, settle};
use crate::validate::{GateBreach, check_gates};

/// Runs one night of `plan` on `threads` threads.
///
/// # Errors
/// What breaks a night: configuration, a required source, the output. A bad file breaks none.
pub fn run(plan: &Plan, threads: usize, request: &RunRequest<'_>) -> Result<RunOutcome, RunError> {
    let pool = pool(threads)?;
    let output = output(plan);
    let publication = Publication::begin(&output, &request.run_id)?;
    let mut clock = Clock::new(request);

    let lists = Lists::load(plan)?;
    clock.start(Stage::Discover, 0);
    let latest = request.as_of.unwrap_or(request.today);
    let discovery = find(plan, latest)?;
    for file in &discovery.set_aside {
        report_set_aside(request, &file.file, &file.reason);
    }
    let as_of = as_of(&discovery, request)?;

    let total = discovery.extracts.iter().map(|extract| extract.bytes).sum();
    clock.start(Stage::Read, total);
    let night = Night {
        plan,
        lists: &lists,
        as_of,
        request,
        pool: &pool,
    };
    let (readings, validators) = night.read(&discovery)?;
    night.check_required(&readings, &discovery)?;
    let Readings {
        extracts,
        chunks,
        notes,
    } = readings;
    let records = RecordTable::new(chunks, Arc::clone(&lists.ethnic_groups));

    clock.start(Stage::Link, records.len() as u64);
    let previous = Previous::load(&output, as_of)?;
    let (linked, link_report) =
        pool.install(|| link(&records, &previous.registry, &plan.linkage))?;
    request.check_stop()?;

    clock.start(Stage::Persons, linked.persons.len() as u64);
    let assembled = pool.install(|| assemble(&records, &linked, &night.person_options()));
    request.check_stop()?;

    clock.start(Stage::Indicators, plan.indicators.len() as u64);
    let rows = freshness(&plan.sources, &extracts, &discovery.set_aside, as_of);
    let indicators = night.measure(&assembled, &notes, &rows, &extracts)?;
    request.check_stop()?;

    let night = Done {
        night,
        discovery: &discovery,
        extracts: &extracts,
        notes: &notes,
        records: &records,
        validators: &validators,
        previous: &previous,
        linked: &linked,
        link_report,
        assembled: &assembled,
        freshness: &rows,
        indicators,
    };
    night.publish(publication, clock)
}

/// What the inputs of tonight are, without linking or publishing anything.
pub struct Survey {
    pub as_of: Date,
    /// Every file of every source, by source, then file.
    pub files: Vec<FileOutcome>,
    /// Per kind of commune roster the communes in scope that sent none.
    pub missing_communes: Vec<(String, Vec<String>)>,
    /// Gates that the night would breach, as far as inputs can tell.
    pub breaches: Vec<GateBreach>,
}

/// Reads every extract as the night would, and publishes nothing.
///
/// # Errors
/// What would break the night.
pub fn survey(plan: &Plan, threads: usize, request: &RunRequest<'_>) -> Result<Survey, RunError> {
    let pool = pool(threads)?;
    let output = output(plan);
    let lists = Lists::load(plan)?;
    let discovery = find(plan, request.as_of.unwrap_or(request.today))?;
    let as_of = as_of(&discovery, request)?;
    let night = Night {
        plan,
        lists: &lists,
        as_of,
        request,
        pool: &pool,
    };
    let (readings, _) = night.read(&discovery)?;
    night.check_required(&readings, &discovery)?;
    let previous = Previous::load(&output, as_of)?;
    let figures = figures(&readings.extracts, &previous, &LinkReport::default());
    let rows = freshness(
        &plan.sources,
        &readings.extracts,
        &discovery.set_aside,
        as_of,
    );
    Ok(Survey {
        as_of,
        missing_communes: night.missing_communes(&readings.extracts),
        files: rows.into_iter().map(|row| row.outcome).collect(),
        breaches: check_gates(&plan.gates, &figures),
    })
}

/// The extracts of tonight, each with its day.
fn find(plan: &Plan, latest: Date) -> Result<Discovery, RunError> {
    let mut discovery = discover(&plan.sources, latest)?;
    date_extracts(plan, &mut discovery, latest);
    settle(&mut discovery, &plan.sources);
    Ok(discovery)
}

fn pool(threads: usize) -> Result<ThreadPool, RunError> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|source| RunError::Threads { source })
}

fn output(plan: &Plan) -> OutputOptions {
    OutputOptions {
        directory: plan.output.join(&plan.name),
        keep: plan.keep,
    }
}

/// The newest snapshot date among the extracts, unless the request names a day.
fn as_of(discovery: &Discovery, request: &RunRequest<'_>) -> Result<Date, RunError> {
    let newest = discovery
        .extracts
        .iter()
        .filter_map(|extract| extract.snapshot_date)
        .max();
    request.as_of.or(newest).ok_or(RunError::NoExtracts)
}
