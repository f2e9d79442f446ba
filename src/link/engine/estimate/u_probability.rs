//! u: how often pairs that do not match agree at each level, from random pairs of records.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::domain::fast_map::FastMap;
use crate::link::engine::columns::{ColumnId, Columns};
use crate::link::engine::compare::comparison::{Comparator, Comparison, MISSING_LEVEL, level_of};
use crate::link::engine::error::EngineError;
use crate::link::engine::pairs::blocking::{BlocksWanted, RuleBlocks};
use crate::link::engine::pairs::blocking_rule::BlockingRule;
use crate::link::engine::pairs::patterns::PatternCounts;
use crate::link::engine::pairs::source_pairs::{SourcePairs, records_by_source};
use crate::link::engine::weigh::parameters::LevelProbabilities;

/// Random pairs are drawn in chunks of so many, each with a generator of its own.
const CHUNK_PAIRS: u64 = 1 << 16;

/// So many are read together before they are compared.
const BATCH_PAIRS: usize = 128;

/// A level that no pair shows counts as half a pair.
const PSEUDO_COUNT: f64 = 0.5;

/// Of value frequencies, agreement by expected matches may be so much of all agreement before they say more of
/// matches than of chance.
const MATCH_SHARE_MAX: f64 = 0.2;

/// The patterns of pairs of random records: all pairs where they are at most `pairs_max`, else so many drawn with
/// replacement.
///
/// # Errors
/// There are no pairs.
pub fn random_patterns(
    columns: &Columns,
    comparator: &Comparator,
    sources: &SourcePairs,
    pairs_max: u64,
    seed: u64,
) -> Result<PatternCounts, EngineError> {
    let sizes = sources.sizes(&records_by_source(columns.sources(), sources.sources()));
    let total: u64 = sizes.iter().map(|(_, size)| size).sum();
    if total == 0 {
        return Err(EngineError::NoPairs);
    }
    if total <= pairs_max {
        return Ok(all_patterns(columns, comparator, sources));
    }
    let mut by_source: Vec<Vec<u32>> = vec![Vec::new(); sources.sources()];
    // In the order in which records were given: how they are arranged must not choose the pairs.
    for record in columns.in_given_order() {
        by_source[usize::from(columns.source(record))].push(record);
    }
    let tallies: Vec<FastMap<u64, u64>> = (0..pairs_max.div_ceil(CHUNK_PAIRS))
        .into_par_iter()
        .map(|chunk| {
            let pairs = CHUNK_PAIRS.min(pairs_max - chunk * CHUNK_PAIRS);
            let mut random =
                Xoshiro256PlusPlus::seed_from_u64(seed ^ chunk.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let drawn: Vec<(u32, u32)> = (0..pairs)
                .map(|_| random_pair(&mut random, &sizes, total, &by_source))
                .collect();
            let mut tally = FastMap::default();
            for batch in drawn.chunks(BATCH_PAIRS) {
                comparator.touch(batch.iter().copied());
                for (a, b) in batch {
                    *tally
                        .entry(comparator.pattern(*a.min(b), *a.max(b)))
                        .or_default() += 1;
                }
            }
            tally
        })
        .collect();
    Ok(PatternCounts::merged(tallies))
}

fn all_patterns(
    columns: &Columns,
    comparator: &Comparator,
    sources: &SourcePairs,
) -> PatternCounts {
    let records = columns.len() as u32;
    let tallies: Vec<FastMap<u64, u64>> = (0..records)
        .into_par_iter()
        .fold(FastMap::default, |mut tally, left| {
            let source = columns.source(left);
            for right in left + 1..records {
                if sources.allows(source, columns.source(right)) {
                    *tally.entry(comparator.pattern(left, right)).or_default() += 1;
                }
            }
            tally
        })
        .collect();
    PatternCounts::merged(tallies)
}

/// A pair of different records, every pair of the sources sought as likely as every other.
fn random_pair(
    random: &mut impl rand::Rng,
    sizes: &[((u8, u8), u64)],
    total: u64,
    by_source: &[Vec<u32>],
) -> (u32, u32) {
    let mut at = random.random_range(0..total);
    let mut chosen = sizes[0].0;
    for (sources, size) in sizes {
        chosen = *sources;
        if at < *size {
            break;
        }
        at -= size;
    }
    let (left, right) = (
        &by_source[usize::from(chosen.0)],
        &by_source[usize::from(chosen.1)],
    );
    loop {
        let a = left[random.random_range(0..left.len())];
        let b = right[random.random_range(0..right.len())];
        if a != b {
            return (a, b);
        }
    }
}

/// u per comparison and level: the share of the level among random pairs, each counted by the probability that it
/// does not match, `unmatched` of its pattern. So the matches among random pairs, which in a small table make up all
/// agreement on an identifier, are not taken for chance.
#[must_use]
pub fn u_probabilities(
    comparisons: &[Comparison],
    patterns: &PatternCounts,
    unmatched: impl Fn(u64) -> f64,
) -> LevelProbabilities {
    let mut counts: Vec<Vec<f64>> = comparisons
        .iter()
        .map(|comparison| vec![PSEUDO_COUNT; comparison.else_level() + 1])
        .collect();
    for (pattern, pairs) in patterns.iter() {
        let share = pairs as f64 * unmatched(pattern);
        for (at, counts) in counts.iter_mut().enumerate() {
            counts[level_of(pattern, at)] += share;
        }
    }
    counts.iter_mut().for_each(|counts| normalise(counts));
    counts
}

/// Makes shares of counts by level; missing, which is no evidence, has probability 1.
pub(super) fn normalise(counts: &mut [f64]) {
    let total: f64 = counts[1..].iter().sum();
    counts.iter_mut().for_each(|count| *count /= total);
    counts[MISSING_LEVEL] = 1.0;
}

/// What value frequencies say of a comparison's exact level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    pub comparison: usize,
    /// Pairs of records that share a value.
    pub agreeing: u64,
    /// Pairs of records that have values.
    pub total: u64,
}

