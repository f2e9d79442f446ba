//! What the engine knows of records, by field.
//!
//! A column holds one value per record, in the form that comparing needs: text by number, identifiers and dates
//! as integers. Four to eight bytes a record and field, all fields of a record side by side: comparing reads records
//! at random, and what costs then is lines of memory, not arithmetic. Each distinct text stands once.

use xxhash_rust::xxh3::xxh3_64;

use super::text_column::TextColumn;
use crate::link::engine::error::EngineError;

/// A column's place in [`Columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(u16);

impl ColumnId {
    /// The column that is added after `position` others: what a model is written in before there are records.
    #[must_use]
    pub fn from_position(position: u16) -> Self {
        Self(position)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Id,
    Date,
    Number,
    Set,
}

impl ColumnKind {
    /// As messages call it, with its article.
    #[must_use]
    pub fn called(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Id => "an identifier of digits",
            Self::Date => "a date",
            Self::Number => "a number",
            Self::Set => "a set",
        }
    }
}

/// What a column holds beside the records' own words.
#[derive(Debug, Clone)]
pub enum Column {
    /// Records hold codes of these texts.
    Text(TextColumn),
    /// Records hold identifiers as [`super::packed_id::pack_id`] has them; 0 is missing.
    Id,
    /// Records hold partial dates as [`crate::domain::PartialDate::packed`] has them; 0 is missing.
    Date,
    /// Records hold the number; NaN is missing.
    Number,
    Set(SetColumn),
}

