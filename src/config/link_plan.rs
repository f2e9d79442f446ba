//! The checked plan of a linkage model. Work starts only from this.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::link::engine::{ColumnKind, Model, TrainOptions};

/// Everything that linking any tables needs to know.
#[derive(Debug, Clone)]
pub struct LinkPlan {
    /// The model's own file.
    pub file: PathBuf,
    /// Years of two digits are of the century before this day; today where `None`.
    pub as_of: Option<Date>,
    /// By their numbers in the engine.
    pub tables: Vec<LinkTable>,
    /// The engine's columns, in this order.
    pub fields: Vec<LinkField>,
    pub model: Model,
    pub training: TrainOptions,
    pub clustering: LinkClustering,
}

/// A table of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTable {
    pub name: String,
    pub file: PathBuf,
    /// The column that names a record; its row number where `None`.
    pub id: Option<String>,
}

/// What is known of each record, by one name in all tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkField {
    pub name: String,
    pub recipe: FieldRecipe,
}

/// Where a field's values come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldRecipe {
    Columns {
        /// Per table the columns that hold it, several being joined; none where a table lacks the field.
        of_tables: Vec<Vec<String>>,
        standard: Standard,
    },
    Derived {
        /// The place of an earlier field.
        of: usize,
        take: Take,
    },
}

/// In which form a column's values are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standard {
    /// As it is, blanks at the ends apart.
    Text,
    /// Lower case without marks, single blanks.
    Folded,
    /// A Vietnamese person's name.
    PersonName,
    /// Day before month, any part of it unknown.
    PartialDate {
        /// 01/01 stands for "only the year is known".
        first_of_january_is_year: bool,
    },
    Cccd,
    /// A cccd, or the cmnd that it replaced.
    IdentityNumber,
    BhxhNumber,
    Phone,
    /// Any identifier of up to 16 digits.
    Digits,
    /// The code of a commune in the list in force, of a code or a name of this province.
    Commune {
        province: String,
    },
    Number,
    /// Several values with `;`, `,` or `|` between, in no order.
    Set,
}

impl Standard {
    #[must_use]
    pub fn kind(&self) -> ColumnKind {
        match self {
            Self::Text | Self::Folded | Self::PersonName | Self::Commune { .. } => ColumnKind::Text,
            Self::PartialDate { .. } => ColumnKind::Date,
            Self::Cccd | Self::IdentityNumber | Self::BhxhNumber | Self::Phone | Self::Digits => {
                ColumnKind::Id
            }
            Self::Number => ColumnKind::Number,
            Self::Set => ColumnKind::Set,
        }
    }
}

/// What of a field makes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// A word: 0 is the first, -1 the last.
    Token(isize),
    /// The first letters; of shorter texts all.
    Prefix(usize),
    /// The last letters; of shorter texts all.
    Suffix(usize),
    /// Lower case without marks, single blanks.
    Folded,
    /// All words but the last: of a Vietnamese name family and middle names.
    AllButLast,
    /// The year of a date.
    Year,
}

/// How matching pairs become clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkClustering {
    /// Tables of which a cluster holds at most one record.
    pub one_per_table: Vec<u8>,
    /// A pair that alone holds two groups together is cut below this weight.
    pub bridge_weight_min: Option<f64>,
}
