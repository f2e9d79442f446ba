//! The pairs of a published version that are worth a look, with all that is known of their records.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int32Type, Int64Type};

use super::ledger::Pair;
use crate::dataset::{DatasetError, Version, read_numbered, read_table};
use crate::domain::fast_map::FastMap;
use crate::link::engine::weigh::thresholds::probability_of_weight;
use crate::schema::links::{LINKS, REVIEW_PAIRS};
use crate::schema::records::RECORDS;

/// The columns of a record that people compare, in their order in the workbook, and their headings.
pub const SHOWN: [(&str, &str); 11] = [
    ("full_name", "Họ và tên"),
    ("birth_date", "Ngày sinh"),
    ("sex", "Giới tính"),
    ("cccd", "CCCD"),
    ("cmnd", "CMND"),
    ("bhxh_number", "Mã số BHXH"),
    ("phone", "Điện thoại"),
    ("commune_code", "Mã xã"),
    ("hamlet", "Xóm, tổ"),
    ("household", "Số hộ"),
    ("ethnicity", "Dân tộc"),
];

/// Where the record stands.
const PLACE: [&str; 3] = ["file", "sheet", "row"];

/// What nobody can tell between two candidates.
const EVEN: f64 = 0.5;

/// A record as people see it.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub key: u64,
    /// In the order of [`SHOWN`]; empty where it is missing.
    pub values: Vec<String>,
    /// File, sheet and row.
    pub place: String,
}

impl Shown {
    pub fn value(&self, column: &str) -> &str {
        let at = SHOWN.iter().position(|(name, _)| *name == column);
        at.and_then(|at| self.values.get(at))
            .map_or("", String::as_str)
    }
}

/// Two records of two persons.
#[derive(Debug, Clone)]
pub struct Doubt {
    pub left: Shown,
    pub right: Shown,
    pub reason: String,
    /// That it is one person, where it was weighed.
    pub probability: Option<f64>,
    /// Candidates for one person have the same number.
    pub group: usize,
}

impl Doubt {
    pub fn pair(&self) -> Pair {
        let (a, b) = (self.left.key, self.right.key);
        (a.min(b), a.max(b))
    }
}

/// The pairs to ask about, and how many nobody can be asked about.
#[derive(Debug)]
pub struct Doubts {
    pub doubts: Vec<Doubt>,
    pub unaskable: usize,
}

/// A row of the dataset `review_pairs`.
#[derive(Debug, Clone)]
struct Row {
    records: [i64; 2],
    persons: [String; 2],
    reason: String,
    weight: Option<f64>,
}

/// The pairs of `version`, the most valuable first; those of one person side by side.
///
/// # Errors
/// A dataset that cannot be read.
pub fn doubts(version: &Version) -> Result<Doubts, DatasetError> {
    let rows = one_for_each_pair_of_persons(rows(version)?);
    let sizes = sizes(version, &rows)?;
    let records = records(version, &rows)?;
    let value = |row: &Row| {
        let size = |person: &String| f64::from(*sizes.get(person).unwrap_or(&1));
        probability(row).unwrap_or(EVEN) * size(&row.persons[0]) * size(&row.persons[1])
    };
    // What stands in the register comes first among the records: the other one looks for its person.
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        groups.entry(&row.persons[1]).or_default().push(row);
    }
    let mut groups: Vec<(f64, Vec<&Row>)> = groups
        .into_values()
        .map(|mut rows| {
            rows.sort_by(|a, b| {
                value(b)
                    .total_cmp(&value(a))
                    .then(a.records.cmp(&b.records))
            });
            (value(rows[0]), rows)
        })
        .collect();
    groups.sort_by(|(a, left), (b, right)| {
        b.total_cmp(a).then(left[0].records.cmp(&right[0].records))
    });
    let (mut doubts, mut unaskable) = (Vec::with_capacity(rows.len()), 0);
    for (group, (_, rows)) in groups.into_iter().enumerate() {
        for row in rows {
            let record = |number: i64| records.get(&number).cloned().unwrap_or_default();
            let [left, right] = row.records.map(record);
            // Rows that look the same in all that they are known by cannot be told apart tomorrow.
            if left.key == right.key {
                unaskable += 1;
            } else {
                doubts.push(Doubt {
                    left,
                    right,
                    reason: row.reason.clone(),
                    probability: probability(row),
                    group: group + 1,
                });
            }
        }
    }
    Ok(Doubts { doubts, unaskable })
}

