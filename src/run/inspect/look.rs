//! One file read as one source, whole.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use jiff::civil::Date;

use super::columns::{InspectedColumn, Rows, columns};
use super::others::Sorted;
use super::proposal::Proposal;
use super::{InspectedEncoding, InspectedRule, InspectedTable, Inspection};
use crate::config::{Plan, read_profile};
use crate::domain::mask::mask_numbers;
use crate::ingest::encoding::{ColumnEncoding, Decision, Transport};
use crate::ingest::tables::{self, Table};
use crate::ingest::{IngestError, Layout, LayoutOptions};
use crate::run::RunError;
use crate::run::block::{BlockNotes, FileKit, SourceKit, work};
use crate::run::lists::Lists;
use crate::schema::records::ChunkOrigin;
use crate::source::SourceOptions;
use crate::source::pattern::match_name;
use crate::standardise::ExtractFacts;
use crate::validate::Lang;

/// A file on the desk, and what is needed to read it.
pub struct Desk<'d> {
    pub plan: &'d Plan,
    pub lists: &'d Lists,
    pub name: &'d str,
    pub bytes: &'d [u8],
    pub today: Date,
    pub lang: Lang,
}

impl Desk<'_> {
    /// What `source` makes of the file.
    ///
    /// # Errors
    /// Settings that the rules refuse; inside, why the night would set the file aside.
    pub fn look(
        &self,
        source: &SourceOptions,
    ) -> Result<Result<Inspection, IngestError>, RunError> {
        let kit = SourceKit::new(source, &self.lists.codes, &self.plan.rules, self.today)?
            .within(self.plan.limits);
        let parts = match_name(&source.file_name, self.name);
        let known = parts.clone().unwrap_or_default();
        let snapshot_date = known.date.unwrap_or(self.today);
        let file = FileKit {
            source: &kit,
            units: &self.lists.units,
            province: &self.plan.province,
            facts: ExtractFacts {
                snapshot_date,
                commune: known.commune,
                first_of_january_is_year: source.profile.first_of_january_is_year,
            },
            origin: ChunkOrigin {
                kind: source.kind,
                source: Arc::from(source.id.as_str()),
                file: Arc::from(self.name),
                sheet: None,
                unit: None,
                snapshot_date,
            },
        };
        let mut inspection = Inspection {
            file: self.name.to_owned(),
            bytes: self.bytes.len() as u64,
            source: source.id.clone(),
            profile: source.profile.name.clone(),
            name_fits: parts.is_some(),
            pattern: source.file_name.clone(),
            name: known,
            format: String::new(),
            encoding: None,
            delimiter: None,
            tables: Vec::new(),
            skipped: Vec::new(),
            proposal: None,
        };
        let options = &kit.layout_options;
        let read = tables::read(self.bytes.to_vec(), self.name, options);
        Ok(read.map(|read| {
            inspection.format = read.format.to_owned();
            inspection.encoding = read.transport.map(Transport::name);
            inspection.delimiter = read.delimiter.map(char::from);
            let described = read.tables.iter().map(|table| describe(table, &file));
            inspection.tables = described.collect();
            let skipped = read.skipped.into_iter();
            inspection.skipped = skipped.map(|sheet| (sheet.name, sheet.reason)).collect();
            inspection.proposal = self.propose(source, &inspection, &read.tables);
            inspection
        }))
    }

    /// A profile that reads the file as `source` did; the file's own headers are in it where that changes nothing.
    fn propose(
        &self,
        source: &SourceOptions,
        inspection: &Inspection,
        tables: &[Table],
    ) -> Option<String> {
        let profile = &source.profile.name;
        let mut files = self.plan.files.iter();
        let base = files.find(|file| file.ends_with(profile))?;
        let base = fs::read_to_string(base).ok()?;
        let proposal = Proposal {
            file: self.name,
            profile,
            base: &base,
            lang: self.lang,
        };
        let columns = || inspection.tables.iter().flat_map(|table| &table.columns);
        let reads_alike = |text: &String| {
            read_profile(text, profile).is_ok_and(|profile| {
                let options = LayoutOptions::new(source.kind, &profile);
                tables.iter().all(|table| is_read_alike(table, &options))
            })
        };
        let with_headers = proposal.write(columns());
        let nothing = std::iter::empty::<&InspectedColumn>();
        with_headers
            .filter(reads_alike)
            .or_else(|| proposal.write(nothing))
    }
}

fn is_read_alike(table: &Table, options: &LayoutOptions) -> bool {
    let fields = |layout: &Layout| layout.fields().collect::<Vec<_>>();
    Layout::detect(&table.block, options).is_some_and(|layout| {
        layout.header_rows == table.layout.header_rows && fields(&layout) == fields(&table.layout)
    })
}

fn describe(table: &Table, file: &FileKit<'_>) -> InspectedTable {
    let Table { block, layout, .. } = table;
    let sheet = table.sheet.as_deref();
    let output = work(block, layout, table.first_row(), sheet.map(Arc::from), file);
    let sorted = Sorted::new(
        block,
        layout,
        &file.source.layout_options,
        file.facts.year_sent(),
    );
    let notes = &output.notes;
    let rows = Rows {
        block,
        subjects: &sorted.subjects,
        findings: &notes.findings,
    };
    let quarantined = &notes.quarantined;
    let titles = layout.titles.iter();
    InspectedTable {
        sheet: sheet.map(str::to_owned),
        titles: titles.map(|title| mask_numbers(title)).collect(),
        header_rows: layout.header_rows,
        columns: columns(layout, &file.source.profile, &rows),
        encodings: encodings(&table.decisions),
        physical_rows: notes.physical_rows,
        subject_rows: sorted.subjects.len() as u64,
        others: sorted.others(),
        count_rows: notes.counts.len(),
        unread_counts: notes.unread_counts,
        accepted: output.chunk.rows,
        accepted_with_findings: notes.accepted_with_findings,
        quarantined: quarantined
            .row
            .iter()
            .copied()
            .zip(quarantined.reasons.iter().copied())
            .collect(),
        findings: findings(notes),
    }
}

fn encodings(decisions: &[Decision]) -> Vec<InspectedEncoding> {
    let others = decisions
        .iter()
        .enumerate()
        .filter(|(_, decision)| decision.encoding != ColumnEncoding::Unicode);
    others
        .map(|(position, decision)| InspectedEncoding {
            position,
            name: decision.encoding.name(),
            words: decision.evidence.words,
            score: decision.evidence.score,
            runner_up: decision
                .evidence
                .runner_up
                .map(|(encoding, score)| (encoding.name(), score)),
        })
        .collect()
}

/// Rows of a rule that are shown.
const ROWS_SHOWN: usize = 5;

fn findings(notes: &BlockNotes) -> Vec<InspectedRule> {
    let mut by_rule: BTreeMap<_, InspectedRule> = BTreeMap::new();
    for (rule, row) in notes.findings.rule.iter().zip(&notes.findings.row) {
        let found = by_rule.entry(*rule).or_insert(InspectedRule {
            rule: *rule,
            count: 0,
            rows: Vec::new(),
        });
        found.count += 1;
        if found.rows.len() < ROWS_SHOWN && found.rows.last() != Some(row) {
            found.rows.push(*row);
        }
    }
    by_rule.into_values().collect()
}
