//! The rows of a table one by one, with what the rows before say of them.

use super::elsewhere::holds_identifier;
use super::sections::{Heading, Sections};
use super::{CCCD_DIGITS, IDENTIFIER_DIGITS, RowKind, row_kind};
use crate::domain::Field;
use crate::ingest::block::RawRow;
use crate::ingest::layout::join::place_in_joined;
use crate::ingest::{Layout, LayoutOptions, RawBlock};

/// What belongs to a row and stands elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a> {
    /// The headings that the row stands under.
    pub sections: Sections<'a>,
    /// Its values that lie in several columns, from [`Layout::joined`].
    pub joined: Option<RawRow<'a>>,
}

impl<'a> Place<'a> {
    /// The text of a field that lies in several columns of `layout`; `None` for any other.
    #[must_use]
    pub fn joined(&self, field: Field) -> Option<&'a str> {
        Some(self.joined?.cell(place_in_joined(field)?))
    }
}

/// What a row is, read in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<'a> {
    /// A row about a person or a place, under these headings.
    Subject(Sections<'a>),
    Other,
    /// The header of a table whose columns lie otherwise: from the row behind it on, this layout holds.
    OtherTable(Box<Layout>),
}

/// A list is signed in the year in which it is sent, or in the one before.
const YEARS_SIGNED_BEFORE: u16 = 1;

/// Reads the rows of one table in order.
#[derive(Debug)]
pub struct RowReader<'b, 'l> {
    block: &'b RawBlock,
    layout: &'l Layout,
    options: &'l LayoutOptions,
    sections: Sections<'b>,
    /// Rows over others that were not understood, as far as somebody stands below them.
    unread: Vec<u32>,
    /// The last of them, while nobody stands below it yet.
    pending: Option<u32>,
    /// A day by itself below which nobody stands yet: who stands there was examined on it, unless they signed.
    day: Option<Heading<'b>>,
    /// The day of the exam under which nobody stands yet.
    fresh_day: Option<Heading<'b>>,
    /// Rows up to this one are a header that was repeated.
    header_end: u32,
    /// A signature was passed: names below it are of those who signed.
    is_signed: bool,
    /// The header of a table without persons was passed.
    is_outside: bool,
    /// The year in which the list was sent; 0 where that is not known.
    year_sent: u16,
    /// The rows above the header are read as well: they are of no other table.
    is_from_top: bool,
}

impl<'b, 'l> RowReader<'b, 'l> {
    /// Reads rows of `block` from `first_row` on, whose columns lie as `layout` says.
    #[must_use]
    pub fn new(
        block: &'b RawBlock,
        layout: &'l Layout,
        options: &'l LayoutOptions,
        first_row: u32,
    ) -> Self {
        Self {
            block,
            layout,
            options,
            sections: Sections::default(),
            unread: Vec::new(),
            pending: None,
            day: None,
            fresh_day: None,
            header_end: first_row.saturating_sub(1),
            is_signed: false,
            is_outside: false,
            year_sent: 0,
            is_from_top: false,
        }
    }

    /// The same of a list that was sent in `year`.
    #[must_use]
    pub fn sent_in(self, year: u16) -> Self {
        Self {
            year_sent: year,
            ..self
        }
    }

    /// The same, which finds the people above the header too.
    #[must_use]
    pub fn from_top(self) -> Self {
        Self {
            is_from_top: true,
            ..self
        }
    }

    /// The same, where these headings stand over the first row already.
    #[must_use]
    pub fn under(self, sections: Sections<'b>) -> Self {
        Self { sections, ..self }
    }

