//! What a source is and how its extracts are read: the checked form of the pipeline's configuration.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::{Field, Kind};

/// How tonight's extract relates to earlier ones of the same source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Replaces the source's earlier extract.
    Snapshot,
    /// Adds to it; the later row of the same identity wins.
    Increment,
}

/// One source of the pipeline. Its files are those in `folder` whose name fits `file_name`.
#[derive(Debug, Clone)]
pub struct SourceOptions {
    /// Name of the source, unique in the pipeline.
    pub id: String,
    pub kind: Kind,
    /// Absolute, or relative to where the program runs; already joined to the pipeline's folder.
    pub folder: PathBuf,
    /// Pattern of file names: literal text, `*`, and the placeholders `{date}`, `{commune}` and `{unit}`.
    /// Extensions stand in it as `{csv|xlsx}`-like alternatives: `ke_hoach_{commune}_{date}.*`.
    pub file_name: String,
    pub delivery: Delivery,
    /// Without an accepted extract of a required source the night stops.
    pub required: bool,
    /// Days after its snapshot date until an extract is stale.
    pub max_age_days: u32,
    /// Names of files that were delivered by mistake: neither read nor kept from an earlier night.
    pub withdrawn: Vec<String>,
    pub profile: Arc<Profile>,
}

impl SourceOptions {
    /// Whether the file, as reports name it, was delivered by mistake.
    #[must_use]
    pub fn withdraws(&self, file: &str) -> bool {
        let name = file
            .strip_prefix(&self.id)
            .and_then(|name| name.strip_prefix('/'));
        name.is_some_and(|name| self.withdrawn.iter().any(|withdrawn| withdrawn == name))
    }
}

/// How to read one kind of extract.
#[derive(Debug, Clone)]
pub struct Profile {
    /// File the profile was read from, as given in the pipeline.
    pub name: String,
    /// Per field the headers under which sources write it, as written; matching folds marks and case.
    pub headers: BTreeMap<Field, Vec<String>>,
    /// Per field the spellings of each standard code: `sex`: `male` → ["Nam", "1"].
    pub values: BTreeMap<Field, BTreeMap<String, Vec<String>>>,
    /// Fields without which a row cannot serve its kind: each inner list is satisfied by any one of them.
    pub required_fields: Vec<Vec<Field>>,
    /// Whether 01/01 stands for "only the year is known" in birth dates.
    pub first_of_january_is_year: bool,
    /// Headers whose columns are dropped by name at ingest: free text that no dataset needs.
    pub dropped_headers: Vec<String>,
}
