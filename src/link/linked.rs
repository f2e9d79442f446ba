//! What linkage hands on.

use super::identity::IdentityEvent;
use super::options::DeterministicRule;
use crate::domain::PersonId;

/// Why a record joined the person that others were already in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordLink {
    pub rule: DeterministicRule,
    /// The record whose evidence it was: this one, or one that was linked to it before.
    pub member: u32,
    /// The record of the person that it agreed with.
    pub partner: u32,
}

/// Why a pair was left to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewReason {
    /// The link would join two persons of the register.
    TwoRegisterPersons,
    /// More than one person of the register fits.
    SeveralCandidates,
}

impl ReviewReason {
    pub const ALL: [Self; 2] = [Self::TwoRegisterPersons, Self::SeveralCandidates];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TwoRegisterPersons => "two_register_persons",
            Self::SeveralCandidates => "several_candidates",
        }
    }
}

/// Two records that may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewPair {
    pub left: u32,
    pub right: u32,
    pub rule: DeterministicRule,
    pub reason: ReviewReason,
}

/// The persons of a night.
#[derive(Debug, Default)]
pub struct Linked {
    /// Per record its person: a position in `persons`.
    pub person: Vec<u32>,
    /// Per record why it joined; `None` for the first record of a person.
    pub links: Vec<Option<RecordLink>>,
    /// Ids of the persons, who stand in the order of their first records.
    pub persons: Vec<PersonId>,
    pub review: Vec<ReviewPair>,
    pub events: Vec<IdentityEvent>,
}

/// Figures about a linkage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkReport {
    pub records: usize,
    pub persons: usize,
    /// Records that joined by each rule, in the order of [`DeterministicRule::ALL`].
    pub joined_by_rule: [usize; DeterministicRule::ALL.len()],
    pub review_pairs: usize,
    /// Identifiers on so many records that they linked nothing.
    pub shared_identifiers: usize,
    pub merged: usize,
    pub split: usize,
}

impl LinkReport {
    pub(super) fn count(&mut self, linked: &Linked) {
        self.records = linked.person.len();
        self.persons = linked.persons.len();
        self.review_pairs = linked.review.len();
        for link in linked.links.iter().flatten() {
            self.joined_by_rule[link.rule as usize] += 1;
        }
        for event in &linked.events {
            match event {
                IdentityEvent::Merged { .. } => self.merged += 1,
                IdentityEvent::Split { .. } => self.split += 1,
            }
        }
    }
}
