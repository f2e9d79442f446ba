//! When an exam counts: the checked form of `[screening]`.

use jiff::civil::Date;

/// A measured item that the screening rule can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasuredItem {
    Height,
    Weight,
    BloodPressure,
    Pulse,
    Glucose,
}

impl MeasuredItem {
    pub const ALL: [Self; 5] = [
        Self::Height,
        Self::Weight,
        Self::BloodPressure,
        Self::Pulse,
        Self::Glucose,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Height => "height",
            Self::Weight => "weight",
            Self::BloodPressure => "blood_pressure",
            Self::Pulse => "pulse",
            Self::Glucose => "glucose",
        }
    }
}

/// An exam counts when its date lies in the window and every named item was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreeningRule {
    pub window_start: Date,
    /// Inclusive.
    pub window_end: Date,
    pub measured_items: Vec<MeasuredItem>,
}

/// What the assembly of persons is told.
#[derive(Debug, Clone)]
pub struct PersonOptions {
    pub as_of: Date,
    /// Codes of the province's communes: who lives elsewhere is no resident.
    pub communes: std::collections::BTreeSet<crate::domain::CommuneCode>,
    pub screening: ScreeningRule,
}
