//! Updates of health records that have not come yet.
//!
//! A record cannot have been updated after the day of the data. Example: `01/10/2027` in an extract of 1 October 2026.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const EH01: Rule = Rule {
    code: "EH01",
    field: Some(Field::EhrUpdated),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::EhrUpdated],
        check,
    },
    title_vi: "Ngày cập nhật hồ sơ ở tương lai",
    title_en: "Health record updated in the future",
    why_vi: "Ngày cập nhật hồ sơ sức khoẻ sau ngày của số liệu. Giá trị này để trống.",
    why_en: "The day on which the health record was updated lies after the day of the data. It was left blank.",
    fix_vi: "Kiểm tra ngày và tháng (ngày trước, tháng sau) rồi sửa.",
    fix_en: "Check day and month (day first) and correct them.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(updated) = case.record.ehr_updated.standard
        && is_surely_after(updated, case.latest_day)
    {
        case.blank(Field::EhrUpdated, Problem::Future, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn is_future(text: &str) -> bool {
        let mut record = Record {
            ehr_updated: given_date(text),
            ..Record::default()
        };
        let findings = found("EH01", &mut record).len();
        assert_eq!(findings == 0, record.ehr_updated.standard.is_some());
        findings > 0
    }

    #[test]
    fn an_update_after_the_day_of_the_data_goes() {
        assert!(is_future("2027-10-01"));
        assert!(!is_future("2026-09-15"));
    }

    #[test]
    fn the_day_itself_passes() {
        assert!(!is_future("2026-10-01"));
        assert!(is_future("2026-10-02"));
    }

    #[test]
    fn a_row_without_an_update_is_left_alone() {
        assert!(found("EH01", &mut Record::default()).is_empty());
    }
}
