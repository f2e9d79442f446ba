//! Parameters as they are saved one night and used the next.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::LinkingError;
use crate::link::engine::Parameters;
use crate::link::engine::pairs::patterns::PatternCounts;

/// `parameters.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedParameters {
    pub parameters: Parameters,
    /// Pairs by comparison pattern when the parameters were estimated, a hexadecimal digit per comparison from the last
    /// to the first: what later nights are held against.
    patterns: BTreeMap<String, u64>,
}

impl SavedParameters {
    #[must_use]
    pub fn new(parameters: Parameters, patterns: &PatternCounts) -> Self {
        let patterns = patterns.iter();
        Self {
            parameters,
            patterns: patterns
                .map(|(pattern, pairs)| (format!("{pattern:x}"), pairs))
                .collect(),
        }
    }

    /// # Errors
    /// A file that cannot be read or is none of these.
    pub fn read(path: &Path) -> Result<Self, LinkingError> {
        let text = std::fs::read_to_string(path).map_err(|source| LinkingError::Read {
            path: path.to_path_buf(),
            source,
        })?;
        toml::from_str(&text).map_err(|source| LinkingError::Parameters {
            path: path.to_path_buf(),
            source: Box::new(source),
        })
    }

    /// # Errors
    /// Never for parameters that are numbers.
    pub fn to_toml(&self) -> Result<String, LinkingError> {
        toml::to_string(self).map_err(|source| LinkingError::ParametersOut { source })
    }

    /// The patterns of the night of the estimate; those that are none are left out.
    #[must_use]
    pub fn patterns(&self) -> PatternCounts {
        let parsed = self.patterns.iter().filter_map(|(pattern, pairs)| {
            let pattern = u64::from_str_radix(pattern, 16).ok()?;
            Some((pattern, *pairs))
        });
        parsed.collect()
    }
}
