//! Birth dates that have not come yet.
//!
//! A typing error in the year, mostly. Example: `12/05/2062` for 1962.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const BD01: Rule = Rule {
    code: "BD01",
    field: Some(Field::BirthDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::BirthDate],
        check,
    },
    title_vi: "Ngày sinh ở tương lai",
    title_en: "Birth date lies in the future",
    why_vi: "Ngày sinh sau ngày của số liệu nên không thể đúng. Giá trị này để trống.",
    why_en: "The birth date lies after the day of the data and cannot be true. It was left blank.",
    fix_vi: "Xem lại giấy tờ rồi sửa ngày sinh.",
    fix_en: "Look at the papers and correct the birth date.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(birth) = case.record.birth_date.standard
        && is_surely_after(birth, case.latest_day)
    {
        case.blank(Field::BirthDate, Problem::Future, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn born(text: &str) -> (usize, bool) {
        let mut record = Record {
            birth_date: given_date(text),
            ..Record::default()
        };
        let findings = found("BD01", &mut record).len();
        (findings, record.birth_date.standard.is_some())
    }

    #[test]
    fn a_birth_after_the_day_of_the_data_goes() {
        assert_eq!(born("2062-05-12"), (1, false));
        assert_eq!(born("2027"), (1, false));
    }

    #[test]
    fn a_birth_on_the_day_itself_or_in_its_year_stays() {
        assert_eq!(born("2026-10-01"), (0, true));
        assert_eq!(born("2026-10-02"), (1, false));
        assert_eq!(born("2026"), (0, true));
        assert_eq!(born("1957-05-12"), (0, true));
    }

    #[test]
    fn a_row_without_birth_is_left_alone() {
        assert!(found("BD01", &mut Record::default()).is_empty());
    }
}
