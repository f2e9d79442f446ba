//! Which rows are the header, which column is which field.
//!
//! A header is one to three rows of labels with merged cells, perhaps a row of field codes below, with titles above and
//! rows of column numbers and instructions among and under them. The rows with the most columns of a known name are
//! it; what stands above them as groups belongs to it, so that a guardian's number is never read as the person's.

mod any_class;
pub mod birth_parts;
pub mod claims;
mod classes;
mod continued;
pub mod fonts;
pub mod further;
pub mod header;
pub mod hints;
pub mod join;
pub mod options;
pub mod other_person;
mod place;
mod restore;
pub mod settle;
mod ticked_groups;
pub mod unit;
mod wording;

use claims::{Column, resolve};
use further::{FurtherColumn, Role, role_of};
use header::{HeaderRow, paths};

use super::block::RawRow;
use super::rows::{RowKind, is_surely_person, row_kind};
use super::{IngestError, RawBlock};
use crate::domain::{Field, Sex};

pub use claims::{Match, Unclaimed};
pub use options::LayoutOptions;
pub use restore::KnownColumn;

/// A header begins within this many rows from the top (ministry templates need 8, offices up to 20).
pub const HEADER_ROWS_MAX: usize = 25;

/// Three rows of labels, one of codes, one of column numbers between.
const HEADER_DEPTH_MAX: usize = 5;

/// A column whose header no field claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherColumn {
    /// Position from 0.
    pub column: usize,
    pub header: String,
    /// Dropped by name, as somebody else's or as of another place; otherwise unknown.
    pub is_dropped: bool,
    pub reason: Unclaimed,
}

/// A column that is a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchedColumn {
    pub field: Field,
    pub column: usize,
    pub how: Match,
    /// A unit that the header states and the field is not in.
    pub other_unit: Option<&'static str>,
}

/// How the table of one file or sheet lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Per field, its column.
    columns: [Option<u16>; Field::COUNT],
    /// The columns that are fields, in field order.
    pub matches: Vec<MatchedColumn>,
    /// Columns that are read for a field beside its first one, from left to right.
    pub further: Vec<FurtherColumn>,
    /// Header text of every column, the parts of merged headers joined by ` / `.
    pub headers: Vec<String>,
    pub others: Vec<OtherColumn>,
    /// First and last row of the header, codes and instructions below it among them, as a person sees them.
    pub header_rows: (u32, u32),
    /// Title text above the header, row by row.
    pub titles: Vec<String>,
    /// The sex of those whom the only column of marks ("Nữ": x) leaves blank.
    pub blank_sex: Option<Sex>,
    /// Whether numbers in columns of dates are days of the 1904 system, which Excel for Mac used.
    pub is_1904: bool,
    /// Whether the sheet has no header of its own: it goes on with the list of an earlier one.
    pub is_continued: bool,
    /// Columns that hold a name or a part of one.
    names: Vec<u16>,
    /// Columns whose values only a person's row has.
    evidence: Vec<u16>,
}

/// Fields whose values only a person's row has.
const EVIDENCE: [Field; 7] = [
    Field::BirthDate,
    Field::IdentityNumber,
    Field::BhytCard,
    Field::BhxhNumber,
    Field::BirthYear,
    Field::UnderMale,
    Field::UnderFemale,
];

/// Fields that say when someone was born.
const BIRTHS: [Field; 4] = [
    Field::BirthDate,
    Field::BirthYear,
    Field::UnderMale,
    Field::UnderFemale,
];

const NAMES: [Field; 3] = [Field::FullName, Field::FamilyName, Field::GivenName];

/// Fields of which a table about persons has one.
const PERSONS: [Field; 6] = [
    Field::FullName,
    Field::FamilyName,
    Field::GivenName,
    Field::IdentityNumber,
    Field::BhytCard,
    Field::BhxhNumber,
];

/// Rows that may be a header: from which row of the block, how many, and what they say of the columns.
struct Draft {
    first: usize,
    depth: usize,
    /// Rows below the first that name fields by themselves.
    labels: usize,
    columns: Vec<Column>,
}

impl Draft {
    /// More fields are better, then more labels understood.
    fn score(&self) -> (usize, usize) {
        (self.matched(), self.labels)
    }

    fn matched(&self) -> usize {
        let fields = self.columns.iter();
        // Codes below labels name no district and no province; they are not the worse for it.
        let is_place = |field| matches!(field, Field::DistrictName | Field::ProvinceName);
        let is_known = |column: &&Column| {
            let is_ticked = column.class.is_some() || column.is_group;
            column.field.is_some_and(|field| !is_place(field)) || is_ticked
        };
        fields.filter(is_known).count()
    }

    fn has_any(&self, fields: &[Field]) -> bool {
        let mut own = self.columns.iter().filter_map(|column| column.field);
        own.any(|field| fields.contains(&field))
    }

