//! Day, month and year of birth in three columns without a heading over them.
//!
//! "Ngày sinh | Tháng sinh | Năm sinh", or "Ngày | Tháng | Năm" alone. The headers only propose it; what stands below
//! decides: "Ngày sinh" may hold whole dates, and a bare "Ngày" may be the day of an exam.

use super::claims::{Column, Match, Unclaimed};
use super::header::Path;
use super::options::{Claim, LayoutOptions};
use super::other_person::names_other_person;
use crate::domain::Field;
use crate::domain::header::FoldedHeader;
use crate::ingest::block::RawRow;

const PARTS: [Field; 3] = [Field::BirthDay, Field::BirthMonth, Field::BirthYear];

/// A year before this one is of no exam of the programme, which began in 2026 (QĐ 1551/QĐ-BYT): it is a birth's.
const EXAM_YEAR_MIN: u16 = 2026;

/// What a column was before it was taken for a part of a birth date.
#[derive(Debug, Clone, Copy)]
pub struct Otherwise {
    field: Option<Field>,
    how: Match,
    reason: Unclaimed,
}

/// The part of a date that a header names by itself: "Tháng", "Tháng sinh". A bare one under a heading is a part of what
/// the heading says.
pub fn bare_part(path: &Path<'_, '_>, options: &LayoutOptions) -> Option<Field> {
    let (leaf, above) = path.cells.split_last()?;
    let says_birth = leaf.bare.plain.contains("sinh");
    if !above.is_empty() && !says_birth || path.cells.iter().any(|c| names_other_person(c.text)) {
        return None;
    }
    let claims = options.claims_of(leaf);
    let part = PARTS
        .into_iter()
        .find(|part| claims.contains(&Claim::Field(*part)));
    // "Ngày sinh" is a whole date to the profile, and a day beside a month.
    part.or_else(|| match leaf.bare.plain.as_str() {
        _ if !claims.contains(&Claim::Field(Field::BirthDate)) => None,
        "ngaysinh" => Some(Field::BirthDay),
        "namsinh" => Some(Field::BirthYear),
        _ => None,
    })
}

/// Takes three columns side by side that name a day, a month and a year for the birth date, where no other column is it.
pub fn propose(columns: &mut [Column]) {
    let is_any =
        |column: &Column, fields: &[Field]| column.field.is_some_and(|f| fields.contains(&f));
    if columns.iter().any(|column| is_any(column, &PARTS)) {
        return;
    }
    let found = columns.windows(3).position(|three| {
        let parts = three.iter().zip(PARTS);
        parts
            .into_iter()
            .all(|(column, part)| column.bare_part == Some(part))
    });
    let Some(first) = found else { return };
    let mut others = columns.iter().enumerate();
    let is_beside = |at: usize| at < first || at > first + 2;
    if others.any(|(at, column)| is_beside(at) && is_any(column, &[Field::BirthDate])) {
        return;
    }
    for (column, part) in columns[first..].iter_mut().zip(PARTS) {
        column.otherwise = Some(Otherwise {
            field: column.field,
            how: column.how,
            reason: column.reason,
        });
        column.claim(part, Match::Beside);
    }
}

/// Gives the three columns back where what stands below is no day, month and year of birth.
pub fn settle(columns: &mut [Column], below: &[RawRow<'_>]) {
    let Some(first) = columns.iter().position(|column| column.otherwise.is_some()) else {
        return;
    };
    let says_birth = |column: &Column| FoldedHeader::new(&column.header).plain.contains("sinh");
    let is_named = columns[first..first + 3].iter().any(says_birth);
    if !are_parts(below, first) || !is_named && !are_births(below, first + 2) {
        for column in &mut columns[first..first + 3] {
            if let Some(before) = column.otherwise.take() {
                (column.field, column.how, column.reason) =
                    (before.field, before.how, before.reason);
            }
        }
    }
}

/// Whether nearly every row holds days, months and years there, and some row a day or a year.
fn are_parts(below: &[RawRow<'_>], first: usize) -> bool {
    let (mut fitting, mut all) = (0, 0);
    for row in below {
        let [day, month, year] = [0, 1, 2].map(|at| row.cell(first + at));
        // Of a heading or a sum only one cell is filled.
        if year.is_empty() && (day.is_empty() || month.is_empty()) {
            continue;
        }
        all += 1;
        let is_year = matches!(year.len(), 0 | 2 | 4) && up_to(year, 2100);
        fitting += usize::from(is_year && up_to(day, 31) && up_to(month, 12));
    }
    fitting > 0 && fitting * 4 >= all * 3
}

/// Whether the years of a column are years of birth rather than of an exam.
fn are_births(below: &[RawRow<'_>], column: usize) -> bool {
    let cells = below.iter().map(|row| row.cell(column));
    let years = cells
        .filter(|cell| cell.len() == 4)
        .filter_map(|cell| cell.parse::<u16>().ok());
    let (mut births, mut all) = (0, 0);
    for year in years {
        births += usize::from(year < EXAM_YEAR_MIN);
        all += 1;
    }
    births * 2 > all
}

/// A number up to `max`, or a sign for one that is not known.
fn up_to(cell: &str, max: u16) -> bool {
    let is_unknown = !cell.chars().any(char::is_alphanumeric);
    is_unknown || cell.parse::<u16>().is_ok_and(|number| number <= max)
}
