//! What linkage hands on.

use super::engine::Parameters;
use super::engine::pairs::patterns::PatternCounts;
use super::event_reasons::EventReason;
use super::identity::IdentityEvent;
use super::options::DeterministicRule;
use crate::domain::PersonId;

/// By what two records were brought together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Evidence {
    Rule(DeterministicRule),
    /// All fields together, as log2 of the odds that it is one person.
    Weight(f32),
    /// Somebody looked at the two and decided.
    Decision,
}

impl Evidence {
    /// The codes in datasets: those of the rules, then those of weights and of decisions.
    pub const CODES: [&'static str; DeterministicRule::ALL.len() + 2] = {
        let mut codes = ["probabilistic"; DeterministicRule::ALL.len() + 2];
        codes[DeterministicRule::ALL.len() + 1] = "decision";
        let mut at = 0;
        while at < DeterministicRule::ALL.len() {
            codes[at] = DeterministicRule::ALL[at].code();
            at += 1;
        }
        codes
    };

    /// The place of its code in [`Self::CODES`].
    #[must_use]
    pub fn position(self) -> usize {
        match self {
            Self::Rule(rule) => rule as usize,
            Self::Weight(_) => DeterministicRule::ALL.len(),
            Self::Decision => DeterministicRule::ALL.len() + 1,
        }
    }

    /// Bits; `None` of a rule or a decision, by which identity is certain.
    #[must_use]
    pub fn weight(self) -> Option<f64> {
        match self {
            Self::Rule(_) | Self::Decision => None,
            Self::Weight(weight) => Some(f64::from(weight)),
        }
    }
}

/// Why a record joined the person that others were already in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordLink {
    pub evidence: Evidence,
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
    /// The evidence is not enough for a link, and too much to pass over.
    NotCertain,
}

impl ReviewReason {
    pub const ALL: [Self; 3] = [
        Self::TwoRegisterPersons,
        Self::SeveralCandidates,
        Self::NotCertain,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TwoRegisterPersons => "two_register_persons",
            Self::SeveralCandidates => "several_candidates",
            Self::NotCertain => "not_certain",
        }
    }
}

/// Two records that may be one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReviewPair {
    pub left: u32,
    pub right: u32,
    pub evidence: Evidence,
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
    /// Of each event.
    pub event_reasons: Vec<EventReason>,
}

/// Figures about the weighing of evidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weighed {
    pub compared_pairs: u64,
    /// Pairs at or above the threshold of a match.
    pub matching_pairs: u64,
    /// Share of all possible pairs that match, as estimated.
    pub prior: f64,
    /// Comparisons that tonight's records taught nothing about: what they weigh is a guess.
    pub untrained: Vec<String>,
    /// Blocks that were too large to be compared.
    pub refused_blocks: usize,
    /// With the numbers of an earlier night.
    pub is_reused: bool,
}

/// The numbers of the model that tonight's pairs were weighed with.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimated {
    pub parameters: Parameters,
    /// The pairs of records by how they compare.
    pub patterns: PatternCounts,
}

/// Pairs that people decided, and what the model alone says of them: labels to judge it by.
///
/// People are asked about doubtful pairs, so that these are the hardest: shares among them are no shares of all pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JudgedPairs {
    /// Pairs of records that are one person, and of these those that weigh a match.
    pub same: usize,
    pub same_matched: usize,
    /// Pairs that are not, and of these those that weigh a match.
    pub different: usize,
    pub different_matched: usize,
}

/// Figures about what people decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    pub must_link: usize,
    pub never_link: usize,
    /// Decisions about rows that are not there tonight, or that stand more than once and should be joined.
    pub lapsed: usize,
    /// Pairs decided to be one person that other decisions keep apart.
    pub contradicted: usize,
    /// `None` where nothing was weighed.
    pub judged: Option<JudgedPairs>,
}

/// Figures about a linkage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LinkReport {
    pub records: usize,
    pub persons: usize,
    /// Records that joined by each rule and by weight, in the order of [`Evidence::CODES`].
    pub joined_by: [usize; Evidence::CODES.len()],
    /// What weighing took and found; `None` without a model.
    pub weighed: Option<Weighed>,
    /// Why the model could not be used, though there is one: the records are too few to learn from, or too many pair.
    pub not_weighed: Option<String>,
    /// With which numbers it was weighed.
    pub estimated: Option<Estimated>,
    pub decided: Decided,
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
            self.joined_by[link.evidence.position()] += 1;
        }
        for event in &linked.events {
            match event {
                IdentityEvent::Merged { .. } => self.merged += 1,
                IdentityEvent::Split { .. } => self.split += 1,
            }
        }
    }
}