fn probability(row: &Row) -> Option<f64> {
    row.weight.map(probability_of_weight)
}

fn rows(version: &Version) -> Result<Vec<Row>, DatasetError> {
    let columns = [
        "left_record_id",
        "right_record_id",
        "left_person_id",
        "right_person_id",
        "reason",
        "match_weight",
    ];
    let batches = read_table(version, &REVIEW_PAIRS, &columns)?;
    let of_batch = |batch: &RecordBatch| {
        let records = [0, 1].map(|at| batch.column(at).as_primitive::<Int64Type>().clone());
        let texts = [2, 3, 4].map(|at| batch.column(at).as_string::<i32>().clone());
        let weights = batch.column(5).as_primitive::<Float64Type>().clone();
        (0..batch.num_rows()).map(move |row| Row {
            records: [records[0].value(row), records[1].value(row)],
            persons: [0, 1].map(|at| texts[at].value(row).to_owned()),
            reason: texts[2].value(row).to_owned(),
            weight: weights.is_valid(row).then(|| weights.value(row)),
        })
    };
    Ok(batches.iter().flat_map(of_batch).collect())
}

/// Of all pairs of records between two persons the one that speaks most for them: one decision settles all.
fn one_for_each_pair_of_persons(rows: Vec<Row>) -> Vec<Row> {
    let mut best: BTreeMap<[String; 2], Row> = BTreeMap::new();
    for row in rows {
        let mut persons = row.persons.clone();
        persons.sort();
        let known = best.get(&persons);
        let weight = |row: &Row| row.weight.unwrap_or(f64::INFINITY);
        let is_better = |known: &Row| {
            let by_weight = weight(&row).total_cmp(&weight(known));
            by_weight.then(known.records.cmp(&row.records)).is_gt()
        };
        if known.is_none_or(is_better) {
            best.insert(persons, row);
        }
    }
    best.into_values().collect()
}

/// How many records each person of `rows` has.
fn sizes(version: &Version, rows: &[Row]) -> Result<FastMap<String, u32>, DatasetError> {
    let persons = rows.iter().flat_map(|row| row.persons.iter());
    let mut sizes: FastMap<String, u32> = persons.map(|person| (person.clone(), 0)).collect();
    for batch in read_table(version, &LINKS, &["person_id"])? {
        for person in batch.column(0).as_string::<i32>().iter().flatten() {
            if let Some(size) = sizes.get_mut(person) {
                *size += 1;
            }
        }
    }
    Ok(sizes)
}

fn records(version: &Version, rows: &[Row]) -> Result<FastMap<i64, Shown>, DatasetError> {
    let numbers: BTreeSet<i64> = rows.iter().flat_map(|row| row.records).collect();
    let mut columns = vec!["record_id", "record_key"];
    columns.extend(SHOWN.iter().map(|(name, _)| *name));
    columns.extend(PLACE);
    let numbers: Vec<i64> = numbers.into_iter().collect();
    let batches = read_numbered(version, &RECORDS, &columns, "record_id", numbers)?;
    let mut records = FastMap::default();
    for batch in &batches {
        let numbers = batch.column(0).as_primitive::<Int64Type>();
        let keys = batch.column(1).as_primitive::<Int64Type>();
        let text = |column: usize, row: usize| {
            let column = batch.column(column).as_string::<i32>();
            if column.is_valid(row) {
                column.value(row)
            } else {
                ""
            }
        };
        let first_of_place = 2 + SHOWN.len();
        let lines = batch.column(first_of_place + 2).as_primitive::<Int32Type>();
        for row in 0..batch.num_rows() {
            let (file, sheet) = (text(first_of_place, row), text(first_of_place + 1, row));
            let sheet = if sheet.is_empty() {
                String::new()
            } else {
                format!(", {sheet}")
            };
            let shown = Shown {
                key: keys.value(row).cast_unsigned(),
                values: (2..first_of_place)
                    .map(|at| text(at, row).to_owned())
                    .collect(),
                place: format!("{file}{sheet}, dòng {}", lines.value(row)),
            };
            records.insert(numbers.value(row), shown);
        }
    }
    Ok(records)
}