    /// The first row below that is a person's, among those where another header could begin.
    fn first_person(&self, start: &RawBlock, options: &LayoutOptions) -> Option<usize> {
        let last = self.first + self.depth - 1;
        let end = hints::end(start, last, &self.columns, options);
        let layout = Layout::from_columns(
            &self.columns,
            (start.row(self.first).number, start.row(end).number),
        );
        let mut below = end + 1..start.rows().min(HEADER_ROWS_MAX);
        below.find(|row| row_kind(start.row(*row), &layout, options) == RowKind::Subject)
    }

    fn is_header(&self, options: &LayoutOptions) -> bool {
        let is_about_persons = options.kind.is_about_persons();
        self.matched() >= options.needed() && (!is_about_persons || self.has_any(&PERSONS))
    }
}

impl Layout {
    /// Finds the header among the first rows of a table: the row, or the rows with merged cells, with the most columns
    /// of a known name.
    #[must_use]
    pub fn detect(start: &RawBlock, options: &LayoutOptions) -> Option<Self> {
        let rows: Vec<HeaderRow<'_>> = (0..start.rows().min(HEADER_ROWS_MAX + HEADER_DEPTH_MAX))
            .map(|row| HeaderRow::new(start.row(row), options))
            .collect();
        let mut best: Option<Draft> = None;
        let mut person_of_best = None;
        for first in 0..rows.len().min(HEADER_ROWS_MAX) {
            // People stand between: what follows is another table below, and not the header of theirs.
            if person_of_best.is_some_and(|person| person < first) {
                break;
            }
            if !rows[first].is_meaningful || has_heading_above(&rows, first) {
                continue;
            }
            for draft in drafts(&rows, first, options) {
                let is_better = best.as_ref().is_none_or(|best| {
                    let is_same_table = draft.first < best.first + best.depth;
                    let is_simpler = is_same_table && draft.depth < best.depth;
                    draft.score() > best.score() || draft.score() == best.score() && is_simpler
                });
                if is_better && draft.is_header(options) {
                    person_of_best = draft.first_person(start, options);
                    best = Some(draft);
                }
            }
        }
        best.map(|draft| Self::settled(start, draft, options))
    }

    /// This layout, or the one of the same header before its letters were read in the encoding of the records below it,
    /// where that names more fields: "Xóm" over hamlets in VNI is no "Xĩm".
    #[must_use]
    pub fn or_as_written(self, written: Self) -> Self {
        let is_same = self.header_rows == written.header_rows;
        if is_same && written.matched() > self.matched() {
            written
        } else {
            self
        }
    }

    /// The header of which row `at` of `block` is a part, in the middle of a table: pages pasted one under the other
    /// repeat it.
    #[must_use]
    pub fn repeated(block: &RawBlock, at: usize, options: &LayoutOptions) -> Option<Self> {
        let above = at.min(2);
        let end = block.rows().min(at + HEADER_DEPTH_MAX);
        let rows: Vec<HeaderRow<'_>> = (at - above..end)
            .map(|row| HeaderRow::new(block.row(row), options))
            .collect();
        let mut first = above;
        while has_heading_above(&rows, first) {
            first -= 1;
        }
        let mut best: Option<Draft> = None;
        for mut draft in drafts(&rows, first, options) {
            draft.first += at - above;
            if best
                .as_ref()
                .is_none_or(|best: &Draft| draft.score() > best.score())
            {
                best = Some(draft);
            }
        }
        let best = best.filter(|draft| draft.is_header(options))?;
        Some(Self::settled(block, best, options))
    }

    /// The layout of a draft, after a look at the rows below it.
    fn settled(block: &RawBlock, draft: Draft, options: &LayoutOptions) -> Self {
        let last = draft.first + draft.depth - 1;
        let end = hints::end(block, last, &draft.columns, options);
        let below: Vec<RawRow<'_>> = (end + 1..block.rows()).map(|row| block.row(row)).collect();
        let mut columns = draft.columns;
        let blank_sex = settle::settle(&mut columns, &below);
        let header_rows = (block.row(draft.first).number, block.row(end).number);
        let mut layout = Self::from_columns(&columns, header_rows);
        layout.blank_sex = blank_sex;
        layout.titles = layout.titles_of(block, draft.first, options);
        layout
    }

