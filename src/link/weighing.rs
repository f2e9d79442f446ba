//! Evidence weighed by a model, and the records that it joins.

use rayon::prelude::*;

use super::LinkError;
use super::clustering::Clusters;
use super::engine::{
    Columns, EngineError, Model, Parameters, ScoredPair, Thresholds, adapted, arranged,
    predict_wanted, train,
};
use super::fields;
use super::linked::{Estimated, Evidence, ReviewPair, ReviewReason, Weighed};
use super::options::{EarlierParameters, FIELDS, ProbabilisticOptions, ReuseParameters};
use crate::schema::records::RecordTable;

/// Weighs the pairs of `records` with numbers estimated from them, or those of an earlier night; of the pairs that are open
/// still those worth a look, the heaviest first.
///
/// # Errors
/// More records, text or pairs than the engine holds; a model that finds nothing to learn from; a disk that does not give
/// back what was put there.
pub fn weigh(
    records: &RecordTable,
    (options, earlier): (&ProbabilisticOptions, Option<&EarlierParameters>),
    shared_identifier_max: usize,
    is_open: impl Fn(u32, u32) -> bool + Sync,
) -> Result<(Vec<ScoredPair>, Weighed, Estimated), LinkError> {
    let columns = fields::columns(records, &options.model, shared_identifier_max)?;
    let columns = arranged(columns, &options.model.blocking_rules);
    let Learnt {
        parameters,
        untrained,
        is_reused,
    } = learn(&columns, options, earlier)?;
    let model = model_of_night(&options.model, &columns, &parameters, is_reused);
    let (mut pairs, report) = predict_wanted(&columns, &model, &parameters, is_open)?;
    pairs.par_sort_unstable_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let refused = report.rules.iter().map(|rule| rule.refused_blocks.len());
    let weighed = Weighed {
        compared_pairs: report.compared_pairs,
        matching_pairs: report.matching_pairs,
        prior: parameters.prior,
        untrained,
        refused_blocks: refused.sum(),
        is_reused,
    };
    let estimated = Estimated {
        parameters,
        patterns: report.patterns,
    };
    Ok((pairs, weighed, estimated))
}

/// The model as a night weighs by it: supplied frequencies in the form of their fields, and with reused numbers no
/// frequencies that tonight's records are too few to tell.
#[must_use]
pub fn model_of_night(
    model: &Model,
    columns: &Columns,
    parameters: &Parameters,
    is_reused: bool,
) -> Model {
    let mut of_night = match is_reused {
        true => model.without_idle_frequencies(columns.len(), parameters),
        false => model.clone(),
    };
    for supplied in &mut of_night.supplied_frequencies {
        let field = FIELDS[supplied.column.position()].0;
        *supplied = supplied.in_form(|value| fields::in_form(field, value));
    }
    of_night
}

/// The numbers to weigh with.
struct Learnt {
    parameters: Parameters,
    untrained: Vec<String>,
    is_reused: bool,
}

fn learn(
    columns: &Columns,
    options: &ProbabilisticOptions,
    earlier: Option<&EarlierParameters>,
) -> Result<Learnt, EngineError> {
    let (model, training) = (&options.model, &options.training);
    let reused = |earlier: &EarlierParameters| {
        Ok(Learnt {
            parameters: adapted(columns, model, training, &earlier.parameters)?,
            untrained: earlier.untrained.clone(),
            is_reused: true,
        })
    };
    let earlier = earlier.filter(|_| options.reuse != ReuseParameters::Never);
    if let (Some(earlier), ReuseParameters::Always) = (earlier, options.reuse) {
        return reused(earlier);
    }
    match (train(columns, model, training), earlier) {
        (Ok((parameters, report)), _) => Ok(Learnt {
            parameters,
            untrained: report.untrained,
            is_reused: false,
        }),
        (Err(EngineError::NoUsableSession { .. }), Some(earlier)) => reused(earlier),
        (Err(error), _) => Err(error),
    }
}

