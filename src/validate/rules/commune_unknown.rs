//! Communes that no list has.
//!
//! Example: code `99999`, or a name with a typing error that fits nothing.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Commune not found.
pub const CM04: Rule = Rule {
    code: "CM04",
    field: Some(Field::CommuneCode),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::CommuneCode], Problem::Unknown),
    title_vi: "Không tìm thấy xã",
    title_en: "Commune not found",
    why_vi: "Mã và tên xã không có trong danh mục cũ hay mới. Giá trị này để trống.",
    why_en: "Neither code nor name is in any list, old or new. It was left blank.",
    fix_vi: "Ghi mã xã 5 chữ số và tên xã theo danh mục từ 01/07/2025.",
    fix_en: "Write the five-digit code and the name in force since 1 July 2025.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CM04);
    }
}
