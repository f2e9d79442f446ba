//! Columns put into the records' rows, and rows into an order.

use rayon::prelude::*;

use super::column::{Column, ColumnId, ColumnKind, Values};
use super::records::{Columns, Field};
use super::set_column::SetColumn;
use super::text_column::TextColumn;
use crate::link::engine::error::EngineError;

/// Rows grow by so many words of four bytes.
const ROW_STEP: usize = 8;

/// Rows are filled by so many at a time.
const ROWS_AT_A_TIME: usize = 1 << 14;

impl Columns {
    /// Makes room for columns of so many words together: an identifier and a number take two, a set none, all others
    /// one.
    pub fn reserve(&mut self, words: usize) {
        let row_len = (self.used_len + words).next_multiple_of(ROW_STEP);
        if row_len > self.row_len {
            self.widen(row_len);
        }
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
        let text = TextColumn::from_values(values).ok_or_else(|| EngineError::too_much_text(name));
        let (column, codes) = text?;
        self.add(name, Values::Text(column, codes))
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
        let derived = text.derive(form);
        let (derived, mapped) = derived.ok_or_else(|| EngineError::too_much_text(name))?;
        let column = Column::Text(derived);
        self.add_of(name, column, from, |code| mapped[code as usize])
    }

    /// Adds identifiers packed by [`super::packed_id::pack_id`], 0 for missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_ids(&mut self, name: &str, ids: &[u64]) -> Result<ColumnId, EngineError> {
        self.add_words(name, Column::Id, ids.len(), |at| halves(ids[at]))
    }

    /// Adds packed partial dates, 0 for missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_dates(&mut self, name: &str, dates: &[u32]) -> Result<ColumnId, EngineError> {
        self.add_words(name, Column::Date, dates.len(), |at| [dates[at]])
    }

    /// Adds a form of date column `from`: its years alone.
    ///
    /// # Errors
    /// As [`Self::add_text`]; `from` holds no dates.
    pub fn derive_dates(
        &mut self,
        name: &str,
        from: ColumnId,
        form: impl Fn(u32) -> u32 + Sync,
    ) -> Result<ColumnId, EngineError> {
        if self.kind(from) != ColumnKind::Date {
            return Err(self.wrong_kind(name, from, ColumnKind::Date));
        }
        self.add_of(name, Column::Date, from, form)
    }

    /// Adds numbers, NaN for missing.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_numbers(&mut self, name: &str, numbers: &[f64]) -> Result<ColumnId, EngineError> {
        self.add_words(name, Column::Number, numbers.len(), |at| {
            halves(numbers[at].to_bits())
        })
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
        self.add(name, Values::Sets(SetColumn::from_sets(sets)))
    }

    /// Adds a column that was made elsewhere.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add(&mut self, name: &str, values: Values) -> Result<ColumnId, EngineError> {
        match values {
            Values::Text(column, codes) => {
                self.add_words(name, Column::Text(column), codes.len(), |at| [codes[at]])
            }
            Values::Ids(ids) => self.add_ids(name, &ids),
            Values::Dates(dates) => self.add_dates(name, &dates),
            Values::Numbers(numbers) => self.add_numbers(name, &numbers),
            Values::Sets(sets) => {
                let records = sets.records();
                self.add_words(name, Column::Set(sets), records, |_| [])
            }
            Values::Unused(kind) => {
                let records = self.len();
                self.add_words(name, Column::Unused(kind), records, |_| [])
            }
        }
    }

    /// Adds a column of texts that was made of column `from` elsewhere.
    ///
    /// # Errors
    /// As [`Self::add_text`].
    pub fn add_form(
        &mut self,
        name: &str,
        from: ColumnId,
        values: Values,
    ) -> Result<ColumnId, EngineError> {
        let id = self.add(name, values)?;
        let root = self.root(from);
        self.fields[usize::from(id.0)].root = root;
        Ok(id)
    }

    /// Adds a column of `N` words a record; `found` records have one.
    fn add_words<const N: usize>(
        &mut self,
        name: &str,
        column: Column,
        found: usize,
        words: impl Fn(usize) -> [u32; N] + Sync,
    ) -> Result<ColumnId, EngineError> {
        let records = self.len();
        if found != records {
            return Err(EngineError::ColumnLength {
                column: name.to_owned(),
                found,
                records,
            });
        }
        let id = self.begin(name, column, None, N)?;
        let at = self.field(id).at;
        self.rows_mut().enumerate().for_each(|(record, row)| {
            row[at..at + N].copy_from_slice(&words(record));
        });
        Ok(id)
    }

    /// Adds a column of a word a record that is made of the word of another.
    fn add_of(
        &mut self,
        name: &str,
        column: Column,
        from: ColumnId,
        form: impl Fn(u32) -> u32 + Sync,
    ) -> Result<ColumnId, EngineError> {
        let id = self.begin(name, column, Some(from), 1)?;
        let (at, from) = (self.field(id).at, self.field(from).at);
        self.rows_mut().for_each(|row| row[at] = form(row[from]));
        Ok(id)
    }

    fn rows_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut [u32]> {
        let rows = self.words.par_chunks_exact_mut(self.row_len.max(1));
        rows.with_min_len(ROWS_AT_A_TIME)
    }

    /// Begins a column of so many words a record, which are to be filled.
    fn begin(
        &mut self,
        name: &str,
        column: Column,
        from: Option<ColumnId>,
        words: usize,
    ) -> Result<ColumnId, EngineError> {
        let name = name.to_owned();
        if self.fields.iter().any(|field| field.name == name) {
            return Err(EngineError::RepeatedColumn { column: name });
        }
        self.reserve(words);
        let (id, at) = (ColumnId(self.fields.len() as u16), self.used_len);
        self.used_len += words;
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
        if self.row_len > 0 {
            let rows = self.words.par_chunks_exact(self.row_len);
            let pairs = wider.par_chunks_exact_mut(row_len).zip(rows);
            let pairs = pairs.with_min_len(ROWS_AT_A_TIME);
            pairs.for_each(|(to, from)| to[..from.len()].copy_from_slice(from));
        }
        (self.words, self.row_len) = (wider, row_len);
    }

    /// The same records, standing by `key`: those of one key side by side, those without one at the end. What is
    /// compared lies close together then, and reading memory is most of what comparing costs. From here on records go
    /// by the numbers of their places; [`Self::given_number`] tells the numbers that they had.
    #[must_use]
    pub fn arranged(mut self, key: impl Fn(&Self, u32) -> Option<u64> + Sync) -> Self {
        let records = (0..self.len() as u32).into_par_iter();
        let mut keyed: Vec<(u64, u32)> = records
            .map(|record| (key(&self, record).unwrap_or(u64::MAX), record))
            .collect();
        keyed.par_sort_unstable();
        let order: Vec<u32> = keyed.par_iter().map(|(_, record)| *record).collect();
        drop(keyed);
        self.permute(&order);
        for field in &mut self.fields {
            if let Column::Set(sets) = &mut field.column {
                *sets = sets.arranged(&order);
            }
        }
        self.renumber_texts();
        let numbers = order.par_iter().map(|from| *from as usize);
        self.sources = numbers.map(|from| self.sources[from]).collect();
        self.given = match self.given.is_empty() {
            true => order,
            false => order.iter().map(|at| self.given[*at as usize]).collect(),
        };
        self
    }
}

