//! Cells that point at the cell above.
//!
//! The reader of a list cannot know which cell was above when it was written. Example: `"`, `nt`, `như trên`.

use crate::domain::Problem;
use crate::validate::fields::CARRIED;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A mark stands in place of the value.
pub const GE03: Rule = Rule {
    code: "GE03",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(CARRIED, Problem::Ditto),
    title_vi: "Ô ghi dấu “như trên” thay cho giá trị",
    title_en: "Cell says “as above” instead of its value",
    why_vi: "Ô ghi \", nt, -//- hoặc như trên. Khi danh sách được sắp xếp hay lọc lại thì không biết dòng trên là dòng nào, nên giá trị này để trống.",
    why_en: "The cell holds \", nt, -//- or the like. Once a list is sorted or filtered nobody knows which row was above, so the value was left blank.",
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
