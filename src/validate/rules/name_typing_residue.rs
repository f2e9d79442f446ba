//! Names with the keys of an input method in them.
//!
//! What was meant is proposed, never applied: some names of other peoples look the same. Example: `Nguyeenx Vawn A`,
//! `Nguye6n4 Va8n A` for Nguyễn Văn A.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Name holds keys of an input method.
pub const NM06: Rule = Rule {
    code: "NM06",
    field: Some(Field::FullName),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::FullName], Repair::TypingResidue),
    title_vi: "Họ tên có vẻ gõ khi chưa bật bộ gõ tiếng Việt",
    title_en: "Name seems to be typed without its input method",
    why_vi: "Họ tên còn phím gõ TELEX hoặc VNI (ví dụ Nguyeenx, Nguye6n4). Phần mềm giữ nguyên; cột đề xuất ghi họ tên có dấu.",
    why_en: "The name holds keys of TELEX or VNI (such as Nguyeenx, Nguye6n4). It was kept as it is; the name with its marks is proposed.",
    fix_vi: "Nếu đề xuất đúng thì sửa lại họ tên theo đề xuất.",
    fix_en: "If the proposal is right, write the name so.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&NM06);
    }
}
