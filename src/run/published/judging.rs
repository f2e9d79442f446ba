//! New targets on stored counts.

use super::stored::{StoredIndicator, stored_indicators};
use crate::config::Plan;
use crate::dataset::Version;
use crate::indicators::{Cell, Judge};
use crate::run::RunError;

/// A version judged by another set of targets.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub rows: Vec<JudgedRow>,
    /// Indicators of the version that the pipeline does not define any more.
    pub undefined: Vec<String>,
}

/// A row as it stands, and what the targets of today say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedRow {
    pub stored: StoredIndicator,
    pub state: &'static str,
    pub gap: Option<u64>,
    pub band: Option<i32>,
}

impl JudgedRow {
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.stored.state != self.state
            || self.stored.gap != self.gap
            || self.stored.band != self.band
    }
}

/// Judges every row of `version` by the targets and classes of `plan`. Counts stay as they are, and so do states that
/// speak of the counts themselves: no denominator, no plan, missing, stale, over 100 %.
///
/// # Errors
/// Definitions with mistakes; a version that cannot be read.
pub fn judge(plan: &Plan, version: &Version) -> Result<Judged, RunError> {
    let judge = Judge::new(&plan.indicators)?;
    let mut judged = Judged {
        rows: Vec::new(),
        undefined: Vec::new(),
    };
    for stored in stored_indicators(version)? {
        let counts = stored.numerator.zip(stored.denominator);
        let counts = counts.map(|(numerator, denominator)| Cell {
            numerator,
            denominator,
        });
        match judge.judge(&stored.indicator, counts, stored.value, &stored.state) {
            Some(verdict) => judged.rows.push(JudgedRow {
                state: verdict.state.code(),
                gap: verdict.gap,
                band: verdict.band,
                stored,
            }),
            None if judged.undefined.contains(&stored.indicator) => (),
            None => judged.undefined.push(stored.indicator),
        }
    }
    Ok(judged)
}
