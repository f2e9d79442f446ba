//! The cells of one row by their fields.

use super::second_column::{Second, compare_texts, of_two};
use crate::domain::{Field, Value};
use crate::ingest::Layout;
use crate::ingest::block::RawRow;
use crate::ingest::rows::Place;

/// Which columns of a table hold which field.
pub struct Columns {
    firsts: [Option<u16>; Field::COUNT],
    /// Second columns of fields, from left to right.
    seconds: Vec<(Field, usize)>,
}

impl Columns {
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let mut firsts = [None; Field::COUNT];
        for (field, column) in layout.fields() {
            firsts[field as usize] = u16::try_from(column).ok();
        }
        Self {
            firsts,
            seconds: layout.seconds().collect(),
        }
    }

    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.firsts[field as usize].is_some()
    }
}

/// A row, read field by field.
pub struct Cells<'c, 'a> {
    pub columns: &'c Columns,
    pub row: RawRow<'a>,
    pub place: Place<'a>,
    /// Texts in second columns that say something else than the value.
    pub passed_over: Vec<(Field, &'a str)>,
}

impl<'a> Cells<'_, 'a> {
    /// The text of a field: of its first column that is filled.
    pub fn text(&self, field: Field) -> &'a str {
        match self.first(field) {
            "" if !self.columns.seconds.is_empty() => self.seconds(field).next().unwrap_or(""),
            text => text,
        }
    }

    /// The text of a field, or the heading that the row stands under.
    pub fn or_heading(&self, field: Field, heading: &'a str) -> &'a str {
        match self.text(field) {
            "" => heading,
            text => text,
        }
    }

    /// The text of a field whose value may lie in parts.
    pub fn joined(&self, field: Field) -> &'a str {
        let joined = self.place.joined(field);
        joined.unwrap_or_else(|| self.first(field))
    }

    /// The value of a field that may have two columns: of the first that can be read.
    pub fn value<T>(
        &mut self,
        field: Field,
        read: impl Fn(&'a str) -> Value<'a, T>,
        compare: impl Fn(&T, &T) -> Second,
    ) -> Value<'a, T> {
        let mut value = read(self.joined(field));
        if self.columns.seconds.is_empty() {
            return value;
        }
        let seconds: Vec<&str> = self.seconds(field).collect();
        for text in seconds {
            let second = (text, read(text));
            value = of_two(field, value, second, &compare, &mut self.passed_over);
        }
        value
    }

    /// Notes second texts of the fields that are no part of `read`, where they say something else than the first.
    pub fn compare_others(&mut self, read: &[Field]) {
        for (field, column) in &self.columns.seconds {
            if !read.contains(field) {
                let (first, second) = (self.first(*field), self.row.cell(*column));
                compare_texts(*field, first, second, &mut self.passed_over);
            }
        }
    }

    fn first(&self, field: Field) -> &'a str {
        let column = self.columns.firsts[field as usize];
        column.map_or("", |column| self.row.cell(usize::from(column)))
    }

    fn seconds(&self, field: Field) -> impl Iterator<Item = &'a str> + '_ {
        let columns = self.columns.seconds.iter();
        let columns = columns.filter(move |(of, _)| *of == field);
        let cells = columns.map(|(_, column)| self.row.cell(*column));
        cells.filter(|cell| !cell.is_empty())
    }
}
