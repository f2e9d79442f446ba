//! Cells that point at the cell above.
//!
//! The reader of a list cannot know which cell was above when it was written. Only the commune of a file that is of one
//! stands in its name. Example: `"`, `nt`, `như trên`.

use crate::domain::{Problem, Repair};
use crate::validate::fields::CARRIED;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A mark stands in place of the value.
pub const GE03: Rule = Rule {
    code: "GE03",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::RepairOrProblem(CARRIED, Repair::DittoOfFile, Problem::Ditto),
    title_vi: "Ô ghi dấu “như trên” thay cho giá trị",
    title_en: "Cell says “as above” instead of its value",
    why_vi: "Ô ghi \", nt, -//- hoặc như trên. Khi danh sách được sắp xếp hay lọc lại thì không biết dòng trên là dòng nào, nên giá trị này để trống. Riêng cột xã trong tệp của một xã thì lấy xã đó.",
    why_en: "The cell holds \", nt, -//- or the like. Once a list is sorted or filtered nobody knows which row was above, so the value was left blank. A commune in the file of a commune was taken from the file.",
    fix_vi: "Ghi đầy đủ giá trị vào từng ô.",
    fix_en: "Write the value out in every cell.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&GE03);
    }
}
