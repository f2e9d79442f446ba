//! Listed values that stand beside something else.
//!
//! Drop-down lists of forms write the code and its label, people write a second name or a remark: `2 - Nữ`,
//! `Kinh (Việt)`, `Dân tộc: Tày`. Two that agree are one value, and one that is in no list takes nothing from the other;
//! two values are none. Example: sex `1 - Nữ` is blank.

use crate::domain::{Field, Problem, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Value stands beside its code or a remark.
pub const CL11: Rule = Rule {
    code: "CL11",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(
        &[
            Field::Sex,
            Field::Ethnicity,
            Field::ResidenceStatus,
            Field::TargetGroups,
            Field::Funding,
            Field::HealthClass,
            Field::EhrExists,
            Field::EhrNationalState,
            Field::EhrVneidState,
            Field::Facility,
        ],
        Repair::Remark,
    ),
    title_vi: "Giá trị ghi kèm mã, tên khác hoặc chú thích",
    title_en: "Value stands beside its code, another name or a remark",
    why_vi: "Ô ghi mã cùng với tên, hai tên, hoặc có thêm chú thích. Phần mềm lấy giá trị có trong danh mục.",
    why_en: "The cell holds a code and its label, two names, or a remark. The value that is in the list was taken.",
    fix_vi: "Không cần sửa dòng này nếu giá trị đúng. Lần sau chỉ ghi tên hoặc chỉ ghi mã.",
    fix_en: "Nothing to do if the value is right. Next time write the name or the code alone.",
    thresholds: &[],
};

/// Code and label say different things.
pub const CL12: Rule = Rule {
    code: "CL12",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(
        &[
            Field::Ethnicity,
            Field::ResidenceStatus,
            Field::TargetGroups,
            Field::Funding,
            Field::HealthClass,
            Field::EhrExists,
            Field::EhrNationalState,
            Field::EhrVneidState,
        ],
        Problem::Contradiction,
    ),
    title_vi: "Mã và tên trong một ô không khớp",
    title_en: "Code and label in one cell disagree",
    why_vi: "Ô ghi hai giá trị khác nhau của danh mục, không biết giá trị nào đúng nên để trống.",
    why_en: "The cell holds two different values of the list and nothing tells which is right. It was left blank.",
    fix_vi: "Kiểm tra lại rồi chỉ ghi tên hoặc chỉ ghi mã.",
    fix_en: "Check it, then write the name or the code alone.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&CL11);
        reports_its_state_alone(&CL12);
    }
}
