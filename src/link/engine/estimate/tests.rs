//! Estimation and weights against slow or closed-form computations, on small invented people.

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::em::{Degenerate, EmOptions, Session, combined_m, estimate_m, match_probability};
use super::train::{TrainOptions, train};
use super::u_probability::{agreeing_pairs, random_patterns, u_probabilities};
use crate::link::engine::columns::Columns;
use crate::link::engine::compare::comparison::{Comparator, Comparison, Level, level_of};
use crate::link::engine::compare::level::Predicate;
use crate::link::engine::evaluate::evaluation::{evaluate_pairs, self_weight};
use crate::link::engine::model::{Model, Training};
use crate::link::engine::pairs::arrangement::arranged;
use crate::link::engine::pairs::blocking::BlockingLimits;
use crate::link::engine::pairs::blocking_rule::BlockingRule;
use crate::link::engine::pairs::patterns::PatternCounts;
use crate::link::engine::pairs::source_pairs::{LinkType, SourcePairs};
use crate::link::engine::weigh::explain::Explainer;
use crate::link::engine::weigh::parameters::{LevelProbabilities, Parameters};
use crate::link::engine::weigh::predict::{ScoredPair, matching_pairs, predict};
use crate::link::engine::weigh::scoring::Scorer;
use crate::link::engine::weigh::thresholds::{Threshold, Thresholds};

/// Two sources of `people` people each, a third of whom are in both; names of few values, slips in a tenth.
fn people(people: u32, seed: u64) -> (Columns, Vec<u32>) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let (mut sources, mut truth, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for person in 0..people {
        let row: [u32; 4] = [40, 60, 90, 25].map(|values| random.random_range(0..values));
        for source in 0..2_u8 {
            if source == 1 && person % 3 != 0 {
                continue;
            }
            let worn = row.map(|value| match random.random_range(0..20) {
                0 => None,
                1 => Some(random.random_range(0..90)),
                _ => Some(value),
            });
            sources.push(source);
            truth.push(person);
            rows.push(worn);
        }
    }
    let mut columns = Columns::new(sources).unwrap();
    for (at, name) in ["given", "family", "birth", "place"]
        .into_iter()
        .enumerate()
    {
        let texts: Vec<Option<String>> = rows
            .iter()
            .map(|row| row[at].map(|value| format!("{name}{value:02}")))
            .collect();
        columns
            .add_text(name, texts.iter().map(Option::as_deref))
            .unwrap();
    }
    (columns, truth)
}

fn model(columns: &Columns) -> Model {
    let [given, family, birth, place] =
        ["given", "family", "birth", "place"].map(|name| columns.id(name).unwrap());
    let comparison = |name: &str, column| {
        let exact = Level::new("exact", Predicate::Equal(column)).with_term_frequency(column, 1.0);
        let near = Level::new("near", Predicate::levenshtein(column, 1));
        Comparison::new(name, column, vec![exact, near])
    };
    Model {
        link_type: LinkType::Link,
        sources: 2,
        without_duplicates: Vec::new(),
        comparisons: vec![
            comparison("given", given),
            comparison("family", family),
            comparison("birth", birth),
            comparison("place", place),
        ],
        blocking_rules: vec![
            BlockingRule::on("given", &[given]),
            BlockingRule::on("family and birth", &[family, birth]),
            BlockingRule::on("birth", &[birth]),
        ],
        limits: BlockingLimits::default(),
        training: Training {
            deterministic_rules: vec![BlockingRule::on("all", &[given, family, birth])],
            recall: 0.8,
            sessions: vec![
                BlockingRule::on("given", &[given]),
                BlockingRule::on("birth", &[birth]),
            ],
        },
        supplied_frequencies: Vec::new(),
        term_frequency_min: 1e-4,
        thresholds: Thresholds::new(Threshold::of_probabilities(0.95, 0.01)),
    }
}

