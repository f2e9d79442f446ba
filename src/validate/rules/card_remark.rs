//! Cards and their last days with something beside them in their cell.
//!
//! The card is read, what stands beside it is left out and said: its facility, its period, `hết hạn`. Where the words may
//! mean another's card, it is not read at all. Example: `DT2040312345678 (K1)`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Something stands beside the insurance card code.
pub const CD12: Rule = Rule {
    code: "CD12",
    field: Some(Field::BhytCard),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhytCard], Repair::Remark),
    title_vi: "Ô mã thẻ BHYT có ghi thêm",
    title_en: "Something stands beside the insurance card code",
    why_vi: "Ô có mã thẻ cùng với chữ khác, mã nơi khám hoặc thời hạn thẻ. Phần mềm chỉ lấy mã thẻ.",
    why_en: "The cell holds the card code with words, a facility or a period beside it. Only the code was taken.",
    fix_vi: "Nếu ghi thẻ hết hạn thì kiểm tra thẻ mới. Lần sau chỉ ghi mã thẻ, thời hạn ghi ở cột riêng.",
    fix_en: "If it says that the card has expired, look for the new one. Next time write the code alone.",
    thresholds: &[],
};

/// A remark stands beside the last day of the card.
pub const IN06: Rule = Rule {
    code: "IN06",
    field: Some(Field::ValidTo),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::ValidTo], Repair::Remark),
    title_vi: "Ô hạn thẻ có ghi thêm",
    title_en: "A remark stands beside the last day of the card",
    why_vi: "Ô có ngày hết hạn cùng với chữ khác (gia hạn, hết hạn). Phần mềm chỉ lấy ngày.",
    why_en: "The cell holds the last day with words beside it (renewed, expired). Only the day was taken.",
    fix_vi: "Kiểm tra ngày hết hạn mới nếu thẻ đã gia hạn. Lần sau chỉ ghi ngày.",
    fix_en: "Look up the new last day if the card was renewed. Next time write the day alone.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&CD12);
        reports_its_state_alone(&IN06);
    }
}
