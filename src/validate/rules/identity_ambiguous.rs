//! Identity numbers that could be two things.
//!
//! Ten digits may be a cccd without its zeros, a social insurance number or a phone; where the birth year does not settle it,
//! nothing is assumed. Example: `4190012345` for someone born in 1957.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Cannot tell which number this is.
pub const ID08: Rule = Rule {
    code: "ID08",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::IdentityNumber], Problem::Ambiguous),
    title_vi: "Không rõ là số CCCD, CMND, mã số BHXH hay điện thoại",
    title_en: "Cannot tell which number this is",
    why_vi: "Số có 8 đến 11 chữ số và không khớp với năm sinh khi thêm số 0, nên có thể là mã số BHXH, số điện thoại hoặc số khác. Giá trị này để trống.",
    why_en: "It has 8 to 11 digits, and with zeros in front it does not fit the birth year, so it may be a social insurance number, a phone or something else. It was left blank.",
    fix_vi: "Xem lại thẻ căn cước hoặc VNeID rồi nhập đủ 12 chữ số; kiểm tra cả năm sinh.",
    fix_en: "Look at the identity card or VNeID and type all 12 digits; check the birth year too.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&ID08);
    }
}