    /// The headings that stand over the next row.
    #[must_use]
    pub fn sections(&self) -> Sections<'b> {
        self.sections
    }

    /// Rows over those that were read which were not understood.
    #[must_use]
    pub fn into_unread(self) -> Vec<u32> {
        self.unread
    }

    /// What the row at `index` of the block is. Rows are asked for in order.
    pub fn read(&mut self, index: usize) -> Reading<'b> {
        let row = self.block.row(index);
        if row.number <= self.header_end {
            if self.is_from_top && self.layout.is_person_above(row, self.options) {
                return Reading::Subject(self.sections);
            }
            return Reading::Other;
        }
        match row_kind(row, self.layout, self.options) {
            RowKind::Subject if self.is_subject(index) => return self.subject(),
            RowKind::SubjectOrSection if self.is_subject(index) => {
                self.sections.end();
                let subject = self.subject();
                self.pending = Some(row.number);
                return subject;
            }
            // What is damaged says something else than it did.
            RowKind::Section(..) | RowKind::Day(_) if row.damage().is_some() => {
                self.end_sections(row.number);
            }
            RowKind::Section(heading, None) if !self.is_outside => self.turn_to(heading),
            RowKind::Section(heading, Some(second)) if !self.is_outside => {
                // The day beside a place is that of its people, and of no other place.
                let is_day_first = heading.field == Field::ExamDate;
                let (place, day) = match is_day_first {
                    true => (second, heading),
                    false => (heading, second),
                };
                self.sections.forget(day.field);
                (self.day, self.fresh_day) = (None, None);
                self.turn_to(place);
                self.turn_to(day);
                self.fresh_day = None;
            }
            RowKind::Day(day) if !self.is_outside => self.day = Some(day),
            RowKind::Unread if !self.is_outside => self.end_sections(row.number),
            RowKind::Header => return self.header(index),
            RowKind::Signature => (self.is_signed, self.day) = (true, None),
            RowKind::Subject
            | RowKind::SubjectOrSection
            | RowKind::Section(..)
            | RowKind::Day(_)
            | RowKind::Unread
            | RowKind::Other => {}
        }
        Reading::Other
    }

    /// Goes on under `heading`. A day over which nobody stood yet is of those below: "Ngày khám: 05/10/2026", then
    /// "Xóm Nà Pò".
    fn turn_to(&mut self, heading: Heading<'b>) {
        if let Some(day) = self.day.take() {
            self.sections.turn_to(day);
            self.fresh_day = Some(day);
        }
        self.sections.turn_to(heading);
        if heading.field == Field::ExamDate {
            self.fresh_day = Some(heading);
        } else if let Some(day) = self.fresh_day
            && self.sections.text(Field::ExamDate).is_empty()
        {
            self.sections.turn_to_below(day, heading);
        }
    }

    fn subject(&mut self) -> Reading<'b> {
        if let Some(day) = self.day.take() {
            self.sections.turn_to(day);
        }
        self.fresh_day = None;
        self.unread.extend(self.pending.take());
        Reading::Subject(self.sections)
    }

    fn end_sections(&mut self, row: u32) {
        (self.day, self.fresh_day) = (None, None);
        self.sections.end();
        self.pending = Some(row);
    }

    /// Below a signature a name alone is nobody of the list; in a table of counts only an identifier makes a person.
    fn is_subject(&self, index: usize) -> bool {
        if !self.is_signed && !self.is_outside || !self.options.kind.is_about_persons() {
            return true;
        }
        let row = self.block.row(index);
        let digits = self.layout.evidence_digits(row);
        if self.is_outside {
            return digits >= IDENTIFIER_DIGITS;
        }
        let filled = row.cells().filter(|cell| !cell.is_empty());
        if super::is_numbered(row, self.layout) || holds_identifier(filled.clone()) {
            return true;
        }
        // Nobody signed a list years before it was sent: that is a birth.
        let year = self.layout.birth_year(row);
        if year.is_some_and(|year| year + YEARS_SIGNED_BEFORE < self.year_sent) {
            return true;
        }
        // Where rows have numbers, or people more than a name and a date, a date behind a name is the day of a signature.
        let has_numbers = self.layout.column(Field::Sequence).is_some();
        let is_day = has_numbers || filled.count() <= 2 && self.layout.matched() >= 4;
        let needed = if is_day { CCCD_DIGITS } else { 1 };
        digits >= needed
    }

    fn header(&mut self, index: usize) -> Reading<'b> {
        let row = self.block.row(index);
        self.header_end = row.number;
        self.day = None;
        let Some(mut found) = Layout::repeated(self.block, index, self.options) else {
            // The names of a list stand under its header; this one is of something else.
            let name = self.layout.name(row);
            let is_own = self.options.field_in_words(name).is_some_and(is_name);
            self.is_outside |= !is_own;
            return Reading::Other;
        };
        if self.layout.agrees_with(&found) {
            self.header_end = found.header_rows.1.max(row.number);
            (self.is_signed, self.is_outside) = (false, false);
            return Reading::Other;
        }
        found.is_1904 = self.layout.is_1904;
        Reading::OtherTable(Box::new(found))
    }
}

fn is_name(field: Field) -> bool {
    matches!(
        field,
        Field::FullName | Field::FamilyName | Field::GivenName
    )
}
