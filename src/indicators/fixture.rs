//! Invented people and their exams, as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Int32Array, new_null_array,
};
use arrow::datatypes::UInt16Type;
use jiff::civil::{Date, date};

use super::columns::day_number;
use super::input::{Commune, ExtractsOf, Freshness, IndicatorInput};
use super::options::{Direction, Goal, IndicatorDefinition, Population, StratumKind};
use crate::domain::{CommuneCode, Kind};
use crate::schema::exams::EXAMS;
use crate::schema::persons::PERSONS;
use crate::schema::{Dataset, Table};

/// Everyone's day of observation.
pub const AS_OF: Date = date(2026, 11, 21);

/// A table of whole arrays.
pub struct MemoryTable {
    dataset: &'static Dataset,
    rows: usize,
    columns: Vec<ArrayRef>,
}

impl MemoryTable {
    /// `given` columns; the others all null.
    fn new(dataset: &'static Dataset, rows: usize, given: Vec<(&str, ArrayRef)>) -> Self {
        let mut columns: Vec<ArrayRef> = dataset
            .columns
            .iter()
            .map(|column| new_null_array(&column.kind.arrow(), rows))
            .collect();
        for (name, array) in given {
            let position = dataset.position(name).unwrap();
            assert_eq!(array.data_type(), columns[position].data_type());
            columns[position] = array;
        }
        Self {
            dataset,
            rows,
            columns,
        }
    }
}

impl Table for MemoryTable {
    fn dataset(&self) -> &'static Dataset {
        self.dataset
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        self.columns[column].slice(rows.start, rows.len())
    }
}

#[derive(Debug, Clone, Default)]
pub struct Person {
    pub commune: Option<&'static str>,
    pub plan_commune: Option<&'static str>,
    pub age_band: Option<&'static str>,
    pub sex: Option<&'static str>,
    pub groups: Option<&'static str>,
    pub age_years: Option<i32>,
    pub is_resident: bool,
    pub is_insured: bool,
    pub has_ehr: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Exam {
    pub person: u32,
    pub day: Option<Date>,
    pub counts: bool,
}

fn flags<R>(rows: &[R], value: impl Fn(&R) -> bool) -> ArrayRef {
    Arc::new(
        rows.iter()
            .map(|row| Some(value(row)))
            .collect::<BooleanArray>(),
    )
}

fn texts<R>(rows: &[R], value: impl Fn(&R) -> Option<&'static str>) -> ArrayRef {
    Arc::new(
        rows.iter()
            .map(value)
            .collect::<DictionaryArray<UInt16Type>>(),
    )
}

pub fn persons(rows: &[Person]) -> MemoryTable {
    let ages = rows
        .iter()
        .map(|person| person.age_years)
        .collect::<Int32Array>();
    let given: Vec<(&str, ArrayRef)> = vec![
        ("commune_code", texts(rows, |person| person.commune)),
        (
            "plan_commune_code",
            texts(rows, |person| person.plan_commune),
        ),
        ("age_band", texts(rows, |person| person.age_band)),
        ("sex", texts(rows, |person| person.sex)),
        ("target_groups", texts(rows, |person| person.groups)),
        ("age_years", Arc::new(ages)),
        ("is_resident", flags(rows, |person| person.is_resident)),
        (
            "in_plan",
            flags(rows, |person| person.plan_commune.is_some()),
        ),
        ("is_insured", flags(rows, |person| person.is_insured)),
        ("has_ehr", flags(rows, |person| person.has_ehr)),
    ];
    MemoryTable::new(&PERSONS, rows.len(), given)
}

pub fn exams(rows: &[Exam]) -> MemoryTable {
    let days = rows
        .iter()
        .map(|exam| exam.day.map(day_number))
        .collect::<Date32Array>();
    let given: Vec<(&str, ArrayRef)> = vec![
        ("exam_date", Arc::new(days)),
        ("counts", flags(rows, |exam| exam.counts)),
    ];
    MemoryTable::new(&EXAMS, rows.len(), given)
}

/// Tables and lists that an [`IndicatorInput`] borrows.
pub struct World {
    pub persons: MemoryTable,
    pub exams: MemoryTable,
    pub exam_person: Vec<u32>,
    pub aggregates: Vec<super::AggregateCount>,
    pub communes: Vec<Commune>,
    pub freshness: BTreeMap<ExtractsOf, Freshness>,
    pub missing: BTreeSet<(Kind, CommuneCode)>,
}

impl World {
    pub fn new(people: &[Person], examined: &[Exam], codes: &[&str]) -> Self {
        Self {
            persons: persons(people),
            exams: exams(examined),
            exam_person: examined.iter().map(|exam| exam.person).collect(),
            aggregates: Vec::new(),
            communes: communes(codes),
            freshness: Kind::ALL.map(|kind| (everywhere(kind), TODAY)).into(),
            missing: BTreeSet::new(),
        }
    }

    pub fn input(&self) -> IndicatorInput<'_> {
        IndicatorInput {
            persons: &self.persons,
            exams: &self.exams,
            exam_person: &self.exam_person,
            aggregates: &self.aggregates,
            communes: &self.communes,
            freshness: &self.freshness,
            missing: &self.missing,
        }
    }

    /// Lets the extracts be `days` old.
    pub fn age(&mut self, extracts: ExtractsOf, days: u32) {
        let aged = Freshness {
            age_days: days,
            ..TODAY
        };
        self.freshness.insert(extracts, aged);
    }
}

/// Of today, and seven days old at most.
const TODAY: Freshness = Freshness {
    age_days: 0,
    max_age_days: 7,
};

/// The extracts of a kind that are not one commune's.
pub fn everywhere(kind: Kind) -> ExtractsOf {
    ExtractsOf {
        kind,
        commune: None,
    }
}

pub fn communes(codes: &[&str]) -> Vec<Commune> {
    let commune = |code: &&str| Commune {
        code: CommuneCode::parse(code).unwrap(),
        name: format!("Xã {code}"),
    };
    codes.iter().map(commune).collect()
}

/// An indicator of persons, 100 %, in all strata.
pub fn definition(code: &str, denominator: &str, numerator: &str) -> IndicatorDefinition {
    IndicatorDefinition {
        code: code.to_owned(),
        label_vi: String::new(),
        label_en: String::new(),
        population: Population::Persons,
        denominator: denominator.to_owned(),
        denominator_exam: None,
        numerator: Some(numerator.to_owned()),
        numerator_exam: None,
        needs: vec![Kind::Residents],
        target: Some(Goal {
            share: 1.0,
            direction: Direction::AtLeast,
        }),
        start: None,
        deadline: None,
        pace: false,
        strata: vec![
            StratumKind::AgeBand,
            StratumKind::Sex,
            StratumKind::TargetGroup,
        ],
    }
}

/// People of the plan with at least one exam that counts, with a pace.
pub fn screened() -> IndicatorDefinition {
    IndicatorDefinition {
        numerator: None,
        numerator_exam: Some("counts".to_owned()),
        start: Some(date(2026, 7, 1)),
        deadline: Some(date(2026, 11, 30)),
        pace: true,
        ..definition("SCREENED", "in_plan", "")
    }
}
