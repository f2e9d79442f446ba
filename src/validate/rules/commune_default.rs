//! The commune that software fills in when a clerk leaves it empty.
//!
//! It counts as not given: in the file of a commune the row is of that commune, elsewhere the field is blank. Example:
//! province 01, commune 00001 on a row of Cao Bằng.

use crate::domain::{Field, Problem, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Commune code filled in by software.
pub const CM07: Rule = Rule {
    code: "CM07",
    field: Some(Field::CommuneCode),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::RepairOrProblem(
        &[Field::CommuneCode],
        Repair::CommuneOfFile,
        Problem::Default,
    ),
    title_vi: "Mã xã do phần mềm tự điền",
    title_en: "Commune code filled in by software",
    why_vi: "Mã 01/00001 là giá trị phần mềm tự điền khi bỏ trống, không phải nơi ở. Tệp của một xã thì lấy xã đó, nếu không thì để trống.",
    why_en: "01/00001 is what software writes for an empty cell, not where the person lives. The commune of the file was taken; blank where the file is of none.",
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