/// One step of expectation and maximisation over single pairs, in plain probabilities.
fn slow_step(
    pairs: &[u64],
    (m, share): (&LevelProbabilities, f64),
    u: &LevelProbabilities,
    pseudo_count: f64,
) -> (LevelProbabilities, f64) {
    let mut counts: LevelProbabilities = u
        .iter()
        .map(|levels| vec![pseudo_count; levels.len()])
        .collect();
    let mut matched = 0.0;
    for pattern in pairs {
        let product = |of: &LevelProbabilities| -> f64 {
            (0..of.len())
                .map(|at| of[at][level_of(*pattern, at)])
                .product()
        };
        let (with, without) = (share * product(m), (1.0 - share) * product(u));
        let probability = with / (with + without);
        matched += probability;
        for (at, counts) in counts.iter_mut().enumerate() {
            counts[level_of(*pattern, at)] += probability;
        }
    }
    for counts in &mut counts {
        let total: f64 = counts[1..].iter().sum();
        counts.iter_mut().for_each(|count| *count /= total);
        counts[0] = 1.0;
    }
    (counts, matched / pairs.len() as f64)
}

proptest! {
    #[test]
    fn em_on_counts_is_em_on_pairs(
        pairs in proptest::collection::vec((0..4_u64, 0..4_u64, 0..4_u64), 30..80), steps in 1..6_usize
    ) {
        let pairs: Vec<u64> = pairs.into_iter().map(|(a, b, c)| a | b << 4 | c << 8).collect();
        let patterns: PatternCounts = pairs.iter().map(|pattern| (*pattern, 1)).collect();
        let u = vec![vec![1.0, 0.05, 0.15, 0.8]; 3];
        let start = vec![vec![1.0, 0.7, 0.2, 0.1]; 3];
        let session = Session { rule: String::new(), is_trained: vec![true; 3], patterns };
        let options = EmOptions { iterations_max: steps, change_max: 0.0, ..EmOptions::default() };
        let found = estimate_m(&session, &u, &start, 0.3, &options);
        let mut slow = (start, 0.3);
        for _ in 0..steps {
            slow = slow_step(&pairs, (&slow.0, slow.1), &u, options.pseudo_count);
        }
        prop_assert!((found.matched_share - slow.1).abs() < 1e-9);
        for (found, slow) in found.m.iter().flatten().zip(slow.0.iter().flatten()) {
            prop_assert!((found - slow).abs() < 1e-9);
        }
        // The likelihood with the pseudo-counts grows; without, it may fall by what they cost.
        prop_assert!(found.iterations.iter().all(|step| step.log_likelihood.is_finite()));
    }
}

#[test]
fn likelihood_never_falls_without_pseudo_counts() {
    let (columns, _) = people(300, 5);
    let model = model(&columns);
    let comparator = Comparator::new(&columns, &model.comparisons);
    let sources = model.source_pairs();
    let patterns = random_patterns(&columns, &comparator, &sources, u64::MAX, 1).unwrap();
    let u = u_probabilities(&model.comparisons, &patterns, |_| 1.0);
    let start = super::em::initial_m(&model.comparisons);
    let session = Session {
        rule: String::new(),
        is_trained: vec![true; 4],
        patterns,
    };
    let options = EmOptions {
        pseudo_count: 0.0,
        ..EmOptions::default()
    };
    let found = estimate_m(&session, &u, &start, 0.01, &options);
    assert!(found.has_converged && found.degenerate.is_none());
    let rises =
        |pair: &[super::em::Iteration]| pair[1].log_likelihood >= pair[0].log_likelihood - 1e-6;
    assert!(found.iterations.windows(2).all(rises));
}

#[test]
fn sessions_without_matches_are_set_aside() {
    let patterns: PatternCounts = [(0x33, 1000)].into_iter().collect();
    let u = vec![vec![1.0, 0.05, 0.15, 0.8]; 2];
    let start = vec![vec![1.0, 0.7, 0.2, 0.1]; 2];
    let session = Session {
        rule: String::new(),
        is_trained: vec![true; 2],
        patterns,
    };
    let found = estimate_m(&session, &u, &start, 0.01, &EmOptions::default());
    assert!(
        matches!(
            found.degenerate,
            Some(Degenerate::NoMatches | Degenerate::Flat)
        ),
        "{found:?}"
    );
    let (m, is_trained) = combined_m(&start, &[(&session, found)]);
    assert_eq!((m, is_trained), (start, vec![false; 2]));
}

