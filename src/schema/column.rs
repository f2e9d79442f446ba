//! What a dataset and a column are.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef};

/// Who may open a dataset. Ordered from the most to the least protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Names or describes persons: owner (and group) only.
    Restricted,
    /// Counts for those who steer, unrounded: inside the health department.
    Steering,
    /// For anyone, after disclosure control.
    Public,
}

impl Tier {
    /// The folder of the tier in a published version.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Steering => "steering",
            Self::Public => "public",
        }
    }
}

/// Type of a column as its readers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8 text.
    Text,
    /// UTF-8 text of few distinct values (at most 65,536).
    Category,
    Integer,
    Long,
    Real,
    Flag,
    Date,
}

impl ColumnType {
    /// The Arrow type in which tables hand the column over.
    #[must_use]
    pub fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Category => {
                DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8))
            }
            Self::Integer => DataType::Int32,
            Self::Long => DataType::Int64,
            Self::Real => DataType::Float64,
            Self::Flag => DataType::Boolean,
            Self::Date => DataType::Date32,
        }
    }

    /// The name in the data dictionary.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Category => "category",
            Self::Integer => "int32",
            Self::Long => "int64",
            Self::Real => "float64",
            Self::Flag => "boolean",
            Self::Date => "date",
        }
    }
}

/// A column of a dataset.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnType,
    /// Unit of measurement, empty where there is none.
    pub unit: &'static str,
    /// Meaning in Vietnamese.
    pub vi: &'static str,
    /// Meaning in English.
    pub en: &'static str,
    /// What null means; empty where the column has no null.
    pub null_means: &'static str,
}

impl Column {
    /// A column that is never null.
    #[must_use]
    pub const fn new(
        name: &'static str,
        kind: ColumnType,
        vi: &'static str,
        en: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            unit: "",
            vi,
            en,
            null_means: "",
        }
    }

    /// The same column, null where `meaning` holds.
    #[must_use]
    pub const fn null(self, meaning: &'static str) -> Self {
        Self {
            null_means: meaning,
            ..self
        }
    }

    /// The same column in `unit`.
    #[must_use]
    pub const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        !self.null_means.is_empty()
    }
}

/// A published table.
#[derive(Debug)]
pub struct Dataset {
    pub name: &'static str,
    pub tier: Tier,
    /// Raised when a column or its definition changes.
    pub version: u32,
    /// One row is … (Vietnamese, English).
    pub grain_vi: &'static str,
    pub grain_en: &'static str,
    pub key: &'static [&'static str],
    pub sort: &'static [&'static str],
    pub columns: &'static [Column],
}

impl Dataset {
    /// Path in a version, `/` between: `restricted/persons.parquet`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}.parquet", self.tier.folder(), self.name)
    }

    /// Position of a column by name.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }

    #[must_use]
    pub fn arrow(&self) -> SchemaRef {
        let fields: Vec<ArrowField> = self
            .columns
            .iter()
            .map(|column| ArrowField::new(column.name, column.kind.arrow(), column.is_nullable()))
            .collect();
        Arc::new(Schema::new(fields))
    }
}
