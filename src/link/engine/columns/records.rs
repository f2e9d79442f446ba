//! What the engine knows of records, by field.
//!
//! A column holds one value per record, in the form that comparing needs: text by number, identifiers and dates
//! as integers. Four to eight bytes a record and field, all fields of a record side by side: comparing reads records
//! at random, and what costs then is lines of memory, not arithmetic. Each distinct text stands once.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::column::{Column, ColumnId, ColumnKind};
use crate::link::engine::error::EngineError;

/// Records as columns, each record with the number of its source.
///
/// Records are numbered as they were given, until [`Self::arranged`] numbers them anew.
#[derive(Debug, Clone)]
pub struct Columns {
    pub(super) sources: Vec<u8>,
    pub(super) fields: Vec<Field>,
    /// The words of all records, row after row.
    pub(super) words: Vec<u32>,
    pub(super) row_len: usize,
    pub(super) used_len: usize,
    /// Of arranged records: the numbers that they were given under.
    pub(super) given: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) column: Column,
    /// The one that it was derived from in the end, or itself.
    pub(super) root: ColumnId,
    /// Where its word, or its two words, stand in a row.
    pub(super) at: usize,
}

impl Columns {
    /// Records of the given sources, without columns yet.
    ///
    /// # Errors
    /// More records than a 32-bit number tells apart.
    pub fn new(sources: Vec<u8>) -> Result<Self, EngineError> {
        if u32::try_from(sources.len()).is_err() {
            let records = sources.len();
            return Err(EngineError::TooManyRecords { records });
        }
        Ok(Self {
            sources,
            fields: Vec::new(),
            words: Vec::new(),
            row_len: 0,
            used_len: 0,
            given: Vec::new(),
        })
    }

    /// The number under which the record was given.
    #[must_use]
    pub fn given_number(&self, record: u32) -> u32 {
        self.given.get(record as usize).copied().unwrap_or(record)
    }

