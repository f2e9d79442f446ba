//! What the rows below a header say of its columns.

use super::birth_parts;
use super::claims::{Column, Match, Unclaimed};
use super::further::is_parted;
use super::place::{drop_other_places, prefer_present_residence};
use crate::domain::header::FoldedHeader;
use crate::domain::{Field, Sex};
use crate::ingest::block::RawRow;

/// Settles what headers leave open: repeated fields, names over two columns, columns of marks, columns without a
/// header. Gives the sex of those whom the only column of marks leaves blank.
pub fn settle(columns: &mut [Column], below: &[RawRow<'_>]) -> Option<Sex> {
    birth_parts::settle(columns, below);
    prefer_filled(columns, below);
    prefer_personal_numbers(columns, below);
    prefer_present_residence(columns, below);
    drop_other_places(columns);
    split_merged_name(columns, below);
    drop_repeated_given_name(columns, below);
    report_nameless(columns, below);
    sex_of_blanks(columns, below)
}

fn values<'a>(below: &[RawRow<'a>], column: usize) -> impl Iterator<Item = &'a str> {
    let cells = below.iter().map(move |row| row.cell(column));
    cells.filter(|cell| !cell.is_empty())
}

fn is_empty(below: &[RawRow<'_>], column: usize) -> bool {
    values(below, column).next().is_none()
}

/// Of two columns for one field the first has it, unless it is empty throughout and the second is not.
fn prefer_filled(columns: &mut [Column], below: &[RawRow<'_>]) {
    for second in 0..columns.len() {
        let Unclaimed::Repeats(field) = columns[second].reason else {
            continue;
        };
        let first = columns
            .iter()
            .position(|column| column.field == Some(field));
        if let Some(first) = first
            && !is_parted(columns, first, second)
            && is_empty(below, first)
            && !is_empty(below, second)
        {
            columns[first].refuse(Unclaimed::Repeats(field));
            columns[second].reason = Unclaimed::Unknown;
            columns[second].field = Some(field);
        }
    }
}

/// Of two columns of identity numbers the one with twelve digits, where the other mostly has other numbers: schools
/// write their own "Mã định danh" of ten digits beside the CCCD.
fn prefer_personal_numbers(columns: &mut [Column], below: &[RawRow<'_>]) {
    let field = Field::IdentityNumber;
    let is_mostly_personal = |column: usize| {
        let digits = |cell: &str| cell.bytes().filter(u8::is_ascii_digit).count();
        let (mut personal, mut all) = (0, 0);
        for cell in values(below, column) {
            all += 1;
            // A number that Excel took for a number lost its zeros.
            personal += usize::from((11..=12).contains(&digits(cell)));
        }
        personal * 2 > all
    };
    let is_rival =
        |column: &Column| column.field.is_none() && column.reason == Unclaimed::Repeats(field);
    let Some(first) = find(columns, field).filter(|first| !is_mostly_personal(*first)) else {
        return;
    };
    let mut rivals = (0..columns.len()).filter(|at| is_rival(&columns[*at]));
    // Behind a guardian's name it is the guardian's.
    if let Some(second) =
        rivals.find(|at| !is_parted(columns, first, *at) && is_mostly_personal(*at))
    {
        let how = columns[second].how;
        columns[first].refuse(Unclaimed::Repeats(field));
        columns[second].reason = Unclaimed::Unknown;
        columns[second].claim(field, how);
    }
}

fn find(columns: &[Column], field: Field) -> Option<usize> {
    columns
        .iter()
        .position(|column| column.field == Some(field))
}

/// "Họ và tên" merged over two columns: family and middle names on the left, the given name on the right, which is
/// how schools write.
fn split_merged_name(columns: &mut [Column], below: &[RawRow<'_>]) {
    let name = find(columns, Field::FullName).or(find(columns, Field::FamilyName));
    let Some(name) = name.filter(|_| find(columns, Field::GivenName).is_none()) else {
        return;
    };
    let right = name + 1;
    let is_merged = columns.get(right).is_some_and(|column| {
        column.field.is_none()
            && (column.header.is_empty() || column.header == columns[name].header)
    });
    if !is_merged {
        return;
    }
    let is_name = |cell: &str| {
        cell.split_whitespace().count() <= 2
            && cell.chars().any(char::is_alphabetic)
            && !cell.bytes().any(|b| b.is_ascii_digit())
    };
    let rows = below.iter().filter(|row| !row.cell(name).is_empty());
    let (mut named, mut all, mut says_no_sex) = (0, 0, false);
    for row in rows.filter(|row| row.cells().filter(|cell| !cell.is_empty()).count() > 2) {
        let cell = row.cell(right);
        all += 1;
        named += usize::from(is_name(cell));
        let word = FoldedHeader::new(cell).plain;
        says_no_sex |= !["nam", "nu", "x", ""].contains(&word.as_str());
    }
    // A column of Nam and Nữ that lost its header is no given name.
    if all > 0 && says_no_sex && named * 10 >= all * 9 {
        columns[right].claim(Field::GivenName, Match::Beside);
    }
}

/// "Họ và tên" beside "Tên": the second either ends the first, or repeats its last word for sorting.
fn drop_repeated_given_name(columns: &mut [Column], below: &[RawRow<'_>]) {
    let (Some(full), Some(given)) = (
        find(columns, Field::FullName),
        find(columns, Field::GivenName),
    ) else {
        return;
    };
    let pairs = below.iter().map(|row| (row.cell(full), row.cell(given)));
    let pairs = pairs.filter(|(full, given)| !full.is_empty() && !given.is_empty());
    let (mut repeated, mut all) = (0, 0);
    for (full, given) in pairs {
        let (full, given) = (FoldedHeader::whole(full), FoldedHeader::whole(given));
        all += 1;
        repeated += usize::from(full.marked.ends_with(&given.marked));
    }
    if all > 0 && repeated * 2 > all {
        columns[given].refuse(Unclaimed::Repeats(Field::FullName));
    }
}

/// Columns with values and without a header are unknown columns, not nothing: under a merged "Năm sinh" they hold
/// the birth years of women.
fn report_nameless(columns: &mut [Column], below: &[RawRow<'_>]) {
    for (at, column) in columns.iter_mut().enumerate() {
        let is_nameless = column.header.is_empty() && column.field.is_none();
        if is_nameless && is_empty(below, at) {
            column.reason = Unclaimed::Unknown;
        }
    }
}

/// Signs that tick a cell. Those of the font Wingdings are letters to every other: ü is a tick, þ one in a box, û and
/// ý are crosses.
const TICKS: [&str; 16] = [
    "+", "✓", "✔", "√", "*", "☑", "☒", "✗", "✘", "×", "ü", "þ", "û", "ý", "\u{f0fc}", "\u{f0fe}",
];

/// Whether a cell is a mark in a column for one sex; a checkbox that is ticked is `true`.
#[must_use]
pub fn is_mark(cell: &str) -> bool {
    let folded = FoldedHeader::whole(cell).plain;
    let words = ["x", "xx", "v", "1", "co", "nam", "nu", "true"];
    words.contains(&folded.as_str()) || TICKS.contains(&cell)
}

/// Whether a cell says that there is no mark: an empty checkbox is `false`.
#[must_use]
pub fn is_no_mark(cell: &str) -> bool {
    ["", "0", "-", "☐", "\u{f0a8}"].contains(&cell) || cell.eq_ignore_ascii_case("false")
}

/// Where only the women are marked, those without a mark are men, as long as anyone is marked at all.
fn sex_of_blanks(columns: &[Column], below: &[RawRow<'_>]) -> Option<Sex> {
    let (male, female) = (
        find(columns, Field::UnderMale),
        find(columns, Field::UnderFemale),
    );
    let (marked, blank_sex) = match (male, female, find(columns, Field::Sex)) {
        (None, Some(female), None) => (female, Sex::Male),
        (Some(male), None, None) => (male, Sex::Female),
        _ => return None,
    };
    // A total below counts them; it is no mark.
    let filled = values(below, marked).filter(|cell| !is_no_mark(cell));
    let (marks, others): (Vec<&str>, Vec<&str>) = filled.partition(|cell| is_mark(cell));
    (!marks.is_empty() && marks.len() >= others.len()).then_some(blank_sex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_is_a_mark_whatever_drew_it() {
        for mark in [
            "x", "X", "v", "TRUE", "true", "ü", "þ", "☑", "✓", "\u{f0fc}", "+",
        ] {
            assert!(is_mark(mark) && !is_no_mark(mark), "{mark}");
        }
        for none in ["", "0", "-", "FALSE", "false", "☐"] {
            assert!(is_no_mark(none) && !is_mark(none), "{none}");
        }
        for other in ["Nông Thị Ấm", "u", "tru", "?"] {
            assert!(!is_mark(other) && !is_no_mark(other), "{other}");
        }
    }
}