#[test]
fn a_worked_probability() {
    let (m, u) = (vec![vec![1.0, 0.9, 0.1]], vec![vec![1.0, 0.1, 0.9]]);
    let probability = |pattern| match_probability(pattern, 0.1, (&m, &u), &[true]);
    assert!((probability(1) - 0.5).abs() < 1e-12);
    assert!((probability(2) - 0.01 / 0.82).abs() < 1e-12);
    assert!((probability(0) - 0.1).abs() < 1e-12);
}

#[test]
fn estimates_are_near_the_truth() {
    let (columns, truth) = people(1500, 1);
    let model = model(&columns);
    let (parameters, report) = train(&columns, &model, &TrainOptions::default()).unwrap();
    assert!(report.untrained.is_empty());
    let comparator = Comparator::new(&columns, &model.comparisons);
    let mut counts = vec![[[0.0_f64; 4]; 2]; 4];
    let records = columns.len() as u32;
    for a in 0..records {
        for b in (a + 1..records).filter(|b| columns.source(a) != columns.source(*b)) {
            let is_match = usize::from(truth[a as usize] == truth[b as usize]);
            for (at, counts) in counts.iter_mut().enumerate() {
                counts[is_match][comparator.level(at, a, b)] += 1.0;
            }
        }
    }
    for (comparison, counts) in parameters.comparisons.iter().zip(&counts) {
        for (at, level) in comparison.levels.iter().enumerate() {
            let share = |counts: &[f64; 4]| counts[at + 1] / counts[1..].iter().sum::<f64>();
            assert!(
                (level.m - share(&counts[1])).abs() < 0.03,
                "m of {comparison:?}"
            );
            let (u, expected) = (level.u, share(&counts[0]));
            assert!(
                (u - expected).abs() < 0.1 * expected + 1e-4,
                "{u} is not {expected} of {comparison:?}"
            );
        }
    }
    let (pairs, _) = predict(&columns, &model, &parameters).unwrap();
    let matching = pairs
        .iter()
        .filter(|pair| pair.weight > 4.25)
        .map(|pair| (pair.left, pair.right));
    let counts = evaluate_pairs(matching, &truth, columns.sources(), &model.source_pairs());
    assert!(counts.precision() > 0.95, "{counts:?}");
}

#[test]
fn all_mistakes_of_a_model_are_named() {
    let (columns, _) = people(10, 1);
    let mut model = model(&columns);
    assert_eq!(model.problems(&columns), []);
    model.sources = 1;
    model.training.recall = 0.0;
    model.blocking_rules.clear();
    model.comparisons[1].name = model.comparisons[0].name.clone();
    model.comparisons[0].levels[1].label = "exact".to_owned();
    if let Some(term_frequency) = &mut model.comparisons[2].levels[0].term_frequency {
        term_frequency.weight = 1.5;
    }
    assert_eq!(
        model.problems(&columns).len(),
        6,
        "{:?}",
        model.problems(&columns)
    );
    assert!(train(&columns, &model, &TrainOptions::default()).is_err());
}

#[test]
fn sources_have_thresholds_of_their_own() {
    let (columns, _) = people(300, 3);
    let mut model = model(&columns);
    let (parameters, _) = train(&columns, &model, &TrainOptions::default()).unwrap();
    let (pairs, report) = predict(&columns, &model, &parameters).unwrap();
    let matching = matching_pairs(&pairs, columns.sources(), &model.thresholds);
    assert_eq!(matching.len() as u64, report.matching_pairs);
    model
        .thresholds
        .by_sources
        .push(((1, 0), Threshold::of_probabilities(1.0 - 1e-12, 0.01)));
    let (_, strict) = predict(&columns, &model, &parameters).unwrap();
    assert!(strict.matching_pairs < report.matching_pairs);
    assert_eq!(
        strict.matching_pairs + strict.review_pairs,
        pairs.len() as u64
    );
}

fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(work)
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let (columns, _) = people(400, 2);
    let model = model(&columns);
    let options = TrainOptions {
        random_pairs_max: 20_000,
        ..TrainOptions::default()
    };
    let run = || {
        let (parameters, _) = train(&columns, &model, &options).unwrap();
        let (pairs, report) = predict(&columns, &model, &parameters).unwrap();
        (toml::to_string(&parameters).unwrap(), pairs, report)
    };
    let (one, two) = (in_threads(1, run), in_threads(2, run));
    assert_eq!(one.0, two.0);
    assert_eq!(one.2, two.2);
    let bits = |pairs: &[ScoredPair]| -> Vec<(u32, u32, u32, u32)> {
        pairs
            .iter()
            .map(|pair| (pair.left, pair.right, pair.weight.to_bits(), pair.pattern))
            .collect()
    };
    assert_eq!(bits(&one.1), bits(&two.1));
}

/// The same people, the last first.
fn reversed(columns: &Columns) -> Columns {
    let records: Vec<u32> = (0..columns.len() as u32).rev().collect();
    let sources = records
        .iter()
        .map(|record| columns.source(*record))
        .collect();
    let mut reversed = Columns::new(sources).unwrap();
    for name in ["given", "family", "birth", "place"] {
        let column = columns.id(name).unwrap();
        let texts = records
            .iter()
            .map(|record| Some(columns.text(column, *record)));
        reversed.add_text(name, texts).unwrap();
    }
    reversed
}

#[test]
fn the_order_of_records_changes_no_weight() {
    let (columns, _) = people(400, 6);
    let run = |columns: &Columns| {
        let model = model(columns);
        let (parameters, _) = train(columns, &model, &TrainOptions::default()).unwrap();
        let (pairs, report) = predict(columns, &model, &parameters).unwrap();
        (parameters, pairs, report.patterns)
    };
    let (there, back) = (run(&columns), run(&reversed(&columns)));
    assert_eq!((&there.0, &there.2), (&back.0, &back.2));
    let last = columns.len() as u32 - 1;
    let turned = |pair: &ScoredPair| {
        (
            last - pair.right,
            last - pair.left,
            pair.weight.to_bits(),
            pair.rule,
        )
    };
    let mut turned: Vec<_> = back.1.iter().map(turned).collect();
    turned.sort_unstable();
    let straight = |pair: &ScoredPair| (pair.left, pair.right, pair.weight.to_bits(), pair.rule);
    assert_eq!(there.1.iter().map(straight).collect::<Vec<_>>(), turned);
}

#[test]
fn weights_are_prior_plus_levels_plus_frequencies() {
    let mut columns = Columns::new(vec![0, 1, 1]).unwrap();
    let given = [Some("lan"), Some("lan"), Some("lam")];
    for name in ["given", "family", "birth"] {
        columns.add_text(name, given).unwrap();
    }
    columns.add_text("place", [None; 3]).unwrap();
    let model = model(&columns);
    let level = |m: f64, u: f64| {
        vec![1.0, m, 0.04, 0.96 - m]
            .into_iter()
            .zip([1.0, u, 0.1, 0.9 - u])
    };
    let (m, u) = (0..4)
        .map(|_| level(0.9, 0.02).unzip::<f64, f64, Vec<_>, Vec<_>>())
        .unzip();
    let parameters = Parameters::of_probabilities(&model.comparisons, 0.001, &m, &u);
    let prior = (0.001_f64 / 0.999).log2();
    // lan stands in two of three records.
    let exact = (0.9_f64 / 0.02).log2() + (0.02_f64 / (2.0 / 3.0)).log2();
    let near = (0.04_f64 / 0.1).log2();
    let (pairs, report) = predict(&columns, &model, &parameters).unwrap();
    assert_eq!((report.compared_pairs, pairs.len()), (1, 0));
    let explainer = Explainer::new(&columns, &model, &parameters).unwrap();
    let explained = explainer.explain(1, 0).unwrap();
    assert!((explained.weight - (prior + 3.0 * exact)).abs() < 1e-9);
    assert_eq!(explained.rules, ["given", "family and birth", "birth"]);
    assert_eq!(explained.comparisons[3].level, "missing");
    let other = explainer.explain(0, 2).unwrap();
    assert!((other.weight - (prior + 3.0 * near)).abs() < 1e-9);
    assert!(other.rules.is_empty());
    let comparator = Comparator::new(&columns, &model.comparisons);
    let scorer = Scorer::new(&columns, &model, &parameters);
    assert!((self_weight((&comparator, &scorer), 0) - explained.weight).abs() < 1e-9);
}

