//! Why identities changed since the night before.

use super::identity::{IdentityEvent, IdentityRegistry};
use super::linked::{Evidence, Linked};
use crate::domain::PersonId;
use crate::domain::fast_map::{FastMap, FastSet};

/// Why an id was merged or split.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventReason {
    /// Of a merge: by what rows of the id that is gone agree with others of its person now. Of a split: somebody decided.
    Evidence(Evidence),
    /// What held the rows together is not there any more: a row was corrected, taken out, or weighs less.
    EvidenceGone,
}

impl EventReason {
    /// The codes in datasets.
    pub const CODES: [&'static str; Evidence::CODES.len() + 1] = {
        let mut codes = ["evidence_gone"; Evidence::CODES.len() + 1];
        let mut at = 0;
        while at < Evidence::CODES.len() {
            codes[at] = Evidence::CODES[at];
            at += 1;
        }
        codes
    };

    /// The place of its code in [`Self::CODES`].
    #[must_use]
    pub fn position(self) -> usize {
        match self {
            Self::Evidence(evidence) => evidence.position(),
            Self::EvidenceGone => Evidence::CODES.len(),
        }
    }
}

/// The reason of each event of `linked`, whose records have `keys`; `never_link` are pairs of records that people keep apart.
pub fn reasons(
    linked: &Linked,
    keys: &[u64],
    registry: &IdentityRegistry,
    never_link: &[(u32, u32)],
) -> Vec<EventReason> {
    let merges = merges(linked, keys, registry);
    let person = |record: u32| linked.persons[linked.person[record as usize] as usize];
    let apart: FastSet<(u64, u64)> = { never_link.iter() }
        .flat_map(|(a, b)| {
            let (a, b) = (person(*a).bits(), person(*b).bits());
            [(a, b), (b, a)]
        })
        .collect();
    let reason = |event: &IdentityEvent| match *event {
        IdentityEvent::Merged { from, .. } => {
            let evidence = merges.get(&from.bits()).copied().flatten();
            evidence.map_or(EventReason::EvidenceGone, EventReason::Evidence)
        }
        IdentityEvent::Split { from, into } => {
            let is_decided = apart.contains(&(from.bits(), into.bits()));
            match is_decided {
                true => EventReason::Evidence(Evidence::Decision),
                false => EventReason::EvidenceGone,
            }
        }
    };
    linked.events.iter().map(reason).collect()
}

/// By the id that is gone: the evidence by which the first of its rows agrees with a row that it did not have.
fn merges(
    linked: &Linked,
    keys: &[u64],
    registry: &IdentityRegistry,
) -> FastMap<u64, Option<Evidence>> {
    let mut merges: FastMap<u64, Option<Evidence>> = FastMap::default();
    let mut has_merged = vec![false; linked.persons.len()];
    let mut into: FastSet<u64> = FastSet::default();
    for event in &linked.events {
        if let IdentityEvent::Merged { from, into: kept } = event {
            merges.insert(from.bits(), None);
            into.insert(kept.bits());
        }
    }
    if merges.is_empty() {
        return merges;
    }
    for (person, has_merged) in linked.persons.iter().zip(&mut has_merged) {
        *has_merged = into.contains(&person.bits());
    }
    let mut was = vec![None; linked.person.len()];
    for (record, key) in keys.iter().enumerate() {
        if has_merged[linked.person[record] as usize] {
            was[record] = registry.person(*key);
        }
    }
    for (record, link) in linked.links.iter().enumerate() {
        let Some(link) = link.filter(|_| has_merged[linked.person[record] as usize]) else {
            continue;
        };
        let ends: [Option<PersonId>; 2] = [link.member, link.partner].map(|end| was[end as usize]);
        if ends[0] == ends[1] {
            continue;
        }
        for id in ends.into_iter().flatten() {
            if let Some(reason) = merges.get_mut(&id.bits()) {
                reason.get_or_insert(link.evidence);
            }
        }
    }
    merges
}
