//! The table `exams`.

use std::ops::Range;

use arrow::array::ArrayRef;
use rayon::prelude::*;

use super::evidence::{Evidence, ExamReport};
use super::options::MeasuredItem;
use super::person_table::PersonTable;
use crate::domain::{CommuneCode, PersonId};
use crate::schema::arrays::{categories, codes, dates, flags, integers, labelled, reals, text};
use crate::schema::exams::EXAMS;
use crate::schema::records::{RecordChunk, RecordTable, RecordTexts, StoreError};
use crate::schema::{Dataset, Table};

/// Why an exam does not count. What lacks least stands first: a date can be looked up, a measurement must be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotCounted {
    NoDate,
    ItemsMissing,
    OutsideWindow,
}

impl NotCounted {
    const ALL: [Self; 3] = [Self::NoDate, Self::ItemsMissing, Self::OutsideWindow];

    fn code(self) -> &'static str {
        match self {
            Self::NoDate => "no_date",
            Self::ItemsMissing => "items_missing",
            Self::OutsideWindow => "outside_window",
        }
    }
}

/// What was measured. 0 is not measured.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    height_cm: f64,
    weight_kg: f64,
    systolic_mmhg: f64,
    diastolic_mmhg: f64,
    pulse_per_min: f64,
    glucose_mmol_l: f64,
}

impl Measured {
    /// What a record reports as measured.
    pub(super) fn of(chunk: &RecordChunk, row: usize) -> Self {
        let (systolic, diastolic) = (chunk.systolic_mmhg.get(row), chunk.diastolic_mmhg.get(row));
        // One pressure without the other is no measurement.
        let has_both = systolic != 0.0 && diastolic != 0.0;
        let pressure = |value: f64| if has_both { value } else { 0.0 };
        Self {
            height_cm: chunk.height_cm.get(row),
            weight_kg: chunk.weight_kg.get(row),
            systolic_mmhg: pressure(systolic),
            diastolic_mmhg: pressure(diastolic),
            pulse_per_min: chunk.pulse_per_min.get(row),
            glucose_mmol_l: chunk.glucose_mmol_l.get(row),
        }
    }

    #[must_use]
    pub fn has(&self, item: MeasuredItem) -> bool {
        let value = match item {
            MeasuredItem::Height => self.height_cm,
            MeasuredItem::Weight => self.weight_kg,
            MeasuredItem::BloodPressure => self.systolic_mmhg,
            MeasuredItem::Pulse => self.pulse_per_min,
            MeasuredItem::Glucose => self.glucose_mmol_l,
        };
        value != 0.0
    }

    /// How many items were measured.
    pub(super) fn items(&self) -> usize {
        let items = MeasuredItem::ALL.into_iter();
        items.filter(|item| self.has(*item)).count()
    }

    fn take(&mut self, item: MeasuredItem, other: &Self) {
        match item {
            MeasuredItem::Height => self.height_cm = other.height_cm,
            MeasuredItem::Weight => self.weight_kg = other.weight_kg,
            MeasuredItem::BloodPressure => {
                self.systolic_mmhg = other.systolic_mmhg;
                self.diastolic_mmhg = other.diastolic_mmhg;
            }
            MeasuredItem::Pulse => self.pulse_per_min = other.pulse_per_min,
            MeasuredItem::Glucose => self.glucose_mmol_l = other.glucose_mmol_l,
        }
    }
}

/// One exam of one person.
#[derive(Debug, Clone, Copy)]
pub struct ExamRow {
    /// Position in the table of persons.
    pub person: u32,
    /// The record with the fullest report.
    pub record: u32,
    /// Packed date, 0 for none.
    pub date: u32,
    /// Home commune of the person, 0 for unknown.
    pub commune: u32,
    /// Commune of the record, 0 for unknown.
    roster_commune: u32,
    pub record_count: u32,
    pub age_years: Option<i32>,
    pub measured: Measured,
    health_class: u8,
    funding: u8,
    pub not_counted: Option<NotCounted>,
}

