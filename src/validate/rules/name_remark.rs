//! Names with a remark beside them.
//!
//! The remark is left out of the name and stays in the finding: what it says (dead, moved away) belongs into a column of
//! its own, where it counts. Example: `Nông Văn Ấm (đã mất)`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A remark stood beside the name.
pub const NM04: Rule = Rule {
    code: "NM04",
    field: Some(Field::FullName),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::FullName], Repair::Remark),
    title_vi: "Ô họ tên có kèm ghi chú",
    title_en: "A remark stands beside the name",
    why_vi: "Ngoài họ tên còn có ghi chú, số thứ tự hoặc số khác. Phần mềm chỉ lấy họ tên; nội dung ghi chú không được dùng.",
    why_en: "A remark, a number of the row or another number stands beside the name. Only the name was taken; what the remark says has no effect.",
    fix_vi: "Chỉ ghi họ tên trong ô này. Nếu ghi chú là đã mất hoặc chuyển đi thì ghi vào cột tình trạng cư trú và ngày.",
    fix_en: "Write only the name in this cell. If the remark says dead or moved away, write that and its date in their own columns.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&NM04);
    }
}
