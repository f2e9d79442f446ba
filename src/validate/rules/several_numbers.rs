//! Several numbers in one cell.
//!
//! Of phones the first is taken, of identity numbers the only cccd; where two could be the one, none is. Example:
//! `081234567 / 003190012345`.

use crate::domain::{Field, Problem, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Several insurance cards in one cell.
pub const CD11: Rule = Rule {
    code: "CD11",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhytCard], Problem::SeveralNumbers),
    title_vi: "Một ô có nhiều mã thẻ BHYT",
    title_en: "Several insurance cards in one cell",
    why_vi: "Ô có nhiều mã thẻ, không biết thẻ nào còn hạn nên để trống.",
    why_en: "The cell holds several card codes and nothing tells which is valid. It was left blank.",
    fix_vi: "Chỉ ghi mã thẻ đang còn hạn.",
    fix_en: "Write only the card that is valid now.",
    thresholds: &[],
};

/// The cccd of several numbers in one cell was taken.
pub const ID14: Rule = Rule {
    code: "ID14",
    field: Some(Field::IdentityNumber),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::IdentityNumber], Repair::SeveralNumbers),
    title_vi: "Ô số định danh có nhiều số, đã lấy số CCCD",
    title_en: "Several identity numbers in one cell, the cccd was taken",
    why_vi: "Ô có nhiều số; phần mềm lấy số CCCD 12 chữ số.",
    why_en: "The cell holds several numbers; the cccd of 12 digits was taken.",
    fix_vi: "Không cần sửa dòng này nếu số CCCD đúng. Lần sau mỗi ô chỉ ghi một số.",
    fix_en: "Nothing to do if the cccd is right. Next time write one number in a cell.",
    thresholds: &[],
};

/// Several identity numbers in one cell.
pub const ID15: Rule = Rule {
    code: "ID15",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::IdentityNumber], Problem::SeveralNumbers),
    title_vi: "Ô số định danh có nhiều số khác nhau",
    title_en: "Several identity numbers in one cell",
    why_vi: "Ô có nhiều số khác nhau, không biết số nào là của người này nên để trống.",
    why_en: "The cell holds different numbers and nothing tells which is this person’s. It was left blank.",
    fix_vi: "Chỉ ghi số CCCD của chính người này.",
    fix_en: "Write only this person’s cccd.",
    thresholds: &[],
};

/// The first of several phone numbers was taken.
pub const PH07: Rule = Rule {
    code: "PH07",
    field: Some(Field::Phone),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Phone], Repair::SeveralNumbers),
    title_vi: "Ô điện thoại có nhiều số, đã lấy số đầu",
    title_en: "Several phone numbers in one cell, the first was taken",
    why_vi: "Ô có nhiều số điện thoại; phần mềm lấy số đầu tiên dùng được.",
    why_en: "The cell holds several phone numbers; the first that can be used was taken.",
    fix_vi: "Không cần sửa dòng này. Lần sau ghi một số liên hệ chính.",
    fix_en: "Nothing to do. Next time write one number.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&CD11);
        reports_its_state_alone(&ID14);
        reports_its_state_alone(&ID15);
        reports_its_state_alone(&PH07);
    }
}