    /// All records in the order in which they were given.
    #[must_use]
    pub fn in_given_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        for (record, number) in (0..).zip(&self.given) {
            order[*number as usize] = record;
        }
        order
    }

    /// The record that was given under `number`; `None` beyond the last.
    #[must_use]
    pub fn with_given_number(&self, number: u32) -> Option<u32> {
        if self.given.is_empty() {
            return (number < self.len() as u32).then_some(number);
        }
        let at = self.given.iter().position(|given| *given == number)?;
        Some(at as u32)
    }

    pub(super) fn field(&self, column: ColumnId) -> &Field {
        &self.fields[usize::from(column.0)]
    }

    /// Reads the ends of a record's row, so that it is at hand when it is compared. The sum means nothing.
    pub(in crate::link::engine) fn touch(&self, record: u32) -> u32 {
        let start = record as usize * self.row_len;
        let row = &self.words[start..start + self.row_len];
        row.first().unwrap_or(&0) ^ row.last().unwrap_or(&0)
    }

    /// The one word of a record in a column of texts or dates.
    fn word(&self, column: ColumnId, record: u32) -> u32 {
        self.words[record as usize * self.row_len + self.field(column).at]
    }

    fn two_words(&self, column: ColumnId, record: u32) -> u64 {
        let at = record as usize * self.row_len + self.field(column).at;
        u64::from(self.words[at + 1]) << 32 | u64::from(self.words[at])
    }

    /// The code of a record's text; of other kinds of columns 0, missing.
    #[must_use]
    pub fn code(&self, column: ColumnId, record: u32) -> u32 {
        match self.column(column) {
            Column::Text(_) => self.word(column, record),
            _ => 0,
        }
    }

    /// The text of a record; empty where missing, and of other kinds of columns.
    #[must_use]
    pub fn text(&self, column: ColumnId, record: u32) -> &str {
        match self.column(column) {
            Column::Text(text) => text.value(self.word(column, record)),
            _ => "",
        }
    }

    /// The packed date of a record; of other kinds of columns 0, missing.
    #[must_use]
    pub fn date(&self, column: ColumnId, record: u32) -> u32 {
        match self.column(column) {
            Column::Date => self.word(column, record),
            _ => 0,
        }
    }

    /// The packed identifier of a record; of other kinds of columns 0, missing.
    #[must_use]
    pub fn packed_id(&self, column: ColumnId, record: u32) -> u64 {
        match self.column(column) {
            Column::Id => self.two_words(column, record),
            _ => 0,
        }
    }

    /// The number of a record; of other kinds of columns NaN, missing.
    #[must_use]
    pub fn number(&self, column: ColumnId, record: u32) -> f64 {
        match self.column(column) {
            Column::Number => f64::from_bits(self.two_words(column, record)),
            _ => f64::NAN,
        }
    }

    /// The items of a record's set; none where missing, and of other kinds of columns.
    #[must_use]
    pub fn items(&self, column: ColumnId, record: u32) -> &[u32] {
        match self.column(column) {
            Column::Set(sets) => sets.items(record),
            _ => &[],
        }
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The source of a record.
    #[must_use]
    pub fn source(&self, record: u32) -> u8 {
        self.sources[record as usize]
    }

    /// Per record its source, by the numbers that records go by here: those of their places once they are arranged.
    #[must_use]
    pub fn sources(&self) -> &[u8] {
        &self.sources
    }

    /// The column of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn id(&self, name: &str) -> Result<ColumnId, EngineError> {
        let at = self.fields.iter().position(|field| field.name == name);
        at.map(|at| ColumnId(at as u16))
            .ok_or_else(|| EngineError::UnknownColumn {
                column: name.to_owned(),
                known: self.names().join(", "),
            })
    }

    fn names(&self) -> Vec<&str> {
        self.fields
            .iter()
            .map(|field| field.name.as_str())
            .collect()
    }

    #[must_use]
    pub fn name(&self, column: ColumnId) -> &str {
        &self.field(column).name
    }

    /// The field that a derived column comes from; of others, themselves.
    #[must_use]
    pub fn root(&self, column: ColumnId) -> ColumnId {
        self.field(column).root
    }

    #[must_use]
    pub fn column(&self, column: ColumnId) -> &Column {
        &self.field(column).column
    }

    #[must_use]
    pub fn kind(&self, column: ColumnId) -> ColumnKind {
        match self.column(column) {
            Column::Text(_) => ColumnKind::Text,
            Column::Id => ColumnKind::Id,
            Column::Date => ColumnKind::Date,
            Column::Number => ColumnKind::Number,
            Column::Set(_) => ColumnKind::Set,
            Column::Unused(kind) => *kind,
        }
    }

    pub(in crate::link::engine) fn wrong_kind(
        &self,
        part: &str,
        column: ColumnId,
        needed: ColumnKind,
    ) -> EngineError {
        EngineError::ColumnKind {
            part: part.to_owned(),
            column: self.name(column).to_owned(),
            needed,
            found: self.kind(column),
        }
    }

    /// Per column how many records have a value.
    #[must_use]
    pub fn filled(&self) -> Vec<u64> {
        let columns: Vec<ColumnId> = (0..self.fields.len() as u16).map(ColumnId).collect();
        let count = |mut filled: Vec<u64>, record: u32| {
            for (filled, column) in filled.iter_mut().zip(&columns) {
                *filled += u64::from(!self.is_missing(*column, record));
            }
            filled
        };
        let nothing = || vec![0; columns.len()];
        let sum = |a: Vec<u64>, b: Vec<u64>| a.iter().zip(b).map(|(a, b)| a + b).collect();
        let records = (0..self.len() as u32).into_par_iter();
        records.fold(nothing, count).reduce(nothing, sum)
    }

    #[must_use]
    pub fn is_missing(&self, column: ColumnId, record: u32) -> bool {
        match self.column(column) {
            Column::Text(_) | Column::Date => self.word(column, record) == 0,
            Column::Id => self.two_words(column, record) == 0,
            Column::Number => f64::from_bits(self.two_words(column, record)).is_nan(),
            Column::Set(sets) => sets.items(record).is_empty(),
            Column::Unused(_) => true,
        }
    }

    /// Both values are there and the same.
    #[must_use]
    pub fn is_equal(&self, column: ColumnId, a: u32, b: u32) -> bool {
        match self.column(column) {
            Column::Text(_) | Column::Date => {
                let word = self.word(column, a);
                word != 0 && word == self.word(column, b)
            }
            Column::Id => {
                let id = self.two_words(column, a);
                id != 0 && id == self.two_words(column, b)
            }
            Column::Number => self.number(column, a) == self.number(column, b),
            Column::Set(sets) => !sets.items(a).is_empty() && sets.items(a) == sets.items(b),
            Column::Unused(_) => false,
        }
    }

    /// A number that equal values share, whatever order the records came in. `None` where missing.
    #[must_use]
    pub fn value_hash(&self, column: ColumnId, record: u32) -> Option<u64> {
        if self.is_missing(column, record) {
            return None;
        }
        Some(match self.column(column) {
            Column::Text(text) => text.hash(self.word(column, record)),
            Column::Id => self.two_words(column, record),
            Column::Date => u64::from(self.word(column, record)),
            Column::Number => (self.number(column, record) + 0.0).to_bits(),
            Column::Set(sets) => {
                let bytes = sets
                    .items(record)
                    .iter()
                    .flat_map(|item| item.to_le_bytes());
                xxh3_64(&bytes.collect::<Vec<u8>>())
            }
            Column::Unused(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_equals_nothing() {
        let mut columns = Columns::new(vec![0; 2]).unwrap();
        let text = columns.add_text("text", [None, None]).unwrap();
        let number = columns.add_numbers("number", &[f64::NAN; 2]).unwrap();
        let set = columns.add_sets("set", [[], []] as [[u32; 0]; 2]).unwrap();
        let date = columns.add_dates("date", &[0; 2]).unwrap();
        for column in [text, number, set, date] {
            assert!(!columns.is_equal(column, 0, 1));
            assert_eq!(columns.value_hash(column, 0), None);
        }
    }

    #[test]
    fn a_derived_column_remembers_its_field() {
        let mut columns = Columns::new(vec![0; 2]).unwrap();
        let name = columns
            .add_text("name", [Some("Lan"), Some("lan")])
            .unwrap();
        let folded = columns
            .derive("folded", name, |text| Some(text.to_lowercase()))
            .unwrap();
        let first = columns
            .derive("first", folded, |text| text.get(..1).map(str::to_owned))
            .unwrap();
        assert_eq!(columns.root(first), name);
        assert!(columns.is_equal(folded, 0, 1) && !columns.is_equal(name, 0, 1));
    }

    #[test]
    fn arranged_records_keep_their_values() {
        let mut columns = Columns::new(vec![0, 1, 2, 3]).unwrap();
        let births = [9, 7, 0, 7];
        let birth = columns.add_dates("birth", &births).unwrap();
        let sets = [vec![1], vec![], vec![2, 3], vec![4]];
        let groups = columns.add_sets("groups", &sets).unwrap();
        let arranged = columns.arranged(|columns, record| columns.value_hash(birth, record));
        let given: Vec<u32> = (0..4).map(|record| arranged.given_number(record)).collect();
        // The two of one birth stand side by side; the one without stands last.
        assert_eq!((given[3], given.len()), (2, 4));
        let at = |number| given.iter().position(|given| *given == number).unwrap();
        assert_eq!(at(1).abs_diff(at(3)), 1);
        for record in 0..4_u32 {
            let number = given[record as usize];
            assert_eq!(arranged.with_given_number(number), Some(record));
            assert_eq!(arranged.date(birth, record), births[number as usize]);
            assert_eq!(arranged.items(groups, record), sets[number as usize]);
            assert_eq!(u32::from(arranged.source(record)), number);
        }
        assert_eq!(arranged.with_given_number(4), None);
    }

    #[test]
    fn mistakes_are_named() {
        let mut columns = Columns::new(vec![0; 2]).unwrap();
        let date = columns.add_dates("date", &[0; 2]).unwrap();
        assert!(matches!(
            columns.add_dates("date", &[0; 2]),
            Err(EngineError::RepeatedColumn { .. })
        ));
        assert!(matches!(
            columns.add_ids("id", &[]),
            Err(EngineError::ColumnLength { found: 0, .. })
        ));
        assert!(matches!(
            columns.id("x"),
            Err(EngineError::UnknownColumn { .. })
        ));
        assert!(matches!(
            columns.derive("d", date, |_| None),
            Err(EngineError::ColumnKind { .. })
        ));
    }
}
