//! The stages of a night, each told what it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::ThreadPool;

use super::block::{BlockNotes, FileKit, SourceKit};
use super::closing::counts;
use super::corrections::{Corrections, correct};
use super::event::Event;
use super::freshness::{FreshnessRow, by_kind_and_commune};
use super::keeping::keep;
use super::lists::Lists;
use super::reading::read_extracts;
use super::readings::{ExtractReading, Readings};
use super::superseding::supersede;
use super::{RunError, RunRequest};
use crate::config::Plan;
use crate::dataset::Version;
use crate::domain::{CommuneCode, Kind};
use crate::indicators::{IndicatorInput, IndicatorOptions, Indicators, measure};
use crate::persons::{Assembled, PersonOptions, Predecessors};
use crate::schema::counts::CountRow;
use crate::schema::records::{ChunkOrigin, ChunkStore};
use crate::source::{Discovery, Extract, SourceError};
use crate::standardise::ExtractFacts;

pub fn report_set_aside(
    request: &RunRequest<'_>,
    file: &str,
    reason: &crate::source::SetAsideReason,
) {
    (request.events)(Event::SetAside {
        file: file.to_owned(),
        reason: reason.to_string(),
        is_fault: reason.is_fault(),
    });
}

/// What every stage of the night is told.
#[derive(Clone, Copy)]
pub struct Night<'n> {
    pub plan: &'n Plan,
    pub lists: &'n Lists,
    pub as_of: Date,
    pub request: &'n RunRequest<'n>,
    pub pool: &'n ThreadPool,
    /// Where records are.
    pub store: &'n ChunkStore,
}

