//! Everything a night works on: tonight's extracts, and what stands from nights before.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::ThreadPool;

use super::block::SourceKit;
use super::clock::Clock;
use super::corrections::Corrections;
use super::dating::date_extracts;
use super::deliveries::notices;
use super::event::{Event, Stage};
use super::keeping::standing;
use super::lists::Lists;
use super::night::output;
use super::notice::Notice;
use super::previous::Previous;
use super::readings::{ExtractReading, Readings};
use super::stages::{Night, report_set_aside};
use super::{RunError, RunRequest};
use crate::config::Plan;
use crate::dataset::latest;
use crate::schema::records::ChunkStore;
use crate::source::{Discovery, discover, settle};
use crate::validate::Lang;

/// Everything a night works on.
pub struct Gathered<'n> {
    pub night: Night<'n>,
    pub discovery: Discovery,
    pub readings: Readings,
    pub kits: Vec<Arc<SourceKit>>,
    pub previous: Previous,
    pub corrections: Corrections,
    /// What is odd about tonight's files.
    pub notices: Vec<Notice>,
    /// Why nothing can be made of all this: a required source that did not come.
    pub stopped_by: Option<RunError>,
}

/// Finds and reads the extracts of tonight, whose records go to `store`, and completes them with what stands from nights before.
///
/// # Errors
/// Folders, versions and rules that cannot be used, and no extract with a day at all.
pub fn gather<'n>(
    plan: &'n Plan,
    lists: &'n Lists,
    pool: &'n ThreadPool,
    store: &'n ChunkStore,
    request: &'n RunRequest<'n>,
    clock: &mut Clock<'_>,
) -> Result<Gathered<'n>, RunError> {
    clock.start(Stage::Discover, 0);
    let mut discovery = find(plan, request.as_of.unwrap_or(request.today))?;
    let base = latest(&output(plan), request.as_of)?;
    let (standing, homeless) = base
        .as_ref()
        .map_or_else(Default::default, |base| standing(base, &plan.sources));
    let found = discovery.extracts.iter().filter_map(|e| e.snapshot_date);
    let Some(as_of) = request.as_of.or(found.chain(newest(&standing)).max()) else {
        report_discovery(request, &discovery);
        return Err(RunError::NoExtracts);
    };
    let mut night = Night {
        plan,
        lists,
        as_of,
        request,
        pool,
        store,
    };
    let total = discovery.extracts.iter().map(|extract| extract.bytes).sum();
    clock.start(Stage::Read, total);
    let (mut readings, mut kits) = read_usable(&night, &mut discovery)?;
    // The day of an extract that cannot be used is nobody's: the night is then of an earlier day.
    while let Some(newest) = newest_used(&readings).max(newest(&standing))
        && request.as_of.is_none()
        && newest < night.as_of
    {
        night.as_of = newest;
        (readings, kits) = read_usable(&night, &mut discovery)?;
    }
    let used = || readings.extracts().filter(|reading| reading.is_used());
    discovery.set_older_aside(|older| {
        let instead = used().find(|reading| reading.extract.place() == older.place());
        instead.map(|reading| reading.extract.file.clone())
    });
    report_discovery(request, &discovery);
    for file in homeless {
        let message = format!(
            "{file}: read on an earlier night and used no more: pipeline.toml has no such source"
        );
        (request.events)(Event::Warning { message });
    }
    let usable = night.check_required(&readings, &discovery).and_then(|()| {
        let is_any = newest_used(&readings).is_some() || !standing.is_empty();
        is_any.then_some(()).ok_or(RunError::NoExtracts)
    });
    let stopped_by = usable.err();
    let previous = match Previous::load(&output(plan), night.as_of) {
        Ok(previous) => previous,
        Err(error) => return Err(stopped_by.unwrap_or(error)),
    };
    let corrections = night.complete(&mut readings, standing, base.as_ref(), &kits)?;
    night.report(&readings);
    let notices = notices(
        &plan.sources,
        readings.extracts(),
        &discovery,
        base.as_ref(),
    );
    for notice in &notices {
        let message = notice.message(Lang::En);
        (request.events)(Event::Warning { message });
    }
    Ok(Gathered {
        night,
        discovery,
        readings,
        kits,
        previous,
        corrections,
        notices,
        stopped_by,
    })
}

/// Reads the extracts, and of a place where none can be used the older ones.
fn read_usable(
    night: &Night<'_>,
    discovery: &mut Discovery,
) -> Result<(Readings, Vec<Arc<SourceKit>>), RunError> {
    let kits = night.source_kits()?;
    let mut readings = night.read(&discovery.extracts, &kits)?;
    loop {
        let older = discovery.next_older(|older| {
            let mut used = readings.extracts().filter(|reading| reading.is_used());
            used.any(|reading| reading.extract.place() == older.place())
        });
        if older.is_empty() {
            return Ok((readings, kits));
        }
        readings.0.extend(night.read(&older, &kits)?.0);
        readings.sort();
        discovery.extracts.extend(older);
        discovery
            .extracts
            .sort_by(|a, b| a.canonical_key().cmp(&b.canonical_key()));
    }
}

fn report_discovery(request: &RunRequest<'_>, discovery: &Discovery) {
    for file in &discovery.set_aside {
        report_set_aside(request, &file.file, &file.reason);
    }
}

fn newest(standing: &[ExtractReading]) -> Option<Date> {
    let days = standing
        .iter()
        .filter_map(|kept| kept.extract.snapshot_date);
    days.max()
}

fn newest_used(readings: &Readings) -> Option<Date> {
    let used = readings.extracts().filter(|reading| reading.is_used());
    used.filter_map(|reading| reading.extract.snapshot_date)
        .max()
}

/// The extracts of tonight, each with its day.
fn find(plan: &Plan, latest: Date) -> Result<Discovery, RunError> {
    let mut discovery = discover(&plan.sources, latest, &plan.limits)?;
    date_extracts(plan, &mut discovery, latest);
    settle(&mut discovery, &plan.sources);
    Ok(discovery)
}
