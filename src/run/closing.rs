//! The end of a night: accounting, gates, the version.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::block::{BlockNotes, SourceKit};
use super::clock::Clock;
use super::corrections::{CorrectionTable, Corrections};
use super::event::Stage;
use super::figures::{commune_figures, figures};
use super::findings_table::{BlockFindings, FindingTable, locate};
use super::freshness::{FreshnessRow, FreshnessTable};
use super::linkage_model::NightParameters;
use super::outcome::{Headline, RunOutcome, Verdict};
use super::previous::Previous;
use super::publish::write_tables;
use super::quality::QualityTable;
use super::quarantine_table::{QuarantineTable, Quarantined};
use super::readings::ExtractReading;
use super::rejects::Rejects;
use super::stages::Night;
use super::{RunError, files, linkage_model, public};
use crate::dataset::{Accounting, ManifestHead, Publication};
use crate::domain::Kind;
use crate::indicators::{ChangeTable, DefinitionTable, Indicators, PersonIndicatorTable};
use crate::link::tables::{EventTable, LinkTable, ReviewTable};
use crate::link::{LinkReport, Linked};
use crate::persons::{
    Absent, Assembled, CombinationTable, GapFinder, GapTable, Reconciliation, Worklist,
};
use crate::schema::counts::{CountRow, CountTable};
use crate::schema::records::{ChunkOrigin, PublishedRecords, RecordTable};
use crate::schema::{DATASETS, Table};
use crate::source::Discovery;
use crate::validate::{GateBreach, check_gates};

/// A night whose numbers are there.
pub struct Done<'n> {
    pub night: Night<'n>,
    pub discovery: &'n Discovery,
    pub extracts: &'n [ExtractReading],
    pub notes: &'n [BlockNotes],
    pub records: &'n RecordTable,
    pub validators: &'n [Arc<SourceKit>],
    pub previous: &'n Previous,
    pub corrections: &'n Corrections,
    pub linked: &'n Linked,
    pub link_report: LinkReport,
    /// With what the version before was weighed.
    pub earlier_parameters: Option<&'n NightParameters>,
    pub assembled: &'n Assembled,
    pub freshness: &'n [FreshnessRow],
    pub indicators: Indicators,
    /// Against earlier nights.
    pub changes: &'n ChangeTable,
}