impl ExamRow {
    /// Whether the commune that reports it is known and not the home of the person.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.commune != 0 && self.roster_commune != 0 && self.roster_commune != self.commune
    }

    pub(super) fn new(evidence: &Evidence, report: &ExamReport) -> Self {
        Self {
            person: 0,
            record: evidence.record,
            date: evidence.exam_date,
            commune: 0,
            roster_commune: evidence.commune,
            record_count: 1,
            age_years: None,
            measured: report.measured,
            health_class: report.health_class,
            funding: report.funding,
            not_counted: None,
        }
    }

    /// Takes from another report of the same day what this one lacks.
    pub(super) fn join(&mut self, other: &Self) {
        self.record_count += other.record_count;
        for item in MeasuredItem::ALL {
            if !self.measured.has(item) {
                self.measured.take(item, &other.measured);
            }
        }
    }

    #[must_use]
    pub fn counts(&self) -> bool {
        self.not_counted.is_none()
    }
}

/// All exams by home commune, person and date.
pub struct ExamTable {
    rows: Vec<ExamRow>,
    ids: Vec<PersonId>,
    places: RecordTexts,
    /// Per exam the position of its person.
    persons: Vec<u32>,
}

impl ExamTable {
    /// The table of `rows`, whose persons stand in `persons` at `places`.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub(super) fn new(
        records: &RecordTable,
        mut rows: Vec<ExamRow>,
        persons: &PersonTable,
        places: &[u32],
    ) -> Result<Self, StoreError> {
        for row in &mut rows {
            row.person = places[row.person as usize];
        }
        rows.par_sort_unstable_by_key(|row| (row.person, row.date));
        let id = |row: &ExamRow| persons.persons()[row.person as usize].id;
        let recorded = rows.iter().map(|row| row.record);
        Ok(Self {
            persons: rows.iter().map(|row| row.person).collect(),
            ids: rows.iter().map(id).collect(),
            places: records.texts_of(recorded, &["exam_place"], |chunk, at| {
                chunk.exam_place.get(at)
            })?,
            rows,
        })
    }

    #[must_use]
    pub fn rows(&self) -> &[ExamRow] {
        &self.rows
    }

    /// Per exam the row of its person in the table of persons.
    #[must_use]
    pub fn person_rows(&self) -> &[u32] {
        &self.persons
    }

    fn each<T>(
        &self,
        rows: Range<usize>,
        value: impl Fn(&ExamRow) -> T,
    ) -> impl ExactSizeIterator<Item = T> {
        self.rows[rows].iter().map(value)
    }

    fn numbers(&self, rows: Range<usize>, value: impl Fn(&Measured) -> f64) -> ArrayRef {
        reals(self.each(rows, |row| {
            Some(value(&row.measured)).filter(|number| *number != 0.0)
        }))
    }
}

impl Table for ExamTable {
    fn dataset(&self) -> &'static Dataset {
        &EXAMS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        match EXAMS.columns[column].name {
            "person_id" => text(self.ids[rows].iter().map(|id| id.text())),
            "commune_code" => labelled(
                self.rows[rows]
                    .iter()
                    .map(|row| CommuneCode::from_column(row.commune)),
                |c| c.to_string(),
            ),
            "exam_date" => dates(self.rows[rows].iter().map(|row| row.date)),
            "exam_place" => text(rows.map(|row| self.places.get(row))),
            "roster_commune_code" => labelled(
                self.each(rows, |row| CommuneCode::from_column(row.roster_commune)),
                |c| c.to_string(),
            ),
            "height_cm" => self.numbers(rows, |measured| measured.height_cm),
            "weight_kg" => self.numbers(rows, |measured| measured.weight_kg),
            "systolic_mmhg" => self.numbers(rows, |measured| measured.systolic_mmhg),
            "diastolic_mmhg" => self.numbers(rows, |measured| measured.diastolic_mmhg),
            "pulse_per_min" => self.numbers(rows, |measured| measured.pulse_per_min),
            "glucose_mmol_l" => self.numbers(rows, |measured| measured.glucose_mmol_l),
            "health_class" => codes(self.each(rows, |row| row.health_class)),
            "funding_code" => codes(self.each(rows, |row| row.funding)),
            "age_years" => integers(self.rows[rows].iter().map(|row| row.age_years)),
            "counts" => flags(self.rows[rows].iter().map(|row| Some(row.counts()))),
            "not_counted_because" => categories(
                NotCounted::ALL.map(NotCounted::code),
                self.rows[rows]
                    .iter()
                    .map(|row| row.not_counted.map(|reason| reason as usize)),
            ),
            "record_count" => integers(
                self.rows[rows]
                    .iter()
                    .map(|row| i32::try_from(row.record_count).ok()),
            ),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
