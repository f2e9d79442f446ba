//! The table `exams`.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::options::MeasuredItem;
use super::person_table::{NO_RECORD, PersonTable};
use crate::domain::{CommuneCode, PersonId};
use crate::schema::arrays::{categories, codes, dates, flags, integers, labelled, reals, text};
use crate::schema::exams::EXAMS;
use crate::schema::records::{RecordChunk, RecordTable};
use crate::schema::{Dataset, Table};

/// Why an exam does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// One exam of one person. Measured values stand in the record.
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
    pub record_count: u32,
    pub age_years: Option<i32>,
    /// Per [`MeasuredItem`] the record that measured it.
    items: [u32; MeasuredItem::ALL.len()],
    pub not_counted: Option<NotCounted>,
}

impl ExamRow {
    pub(super) fn new(record: u32, date: u32, measured: u8) -> Self {
        Self {
            person: 0,
            record,
            date,
            commune: 0,
            record_count: 1,
            age_years: None,
            items: MeasuredItem::ALL.map(|item| {
                if measured >> item as u8 & 1 == 1 {
                    record
                } else {
                    NO_RECORD
                }
            }),
            not_counted: None,
        }
    }

    /// Takes from another report of the same day what this one lacks.
    pub(super) fn join(&mut self, other: &Self) {
        self.record_count += other.record_count;
        for (item, of_other) in self.items.iter_mut().zip(other.items) {
            if *item == NO_RECORD {
                *item = of_other;
            }
        }
    }

    /// The record that measured an item.
    #[must_use]
    pub fn item_record(&self, item: MeasuredItem) -> Option<u32> {
        Some(self.items[item as usize]).filter(|record| *record != NO_RECORD)
    }

    /// Bit `MeasuredItem as u8` of every item measured.
    pub(super) fn measured(&self) -> u8 {
        let items = MeasuredItem::ALL.into_iter();
        let measured = items.filter(|item| self.item_record(*item).is_some());
        measured.fold(0, |bits, item| bits | 1 << item as u8)
    }

    #[must_use]
    pub fn counts(&self) -> bool {
        self.not_counted.is_none()
    }
}

/// All exams by home commune, person and date.
pub struct ExamTable<'r> {
    records: &'r RecordTable,
    rows: Vec<ExamRow>,
    ids: Vec<PersonId>,
    /// Per exam the position of its person.
    persons: Vec<u32>,
}

impl<'r> ExamTable<'r> {
    pub(super) fn new(records: &'r RecordTable, rows: Vec<ExamRow>) -> Self {
        let persons = rows.iter().map(|row| row.person).collect();
        Self {
            records,
            rows,
            ids: Vec::new(),
            persons,
        }
    }

    pub(super) fn place(&mut self, persons: &PersonTable<'_>) {
        let id = |row: &ExamRow| persons.persons()[row.person as usize].id;
        self.ids = self.rows.iter().map(id).collect();
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
        value: impl Fn(&'r RecordChunk, usize) -> T,
    ) -> impl ExactSizeIterator<Item = T> {
        self.rows[rows].iter().map(move |row| {
            let (chunk, at) = self.records.locate(row.record);
            value(chunk, at)
        })
    }

    fn numbers(
        &self,
        rows: Range<usize>,
        item: MeasuredItem,
        value: impl Fn(&RecordChunk, usize) -> f64,
    ) -> ArrayRef {
        reals(self.rows[rows].iter().map(|row| {
            let (chunk, at) = self.records.locate(row.item_record(item)?);
            Some(value(chunk, at))
        }))
    }
}

impl Table for ExamTable<'_> {
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
            "exam_place" => text(self.each(rows, |chunk, at| chunk.exam_place.get(at))),
            "roster_commune_code" => labelled(
                self.each(rows, |chunk, at| {
                    CommuneCode::from_column(chunk.commune.get(at))
                }),
                |c| c.to_string(),
            ),
            "height_cm" => self.numbers(rows, MeasuredItem::Height, |chunk, at| {
                chunk.height_cm.get(at)
            }),
            "weight_kg" => self.numbers(rows, MeasuredItem::Weight, |chunk, at| {
                chunk.weight_kg.get(at)
            }),
            "systolic_mmhg" => self.numbers(rows, MeasuredItem::BloodPressure, |chunk, at| {
                chunk.systolic_mmhg.get(at)
            }),
            "diastolic_mmhg" => self.numbers(rows, MeasuredItem::BloodPressure, |chunk, at| {
                chunk.diastolic_mmhg.get(at)
            }),
            "pulse_per_min" => self.numbers(rows, MeasuredItem::Pulse, |chunk, at| {
                chunk.pulse_per_min.get(at)
            }),
            "glucose_mmol_l" => self.numbers(rows, MeasuredItem::Glucose, |chunk, at| {
                chunk.glucose_mmol_l.get(at)
            }),
            "health_class" => codes(self.each(rows, |chunk, at| chunk.health_class.get(at))),
            "funding_code" => codes(self.each(rows, |chunk, at| chunk.funding.get(at))),
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