/// The pairs of each record, the heaviest first, and the records of each set.
struct Neighbours<'p> {
    pairs: &'p [ScoredPair],
    /// Of a record: where its pairs end in `of_record`.
    ends: Vec<u32>,
    of_record: Vec<u32>,
    /// The next record of the same set; the last points at the first.
    next: Vec<u32>,
}

impl<'p> Neighbours<'p> {
    fn new(pairs: &'p [ScoredPair], clusters: &mut Clusters, records: usize) -> Self {
        let mut ends = vec![0_u32; records + 1];
        for pair in pairs {
            ends[pair.left as usize + 1] += 1;
            ends[pair.right as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut places = ends.clone();
        let mut of_record = vec![0; 2 * pairs.len()];
        for (number, pair) in (0_u32..).zip(pairs) {
            for record in [pair.left, pair.right] {
                let place = &mut places[record as usize];
                of_record[*place as usize] = number;
                *place += 1;
            }
        }
        let mut neighbours = Self {
            pairs,
            ends,
            of_record,
            next: (0..records as u32).collect(),
        };
        for record in 0..records as u32 {
            let root = clusters.root(record);
            if root != record {
                neighbours.join(root, record);
            }
        }
        neighbours
    }

    /// Makes one ring of the rings of two records.
    fn join(&mut self, a: u32, b: u32) {
        self.next.swap(a as usize, b as usize);
    }

    /// The records of the set that `record` is in.
    fn set(&self, record: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = Some(record);
        std::iter::from_fn(move || {
            let here = at?;
            at = Some(self.next[here as usize]).filter(|next| *next != record);
            Some(here)
        })
    }

    /// The pairs of a record, the heaviest first: the other record and the weight.
    fn of(&self, record: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let range = self.ends[record as usize] as usize..self.ends[record as usize + 1] as usize;
        self.of_record[range].iter().map(move |number| {
            let pair = &self.pairs[*number as usize];
            (pair.left + pair.right - record, pair.weight)
        })
    }

    /// Whether a record of the set that `record` is in weighs more than `weight` with a register person other than the
    /// one whose root is `anchor`.
    fn has_rival(&self, clusters: &mut Clusters, record: u32, anchor: u32, weight: f32) -> bool {
        let own = clusters.root(record);
        for member in self.set(record) {
            for (other, found) in self.of(member) {
                if found <= weight {
                    break;
                }
                let root = clusters.root(other);
                let is_open = |root| !clusters.are_apart(own, root);
                if root != anchor && clusters.is_anchored(root) && is_open(root) {
                    return true;
                }
            }
        }
        false
    }
}

impl Clusters {
    /// Joins by weight, the heaviest `pairs` first. A set joins a register person only where no other one fits nearly
    /// as well: that is left to people, as is what lies between the thresholds.
    pub fn apply_weighed(
        &mut self,
        pairs: &[ScoredPair],
        kinds: &[u8],
        thresholds: &Thresholds,
        margin_bits: f32,
    ) {
        let mut neighbours = Neighbours::new(pairs, self, kinds.len());
        for pair in pairs {
            let (a, b) = (self.root(pair.left), self.root(pair.right));
            if a == b || self.are_apart(a, b) {
                continue;
            }
            let [left, right] = [pair.left, pair.right].map(|record| kinds[record as usize]);
            let is_match = f64::from(pair.weight) >= thresholds.of(left, right).match_weight;
            let at_least = pair.weight - margin_bits;
            let has_rival = match (self.is_anchored(a), self.is_anchored(b)) {
                (true, true) if is_match => {
                    self.leave_to_people(pair, ReviewReason::TwoRegisterPersons);
                    continue;
                }
                // Each of the two is somebody by better evidence.
                (true, true) => continue,
                (true, false) => neighbours.has_rival(self, b, a, at_least),
                (false, true) => neighbours.has_rival(self, a, b, at_least),
                (false, false) => false,
            };
            if has_rival {
                self.leave_to_people(pair, ReviewReason::SeveralCandidates);
            } else if is_match {
                self.join(Evidence::Weight(pair.weight), (pair.left, pair.right));
                neighbours.join(a, b);
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
