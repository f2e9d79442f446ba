//! Columns that are read for a field beside its first one.
//!
//! "Ngày sinh" beside "Năm sinh", "Số CMND" beside "Số CCCD", "SĐT" beside "Điện thoại liên hệ": a list keeps the one in
//! some rows and the other in others. The first that is filled counts; where two differ, a finding says so.

use super::NAMES;
use super::claims::{Column, Match, Unclaimed};
use crate::domain::Field;

/// What such a column is to its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is read where the first column says nothing, and compared with it where that does.
    Second,
    /// It is ticked where the person is of this class of health.
    Class(u8),
    /// It is ticked where the person is of the target group that its header names.
    Group,
}

/// A column that is read for a field which has another column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FurtherColumn {
    pub field: Field,
    /// Position from 0.
    pub column: usize,
    pub how: Match,
    pub role: Role,
}

/// Fields of which a person has one value, in whichever column it stands. A second measurement is another measurement,
/// and a second name may be another person's.
const ONE_PER_PERSON: [Field; 12] = [
    Field::BirthDate,
    Field::Sex,
    Field::IdentityNumber,
    Field::BhxhNumber,
    Field::BhytCard,
    Field::Phone,
    Field::Ethnicity,
    Field::CommuneCode,
    Field::CommuneName,
    Field::Hamlet,
    Field::ExamDate,
    Field::UnitGroup,
];

/// The field that column `at` is read for beside another column, and what it is to it.
pub fn role_of(columns: &[Column], at: usize) -> Option<(Field, Role)> {
    match columns[at].class {
        Some(class) => Some((Field::HealthClass, Role::Class(class))),
        None if columns[at].is_group => Some((Field::TargetGroups, Role::Group)),
        None => second_of(columns, at).map(|field| (field, Role::Second)),
    }
}

/// The field of which column `at` is a second column; `None` where it is none, or may be about somebody else.
fn second_of(columns: &[Column], at: usize) -> Option<Field> {
    let column = &columns[at];
    let Unclaimed::Repeats(field) = column.reason else {
        return None;
    };
    let is_own = column.field.is_none() && column.can_be(field);
    if !is_own || !ONE_PER_PERSON.contains(&field) {
        return None;
    }
    let first = columns.iter().position(|own| own.field == Some(field))?;
    (!is_parted(columns, first, at)).then_some(field)
}

/// Whether somebody else begins between two columns: behind "Họ tên mẹ", "Năm sinh" is the mother's.
pub fn is_parted(columns: &[Column], a: usize, b: usize) -> bool {
    let is_other = |column: &Column| match column.reason {
        Unclaimed::OtherPerson => column.field.is_none(),
        Unclaimed::Repeats(field) => {
            column.field.is_none() && NAMES.contains(&field) && column.can_be(field)
        }
        _ => false,
    };
    columns[a.min(b)..a.max(b)].iter().any(is_other)
}
