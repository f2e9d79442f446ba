//! Place codes of a cccd that no province has.
//!
//! The first three digits name the place where the birth was registered, in the list of 63 provinces of before July
//! 2025. Births registered abroad have other codes, so an unknown place is a hint only. Example: 003 is no province
//! and stands for invented people; 005 is nothing.

use super::case::Case;
use crate::domain::Field;
use crate::domain::place::is_place;
use crate::domain::record::IdentityNumber;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const ID11: Rule = Rule {
    code: "ID11",
    field: Some(Field::IdentityNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::IdentityNumber],
        check,
    },
    title_vi: "Ba số đầu của CCCD không phải mã tỉnh",
    title_en: "Place code of the cccd is unknown",
    why_vi: "Ba số đầu của CCCD là mã nơi đăng ký khai sinh; mã này không phải tỉnh nào. Có thể gõ sai, hoặc người này đăng ký khai sinh ở nước ngoài.",
    why_en: "The first three digits tell where the birth was registered; no province has this code. Mistyped, or the birth was registered abroad.",
    fix_vi: "Xem lại thẻ căn cước rồi sửa số CCCD nếu sai.",
    fix_en: "Look at the identity card and correct the number if it is wrong.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(IdentityNumber::Cccd(cccd)) = case.record.identity_number.standard
        && !is_place(cccd.place())
    {
        case.report(Field::IdentityNumber, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_cccd};

    fn with(cccd: &str) -> usize {
        let mut record = Record {
            identity_number: given_cccd(cccd),
            ..Record::default()
        };
        let findings = found("ID11", &mut record).len();
        assert!(record.identity_number.standard.is_some());
        findings
    }

    #[test]
    fn an_unknown_place_is_noticed_and_the_number_kept() {
        assert_eq!(with("005190012345"), 1);
        assert_eq!(with("003190012345"), 0);
    }

    #[test]
    fn a_place_abroad_is_unknown_too() {
        assert_eq!(with("200190012345"), 1);
    }

    #[test]
    fn a_row_without_number_is_left_alone() {
        assert!(found("ID11", &mut Record::default()).is_empty());
    }
}
