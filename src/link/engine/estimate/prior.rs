//! λ: the probability that two random records match, before their fields are looked at.

use crate::link::engine::columns::Columns;
use crate::link::engine::error::EngineError;
use crate::link::engine::pairs::blocking::BlockingLimits;
use crate::link::engine::pairs::blocking_rule::BlockingRule;
use crate::link::engine::pairs::candidate_pairs::CandidatePairs;
use crate::link::engine::pairs::source_pairs::{SourcePairs, records_by_source};
use crate::link::engine::weigh::parameters::SourcePrior;

/// λ over all pairs and per pair of sources.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorEstimate {
    /// Pairs that meet a deterministic rule.
    pub found_pairs: u64,
    pub all_pairs: u64,
    pub prior: f64,
    pub by_sources: Vec<SourcePrior>,
}

/// Estimates λ: the pairs that meet one of `rules`, which nearly prove a match, over the share `recall` of all
/// matches that they are assumed to find, over all pairs. At least half a pair is taken as found.
///
/// Example: 6000 pairs found at recall 0.8 among 12.5 million: 7500 matches, λ = 0.0006.
///
/// # Errors
/// There are no pairs; too many meet the rules.
pub fn estimate_prior(
    columns: &Columns,
    rules: &[BlockingRule],
    recall: f64,
    sources: &SourcePairs,
    limits: BlockingLimits,
) -> Result<PriorEstimate, EngineError> {
    let sizes = sources.sizes(&records_by_source(columns.sources(), sources.sources()));
    let all_pairs: u64 = sizes.iter().map(|(_, size)| size).sum();
    if all_pairs == 0 {
        return Err(EngineError::NoPairs);
    }
    let candidates = CandidatePairs::new(columns, rules, sources, limits)?;
    let width = sources.sources();
    let found = candidates.visit(
        |_| vec![0_u64; width * width],
        |found, pairs| {
            for pair in pairs {
                let (a, b) = (columns.source(pair.left), columns.source(pair.right));
                found[usize::from(a.min(b)) * width + usize::from(a.max(b))] += 1;
            }
        },
    );
    let found_of = |(a, b): (u8, u8)| {
        let at = usize::from(a) * width + usize::from(b);
        found.iter().map(|found| found[at]).sum::<u64>()
    };
    let found_pairs = sizes.iter().map(|(pair, _)| found_of(*pair)).sum();
    let share = |found: u64, all: u64| {
        let matches = (found as f64).max(0.5) / recall;
        (matches / all as f64).min(0.5)
    };
    Ok(PriorEstimate {
        found_pairs,
        all_pairs,
        prior: share(found_pairs, all_pairs),
        by_sources: sizes
            .iter()
            .map(|(pair, size)| SourcePrior {
                left: pair.0,
                right: pair.1,
                prior: share(found_of(*pair), *size),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::engine::pairs::source_pairs::LinkType;

    #[test]
    fn pairs_found_over_recall_over_all_pairs() {
        let mut columns = Columns::new(vec![0, 0, 1, 1, 1]).unwrap();
        let ids = [Some("a"), Some("b"), Some("a"), Some("b"), None];
        let id = columns.add_text("id", ids).unwrap();
        let rules = [BlockingRule::on("id", &[id])];
        let sources = SourcePairs::new(LinkType::LinkAndDedupe, 2, &[]);
        let limits = BlockingLimits::default();
        let estimate = estimate_prior(&columns, &rules, 0.8, &sources, limits).unwrap();
        assert_eq!((estimate.found_pairs, estimate.all_pairs), (2, 10));
        assert!((estimate.prior - 0.25).abs() < 1e-12);
        let between = estimate
            .by_sources
            .iter()
            .find(|of| (of.left, of.right) == (0, 1))
            .unwrap();
        assert!((between.prior - 2.0 / 0.8 / 6.0).abs() < 1e-12);
    }
}
