//! Exam dates from before the campaign's data.
//!
//! A roster of this year's campaign that reports an exam of long ago has the wrong year, or last year's list was
//! copied. Example: `15/09/2016`. The limit is a date written as a number, 20260101 for 1 January 2026.

use super::case::Case;
use super::dates::yyyymmdd;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const EX02: Rule = Rule {
    code: "EX02",
    field: Some(Field::ExamDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::ExamDate],
        check,
    },
    title_vi: "Ngày khám quá sớm",
    title_en: "Exam date is too early",
    why_vi: "Ngày khám trước ngày sớm nhất được nhận (mặc định 01/01/2026). Giá trị này để trống và lần khám chưa được tính.",
    why_en: "The exam lies before the earliest day accepted (1 January 2026 unless set otherwise). It was left blank and the exam does not count yet.",
    fix_vi: "Kiểm tra năm khám rồi sửa; không đưa kết quả của năm trước vào danh sách này.",
    fix_en: "Check the year and correct it; keep exams of earlier years out of this list.",
    thresholds: &[Threshold::new(
        "exam_yyyymmdd_min",
        20_260_101.0,
        "yyyymmdd",
    )],
};

fn check(case: &mut Case<'_, '_>) {
    let [earliest] = case.thresholds();
    if let Some(exam) = case.record.exam_date.standard
        && yyyymmdd(exam) < earliest
    {
        case.blank(Field::ExamDate, Problem::TooOld, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_date};

    fn row(text: &str) -> Record<'_> {
        Record {
            exam_date: given_date(text),
            ..Record::default()
        }
    }

    fn examined(text: &str) -> bool {
        let mut record = row(text);
        let findings = found("EX02", &mut record).len();
        assert_eq!(findings == 0, record.exam_date.standard.is_some());
        findings > 0
    }

    #[test]
    fn an_exam_of_another_decade_goes() {
        assert!(examined("2016-09-15"));
        assert!(!examined("2026-09-15"));
    }

    #[test]
    fn the_first_day_passes() {
        assert!(!examined("2026-01-01"));
        assert!(examined("2025-12-31"));
    }

    #[test]
    fn a_province_may_set_the_day_and_a_missing_exam_is_left_alone() {
        let earliest = 20_260_701.0;
        let found_in = |text| found_at("EX02", "exam_yyyymmdd_min", earliest, &mut row(text)).len();
        assert_eq!((found_in("2026-06-30"), found_in("2026-07-01")), (1, 0));
        assert!(found("EX02", &mut Record::default()).is_empty());
    }
}
