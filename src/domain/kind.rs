//! The kinds of extract.

/// What one row of an extract is. Order is the order of every output, and with [`Kind::belief`] the one in which
/// sources are believed. Row keys hash a kind by its place: new kinds go last.
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
    /// A health check as hospital software sends it: KHAMSUCKHOE.
    ExamXml,
    /// An insured visit: GIAMDINHHS.
    VisitXml,
}

impl Kind {
    pub const ALL: [Self; 12] = [
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
        Self::ExamXml,
        Self::VisitXml,
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
            Self::ExamXml => "exam_xml",
            Self::VisitXml => "visit_xml",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a row can report an exam.
    #[must_use]
    pub fn reports_exams(self) -> bool {
        matches!(self, Self::ScreeningRoster | Self::ExamXml)
    }

    /// The place in the order in which sources are believed where they disagree; smaller first. Exams are believed
    /// alike, however they came.
    #[must_use]
    pub fn belief(self) -> u8 {
        match self {
            Self::ExamXml => Self::ScreeningRoster as u8,
            other => other as u8,
        }
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
