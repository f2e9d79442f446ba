//! Records to persons.
//!
//! Purpose: find the records that are one human being and give that being an id that stays.
//! In: all accepted records, what people decided, the identity registry of the version before, and the numbers that an
//! earlier night weighed with. Out: [`Linked`]: for every
//! record its person and why, the persons' ids, pairs for review, events of identity.
//! Grain: one record; one person. Order: persons by their first record. Invariants: every record is in
//! exactly one person; a person holds the records of at most one register person; the result depends on
//! what comes in alone, not on threads. Leaves to others: what a person's values are (`persons`).
//!
//! What people decided comes first, then certain identity: an identifier that agrees with a name or a birth date, then name, full birth date,
//! commune and sex. What is left is weighed by a model over [`options::FIELDS`]: [`engine`] estimates and compares, and records
//! join the heaviest pair first. `toandan link` runs the same engine on any tables.

pub mod decisions;
pub mod engine;
pub mod error;
pub mod event_reasons;
pub mod identity;
pub mod linked;
pub mod options;
pub mod tables;

mod agreement;
mod blocking;
mod clustering;
pub mod fields;
mod record;
mod weighing;

pub use decisions::Decisions;
pub use error::LinkError;
pub use identity::{IdentityEntry, IdentityEvent, IdentityRegistry};
pub use linked::{
    Decided, Estimated, Evidence, LinkReport, Linked, RecordLink, ReviewPair, Weighed,
};
pub use options::{
    DeterministicRule, EarlierParameters, LinkOptions, ProbabilisticOptions, ReuseParameters,
};
pub use weighing::model_of_night;

use crate::schema::records::RecordTable;

use blocking::Blocks;

/// Links `records` into persons whose ids follow from `registry`; what people decided stands above all evidence.
/// `earlier` is what an earlier night learnt, for [`options::ReuseParameters`].
///
/// # Errors
/// More records than a 32-bit number can tell apart; a model that does not fit them; a disk that does not give back what
/// was put there.
pub fn link(
    records: &RecordTable,
    registry: &IdentityRegistry,
    decisions: &Decisions,
    options: &LinkOptions,
    earlier: Option<&EarlierParameters>,
) -> Result<(Linked, LinkReport), LinkError> {
    if u32::try_from(records.len()).is_err() {
        return Err(LinkError::TooManyRecords {
            records: records.len(),
        });
    }
    let compact = record::compact(records)?;
    let mut clusters = clustering::Clusters::new(&compact);
    let mut report = LinkReport::default();
    let decided = decisions.among(records)?;
    report.decided = Decided {
        must_link: decisions.must_link.len(),
        never_link: decisions.never_link.len(),
        lapsed: decided.lapsed,
        contradicted: decided.apply(&mut clusters),
        judged: None,
    };
    let blocks: Vec<Blocks> = options
        .rules
        .iter()
        .map(|rule| blocking::blocks(*rule, &compact, options))
        .collect();
    for blocks in &blocks {
        clusters.collapse_anchors(blocks, &compact);
    }
    clusters.freeze_anchors(&compact);
    for blocks in &blocks {
        report.shared_identifiers += blocks.shared_identifiers;
        clusters.apply(blocks, &compact);
    }
    drop(blocks);
    let kinds: Vec<u8> = compact.iter().map(|record| record.kind).collect();
    drop(compact);
    if let Some(probabilistic) = &options.probabilistic {
        let roots: Vec<u32> = (0..kinds.len() as u32)
            .map(|record| clusters.root(record))
            .collect();
        // Records that are together already need no evidence; what the model says of decided pairs is wanted all the same.
        let is_open = |left: u32, right: u32| {
            roots[left as usize] != roots[right as usize] || decided.is_decided(left, right)
        };
        let shared_max = options.shared_identifier_max;
        match weighing::weigh(records, (probabilistic, earlier), shared_max, is_open) {
            Ok((pairs, weighed, estimated)) => {
                let thresholds = &probabilistic.model.thresholds;
                clusters.apply_weighed(&pairs, &kinds, thresholds, probabilistic.margin_bits);
                let is_match = |pair: &engine::ScoredPair| {
                    let kind = |record: u32| kinds[record as usize];
                    let threshold = thresholds.of(kind(pair.left), kind(pair.right));
                    f64::from(pair.weight) >= threshold.match_weight
                };
                report.decided.judged = Some(decided.judge(&pairs, is_match));
                report.weighed = Some(weighed);
                report.estimated = Some(estimated);
            }
            // Certain links hold without it.
            Err(LinkError::Engine { source }) if source.is_about_records() => {
                report.not_weighed = Some(source.to_string());
            }
            Err(error) => return Err(error),
        }
    }
    let keys = records.keys()?;
    let mut linked = identity::name_persons(clusters.finish(), &keys, registry);
    linked.event_reasons = event_reasons::reasons(&linked, &keys, registry, decided.kept_apart());
    report.count(&linked);
    Ok((linked, report))
}

#[cfg(test)]
mod tests;
