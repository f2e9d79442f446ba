//! One block of raw rows through standardisation and validation.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::contradiction::Comparison;
use super::quarantine_table::{Quarantined, RowWriter};
use crate::domain::record_key::RecordKeyMaker;
use crate::domain::{CommuneCode, Field, Kind, Limits, Record};
use crate::ingest::block::{Damage, RawRow};
use crate::ingest::rows::sections::Heading;
use crate::ingest::rows::titles::commune_in_title;
use crate::ingest::rows::{Place, Reading, Sections, Titles};
use crate::ingest::xml::RecordCount;
use crate::ingest::{Layout, LayoutOptions, RawBlock, RowReader};
use crate::reference::{AdministrativeUnits, CodeLists};
use crate::schema::counts::CountRow;
use crate::schema::records::{ChunkOrigin, ChunkStore, RecordChunk, StoreError, StoredChunk};
use crate::source::{Profile, SourceOptions};
use crate::standardise::commune::{CommuneResolver, Written};
use crate::standardise::count::CountReader;
use crate::standardise::lists::ProfileLists;
use crate::standardise::{ExtractFacts, Standardiser};
use crate::validate::{
    Findings, RuleId, RuleSet, RuleSettings, ValidateError, Validator, Verdict,
    rule_of_beside_table, rule_of_broken_record, rule_of_contradicted_heading,
    rule_of_damaged_text, rule_of_other_commune, rule_of_row_above_header, rule_of_too_many_cells,
    rule_of_two_columns,
};

/// What all files of one source share.
pub struct SourceKit {
    pub profile: Arc<Profile>,
    pub layout_options: LayoutOptions,
    pub lists: ProfileLists,
    /// `None` for counts, whose rows are about no person.
    pub validator: Option<Validator>,
}

impl SourceKit {
    /// The kit of `source`; `latest_day` is the last day on which anything can have happened.
    ///
    /// # Errors
    /// Settings that the rules refuse.
    pub fn new(
        source: &SourceOptions,
        codes: &CodeLists,
        rules: &RuleSettings,
        latest_day: Date,
    ) -> Result<Self, ValidateError> {
        let profile = Arc::clone(&source.profile);
        let validator = || Validator::new(source.kind, &profile.required_fields, rules, latest_day);
        Ok(Self {
            layout_options: LayoutOptions::new(source.kind, &profile),
            lists: ProfileLists::new(source.kind, &profile, codes),
            validator: source.kind.is_about_persons().then(validator).transpose()?,
            profile,
        })
    }

    /// The kit that reads no more than `limits`.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self {
            layout_options: self.layout_options.within(limits),
            ..self
        }
    }
}

/// What all blocks of one file share.
pub struct FileKit<'n> {
    pub source: &'n SourceKit,
    pub units: &'n AdministrativeUnits,
    pub province: &'n str,
    pub facts: ExtractFacts,
    pub origin: ChunkOrigin,
}

/// What became of the rows of a block.
pub struct BlockOutput<C = RecordChunk> {
    pub chunk: C,
    pub notes: BlockNotes,
}

/// A block whose records are put away.
pub type StoredBlock = BlockOutput<StoredChunk>;

impl BlockOutput {
    /// Puts the records away into `store`.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn stored(self, store: &ChunkStore) -> Result<StoredBlock, StoreError> {
        Ok(StoredBlock {
            chunk: store.put(self.chunk)?,
            notes: self.notes,
        })
    }
}

