//! m by expectation and maximisation on pattern counts (Dempster, Laird, Rubin 1977; Winkler 1988).

use super::u_probability::normalise;
use crate::link::engine::compare::comparison::{Comparison, MISSING_LEVEL, level_of};
use crate::link::engine::pairs::patterns::PatternCounts;
use crate::link::engine::weigh::parameters::LevelProbabilities;

/// When to stop, and how much an unseen level counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmOptions {
    pub iterations_max: usize,
    /// Converged when no m and not λ moved more.
    pub change_max: f64,
    /// Pairs added to every level, so that none is impossible.
    pub pseudo_count: f64,
    /// Fewer expected matches are no basis.
    pub matches_min: f64,
}

impl Default for EmOptions {
    fn default() -> Self {
        Self {
            iterations_max: 500,
            change_max: 1e-5,
            pseudo_count: 0.5,
            matches_min: 10.0,
        }
    }
}

/// A session's data: the patterns of the pairs under its rule, with the comparisons that it may teach.
#[derive(Debug, Clone)]
pub struct Session {
    pub rule: String,
    /// The others are of fields that the rule blocks on, on which all its pairs agree.
    pub is_trained: Vec<bool>,
    pub patterns: PatternCounts,
}

/// One step's figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Iteration {
    /// The share of matches among the session's pairs.
    pub matched_share: f64,
    /// The largest change of m or the share.
    pub change: f64,
    /// Of the parameters before the step, natural logarithm.
    pub log_likelihood: f64,
}

/// Why a session's estimates are not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Degenerate {
    #[error("it expects next to no matches")]
    NoMatches,
    #[error("it expects nearly all pairs to match, by levels that matches and others share alike")]
    Flat,
    #[error("what it takes for matches agrees less than the others")]
    Inverted,
}

/// What a session found.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimated {
    pub m: LevelProbabilities,
    pub matched_share: f64,
    /// Per comparison the matches that had its fields: how much the estimate is worth.
    pub matches: Vec<f64>,
    pub iterations: Vec<Iteration>,
    pub has_converged: bool,
    pub degenerate: Option<Degenerate>,
}

/// The m to begin with: 0.9 for the first level, the rest halved from level to level.
#[must_use]
pub fn initial_m(comparisons: &[Comparison]) -> LevelProbabilities {
    let of_comparison = |comparison: &Comparison| {
        let mut m: Vec<f64> = (0..=comparison.else_level())
            .map(|level| {
                if level == 1 {
                    1.0
                } else {
                    0.1 / f64::from(1 << level)
                }
            })
            .collect();
        normalise(&mut m);
        m
    };
    comparisons.iter().map(of_comparison).collect()
}

/// The probability that a pair of this pattern matches, by the comparisons that `counts` says.
///
/// λ Π m / (λ Π m + (1 − λ) Π u), in logarithms. Example: λ = 0.1, m = 0.9, u = 0.1: 0.09 / (0.09 + 0.09) = 0.5.
#[must_use]
pub fn match_probability(
    pattern: u64,
    matched_share: f64,
    (m, u): (&LevelProbabilities, &LevelProbabilities),
    counts: &[bool],
) -> f64 {
    let (matched, unmatched) = joint_logarithms(pattern, matched_share, (m, u), counts);
    1.0 / (1.0 + (unmatched - matched).exp())
}

fn joint_logarithms(
    pattern: u64,
    matched_share: f64,
    (m, u): (&LevelProbabilities, &LevelProbabilities),
    counts: &[bool],
) -> (f64, f64) {
    let mut joint = (matched_share.ln(), (1.0 - matched_share).ln());
    for (at, _) in counts.iter().enumerate().filter(|(_, counts)| **counts) {
        let level = level_of(pattern, at);
        joint.0 += m[at][level].ln();
        joint.1 += u[at][level].ln();
    }
    joint
}