#[test]
fn the_arrangement_of_records_changes_no_pair() {
    let (columns, _) = people(300, 3);
    let model = model(&columns);
    let (parameters, _) = train(&columns, &model, &TrainOptions::default()).unwrap();
    let expected = predict(&columns, &model, &parameters).unwrap();
    let arranged = arranged(columns.clone(), &model.blocking_rules);
    assert!((0..columns.len() as u32).any(|record| arranged.given_number(record) != record));
    // Few enough random pairs that they are drawn.
    let few = TrainOptions {
        random_pairs_max: 5_000,
        ..TrainOptions::default()
    };
    let trained = [&columns, &arranged].map(|columns| train(columns, &model, &few).unwrap().0);
    assert_eq!(trained[0], trained[1]);
    assert_eq!(predict(&arranged, &model, &parameters).unwrap(), expected);
    let explain = |columns: &Columns| {
        let explainer = Explainer::new(columns, &model, &parameters).unwrap();
        let first = &expected.0[0];
        explainer.explain(first.left, first.right).unwrap()
    };
    assert_eq!(explain(&arranged), explain(&columns));
}

#[test]
fn explained_weights_are_those_predicted() {
    let (columns, _) = people(300, 3);
    let model = model(&columns);
    let (parameters, _) = train(&columns, &model, &TrainOptions::default()).unwrap();
    let (pairs, _) = predict(&columns, &model, &parameters).unwrap();
    let explainer = Explainer::new(&columns, &model, &parameters).unwrap();
    assert!(!pairs.is_empty());
    for pair in &pairs {
        let explained = explainer.explain(pair.left, pair.right).unwrap();
        assert!((explained.weight - f64::from(pair.weight)).abs() < 1e-4);
        assert_eq!(
            explained.rules[0],
            model.blocking_rules[usize::from(pair.rule)].name
        );
    }
}

#[test]
fn drawn_pairs_agree_with_all_pairs() {
    let (columns, _) = people(300, 4);
    let model = model(&columns);
    let comparator = Comparator::new(&columns, &model.comparisons);
    let sources = model.source_pairs();
    let all = random_patterns(&columns, &comparator, &sources, u64::MAX, 1).unwrap();
    let drawn = random_patterns(&columns, &comparator, &sources, 25_000, 1).unwrap();
    assert_eq!((all.pairs(), drawn.pairs()), (30_000, 25_000));
    let [all, drawn] =
        [all, drawn].map(|patterns| u_probabilities(&model.comparisons, &patterns, |_| 1.0));
    for (all, drawn) in all.iter().flatten().zip(drawn.iter().flatten()) {
        assert!((all - drawn).abs() < 0.01, "{all} {drawn}");
    }
    // Value frequencies count the same agreement without any pair.
    let (agreeing, total) = agreeing_pairs(&columns, columns.id("given").unwrap(), &sources);
    assert!((agreeing as f64 / total as f64 - all[0][1]).abs() < 1e-4);
    let within = SourcePairs::new(LinkType::Dedupe, 2, &[]);
    assert!(
        random_patterns(&columns, &comparator, &within, 100, 1)
            .unwrap()
            .pairs()
            == 100
    );
}
