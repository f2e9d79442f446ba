//! Corrected cells into the place of the rejected ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::refusals::{Refusal, Refusals};
use super::standing::Standing;
use super::{Applied, Correction, RowId};
use crate::dataset::Version;
use crate::domain::mask::mask_numbers;
use crate::ingest::RawBlock;
use crate::run::block::{BlockOutput, FileKit, SourceKit, StoredBlock, work_again};
use crate::run::cells::column_of;
use crate::run::quarantine_table::{KnownSections, SourceRow};
use crate::run::readings::{ExtractReading, ReadExtract, Readings};
use crate::run::rejects::key::{RejectKey, plain, short_digest};
use crate::run::row_layout::RowLayout;
use crate::run::stages::Night;
use crate::schema::lazy::LazyColumn;
use crate::schema::records::{ChunkStore, StoreError};
use crate::source::SetAsideReason;
use crate::source::pattern::match_name;
use crate::validate::{Findings, rule_of_corrected_row};

/// Applies corrections to what was read.
pub struct Applier<'n> {
    pub night: &'n Night<'n>,
    pub kits: &'n [Arc<SourceKit>],
    /// The version from which extracts are kept.
    pub base: Option<&'n Version>,
    pub standing: &'n BTreeMap<RowId, Standing>,
    pub refusals: &'n mut Refusals,
}

/// A correction that can be applied, its cells column by column.
struct Candidate {
    id: RowId,
    correction: Correction,
    original: SourceRow,
    cells: Vec<String>,
}

/// A correction that holds: its block, and the row as its source wrote it.
type InForce = (usize, Correction, SourceRow);

type Refused = (RowId, Correction, Refusal);

