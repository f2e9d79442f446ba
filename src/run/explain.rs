//! Why records of a published version are one person, or two.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int64Type};
use thiserror::Error;

use super::RunError;
use super::linkage_model::{self, NightParameters};
use super::lists::Lists;
use super::night::{output, pool};
use crate::config::Plan;
use crate::dataset::{DatasetError, Version, current, read_table};
use crate::domain::Kind;
use crate::link::engine::{EngineError, Explainer, Explanation, Parameters};
use crate::link::{LinkError, fields, model_of_night};
use crate::schema::links::{LINKS, REVIEW_PAIRS};
use crate::schema::records::{ChunkOrigin, RECORDS, RecordChunk, RecordTable, RestoreError};

/// What is to be explained, by the numbers in the datasets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'r> {
    Record(i64),
    Pair(i64, i64),
    /// A `person_id`.
    Person(&'r str),
}

#[derive(Debug, Error)]
pub enum ExplainError {
    #[error("no night has been published in {folder} yet; run the pipeline first")]
    NoVersion { folder: PathBuf },
    #[error(
        "the version has no record {record}; record ids are those of records.parquet of the current version"
    )]
    NoRecord { record: i64 },
    #[error(
        "the version has no person {person}; person ids are those of persons.parquet of the current version"
    )]
    NoPerson { person: String },
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error("the records of the version cannot be read back")]
    Restore(#[from] RestoreError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Run(#[from] Box<RunError>),
}

/// A record as an explanation shows it: where it stands, and its person.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedRecord {
    pub record: i64,
    pub person: String,
    pub kind: String,
    /// File, sheet and row.
    pub place: String,
    pub full_name: String,
    pub birth_date: String,
    pub commune: String,
    pub joined: Option<Joined>,
}

/// Why a record joined its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// An exact rule, `probabilistic` or `decision`.
    pub rule: String,
    /// The record whose evidence it was, and the one that it agreed with.
    pub member: i64,
    pub partner: i64,
}

/// A pair that was left to people.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubted {
    pub left: i64,
    pub right: i64,
    pub reason: String,
}

/// What was found out.
#[derive(Debug, Default)]
pub struct Explained {
    pub records: Vec<ExplainedRecord>,
    pub doubts: Vec<Doubted>,
    /// Pairs beyond those whose evidence is shown.
    pub pairs_left_out: usize,
    /// How the evidence of a pair adds up; none where nothing was weighed that night.
    pub weighed: Vec<((i64, i64), Explanation)>,
    /// Fields one by one that would turn the verdict about a pair, in the order of `weighed`.
    pub turns: Vec<Vec<Turn>>,
}

/// A comparison that alone would have turned the verdict, had it come out otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub comparison: String,
    /// The level at which it would.
    pub level: String,
    /// The weight of the pair then.
    pub weight: f64,
}

/// Explains `subject` by the current version of `plan`.
///
/// # Errors
/// No version, no such record or person, a version that cannot be read.
pub fn explain(
    plan: &Plan,
    subject: Subject<'_>,
    threads: usize,
) -> Result<Explained, ExplainError> {
    let options = output(plan);
    let Some(version) = current(&options)? else {
        return Err(ExplainError::NoVersion {
            folder: options.directory,
        });
    };
    let links = links(&version)?;
    let asked = asked(subject, &links)?;
    let mut explained = Explained {
        doubts: doubts(&version, &asked)?,
        ..Explained::default()
    };
    let mut pairs = pairs(subject, &asked, &links, &explained.doubts);
    explained.pairs_left_out = pairs.len().saturating_sub(PAIRS_MAX);
    pairs.truncate(PAIRS_MAX);
    let mut shown: Vec<i64> = asked;
    shown.extend(pairs.iter().flat_map(|(left, right)| [*left, *right]));
    shown.sort_unstable();
    shown.dedup();
    explained.records = records(&version, &shown, &links)?;
    // Without the numbers rules and doubts are told all the same.
    let kept = linkage_model::read(&version).ok().flatten();
    let kept = kept.filter(NightParameters::were_used);
    if let (Some(model), Some(kept)) = (&plan.linkage.probabilistic, kept)
        && !pairs.is_empty()
    {
        let lists = Lists::load(plan).map_err(Box::new)?;
        let pool = pool(threads).map_err(Box::new)?;
        pool.install(|| -> Result<(), ExplainError> {
            let (table, numbers) = restored(&version, &lists.ethnic_groups)?;
            let shared_max = plan.linkage.shared_identifier_max;
            let columns = fields::columns(&table, &model.model, shared_max)?;
            let parameters = &kept.saved.parameters;
            let model = model_of_night(&model.model, &columns, parameters, kept.are_reused());
            let explainer = Explainer::new(&columns, &model, parameters)?;
            for (left, right) in pairs {
                let number = |record: i64| {
                    let number = numbers.get(&record).copied();
                    number.ok_or(ExplainError::NoRecord { record })
                };
                let found = explainer.explain(number(left)?, number(right)?)?;
                explained.turns.push(turns(&found, parameters));
                explained.weighed.push(((left, right), found));
            }
            Ok(())
        })?;
    }
    Ok(explained)
}

