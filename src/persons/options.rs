//! What the assembly of persons is told; when an exam counts: the checked form of `[screening]`.

use jiff::civil::Date;

use super::predecessors::Predecessors;
use crate::domain::TargetGroups;

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

/// Whom worklists put first, and how early they speak of a card that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorklistOptions {
    pub priority_groups: TargetGroups,
    pub expiring_days: u32,
}

impl Default for WorklistOptions {
    /// The elderly, poor and near-poor households, people of merit, ethnic minorities, remote areas (DOI_TUONG 1, 3, 4, 6
    /// and 7 of QĐ 2062/QĐ-BYT); a month.
    fn default() -> Self {
        let groups = [1, 3, 4, 6, 7].into_iter();
        Self {
            priority_groups: groups.fold(TargetGroups::EMPTY, TargetGroups::with),
            expiring_days: 30,
        }
    }
}

/// What the assembly of persons is told.
#[derive(Debug, Clone)]
pub struct PersonOptions {
    pub as_of: Date,
    /// Codes of the province's communes: who lives elsewhere is no resident.
    pub communes: std::collections::BTreeSet<crate::domain::CommuneCode>,
    pub predecessors: Predecessors,
    pub screening: ScreeningRule,
}
