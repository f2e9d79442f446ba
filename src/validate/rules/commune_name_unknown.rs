//! Names of communes that no list has, beside a code that one has.
//!
//! The code holds. A name that fits nothing is a typing error, or tells that the code is of another place. Example:
//! 01273 beside `Xã Không Có`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Commune name is unknown, its code is taken.
pub const CM09: Rule = Rule {
    code: "CM09",
    field: Some(Field::CommuneCode),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::CommuneCode], Repair::CommuneNameUnknown),
    title_vi: "Tên xã không có trong danh mục, đã lấy theo mã",
    title_en: "Commune name is in no list, its code was taken",
    why_vi: "Mã xã có trong danh mục nhưng tên xã không khớp tên nào. Phần mềm lấy theo mã.",
    why_en: "The code is in the list, the name beside it is not. The code was taken.",
    fix_vi: "Kiểm tra mã và tên xã theo danh mục từ 01/07/2025.",
    fix_en: "Check code and name against the list in force since 1 July 2025.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CM09);
    }
}
