//! One standardised source row.

use std::borrow::Cow;

use super::exam::Measurements;
use super::{
    BhxhNumber, BhytCard, Cccd, Cmnd, CommuneCode, Field, FormerCommuneCode, How, PartialDate,
    Phone, Problem, Repair, Sex, TargetGroups,
};

/// A value as (original, standard, how). `standard` is `Some` exactly when `how` is as given or repaired.
#[derive(Debug, Clone, PartialEq)]
pub struct Value<'a, T> {
    /// The text of the source, trimmed of blanks at both ends.
    pub original: &'a str,
    pub standard: Option<T>,
    pub how: How,
}

impl<T> Default for Value<'_, T> {
    fn default() -> Self {
        Self {
            original: "",
            standard: None,
            how: How::Blank,
        }
    }
}

impl<'a, T> Value<'a, T> {
    #[must_use]
    pub fn as_given(original: &'a str, standard: T) -> Self {
        Self {
            original,
            standard: Some(standard),
            how: How::AsGiven,
        }
    }

    #[must_use]
    pub fn repaired(original: &'a str, standard: T, repair: Repair) -> Self {
        Self {
            original,
            standard: Some(standard),
            how: How::Repaired(repair),
        }
    }

    #[must_use]
    pub fn missing(original: &'a str, problem: Problem) -> Self {
        Self {
            original,
            standard: None,
            how: How::Missing(problem),
        }
    }

    /// Takes the standard value away for `problem`; the original stays.
    pub fn blank(&mut self, problem: Problem) {
        self.standard = None;
        self.how = How::Missing(problem);
    }
}

/// An identity-number column holds either kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityNumber {
    Cccd(Cccd),
    Cmnd(Cmnd),
}

/// State of a health record at the national database or on VNeID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SyncState {
    NotSent,
    Sent,
    Accepted,
    Rejected,
    Unknown,
}

impl SyncState {
    pub const ALL: [Self; 5] = [
        Self::NotSent,
        Self::Sent,
        Self::Accepted,
        Self::Rejected,
        Self::Unknown,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
        }
    }
}

/// What the register says of a person's residence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResidenceStatus {
    Permanent,
    Temporary,
    Absent,
    Departed,
    Dead,
}

impl ResidenceStatus {
    pub const ALL: [Self; 5] = [
        Self::Permanent,
        Self::Temporary,
        Self::Absent,
        Self::Departed,
        Self::Dead,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
            Self::Absent => "absent",
            Self::Departed => "departed",
            Self::Dead => "dead",
        }
    }
}

/// One standardised source row about a person. Fields that its kind does not carry are blank.
#[derive(Debug, Clone, Default)]
pub struct Record<'a> {
    pub full_name: Value<'a, Cow<'a, str>>,
    pub birth_date: Value<'a, PartialDate>,
    pub sex: Value<'a, Sex>,
    pub identity_number: Value<'a, IdentityNumber>,
    pub bhxh_number: Value<'a, BhxhNumber>,
    pub bhyt_card: Value<'a, BhytCard>,
    pub phone: Value<'a, Phone>,
    /// Position in the reference list of ethnic groups: the code lists in use contradict each other.
    pub ethnicity: Value<'a, u8>,
    pub commune: Value<'a, CommuneCode>,
    /// The commune of before 2025-07-01 that the row names without doubt.
    pub former_commune: Option<FormerCommuneCode>,
    pub hamlet: Value<'a, Cow<'a, str>>,
    pub household: Value<'a, Cow<'a, str>>,
    pub residence_status: Value<'a, ResidenceStatus>,
    pub death_date: Value<'a, PartialDate>,
    pub departure_date: Value<'a, PartialDate>,
    pub target_groups: Value<'a, TargetGroups>,
    pub valid_from: Value<'a, PartialDate>,
    pub valid_to: Value<'a, PartialDate>,
    pub insurance_object: Value<'a, Cow<'a, str>>,
    pub facility: Value<'a, Cow<'a, str>>,
    pub exam_date: Value<'a, PartialDate>,
    pub exam_place: Value<'a, Cow<'a, str>>,
    pub measurements: Measurements<'a>,
    /// Class I to V of QĐ 1613/BYT-QĐ as 1 to 5.
    pub health_class: Value<'a, u8>,
    /// NGUON_CHI_TRA code.
    pub funding: Value<'a, u8>,
    pub unit_group: Value<'a, Cow<'a, str>>,
    pub ehr_exists: Value<'a, bool>,
    pub ehr_updated: Value<'a, PartialDate>,
    pub ehr_national_state: Value<'a, SyncState>,
    pub ehr_vneid_state: Value<'a, SyncState>,
    /// What a field most likely should say, where a reader did not dare to write it there.
    pub proposals: Vec<(Field, String)>,
    /// Texts in a second column of a field that say something else than its value.
    pub passed_over: Vec<(Field, &'a str)>,
}

impl Record<'_> {
    /// What is proposed for a field; empty for most.
    #[must_use]
    pub fn proposal(&self, field: Field) -> &str {
        let proposal = self.proposals.iter().find(|(of, _)| *of == field);
        proposal.map_or("", |(_, text)| text)
    }
}
