//! What came of a night.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::dataset::Accounting;
use crate::domain::Kind;
use crate::indicators::Indicators;
use crate::indicators::options::IndicatorDefinition;
use crate::link::LinkReport;
use crate::validate::GateBreach;

/// Whether the night published.
#[derive(Debug)]
pub enum Verdict {
    /// The version that readers now see, and a warning where older ones could not be deleted.
    Published {
        path: PathBuf,
        warning: Option<String>,
    },
    /// Nothing was published; the report lies in the folder.
    Blocked {
        path: PathBuf,
        breaches: Vec<GateBreach>,
    },
}

/// What became of one file, or of a source that sent none.
#[derive(Debug, Clone)]
pub struct FileOutcome {
    pub source: String,
    pub kind: Kind,
    /// `None`: the source sent none.
    pub file: Option<String>,
    pub snapshot_date: Option<Date>,
    /// fresh, kept, stale, superseded, set_aside, not_delivered.
    pub state: &'static str,
    /// Why it is not used, or which version it is used from; empty where it is used as delivered.
    pub reason: String,
    /// The same in Vietnamese.
    pub reason_vi: String,
    pub person_rows: u64,
    pub accepted: u64,
    pub quarantined: u64,
    /// Headers that no field of the profile claims.
    pub unknown_columns: Vec<String>,
}

/// Figures of one commune, or of the province, for people.
#[derive(Debug, Clone, Default)]
pub struct CommuneFigures {
    /// `None` for the province.
    pub code: Option<String>,
    pub name: String,
    pub residents: u64,
    pub planned: u64,
}

/// A night, done.
pub struct RunOutcome {
    pub verdict: Verdict,
    pub as_of: Date,
    pub run_id: String,
    pub accounting: Accounting,
    pub files: Vec<FileOutcome>,
    pub findings: u64,
    /// Corrected workbooks and rows that were not applied.
    pub corrections_refused: u64,
    pub link: LinkReport,
    /// The province first, then the communes in code order.
    pub communes: Vec<CommuneFigures>,
    pub indicators: Indicators,
    /// The indicators that a night ends with, in the order of their definitions.
    pub headlines: Vec<Headline>,
    /// Stages and their seconds, in order.
    pub timings: Vec<(&'static str, f64)>,
}

/// An indicator in one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    pub code: String,
    pub vi: String,
    pub en: String,
}

impl Headline {
    /// That of a definition; the other language stands in for one that is not given.
    pub(super) fn of(definition: &IndicatorDefinition) -> Option<Self> {
        let words = &definition.words;
        let (vi, en) = (words.headline_vi.as_ref(), words.headline_en.as_ref());
        Some(Self {
            code: definition.code.clone(),
            vi: vi.or(en)?.clone(),
            en: en.or(vi)?.clone(),
        })
    }
}

impl RunOutcome {
    /// Whether something needs a person's eye although the night published.
    #[must_use]
    pub fn has_warnings(&self) -> bool {
        self.corrections_refused > 0
            || self
                .files
                .iter()
                .any(|file| matches!(file.state, "set_aside" | "stale" | "not_delivered"))
    }
}
