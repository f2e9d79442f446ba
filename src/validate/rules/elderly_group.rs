//! People on the list of the elderly who are younger.
//!
//! Group 1 of QĐ 2062/QĐ-BYT is people of 60 and more (Luật Người cao tuổi). Age is at the exam, else at the day of
//! the data. Example: group 1, born in 1980.

use super::case::Case;
use super::dates::age_years_max;
use crate::domain::Field;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const TG01: Rule = Rule {
    code: "TG01",
    field: Some(Field::TargetGroups),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::TargetGroups, Field::BirthDate],
        check,
    },
    title_vi: "Nhóm người cao tuổi nhưng chưa đủ 60 tuổi",
    title_en: "In the group of the elderly, but younger than 60",
    why_vi: "Nhóm 1 là người từ đủ 60 tuổi; theo ngày sinh người này trẻ hơn.",
    why_en: "Group 1 is people of 60 years and more; by the birth date this person is younger.",
    fix_vi: "Kiểm tra năm sinh và nhóm đối tượng rồi sửa.",
    fix_en: "Check birth year and target group and correct the wrong one.",
    thresholds: &[Threshold::new("age_years_min", 60.0, "years")],
};

/// DOI_TUONG 1: người cao tuổi.
const ELDERLY: u8 = 1;

fn check(case: &mut Case<'_, '_>) {
    let [age_limit] = case.thresholds();
    let record = &case.record;
    if let (Some(groups), Some(birth)) = (record.target_groups.standard, record.birth_date.standard)
        && groups.contains(ELDERLY)
        && f64::from(age_years_max(
            birth,
            record.exam_date.standard.unwrap_or(case.latest_day),
        )) < age_limit
    {
        case.report(Field::TargetGroups, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Record, TargetGroups, Value};
    use crate::validate::rules::testing::{found, given_date};

    fn row(group: u8, birth: &str) -> Record<'_> {
        let groups = TargetGroups::EMPTY.with(6).with(group);
        Record {
            target_groups: Value::as_given("x", groups),
            birth_date: given_date(birth),
            ..Record::default()
        }
    }

    fn count(group: u8, birth: &str) -> usize {
        let mut record = row(group, birth);
        let findings = found("TG01", &mut record).len();
        assert!(record.target_groups.standard.is_some() && record.birth_date.standard.is_some());
        findings
    }

    #[test]
    fn someone_young_among_the_elderly_is_noticed_and_kept() {
        assert_eq!(count(1, "1980-03-04"), 1);
        assert_eq!(count(1, "1950-03-04"), 0);
        assert_eq!(count(2, "1980-03-04"), 0);
    }

    #[test]
    fn sixty_on_the_day_or_perhaps_sixty_passes() {
        assert_eq!((count(1, "1966-10-01"), count(1, "1966-10-02")), (0, 1));
        assert_eq!((count(1, "1966"), count(1, "1967")), (0, 1));
        let mut record = Record {
            exam_date: given_date("2026-09-01"),
            ..row(1, "1966-10-01")
        };
        assert_eq!(found("TG01", &mut record).len(), 1);
    }

    #[test]
    fn a_missing_birth_says_nothing() {
        let mut record = Record {
            birth_date: Value::default(),
            ..row(1, "1980")
        };
        assert!(found("TG01", &mut record).is_empty());
    }
}
