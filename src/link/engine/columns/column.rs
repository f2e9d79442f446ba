//! Kinds of columns, and what a column holds.

use super::set_column::SetColumn;
use super::text_column::TextColumn;

/// A column's place in [`super::Columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub(super) u16);

impl ColumnId {
    /// The column that is added after `position` others: what a model is written in before there are records.
    #[must_use]
    pub fn from_position(position: u16) -> Self {
        Self(position)
    }

    /// How many columns were added before it.
    #[must_use]
    pub fn position(self) -> usize {
        usize::from(self.0)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Id,
    Date,
    Number,
    Set,
}

impl ColumnKind {
    /// As messages call it, with its article.
    #[must_use]
    pub fn called(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Id => "an identifier of digits",
            Self::Date => "a date",
            Self::Number => "a number",
            Self::Set => "a set",
        }
    }

    /// How many words of four bytes a record's value takes.
    #[must_use]
    pub fn words(self) -> usize {
        match self {
            Self::Text | Self::Date => 1,
            Self::Id | Self::Number => 2,
            Self::Set => 0,
        }
    }
}

/// What a column holds beside the records' own words.
#[derive(Debug, Clone)]
pub enum Column {
    /// Records hold codes of these texts.
    Text(TextColumn),
    /// Records hold identifiers as [`super::packed_id::pack_id`] has them; 0 is missing.
    Id,
    /// Records hold partial dates as [`crate::domain::PartialDate::packed`] has them; 0 is missing.
    Date,
    /// Records hold the number; NaN is missing.
    Number,
    Set(SetColumn),
    /// Of this kind, and nothing asks for it: records hold nothing of it, all lack it.
    Unused(ColumnKind),
}

/// A column before it stands in the rows.
#[derive(Debug, Clone)]
pub enum Values {
    /// The distinct texts, and each record's code.
    Text(TextColumn, Vec<u32>),
    /// As [`Column::Id`] has them.
    Ids(Vec<u64>),
    /// As [`Column::Date`] has them.
    Dates(Vec<u32>),
    Numbers(Vec<f64>),
    Sets(SetColumn),
    Unused(ColumnKind),
}
