//! People on the list of pupils who are too old for school.
//!
//! Groups 10 and 11 of QĐ 2062/QĐ-BYT are children of nursery and pupils of general schools; adults finish school
//! late, hence the wide limit. Students (12) may be of any age. Example: group 11, born in 1980.

use super::case::Case;
use super::dates::age_years_min;
use crate::domain::Field;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const TG02: Rule = Rule {
    code: "TG02",
    field: Some(Field::TargetGroups),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::TargetGroups, Field::BirthDate],
        check,
    },
    title_vi: "Nhóm trẻ mầm non, học sinh nhưng quá 25 tuổi",
    title_en: "In a group of pupils, but older than 25",
    why_vi: "Nhóm 10 là trẻ mầm non, nhóm 11 là học sinh phổ thông; theo ngày sinh người này lớn tuổi hơn.",
    why_en: "Group 10 is nursery children, group 11 pupils; by the birth date this person is older.",
    fix_vi: "Kiểm tra năm sinh và nhóm đối tượng rồi sửa.",
    fix_en: "Check birth year and target group and correct the wrong one.",
    thresholds: &[Threshold::new("age_years_max", 25.0, "years")],
};

/// DOI_TUONG 10: trẻ mầm non; 11: học sinh phổ thông.
const PUPILS: [u8; 2] = [10, 11];

fn check(case: &mut Case<'_, '_>) {
    let [age_limit] = case.thresholds();
    let record = &case.record;
    if let (Some(groups), Some(birth)) = (record.target_groups.standard, record.birth_date.standard)
        && PUPILS.into_iter().any(|code| groups.contains(code))
        && f64::from(age_years_min(
            birth,
            record.exam_date.standard.unwrap_or(case.latest_day),
        )) > age_limit
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
        let findings = found("TG02", &mut record).len();
        assert!(record.target_groups.standard.is_some() && record.birth_date.standard.is_some());
        findings
    }

    #[test]
    fn an_adult_among_pupils_is_noticed_and_kept() {
        assert_eq!((count(10, "1980-03-04"), count(11, "1980-03-04")), (1, 1));
        assert_eq!((count(11, "2014-03-04"), count(12, "1980-03-04")), (0, 0));
    }

    #[test]
    fn twenty_five_or_perhaps_twenty_five_passes() {
        assert_eq!((count(11, "2000-10-02"), count(11, "2000-10-01")), (0, 1));
        assert_eq!((count(11, "2000"), count(11, "1999")), (0, 1));
    }

    #[test]
    fn a_missing_birth_says_nothing() {
        let mut record = Record {
            birth_date: Value::default(),
            ..row(11, "1980")
        };
        assert!(found("TG02", &mut record).is_empty());
    }
}
