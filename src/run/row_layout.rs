//! The columns of a table as they are kept beside a row of it, so that the row can be shown whole and, once
//! it is corrected, be read again as it would have been in its file.

use serde::{Deserialize, Serialize};

use super::cells;
use crate::domain::{Field, Sex};
use crate::ingest::Layout;
use crate::ingest::layout::KnownColumn;
use crate::ingest::layout::further::Role;

/// One column: its header, and the code of the field that claims it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RowColumn {
    header: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Another column is the first of the field.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    second: bool,
    /// The class of health that is ticked in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    class: Option<u8>,
    /// The target group of its header is ticked in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    group: bool,
    /// The profile drops it by name, or it is about somebody else: its cells are kept nowhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    dropped: bool,
}

/// The columns of a table, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowLayout {
    columns: Vec<RowColumn>,
    /// Code of the sex of those whom a column of marks leaves blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    blank_sex: Option<String>,
    /// Numbers in its columns of dates are days of the 1904 system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_1904: bool,
}

impl RowLayout {
    #[must_use]
    pub fn of(layout: &Layout) -> Self {
        let columns = layout.known_columns().into_iter();
        let columns = columns.map(|known| RowColumn {
            header: known.header,
            field: known.field.map(|field| field.code().to_owned()),
            second: known.role == Some(Role::Second),
            class: match known.role {
                Some(Role::Class(class)) => Some(class),
                Some(Role::Second | Role::Group) | None => None,
            },
            group: known.role == Some(Role::Group),
            dropped: known.is_dropped,
        });
        Self {
            columns: columns.collect(),
            blank_sex: layout.blank_sex.map(|sex| sex.code().to_owned()),
            is_1904: layout.is_1904,
        }
    }

    /// A layout that [`Self::to_json`] wrote.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts in lists are JSON")
    }

    /// What each column is called beside its cells; see [`cells::names`].
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let headers: Vec<String> = self.columns.iter().map(|c| c.header.clone()).collect();
        cells::names(&headers)
    }

    #[must_use]
    pub fn is_dropped(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|c| c.dropped)
    }

    /// The columns in which a field, or a part of it, lies.
    #[must_use]
    pub fn columns_of(&self, field: Field) -> Vec<usize> {
        let fields = parts(field).iter().chain([&field]);
        let codes: Vec<&str> = fields.map(|field| field.code()).collect();
        let claims = |column: &RowColumn| {
            let field = column.field.as_deref();
            field.is_some_and(|field| codes.contains(&field))
        };
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, column)| claims(column))
            .map(|(at, _)| at)
            .collect()
    }

    /// The layout of the table. `None` where this program does not know one of its fields.
    #[must_use]
    pub fn restore(&self) -> Option<Layout> {
        let known = |column: &RowColumn| {
            let field = match &column.field {
                Some(code) => Some(Field::from_code(code)?),
                None => None,
            };
            Some(KnownColumn {
                header: column.header.clone(),
                field,
                role: match column.class {
                    Some(class) => Some(Role::Class(class)),
                    None if column.group => Some(Role::Group),
                    None => column.second.then_some(Role::Second),
                },
                is_dropped: column.dropped,
            })
        };
        let columns: Option<Vec<KnownColumn>> = self.columns.iter().map(known).collect();
        let blank_sex = match &self.blank_sex {
            Some(code) => Some(Sex::ALL.into_iter().find(|sex| sex.code() == code)?),
            None => None,
        };
        let mut layout = Layout::restored(&columns?, blank_sex);
        layout.is_1904 = self.is_1904;
        Some(layout)
    }
}

/// The fields over whose columns a table may spread a value.
fn parts(field: Field) -> &'static [Field] {
    match field {
        Field::FullName => &[Field::FamilyName, Field::MiddleName, Field::GivenName],
        Field::BirthDate => &[
            Field::BirthDay,
            Field::BirthMonth,
            Field::BirthYear,
            Field::UnderMale,
            Field::UnderFemale,
        ],
        Field::BloodPressure => &[Field::Systolic, Field::Diastolic],
        Field::CommuneCode | Field::CommuneName => &[Field::DistrictName, Field::ProvinceName],
        _ => &[],
    }
}