    fn from_columns(columns: &[Column], header_rows: (u32, u32)) -> Self {
        let mut layout = Self {
            columns: [None; Field::COUNT],
            matches: Vec::new(),
            further: Vec::new(),
            headers: columns.iter().map(|column| column.header.clone()).collect(),
            others: Vec::new(),
            header_rows,
            titles: Vec::new(),
            blank_sex: None,
            is_1904: false,
            is_continued: false,
            names: Vec::new(),
            evidence: Vec::new(),
        };
        for (at, column) in columns.iter().enumerate() {
            if let Some((field, role)) = role_of(columns, at) {
                layout.further.push(FurtherColumn {
                    field,
                    column: at,
                    how: column.how,
                    role,
                });
                continue;
            }
            match (column.field, u16::try_from(at)) {
                (Some(field), Ok(place)) => {
                    layout.columns[field as usize] = Some(place);
                    layout.matches.push(MatchedColumn {
                        field,
                        column: at,
                        how: column.how,
                        other_unit: column.other_unit,
                    });
                }
                _ if column.header.is_empty() && column.reason != Unclaimed::NoHeader => {}
                _ => layout.others.push(OtherColumn {
                    column: at,
                    header: if column.header.is_empty() {
                        format!("column {} (no header)", at + 1)
                    } else {
                        column.header.clone()
                    },
                    is_dropped: matches!(
                        column.reason,
                        Unclaimed::Dropped | Unclaimed::OtherPerson | Unclaimed::OtherPlace
                    ),
                    reason: column.reason,
                }),
            }
        }
        layout.settle_places();
        layout
    }

    /// Puts the columns in order and notes those that tell persons from other rows.
    fn settle_places(&mut self) {
        self.matches.sort_by_key(|matched| matched.field);
        let places = |fields: &[Field]| {
            let first = fields
                .iter()
                .filter_map(|field| self.columns[*field as usize]);
            first.collect::<Vec<u16>>()
        };
        let (names, mut evidence) = (places(&NAMES), places(&EVIDENCE));
        let further = self.further.iter();
        let further = further.filter(|further| EVIDENCE.contains(&further.field));
        evidence.extend(further.filter_map(|further| u16::try_from(further.column).ok()));
        (self.names, self.evidence) = (names, evidence);
    }

    /// The columns in which a class of health is ticked, and which class.
    pub fn classes(&self) -> impl Iterator<Item = (u8, usize)> + '_ {
        let further = self.further.iter();
        further.filter_map(|further| match further.role {
            Role::Class(class) => Some((class, further.column)),
            Role::Second | Role::Group => None,
        })
    }

    /// The columns in which a target group is ticked, and their headers.
    pub fn ticked_groups(&self) -> impl Iterator<Item = (&str, usize)> + '_ {
        let groups = self.further.iter();
        let groups = groups.filter(|further| further.role == Role::Group);
        groups.map(|further| (self.headers[further.column].as_str(), further.column))
    }

    /// The second columns of fields, from left to right.
    pub fn seconds(&self) -> impl Iterator<Item = (Field, usize)> + '_ {
        let seconds = self.further.iter();
        let seconds = seconds.filter(|further| further.role == Role::Second);
        seconds.map(|further| (further.field, further.column))
    }

    /// The texts above the header, people left out.
    fn titles_of(&self, block: &RawBlock, header: usize, options: &LayoutOptions) -> Vec<String> {
        let above = (0..header).map(|row| block.row(row));
        above
            .filter(|row| !self.is_person_above(*row, options))
            .map(|row| {
                let cells = row.cells().filter(|cell| !cell.is_empty());
                cells.collect::<Vec<_>>().join(" ")
            })
            .filter(|title| !title.is_empty())
            .collect()
    }

    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize].map(usize::from)
    }

    /// The fields that have a column, in field order.
    pub fn fields(&self) -> impl Iterator<Item = (Field, usize)> + '_ {
        self.matches
            .iter()
            .map(|matched| (matched.field, matched.column))
    }

    /// How a field was found, where it has a column.
    #[must_use]
    pub fn matched_column(&self, field: Field) -> Option<MatchedColumn> {
        let mut matches = self.matches.iter();
        matches.find(|matched| matched.field == field).copied()
    }

    /// How many fields have a column.
    #[must_use]
    pub fn matched(&self) -> usize {
        self.matches.len()
    }

    /// How many columns the header has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.headers.len()
    }

    /// The name of a row's person as it lies in its cells, the first part that is filled.
    pub(super) fn name<'a>(&self, row: RawRow<'a>) -> &'a str {
        let cells = self
            .names
            .iter()
            .map(|column| row.cell(usize::from(*column)));
        cells
            .into_iter()
            .find(|cell| !cell.is_empty())
            .unwrap_or("")
    }

    /// The most digits in one cell that only a person's row has.
    pub(super) fn evidence_digits(&self, row: RawRow<'_>) -> usize {
        let digits = |column: &u16| {
            let cell = row.cell(usize::from(*column)).bytes();
            cell.filter(u8::is_ascii_digit).count()
        };
        self.evidence.iter().map(digits).max().unwrap_or(0)
    }

    /// The year in the columns of the birth, as it is typed.
    pub(super) fn birth_year(&self, row: RawRow<'_>) -> Option<u16> {
        let columns = BIRTHS.iter().filter_map(|field| self.column(*field));
        let mut numbers = columns.flat_map(|column| {
            let cell = row.cell(column);
            cell.split(|c: char| !c.is_ascii_digit())
        });
        numbers.find_map(|number| number.parse().ok().filter(|_| number.len() == 4))
    }

    /// Whether a row above the header is a person's all the same.
    #[must_use]
    pub fn is_person_above(&self, row: RawRow<'_>, options: &LayoutOptions) -> bool {
        row.number < self.header_rows.0
            && options.kind.is_about_persons()
            && is_surely_person(row, self)
    }

    /// Whether a program named the columns apart from the rows, so that every row is a record.
    #[must_use]
    pub fn is_of_program(&self) -> bool {
        self.header_rows == (0, 0) && !self.is_continued
    }

    /// Refuses a table whose header is there twice, the second beside the first: a list of people each, with numbers
    /// or with the very same headers over names and over what tells people apart.
    ///
    /// # Errors
    /// [`IngestError::SideBySide`].
    pub fn refuse_side_by_side(&self) -> Result<(), IngestError> {
        let repeated = |field| {
            let mut others = self.others.iter();
            others.find(|other| other.reason == Unclaimed::Repeats(field))
        };
        let name = NAMES
            .into_iter()
            .find_map(|field| Some((self.column(field)?, repeated(field)?)));
        // "CCCD" beside "CMND" is one person with two numbers; "CCCD" beside "CCCD" is not.
        let is_again = |field| match (self.column(field), repeated(field)) {
            (Some(first), Some(second)) => self.headers[first] == second.header,
            _ => false,
        };
        let telling = [Field::BirthDate, Field::IdentityNumber, Field::BhytCard];
        let is_table = repeated(Field::Sequence).is_some()
            || NAMES.into_iter().any(is_again) && telling.into_iter().any(is_again);
        match name {
            Some((first, second)) if is_table => Err(IngestError::SideBySide {
                row: self.header_rows.0,
                first: first + 1,
                second: second.column + 1,
            }),
            _ => Ok(()),
        }
    }

    /// Whether a header that names less, or the same, has every field where this one has it.
    #[must_use]
    pub fn agrees_with(&self, repeated: &Self) -> bool {
        self.headers == repeated.headers
            || repeated
                .fields()
                .all(|(field, column)| self.column(field) == Some(column))
    }
}

