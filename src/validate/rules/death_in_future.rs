//! Deaths that have not come yet.
//!
//! Example: `03/02/2027` in an extract of 2026.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const RS04: Rule = Rule {
    code: "RS04",
    field: Some(Field::DeathDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::DeathDate],
        check,
    },
    title_vi: "Ngày chết ở tương lai",
    title_en: "Date of death lies in the future",
    why_vi: "Ngày chết sau ngày của số liệu nên không thể đúng. Giá trị này để trống.",
    why_en: "The death lies after the day of the data and cannot be true. It was left blank.",
    fix_vi: "Xem lại giấy báo tử hoặc sổ hộ tịch rồi sửa; nếu người này còn sống thì xóa ngày chết.",
    fix_en: "Look at the death certificate or the civil register and correct it; delete it if the person is alive.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(death) = case.record.death_date.standard
        && is_surely_after(death, case.latest_day)
    {
        case.blank(Field::DeathDate, Problem::Future, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn died(text: &str) -> bool {
        let mut record = Record {
            death_date: given_date(text),
            ..Record::default()
        };
        let findings = found("RS04", &mut record).len();
        assert_eq!(findings == 0, record.death_date.standard.is_some());
        findings > 0
    }

    #[test]
    fn a_death_after_the_day_of_the_data_goes() {
        assert!(died("2027-02-03"));
        assert!(!died("2026-02-03"));
    }

    #[test]
    fn the_day_itself_passes() {
        assert!(!died("2026-10-01"));
        assert!(died("2026-10-02"));
    }

    #[test]
    fn a_row_without_death_is_left_alone() {
        assert!(found("RS04", &mut Record::default()).is_empty());
    }
}
