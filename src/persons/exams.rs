//! Exams from screening rosters and health-check messages: one per person and day.

use super::evidence::{Evidence, ExamReport};
use super::exam_table::{ExamRow, NotCounted};
use super::options::{MeasuredItem, PersonOptions, ScreeningRule};
use super::person_table::PersonRow;
use crate::domain::PartialDate;

/// Adds the exams that a person's records report, by date; those without a date first. `position` is the person's.
pub fn add_exams(
    exams: &mut Vec<ExamRow>,
    (position, person): (u32, &PersonRow),
    evidence: &[Evidence],
    reports: &[ExamReport],
    options: &PersonOptions,
) {
    let first = exams.len();
    let reported = evidence.iter().filter_map(|e| exam(e, reports));
    exams.extend(reported);
    // Reports of one day are one exam: each item comes from the first report that measured it, the
    // rest from the fullest one.
    exams[first..].sort_by_key(|exam| {
        let items = exam.measured.items();
        (exam.date, std::cmp::Reverse(items), exam.record)
    });
    let mut last = first;
    for at in first + 1..exams.len() {
        let exam = exams[at];
        if exams[last].date == exam.date {
            exams[last].join(&exam);
        } else {
            last += 1;
            exams[last] = exam;
        }
    }
    exams.truncate(exams.len().min(last + 1));
    let birth = PartialDate::from_packed(person.birth);
    for exam in &mut exams[first..] {
        exam.person = position;
        exam.commune = person.commune;
        let day = PartialDate::from_packed(exam.date);
        exam.age_years = birth.zip(day).map(|(birth, day)| birth.age_years(day));
        exam.not_counted = not_counted(exam, &options.screening);
    }
}

/// The exam that a record reports; `None` where it reports none: listed, not yet examined.
fn exam(evidence: &Evidence, reports: &[ExamReport]) -> Option<ExamRow> {
    let report = &reports[evidence.report? as usize];
    let exam = ExamRow::new(evidence, report);
    let says_something = exam.date != 0 || exam.measured.items() != 0 || report.health_class != 0;
    says_something.then_some(exam)
}

/// What keeps an exam from counting: no date, then items not measured, then a date outside the window.
fn not_counted(exam: &ExamRow, rule: &ScreeningRule) -> Option<NotCounted> {
    let day = PartialDate::from_packed(exam.date).filter(|day| day.day().is_some());
    let Some(day) = day else {
        return Some(NotCounted::NoDate);
    };
    let is_measured = |item: &MeasuredItem| exam.measured.has(*item);
    if !rule.measured_items.iter().all(is_measured) {
        return Some(NotCounted::ItemsMissing);
    }
    let window = PartialDate::from(rule.window_start)..=PartialDate::from(rule.window_end);
    (!window.contains(&day)).then_some(NotCounted::OutsideWindow)
}