/// The agreement by value frequencies of the comparisons whose first level is that a column is equal.
#[must_use]
pub fn agreements(
    columns: &Columns,
    comparisons: &[Comparison],
    sources: &SourcePairs,
) -> Vec<Agreement> {
    let of_comparison = |(comparison, of): (usize, &Comparison)| {
        let (agreeing, total) = agreeing_pairs(columns, first_exact(of)?, sources);
        Some(Agreement {
            comparison,
            agreeing,
            total,
        })
    };
    // One after the other: each takes all threads, and 16 bytes a record.
    let comparisons = comparisons.iter().enumerate();
    comparisons.filter_map(of_comparison).collect()
}

/// Replaces u of exact levels by what value frequencies say: the share of the pairs that share a value, without the
/// matches expected among them. The other levels share the rest as before.
///
/// Exact for any number of records, where draws seldom see agreement at all. Left as it is where matches would be
/// more than a fifth of all agreement: there, the estimate would be that of their number.
pub fn refine_by_frequencies(
    agreements: &[Agreement],
    (prior, m): (f64, &LevelProbabilities),
    u: &mut LevelProbabilities,
) {
    for agreement in agreements {
        let (m, u) = (&m[agreement.comparison], &mut u[agreement.comparison]);
        let (agreeing, total) = (agreement.agreeing as f64, agreement.total as f64);
        let matches = prior * total;
        let by_match = matches * m[1];
        if agreement.agreeing == 0 || by_match > MATCH_SHARE_MAX * agreeing {
            continue;
        }
        let exact = (agreeing - by_match) / (total - matches);
        let rest = (1.0 - exact) / (1.0 - u[1]);
        u[1] = exact;
        u[2..].iter_mut().for_each(|other| *other *= rest);
    }
}

/// The column whose equality is the first level, and whose lack is missing.
fn first_exact(comparison: &Comparison) -> Option<ColumnId> {
    let only = (comparison.missing_without.len() == 1).then(|| comparison.missing_without[0])?;
    (comparison.exact_level(only) == Some(1)).then_some(only)
}

/// The pairs of records that share a value of `column`, and all pairs that have values.
#[must_use]
pub fn agreeing_pairs(columns: &Columns, column: ColumnId, sources: &SourcePairs) -> (u64, u64) {
    let records = (0..columns.len() as u32).into_par_iter();
    let width = sources.sources();
    let count = |mut counts: Vec<u64>, record| {
        let is_filled = !columns.is_missing(column, record);
        counts[usize::from(columns.source(record))] += u64::from(is_filled);
        counts
    };
    let sum = |a: Vec<u64>, b: Vec<u64>| a.iter().zip(b).map(|(a, b)| a + b).collect();
    let filled = records.fold(|| vec![0; width], count);
    let filled = filled.reduce(|| vec![0; width], sum);
    let rule = BlockingRule::on(columns.name(column), &[column]);
    let blocks = RuleBlocks::new(columns, &rule, sources.clone(), BlocksWanted::All);
    (blocks.pairs, sources.total(&filled))
}
