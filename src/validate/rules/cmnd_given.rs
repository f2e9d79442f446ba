//! Old identity numbers where a cccd is wanted.
//!
//! A cmnd is a number of its own and cannot be turned into a cccd; it links only to files that still carry it.
//! Example: `081234567`.

use super::case::Case;
use crate::domain::Field;
use crate::domain::record::IdentityNumber;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const ID12: Rule = Rule {
    code: "ID12",
    field: Some(Field::IdentityNumber),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::IdentityNumber],
        check,
    },
    title_vi: "Đang dùng số CMND cũ",
    title_en: "Old cmnd instead of a cccd",
    why_vi: "Số có 9 chữ số là CMND cũ. Vẫn được giữ, nhưng không đối chiếu được với dữ liệu dùng số CCCD.",
    why_en: "Nine digits are an old cmnd. It is kept, but cannot be matched with files that use the cccd.",
    fix_vi: "Hỏi người dân số CCCD 12 chữ số (xem thẻ căn cước hoặc VNeID) rồi bổ sung.",
    fix_en: "Ask for the 12-digit cccd (identity card or VNeID) and add it.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(IdentityNumber::Cmnd(_)) = case.record.identity_number.standard {
        case.report(Field::IdentityNumber, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cmnd, Record, Value};
    use crate::validate::rules::testing::{found, given_cccd};

    #[test]
    fn a_cmnd_is_noticed_and_kept() {
        let cmnd = IdentityNumber::Cmnd(Cmnd::parse("081234567").unwrap());
        let mut record = Record {
            identity_number: Value::as_given("081234567", cmnd),
            ..Record::default()
        };
        assert_eq!(found("ID12", &mut record).len(), 1);
        assert!(record.identity_number.standard.is_some());
    }

    #[test]
    fn a_cccd_passes_and_a_missing_number_is_left_alone() {
        let mut record = Record {
            identity_number: given_cccd("003190012345"),
            ..Record::default()
        };
        assert!(found("ID12", &mut record).is_empty());
        assert!(found("ID12", &mut Record::default()).is_empty());
    }
}
