//! Numbers of people who are not born yet, or are older than anyone.
//!
//! Digits four to six of a cccd tell the birth year. Where that lies ahead, or further back than a life lasts, the number
//! is mistyped, whatever the row says of the birth. Example: 003299012345 is of somebody born in 2099.

use super::case::Case;
use crate::domain::record::IdentityNumber;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

/// The birth year in the cccd is impossible.
pub const ID13: Rule = Rule {
    code: "ID13",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::IdentityNumber],
        check,
    },
    title_vi: "Năm sinh trong số CCCD không thể có",
    title_en: "Birth year in the cccd is impossible",
    why_vi: "Chữ số thứ tư đến thứ sáu của CCCD cho biết năm sinh; năm này ở tương lai hoặc đã quá xa. Giá trị này để trống.",
    why_en: "Digits four to six of a cccd tell the birth year; this one lies ahead, or too far back. It was left blank.",
    fix_vi: "Xem lại thẻ căn cước hoặc VNeID rồi nhập lại số CCCD.",
    fix_en: "Look at the identity card or VNeID and type the number again.",
    thresholds: &[Threshold::new("age_years_max", 120.0, "years")],
};

fn check(case: &mut Case<'_, '_>) {
    let [age_years_max] = case.thresholds();
    if let Some(IdentityNumber::Cccd(cccd)) = case.record.identity_number.standard {
        let age_years = f64::from(case.latest_day.year()) - f64::from(cccd.birth_year());
        if !(0.0..=age_years_max).contains(&age_years) {
            case.blank(Field::IdentityNumber, Problem::OutOfRange, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_cccd};

    fn with(cccd: &'static str) -> usize {
        let mut record = Record {
            identity_number: given_cccd(cccd),
            ..Record::default()
        };
        let findings = found("ID13", &mut record).len();
        assert_eq!(record.identity_number.standard.is_none(), findings == 1);
        findings
    }

    #[test]
    fn a_birth_ahead_or_too_far_back_takes_the_number_away() {
        assert_eq!((with("003299012345"), with("003001012345")), (1, 1));
        assert_eq!(with("003190012345"), 0);
    }

    #[test]
    fn this_year_and_the_oldest_pass() {
        assert_eq!((with("003226012345"), with("003227012345")), (0, 1));
        assert_eq!((with("003006012345"), with("003005012345")), (0, 1));
        let mut record = Record {
            identity_number: given_cccd("003006012345"),
            ..Record::default()
        };
        assert_eq!(
            found_at("ID13", "age_years_max", 110.0, &mut record).len(),
            1
        );
    }

    #[test]
    fn a_row_without_number_is_left_alone() {
        assert!(found("ID13", &mut Record::default()).is_empty());
    }
}