impl Done<'_> {
    pub fn publish(
        self,
        publication: Publication,
        mut clock: Clock<'_>,
    ) -> Result<RunOutcome, RunError> {
        let accounting = self.accounting();
        accounting
            .check()
            .map_err(|faults| RunError::Accounting { faults })?;
        let breaches = check_gates(
            &self.night.plan.gates,
            &figures(self.extracts, self.previous, &self.link_report),
        );
        let findings = self.locate_findings()?;
        let finding_table = FindingTable::new(&findings);
        let quality = QualityTable::new(self.records.chunks(), self.notes, &findings)?;
        let quarantine = QuarantineTable::new(self.quarantined());
        let corrections = CorrectionTable {
            applied: &self.corrections.applied,
            extracts: self.extracts,
        };
        let freshness = FreshnessTable(self.freshness);
        let report: [&dyn Table; 5] = [
            &finding_table,
            &quarantine,
            &corrections,
            &quality,
            &freshness,
        ];
        let request = self.night.request;
        let is_published = breaches.is_empty();
        let tables = if is_published {
            DATASETS.len()
        } else {
            report.len()
        };
        clock.start(Stage::Publish, tables as u64);
        self.night
            .pool
            .install(|| write_tables(&publication, &report, 0, request))?;
        if is_published {
            self.write_version(&publication, report.len())?;
        }
        let rejects = Rejects {
            day: self.night.as_of,
            extracts: self.extracts,
            sources: &self.night.plan.sources,
            notes: self.notes,
            findings: &findings,
        };
        rejects.write(&publication)?;
        let head = self.manifest(accounting)?;
        request.check_stop()?;
        clock.stop();
        let verdict = end(publication, head, breaches, &clock)?;
        Ok(RunOutcome {
            verdict,
            as_of: self.night.as_of,
            run_id: request.run_id.clone(),
            accounting,
            files: self
                .freshness
                .iter()
                .map(|row| row.outcome.clone())
                .collect(),
            findings: finding_table.rows() as u64,
            communes: commune_figures(self.night.plan, self.night.lists, &self.assembled.persons),
            corrections_refused: self.corrections.refused,
            link: self.link_report,
            headlines: self
                .night
                .plan
                .indicators
                .iter()
                .filter_map(Headline::of)
                .collect(),
            indicators: self.indicators,
            timings: clock.timings,
        })
    }

    /// Writes what a night that is blocked does not: `written` tables are there.
    fn write_version(&self, publication: &Publication, written: usize) -> Result<(), RunError> {
        let Night {
            as_of,
            pool,
            request,
            store,
            ..
        } = self.night;
        let keys = self.records.keys()?;
        let registry = self.previous.registry.after(&keys, self.linked, as_of);
        drop(keys);
        let records = pool.install(|| PublishedRecords::new(self.records, store))?;
        let Assembled { persons, exams } = self.assembled;
        let finder = GapFinder::new(
            persons.persons().len(),
            exams,
            (as_of, self.night.plan.worklists.expiring_days),
            self.absent(),
        );
        let priority = self.night.plan.worklists.priority_groups;
        let worklist = pool.install(|| Worklist::new(persons, &finder, priority));
        let scope = self.night.lists.scope.iter();
        let scope = scope
            .map(|commune| (commune.code, commune.name.clone()))
            .collect();
        let reconciliation = Reconciliation::new(persons, &finder, &scope, as_of);
        let counts = CountTable::new(counts(self.notes).cloned().collect());
        let (links, review, events) = (
            LinkTable(self.linked),
            ReviewTable(self.linked),
            EventTable(self.linked),
        );
        let release = public::release(&self.night, &self.indicators)?;
        let bits = &self.indicators.bits;
        let definitions = DefinitionTable::new(&self.night.plan.indicators, bits);
        let person_indicators = PersonIndicatorTable { persons, bits };
        let tables: [&dyn Table; 22] = [
            &records,
            &links,
            &registry,
            &self.assembled.persons,
            &worklist,
            &self.assembled.exams,
            &review,
            &events,
            &self.indicators.values,
            &definitions,
            &self.indicators.pace,
            &self.indicators.series,
            &self.indicators.signals,
            &self.indicators.standardised,
            &self.indicators.profile,
            self.changes,
            &person_indicators,
            &*release.public,
            &*release.cells,
            &CombinationTable(&reconciliation),
            &GapTable(&reconciliation),
            &counts,
        ];
        pool.install(|| write_tables(publication, &tables, written, request))?;
        if let Some(of_night) = self.parameters_of_night() {
            linkage_model::write(publication, &of_night)?;
        }
        Ok(())
    }

    /// Nothing came of a kind, or a commune's roster did not.
    fn absent(&self) -> Absent {
        let used = self.extracts.iter().filter(|reading| reading.is_used());
        let mut came: BTreeSet<Kind> = used.map(|reading| reading.extract.kind).collect();
        let mut rosters = self.night.missing_rosters(self.extracts);
        // Whoever is examined in a hospital that sends messages is known without a roster.
        if came.contains(&Kind::ExamXml) {
            came.insert(Kind::ScreeningRoster);
            rosters.retain(|(kind, _)| *kind != Kind::ScreeningRoster);
        }
        let kinds = Kind::ALL.into_iter().filter(|kind| !came.contains(kind));
        Absent {
            kinds: kinds.collect(),
            rosters,
        }
    }

    fn parameters_of_night(&self) -> Option<NightParameters> {
        let model = &self.night.plan.linkage.probabilistic.as_ref()?.model;
        NightParameters::of_night(model, &self.link_report, self.earlier_parameters)
    }

    fn accounting(&self) -> Accounting {
        let used = || self.extracts.iter().filter(|reading| reading.is_used());
        let sum = |count: fn(&ExtractReading) -> u64| used().map(count).sum();
        let persons = self.assembled.persons.persons();
        Accounting {
            physical_rows: sum(|reading| reading.physical_rows),
            person_rows: sum(|reading| reading.person_rows),
            other_rows: sum(ExtractReading::other_rows),
            accepted: sum(|reading| reading.accepted),
            accepted_with_findings: sum(|reading| reading.accepted_with_findings),
            corrected: self.corrections.accepted(),
            quarantined: sum(|reading| reading.quarantined),
            superseded: sum(|reading| reading.superseded),
            records: self.records.len() as u64,
            persons: persons.len() as u64,
            members_of_persons: persons
                .iter()
                .map(|person| u64::from(person.record_count))
                .sum(),
        }
    }

    fn quarantined(&self) -> Vec<(&ChunkOrigin, &Quarantined)> {
        let chunks = self.records.chunks().iter();
        chunks
            .zip(self.notes)
            .map(|(chunk, notes)| (&chunk.origin, &notes.quarantined))
            .collect()
    }

    fn locate_findings(&self) -> Result<Vec<BlockFindings<'_>>, RunError> {
        let sources = &self.night.plan.sources;
        let chunks = self.records.numbered();
        let blocks: Vec<_> = chunks
            .zip(self.notes)
            .map(|((start, chunk), notes)| {
                let source = sources
                    .iter()
                    .position(|source| *source.id == *chunk.origin.source);
                let validator = source.and_then(|at| self.validators[at].validator.as_ref());
                (notes, chunk, start, validator)
            })
            .collect();
        Ok(self.night.pool.install(|| locate(&blocks))?)
    }

    fn manifest(&self, accounting: Accounting) -> Result<ManifestHead, RunError> {
        let plan = self.night.plan;
        Ok(ManifestHead {
            pipeline: plan.name.clone(),
            as_of: self.night.as_of,
            previous_version: self.previous.run_id().map(str::to_owned),
            toandan_version: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: files::inputs(
                &plan.sources,
                self.extracts,
                &self.discovery.set_aside,
                self.night.as_of,
            ),
            pipeline_files: files::pipeline_files(plan, &self.corrections.files)?,
            accounting,
        })
    }
}

pub fn counts(notes: &[BlockNotes]) -> impl Iterator<Item = &CountRow> {
    notes.iter().flat_map(|notes| &notes.counts)
}

/// Publishes, or keeps the report of a night that a gate blocks.
fn end(
    publication: Publication,
    head: ManifestHead,
    breaches: Vec<GateBreach>,
    clock: &Clock<'_>,
) -> Result<Verdict, RunError> {
    let timings: BTreeMap<&str, f64> = clock.timings.iter().copied().collect();
    publication.write_timings(&timings)?;
    if !breaches.is_empty() {
        let report = [
            "restricted/findings.parquet",
            "restricted/quarantine.parquet",
            "restricted/corrections.parquet",
            "restricted/rejects",
            "steering/data_quality.parquet",
            "steering/freshness.parquet",
        ];
        let path = publication.fail(head, &report)?;
        return Ok(Verdict::Blocked { path, breaches });
    }
    let published = publication.commit(head)?;
    Ok(Verdict::Published {
        path: published.version.path,
        warning: published.not_removed.map(|error| error.to_string()),
    })
}