/// Everything about a block's rows but the records themselves.
#[derive(Default)]
pub struct BlockNotes {
    pub findings: Findings,
    pub quarantined: Quarantined,
    pub counts: Vec<CountRow>,
    /// Rows about a place whose commune or number cannot be read.
    pub unread_counts: u64,
    pub physical_rows: u64,
    pub person_rows: u64,
    pub accepted_with_findings: u64,
    /// Cells out of which something was cut that no dataset may have.
    pub sealed_cells: u64,
    /// Of messages.
    pub record_count: RecordCount,
    /// The first row that repeats the header with its columns in another order.
    pub other_table: Option<u32>,
    /// Rows over people of which nobody can tell what they say of them.
    pub unread_headings: Vec<u32>,
    /// The commune that a title names where the file is of another.
    pub other_commune: Option<String>,
    /// Sheets in which people seem to stand and that are not read, and why.
    pub unread_sheets: Vec<(String, &'static str)>,
}

impl StoredBlock {
    /// Moves row numbers behind the `rows` that stand before the block in its file.
    pub fn shift_rows(&mut self, rows: u32) {
        self.chunk.shift_rows(rows);
        self.notes
            .findings
            .row
            .iter_mut()
            .for_each(|row| *row += rows);
        self.notes
            .quarantined
            .row
            .iter_mut()
            .for_each(|row| *row += rows);
        let headings = self.notes.unread_headings.iter_mut();
        headings.for_each(|row| *row += rows);
    }
}

/// Works on a block. `first_row` is the first row below the header; 1 in blocks that have none.
pub fn work(
    block: &RawBlock,
    layout: &Layout,
    first_row: u32,
    sheet: Option<Arc<str>>,
    file: &FileKit<'_>,
) -> BlockOutput {
    let kit = file.source;
    let titles = Titles::of(block, layout, sheet.as_deref(), &kit.layout_options);
    let mut sections = titles.sections;
    let mut intake = Intake::new(sheet.clone(), file);
    let notes = &mut intake.output.notes;
    notes.unread_headings.extend(titles.doubtful);
    intake.output.notes.physical_rows = u64::from(block.physical_rows);
    intake.output.notes.sealed_cells = u64::from(block.sealed_cells);
    let mut communes = CommuneResolver::new(file.units, file.province);
    intake.output.notes.other_commune = other_commune(layout, &mut communes, file);
    let origin = intake.output.chunk.origin.clone();
    let mut counts = CountReader::new(&origin, &kit.profile, file.units, file.province);
    let mut table = Some((first_row, Cow::Borrowed(layout)));
    while let Some((first_row, layout)) = table.take() {
        let layout = &*layout;
        let joined = layout.joined(block);
        let mut of_table = TableKit::new(layout, file);
        let rows = RowReader::new(block, layout, &kit.layout_options, first_row);
        let mut rows = rows.under(sections).sent_in(file.facts.year_sent());
        // Above the header of the first table there is none; blocks without a header begin in the middle of one.
        if first_row > 1 && intake.output.notes.other_table.is_none() {
            rows = rows.from_top();
            of_table.header_row = layout.header_rows.0;
        }
        for index in 0..block.rows() {
            let row = block.row(index);
            let sections = match rows.read(index) {
                Reading::Subject(sections) => sections,
                Reading::Other => continue,
                Reading::OtherTable(other) => {
                    intake.output.notes.other_table.get_or_insert(row.number);
                    table = Some((other.header_rows.1 + 1, Cow::Owned(*other)));
                    break;
                }
            };
            let Some(validator) = &kit.validator else {
                let notes = &mut intake.output.notes;
                let read = counts.read(row, layout);
                notes.unread_counts += u64::from(read.is_empty());
                notes.counts.extend(read);
                continue;
            };
            let joined = joined.as_ref().map(|joined| joined.row(index));
            intake.take(row, Place { sections, joined }, &mut of_table, validator);
        }
        // What stands over the header of another table stands over its rows.
        sections = rows.sections();
        let notes = &mut intake.output.notes;
        notes.unread_headings.append(&mut rows.into_unread());
    }
    intake.output
}

/// The commune that a title names where the file is of another by its name, and no title names that one.
fn other_commune(
    layout: &Layout,
    communes: &mut CommuneResolver<'_>,
    file: &FileKit<'_>,
) -> Option<String> {
    let of_file = file.facts.commune?;
    let kind = file.origin.kind;
    let titles = layout.titles.iter();
    let named = titles.filter_map(|title| commune_in_title(title, kind));
    let mut resolved = named.filter_map(|name| {
        let written = Written {
            name,
            ..Written::default()
        };
        let code = communes.resolve(written, None).standard?;
        Some((code, name))
    });
    let first = resolved.next()?;
    let is_own = |(code, _): (CommuneCode, &str)| code == of_file;
    let is_other = !is_own(first) && !resolved.any(is_own);
    is_other.then(|| first.1.to_owned())
}

/// Works again on rows that are taken out of their table, all of which stood under `sections`. A row that is
/// about no person is in no part of what comes out.
pub fn work_again(
    block: &RawBlock,
    layout: &Layout,
    sections: Sections<'_>,
    sheet: Option<Arc<str>>,
    file: &FileKit<'_>,
) -> BlockOutput {
    let mut intake = Intake::new(sheet, file);
    let joined = layout.joined(block);
    let mut of_table = TableKit::new(layout, file);
    let Some(validator) = &file.source.validator else {
        return intake.output;
    };
    for index in 0..block.rows() {
        // Each row by itself: none stands below another.
        let rows = RowReader::new(block, layout, &file.source.layout_options, 1);
        let mut rows = rows.sent_in(file.facts.year_sent());
        if matches!(rows.read(index), Reading::Subject(_)) {
            let joined = joined.as_ref().map(|joined| joined.row(index));
            let place = Place { sections, joined };
            intake.take(block.row(index), place, &mut of_table, validator);
        }
    }
    intake.output
}

/// What the rows of one table share.
struct TableKit<'t> {
    layout: &'t Layout,
    lists: &'t ProfileLists,
    standardiser: Standardiser<'t>,
    writer: RowWriter,
    /// Rows with a lower number stand above the header.
    header_row: u32,
}

impl<'t> TableKit<'t> {
    fn new(layout: &'t Layout, file: &'t FileKit<'_>) -> Self {
        let lists = &file.source.lists;
        Self {
            layout,
            lists,
            standardiser: Standardiser::new(layout, lists, file.units, file.province, file.facts),
            writer: RowWriter::new(layout),
            header_row: 0,
        }
    }
}