impl Night<'_> {
    pub fn read(
        &self,
        extracts: &[Extract],
        kits: &[Arc<SourceKit>],
    ) -> Result<Readings, RunError> {
        let files: Vec<FileKit<'_>> = extracts
            .iter()
            .map(|extract| self.file_kit(extract, &kits[extract.source]))
            .collect();
        read_extracts(
            extracts.to_vec(),
            &files,
            self.plan.limits,
            self.pool,
            self.store,
            self.request,
        )
    }

    /// Adds what stands from earlier nights, puts corrected rows in their place, and takes out what later
    /// deliveries replace.
    pub fn complete(
        &self,
        readings: &mut Readings,
        standing: Vec<ExtractReading>,
        base: Option<&Version>,
        kits: &[Arc<SourceKit>],
    ) -> Result<Corrections, RunError> {
        let sources = &self.plan.sources;
        if let Some(version) = base {
            let ethnic_groups = &self.lists.ethnic_groups;
            keep(
                readings,
                standing,
                version,
                sources,
                (ethnic_groups, self.store),
            )?;
        }
        let mut corrections = correct(self, readings, kits, base)?;
        supersede(readings, sources, self.store)?;
        corrections.look_again(readings)?;
        Ok(corrections)
    }

    /// Tells what nobody could use or understand.
    pub fn report(&self, readings: &Readings) {
        let warn = |message| (self.request.events)(Event::Warning { message });
        for read in &readings.0 {
            let (reading, file) = (&read.reading, &read.reading.extract.file);
            if let Some(reason) = &reading.set_aside {
                report_set_aside(self.request, file, reason);
            }
            if !reading.unknown_columns.is_empty() {
                warn(format!(
                    "{file}: no field is known for the columns {}; add them to the profile or to its dropped_headers",
                    reading.unknown_columns.join(", ")
                ));
            }
            let sealed: u64 = read.blocks.iter().map(|b| b.notes.sealed_cells).sum();
            if sealed > 0 {
                warn(format!(
                    "{file}: what {sealed} cells say of HIV or tuberculosis was left unread; ask whoever sent it to leave it out"
                ));
            }
            let unread: u64 = read.blocks.iter().map(|b| b.notes.unread_counts).sum();
            if unread > 0 {
                warn(format!(
                    "{file}: {unread} rows name no commune of the lists or no number and are not counted; run `inspect` on it"
                ));
            }
        }
    }

    pub fn source_kits(&self) -> Result<Vec<Arc<SourceKit>>, RunError> {
        self.plan
            .sources
            .iter()
            .map(|source| {
                let kit = SourceKit::new(source, &self.lists.codes, &self.plan.rules, self.as_of)?;
                Ok(Arc::new(kit.within(self.plan.limits)))
            })
            .collect()
    }

    pub fn file_kit<'k>(&'k self, extract: &Extract, source: &'k SourceKit) -> FileKit<'k> {
        let snapshot_date = extract.snapshot_date.unwrap_or(self.as_of);
        FileKit {
            source,
            units: &self.lists.units,
            province: &self.plan.province,
            facts: ExtractFacts {
                snapshot_date,
                commune: extract.commune,
                first_of_january_is_year: source.profile.first_of_january_is_year,
            },
            origin: ChunkOrigin {
                kind: extract.kind,
                source: Arc::from(self.plan.sources[extract.source].id.as_str()),
                file: Arc::from(extract.file.as_str()),
                sheet: None,
                unit: extract.unit.as_deref().map(Arc::from),
                snapshot_date,
            },
        }
    }

    /// A required source without a usable extract stops the night.
    pub fn check_required(
        &self,
        readings: &Readings,
        discovery: &Discovery,
    ) -> Result<(), RunError> {
        for (position, source) in self
            .plan
            .sources
            .iter()
            .enumerate()
            .filter(|(_, source)| source.required)
        {
            let of_source = |reading: &&ExtractReading| reading.extract.source == position;
            if readings
                .extracts()
                .filter(of_source)
                .any(ExtractReading::is_used)
            {
                continue;
            }
            let read = readings.extracts().filter(of_source);
            let read = read
                .filter_map(|r| Some((r.extract.file.clone(), r.set_aside.as_ref()?.to_string())));
            let found = discovery
                .set_aside
                .iter()
                .filter(|file| file.source == position);
            let found = found.map(|file| (file.file.clone(), file.reason.to_string()));
            let reasons: Vec<String> = read
                .chain(found)
                .map(|(file, reason)| format!("{file}: {reason}"))
                .collect();
            return Err(RunError::Source(SourceError::RequiredMissing {
                source_id: source.id.clone(),
                folder: source.folder.clone(),
                pattern: source.file_name.clone(),
                set_aside: if reasons.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", reasons.join("; "))
                },
            }));
        }
        Ok(())
    }

    /// Communes in scope without a usable extract of a kind whose file names tell the commune.
    pub fn missing_rosters(&self, extracts: &[ExtractReading]) -> BTreeSet<(Kind, CommuneCode)> {
        let sent: BTreeSet<(Kind, CommuneCode)> = extracts
            .iter()
            .filter(|reading| reading.is_used())
            .filter_map(|reading| Some((reading.extract.kind, reading.extract.commune?)))
            .collect();
        let sources = self.plan.sources.iter();
        let by_commune = sources.filter(|source| source.file_name.contains("{commune}"));
        by_commune
            .flat_map(|source| {
                let scope = self.lists.scope.iter();
                scope.map(|commune| (source.kind, commune.code))
            })
            .filter(|due| !sent.contains(due))
            .collect()
    }

    /// The same by kind, for people.
    pub fn missing_communes(&self, extracts: &[ExtractReading]) -> Vec<(String, Vec<String>)> {
        let mut by_kind: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        for (kind, code) in self.missing_rosters(extracts) {
            let commune = self.lists.scope.iter().find(|commune| commune.code == code);
            let name = commune.map_or("", |commune| commune.name.as_str());
            by_kind
                .entry(kind)
                .or_default()
                .push(format!("{code} {name}"));
        }
        let named = by_kind
            .into_iter()
            .map(|(kind, communes)| (kind.code().to_owned(), communes));
        named.collect()
    }

    pub fn person_options(&self) -> PersonOptions {
        PersonOptions {
            as_of: self.as_of,
            communes: self.lists.province.clone(),
            predecessors: Predecessors::new(&self.lists.units),
            screening: self.plan.screening.clone(),
        }
    }

    pub fn measure(
        &self,
        assembled: &Assembled,
        notes: &[BlockNotes],
        rows: &[FreshnessRow],
        extracts: &[ExtractReading],
        compared: Vec<Date>,
    ) -> Result<Indicators, RunError> {
        for (kind, communes) in self.missing_communes(extracts) {
            (self.request.events)(Event::Warning {
                message: format!("no {kind} of {}", communes.join(", ")),
            });
        }
        let counts: Vec<CountRow> = counts(notes).cloned().collect();
        let missing = self.missing_rosters(extracts);
        let input = IndicatorInput {
            persons: &assembled.persons,
            exams: &assembled.exams,
            exam_person: assembled.exams.person_rows(),
            counts: &counts,
            communes: &self.lists.scope,
            former_communes: &self.lists.former,
            freshness: &by_kind_and_commune(rows),
            missing: &missing,
        };
        let options = IndicatorOptions {
            as_of: self.as_of,
            calendar: self.plan.calendar.clone(),
            standards: self.lists.standards.clone(),
            compared,
        };
        let measured = self
            .pool
            .install(|| measure(&input, &self.plan.indicators, &options));
        Ok(measured.map(|(indicators, _)| indicators)?)
    }
}