impl Columns {
    /// Puts rows in the order of their numbers, in place: they are most of what linkage holds.
    fn permute(&mut self, order: &[u32]) {
        let row_len = self.row_len;
        let mut is_placed = vec![false; order.len()];
        let mut first = vec![0; row_len];
        for start in 0..order.len() {
            if is_placed[start] {
                continue;
            }
            // Round a cycle: each row is taken from where it stands before its place is needed.
            first.copy_from_slice(&self.words[start * row_len..][..row_len]);
            let mut at = start;
            loop {
                is_placed[at] = true;
                let from = order[at] as usize;
                if from == start {
                    self.words[at * row_len..][..row_len].copy_from_slice(&first);
                    break;
                }
                let row = from * row_len..(from + 1) * row_len;
                self.words.copy_within(row, at * row_len);
                at = from;
            }
        }
    }

    /// Numbers texts in the order in which records have them: what is known of a text by its number lies close
    /// together then too.
    fn renumber_texts(&mut self) {
        let (row_len, words) = (self.row_len, &self.words);
        let renumbered = |field: &mut Field| {
            let Column::Text(text) = &mut field.column else {
                return None;
            };
            let mut numbers = vec![0_u32; text.codes_len() as usize];
            let mut order = vec![0];
            let rows = words.chunks_exact(row_len.max(1)).map(|row| row[field.at]);
            for code in rows.chain(0..text.codes_len()) {
                let number = &mut numbers[code as usize];
                if code != 0 && *number == 0 {
                    *number = order.len() as u32;
                    order.push(code);
                }
            }
            *text = text.renumbered(&order);
            Some((field.at, numbers))
        };
        let fields = self.fields.par_iter_mut().with_max_len(1);
        let renumbered: Vec<(usize, Vec<u32>)> = fields.filter_map(renumbered).collect();
        self.rows_mut().for_each(|row| {
            for (at, numbers) in &renumbered {
                row[*at] = numbers[row[*at] as usize];
            }
        });
    }
}

/// The halves of a number of eight bytes, the lower first.
fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}