impl TableKit<'_> {
    fn contradicted<'a>(
        &self,
        record: &Record<'_>,
        sections: Sections<'a>,
        kind: Kind,
    ) -> Vec<Heading<'a>> {
        let comparison = Comparison {
            kind,
            lists: self.lists,
            standardiser: &self.standardiser,
        };
        comparison.contradicted(record, sections)
    }

    /// The text of a field in its own column.
    fn original<'a>(&self, row: RawRow<'a>, field: Field) -> &'a str {
        let column = self.layout.column(field);
        column.map_or("", |column| row.cell(column))
    }
}

/// Rows about persons on their way to records or quarantine.
struct Intake {
    keys: RecordKeyMaker,
    /// Commune of the whole file.
    commune: Option<CommuneCode>,
    output: BlockOutput,
}

impl Intake {
    fn new(sheet: Option<Arc<str>>, file: &FileKit<'_>) -> Self {
        let origin = ChunkOrigin {
            sheet,
            ..file.origin.clone()
        };
        Self {
            keys: RecordKeyMaker::new(origin.kind, &origin.source),
            commune: file.facts.commune,
            output: BlockOutput {
                chunk: RecordChunk::new(origin),
                notes: BlockNotes::default(),
            },
        }
    }

    fn take(
        &mut self,
        row: RawRow<'_>,
        place: Place<'_>,
        table: &mut TableKit<'_>,
        validator: &Validator,
    ) {
        let BlockOutput { chunk, notes } = &mut self.output;
        notes.person_rows += 1;
        if let Some(damage) = row.damage() {
            let (rule, what) = rule_of_damage(damage);
            notes.findings.push(row.number, rule, None, what, "");
            let record = table.standardiser.record(row, place);
            let source = table.writer.write(row, place.sections);
            let (commune, reasons) = (record.commune.standard, RuleSet::of(rule));
            notes.quarantined.push(row.number, commune, reasons, source);
            return;
        }
        let spills_over = spills_over(row, table.layout);
        // The cells of a workbook have places of their own: one too many moves no other.
        let is_beside = spills_over && chunk.origin.sheet.is_some();
        if spills_over && !is_beside {
            let rule = rule_of_too_many_cells();
            notes.findings.push(row.number, rule, None, "", "");
            let source = table.writer.write(row, place.sections);
            let reasons = RuleSet::of(rule);
            notes
                .quarantined
                .push(row.number, self.commune, reasons, source);
            return;
        }
        let mut record = table.standardiser.record(row, place);
        match validator.check(&mut record, row.number, &mut notes.findings) {
            Verdict::Accepted { mut findings } => {
                findings += passed_over(&record, row, notes);
                let contradicted = table.contradicted(&record, place.sections, chunk.origin.kind);
                findings += contradicted.len() as u16;
                for heading in contradicted {
                    let rule = rule_of_contradicted_heading();
                    let field = Some(heading.field);
                    let original = table.original(row, heading.field);
                    notes
                        .findings
                        .push(row.number, rule, field, original, heading.text);
                }
                let is_above = row.number < table.header_row;
                let noticed = [
                    is_beside.then(rule_of_beside_table),
                    is_above.then(rule_of_row_above_header),
                ];
                for rule in noticed.into_iter().flatten() {
                    notes.findings.push(row.number, rule, None, "", "");
                    findings += 1;
                }
                let commune = record.commune.standard.zip(self.commune);
                if let Some((_, of_file)) = commune.filter(|(of_row, of_file)| of_row != of_file) {
                    let (rule, field) = (rule_of_other_commune(), Some(Field::CommuneCode));
                    let (original, proposed) = (record.commune.original, of_file.to_string());
                    let found = &mut notes.findings;
                    found.push(row.number, rule, field, original, &proposed);
                    findings += 1;
                }
                notes.accepted_with_findings += u64::from(findings > 0);
                chunk.push(&record, row.number, self.keys.key(&record), findings);
            }
            Verdict::Quarantined { reasons } => {
                passed_over(&record, row, notes);
                let commune = record.commune.standard;
                let source = table.writer.write(row, place.sections);
                notes.quarantined.push(row.number, commune, reasons, source);
            }
        }
    }
}

/// Notes what stands in second columns and is not used; gives how many findings that makes.
fn passed_over(record: &Record<'_>, row: RawRow<'_>, notes: &mut BlockNotes) -> u16 {
    for (field, text) in &record.passed_over {
        let rule = rule_of_two_columns();
        notes
            .findings
            .push(row.number, rule, Some(*field), text, "");
    }
    u16::try_from(record.passed_over.len()).unwrap_or(u16::MAX)
}

/// The rule about a row of which a part cannot be read, and what its finding names.
fn rule_of_damage(damage: &Damage) -> (RuleId, &str) {
    match damage {
        Damage::Part(what) => (rule_of_broken_record(), what),
        Damage::Letter => (rule_of_damaged_text(), "\u{fffd}"),
        Damage::Quote => (rule_of_damaged_text(), "\""),
    }
}

/// Whether something stands beyond the last column of the header.
fn spills_over(row: RawRow<'_>, layout: &Layout) -> bool {
    row.len() > layout.width() && (layout.width()..row.len()).any(|at| !row.cell(at).is_empty())
}

#[cfg(test)]
mod tests;
