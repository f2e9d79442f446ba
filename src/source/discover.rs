//! Listing folders: every file there is an extract or set aside.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::extract::{Discovery, Extract, SetAside, SetAsideReason};
use super::options::SourceOptions;
use super::pattern::match_name;
use super::{SourceError, archive};
use crate::domain::Limits;

/// Finds the extracts of `sources`. `last_day` bounds snapshot dates: a file of a later day is set aside.
/// Follow with [`settle`](super::settle()) when every extract has its day.
///
/// # Errors
/// A folder that cannot be listed, for a required source; for another one the source counts as not
/// delivered.
pub fn discover(
    sources: &[SourceOptions],
    last_day: Date,
    limits: &Limits,
) -> Result<Discovery, SourceError> {
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
            limits,
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
    limits: &'s Limits,
}

/// A file that may be an extract.
struct Candidate {
    /// The name that is matched.
    name: String,
    /// The name in reports.
    file: String,
    path: PathBuf,
    entry: Option<String>,
    bytes: u64,
    fault: Option<SetAsideReason>,
}

impl Search<'_> {
    /// A file is for the sources whose pattern it fits; one that fits none is for the first source of its
    /// folder, so that it is reported once.
    fn is_for_this(&self, name: &str) -> bool {
        self.fits(name) || self.is_first() && !self.fits_any(name)
    }

    fn fits(&self, name: &str) -> bool {
        match_name(&self.source.file_name, name).is_some()
    }

    fn fits_any(&self, name: &str) -> bool {
        let mut sources = self.of_folder.iter();
        sources.any(|source| match_name(&source.file_name, name).is_some())
    }

    fn is_first(&self) -> bool {
        self.of_folder[0].id == self.source.id
    }

    fn sort_in(&self, discovery: &mut Discovery, entry: &DirEntry) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.eq_ignore_ascii_case("readme.md") {
            return;
        }
        let metadata = fs::metadata(entry.path());
        let bytes = metadata.as_ref().map_or(0, fs::Metadata::len);
        let fault = match &metadata {
            Err(cause) => Some(SetAsideReason::Unreadable {
                message: format!("it cannot be opened: {cause}"),
                message_vi: format!("không mở được tệp: {cause}"),
            }),
            Ok(metadata) if !metadata.is_file() => Some(SetAsideReason::NotAFile),
            Ok(_) if name.starts_with("~$") => Some(SetAsideReason::LockFile),
            Ok(_) => None,
        };
        let file = Candidate {
            file: format!("{}/{name}", self.source.id),
            name,
            path: entry.path(),
            entry: None,
            bytes,
            fault,
        };
        if file.fault.is_none() && bytes > 0 && file.name.to_lowercase().ends_with(".zip") {
            self.sort_in_archive(discovery, file);
        } else if self.is_for_this(&file.name) {
            self.sort_in_file(discovery, file);
        }
    }

    /// The files of an archive, each for the sources that its own name fits. Where none of their names fits, the
    /// archive's does for all of them: a commune that sends a file for each hamlet.
    fn sort_in_archive(&self, discovery: &mut Discovery, archive: Candidate) {
        let entries = match archive::entries(&archive.path, self.limits) {
            Ok(entries) if !entries.is_empty() => entries,
            outcome => {
                if self.is_for_this(&archive.name) {
                    let fault =
                        outcome
                            .err()
                            .map(|(message, message_vi)| SetAsideReason::Unreadable {
                                message,
                                message_vi,
                            });
                    self.sort_in_file(
                        discovery,
                        Candidate {
                            bytes: if fault.is_some() { archive.bytes } else { 0 },
                            fault,
                            ..archive
                        },
                    );
                }
                return;
            }
        };
        let is_named_in_place = self.fits_any(&archive.name)
            && !entries.iter().any(|entry| self.fits_any(entry.name()));
        for entry in entries {
            let name = if is_named_in_place {
                archive.name.as_str()
            } else {
                entry.name()
            };
            if !self.is_for_this(name) {
                continue;
            }
            let name = name.to_owned();
            let fault = entry
                .fault
                .map(|(message, message_vi)| SetAsideReason::Unreadable {
                    message,
                    message_vi,
                });
            self.sort_in_file(
                discovery,
                Candidate {
                    name,
                    file: format!("{}/{}", archive.file, entry.path.escape_debug()),
                    path: archive.path.clone(),
                    entry: Some(entry.path),
                    bytes: entry.bytes,
                    fault,
                },
            );
        }
    }

    fn sort_in_file(&self, discovery: &mut Discovery, candidate: Candidate) {
        let parts = match_name(&self.source.file_name, &candidate.name);
        let snapshot_date = parts.as_ref().and_then(|parts| parts.date);
        let is_future = |date: &Date| *date > self.last_day;
        let fault = match (candidate.fault, &parts) {
            (Some(fault), _) => Some(fault),
            (None, None) => Some(self.unexpected_name()),
            (None, Some(_)) if candidate.bytes == 0 => Some(SetAsideReason::Empty),
            (None, Some(_)) => {
                snapshot_date
                    .filter(is_future)
                    .map(|date| SetAsideReason::FutureDate {
                        date,
                        last_day: self.last_day,
                    })
            }
        };
        let (source, kind) = (self.index, self.source.kind);
        let Candidate {
            file, path, bytes, ..
        } = candidate;
        match fault {
            Some(reason) => discovery.set_aside.push(SetAside {
                source,
                kind,
                file,
                path,
                bytes,
                snapshot_date,
                reason,
            }),
            None => {
                let parts = parts.unwrap_or_default();
                discovery.extracts.push(Extract {
                    source,
                    kind,
                    path,
                    entry: candidate.entry,
                    file,
                    bytes,
                    snapshot_date,
                    commune: parts.commune,
                    unit: parts.unit,
                });
            }
        }
    }

    fn unexpected_name(&self) -> SetAsideReason {
        let patterns = self.of_folder.iter();
        SetAsideReason::UnexpectedName {
            patterns: patterns.map(|source| source.file_name.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
