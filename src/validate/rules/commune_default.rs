//! The commune that software fills in when a clerk leaves it empty.
//!
//! Example: province 01, commune 00001 on a row of Cao Bằng.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Commune code filled in by software.
pub const CM07: Rule = Rule {
    code: "CM07",
    field: Some(Field::CommuneCode),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::CommuneCode], Problem::Default),
    title_vi: "Mã xã do phần mềm tự điền",
    title_en: "Commune code filled in by software",
    why_vi: "Mã 01/00001 là giá trị phần mềm tự điền khi bỏ trống, không phải nơi ở. Giá trị này để trống.",
    why_en: "01/00001 is what software writes for an empty cell, not where the person lives. It was left blank.",
    fix_vi: "Chọn đúng xã nơi người dân cư trú trong phần mềm rồi xuất lại.",
    fix_en: "Choose the commune of residence in the software and export again.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CM07);
    }
}
