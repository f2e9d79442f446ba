//! Probabilistic record linkage after Fellegi and Sunter (1969): records to scored pairs to clusters.
//!
//! Purpose: find the records that are one thing, by evidence that no single field gives. General: it knows fields,
//! not health.
//! In: records as [`columns::Columns`], a [`model::Model`]. Out: [`weigh::parameters::Parameters`] that can be saved, pairs
//! with match weights, clusters, and reports of each step.
//! Grain: a pair of records; a cluster. Order: pairs by record numbers; clusters by their first records. Invariants:
//! the same bytes for any number of threads; every record in exactly one cluster; no block is compared without its
//! size being known first. Leaves to others: reading and standardising fields, ids that stay, files, printing.
//!
//! ```text
//! columns ─► pairs ─► compare ─► estimate ─► parameters
//!              │                                 │
//!              └────► compare ─► weigh ◄─────────┘
//!                                  │ predict
//!                                  ▼
//!                               cluster ─► evaluate
//! ```
//!
//! ```
//! use toandan::link::engine::{
//!     BlockingLimits, BlockingRule, ClusterOptions, Columns, Comparison, Level, LinkType, Model, Predicate,
//!     Threshold, Thresholds, TrainOptions, Training, cluster, predict, train,
//! };
//!
//! // Fifty people, each twice.
//! let texts: Vec<String> = (0..100).map(|record| format!("person {}", record / 2)).collect();
//! let mut columns = Columns::new(vec![0; 100])?;
//! let fields = ["name", "birth", "number"].map(|name| {
//!     columns.add_text(name, texts.iter().map(|text| Some(text.as_str())))
//! });
//! let [name, birth, number] = fields.map(Result::unwrap);
//! let exact = |name, column| {
//!     let level = Level::new("exact", Predicate::Equal(column)).with_term_frequency(column, 1.0);
//!     Comparison::new(name, column, vec![level, Level::new("near", Predicate::jaro_winkler(column, 0.95))])
//! };
//! let model = Model {
//!     link_type: LinkType::Dedupe,
//!     sources: 1,
//!     without_duplicates: vec![],
//!     comparisons: vec![exact("name", name), exact("birth", birth), exact("number", number)],
//!     blocking_rules: vec![BlockingRule::on("name", &[name]), BlockingRule::on("birth", &[birth])],
//!     limits: BlockingLimits::default(),
//!     training: Training {
//!         deterministic_rules: vec![BlockingRule::on("number", &[number])],
//!         recall: 0.9,
//!         sessions: vec![BlockingRule::on("name", &[name]), BlockingRule::on("birth", &[birth])],
//!     },
//!     supplied_frequencies: vec![],
//!     term_frequency_min: 1e-4,
//!     thresholds: Thresholds::new(Threshold::of_probabilities(0.95, 0.5)),
//! };
//! let (parameters, _) = train(&columns, &model, &TrainOptions::default())?;
//! let (pairs, report) = predict(&columns, &model, &parameters)?;
//! let clustered = cluster(columns.sources(), &pairs, &ClusterOptions::default())?;
//! assert_eq!((report.matching_pairs, clustered.clusters_count), (50, 50));
//! # Ok::<(), toandan::link::engine::EngineError>(())
//! ```

// Records.
pub mod columns;

// What a pair's fields say.
pub mod compare;

// Which pairs are compared.
pub mod pairs;

// What is compared, how pairs are found, where the thresholds lie.
pub mod model;

// The model's numbers.
pub mod estimate;

// Match weights.
pub mod weigh;

// Clusters.
pub mod cluster;

// How good it is, and how it changes.
pub mod evaluate;

pub mod error;

pub use cluster::clustering::{ClusterOptions, Clustered, cluster};
pub use columns::{ColumnId, ColumnKind, Columns};
pub use compare::comparison::{Comparison, Level, TermFrequency};
pub use compare::date_form::DateForm;
pub use compare::level::Predicate;
pub use compare::text_measure::TextMeasure;
pub use error::EngineError;
pub use estimate::train::{TrainOptions, TrainReport, adapted, train};
pub use model::{Model, SuppliedFrequencies, Training};
pub use pairs::arrangement::arranged;
pub use pairs::blocking::BlockingLimits;
pub use pairs::blocking_rule::{BlockingRule, KeyPart};
pub use pairs::candidate_pairs::{CandidatePairs, RuleCount};
pub use pairs::crowd::Crowd;
pub use pairs::source_pairs::{LinkType, SourcePairs};
pub use weigh::explain::{Explainer, Explanation};
pub use weigh::parameters::Parameters;
pub use weigh::predict::{PredictReport, ScoredPair, predict, predict_wanted};
pub use weigh::thresholds::{Threshold, Thresholds};
