//! A linkage model: what is compared, how pairs are found, and where the thresholds lie.

use std::collections::{BTreeMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::error::EngineError;
use crate::link::engine::columns::{ColumnId, ColumnKind, Columns};
use crate::link::engine::compare::comparison::{COMPARISONS_MAX, Comparison, LEVELS_MAX};
use crate::link::engine::compare::level::Predicate;
use crate::link::engine::pairs::blocking::BlockingLimits;
use crate::link::engine::pairs::blocking_rule::BlockingRule;
use crate::link::engine::pairs::source_pairs::{LinkType, SourcePairs};
use crate::link::engine::weigh::parameters::Parameters;
use crate::link::engine::weigh::thresholds::Thresholds;

/// The checked form of a model file, for given [`Columns`].
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub link_type: LinkType,
    /// Sources are numbered below this.
    pub sources: usize,
    /// Sources that hold nobody twice: their own records are not paired.
    pub without_duplicates: Vec<u8>,
    pub comparisons: Vec<Comparison>,
    pub blocking_rules: Vec<BlockingRule>,
    pub limits: BlockingLimits,
    pub training: Training,
    /// Frequencies known from elsewhere, of columns whose own records are too few to tell.
    pub supplied_frequencies: Vec<SuppliedFrequencies>,
    /// A value rarer than this counts as this frequent.
    pub term_frequency_min: f64,
    pub thresholds: Thresholds,
}

/// What the parameters are estimated from.
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
    /// Rules of which each alone is nearly proof; for the prior.
    pub deterministic_rules: Vec<BlockingRule>,
    /// The share of matching pairs that the deterministic rules are assumed to find.
    pub recall: f64,
    /// A rule per session of expectation and maximisation; each leaves out the fields of its rule.
    pub sessions: Vec<BlockingRule>,
}

/// Value frequencies of a text column, as shares of its records; the values as the column has them.
#[derive(Debug, Clone, PartialEq)]
pub struct SuppliedFrequencies {
    pub column: ColumnId,
    pub values: Vec<(String, f64)>,
}

impl SuppliedFrequencies {
    /// With values in the form in which records hold them: what becomes one value adds up.
    #[must_use]
    pub fn in_form(&self, form: impl Fn(&str) -> String) -> Self {
        let mut shares: BTreeMap<String, f64> = BTreeMap::new();
        for (value, share) in &self.values {
            *shares.entry(form(value)).or_default() += share;
        }
        Self {
            column: self.column,
            values: shares.into_iter().collect(),
        }
    }
}

impl Model {
    /// Which sources' records are paired.
    #[must_use]
    pub fn source_pairs(&self) -> SourcePairs {
        SourcePairs::new(self.link_type, self.sources, &self.without_duplicates)
    }

    /// All that is wrong with the model for these columns.
    #[must_use]
    pub fn problems(&self, columns: &Columns) -> Vec<EngineError> {
        let mut problems = Vec::new();
        self.check_sources(columns, &mut problems);
        self.check_comparisons(columns, &mut problems);
        for (missing, is_empty) in [
            ("comparisons", self.comparisons.is_empty()),
            ("blocking rules", self.blocking_rules.is_empty()),
            (
                "deterministic rules",
                self.training.deterministic_rules.is_empty(),
            ),
            ("training sessions", self.training.sessions.is_empty()),
        ] {
            problems.extend(is_empty.then_some(EngineError::EmptyModel { missing }));
        }
        let training = self
            .training
            .deterministic_rules
            .iter()
            .chain(&self.training.sessions);
        let rules = self.blocking_rules.iter().chain(training);
        problems.extend(rules.filter_map(|rule| rule.check(columns).err()));
        self.check_ranges(&mut problems);
        let supplied = self
            .supplied_frequencies
            .iter()
            .map(|supplied| supplied.column);
        let wrong = supplied.filter(|column| columns.kind(*column) != ColumnKind::Text);
        problems
            .extend(wrong.map(|column| {
                columns.wrong_kind("supplied frequencies", column, ColumnKind::Text)
            }));
        problems
    }

    /// The first problem as an error.
    ///
    /// # Errors
    /// There is a problem.
    pub fn check(&self, columns: &Columns) -> Result<(), EngineError> {
        self.problems(columns)
            .into_iter()
            .next()
            .map_or(Ok(()), Err)
    }

