//! Ages that no living person reaches.
//!
//! Example: `1875` for 1975.

use super::case::Case;
use super::dates::age_years_min;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const BD02: Rule = Rule {
    code: "BD02",
    field: Some(Field::BirthDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::BirthDate],
        check,
    },
    title_vi: "Tuổi quá cao",
    title_en: "Age is too high",
    why_vi: "Tuổi tính theo ngày sinh vượt giới hạn (mặc định 120 tuổi) nên không thể đúng. Giá trị này để trống.",
    why_en: "The age at the day of the data is above the limit (120 unless set otherwise) and cannot be true. It was left blank.",
    fix_vi: "Xem lại giấy tờ rồi sửa năm sinh.",
    fix_en: "Look at the papers and correct the birth year.",
    thresholds: &[Threshold::new("age_years_max", 120.0, "years")],
};

fn check(case: &mut Case<'_, '_>) {
    let [age_max] = case.thresholds();
    if let Some(birth) = case.record.birth_date.standard
        && f64::from(age_years_min(birth, case.latest_day)) > age_max
    {
        case.blank(Field::BirthDate, Problem::TooOld, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_date};

    fn born(text: &str) -> bool {
        let mut record = Record {
            birth_date: given_date(text),
            ..Record::default()
        };
        let findings = found("BD02", &mut record).len();
        assert_eq!(findings == 0, record.birth_date.standard.is_some());
        findings > 0
    }

    #[test]
    fn more_than_120_years_is_too_old() {
        assert!(born("1875"));
        assert!(!born("1957-05-12"));
    }

    #[test]
    fn the_limit_itself_passes() {
        assert!(!born("1906-10-01"));
        assert!(!born("1905-10-02"));
        assert!(born("1905-10-01"));
        assert!(!born("1905"));
    }

    #[test]
    fn a_province_may_set_the_limit_and_a_missing_birth_is_left_alone() {
        let mut record = Record {
            birth_date: given_date("1910-01-01"),
            ..Record::default()
        };
        assert_eq!(
            found_at("BD02", "age_years_max", 110.0, &mut record).len(),
            1
        );
        assert!(found("BD02", &mut Record::default()).is_empty());
    }
}
