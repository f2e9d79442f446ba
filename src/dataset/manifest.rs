//! What a version says of itself.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Accounting, DatasetError};

/// Raised when a manifest changes so that an older reader would misread it.
pub const FORMAT_VERSION: u32 = 1;

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputState {
    Accepted,
    /// Read on an earlier night and not delivered since: the rows read then are used.
    Kept,
    /// A later extract of the same source took its place.
    Superseded,
    /// Could not be used; the reason says why.
    SetAside,
}

/// One file that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputEntry {
    pub source: String,
    /// Code of the kind of extract.
    pub kind: String,
    /// Path below the input folder, `/` between.
    pub file: String,
    pub sha256: String,
    pub bytes: u64,
    #[serde(with = "optional_date")]
    pub snapshot_date: Option<Date>,
    /// Code of the commune and name of the unit whose roster it is.
    pub commune: Option<String>,
    pub unit: Option<String>,
    /// The day of the night that read it.
    #[serde(with = "optional_date")]
    pub read_for: Option<Date>,
    pub state: InputState,
    /// Empty for most accepted inputs.
    pub reason: String,
    pub physical_rows: u64,
    pub person_rows: u64,
    pub other_rows: u64,
    pub accepted: u64,
    pub quarantined: u64,
    /// Rows that a later increment has again.
    pub superseded: u64,
    /// Codes of the fields that have a column, then the headers that no field claims. Empty where the input
    /// was not read, and in versions that did not keep them.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// A file of the pipeline folder or a workbook of corrections: with the inputs it decides every number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PipelineFile {
    pub path: String,
    pub sha256: String,
}

/// A file of the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputEntry {
    /// Path in the version, `/` between.
    pub path: String,
    /// Name of the dataset; null for a file that is none.
    pub dataset: Option<String>,
    pub dataset_version: Option<u32>,
    /// Null where a file has no rows.
    pub rows: Option<u64>,
    pub bytes: u64,
    pub sha256: String,
}

/// The part of a manifest that the run knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestHead {
    pub pipeline: String,
    #[serde(with = "date")]
    pub as_of: Date,
    /// The version whose registry of persons this one continues.
    pub previous_version: Option<String>,
    pub toandan_version: String,
    pub inputs: Vec<InputEntry>,
    pub pipeline_files: Vec<PipelineFile>,
    pub accounting: Accounting,
}

/// `manifest.json`, keys in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format_version: u32,
    pub run_id: String,
    #[serde(flatten)]
    pub head: ManifestHead,
    /// By path.
    pub outputs: Vec<OutputEntry>,
}

/// What must be known before the rest is believed.
#[derive(Deserialize)]
struct Format {
    format_version: u32,
}

impl Manifest {
    /// Reads a `manifest.json`.
    ///
    /// # Errors
    /// When the file cannot be read, is no manifest, or has another format.
    pub fn read(path: &Path) -> Result<Self, DatasetError> {
        let json = fs::read(path).map_err(|e| DatasetError::io("read", path, e))?;
        let syntax = |source| DatasetError::Manifest {
            path: path.to_path_buf(),
            source,
        };
        let format: Format = serde_json::from_slice(&json).map_err(syntax)?;
        if format.format_version != FORMAT_VERSION {
            return Err(DatasetError::Format {
                path: path.to_path_buf(),
                found: format.format_version,
                known: FORMAT_VERSION,
            });
        }
        serde_json::from_slice(&json).map_err(syntax)
    }

    /// The entry of a dataset, by its name.
    #[must_use]
    pub fn output(&self, dataset: &str) -> Option<&OutputEntry> {
        self.outputs
            .iter()
            .find(|output| output.dataset.as_deref() == Some(dataset))
    }
}

/// A date as `2026-11-22`.
mod date {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// A date or null.
mod optional_date {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(
        clippy::ref_option,
        reason = "serde hands over a reference to the field"
    )]
    pub fn serialize<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => to.collect_str(date),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(from)?
            .map(|text| text.parse().map_err(D::Error::custom))
            .transpose()
    }
}
