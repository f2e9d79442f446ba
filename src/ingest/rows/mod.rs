//! Telling rows about a person from everything else that stands in a roster.
//!
//! When unsure, a row with a name and a number is a person: it goes to quarantine, where someone sees it, not away.

pub mod closing;
pub mod days;
pub mod elsewhere;
pub mod heading;
pub mod numbers;
pub mod person_name;
pub mod place;
pub mod reader;
pub mod sections;
pub mod titles;

use super::block::RawRow;
use super::layout::header::HeaderRow;
use super::{Layout, LayoutOptions};
use crate::domain::family_name::begins_with_family_name;
use crate::domain::header::FoldedHeader;
use crate::domain::{Field, Kind};
use crate::reference::names_whole_province;
use closing::{
    is_carried, is_date_line, is_grand_total, is_household, is_note, is_office, is_signature,
    is_total, may_be_nobody,
};
use elsewhere::{holds_date, holds_identifier};
use heading::{bare_day, heading, second_heading};
use numbers::is_column_numbers;
use person_name::{Named, named};
use sections::Heading;

pub use reader::{Place, Reading, RowReader};
pub use sections::Sections;
pub use titles::Titles;

/// What a physical row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind<'a> {
    /// A row about a person (or, for counts, about a place).
    Subject,
    /// A name alone, of a person or of the place that the rows below are of.
    SubjectOrSection,
    /// "Xóm Nà Pò" over the rows of that hamlet; and what it says besides: "Xóm Nà Pò, khám ngày 05/10/2026".
    Section(Heading<'a>, Option<Heading<'a>>),
    /// "Ngày 05 tháng 10 năm 2026" by itself: over people the day of their exam, over a signature that of the list.
    Day(Heading<'a>),
    /// Something over the rows below that is not understood.
    Unread,
    /// The header once more, or the header of another table.
    Header,
    /// Who made the list; nothing below it is part of it, names of those who signed least of all.
    Signature,
    /// Blank, title, column numbers, subtotal, note.
    Other,
}

/// A cell with so many digits is a year, a date or an identifier.
const EVIDENCE_DIGITS: usize = 4;

/// A cell with so many digits is an identifier or a whole date, and no count.
const IDENTIFIER_DIGITS: usize = 7;

const CCCD_DIGITS: usize = 12;

/// So many cells has a person's row above the header whose cells are shifted.
const CELLS_SHIFTED_MIN: usize = 4;

/// Decides what `row` is. Rows of the header and above are other rows too; the caller knows them by number.
#[must_use]
pub fn row_kind<'a>(row: RawRow<'a>, layout: &Layout, options: &LayoutOptions) -> RowKind<'a> {
    if !options.kind.is_about_persons() {
        return count_row_kind(row, layout, options.kind);
    }
    if layout.is_of_program() {
        return RowKind::Subject;
    }
    let name = layout.name(row);
    let digits = layout.evidence_digits(row);
    let is_numbered = is_numbered(row, layout);
    // Where people have numbers, "Trạm trưởng | 20/11/2026" has none.
    let is_office = !is_numbered
        && layout.column(Field::Sequence).is_some()
        && digits < CCCD_DIGITS
        && is_office(name);
    // Nearly every row ends here.
    if has_letters(name) && digits >= EVIDENCE_DIGITS && !may_be_nobody(name) && !is_office {
        return RowKind::Subject;
    }
    let look = Look {
        row,
        options,
        name,
        digits,
        filled: (0..row.len())
            .filter(|column| !row.cell(*column).is_empty())
            .collect(),
        is_numbered,
        is_office,
    };
    look.kind()
}

/// Whether a row is a person wherever it stands: a name in words, and an identifier or the number of the row beside a
/// date. Above a header, where lists that were sorted with it have people, no title is that.
#[must_use]
pub fn is_surely_person(row: RawRow<'_>, layout: &Layout) -> bool {
    let name = layout.name(row);
    let digits = layout.evidence_digits(row);
    let number = layout.column(Field::Sequence).map_or("", |at| row.cell(at));
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    // One cell too few, or one too many: nothing stands where it should.
    let filled = row.cells().filter(|cell| !cell.is_empty());
    if holds_identifier(filled.clone()) && filled.count() >= CELLS_SHIFTED_MIN {
        return true;
    }
    let is_evident = digits > IDENTIFIER_DIGITS + 1 || digits >= EVIDENCE_DIGITS && is_number;
    holds_people_in(name) && is_evident
}