impl Applier<'_> {
    /// Applies what can be applied of `chosen`; the rest is refused.
    pub fn apply(
        &mut self,
        chosen: BTreeMap<RowId, Correction>,
        readings: &mut Readings,
    ) -> Result<Vec<Applied>, StoreError> {
        let mut by_extract: BTreeMap<usize, Vec<(RowId, Correction)>> = BTreeMap::new();
        for (id, correction) in chosen {
            let key = &correction.key;
            let is_of = |reading: &ExtractReading| {
                reading.is_used()
                    && reading.extract.file == key.file
                    && short_digest(&reading.sha256) == key.digest
            };
            match readings.extracts().position(is_of) {
                Some(extract) => by_extract
                    .entry(extract)
                    .or_default()
                    .push((id, correction)),
                None => {
                    let refusal = self.why_not_used(key, readings);
                    self.refusals.refuse_correction(&correction, refusal);
                }
            }
        }
        let mut applied = Vec::new();
        for (extract, corrections) in by_extract {
            let of_extract = self.apply_to(extract, corrections, &mut readings.0[extract]);
            applied.extend(of_extract?);
        }
        applied.sort_by_key(|applied| (applied.place, applied.correction.key.row));
        Ok(applied)
    }

    /// Why no extract in use is the one that the correction is for.
    fn why_not_used(&self, key: &RejectKey, readings: &Readings) -> Refusal {
        let file = key.file.clone();
        let of_file = |reading: &&ExtractReading| reading.extract.file == file;
        if readings
            .extracts()
            .filter(of_file)
            .any(ExtractReading::is_used)
        {
            return Refusal::OtherBytes { file };
        }
        let set_aside = readings.extracts().find(of_file);
        let reason = set_aside.and_then(|reading| reading.set_aside.as_ref());
        if let Some(SetAsideReason::Superseded { by }) = reason {
            let by = by.clone();
            return Refusal::Superseded { file, by };
        }
        let Some((source, commune, unit)) = self.place_of(&file) else {
            return Refusal::UnknownFile { file };
        };
        let is_of_place = |reading: &&ExtractReading| {
            let extract = &reading.extract;
            let of_commune = extract.commune.map(|commune| commune.to_string());
            reading.is_used()
                && extract.source == source
                && (&of_commune, &extract.unit) == (&commune, &unit)
        };
        let newer = readings.extracts().filter(is_of_place).last();
        match newer.map(|reading| reading.extract.file.clone()) {
            Some(by) => Refusal::Superseded { file, by },
            None => Refusal::NotUsed { file },
        }
    }

    /// Source, commune and unit of a file, as an earlier night knew them or as its name tells them.
    fn place_of(&self, file: &str) -> Option<(usize, Option<String>, Option<String>)> {
        let (id, name) = file.split_once('/')?;
        let sources = &self.night.plan.sources;
        let source = sources.iter().position(|source| source.id == id)?;
        let inputs = self.base.map(|base| base.manifest.head.inputs.iter());
        let known = inputs.and_then(|mut inputs| inputs.find(|input| input.file == file));
        if let Some(input) = known {
            return Some((source, input.commune.clone(), input.unit.clone()));
        }
        let parts = match_name(&sources[source].file_name, name)?;
        let commune = parts.commune.map(|commune| commune.to_string());
        Some((source, commune, parts.unit))
    }

    fn apply_to(
        &mut self,
        extract: usize,
        mut waiting: Vec<(RowId, Correction)>,
        read: &mut ReadExtract,
    ) -> Result<Vec<Applied>, StoreError> {
        let mut applied = Vec::new();
        while !waiting.is_empty() {
            let (in_force, refused) = self.try_on(std::mem::take(&mut waiting), read)?;
            applied.extend(
                in_force
                    .into_iter()
                    .map(|(block, correction, original)| Applied {
                        correction,
                        original,
                        place: (extract, block),
                        is_accepted: false,
                    }),
            );
            for (id, correction, refusal) in refused {
                self.refusals.refuse_correction(&correction, refusal);
                // What an earlier night took holds where what came tonight cannot be used.
                let standing = self.standing.get(&id).map(|standing| &standing.correction);
                let standing = standing.filter(|_| correction.headers.is_some());
                waiting.extend(standing.map(|standing| (id, standing.clone())));
            }
        }
        count_again(read);
        Ok(applied)
    }

    /// Puts corrections in force as far as they can be.
    fn try_on(
        &self,
        corrections: Vec<(RowId, Correction)>,
        read: &mut ReadExtract,
    ) -> Result<(Vec<InForce>, Vec<Refused>), StoreError> {
        let (mut in_force, mut refused) = (Vec::new(), Vec::new());
        let mut by_block: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
        let is_kept = read.reading.kept_from.is_some();
        for (id, correction) in corrections {
            let key = &correction.key;
            let block = holder(&read.blocks, key)?;
            // What is kept was read with the corrections of its night.
            let standing = self.standing.get(&id).filter(|_| is_kept);
            let found = match (block, standing) {
                // A later increment has the row: it is not in use, corrected or not.
                (None, Some(_)) => continue,
                (Some(block), Some(standing)) if standing.correction.cells == correction.cells => {
                    in_force.push((block, correction, standing.original.clone()));
                    continue;
                }
                (Some(block), Some(standing)) => Some((block, standing.original.clone())),
                (Some(block), None) => {
                    rejected(&read.blocks[block], key.row).map(|original| (block, original))
                }
                (None, None) => None,
            };
            let Some((block, original)) = found else {
                let (file, row) = (key.file.clone(), key.row);
                refused.push((id, correction, Refusal::NotRejected { file, row }));
                continue;
            };
            match column_by_column(&correction, &original) {
                Ok(cells) => by_block.entry(block).or_default().push(Candidate {
                    id,
                    correction,
                    original,
                    cells,
                }),
                Err(refusal) => refused.push((id, correction, refusal)),
            }
        }
        let kit = &self.kits[read.reading.extract.source];
        let kit = self.night.file_kit(&read.reading.extract, kit);
        for (index, candidates) in by_block {
            let (corrected, left) =
                self.correct_block(&mut read.blocks[index], candidates, &kit)?;
            let corrected = corrected.into_iter();
            in_force.extend(corrected.map(|of| (index, of.correction, of.original)));
            refused.extend(left);
        }
        Ok((in_force, refused))
    }

    /// Works on the corrected rows of a block and puts them where they belong. Gives back which of them stand
    /// there now, and which do not.
    fn correct_block(
        &self,
        block: &mut StoredBlock,
        candidates: Vec<Candidate>,
        kit: &FileKit<'_>,
    ) -> Result<(Vec<Candidate>, Vec<Refused>), StoreError> {
        let mut of_table: BTreeMap<(Arc<str>, Arc<str>), Vec<Candidate>> = BTreeMap::new();
        for candidate in candidates {
            let SourceRow {
                layout, section, ..
            } = &candidate.original;
            let table = (Arc::clone(layout), Arc::clone(section));
            of_table.entry(table).or_default().push(candidate);
        }
        let (mut corrected, mut refused) = (Vec::new(), Vec::new());
        for ((layout, section), candidates) in of_table {
            let layout = RowLayout::from_json(&layout).and_then(|layout| layout.restore());
            let Some(layout) = layout else {
                let refuse = |of: Candidate| {
                    let file = of.correction.key.file.clone();
                    (of.id, of.correction, Refusal::OtherProgram { file })
                };
                refused.extend(candidates.into_iter().map(refuse));
                continue;
            };
            let sections = KnownSections::parse(&section);
            let sheet = block.chunk.origin.sheet.clone();
            let rows = raw_rows(&candidates);
            let mut output = work_again(&rows, &layout, sections.get(), sheet, kit);
            self.mark(&mut output);
            let rows = rows_of(&output);
            replace(block, output, &rows, self.night.store)?;
            for candidate in candidates {
                if rows.contains(&candidate.correction.key.row) {
                    corrected.push(candidate);
                } else {
                    refused.push((candidate.id, candidate.correction, Refusal::NoPerson));
                }
            }
        }
        Ok((corrected, refused))
    }

    /// Says of every row that it was corrected by hand.
    fn mark(&self, output: &mut BlockOutput) {
        let rule = rule_of_corrected_row();
        let setting = self.night.plan.rules.get("RW02");
        if setting.is_some_and(|setting| setting.disabled) {
            return;
        }
        for row in rows_of(output) {
            output.notes.findings.push(row, rule, None, "", "");
        }
        let chunk = &mut output.chunk;
        let mut counts = LazyColumn::default();
        for row in 0..chunk.rows {
            counts.set(row, chunk.finding_count.get(row).saturating_add(1));
        }
        chunk.finding_count = counts;
    }
}

