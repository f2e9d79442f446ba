//! Exams of people who were not born yet.
//!
//! One of the two dates is wrong. The exam date is blanked, because an exam that cannot have happened must not
//! count, while a birth date is evidence of who the person is. Example: born 12/09/2026, examined 10/09/2026.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const EX03: Rule = Rule {
    code: "EX03",
    field: Some(Field::ExamDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::ExamDate, Field::BirthDate],
        check,
    },
    title_vi: "Ngày khám trước ngày sinh",
    title_en: "Exam lies before the birth",
    why_vi: "Ngày khám sớm hơn ngày sinh; một trong hai ngày bị sai. Ngày khám để trống và lần khám chưa được tính.",
    why_en: "The exam lies before the birth; one of the two is wrong. The exam date was left blank and the exam does not count yet.",
    fix_vi: "Kiểm tra cả ngày sinh và ngày khám rồi sửa.",
    fix_en: "Check both dates and correct the wrong one.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let (birth, exam) = (&case.record.birth_date, &case.record.exam_date);
    if let (Some(birth), Some(exam)) = (birth.standard, exam.standard)
        && is_surely_after(birth, exam)
    {
        case.blank(Field::ExamDate, Problem::Contradiction, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn born_and_examined(birth: &str, exam: &str) -> bool {
        let mut record = Record {
            birth_date: given_date(birth),
            exam_date: given_date(exam),
            ..Record::default()
        };
        let findings = found("EX03", &mut record).len();
        assert_eq!(findings == 0, record.exam_date.standard.is_some());
        assert!(record.birth_date.standard.is_some());
        findings > 0
    }

    #[test]
    fn an_exam_before_the_birth_goes() {
        assert!(born_and_examined("2026-09-12", "2026-09-10"));
        assert!(!born_and_examined("1957-05-12", "2026-09-10"));
    }

    #[test]
    fn an_exam_on_the_day_of_birth_passes() {
        assert!(!born_and_examined("2026-09-10", "2026-09-10"));
        assert!(!born_and_examined("2026", "2026-09-10"));
    }

    #[test]
    fn one_date_alone_is_left_alone() {
        let mut record = Record {
            exam_date: given_date("2026-09-10"),
            ..Record::default()
        };
        assert!(found("EX03", &mut record).is_empty());
    }
}
