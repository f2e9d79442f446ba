//! Identifiers with too many or too few characters.
//!
//! No repair leaves a number that is certain, so the field is blank. Example: a cccd of 13 digits, 12 and a stray one.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number has the wrong length.
pub const BH04: Rule = Rule {
    code: "BH04",
    field: Some(Field::BhxhNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhxhNumber], Problem::WrongLength),
    title_vi: "Mã số BHXH không đủ hoặc thừa chữ số",
    title_en: "Social insurance number has the wrong length",
    why_vi: "Mã số BHXH phải có đúng 10 chữ số. Giá trị này không dùng được nên để trống.",
    why_en: "The number must have exactly 10 digits. This one cannot be used and was left blank.",
    fix_vi: "Xem lại mã số BHXH trên thẻ hoặc ứng dụng VssID rồi nhập đủ 10 chữ số.",
    fix_en: "Look the number up on the card or in the VssID app and type all 10 digits.",
    thresholds: &[],
};

/// Insurance card code has the wrong length.
pub const CD03: Rule = Rule {
    code: "CD03",
    field: Some(Field::BhytCard),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhytCard], Problem::WrongLength),
    title_vi: "Mã thẻ BHYT không đủ hoặc thừa ký tự",
    title_en: "Insurance card code has the wrong length",
    why_vi: "Mã thẻ BHYT phải có đúng 15 ký tự. Giá trị này không dùng được nên để trống.",
    why_en: "The code must have exactly 15 characters. This one cannot be used and was left blank.",
    fix_vi: "Xem lại thẻ BHYT rồi nhập đủ 15 ký tự: 2 chữ cái và 13 chữ số.",
    fix_en: "Look at the card and type all 15 characters: 2 letters and 13 digits.",
    thresholds: &[],
};

/// Identity number has the wrong length.
pub const ID04: Rule = Rule {
    code: "ID04",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::IdentityNumber], Problem::WrongLength),
    title_vi: "Số CCCD hoặc CMND không đủ hoặc thừa chữ số",
    title_en: "Identity number has the wrong length",
    why_vi: "Số CCCD phải có 12 chữ số, số CMND cũ có 9 chữ số. Giá trị này không dùng được nên để trống.",
    why_en: "A cccd has 12 digits, an old cmnd 9. This value cannot be used and was left blank.",
    fix_vi: "Xem lại thẻ căn cước hoặc VNeID rồi nhập đủ 12 chữ số.",
    fix_en: "Look at the identity card or VNeID and type all 12 digits.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH04);
        reports_its_state_alone(&CD03);
        reports_its_state_alone(&ID04);
    }
}