/// The block that has the row, as a record or in quarantine.
fn holder(blocks: &[StoredBlock], key: &RejectKey) -> Result<Option<usize>, StoreError> {
    for (index, block) in blocks.iter().enumerate() {
        let is_of_sheet = block.chunk.origin.sheet.as_deref() == key.sheet.as_deref();
        let is_rejected = || block.notes.quarantined.row.binary_search(&key.row).is_ok();
        if is_of_sheet && (is_rejected() || block.chunk.place_of_row(key.row)?.is_some()) {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn rejected(block: &StoredBlock, row: u32) -> Option<SourceRow> {
    let quarantined = &block.notes.quarantined;
    let at = quarantined.row.binary_search(&row).ok()?;
    Some(quarantined.source[at].clone())
}

/// The cells of a correction column by column, where its headers are those of the row's table.
fn column_by_column(correction: &Correction, original: &SourceRow) -> Result<Vec<String>, Refusal> {
    let Some(layout) = RowLayout::from_json(&original.layout) else {
        let file = correction.key.file.clone();
        return Err(Refusal::OtherProgram { file });
    };
    let names: Vec<String> = layout.names().iter().map(|name| plain(name)).collect();
    let shown = || (0..names.len()).filter(|column| !layout.is_dropped(*column));
    if let Some(headers) = &correction.headers {
        let times = |name: &String| headers.iter().filter(|header| *header == name).count();
        if let Some(column) = shown().find(|column| times(&names[*column]) != 1) {
            let header = mask_numbers(&names[column]);
            return Err(Refusal::LostColumn { header });
        }
    }
    let mut cells = vec![String::new(); names.len()];
    for (header, text) in &correction.cells {
        let own = shown().find(|column| names[*column] == *header);
        // Cells beyond the header are called by their number.
        let beyond = column_of(header).filter(|column| (names.len()..COLUMNS_MAX).contains(column));
        let Some(column) = own.or(beyond) else {
            let header = mask_numbers(header);
            return Err(Refusal::StrangeColumn { header });
        };
        if column >= cells.len() {
            cells.resize(column + 1, String::new());
        }
        cells[column].clone_from(text);
    }
    Ok(cells)
}

/// No table has more columns.
const COLUMNS_MAX: usize = 1 << 14;

fn raw_rows(candidates: &[Candidate]) -> RawBlock {
    let mut rows: Vec<&Candidate> = candidates.iter().collect();
    rows.sort_by_key(|candidate| candidate.correction.key.row);
    let mut block = RawBlock::default();
    for candidate in rows {
        for cell in &candidate.cells {
            block.push_cell(cell);
        }
        block.end_row(candidate.correction.key.row);
    }
    block
}

/// Numbers of the rows that became records or stay in quarantine.
fn rows_of(output: &BlockOutput) -> BTreeSet<u32> {
    let accepted = output.chunk.row.iter();
    let rejected = &output.notes.quarantined.row;
    accepted.chain(rejected).copied().collect()
}

/// Puts the rows of `output`, which has `rows`, in the place of those of the same number.
fn replace(
    block: &mut StoredBlock,
    output: BlockOutput,
    rows: &BTreeSet<u32>,
    store: &ChunkStore,
) -> Result<(), StoreError> {
    let StoredBlock { chunk, notes } = block;
    notes.accepted_with_findings = chunk.change(store, |chunk| {
        let keep: Vec<bool> = chunk.row.iter().map(|row| !rows.contains(row)).collect();
        chunk.retain(&keep);
        chunk.merge(output.chunk);
        let with_findings = (0..chunk.rows).filter(|row| chunk.finding_count.get(*row) > 0);
        with_findings.count() as u64
    })?;
    notes.quarantined.take_out(|row| rows.contains(&row));
    notes.quarantined.merge(&output.notes.quarantined);
    let of_others = notes.findings.row.iter().map(|row| !rows.contains(row));
    let of_others: Vec<bool> = of_others.collect();
    notes.findings.retain(&of_others);
    notes.findings = in_row_order(&[&notes.findings, &output.notes.findings]);
    Ok(())
}

fn in_row_order(parts: &[&Findings]) -> Findings {
    let places = parts
        .iter()
        .flat_map(|part| (0..part.len()).map(move |at| (*part, at)));
    let mut places: Vec<(&Findings, usize)> = places.collect();
    places.sort_by_key(|(part, at)| part.row[*at]);
    let mut merged = Findings::default();
    for (part, at) in places {
        merged.push(
            part.row[at],
            part.rule[at],
            part.field[at],
            part.original.get(at),
            part.proposed.get(at),
        );
    }
    merged
}

/// The figures of an extract after rows changed their state.
fn count_again(read: &mut ReadExtract) {
    let sum = |count: fn(&StoredBlock) -> u64| read.blocks.iter().map(count).sum();
    read.reading.accepted = sum(|block| block.chunk.rows as u64);
    read.reading.quarantined = sum(|block| block.notes.quarantined.len() as u64);
    read.reading.accepted_with_findings = sum(|block| block.notes.accepted_with_findings);
}
