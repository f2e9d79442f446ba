//! One block of raw rows through standardisation and validation.

use std::sync::Arc;

use jiff::civil::Date;

use super::quarantine_table::{Quarantined, RowWriter};
use crate::domain::record_key::RecordKeyMaker;
use crate::ingest::block::RawRow;
use crate::ingest::rows::row_kind;
use crate::ingest::{Layout, LayoutOptions, RawBlock, RowKind};
use crate::reference::{AdministrativeUnits, CodeLists};
use crate::schema::counts::CountRow;
use crate::schema::records::{ChunkOrigin, RecordChunk};
use crate::source::{Profile, SourceOptions};
use crate::standardise::commune::CommuneResolver;
use crate::standardise::count::CountReader;
use crate::standardise::lists::ProfileLists;
use crate::standardise::{ExtractFacts, Standardiser};
use crate::validate::{
    Findings, RuleSet, RuleSettings, ValidateError, Validator, Verdict, rule_of_too_many_cells,
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
            lists: ProfileLists::new(&profile, codes),
            validator: source.kind.is_about_persons().then(validator).transpose()?,
            profile,
        })
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
pub struct BlockOutput {
    pub chunk: RecordChunk,
    pub notes: BlockNotes,
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
}

impl BlockOutput {
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
    let origin = ChunkOrigin {
        sheet,
        ..file.origin.clone()
    };
    let kind = origin.kind;
    let source = Arc::clone(&origin.source);
    let kit = file.source;
    let mut standardiser =
        Standardiser::new(layout, &kit.lists, file.units, file.province, file.facts);
    let mut keys = RecordKeyMaker::new(kind, &source);
    let communes = CommuneResolver::new(file.units, file.province);
    let mut counts = CountReader::new(&origin, &kit.profile, communes);
    let writer = RowWriter::new(layout);
    let mut section = "";
    let mut chunk = RecordChunk::new(origin);
    let mut notes = BlockNotes {
        findings: Findings::default(),
        quarantined: Quarantined::default(),
        counts: Vec::new(),
        unread_counts: 0,
        physical_rows: u64::from(block.physical_rows),
        person_rows: 0,
        accepted_with_findings: 0,
    };
    for row in (0..block.rows())
        .map(|row| block.row(row))
        .filter(|row| row.number >= first_row)
    {
        match row_kind(row, layout, &kit.layout_options) {
            RowKind::Other => continue,
            RowKind::Section(heading) => {
                section = heading;
                continue;
            }
            RowKind::Subject => {}
        }
        let Some(validator) = &kit.validator else {
            let read = counts.read(row, layout);
            notes.unread_counts += u64::from(read.is_empty());
            notes.counts.extend(read);
            continue;
        };
        notes.person_rows += 1;
        if spills_over(row, layout) {
            let rule = rule_of_too_many_cells();
            notes.findings.push(row.number, rule, None, "", "");
            let commune = file.facts.commune;
            let cells = writer.write(row);
            notes
                .quarantined
                .push(row.number, commune, RuleSet::of(rule), cells);
            continue;
        }
        let mut record = standardiser.record(row, section);
        match validator.check(&mut record, row.number, &mut notes.findings) {
            Verdict::Accepted { findings } => {
                notes.accepted_with_findings += u64::from(findings > 0);
                chunk.push(&record, row.number, keys.key(&record), findings);
            }
            Verdict::Quarantined { reasons } => {
                let commune = record.commune.standard;
                let cells = writer.write(row);
                notes.quarantined.push(row.number, commune, reasons, cells);
            }
        }
    }
    BlockOutput { chunk, notes }
}

/// Whether something stands beyond the last column of the header.
fn spills_over(row: RawRow<'_>, layout: &Layout) -> bool {
    row.len() > layout.width() && (layout.width()..row.len()).any(|at| !row.cell(at).is_empty())
}
