//! Invented people and their exams, as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, DictionaryArray, Int32Array, StringArray};
use arrow::datatypes::UInt16Type;
use jiff::civil::{Date, date};

use super::columns::day_number;
use super::input::{Commune, ExtractsOf, FormerCommune, Freshness, IndicatorInput};
use super::options::{
    Direction, Goal, IndicatorDefinition, IntervalMethod, Level, Polarity, Population, StratumKind,
    Unit, Words,
};
use crate::domain::{CommuneCode, FormerCommuneCode, Kind, PersonId};
use crate::schema::counts::CountRow;
use crate::schema::exams::EXAMS;
use crate::schema::memory::MemoryTable;
use crate::schema::persons::PERSONS;
use crate::schema::{Dataset, Tier};

/// Everyone's day of observation.
pub const AS_OF: Date = date(2026, 11, 21);

/// `given` columns by name; the others all null.
fn table(dataset: &'static Dataset, rows: usize, given: Vec<(&str, ArrayRef)>) -> MemoryTable {
    let at = |(name, array)| (dataset.position(name).unwrap(), array);
    MemoryTable::new(dataset, rows, given.into_iter().map(at))
}

#[derive(Debug, Clone, Default)]
pub struct Person {
    pub commune: Option<&'static str>,
    pub former: Option<&'static str>,
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

pub(super) fn persons(rows: &[Person]) -> MemoryTable {
    let ages = rows
        .iter()
        .map(|person| person.age_years)
        .collect::<Int32Array>();
    let given: Vec<(&str, ArrayRef)> = vec![
        ("commune_code", texts(rows, |person| person.commune)),
        ("former_commune_code", texts(rows, |person| person.former)),
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
    table(&PERSONS, rows.len(), given)
}

pub(super) fn exams(rows: &[Exam]) -> MemoryTable {
    let days = rows
        .iter()
        .map(|exam| exam.day.map(day_number))
        .collect::<Date32Array>();
    let given: Vec<(&str, ArrayRef)> = vec![
        ("exam_date", Arc::new(days)),
        ("counts", flags(rows, |exam| exam.counts)),
    ];
    table(&EXAMS, rows.len(), given)
}

/// Tables and lists that an [`IndicatorInput`] borrows.
pub struct World {
    pub(super) persons: MemoryTable,
    pub(super) exams: MemoryTable,
    pub exam_person: Vec<u32>,
    pub counts: Vec<CountRow>,
    pub communes: Vec<Commune>,
    pub former_communes: Vec<FormerCommune>,
    pub freshness: BTreeMap<ExtractsOf, Freshness>,
    pub missing: BTreeSet<(Kind, CommuneCode)>,
}

impl World {
    pub fn new(people: &[Person], examined: &[Exam], codes: &[&str]) -> Self {
        Self {
            persons: persons(people),
            exams: exams(examined),
            exam_person: examined.iter().map(|exam| exam.person).collect(),
            counts: Vec::new(),
            communes: communes(codes),
            former_communes: Vec::new(),
            freshness: Kind::ALL.map(|kind| (everywhere(kind), TODAY)).into(),
            missing: BTreeSet::new(),
        }
    }

    /// The same people, in a scope to which these former communes went.
    pub fn with_former(mut self, codes: &[&str]) -> Self {
        let commune = |code: &&str| FormerCommune {
            code: FormerCommuneCode::parse(code).unwrap(),
            name: format!("Xã {code} (Huyện Bảo Lâm)"),
        };
        self.former_communes = codes.iter().map(commune).collect();
        self
    }

    /// The same people, under these ids.
    pub fn with_ids(mut self, ids: &[PersonId]) -> Self {
        let texts: StringArray = ids.iter().map(|id| Some(id.to_string())).collect();
        let position = PERSONS.position("person_id").unwrap();
        self.persons = self.persons.with(position, Arc::new(texts));
        self
    }

    pub fn input(&self) -> IndicatorInput<'_> {
        IndicatorInput {
            persons: &self.persons,
            exams: &self.exams,
            exam_person: &self.exam_person,
            counts: &self.counts,
            communes: &self.communes,
            former_communes: &self.former_communes,
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
pub(crate) fn definition(code: &str, denominator: &str, numerator: &str) -> IndicatorDefinition {
    IndicatorDefinition {
        code: code.to_owned(),
        words: Words::default(),
        population: Population::Persons,
        denominator: denominator.to_owned(),
        denominator_exam: None,
        denominator_person: None,
        numerator: Some(numerator.to_owned()),
        numerator_exam: None,
        needs: vec![Kind::Residents],
        unit: Unit::Share,
        interval: IntervalMethod::Wilson,
        polarity: Polarity::Higher,
        bands: Vec::new(),
        tier: Tier::Steering,
        target: Some(Goal {
            value: 1.0,
            direction: Direction::AtLeast,
        }),
        start: None,
        deadline: None,
        last_deadline: None,
        pace: false,
        strata: StratumKind::ASKED.to_vec(),
        level: Level::Commune,
        absent_is_zero: false,
        counts_people: true,
        standard: None,
        index_weight: None,
        written_at: None,
        signals: Vec::new(),
        example: None,
    }
}

/// What a programme delivers of a commune, or of the whole province.
pub fn delivered(commune: Option<&str>, item: &str, value: f64) -> CountRow {
    CountRow {
        kind: Kind::Aggregates,
        source: Arc::from("aggregates"),
        file: Arc::from("a.csv"),
        commune: commune.map(|code| CommuneCode::parse(code).unwrap()),
        facility: String::new(),
        facility_type: String::new(),
        period: "2026-06".to_owned(),
        item: item.to_owned(),
        value,
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
