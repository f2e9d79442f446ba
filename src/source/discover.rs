//! Listing folders and choosing tonight's files.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::path::Path;

use jiff::civil::Date;

use super::SourceError;
use super::extract::{Discovery, Extract, Format, SetAside, SetAsideReason};
use super::options::{Delivery, SourceOptions};
use super::pattern::match_name;

/// Finds the extracts of `sources`. `today` bounds snapshot dates: a file from the future is set aside.
/// Follow with [`settle`] when every extract has its day.
///
/// # Errors
/// A folder that cannot be listed, for a required source; for another one the source counts as not
/// delivered.
pub fn discover(sources: &[SourceOptions], today: Date) -> Result<Discovery, SourceError> {
    let mut discovery = Discovery::default();
    for (index, source) in sources.iter().enumerate() {
        match list(&source.folder) {
            Ok(entries) => {
                for entry in entries {
                    sort_in(&mut discovery, index, source, &entry, today);
                }
            }
            Err(cause) if source.required => {
                return Err(SourceError::List {
                    source_id: source.id.clone(),
                    path: source.folder.clone(),
                    source: cause,
                });
            }
            Err(_) => {}
        }
    }
    Ok(discovery)
}

/// Puts the files in canonical order, once every extract has its day; of a snapshot source only the newest
/// files stay.
pub fn settle(discovery: &mut Discovery, sources: &[SourceOptions]) {
    set_superseded_aside(discovery, sources);
    discovery
        .extracts
        .sort_by(|a, b| canonical(a).cmp(&canonical(b)));
    discovery
        .set_aside
        .sort_by(|a, b| (a.source, &a.file).cmp(&(b.source, &b.file)));
}

type CanonicalKey<'a> = (
    crate::domain::Kind,
    usize,
    Option<u32>,
    Option<&'a str>,
    Option<Date>,
    &'a str,
);

fn canonical(extract: &Extract) -> CanonicalKey<'_> {
    (
        extract.kind,
        extract.source,
        extract.commune.map(|commune| commune.number()),
        extract.unit.as_deref(),
        extract.snapshot_date,
        &extract.file,
    )
}

fn list(folder: &Path) -> std::io::Result<Vec<DirEntry>> {
    let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

fn sort_in(
    discovery: &mut Discovery,
    index: usize,
    source: &SourceOptions,
    entry: &DirEntry,
    today: Date,
) {
    let name = entry.file_name().to_string_lossy().into_owned();
    if name.eq_ignore_ascii_case("readme.md") {
        return;
    }
    let file = format!("{}/{name}", source.id);
    let metadata = fs::metadata(entry.path());
    let bytes = metadata.as_ref().map_or(0, fs::Metadata::len);
    let parts = match_name(&source.file_name, &name);
    let snapshot_date = parts.as_ref().and_then(|parts| parts.date);
    let fault = match (&metadata, &parts) {
        (Err(cause), _) => Some(SetAsideReason::Unreadable {
            message: format!("it cannot be opened: {cause}"),
        }),
        (Ok(metadata), _) if !metadata.is_file() => Some(SetAsideReason::NotAFile),
        _ if name.starts_with("~$") => Some(SetAsideReason::LockFile),
        (_, None) => Some(SetAsideReason::UnexpectedName {
            pattern: source.file_name.clone(),
        }),
        _ if bytes == 0 => Some(SetAsideReason::Empty),
        _ => snapshot_date
            .filter(|date| *date > today)
            .map(|date| SetAsideReason::FutureDate { date, today }),
    };
    let reason = match (fault, format_of(&name)) {
        (Some(fault), _) => fault,
        (None, Ok(format)) => {
            let parts = parts.unwrap_or_default();
            discovery.extracts.push(Extract {
                source: index,
                kind: source.kind,
                path: entry.path(),
                file,
                format,
                bytes,
                snapshot_date,
                commune: parts.commune,
                unit: parts.unit,
            });
            return;
        }
        (None, Err(extension)) => SetAsideReason::UnknownFormat { extension },
    };
    discovery.set_aside.push(SetAside {
        source: index,
        kind: source.kind,
        file,
        path: entry.path(),
        bytes,
        snapshot_date,
        reason,
    });
}

fn format_of(name: &str) -> Result<Format, String> {
    let extension = Path::new(name)
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match extension.as_str() {
        "csv" | "txt" | "tsv" => Ok(Format::Csv),
        "xlsx" | "xlsm" => Ok(Format::Workbook),
        _ => Err(extension),
    }
}

/// Of the dated files of a snapshot source for one commune and unit, only those of the newest day stay.
fn set_superseded_aside(discovery: &mut Discovery, sources: &[SourceOptions]) {
    let mut newest: BTreeMap<_, (Option<Date>, String)> = BTreeMap::new();
    let key = |extract: &Extract| (extract.source, extract.commune, extract.unit.clone());
    for extract in &discovery.extracts {
        let entry = newest.entry(key(extract)).or_default();
        if extract.snapshot_date > entry.0 {
            *entry = (extract.snapshot_date, extract.file.clone());
        }
    }
    let (kept, old): (Vec<Extract>, Vec<Extract>) =
        discovery.extracts.drain(..).partition(|extract| {
            let snapshot = sources[extract.source].delivery == Delivery::Snapshot;
            !snapshot
                || extract.snapshot_date.is_none()
                || newest[&key(extract)].0 == extract.snapshot_date
        });
    discovery.extracts = kept;
    discovery
        .set_aside
        .extend(old.into_iter().map(|extract| SetAside {
            reason: SetAsideReason::Superseded {
                by: newest[&key(&extract)].1.clone(),
            },
            source: extract.source,
            kind: extract.kind,
            file: extract.file,
            path: extract.path,
            bytes: extract.bytes,
            snapshot_date: extract.snapshot_date,
        }));
}
