//! Extracts of earlier nights that nothing of tonight replaces.

use std::collections::BTreeSet;

use super::RunError;
use super::readings::{ExtractReading, ReadExtract, Readings, same_bytes};
use super::restoring::{RestoringError, restore};
use crate::dataset::{DatasetError, InputEntry, InputState, Version};
use crate::domain::{CommuneCode, Kind};
use crate::schema::records::ChunkStore;
use crate::source::{Delivery, Extract, SetAsideReason, SourceOptions};

/// The extracts that a version used and that the pipeline still has a source for, and the names of those that
/// it has none for any more.
pub fn standing(
    version: &Version,
    sources: &[SourceOptions],
) -> (Vec<ExtractReading>, Vec<String>) {
    let (mut standing, mut homeless) = (Vec::new(), Vec::new());
    for entry in &version.manifest.head.inputs {
        if !matches!(entry.state, InputState::Accepted | InputState::Kept) {
            continue;
        }
        let kind = Kind::from_code(&entry.kind);
        let source = sources
            .iter()
            .position(|source| source.id == entry.source && Some(source.kind) == kind);
        match source {
            Some(position) if sources[position].withdraws(&entry.file) => {}
            Some(position) => standing.push(stands(entry, position, &sources[position])),
            None => homeless.push(entry.file.clone()),
        }
    }
    (standing, homeless)
}

fn stands(entry: &InputEntry, position: usize, source: &SourceOptions) -> ExtractReading {
    let name = entry.file.strip_prefix(&format!("{}/", source.id));
    let extract = Extract {
        source: position,
        kind: source.kind,
        path: source.folder.join(name.unwrap_or(&entry.file)),
        file: entry.file.clone(),
        // Of an extract whose bytes are not read again.
        entry: None,
        bytes: entry.bytes,
        snapshot_date: entry.snapshot_date,
        commune: entry.commune.as_deref().and_then(CommuneCode::parse),
        unit: entry.unit.clone(),
    };
    ExtractReading {
        physical_rows: entry.physical_rows,
        person_rows: entry.person_rows,
        accepted: entry.accepted,
        quarantined: entry.quarantined,
        superseded: entry.superseded,
        columns: entry.columns.clone(),
        kept_from: entry.read_for,
        ..ExtractReading::new(extract, entry.sha256.clone())
    }
}

/// Adds to `readings` those of `standing`, extracts of `version`, that nobody delivered since: of a snapshot
/// source the lists of which no newer one came, of an increment source everything. An older list that came
/// instead is set aside. A list that cannot be read back stands among the readings as set aside.
///
/// # Errors
/// A version that cannot be read, and increments that cannot be read back: nobody sends those again.
pub fn keep(
    readings: &mut Readings,
    mut standing: Vec<ExtractReading>,
    version: &Version,
    sources: &[SourceOptions],
    (ethnic_groups, store): (&[String], &ChunkStore),
) -> Result<(), RunError> {
    standing.retain(|kept| !is_replaced(kept, readings, sources));
    if standing.is_empty() {
        return Ok(());
    }
    let kept = read_back(standing, version, sources, (ethnic_groups, store))?;
    set_older_aside(readings, &kept, sources);
    for read in &mut readings.0 {
        // The list of one place sent as that of another, which sent it before.
        if let Some(reason) = same_bytes(&kept, &read.reading).filter(SetAsideReason::is_fault) {
            read.set_aside(reason);
        }
    }
    readings.0.extend(kept);
    readings.sort();
    Ok(())
}

/// Whether tonight has the extract again, or a newer one in its place.
fn is_replaced(kept: &ExtractReading, readings: &Readings, sources: &[SourceOptions]) -> bool {
    let extract = &kept.extract;
    let is_of_place = |other: &ExtractReading| other.extract.place() == extract.place();
    // Of one day a place may send its list in parts, each with a name of its own.
    let is_again = |other: &ExtractReading| {
        other.extract.file == extract.file
            || other.extract.snapshot_date == extract.snapshot_date && other.sha256 == kept.sha256
    };
    let is_snapshot = sources[extract.source].delivery == Delivery::Snapshot;
    readings
        .extracts()
        .filter(|other| other.is_used() && is_of_place(other))
        .any(|other| {
            is_again(other) || is_snapshot && other.extract.snapshot_date > extract.snapshot_date
        })
}

fn read_back(
    standing: Vec<ExtractReading>,
    version: &Version,
    sources: &[SourceOptions],
    (ethnic_groups, store): (&[String], &ChunkStore),
) -> Result<Vec<ReadExtract>, RunError> {
    let files: BTreeSet<&str> = standing
        .iter()
        .map(|reading| reading.extract.file.as_str())
        .collect();
    let restored = match restore(version, &files, ethnic_groups) {
        Err(error @ DatasetError::OtherVersion { .. }) => Err(error.to_string()),
        other => Ok(other?),
    };
    let read = |mut read: ReadExtract| {
        let source = &sources[read.reading.extract.source];
        let blocks = match &restored {
            Ok(rows) => rows.blocks(&read.reading, &source.id),
            Err(message) => Err(RestoringError::OtherVersion {
                message: message.clone(),
            }),
        };
        match blocks {
            Ok(blocks) => {
                let with_findings = blocks.iter().map(|b| b.notes.accepted_with_findings);
                read.reading.accepted_with_findings = with_findings.sum();
                let blocks = blocks.into_iter().map(|block| block.stored(store));
                read.blocks = blocks.collect::<Result<_, _>>()?;
            }
            Err(source_error) if source.delivery == Delivery::Increment => {
                return Err(RunError::Increment {
                    file: read.reading.extract.file,
                    source: source_error,
                });
            }
            Err(error) => read.set_aside(SetAsideReason::NotKept {
                message: error.to_string(),
            }),
        }
        Ok(read)
    };
    let extracts = standing.into_iter().map(ReadExtract::new);
    extracts.map(read).collect()
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
            let extract = &read.reading.extract;
            let is_older = extract.snapshot_date < newer.snapshot_date;
            if is_older && read.reading.is_used() && extract.place() == newer.place() {
                let by = newer.file.clone();
                read.set_aside(SetAsideReason::Superseded { by });
            }
        }
    }
}