/// A record's person, and why it joined.
type Links = BTreeMap<i64, (String, Option<Joined>)>;

fn links(version: &Version) -> Result<Links, DatasetError> {
    let columns = [
        "record_id",
        "person_id",
        "rule",
        "member_record_id",
        "partner_record_id",
    ];
    let mut links = Links::new();
    for batch in read_table(version, &LINKS, &columns)? {
        let [records, members, partners] =
            [0, 3, 4].map(|at| batch.column(at).as_primitive::<Int64Type>());
        let [persons, rules] = [1, 2].map(|at| batch.column(at).as_string::<i32>());
        for row in 0..batch.num_rows() {
            let joined = rules.is_valid(row).then(|| Joined {
                rule: rules.value(row).to_owned(),
                member: members.value(row),
                partner: partners.value(row),
            });
            links.insert(records.value(row), (persons.value(row).to_owned(), joined));
        }
    }
    Ok(links)
}

/// The records that were asked about.
fn asked(subject: Subject<'_>, links: &Links) -> Result<Vec<i64>, ExplainError> {
    let known = |record: i64| match links.contains_key(&record) {
        true => Ok(record),
        false => Err(ExplainError::NoRecord { record }),
    };
    match subject {
        Subject::Record(record) => Ok(vec![known(record)?]),
        Subject::Pair(left, right) => Ok(vec![known(left)?, known(right)?]),
        Subject::Person(person) => {
            let of_person = links.iter().filter(|(_, (of, _))| of == person);
            let records: Vec<i64> = of_person.map(|(record, _)| *record).collect();
            match records.is_empty() {
                true => Err(ExplainError::NoPerson {
                    person: person.to_owned(),
                }),
                false => Ok(records),
            }
        }
    }
}

fn doubts(version: &Version, asked: &[i64]) -> Result<Vec<Doubted>, DatasetError> {
    let columns = [
        "left_record_id",
        "right_record_id",
        "reason",
        "match_weight",
    ];
    let mut doubts: Vec<(Option<f64>, Doubted)> = Vec::new();
    for batch in read_table(version, &REVIEW_PAIRS, &columns)? {
        let [lefts, rights] = [0, 1].map(|at| batch.column(at).as_primitive::<Int64Type>());
        let reasons = batch.column(2).as_string::<i32>();
        let weights = batch.column(3).as_primitive::<Float64Type>();
        for row in 0..batch.num_rows() {
            let (left, right) = (lefts.value(row), rights.value(row));
            if asked.contains(&left) || asked.contains(&right) {
                let doubted = Doubted {
                    left,
                    right,
                    reason: reasons.value(row).to_owned(),
                };
                doubts.push((weights.is_valid(row).then(|| weights.value(row)), doubted));
            }
        }
    }
    let heaviest = |weight: &Option<f64>| weight.unwrap_or(f64::INFINITY);
    doubts.sort_by(|(a, _), (b, _)| heaviest(b).total_cmp(&heaviest(a)));
    Ok(doubts.into_iter().map(|(_, doubted)| doubted).collect())
}

/// Pairs of one explanation, at most: a person of thousands of records is one that went wrong.
const PAIRS_MAX: usize = 20;

/// The pairs whose evidence is shown: those asked for, else those by which the records joined and those in doubt.
fn pairs(
    subject: Subject<'_>,
    asked: &[i64],
    links: &Links,
    doubts: &[Doubted],
) -> Vec<(i64, i64)> {
    if let Subject::Pair(left, right) = subject {
        return vec![(left, right)];
    }
    let joined = asked.iter().filter_map(|record| links[record].1.as_ref());
    let joined = joined.map(|joined| (joined.member, joined.partner));
    let doubted = doubts.iter().map(|doubted| (doubted.left, doubted.right));
    let mut pairs: Vec<(i64, i64)> = joined.chain(doubted).collect();
    let mut seen = BTreeSet::new();
    pairs.retain(|(left, right)| seen.insert((*left.min(right), *left.max(right))));
    pairs
}

