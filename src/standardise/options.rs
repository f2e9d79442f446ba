//! What the standardiser is told about a file.

use jiff::civil::Date;

use crate::domain::CommuneCode;

/// Facts about the extract that its rows do not repeat.
#[derive(Debug, Clone, Copy)]
pub struct ExtractFacts {
    /// Two-digit years are read as of this day.
    pub snapshot_date: Date,
    /// The commune whose roster it is.
    pub commune: Option<CommuneCode>,
    pub first_of_january_is_year: bool,
}

impl ExtractFacts {
    /// The year in which the list was sent.
    #[must_use]
    pub fn year_sent(&self) -> u16 {
        u16::try_from(self.snapshot_date.year()).unwrap_or(0)
    }
}
