use std::path::PathBuf;

use jiff::civil::Date;

/// What to invent.
#[derive(Debug, Clone)]
pub struct SynthOptions {
    /// Two-digit code of a province in force.
    pub province: String,
    /// Persons living in the province and standing in its register at `as_of`; departed, dead and unregistered people
    /// come on top, as the error rates say.
    pub residents: u64,
    pub seed: u64,
    /// The day the extracts were made; also their snapshot date.
    pub as_of: Date,
    /// Folder to write to; must be empty or absent.
    pub out: PathBuf,
    /// Only these communes, in proportion among them; `None` for all of the province.
    pub communes: Option<Vec<String>>,
    pub tables: TableFormat,
}

/// The form of the rosters. Register, insurance and record extracts are CSV in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// About half of the communes send XLSX. A commune too large for a worksheet held in memory sends CSV.
    Mixed,
    Csv,
}

/// The number that identity numbers suffice for: a cohort of one sex and year has a million serials.
pub const RESIDENTS_MAX: u64 = 20_000_000;