fn records(
    version: &Version,
    shown: &[i64],
    links: &Links,
) -> Result<Vec<ExplainedRecord>, DatasetError> {
    let columns = [
        "record_id",
        "kind",
        "file",
        "sheet",
        "row",
        "full_name",
        "birth_date",
        "commune_code",
    ];
    let batches =
        crate::dataset::read_numbered(version, &RECORDS, &columns, "record_id", shown.to_vec())?;
    let mut records: Vec<ExplainedRecord> = batches
        .iter()
        .flat_map(|batch| of_batch(batch, links))
        .collect();
    records.sort_by_key(|record| record.record);
    Ok(records)
}

fn of_batch(batch: &RecordBatch, links: &Links) -> Vec<ExplainedRecord> {
    let numbers = batch.column(0).as_primitive::<Int64Type>();
    let rows = batch
        .column(4)
        .as_primitive::<arrow::datatypes::Int32Type>();
    let text = |column: usize, row: usize| {
        let texts = batch.column(column).as_string::<i32>();
        if texts.is_valid(row) {
            texts.value(row)
        } else {
            ""
        }
    };
    let record = |row: usize| {
        let record = numbers.value(row);
        let (person, joined) = links.get(&record).cloned().unwrap_or_default();
        let sheet = match text(3, row) {
            "" => String::new(),
            sheet => format!(", {sheet}"),
        };
        ExplainedRecord {
            record,
            person,
            kind: text(1, row).to_owned(),
            place: format!("{}{sheet}, {}", text(2, row), rows.value(row)),
            full_name: text(5, row).to_owned(),
            birth_date: text(6, row).to_owned(),
            commune: text(7, row).to_owned(),
            joined,
        }
    };
    (0..batch.num_rows()).map(record).collect()
}

/// All records of a version, and the place of each in the table: how frequent a value is tells from all of them.
fn restored(
    version: &Version,
    ethnic_groups: &Arc<[String]>,
) -> Result<(RecordTable, BTreeMap<i64, u32>), ExplainError> {
    let names: Vec<&str> = RECORDS.columns.iter().map(|column| column.name).collect();
    let place = |name: &str| names.iter().position(|of| *of == name).unwrap_or_default();
    let (of_number, of_kind) = (place("record_id"), place("kind"));
    let mut chunks = Vec::new();
    let mut numbers = BTreeMap::new();
    for batch in read_table(version, &RECORDS, &names)? {
        let ids = batch.column(of_number).as_primitive::<Int64Type>();
        for id in ids.values() {
            numbers.insert(*id, numbers.len() as u32);
        }
        let kinds = batch.column(of_kind).as_string::<i32>();
        let mut start = 0;
        while start < batch.num_rows() {
            let kind = kinds.value(start);
            let same = (start..batch.num_rows()).take_while(|row| kinds.value(*row) == kind);
            let rows = same.count();
            let origin = ChunkOrigin {
                kind: Kind::from_code(kind).unwrap_or(Kind::Residents),
                source: Arc::from(""),
                file: Arc::from(""),
                sheet: None,
                unit: None,
                snapshot_date: version.manifest.head.as_of,
            };
            chunks.push(RecordChunk::restore(
                origin,
                &batch.slice(start, rows),
                ethnic_groups,
            )?);
            start += rows;
        }
    }
    Ok((RecordTable::new(chunks, Arc::clone(ethnic_groups)), numbers))
}

/// The comparisons of which each alone would have turned the verdict, with the least change first: each by the level, other
/// than its own, that takes the pair across the threshold by least. How frequent a value would be is not counted.
fn turns(found: &Explanation, parameters: &Parameters) -> Vec<Turn> {
    let is_match = |weight: f64| weight >= found.threshold.match_weight;
    let mut turns: Vec<Turn> = Vec::new();
    for (at, of) in found.comparisons.iter().enumerate() {
        let rest = found.weight - of.weight - of.term_frequency_weight;
        let levels = &parameters.comparisons[at].levels;
        let other = levels.iter().filter(|level| level.label != of.level);
        let other = other.map(|level| Turn {
            comparison: of.name.clone(),
            level: level.label.clone(),
            weight: rest + level.weight(),
        });
        let turned = other.filter(|turn| is_match(turn.weight) != is_match(found.weight));
        let least = |turn: &Turn| (turn.weight - found.threshold.match_weight).abs();
        turns.extend(turned.min_by(|a, b| least(a).total_cmp(&least(b))));
    }
    let least = |turn: &Turn| (turn.weight - found.threshold.match_weight).abs();
    turns.sort_by(|a, b| least(a).total_cmp(&least(b)));
    turns
}