/// Estimates m and the share of matches of a session; u stays.
#[must_use]
pub fn estimate_m(
    session: &Session,
    u: &LevelProbabilities,
    start: &LevelProbabilities,
    matched_share: f64,
    options: &EmOptions,
) -> Estimated {
    let patterns = session
        .patterns
        .restricted_to(|at| session.is_trained.get(at) == Some(&true));
    let mut found = Estimated {
        m: start.clone(),
        matched_share,
        matches: vec![0.0; start.len()],
        iterations: Vec::new(),
        has_converged: false,
        degenerate: None,
    };
    let pairs = patterns.pairs() as f64;
    while !found.has_converged && found.iterations.len() < options.iterations_max && pairs > 0.0 {
        let (counts, matched, log_likelihood) = expected_counts(&patterns, session, u, &found);
        let share = (matched / pairs).clamp(1e-12, 1.0 - 1e-12);
        let mut change = (share - found.matched_share).abs();
        found.matched_share = share;
        for (at, mut counts) in counts
            .into_iter()
            .enumerate()
            .filter(|(at, _)| session.is_trained[*at])
        {
            found.matches[at] = counts[1..].iter().sum();
            counts
                .iter_mut()
                .for_each(|count| *count += options.pseudo_count);
            normalise(&mut counts);
            let changes = counts
                .iter()
                .zip(&found.m[at])
                .map(|(new, old)| (new - old).abs());
            change = changes.fold(change, f64::max);
            found.m[at] = counts;
        }
        found.has_converged = change < options.change_max;
        found.iterations.push(Iteration {
            matched_share: share,
            change,
            log_likelihood,
        });
    }
    found.degenerate = degenerate(session, &found, u, pairs, options);
    found
}

/// Per comparison and level the pairs expected to match; all of them; the log likelihood.
fn expected_counts(
    patterns: &PatternCounts,
    session: &Session,
    u: &LevelProbabilities,
    current: &Estimated,
) -> (Vec<Vec<f64>>, f64, f64) {
    let mut counts: Vec<Vec<f64>> = u.iter().map(|levels| vec![0.0; levels.len()]).collect();
    let (mut matched, mut log_likelihood) = (0.0, 0.0);
    for (pattern, pairs) in patterns.iter() {
        let probabilities = (&current.m, u);
        let joint = joint_logarithms(
            pattern,
            current.matched_share,
            probabilities,
            &session.is_trained,
        );
        let expected = pairs as f64 / (1.0 + (joint.1 - joint.0).exp());
        let larger = joint.0.max(joint.1);
        log_likelihood += pairs as f64 * (larger + (-(joint.0 - joint.1).abs()).exp().ln_1p());
        matched += expected;
        for (at, counts) in counts.iter_mut().enumerate() {
            counts[level_of(pattern, at)] += expected;
        }
    }
    (counts, matched, log_likelihood)
}

fn degenerate(
    session: &Session,
    found: &Estimated,
    u: &LevelProbabilities,
    pairs: f64,
    options: &EmOptions,
) -> Option<Degenerate> {
    if found.matched_share * pairs < options.matches_min {
        return Some(Degenerate::NoMatches);
    }
    let trained = (0..u.len()).filter(|at| session.is_trained[*at] && found.matches[*at] > 0.0);
    // What a matching pair's evidence is worth on average, in bits.
    let bits: f64 = trained
        .clone()
        .flat_map(|at| (MISSING_LEVEL + 1..u[at].len()).map(move |level| (at, level)))
        .map(|(at, level)| found.m[at][level] * (found.m[at][level] / u[at][level]).log2())
        .sum();
    if bits < 1.0 {
        return Some(Degenerate::Flat);
    }
    let is_inverted = |at: &usize| found.m[*at][1] < u[*at][1];
    let inverted = trained.clone().filter(is_inverted).count();
    (2 * inverted > trained.count()).then_some(Degenerate::Inverted)
}

/// One m of several sessions: their mean per comparison, weighted by the matches that each had, and whether any
/// taught the comparison.
#[must_use]
pub fn combined_m(
    start: &LevelProbabilities,
    sessions: &[(&Session, Estimated)],
) -> (LevelProbabilities, Vec<bool>) {
    let mut m = start.clone();
    let mut is_trained = vec![false; start.len()];
    for (at, levels) in m.iter_mut().enumerate() {
        let usable = sessions.iter().filter(|(session, found)| {
            session.is_trained[at] && found.degenerate.is_none() && found.matches[at] > 0.0
        });
        let mut sums = vec![0.0; levels.len()];
        for (_, found) in usable {
            is_trained[at] = true;
            let shares = sums.iter_mut().zip(&found.m[at]);
            shares.for_each(|(sum, m)| *sum += found.matches[at] * m);
        }
        if is_trained[at] {
            normalise(&mut sums);
            *levels = sums;
        }
    }
    (m, is_trained)
}