/// A short sorted list of codes per record: the identifiers a person has had, the groups it belongs to.
#[derive(Debug, Clone)]
pub struct SetColumn {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl SetColumn {
    /// The items of a record, ascending, each once; none is missing.
    #[must_use]
    pub fn items(&self, record: u32) -> &[u32] {
        let record = record as usize;
        let start = if record == 0 {
            0
        } else {
            self.ends[record - 1]
        };
        &self.items[start as usize..self.ends[record] as usize]
    }
}

/// Rows grow by so many words of four bytes.
const ROW_STEP: usize = 8;

/// Records as columns, each record with the number of its source.
#[derive(Debug, Clone)]
pub struct Columns {
    sources: Vec<u8>,
    fields: Vec<Field>,
    /// The words of all records, row after row.
    words: Vec<u32>,
    row_len: usize,
    used_len: usize,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    column: Column,
    /// The one that it was derived from in the end, or itself.
    root: ColumnId,
    /// Where its word, or its two words, stand in a row.
    at: usize,
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
        })
    }

    /// Adds text. An empty text is missing.
    ///
    /// # Errors
    /// A name that is taken, another number of values than records, too much text.
    pub fn add_text<'v>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = Option<&'v str>>,
    ) -> Result<ColumnId, EngineError> {
        let too_much = || EngineError::TooMuchText {
            column: name.to_owned(),
        };
        let (column, codes) = TextColumn::from_values(values).ok_or_else(too_much)?;
        self.add(
            name,
            Column::Text(column),
            None,
            codes.iter().map(|code| [*code]),
        )
    }

    /// Adds a form of text column `from`, computed once per distinct value: folded, first token, a sound code.
    ///
    /// # Errors
    /// As [`Self::add_text`]; `from` is no text.
    pub fn derive(
        &mut self,
        name: &str,
        from: ColumnId,
        form: impl Fn(&str) -> Option<String> + Sync,
    ) -> Result<ColumnId, EngineError> {
        let Column::Text(text) = self.column(from) else {
            return Err(self.wrong_kind(name, from, ColumnKind::Text));
        };
        let too_much = || EngineError::TooMuchText {
            column: name.to_owned(),
        };
        let (derived, mapped) = text.derive(form).ok_or_else(too_much)?;
        let records = 0..self.len() as u32;
        let codes: Vec<[u32; 1]> = records
            .map(|record| [mapped[self.word(from, record) as usize]])
            .collect();
        self.add(name, Column::Text(derived), Some(from), codes.into_iter())
    }

    /// Adds identifiers packed by [`super::packed_id::pack_id`], 0 for missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_ids(&mut self, name: &str, ids: &[u64]) -> Result<ColumnId, EngineError> {
        let words = ids.iter().map(|id| [*id as u32, (id >> 32) as u32]);
        self.add(name, Column::Id, None, words)
    }

    /// Adds packed partial dates, 0 for missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_dates(&mut self, name: &str, dates: &[u32]) -> Result<ColumnId, EngineError> {
        let words = dates.iter().map(|date| [*date]);
        self.add(name, Column::Date, None, words)
    }

    /// Adds a form of date column `from`: its years alone.
    ///
    /// # Errors
    /// As [`Self::add_text`]; `from` holds no dates.
    pub fn derive_dates(
        &mut self,
        name: &str,
        from: ColumnId,
        form: impl Fn(u32) -> u32,
    ) -> Result<ColumnId, EngineError> {
        if self.kind(from) != ColumnKind::Date {
            return Err(self.wrong_kind(name, from, ColumnKind::Date));
        }
        let records = 0..self.len() as u32;
        let words: Vec<[u32; 1]> = records
            .map(|record| [form(self.date(from, record))])
            .collect();
        self.add(name, Column::Date, Some(from), words.into_iter())
    }

    /// Adds numbers, NaN for missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_numbers(&mut self, name: &str, numbers: &[f64]) -> Result<ColumnId, EngineError> {
        let words = numbers.iter().map(|number| {
            let bits = number.to_bits();
            [bits as u32, (bits >> 32) as u32]
        });
        self.add(name, Column::Number, None, words)
    }

    /// Adds sets of codes; an empty set is missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_sets<S: AsRef<[u32]>>(
        &mut self,
        name: &str,
        sets: impl IntoIterator<Item = S>,
    ) -> Result<ColumnId, EngineError> {
        let (mut ends, mut items) = (Vec::new(), Vec::new());
        for set in sets {
            let mut sorted = set.as_ref().to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            items.extend_from_slice(&sorted);
            ends.push(items.len() as u32);
        }
        let words = vec![[]; ends.len()].into_iter();
        self.add(name, Column::Set(SetColumn { ends, items }), None, words)
    }

    /// Adds a column of `N` words a record.
    fn add<const N: usize>(
        &mut self,
        name: &str,
        column: Column,
        from: Option<ColumnId>,
        words: impl ExactSizeIterator<Item = [u32; N]>,
    ) -> Result<ColumnId, EngineError> {
        let (found, records) = (words.len(), self.len());
        let name = name.to_owned();
        if found != records {
            let column = name;
            return Err(EngineError::ColumnLength {
                column,
                found,
                records,
            });
        }
        if self.fields.iter().any(|field| field.name == name) {
            return Err(EngineError::RepeatedColumn { column: name });
        }
        let (id, at) = (ColumnId(self.fields.len() as u16), self.used_len);
        self.used_len += N;
        if self.used_len > self.row_len {
            self.widen(self.used_len.next_multiple_of(ROW_STEP));
        }
        for (row, words) in self.words.chunks_exact_mut(self.row_len.max(1)).zip(words) {
            row[at..at + N].copy_from_slice(&words);
        }
        let root = from.map_or(id, |from| self.root(from));
        self.fields.push(Field {
            name,
            column,
            root,
            at,
        });
        Ok(id)
    }

    fn widen(&mut self, row_len: usize) {
        let mut wider = vec![0; row_len * self.len()];
        let rows = self.words.chunks_exact(self.row_len.max(1));
        for (to, from) in wider.chunks_exact_mut(row_len).zip(rows) {
            to[..from.len()].copy_from_slice(from);
        }
        (self.words, self.row_len) = (wider, row_len);
    }

    fn field(&self, column: ColumnId) -> &Field {
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

    /// Per record its source.
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

    #[must_use]
    pub fn is_missing(&self, column: ColumnId, record: u32) -> bool {
        match self.column(column) {
            Column::Text(_) | Column::Date => self.word(column, record) == 0,
            Column::Id => self.two_words(column, record) == 0,
            Column::Number => f64::from_bits(self.two_words(column, record)).is_nan(),
            Column::Set(sets) => sets.items(record).is_empty(),
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
