//! Quarantined rows as files to send back: a workbook per commune, to be corrected and dropped back in.

mod faults;
pub mod key;
pub mod workbook;

use std::collections::{BTreeMap, HashMap};
use std::io;

use jiff::civil::Date;
use rayon::prelude::*;

use super::RunError;
use super::block::BlockNotes;
use super::cells::from_json;
use super::findings_table::BlockFindings;
use super::readings::ExtractReading;
use super::row_layout::RowLayout;
use super::sheet::{UNKNOWN_COMMUNE, fits};
use crate::dataset::Publication;
use crate::domain::{CommuneCode, Field};
use crate::source::SourceOptions;
use faults::RowFindings;
use key::{RejectKey, fingerprint, short_digest};
use workbook::{COLUMNS_MAX, RejectRow, RejectTable, render};

/// Rows of one workbook. Whoever has more has a list to correct, not rows; all of them stand in the table
/// `quarantine`.
const ROWS_MAX: usize = 10_000;

/// A quarantined row: its block and its place there.
type Place = (usize, usize);

/// Everything that says why rows were rejected.
pub struct Rejects<'n> {
    /// The day that the night is about.
    pub day: Date,
    pub extracts: &'n [ExtractReading],
    pub sources: &'n [SourceOptions],
    /// Notes and findings of every block, side by side.
    pub notes: &'n [BlockNotes],
    pub findings: &'n [BlockFindings<'n>],
}

impl Rejects<'_> {
    /// Writes `restricted/rejects/<commune>.xlsx` for every commune with rows in quarantine; rows of no known
    /// commune go to `chua_ro_xa.xlsx`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, publication: &Publication) -> Result<(), RunError> {
        let mut communes: BTreeMap<Option<CommuneCode>, Vec<Place>> = BTreeMap::new();
        for (block, notes) in self.notes.iter().enumerate() {
            for (row, commune) in notes.quarantined.commune.iter().enumerate() {
                communes.entry(*commune).or_default().push((block, row));
            }
        }
        communes.into_par_iter().try_for_each(|(commune, places)| {
            let name = commune.map_or_else(|| UNKNOWN_COMMUNE.to_owned(), |code| code.to_string());
            publication.write_file(&format!("restricted/rejects/{name}.xlsx"), |out| {
                let shown = &places[..places.len().min(ROWS_MAX)];
                let left_out = places.len() - shown.len();
                let bytes = render(&self.tables(shown), left_out, self.day);
                out.write_all(&bytes.map_err(io::Error::other)?)?;
                Ok(Some(shown.len() as u64))
            })
        })?;
        Ok(())
    }

    /// The rows at `places`, which are in canonical order, table by table.
    fn tables(&self, places: &[Place]) -> Vec<RejectTable<'_>> {
        let same_table = |(a, at): &Place, (b, other): &Place| {
            let (left, right) = (self.findings[*a].origin, self.findings[*b].origin);
            let layout =
                |block: usize, row: usize| &self.notes[block].quarantined.source[row].layout;
            left.file == right.file
                && left.sheet == right.sheet
                && layout(*a, *at) == layout(*b, *other)
        };
        let tables = places.chunk_by(same_table);
        tables.map(|places| self.table(places)).collect()
    }

    fn table(&self, places: &[Place]) -> RejectTable<'_> {
        let (block, row) = places[0];
        let origin = self.findings[block].origin;
        let source = &self.notes[block].quarantined.source[row];
        let layout = RowLayout::from_json(&source.layout).unwrap_or_default();
        let mut columns = Columns::shown(&layout);
        for (block, row) in places {
            let cells = from_json(&self.notes[*block].quarantined.source[*row].cells);
            cells.into_iter().for_each(|(name, _)| columns.add(name));
        }
        let own = self.sources.iter().find(|own| *own.id == *origin.source);
        let of_file =
            |reading: &&ExtractReading| reading.is_used() && *reading.extract.file == *origin.file;
        let table = Table {
            digest: self
                .extracts
                .iter()
                .find(of_file)
                .map(|r| short_digest(&r.sha256)),
            required: own.map_or(&[], |own| &own.profile.required_fields),
            layout,
            columns,
        };
        let mut rows = Vec::with_capacity(places.len());
        for places in places.chunk_by(|(a, _), (b, _)| a == b) {
            let block = places[0].0;
            let found = RowFindings::new(&self.notes[block].quarantined, &self.findings[block]);
            let shown = places.iter();
            rows.extend(shown.map(|(_, at)| self.row(block, *at, &table, &found)));
        }
        RejectTable {
            file: &origin.file,
            sheet: origin.sheet.as_deref(),
            names: table.columns.names,
            rows,
        }
    }

    fn row(&self, block: usize, at: usize, table: &Table<'_>, found: &RowFindings) -> RejectRow {
        let origin = self.findings[block].origin;
        let quarantined = &self.notes[block].quarantined;
        let written = from_json(&quarantined.source[at].cells);
        let columns = &table.columns;
        let mut cells = vec![String::new(); columns.names.len()];
        let mut is_whole = true;
        for (name, text) in &written {
            is_whole &= fits(text);
            match columns.places.get(name) {
                Some(place) => cells[*place].clone_from(text),
                None => is_whole = false,
            }
        }
        // A column of the table that is not shown holds nothing that could be corrected.
        let place = |column: usize| columns.of_table.iter().position(|of| *of == Some(column));
        let is_blank = |column: usize| place(column).is_none_or(|at| cells[at].is_empty());
        let mut faults = found.faults(quarantined, at, &table.layout, table.required, is_blank);
        faults.columns = faults.columns.into_iter().filter_map(place).collect();
        let is_beyond = |at: &usize| columns.of_table[*at].is_none() && !cells[*at].is_empty();
        faults.columns.extend((0..cells.len()).filter(is_beyond));
        let pairs = written
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        let key = table.digest.filter(|_| is_whole).map(|digest| RejectKey {
            file: origin.file.to_string(),
            digest: digest.to_owned(),
            sheet: origin.sheet.as_deref().map(str::to_owned),
            row: quarantined.row[at],
            written_on: self.day.to_string(),
            cells: fingerprint(pairs),
        });
        RejectRow {
            key,
            number: quarantined.row[at],
            cells,
            faults,
        }
    }
}

/// What the rows of one table share.
struct Table<'n> {
    digest: Option<&'n str>,
    required: &'n [Vec<Field>],
    layout: RowLayout,
    columns: Columns,
}

/// The columns that are shown.
struct Columns {
    names: Vec<String>,
    /// Where each stands in the source's table; cells beyond its header stand nowhere.
    of_table: Vec<Option<usize>>,
    places: HashMap<String, usize>,
}

impl Columns {
    /// Every column whose cells are kept.
    fn shown(layout: &RowLayout) -> Self {
        let mut columns = Self {
            names: Vec::new(),
            of_table: Vec::new(),
            places: HashMap::new(),
        };
        for (column, name) in layout.names().into_iter().enumerate() {
            if !layout.is_dropped(column) && columns.names.len() < COLUMNS_MAX {
                columns.push(name, Some(column));
            }
        }
        columns
    }

    /// Adds what stands beyond the header.
    fn add(&mut self, name: String) {
        if self.names.len() < COLUMNS_MAX && !self.places.contains_key(&name) {
            self.push(name, None);
        }
    }

    fn push(&mut self, name: String, of_table: Option<usize>) {
        self.places.insert(name.clone(), self.names.len());
        self.names.push(name);
        self.of_table.push(of_table);
    }
}
