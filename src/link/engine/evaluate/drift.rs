//! How far tonight is from an earlier night: a source that changed shows here before it shows in persons.

use crate::link::engine::compare::comparison::{Comparison, MISSING_LEVEL, level_of};
use crate::link::engine::error::EngineError;
use crate::link::engine::pairs::patterns::PatternCounts;
use crate::link::engine::weigh::parameters::Parameters;

/// What moved between two nights of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    /// log2 of tonight's λ over the earlier.
    pub prior_bits: f64,
    /// The levels, those that moved most first.
    pub levels: Vec<LevelDrift>,
    /// Jensen and Shannon's divergence of the pattern distributions: 0 the same, 1 nothing in common.
    pub pattern_divergence: f64,
    /// Per comparison the share of candidate pairs that lack its fields, before and tonight.
    pub missing: Vec<MissingDrift>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LevelDrift {
    pub comparison: String,
    pub level: String,
    /// log2 of tonight's m over the earlier.
    pub m_bits: f64,
    /// log2 of tonight's u over the earlier.
    pub u_bits: f64,
}

impl LevelDrift {
    /// By how much the level's weight moved.
    #[must_use]
    pub fn weight_bits(&self) -> f64 {
        self.m_bits - self.u_bits
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct MissingDrift {
    pub comparison: String,
    pub before: f64,
    pub tonight: f64,
}

/// Compares two nights: parameters and patterns of the earlier, then tonight's.
///
/// # Errors
/// The parameters are for other comparisons than those of the model.
pub fn drift(
    comparisons: &[Comparison],
    before: (&Parameters, &PatternCounts),
    tonight: (&Parameters, &PatternCounts),
) -> Result<Drift, EngineError> {
    before.0.check(comparisons)?;
    tonight.0.check(comparisons)?;
    let pairs = before.0.comparisons.iter().zip(&tonight.0.comparisons);
    let mut levels: Vec<LevelDrift> = pairs
        .flat_map(|(before, tonight)| {
            let levels = before.levels.iter().zip(&tonight.levels);
            levels.map(|(earlier, later)| LevelDrift {
                comparison: before.name.clone(),
                level: earlier.label.clone(),
                m_bits: (later.m / earlier.m).log2(),
                u_bits: (later.u / earlier.u).log2(),
            })
        })
        .collect();
    levels.sort_by(|a, b| b.weight_bits().abs().total_cmp(&a.weight_bits().abs()));
    let missing = comparisons
        .iter()
        .enumerate()
        .map(|(at, comparison)| MissingDrift {
            comparison: comparison.name.clone(),
            before: missing_share(before.1, at),
            tonight: missing_share(tonight.1, at),
        });
    Ok(Drift {
        prior_bits: (tonight.0.prior / before.0.prior).log2(),
        levels,
        pattern_divergence: divergence(before.1, tonight.1),
        missing: missing.collect(),
    })
}

fn missing_share(patterns: &PatternCounts, comparison: usize) -> f64 {
    let missing = patterns
        .iter()
        .filter(|(pattern, _)| level_of(*pattern, comparison) == MISSING_LEVEL);
    missing.map(|(_, pairs)| pairs).sum::<u64>() as f64 / patterns.pairs().max(1) as f64
}

/// Jensen–Shannon divergence in bits (Lin 1991): with the mean distribution M, ½ KL(P‖M) + ½ KL(Q‖M).
///
/// Example: all pairs of one pattern, then half of another: 0.311.
#[must_use]
pub fn divergence(p: &PatternCounts, q: &PatternCounts) -> f64 {
    let (total_p, total_q) = (p.pairs().max(1) as f64, q.pairs().max(1) as f64);
    let half = |own: &PatternCounts, own_total: f64, other: &PatternCounts, other_total: f64| {
        let of_pattern = |(pattern, pairs): (u64, u64)| {
            let share = pairs as f64 / own_total;
            let others = other.count(pattern) as f64 / other_total;
            share * (2.0 * share / (share + others)).log2()
        };
        own.iter().map(of_pattern).sum::<f64>() / 2.0
    };
    (half(p, total_p, q, total_q) + half(q, total_q, p, total_p)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worked_divergence() {
        let before: PatternCounts = [(1, 8)].into_iter().collect();
        let tonight: PatternCounts = [(1, 5), (2, 5)].into_iter().collect();
        assert_eq!(divergence(&before, &before), 0.0);
        // ½ · log2(2 / 1.5) + ½ · (½ · log2(1 / 1.5) + ½ · log2(2)).
        assert!((divergence(&before, &tonight) - 0.311_278).abs() < 1e-6);
        assert_eq!(divergence(&before, &tonight), divergence(&tonight, &before));
        let other: PatternCounts = [(3, 1)].into_iter().collect();
        assert_eq!(divergence(&before, &other), 1.0);
    }
}
