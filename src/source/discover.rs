//! Listing folders: every file there is an extract or set aside.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::SourceError;
use super::extract::{Discovery, Extract, Format, SetAside, SetAsideReason};
use super::options::SourceOptions;
use super::pattern::match_name;

/// Finds the extracts of `sources`. `last_day` bounds snapshot dates: a file of a later day is set aside.
/// Follow with [`settle`](super::settle()) when every extract has its day.
///
/// # Errors
/// A folder that cannot be listed, for a required source; for another one the source counts as not
/// delivered.
pub fn discover(sources: &[SourceOptions], last_day: Date) -> Result<Discovery, SourceError> {
    let mut discovery = Discovery::default();
    let folders: Vec<PathBuf> = sources.iter().map(true_folder).collect();
    for (index, source) in sources.iter().enumerate() {
        let with_folders = sources.iter().zip(&folders);
        let search = Search {
            index,
            source,
            of_folder: with_folders
                .filter(|(_, folder)| **folder == folders[index])
                .map(|(source, _)| source)
                .collect(),
            last_day,
        };
        match list(&source.folder) {
            Ok(entries) => {
                for entry in entries {
                    search.sort_in(&mut discovery, &entry);
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

/// The same for every spelling of a folder's path.
fn true_folder(source: &SourceOptions) -> PathBuf {
    fs::canonicalize(&source.folder).unwrap_or_else(|_| source.folder.clone())
}

fn list(folder: &Path) -> std::io::Result<Vec<DirEntry>> {
    let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

/// A source and what decides over the files of its folder.
struct Search<'s> {
    index: usize,
    source: &'s SourceOptions,
    /// The sources of the same folder, this one among them, in the order of the pipeline.
    of_folder: Vec<&'s SourceOptions>,
    last_day: Date,
}

impl Search<'_> {
    /// A file is for the sources whose pattern it fits; one that fits none is for the first source of its
    /// folder, so that it is reported once.
    fn is_for_this(&self, name: &str) -> bool {
        let fits = |source: &&SourceOptions| match_name(&source.file_name, name).is_some();
        let is_first = self.of_folder[0].id == self.source.id;
        fits(&self.source) || is_first && !self.of_folder.iter().any(fits)
    }

    fn sort_in(&self, discovery: &mut Discovery, entry: &DirEntry) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.eq_ignore_ascii_case("readme.md") || !self.is_for_this(&name) {
            return;
        }
        let source = self.source;
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
            (_, None) => Some(self.unexpected_name()),
            _ if bytes == 0 => Some(SetAsideReason::Empty),
            _ => snapshot_date
                .filter(|date| *date > self.last_day)
                .map(|date| SetAsideReason::FutureDate {
                    date,
                    last_day: self.last_day,
                }),
        };
        let reason = match (fault, format_of(&name)) {
            (Some(fault), _) => fault,
            (None, Ok(format)) => {
                let parts = parts.unwrap_or_default();
                discovery.extracts.push(Extract {
                    source: self.index,
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
            source: self.index,
            kind: source.kind,
            file,
            path: entry.path(),
            bytes,
            snapshot_date,
            reason,
        });
    }

    fn unexpected_name(&self) -> SetAsideReason {
        let patterns = self.of_folder.iter();
        SetAsideReason::UnexpectedName {
            patterns: patterns.map(|source| source.file_name.clone()).collect(),
        }
    }
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

#[cfg(test)]
mod tests;
