//! Evidence weighed by a model, and the records that it joins.

use super::clustering::Clusters;
use super::engine::{EngineError, ScoredPair, Thresholds, predict, train};
use super::fields;
use super::linked::{Evidence, ReviewPair, ReviewReason, Weighed};
use super::options::ProbabilisticOptions;
use super::record::LinkRecord;
use crate::schema::records::RecordTable;

/// Estimates the model's numbers from `records` and weighs their pairs; those worth a look, the heaviest first.
///
/// # Errors
/// More records, text or pairs than the engine holds; a model that finds nothing to learn from.
pub fn weigh(
    records: &RecordTable,
    options: &ProbabilisticOptions,
) -> Result<(Vec<ScoredPair>, Weighed), EngineError> {
    let columns = fields::columns(records)?;
    let (parameters, _) = train(&columns, &options.model, &options.training)?;
    let (mut pairs, report) = predict(&columns, &options.model, &parameters)?;
    pairs.sort_unstable_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let weighed = Weighed {
        compared_pairs: report.compared_pairs,
        matching_pairs: report.matching_pairs,
        prior: parameters.prior,
    };
    Ok((pairs, weighed))
}

/// A register person that a set of records may be.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    anchor: u32,
    weight: f32,
}

/// Per set of records, by its root, the two register persons with the most evidence.
struct Candidates(Vec<[Option<Candidate>; 2]>);

impl Candidates {
    /// Notes that the set may be this person. Candidates come in descending order of weight.
    fn offer(&mut self, set: u32, candidate: Candidate) {
        let places = &mut self.0[set as usize];
        match places {
            [None, _] => places[0] = Some(candidate),
            [Some(best), None] if best.anchor != candidate.anchor => places[1] = Some(candidate),
            _ => {}
        }
    }

    /// Joins what is known of two sets.
    fn join(&mut self, kept: u32, gone: u32) {
        let both = self.0[kept as usize]
            .into_iter()
            .chain(self.0[gone as usize]);
        let mut all: Vec<Candidate> = both.flatten().collect();
        all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.anchor.cmp(&b.anchor)));
        self.0[kept as usize] = [None, None];
        for candidate in all {
            self.offer(kept, candidate);
        }
    }

    /// The weight of the best person other than `anchor`.
    fn other_than(&self, set: u32, anchor: u32) -> Option<f32> {
        let others = self.0[set as usize].into_iter().flatten();
        let mut others = others.filter(|candidate| candidate.anchor != anchor);
        others.next().map(|candidate| candidate.weight)
    }
}

impl Clusters {
    /// Joins by weight, the heaviest `pairs` first. A set joins a register person only where no other one fits nearly
    /// as well: that is left to people, as is what lies between the thresholds.
    pub fn apply_weighed(
        &mut self,
        pairs: &[ScoredPair],
        records: &[LinkRecord],
        thresholds: &Thresholds,
        margin_bits: f32,
    ) {
        let mut candidates = Candidates(vec![[None, None]; records.len()]);
        for pair in pairs {
            let (a, b) = (self.root(pair.left), self.root(pair.right));
            let candidate = |anchor| Candidate {
                anchor,
                weight: pair.weight,
            };
            match (self.is_anchored(a), self.is_anchored(b)) {
                (true, false) => candidates.offer(b, candidate(a)),
                (false, true) => candidates.offer(a, candidate(b)),
                _ => {}
            }
        }
        for pair in pairs {
            let (a, b) = (self.root(pair.left), self.root(pair.right));
            if a == b {
                continue;
            }
            let kinds = [pair.left, pair.right].map(|record| records[record as usize].kind);
            let is_match = f64::from(pair.weight) >= thresholds.of(kinds[0], kinds[1]).match_weight;
            let rival = match (self.is_anchored(a), self.is_anchored(b)) {
                (true, true) if is_match => {
                    self.leave_to_people(pair, ReviewReason::TwoRegisterPersons);
                    continue;
                }
                // Each of the two is somebody by better evidence.
                (true, true) => continue,
                (true, false) => candidates.other_than(b, a),
                (false, true) => candidates.other_than(a, b),
                (false, false) => None,
            };
            if rival.is_some_and(|rival| rival > pair.weight - margin_bits) {
                self.leave_to_people(pair, ReviewReason::SeveralCandidates);
            } else if is_match {
                let evidence = Evidence::Weight(pair.weight);
                self.join(evidence, (pair.left, pair.right));
                candidates.join(a.min(b), a.max(b));
            } else {
                self.leave_to_people(pair, ReviewReason::NotCertain);
            }
        }
    }

    fn leave_to_people(&mut self, pair: &ScoredPair, reason: ReviewReason) {
        self.review(ReviewPair {
            left: pair.left,
            right: pair.right,
            evidence: Evidence::Weight(pair.weight),
            reason,
        });
    }
}