/// Whether the row above is a part of the same header: its cells name fields or groups.
fn has_heading_above(rows: &[HeaderRow<'_>], row: usize) -> bool {
    row.checked_sub(1).is_some_and(|above| {
        let heading = &rows[above];
        let is_next = heading.number + 1 == rows[row].number;
        is_next && heading.is_label && heading.is_meaningful && is_wide(heading)
    })
}

/// One cell that happens to be a label is a title; a group names somebody else, or stands beside others.
fn is_wide(row: &HeaderRow<'_>) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.text.is_empty());
    let first = row.cells.first().is_some_and(|cell| !cell.text.is_empty());
    filled.count() >= 2 || !first
}

/// What the rows from `first` on say of the columns, read as one header of one row, of two, and so on.
fn drafts(rows: &[HeaderRow<'_>], first: usize, options: &LayoutOptions) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut levels: Vec<&HeaderRow<'_>> = Vec::new();
    for depth in 1..=HEADER_DEPTH_MAX {
        let Some(row) = rows.get(first + depth - 1) else {
            break;
        };
        let is_next = row.number as usize == rows[first].number as usize + depth - 1;
        let is_above = |above: &&HeaderRow<'_>| classes::are_numbered(row, above, options);
        let are_classes = levels.last().is_some_and(is_above);
        if !is_next || !(row.is_label || row.is_numbers || are_classes) {
            break;
        }
        if row.is_numbers && !are_classes {
            continue;
        }
        // The header once more, or a heading inside the table: neither is a part of this header.
        let is_heading = depth > 1 && row.is_lone() && row.fields.is_empty();
        if is_heading || levels.iter().any(|level| row.repeats(level)) {
            break;
        }
        let is_below_groups = levels
            .last()
            .is_some_and(|above| row.is_below_groups(above, options));
        levels.push(row);
        let mut columns: Vec<Column> = paths(&levels)
            .iter()
            .map(|path| Column::new(path, options))
            .collect();
        resolve(&mut columns);
        let draft = Draft {
            first,
            depth,
            labels: levels[1..]
                .iter()
                .filter(|row| row.fields.len() >= 2)
                .count(),
            columns,
        };
        // What stands under the groups of a header belongs to it, even where it names no field: without it the values
        // below would stand beyond the last column.
        if is_below_groups && draft.is_header(options) {
            drafts.pop();
        }
        drafts.push(draft);
    }
    drafts
}

#[cfg(test)]
mod as_sent;
#[cfg(test)]
pub mod tests;
