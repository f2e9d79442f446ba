//! The stages of a night in their order.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::block::SourceKit;
use super::clock::Clock;
use super::closing::Done;
use super::dating::date_extracts;
use super::event::Stage;
use super::figures::figures;
use super::freshness::freshness;
use super::lists::Lists;
use super::outcome::{FileOutcome, RunOutcome};
use super::previous::Previous;
use super::readings::Readings;
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
    let Gathered {
        night,
        discovery,
        readings,
        kits,
        previous,
    } = gather(plan, &lists, &pool, request, &mut clock)?;
    let as_of = night.as_of;
    let (extracts, chunks, notes) = readings.into_parts();
    let records = RecordTable::new(chunks, Arc::clone(&lists.ethnic_groups));

    clock.start(Stage::Link, records.len() as u64);
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
        validators: &kits,
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
    let lists = Lists::load(plan)?;
    let gathered = gather(plan, &lists, &pool, request, &mut Clock::new(request))?;
    let night = gathered.night;
    let (extracts, ..) = gathered.readings.into_parts();
    let figures = figures(&extracts, &gathered.previous, &LinkReport::default());
    let set_aside = &gathered.discovery.set_aside;
    let rows = freshness(&plan.sources, &extracts, set_aside, night.as_of);
    Ok(Survey {
        as_of: night.as_of,
        missing_communes: night.missing_communes(&extracts),
        files: rows.into_iter().map(|row| row.outcome).collect(),
        breaches: check_gates(&plan.gates, &figures),
    })
}

/// Everything a night works on.
struct Gathered<'n> {
    night: Night<'n>,
    discovery: Discovery,
    readings: Readings,
    kits: Vec<Arc<SourceKit>>,
    previous: Previous,
}

/// Finds and reads the extracts of tonight, and completes them with what stands from nights before.
fn gather<'n>(
    plan: &'n Plan,
    lists: &'n Lists,
    pool: &'n ThreadPool,
    request: &'n RunRequest<'n>,
    clock: &mut Clock<'_>,
) -> Result<Gathered<'n>, RunError> {
    clock.start(Stage::Discover, 0);
    let latest = request.as_of.unwrap_or(request.today);
    let discovery = find(plan, latest)?;
    for file in &discovery.set_aside {
        report_set_aside(request, &file.file, &file.reason);
    }
    let dates = discovery.extracts.iter().map(|e| e.snapshot_date);
    let newest = dates.flatten().max();
    let mut night = Night {
        plan,
        lists,
        as_of: request.as_of.or(newest).ok_or(RunError::NoExtracts)?,
        request,
        pool,
    };
    let total = discovery.extracts.iter().map(|extract| extract.bytes).sum();
    clock.start(Stage::Read, total);
    let (mut readings, mut kits) = night.read(&discovery)?;
    // The day of an extract that cannot be used is nobody's: the night is then of an earlier day.
    while let Some(newest) = newest_used(&readings)
        && request.as_of.is_none()
        && newest < night.as_of
    {
        night.as_of = newest;
        (readings, kits) = night.read(&discovery)?;
    }
    let usable = night.check_required(&readings, &discovery).and_then(|()| {
        let is_any_used = newest_used(&readings).is_some();
        is_any_used.then_some(()).ok_or(RunError::NoExtracts)
    });
    if let Err(error) = usable {
        night.report(&readings);
        return Err(error);
    }
    let previous = Previous::load(&output(plan), night.as_of)?;
    night.complete(&mut readings, &previous);
    night.report(&readings);
    Ok(Gathered {
        night,
        discovery,
        readings,
        kits,
        previous,
    })
}

fn newest_used(readings: &Readings) -> Option<Date> {
    let used = readings.extracts().filter(|reading| reading.is_used());
    used.filter_map(|reading| reading.extract.snapshot_date)
        .max()
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
