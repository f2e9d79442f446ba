//! Lists in a cell of which one item is unknown.
//!
//! The others hold. Example: target groups `1;99`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// One of several target groups is unknown.
pub const CL08: Rule = Rule {
    code: "CL08",
    field: Some(Field::TargetGroups),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::TargetGroups], Repair::UnknownPart),
    title_vi: "Một trong các nhóm đối tượng không có trong danh mục",
    title_en: "One of several target groups is not in the code list",
    why_vi: "Các nhóm khác trong ô vẫn được nhận; nhóm không có trong danh mục bị bỏ qua.",
    why_en: "The other groups of the cell were taken; the one that is in no list was not.",
    fix_vi: "Ghi mã từ 1 đến 16 theo Quyết định 2062/QĐ-BYT, ngăn bằng dấu chấm phẩy, ví dụ 1;6.",
    fix_en: "Write codes 1 to 16 of QĐ 2062/QĐ-BYT with a semicolon between, such as 1;6.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CL08);
    }
}
