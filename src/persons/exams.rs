//! Exams from screening rosters and health-check messages: one per person and day.

use rayon::prelude::*;

use super::exam_table::{ExamRow, NotCounted};
use super::members::Members;
use super::options::{MeasuredItem, PersonOptions, ScreeningRule};
use super::person_table::PersonTable;
use crate::domain::{Kind, PartialDate};
use crate::schema::records::{RecordChunk, RecordTable};

/// Bits of the kinds that report exams, as in `PersonRow::kinds`.
const EXAM_KINDS: u16 = 1 << Kind::ScreeningRoster as u8 | 1 << Kind::ExamXml as u8;

/// Exams in the order of `persons`, then by date; those without a date first.
pub fn exams(
    records: &RecordTable,
    persons: &PersonTable<'_>,
    members: &Members,
    options: &PersonOptions,
) -> Vec<ExamRow> {
    persons
        .persons()
        .par_iter()
        .enumerate()
        .filter(|(_, person)| person.kinds & EXAM_KINDS != 0)
        .flat_map_iter(|(position, person)| {
            let birth = PartialDate::from_packed(person.birth);
            let mut exams: Vec<ExamRow> = members
                .of(person.linked as usize)
                .iter()
                .filter_map(|record| exam(records, *record))
                .collect();
            // Reports of one day are one exam: each item comes from the first report that measured it, the
            // rest from the fullest one.
            exams.sort_by_key(|exam| {
                let items = exam.measured().count_ones();
                (exam.date, std::cmp::Reverse(items), exam.record)
            });
            let mut merged: Vec<ExamRow> = Vec::with_capacity(exams.len());
            for exam in exams {
                match merged.last_mut() {
                    Some(last) if last.date == exam.date => last.join(&exam),
                    _ => merged.push(exam),
                }
            }
            for exam in &mut merged {
                exam.person = position as u32;
                exam.commune = person.commune;
                let day = PartialDate::from_packed(exam.date);
                exam.age_years = birth.zip(day).map(|(birth, day)| birth.age_years(day));
                exam.not_counted = not_counted(exam, &options.screening);
            }
            merged
        })
        .collect()
}

/// The exam that a record reports; `None` where it reports none: listed, not yet examined.
fn exam(records: &RecordTable, record: u32) -> Option<ExamRow> {
    let (chunk, row) = records.locate(record);
    if !chunk.origin.kind.reports_exams() {
        return None;
    }
    let date = chunk.exam_date.get(row);
    let measured = measured(chunk, row);
    let says_something = date != 0 || measured != 0 || chunk.health_class.get(row) != 0;
    says_something.then(|| ExamRow::new(record, date, measured))
}

/// Bit `MeasuredItem as u8` of every item measured.
fn measured(chunk: &RecordChunk, row: usize) -> u8 {
    let is_measured = |item| match item {
        MeasuredItem::Height => chunk.height_cm.get(row) != 0.0,
        MeasuredItem::Weight => chunk.weight_kg.get(row) != 0.0,
        MeasuredItem::BloodPressure => {
            chunk.systolic_mmhg.get(row) != 0.0 && chunk.diastolic_mmhg.get(row) != 0.0
        }
        MeasuredItem::Pulse => chunk.pulse_per_min.get(row) != 0.0,
        MeasuredItem::Glucose => chunk.glucose_mmol_l.get(row) != 0.0,
    };
    let items = MeasuredItem::ALL
        .into_iter()
        .filter(|item| is_measured(*item));
    items.fold(0, |bits, item| bits | 1 << item as u8)
}

/// What keeps an exam from counting: no date, then items not measured, then a date outside the window.
fn not_counted(exam: &ExamRow, rule: &ScreeningRule) -> Option<NotCounted> {
    let day = PartialDate::from_packed(exam.date).filter(|day| day.day().is_some());
    let Some(day) = day else {
        return Some(NotCounted::NoDate);
    };
    let is_measured = |item: &MeasuredItem| exam.item_record(*item).is_some();
    if !rule.measured_items.iter().all(is_measured) {
        return Some(NotCounted::ItemsMissing);
    }
    let window = PartialDate::from(rule.window_start)..=PartialDate::from(rule.window_end);
    (!window.contains(&day)).then_some(NotCounted::OutsideWindow)
}
