//! Values that lie in several columns, put together as one cell would hold them.

use super::Layout;
use super::classes::write_ticked;
use super::settle::{is_mark, is_no_mark};
use super::ticked_groups;
use crate::domain::Field;
use crate::ingest::RawBlock;

/// The values of a row that may lie in several columns, in the order in which they stand in a joined row.
const JOINED: [Field; 5] = [
    Field::FullName,
    Field::BirthDate,
    Field::BloodPressure,
    Field::HealthClass,
    Field::TargetGroups,
];

/// The place of a field in a joined row; `None` for one that lies in one column.
#[must_use]
pub fn place_in_joined(field: Field) -> Option<usize> {
    JOINED.into_iter().position(|joined| joined == field)
}

impl Layout {
    /// Whether a cell under "Nam" or "Nữ" says that the person is of that sex; `None` where it cannot be told.
    #[must_use]
    pub fn says_sex(cell: &str) -> Option<bool> {
        match cell {
            _ if is_no_mark(cell) => Some(false),
            _ if is_mark(cell) || is_birth(cell) => Some(true),
            _ => None,
        }
    }

    /// Whether a name, a birth date, a blood pressure, a class or groups lie in several columns.
    #[must_use]
    pub fn has_split_values(&self) -> bool {
        let parts = [
            Field::GivenName,
            Field::BirthYear,
            Field::UnderMale,
            Field::UnderFemale,
            Field::Systolic,
        ];
        parts.into_iter().any(|part| self.column(part).is_some())
            || self.classes().next().is_some()
            || self.ticked_groups().next().is_some()
    }

    /// A row of joined values beside each row of `block`; `None` where every value lies in one column.
    #[must_use]
    pub fn joined(&self, block: &RawBlock) -> Option<RawBlock> {
        if !self.has_split_values() {
            return None;
        }
        let mut joined =
            RawBlock::with_capacity(64 * block.rows(), block.rows(), JOINED.len() * block.rows());
        for row in (0..block.rows()).map(|row| block.row(row)) {
            let cell = |field| self.column(field).map_or("", |column| row.cell(column));
            write_name(joined.cell_text(), self, &cell);
            joined.end_cell();
            self.write_birth_date(joined.cell_text(), &cell);
            joined.end_cell();
            write_blood_pressure(joined.cell_text(), &cell);
            joined.end_cell();
            let ticks = self
                .classes()
                .map(|(class, column)| (class, row.cell(column)));
            let own = cell(Field::HealthClass);
            write_ticked(joined.cell_text(), own, ticks);
            joined.end_cell();
            let ticks = self
                .ticked_groups()
                .map(|(header, column)| (header, row.cell(column)));
            let own = cell(Field::TargetGroups);
            ticked_groups::write_ticked(joined.cell_text(), own, ticks);
            joined.end_cell();
            joined.end_row(row.number);
        }
        Some(joined)
    }

    fn write_birth_date<'a>(&self, out: &mut String, cell: &impl Fn(Field) -> &'a str) {
        let whole = cell(Field::BirthDate);
        let parts = [Field::BirthDay, Field::BirthMonth, Field::BirthYear];
        if whole.is_empty() && self.column(Field::BirthYear).is_some() {
            return write_parts(out, parts.map(cell));
        }
        let [male, female] = [Field::UnderMale, Field::UnderFemale].map(|field| {
            Some(cell(field))
                .filter(|cell| is_birth(cell))
                .unwrap_or("")
        });
        let texts = [("", whole), ("Nam ", male), ("Nữ ", female)];
        let filled = || texts.iter().filter(|(_, text)| !text.is_empty());
        let longest = filled().max_by_key(|(_, text)| text.len());
        let Some((_, longest)) = longest else {
            return;
        };
        // A year beside the date that it is of says nothing else; two that differ are shown as they are, which no
        // reader of dates takes for one.
        let is_one = male.is_empty() || female.is_empty();
        if is_one && filled().all(|(_, text)| longest.contains(text)) {
            out.push_str(longest);
            return;
        }
        for (at, (of, text)) in filled().enumerate() {
            out.push_str(if at > 0 { "; " } else { "" });
            out.push_str(of);
            out.push_str(text);
        }
    }
}

/// A year, a date or an age under a sex, rather than a mark.
#[must_use]
pub fn is_birth(cell: &str) -> bool {
    cell.bytes().filter(u8::is_ascii_digit).count() >= 2
}

/// Family, middle and given name with one blank between.
fn write_name<'a>(out: &mut String, layout: &Layout, cell: &impl Fn(Field) -> &'a str) {
    let full = cell(Field::FullName);
    let family = cell(Field::FamilyName);
    let is_split = layout.column(Field::GivenName).is_some();
    let parts = match (is_split, layout.column(Field::FamilyName).is_some()) {
        (true, true) if full.is_empty() => {
            [family, cell(Field::MiddleName), cell(Field::GivenName)]
        }
        (true, false) => [full, "", cell(Field::GivenName)],
        _ => [full, "", ""],
    };
    let filled = parts.into_iter().filter(|part| !part.is_empty());
    write_between(out, filled, " ");
}

/// `12/5/1957`, `5/1957`, `1957`; a gap inside stays a gap, which no reader of dates takes for a date. A sign such as
/// `?` for a day or a month is none.
fn write_parts(out: &mut String, parts: [&str; 3]) {
    let is_filled = |part: &&str| part.chars().any(char::is_alphanumeric);
    let from = parts.iter().position(is_filled);
    let from = from.or_else(|| parts.iter().position(|part| !part.is_empty()));
    let parts = parts.into_iter().skip(from.unwrap_or(3));
    write_between(out, parts, "/");
}

/// `120/80`; one of the two alone is no blood pressure.
fn write_blood_pressure<'a>(out: &mut String, cell: &impl Fn(Field) -> &'a str) {
    let (systolic, diastolic) = (cell(Field::Systolic), cell(Field::Diastolic));
    if systolic.is_empty() && diastolic.is_empty() {
        out.push_str(cell(Field::BloodPressure));
    } else {
        write_between(out, [systolic, diastolic].into_iter(), "/");
    }
}

fn write_between<'t>(out: &mut String, texts: impl Iterator<Item = &'t str>, between: &str) {
    for (at, text) in texts.enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        out.push_str(text);
    }
}
