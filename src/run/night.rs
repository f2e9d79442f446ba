//! The stages of a night in their order.

use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::clock::Clock;
use super::closing::Done;
use super::comparing::Compared;
use super::event::{Event, Stage};
use super::freshness::freshness;
use super::gathering::{Gathered, gather};
use super::linkage_model::NightParameters;
use super::lists::Lists;
use super::outcome::RunOutcome;
use super::previous::Previous;
use super::{RunError, RunRequest, linkage_model, memory, review};
use crate::config::Plan;
use crate::dataset::{DatasetError, OutputOptions, Publication};
use crate::link::{LinkReport, link};
use crate::persons::assemble;
use crate::schema::records::{ChunkStore, RecordTable};

/// Runs one night of `plan` on `threads` threads.
///
/// # Errors
/// What breaks a night: configuration, a required source, the output. A bad file breaks none.
pub fn run(plan: &Plan, threads: usize, request: &RunRequest<'_>) -> Result<RunOutcome, RunError> {
    let pool = pool(threads)?;
    let output = output(plan);
    let publication = Publication::begin(&output, &request.run_id)?;
    let store = store(&publication, request)?;
    let mut clock = Clock::new(request);
    let lists = Lists::load(plan)?;
    let Gathered {
        night,
        discovery,
        readings,
        kits,
        previous,
        corrections,
        stopped_by,
        ..
    } = gather(plan, &lists, &pool, &store, request, &mut clock)?;
    if let Some(error) = stopped_by {
        return Err(error);
    }
    let as_of = night.as_of;
    let (extracts, chunks, notes) = readings.into_parts();
    let chunks = pool.install(|| store.settle(chunks))?;
    let records = RecordTable::new(chunks, Arc::clone(&lists.ethnic_groups));

    let decisions = review::decisions(plan, previous.version.as_ref(), request)?;
    clock.start(Stage::Link, records.len() as u64);
    let earlier = earlier_parameters(&previous, request);
    let (linked, link_report) = pool.install(|| {
        let model = plan.linkage.probabilistic.as_ref();
        let for_tonight = earlier.as_ref().zip(model);
        let for_tonight = for_tonight.and_then(|(earlier, of)| earlier.for_tonight(&of.model));
        let (registry, options) = (&previous.registry, &plan.linkage);
        link(
            &records,
            registry,
            &decisions,
            options,
            for_tonight.as_ref(),
        )
    })?;
    warn_of_changes(plan, earlier.as_ref(), &link_report, request);
    request.check_stop()?;

    clock.start(Stage::Persons, linked.persons.len() as u64);
    let assembled = pool.install(|| assemble(&records, &linked, &night.person_options()))?;
    request.check_stop()?;

    clock.start(Stage::Indicators, plan.indicators.len() as u64);
    let rows = freshness(&plan.sources, &extracts, &discovery.set_aside, as_of);
    let compared = Compared::find(&night, previous.version.as_ref(), &output)?;
    let days = compared.days();
    let indicators = night.measure(&assembled, &notes, &rows, &extracts, days)?;
    let changes =
        pool.install(|| compared.changes(&night, &assembled.persons, &indicators, &linked.events))?;
    request.check_stop()?;

    let night = Done {
        night,
        discovery: &discovery,
        extracts: &extracts,
        notes: &notes,
        records: &records,
        validators: &kits,
        previous: &previous,
        corrections: &corrections,
        linked: &linked,
        link_report,
        earlier_parameters: earlier.as_ref(),
        assembled: &assembled,
        freshness: &rows,
        indicators,
        changes: &changes,
    };
    let outcome = night.publish(publication, clock)?;
    if let Some((limit, taken)) = request.memory_limit.zip(memory::most_taken())
        && let Some(message) = memory::over_limit(limit, taken)
    {
        (request.events)(Event::Warning { message });
    }
    Ok(outcome)
}

/// Records may take a part of the memory while they are read: the rest of it is for those who work on them.
const SHARE_OF_RECORDS: u64 = 4;

/// Where the records of the night are: in memory, or beside the version that grows where the memory is limited and they do
/// not fit.
fn store(publication: &Publication, request: &RunRequest<'_>) -> Result<ChunkStore, DatasetError> {
    Ok(match request.memory_limit {
        Some(limit) => ChunkStore::within(limit / SHARE_OF_RECORDS, publication.scratch()?),
        None => ChunkStore::default(),
    })
}

/// What the version before weighed with. A file that cannot be used is told: the night goes on without.
fn earlier_parameters(previous: &Previous, request: &RunRequest<'_>) -> Option<NightParameters> {
    let read = linkage_model::read(previous.version.as_ref()?);
    read.unwrap_or_else(|cause| {
        let file = linkage_model::PARAMETERS;
        let message = format!("{file} of the version before is not used: {cause}");
        (request.events)(Event::Warning { message });
        None
    })
}

/// Tells where pairs of records compare otherwise than on the night before.
fn warn_of_changes(
    plan: &Plan,
    earlier: Option<&NightParameters>,
    report: &LinkReport,
    request: &RunRequest<'_>,
) {
    let model = plan.linkage.probabilistic.as_ref();
    if let (Some(model), Some(before), Some(tonight)) = (model, earlier, &report.estimated) {
        for message in linkage_model::changes(&model.model.comparisons, before, tonight) {
            (request.events)(Event::Warning { message });
        }
    }
}

/// Threads to work on.
///
/// # Errors
/// A machine that gives none.
pub fn pool(threads: usize) -> Result<ThreadPool, RunError> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|source| RunError::Threads { source })
}

/// Where versions of the plan are.
pub fn output(plan: &Plan) -> OutputOptions {
    OutputOptions {
        directory: plan.output.join(&plan.name),
        keep: plan.keep,
    }
}
