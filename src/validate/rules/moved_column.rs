//! Identifiers that stand in another identifier's column.
//!
//! The form tells which number it is, so it is moved to where it belongs and nothing is lost. Example: a card
//! `GD4040312345678` in the column of the cccd.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number stood in another column.
pub const BH03: Rule = Rule {
    code: "BH03",
    field: Some(Field::BhxhNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhxhNumber], Repair::MovedFromOtherColumn),
    title_vi: "Mã số BHXH nằm ở cột khác",
    title_en: "Social insurance number stood in another column",
    why_vi: "Mã số BHXH được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The social insurance number was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi mã số BHXH vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

/// Insurance card code stood in another column.
pub const CD02: Rule = Rule {
    code: "CD02",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhytCard], Repair::MovedFromOtherColumn),
    title_vi: "Mã thẻ BHYT nằm ở cột khác",
    title_en: "Insurance card code stood in another column",
    why_vi: "Mã thẻ BHYT được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The insurance card code was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi mã thẻ BHYT vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

/// Identity number stood in another column.
pub const ID03: Rule = Rule {
    code: "ID03",
    field: Some(Field::IdentityNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::IdentityNumber], Repair::MovedFromOtherColumn),
    title_vi: "Số CCCD hoặc CMND nằm ở cột khác",
    title_en: "Identity number stood in another column",
    why_vi: "Số CCCD hoặc CMND được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The identity number was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi số CCCD hoặc CMND vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH03);
        reports_its_state_alone(&CD02);
        reports_its_state_alone(&ID03);
    }
}
