//! The kinds of extract.

/// What one row of an extract is. Order is the order in which sources are believed, and of every output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Residents,
    Insurance,
    ScreeningRoster,
    PlanRoster,
    SchoolRoster,
    EmployerRoster,
    EhrStatus,
    Quotas,
    Facilities,
    Aggregates,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Residents,
        Self::Insurance,
        Self::ScreeningRoster,
        Self::PlanRoster,
        Self::SchoolRoster,
        Self::EmployerRoster,
        Self::EhrStatus,
        Self::Quotas,
        Self::Facilities,
        Self::Aggregates,
    ];

    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Insurance => "insurance",
            Self::ScreeningRoster => "screening_roster",
            Self::PlanRoster => "plan_roster",
            Self::SchoolRoster => "school_roster",
            Self::EmployerRoster => "employer_roster",
            Self::EhrStatus => "ehr_status",
            Self::Quotas => "quotas",
            Self::Facilities => "facilities",
            Self::Aggregates => "aggregates",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether people type it, with titles, remarks and signatures around.
    #[must_use]
    pub fn is_roster(self) -> bool {
        matches!(
            self,
            Self::PlanRoster | Self::ScreeningRoster | Self::SchoolRoster | Self::EmployerRoster
        )
    }

    /// Whether a row is about a person; the others are counts about a place.
    #[must_use]
    pub fn is_about_persons(self) -> bool {
        !matches!(self, Self::Quotas | Self::Facilities | Self::Aggregates)
    }
}
