//! Exam dates that have not come yet.
//!
//! An exam that has not happened must not count. Example: `02/11/2026` in a roster of 1 October, day and month swapped.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const EX01: Rule = Rule {
    code: "EX01",
    field: Some(Field::ExamDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::ExamDate],
        check,
    },
    title_vi: "Ngày khám ở tương lai",
    title_en: "Exam date lies in the future",
    why_vi: "Ngày khám sau ngày của số liệu. Giá trị này để trống và lần khám chưa được tính.",
    why_en: "The exam date lies after the day of the data. It was left blank and the exam does not count yet.",
    fix_vi: "Kiểm tra ngày và tháng khám (ngày trước, tháng sau) rồi sửa.",
    fix_en: "Check day and month of the exam (day first) and correct it.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(exam) = case.record.exam_date.standard
        && is_surely_after(exam, case.latest_day)
    {
        case.blank(Field::ExamDate, Problem::Future, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn examined(text: &str) -> bool {
        let mut record = Record {
            exam_date: given_date(text),
            ..Record::default()
        };
        let findings = found("EX01", &mut record).len();
        assert_eq!(findings == 0, record.exam_date.standard.is_some());
        findings > 0
    }

    #[test]
    fn an_exam_after_the_day_of_the_data_goes() {
        assert!(examined("2026-11-02"));
        assert!(!examined("2026-09-15"));
    }

    #[test]
    fn the_day_itself_passes() {
        assert!(!examined("2026-10-01"));
        assert!(examined("2026-10-02"));
    }

    #[test]
    fn a_row_without_exam_is_left_alone() {
        assert!(found("EX01", &mut Record::default()).is_empty());
    }
}
