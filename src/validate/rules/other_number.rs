//! A misplaced number that differs from the one in its own column.
//!
//! Nobody can tell which of the two is right, so the field keeps what stands in its column and the other is blank.
//! Example: a cccd in the card column that is not the cccd of the row.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Identity number in the column of the social insurance number differs from the row's.
pub const BH09: Rule = Rule {
    code: "BH09",
    field: Some(Field::BhxhNumber),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhxhNumber], Problem::Contradiction),
    title_vi: "Cột mã số BHXH ghi số định danh khác với cột CCCD",
    title_en: "Social insurance column holds another identity number",
    why_vi: "Cột mã số BHXH ghi một số CCCD khác với số ở cột CCCD. Giá trị này để trống.",
    why_en: "The column of the social insurance number holds a cccd that differs from the row’s own. It was left blank.",
    fix_vi: "Xem lại thẻ căn cước, ghi đúng số ở cột CCCD và mã số BHXH ở cột của nó.",
    fix_en: "Look at the identity card; write the cccd and the social insurance number in their own columns.",
    thresholds: &[],
};

/// Number in the card column differs from the row's.
pub const CD10: Rule = Rule {
    code: "CD10",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhytCard], Problem::Contradiction),
    title_vi: "Cột thẻ BHYT ghi số khác với cột CCCD hoặc mã số BHXH",
    title_en: "Card column holds another number than the row",
    why_vi: "Cột thẻ BHYT ghi số CCCD hoặc mã số BHXH khác với số ở cột của nó. Giá trị này để trống.",
    why_en: "The card column holds a cccd or social insurance number that differs from the one in its own column. It was left blank.",
    fix_vi: "Kiểm tra số nào đúng; cột thẻ BHYT ghi mã thẻ 15 ký tự.",
    fix_en: "Check which number is right; the card column takes the card code of 15 characters.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH09);
        reports_its_state_alone(&CD10);
    }
}
