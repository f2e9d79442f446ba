//! Birth year against digits four to six of the cccd.
//!
//! They are evidence, never a reason to overwrite: the number may be mistyped, a parent's, or issued before the
//! birth year was corrected. Example: 003190012345 (1990) on a row born in 1957.

use super::case::Case;
use crate::domain::Field;
use crate::domain::record::IdentityNumber;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const ID10: Rule = Rule {
    code: "ID10",
    field: Some(Field::IdentityNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::IdentityNumber, Field::BirthDate],
        check,
    },
    title_vi: "Năm sinh không khớp với số CCCD",
    title_en: "Birth year disagrees with the cccd",
    why_vi: "Chữ số thứ tư đến thứ sáu của CCCD cho biết năm sinh. Năm sinh hoặc số CCCD bị sai, hoặc số là của người khác.",
    why_en: "Digits four to six of a cccd tell the birth year. Year or number is wrong, or the number is someone else’s.",
    fix_vi: "Xem lại thẻ căn cước rồi sửa năm sinh hoặc số CCCD. Không dùng CCCD của cha mẹ cho con.",
    fix_en: "Look at the identity card and correct year or number. Never use a parent’s cccd for a child.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let (Some(IdentityNumber::Cccd(cccd)), Some(birth)) = (
        case.record.identity_number.standard,
        case.record.birth_date.standard,
    ) && cccd.birth_year() != birth.year()
    {
        case.report(Field::IdentityNumber, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_cccd, given_date};

    fn with(cccd: &'static str, birth: &'static str) -> usize {
        let mut record = Record {
            identity_number: given_cccd(cccd),
            birth_date: given_date(birth),
            ..Record::default()
        };
        let findings = found("ID10", &mut record).len();
        assert!(record.identity_number.standard.is_some() && record.birth_date.standard.is_some());
        findings
    }

    #[test]
    fn a_contradiction_is_noticed_and_both_are_kept() {
        assert_eq!(with("003190012345", "1957-05-12"), 1);
        assert_eq!(with("003190012345", "1990-05-12"), 0);
    }

    #[test]
    fn the_year_alone_is_enough_and_the_century_counts() {
        assert_eq!(with("003190012345", "1990"), 0);
        assert_eq!(with("003190012345", "1991"), 1);
        assert_eq!(
            (with("003210012345", "2010"), with("003210012345", "1910")),
            (0, 1)
        );
    }

    #[test]
    fn a_missing_birth_says_nothing() {
        let mut record = Record {
            identity_number: given_cccd("003190012345"),
            ..Record::default()
        };
        assert!(found("ID10", &mut record).is_empty());
    }
}
