//! The files of a night for the manifest: what each was and what became of it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::RunError;
use super::fetch::hex;
use super::readings::ExtractReading;
use crate::config::Plan;
use crate::dataset::{InputEntry, InputState, PipelineFile};
use crate::source::{SetAside, SetAsideReason, SourceOptions};

/// Every input by file name, those not used among them.
pub fn inputs(
    sources: &[SourceOptions],
    readings: &[ExtractReading],
    set_aside: &[SetAside],
    as_of: Date,
) -> Vec<InputEntry> {
    let mut entries: Vec<InputEntry> = readings
        .iter()
        .map(|reading| of_reading(sources, reading, as_of))
        .collect();
    entries.extend(set_aside.iter().map(|file| of_set_aside(sources, file)));
    entries.sort_by(|a, b| a.file.cmp(&b.file));
    entries
}

fn of_reading(sources: &[SourceOptions], reading: &ExtractReading, as_of: Date) -> InputEntry {
    let extract = &reading.extract;
    InputEntry {
        source: sources[extract.source].id.clone(),
        kind: extract.kind.code().to_owned(),
        file: extract.file.clone(),
        sha256: reading.sha256.clone(),
        bytes: extract.bytes,
        snapshot_date: extract.snapshot_date,
        commune: extract.commune.map(|commune| commune.to_string()),
        unit: extract.unit.clone(),
        read_for: reading
            .is_used()
            .then(|| reading.kept_from.unwrap_or(as_of)),
        state: match (&reading.set_aside, &reading.kept_from) {
            (Some(reason), _) => state_of(reason),
            (None, Some(_)) => InputState::Kept,
            (None, None) => InputState::Accepted,
        },
        reason: reading.reason(),
        physical_rows: reading.physical_rows,
        person_rows: reading.person_rows,
        other_rows: reading.other_rows(),
        accepted: reading.accepted,
        quarantined: reading.quarantined,
        superseded: reading.superseded,
        columns: reading.columns.clone(),
    }
}

fn of_set_aside(sources: &[SourceOptions], file: &SetAside) -> InputEntry {
    InputEntry {
        source: sources[file.source].id.clone(),
        kind: file.kind.code().to_owned(),
        file: file.file.clone(),
        // A folder or a file that cannot be opened has no digest.
        sha256: sha256_of(&file.path).unwrap_or_default(),
        bytes: file.bytes,
        snapshot_date: file.snapshot_date,
        commune: None,
        unit: None,
        read_for: None,
        state: state_of(&file.reason),
        reason: file.reason.to_string(),
        physical_rows: 0,
        person_rows: 0,
        other_rows: 0,
        accepted: 0,
        quarantined: 0,
        superseded: 0,
        columns: Vec::new(),
    }
}

fn state_of(reason: &SetAsideReason) -> InputState {
    if reason.is_fault() {
        InputState::SetAside
    } else {
        InputState::Superseded
    }
}

/// The files of the pipeline with their digests, and behind them the workbooks of `corrections`, which decide
/// what is read as they do.
///
/// # Errors
/// A file that went away since the plan was read.
pub fn pipeline_files(
    plan: &Plan,
    corrections: &[PipelineFile],
) -> Result<Vec<PipelineFile>, RunError> {
    let decisions = plan.decisions.iter().filter(|path| path.exists());
    let files = plan.files.iter().chain(decisions).map(|path| {
        let sha256 = sha256_of(path).map_err(|source| RunError::ReadPipeline {
            path: path.clone(),
            source,
        })?;
        Ok(PipelineFile {
            path: path.display().to_string(),
            sha256,
        })
    });
    files.chain(corrections.iter().cloned().map(Ok)).collect()
}

/// The digest of a file, as `sha256sum` prints it.
///
/// # Errors
/// A file that cannot be read, and what is no file.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    // Opening a pipe would wait for someone to write into it.
    if !path.metadata()?.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&digest.finalize())),
            read => digest.update(&buffer[..read]),
        }
    }
}
