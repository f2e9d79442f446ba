//! Cards with something beside them in their cell.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CD12);
    }
}
