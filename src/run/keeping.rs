//! Extracts of earlier nights that nothing of tonight replaces.

use std::collections::BTreeSet;

use super::previous::Previous;
use super::readings::{ExtractReading, ReadExtract, Readings};
use super::restoring::restore;
use crate::dataset::{InputEntry, InputState, Version};
use crate::domain::Kind;
use crate::source::pattern::match_name;
use crate::source::{Delivery, Extract, Format, SetAsideReason, SourceOptions};

/// Adds to `readings` what the version before used and nobody delivered since: of a snapshot source the lists
/// of which no newer one came, of an increment source everything. An older list that came instead is set aside.
/// What cannot be read back stands among the readings as set aside.
pub fn keep(
    readings: &mut Readings,
    previous: &Previous,
    sources: &[SourceOptions],
    ethnic_groups: &[String],
) {
    let Some(version) = &previous.version else {
        return;
    };
    let standing: Vec<ExtractReading> = version
        .manifest
        .head
        .inputs
        .iter()
        .filter_map(|entry| standing(entry, sources))
        .filter(|kept| !is_replaced(kept, readings, sources))
        .map(|mut kept| {
            kept.kept_from = Some(version.manifest.run_id.clone());
            kept
        })
        .collect();
    if standing.is_empty() {
        return;
    }
    let kept = read_back(standing, version, sources, ethnic_groups);
    set_older_aside(readings, &kept, sources);
    readings.0.extend(kept);
    readings.0.sort_by(|a, b| {
        a.reading
            .extract
            .canonical_key()
            .cmp(&b.reading.extract.canonical_key())
    });
}

/// The extract behind an input that the version used; `None` where it used none or the pipeline has no such
/// source any more.
fn standing(entry: &InputEntry, sources: &[SourceOptions]) -> Option<ExtractReading> {
    if !matches!(entry.state, InputState::Accepted | InputState::Kept) {
        return None;
    }
    let position = sources.iter().position(|source| {
        source.id == entry.source && Kind::from_code(&entry.kind) == Some(source.kind)
    })?;
    let source = &sources[position];
    let name = entry.file.strip_prefix(&source.id)?.strip_prefix('/')?;
    let parts = match_name(&source.file_name, name)?;
    let extract = Extract {
        source: position,
        kind: source.kind,
        path: source.folder.join(name),
        file: entry.file.clone(),
        format: Format::Csv,
        bytes: entry.bytes,
        snapshot_date: entry.snapshot_date,
        commune: parts.commune,
        unit: parts.unit,
    };
    Some(ExtractReading {
        physical_rows: entry.physical_rows,
        person_rows: entry.person_rows,
        accepted: entry.accepted,
        quarantined: entry.quarantined,
        superseded: entry.superseded,
        ..ExtractReading::new(extract, entry.sha256.clone())
    })
}

/// Whether tonight has the extract again, or a newer one in its place.
fn is_replaced(kept: &ExtractReading, readings: &Readings, sources: &[SourceOptions]) -> bool {
    let extract = &kept.extract;
    let mut used = readings.extracts().filter(|reading| reading.is_used());
    match sources[extract.source].delivery {
        Delivery::Snapshot => used.any(|other| {
            other.extract.place() == extract.place()
                && other.extract.snapshot_date >= extract.snapshot_date
        }),
        Delivery::Increment => used.any(|other| {
            other.extract.source == extract.source
                && (other.extract.file == extract.file || other.sha256 == kept.sha256)
        }),
    }
}

fn read_back(
    standing: Vec<ExtractReading>,
    version: &Version,
    sources: &[SourceOptions],
    ethnic_groups: &[String],
) -> Vec<ReadExtract> {
    let files: BTreeSet<&str> = standing
        .iter()
        .map(|reading| reading.extract.file.as_str())
        .collect();
    let restored = restore(version, &files, ethnic_groups);
    standing
        .into_iter()
        .map(|reading| {
            let mut read = ReadExtract::new(reading);
            let extract = &read.reading.extract;
            let id = &sources[extract.source].id;
            match restored.as_ref().map(|rows| rows.blocks(extract, id)) {
                Ok(Ok(blocks)) => {
                    let with_findings = blocks.iter().map(|b| b.notes.accepted_with_findings);
                    read.reading.accepted_with_findings = with_findings.sum();
                    read.blocks = blocks;
                }
                Ok(Err(error)) => read.set_aside(not_kept(&error)),
                Err(error) => read.set_aside(not_kept(error)),
            }
            read
        })
        .collect()
}

fn not_kept(error: &dyn std::error::Error) -> SetAsideReason {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let message: Vec<String> = causes.map(ToString::to_string).collect();
    SetAsideReason::NotKept {
        message: message.join(": "),
    }
}

/// A list that came tonight and is older than the one that stands takes nobody back in time.
fn set_older_aside(readings: &mut Readings, kept: &[ReadExtract], sources: &[SourceOptions]) {
    let is_snapshot = |read: &&ReadExtract| {
        sources[read.reading.extract.source].delivery == Delivery::Snapshot
            && read.reading.is_used()
    };
    for newer in kept.iter().filter(is_snapshot) {
        let newer = &newer.reading.extract;
        for read in &mut readings.0 {
            if read.reading.is_used() && read.reading.extract.place() == newer.place() {
                let by = newer.file.clone();
                read.set_aside(SetAsideReason::Superseded { by });
            }
        }
    }
}
