//! Phone numbers in the column of the social insurance number.
//!
//! Both have ten digits and begin with 0; where the row gives the same digits as its phone, they are one. Example:
//! 0399123456 in both columns.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number is the phone number.
pub const BH08: Rule = Rule {
    code: "BH08",
    field: Some(Field::BhxhNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::BhxhNumber, Field::Phone],
        check,
    },
    title_vi: "Mã số BHXH trùng với số điện thoại",
    title_en: "Social insurance number is the phone number",
    why_vi: "Cột mã số BHXH ghi cùng dãy số với cột điện thoại. Giá trị này để trống.",
    why_en: "The column of the social insurance number holds the same digits as the phone. It was left blank.",
    fix_vi: "Xem lại mã số BHXH trên thẻ hoặc ứng dụng VssID rồi nhập lại.",
    fix_en: "Look the number up on the card or in the VssID app and type it again.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let (Some(number), Some(phone)) =
        (case.record.bhxh_number.standard, case.record.phone.standard)
        && number.digits()[..] == *phone.digits()
    {
        case.blank(Field::BhxhNumber, Problem::Contradiction, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{BhxhNumber, Phone, Record, Value};
    use crate::validate::rules::testing::found;

    fn with<'a>(number: &'a str, phone: &'a str) -> usize {
        let mut record = Record {
            bhxh_number: Value::as_given(number, BhxhNumber::parse(number).unwrap()),
            phone: Value::as_given(phone, Phone::parse(phone).unwrap()),
            ..Record::default()
        };
        let findings = found("BH08", &mut record).len();
        assert_eq!(record.bhxh_number.standard.is_none(), findings == 1);
        assert!(record.phone.standard.is_some());
        findings
    }

    #[test]
    fn the_same_digits_are_the_phone() {
        assert_eq!(with("0399123456", "0399123456"), 1);
        assert_eq!(with("0399123456", "0399123457"), 0);
    }

    #[test]
    fn a_landline_has_a_digit_more() {
        assert_eq!(with("0206385123", "02063851234"), 0);
    }

    #[test]
    fn a_missing_phone_or_number_says_nothing() {
        let mut record = Record {
            bhxh_number: Value::as_given("0399123456", BhxhNumber::parse("0399123456").unwrap()),
            ..Record::default()
        };
        assert!(found("BH08", &mut record).is_empty());
        assert!(found("BH08", &mut Record::default()).is_empty());
    }
}
