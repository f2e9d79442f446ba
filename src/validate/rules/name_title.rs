//! Forms of address before names.
//!
//! They are left out where a family name follows, since Ông is a family name too. Example: `Bà Nông Thị Ấm`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A form of address stood before the name.
pub const NM05: Rule = Rule {
    code: "NM05",
    field: Some(Field::FullName),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::FullName], Repair::Title),
    title_vi: "Trước họ tên có danh xưng",
    title_en: "A form of address stands before the name",
    why_vi: "Có danh xưng (ông, bà, cụ, cháu …) trước họ tên. Phần mềm đã bỏ danh xưng.",
    why_en: "A form of address (Mr, Mrs, grandchild …) stands before the name. It was left out.",
    fix_vi: "Không cần sửa dòng này nếu họ tên còn lại là đúng. Lần sau chỉ ghi họ và tên.",
    fix_en: "Nothing to do if the rest is the name. Next time write only the name.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&NM05);
    }
}