/// Whether a text in the column of names is the name of a person, in words.
#[must_use]
pub fn holds_people_in(name: &str) -> bool {
    let is_words = name.split_whitespace().count() >= 2
        && !name.contains(|c: char| c.is_ascii_digit() || c == ':');
    is_words && has_letters(name) && !may_be_nobody(name)
}

/// A row that is not plainly a person.
struct Look<'a, 'o> {
    row: RawRow<'a>,
    options: &'o LayoutOptions,
    name: &'a str,
    /// The most digits in a cell that only a person's row has.
    digits: usize,
    /// Columns that are not blank.
    filled: Vec<usize>,
    is_numbered: bool,
    /// Who signs, where a person's name would stand.
    is_office: bool,
}

impl<'a> Look<'a, '_> {
    fn kind(&self) -> RowKind<'a> {
        let first = self.cells().next().unwrap_or_default();
        let is_strong = self.digits >= EVIDENCE_DIGITS && !is_date_line(first);
        if self.filled.is_empty() || is_column_numbers(self.row) {
            return RowKind::Other;
        }
        if holds_identifier(self.cells()) {
            return RowKind::Subject;
        }
        if let Some(day) = self.day() {
            return RowKind::Day(day);
        }
        if !is_strong && self.is_header() {
            return RowKind::Header;
        }
        if is_grand_total(first) || is_grand_total(self.name) {
            return RowKind::Other;
        }
        if !is_strong && self.is_sum_of_a_group() {
            return RowKind::Other;
        }
        if let Some((heading, second)) = self.section()
            && (!is_strong || heading.field == Field::ExamDate)
        {
            return RowKind::Section(heading, second);
        }
        // A count of four digits is no year where the row has no number: "Cộng | | 1957 | 12".
        let is_sum = !self.is_numbered && self.digits < IDENTIFIER_DIGITS;
        if (!is_strong || is_sum) && self.is_total(first) || is_sum && is_carried(self.name) {
            return RowKind::Other;
        }
        // "Người duyệt: Đàm Thị Lan | SĐT: 0399…" has digits and is nobody of the list: nobody is called Người.
        let is_nobody = self.is_office || may_be_nobody(self.name) && is_signature(self.name);
        if !self.is_numbered && (!is_strong || is_nobody) && self.is_signature(first) {
            return RowKind::Signature;
        }
        if !self.is_numbered && !is_strong && self.is_count_of_a_sex() {
            return RowKind::Other;
        }
        // A numbered row with a name is a person of whom little was typed: it goes to quarantine, not away.
        if has_letters(self.name) && (self.is_numbered || is_strong) {
            return RowKind::Subject;
        }
        if holds_date(self.cells()) {
            return RowKind::Subject;
        }
        let has_few = self.filled.len() <= 3;
        let is_remark =
            is_note(first) || is_note(self.name) || has_few && self.cells().any(is_date_line);
        if !is_strong && is_remark {
            return RowKind::Other;
        }
        // In a roster a lone text is a remark or a heading; extracts of programs have neither.
        if self.filled.len() == 1 && self.digits == 0 && self.options.kind.is_roster() {
            return self.lone_text(first);
        }
        if let Some(text) = self.numbered_text() {
            return match named(text, true) {
                Named::Person => RowKind::Subject,
                Named::Either if begins_with_family_name(text) => RowKind::SubjectOrSection,
                Named::Either | Named::NoPerson => RowKind::Unread,
            };
        }
        if !has_letters(self.name) && self.digits == 0 {
            return RowKind::Other;
        }
        RowKind::Subject
    }

    fn cells(&self) -> impl Iterator<Item = &'a str> + Clone {
        let row = self.row;
        self.filled.iter().map(move |column| row.cell(*column))
    }

    /// Labels where values would stand: two of them where the name is none, or three.
    fn is_header(&self) -> bool {
        let options = self.options;
        let is_name_header = matches!(
            options.field_in_words(self.name),
            Some(Field::FullName | Field::FamilyName)
        );
        if is_name_header && !self.is_numbered {
            return true;
        }
        if self.filled.len() < 3 || self.is_numbered {
            return false;
        }
        let row = HeaderRow::new(self.row, options);
        let is_named = has_letters(self.name) && options.field_in_words(self.name).is_none();
        row.is_label && row.fields.len() >= if is_named { 3 } else { 2 }
    }

    /// A day that stands alone in a list of exams.
    fn day(&self) -> Option<Heading<'a>> {
        let is_alone = self.filled.len() == 1 && self.options.kind == Kind::ScreeningRoster;
        let text = self.cells().next().filter(|_| is_alone)?;
        bare_day(text)
    }

    /// The heading in one of the first cells, unless somebody's name stands beside it; and what it says besides.
    fn section(&self) -> Option<(Heading<'a>, Option<Heading<'a>>)> {
        if self.filled.len() > 4 {
            return None;
        }
        let mut cells = self.cells().take(2).enumerate();
        let (at, (found, is_sure)) =
            cells.find_map(|(at, cell)| Some((at, heading(cell, self.options)?)))?;
        let cell = self.cells().nth(at).unwrap_or_default();
        let beside = |skipped: usize| {
            let others = self.cells().enumerate();
            others
                .filter(move |(other, _)| *other != skipped)
                .map(|(_, cell)| cell)
        };
        if found.text.is_empty() {
            let is_named = |cell: &&str| match found.field {
                Field::ExamDate => true,
                _ => has_letters(cell) && !is_numbering(cell),
            };
            let text = beside(at).find(is_named)?;
            let found = Heading { text, ..found };
            return Some((found, None)).filter(|_| self.filled.len() == 2);
        }
        let found = (found, second_heading(cell, found, self.options));
        let is_count = |cell: &str| cell.bytes().any(|b| b.is_ascii_digit()) || is_numbering(cell);
        let is_beside =
            |name: &str| name != cell && !name.starts_with(|c: char| c.is_ascii_digit());
        if has_letters(self.name) && is_beside(self.name) && !is_numbering(self.name) {
            return None;
        }
        if is_sure {
            // "1 | Xóm Nà Pò": a numbered heading; "1 | Lớp Thị Mai | Nữ | Tày" is left to be looked at.
            let is_bare = beside(at).all(|cell| is_count(cell) || cell.is_empty());
            return Some(found).filter(|_| is_bare || self.filled.len() <= 2);
        }
        let is_alone = !self.is_numbered && beside(at).all(is_count);
        Some(found).filter(|_| is_alone)
    }

    /// "Hộ nghèo | 12", "Nữ | 3": how many they are, and no heading over them.
    fn is_sum_of_a_group(&self) -> bool {
        let is_number = |cell: &&str| cell.bytes().all(|b| b.is_ascii_digit());
        let numbers = self.cells().filter(is_number).count();
        if numbers <= usize::from(self.is_numbered) || numbers + 2 < self.filled.len() {
            return false;
        }
        // Nam is a given name too.
        let is_group =
            |field: Field| field == Field::TargetGroups || field == Field::Sex && !self.is_numbered;
        let mut found = self
            .cells()
            .take(2)
            .filter_map(|cell| heading(cell, self.options));
        found.any(|(heading, _)| is_group(heading.field))
    }

    /// What stands beside a letter or a sign and nothing else: "A | Văn nghệ sĩ", "* | Cán bộ hưu trí". It is no
    /// person, unless it is called like one.
    fn numbered_text(&self) -> Option<&'a str> {
        let mut cells = self.cells();
        let (Some(first), Some(text), None) = (cells.next(), cells.next(), cells.next()) else {
            return None;
        };
        let is_letter = is_numbering(first) && !first.contains(|c: char| c.is_ascii_digit());
        let is_sign = first.chars().all(|c| "*-+•#".contains(c));
        let is_alone = self.digits == 0 && self.options.kind.is_roster();
        Some(text).filter(|_| (is_letter || is_sign) && is_alone)
    }

    fn is_total(&self, first: &str) -> bool {
        let second = self.cells().nth(1).unwrap_or_default();
        let is_numbering_first = is_numbering(first);
        is_total(first) || is_total(self.name) || is_numbering_first && is_total(second)
    }

    /// "Nữ | 3", "Nữ: 3": how many there are, and not who.
    fn is_count_of_a_sex(&self) -> bool {
        let word = self
            .name
            .trim_matches(|c: char| c == ' ' || c.is_ascii_digit() || c.is_ascii_punctuation());
        let is_figure = |cell: &str| !cell.chars().any(char::is_alphabetic);
        ["nữ", "nam"].contains(&FoldedHeader::whole(word).marked.as_str())
            && self
                .cells()
                .all(|cell| cell == self.name || is_figure(cell))
    }

    fn is_signature(&self, first: &str) -> bool {
        self.filled.len() <= 4 && (is_signature(first) || is_signature(self.name))
    }

    /// A text that stands alone ends the section above it, whatever it is: a hamlet's name without "Xóm" must not
    /// leave its people in the hamlet before. A person's name is a person of whom nothing else was typed.
    fn lone_text(&self, text: &'a str) -> RowKind<'a> {
        // A household stands in its hamlet.
        let is_aside = text.starts_with(['(', '*', '-', '"'])
            || is_household(text)
            || ["trang", "page", "sheet"]
                .iter()
                .any(|word| text.to_lowercase().starts_with(word));
        if is_aside || !has_letters(text) {
            return RowKind::Other;
        }
        match named(text, self.name == text) {
            Named::Person => RowKind::Subject,
            Named::Either => RowKind::SubjectOrSection,
            Named::NoPerson => RowKind::Unread,
        }
    }
}

