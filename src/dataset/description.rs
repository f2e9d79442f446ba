//! What a Parquet file says of its columns: the data dictionary that travels with the data.

use parquet::file::metadata::{FileMetaData, KeyValue};
use serde::{Deserialize, Serialize};

use crate::schema::{Column, Dataset};

/// The key in the Parquet file's own metadata.
pub(super) const METADATA_KEY: &str = "toandan.dataset";

/// One row is …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grain {
    pub vi: String,
    pub en: String,
}

/// A dataset, as its file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    pub name: String,
    pub version: u32,
    pub tier: String,
    pub grain: Grain,
    pub key: Vec<String>,
    pub sort: Vec<String>,
    pub columns: Vec<ColumnDescription>,
}

/// A column, as its file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDescription {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub unit: String,
    pub vi: String,
    pub en: String,
    pub null_means: String,
}

impl From<&Dataset> for Description {
    fn from(dataset: &Dataset) -> Self {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Self {
            name: dataset.name.to_owned(),
            version: dataset.version,
            tier: dataset.tier.folder().to_owned(),
            grain: Grain {
                vi: dataset.grain_vi.to_owned(),
                en: dataset.grain_en.to_owned(),
            },
            key: owned(dataset.key),
            sort: owned(dataset.sort),
            columns: dataset.columns.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Column> for ColumnDescription {
    fn from(column: &Column) -> Self {
        Self {
            name: column.name.to_owned(),
            kind: column.kind.name().to_owned(),
            unit: column.unit.to_owned(),
            vi: column.vi.to_owned(),
            en: column.en.to_owned(),
            null_means: column.null_means.to_owned(),
        }
    }
}

impl Description {
    /// As the entry of a Parquet file's metadata.
    pub(super) fn to_metadata(&self) -> Result<KeyValue, serde_json::Error> {
        let json = serde_json::to_string(self)?;
        Ok(KeyValue::new(METADATA_KEY.to_owned(), json))
    }

    /// From a Parquet file's metadata; `None` where it describes nothing, or in another form.
    pub(super) fn from_metadata(file: &FileMetaData) -> Option<Self> {
        let entries = file.key_value_metadata()?;
        let entry = entries.iter().find(|entry| entry.key == METADATA_KEY)?;
        serde_json::from_str(entry.value.as_deref()?).ok()
    }

    /// Where two descriptions first differ; `None` when they are the same.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        if self.version != other.version {
            return Some(format!("version {} and {}", self.version, other.version));
        }
        let mut columns = self.columns.iter().zip(&other.columns);
        match columns.find(|(mine, theirs)| mine != theirs) {
            Some((mine, _)) => Some(format!("column {}", mine.name)),
            None if self.columns.len() != other.columns.len() => Some("its columns".to_owned()),
            None => Some("tier, grain, key or sort".to_owned()),
        }
    }
}
