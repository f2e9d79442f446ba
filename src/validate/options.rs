//! Severities, thresholds and gates: the checked form of `rules.toml` and `[gates]`.

use std::collections::BTreeMap;

/// How grave a finding is. Ordered from light to grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Error];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Settings of one rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleSetting {
    /// `None`: the rule's own severity.
    pub severity: Option<Severity>,
    pub disabled: bool,
    /// Thresholds by name; the rule knows its names and defaults.
    pub thresholds: BTreeMap<String, f64>,
}

/// Settings by rule code (`ID01`). A rule that is not named keeps its defaults.
pub type RuleSettings = BTreeMap<String, RuleSetting>;

/// Limits past which a night publishes nothing: shares, 0 to 1, and one count of rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gates {
    pub register_shrinks_max: f64,
    pub kind_shrinks_max: f64,
    pub file_quarantined_max: f64,
    /// A file with fewer quarantined rows passes whatever its share: in a list of three people one mistake is a third.
    pub file_quarantined_rows_min: u32,
    pub persons_changed_max: f64,
}

impl Default for Gates {
    fn default() -> Self {
        Self {
            register_shrinks_max: 0.05,
            kind_shrinks_max: 0.20,
            file_quarantined_max: 0.10,
            file_quarantined_rows_min: 10,
            persons_changed_max: 0.01,
        }
    }
}