fn has_letters(text: &str) -> bool {
    // Dotted lines to be filled in by hand are no letters, and nearly every name has one of ASCII.
    text.bytes().any(|b| b.is_ascii_alphabetic()) || text.chars().any(char::is_alphabetic)
}

/// Letters that a number may have beside it: "HS12". "Bản Khuông: 25 hộ" in the column of numbers is none.
const LETTERS_MAX: usize = 3;

fn is_numbered(row: RawRow<'_>, layout: &Layout) -> bool {
    let Some(column) = layout.column(Field::Sequence) else {
        return false;
    };
    let cell = row.cell(column);
    let has_few_letters = || cell.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS_MAX;
    cell.bytes().any(|b| b.is_ascii_digit()) && (cell.len() <= LETTERS_MAX || has_few_letters())
}

/// `1`, `IV`, `a)`: what stands before a heading in a cell of its own.
fn is_numbering(text: &str) -> bool {
    let number = text.trim_end_matches(['.', ')', ':']);
    let is_roman = number.bytes().all(|b| b"IVX".contains(&b));
    let is_digits = number.bytes().all(|b| b.is_ascii_digit());
    number.len() <= 4 && (is_roman || is_digits || number.len() == 1 && number.is_ascii())
}

/// A count is of a commune, by its code, or of a place by a name that is no heading of sums; a facility by the code of its
/// commune. Only aggregates are delivered of the whole province: elsewhere that is a sum.
fn count_row_kind<'a>(row: RawRow<'a>, layout: &Layout, kind: Kind) -> RowKind<'a> {
    let cell = |field| layout.column(field).map_or("", |column| row.cell(column));
    let (code, name) = (cell(Field::CommuneCode), cell(Field::CommuneName));
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let is_sum =
        |text: &str| is_total(text) || kind != Kind::Aggregates && names_whole_province(text);
    let is_place = |text: &str| text.chars().any(char::is_alphabetic) && !is_sum(text);
    let has_number = || has_digit(cell(Field::Count));
    if has_digit(code) || has_number() && (is_place(code) || is_place(name)) {
        RowKind::Subject
    } else {
        RowKind::Other
    }
}

#[cfg(test)]
mod property;
#[cfg(test)]
mod tests;
