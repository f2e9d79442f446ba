//! Sex against the fourth digit of the cccd.
//!
//! The digit is even for a man and odd for a woman. It is evidence, never a reason to overwrite: the number may be
//! mistyped or a relative's. Example: 003190012345 (a woman's) on a row that says Nam.

use super::case::Case;
use crate::domain::Field;
use crate::domain::record::IdentityNumber;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const ID09: Rule = Rule {
    code: "ID09",
    field: Some(Field::IdentityNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::IdentityNumber, Field::Sex],
        check,
    },
    title_vi: "Giới tính không khớp với số CCCD",
    title_en: "Sex disagrees with the cccd",
    why_vi: "Chữ số thứ tư của CCCD: chẵn là nam, lẻ là nữ. Giới tính hoặc số CCCD bị sai, hoặc số là của người khác.",
    why_en: "The fourth digit of a cccd is even for men and odd for women. Sex or number is wrong, or the number is someone else’s.",
    fix_vi: "Xem lại thẻ căn cước rồi sửa giới tính hoặc số CCCD.",
    fix_en: "Look at the identity card and correct sex or number.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let (Some(IdentityNumber::Cccd(cccd)), Some(sex)) = (
        case.record.identity_number.standard,
        case.record.sex.standard,
    ) && cccd.sex() != sex
    {
        case.report(Field::IdentityNumber, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cmnd, Record, Sex, Value};
    use crate::validate::rules::testing::{found, given_cccd};

    fn with(cccd: &'static str, sex: Sex) -> usize {
        let sex = Value::as_given("x", sex);
        let mut record = Record {
            identity_number: given_cccd(cccd),
            sex,
            ..Record::default()
        };
        let findings = found("ID09", &mut record).len();
        assert!(record.identity_number.standard.is_some() && record.sex.standard.is_some());
        findings
    }

    #[test]
    fn a_contradiction_is_noticed_and_both_are_kept() {
        assert_eq!(with("003190012345", Sex::Male), 1);
        assert_eq!(with("003190012345", Sex::Female), 0);
    }

    #[test]
    fn both_centuries_are_read() {
        assert_eq!(
            (
                with("003210012345", Sex::Male),
                with("003310012345", Sex::Male)
            ),
            (0, 1)
        );
    }

    #[test]
    fn a_cmnd_or_a_missing_sex_says_nothing() {
        let cmnd = IdentityNumber::Cmnd(Cmnd::parse("081234567").unwrap());
        let mut record = Record {
            identity_number: Value::as_given("081234567", cmnd),
            sex: Value::as_given("Nam", Sex::Male),
            ..Record::default()
        };
        assert!(found("ID09", &mut record).is_empty());
        let mut record = Record {
            identity_number: given_cccd("003190012345"),
            ..Record::default()
        };
        assert!(found("ID09", &mut record).is_empty());
    }
}
