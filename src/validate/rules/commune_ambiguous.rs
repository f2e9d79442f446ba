//! Communes that could be several.
//!
//! Two communes of one name without a district, or an old commune that was split between new ones. Example: an
//! old name that two districts had.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Commune is ambiguous.
pub const CM05: Rule = Rule {
    code: "CM05",
    field: Some(Field::CommuneCode),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::CommuneCode], Problem::Ambiguous),
    title_vi: "Chưa xác định được xã",
    title_en: "Commune is ambiguous",
    why_vi: "Tên này ứng với nhiều xã, hoặc xã cũ đã được chia vào nhiều xã mới. Giá trị này để trống.",
    why_en: "The name fits several communes, or the old commune was split between new ones. It was left blank.",
    fix_vi: "Ghi mã xã 5 chữ số theo danh mục từ 01/07/2025.",
    fix_en: "Write the five-digit code in force since 1 July 2025.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CM05);
    }
}
