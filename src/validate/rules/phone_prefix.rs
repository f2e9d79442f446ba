//! Phone numbers with an old or international prefix.
//!
//! Eleven-digit mobile numbers were converted in 2018; +84 stands for the leading zero. Example: `+84912345678`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Phone number has an old or international prefix.
pub const PH02: Rule = Rule {
    code: "PH02",
    field: Some(Field::Phone),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Phone], Repair::PhonePrefix),
    title_vi: "Số điện thoại có đầu số cũ hoặc +84",
    title_en: "Phone number has an old or international prefix",
    why_vi: "Số được viết với +84 hoặc đầu số 11 chữ số trước năm 2018. Phần mềm đã đổi sang 10 chữ số.",
    why_en: "It was written with +84 or with an eleven-digit prefix from before 2018. It was turned into ten digits.",
    fix_vi: "Không cần sửa dòng này nếu số sau khi đổi là đúng.",
    fix_en: "Nothing to do if the converted number is right.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&PH02);
    }
}