    /// The model for parameters that these records did not teach, without frequencies that so few cannot tell: where
    /// not two records are expected to agree, every value seems frequent. What is supplied stays.
    #[must_use]
    pub fn without_idle_frequencies(&self, records: usize, parameters: &Parameters) -> Self {
        let mut model = self.clone();
        let is_supplied = |column| {
            let mut supplied = self.supplied_frequencies.iter();
            supplied.any(|supplied| supplied.column == column)
        };
        for (at, comparison) in self.comparisons.iter().enumerate() {
            for (number, level) in comparison.levels.iter().enumerate() {
                let column = level.term_frequency.map(|frequency| frequency.column);
                let Some(column) = column.filter(|column| !is_supplied(*column)) else {
                    continue;
                };
                let exact = comparison.exact_level(column).unwrap_or(number + 1);
                let u = parameters.comparisons[at].levels[exact - 1].u;
                if u * (records as f64) < 2.0 {
                    model.comparisons[at].levels[number].term_frequency = None;
                }
            }
        }
        model
    }

    /// The same for models that compare alike; another version of the program may give another.
    #[must_use]
    pub fn comparisons_fingerprint(&self) -> String {
        let text = format!("{:?}", self.comparisons);
        format!("{:016x}", xxh3_64(text.as_bytes()))
    }

    /// The columns that comparing, blocking or weighing asks for.
    #[must_use]
    pub fn columns(&self) -> HashSet<ColumnId> {
        let training = { self.training.deterministic_rules.iter() }.chain(&self.training.sessions);
        let rules = self.blocking_rules.iter().chain(training);
        let of_rules = rules.flat_map(|rule| {
            let of_crowd = rule.crowd.iter().flat_map(|crowd| &crowd.key);
            let key = rule.key.iter().chain(of_crowd).map(|part| part.column());
            key.chain(rule.condition.iter().flat_map(Predicate::columns))
        });
        let of_comparisons = self.comparisons.iter().flat_map(|comparison| {
            let levels = comparison.levels.iter().flat_map(|level| {
                let frequency = level.term_frequency.map(|frequency| frequency.column);
                level.when.columns().into_iter().chain(frequency)
            });
            levels.chain(comparison.missing_without.iter().copied())
        });
        let supplied = self.supplied_frequencies.iter();
        let supplied = supplied.map(|supplied| supplied.column);
        of_rules.chain(of_comparisons).chain(supplied).collect()
    }

    fn check_ranges(&self, problems: &mut Vec<EngineError>) {
        let levels = self
            .comparisons
            .iter()
            .flat_map(|comparison| &comparison.levels);
        let weights = levels.filter_map(|level| {
            let weight = level.term_frequency?.weight;
            Some((
                format!("the term frequency weight of level {}", level.label),
                weight,
            ))
        });
        let shares = [
            (
                "the recall of the deterministic rules",
                self.training.recall,
                f64::MIN_POSITIVE,
            ),
            ("the least term frequency", self.term_frequency_min, 0.0),
        ];
        let shares = shares.map(|(setting, found, low)| (setting.to_owned(), found, low));
        let all = shares
            .into_iter()
            .chain(weights.map(|(setting, found)| (setting, found, 0.0)));
        let wrong = all.filter(|(_, found, low)| !(*low..=1.0).contains(found));
        problems.extend(wrong.map(|(setting, found, low)| EngineError::OutOfRange {
            setting,
            found,
            low,
            high: 1.0,
        }));
    }

    fn check_sources(&self, columns: &Columns, problems: &mut Vec<EngineError>) {
        let sources = self.sources;
        let largest = columns.sources().iter().max();
        problems.extend(
            largest
                .filter(|largest| usize::from(**largest) >= sources)
                .map(|largest| EngineError::UnknownSource {
                    source_index: *largest,
                    sources,
                }),
        );
    }

    fn check_comparisons(&self, columns: &Columns, problems: &mut Vec<EngineError>) {
        if self.comparisons.len() > COMPARISONS_MAX {
            problems.push(EngineError::TooManyComparisons {
                found: self.comparisons.len(),
            });
        }
        for (at, comparison) in self.comparisons.iter().enumerate() {
            if comparison.levels.len() > LEVELS_MAX {
                problems.push(EngineError::TooManyLevels {
                    comparison: comparison.name.clone(),
                    found: comparison.levels.len(),
                });
            }
            let is_repeated = self.comparisons[..at]
                .iter()
                .any(|other| other.name == comparison.name);
            let repeated = is_repeated.then(|| comparison.name.clone());
            let labels = comparison.levels.iter().enumerate().filter(|(at, level)| {
                comparison.levels[..*at]
                    .iter()
                    .any(|other| other.label == level.label)
            });
            let names = repeated
                .into_iter()
                .chain(labels.map(|(_, level)| level.label.clone()));
            problems.extend(names.map(|name| EngineError::RepeatedName { name }));
            let levels = comparison.levels.iter();
            problems.extend(levels.filter_map(|level| level.when.check(columns).err()));
        }
    }
}
