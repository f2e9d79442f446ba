//! Communes that were found by something other than their code of today.
//!
//! The communes were merged on 1 July 2025; files go on using codes and names of before, or the name alone.
//! Example: an old code of a commune that lives on in a larger one.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Old commune code, replaced by the new one.
pub const CM01: Rule = Rule {
    code: "CM01",
    field: Some(Field::CommuneCode),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::CommuneCode], Repair::CommuneByOldCode),
    title_vi: "Mã xã cũ, đã đổi sang xã mới",
    title_en: "Old commune code, replaced by the new one",
    why_vi: "Xã này thuộc danh mục trước ngày 01/07/2025. Phần mềm đã đổi sang xã mới tương ứng.",
    why_en: "This commune is of the list before 1 July 2025. It was replaced by the commune that took it in.",
    fix_vi: "Không cần sửa dòng này. Lần sau dùng mã và tên xã theo danh mục từ 01/07/2025.",
    fix_en: "Nothing to do for this row. Next time use codes and names in force since 1 July 2025.",
    thresholds: &[],
};

/// Old commune name, replaced by the new commune.
pub const CM02: Rule = Rule {
    code: "CM02",
    field: Some(Field::CommuneCode),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::CommuneCode], Repair::CommuneByOldName),
    title_vi: "Tên xã cũ, đã đổi sang xã mới",
    title_en: "Old commune name, replaced by the new commune",
    why_vi: "Xã này thuộc danh mục trước ngày 01/07/2025. Phần mềm đã đổi sang xã mới tương ứng.",
    why_en: "This commune is of the list before 1 July 2025. It was replaced by the commune that took it in.",
    fix_vi: "Không cần sửa dòng này. Lần sau dùng mã và tên xã theo danh mục từ 01/07/2025.",
    fix_en: "Nothing to do for this row. Next time use codes and names in force since 1 July 2025.",
    thresholds: &[],
};

/// No commune code, found by its name.
pub const CM03: Rule = Rule {
    code: "CM03",
    field: Some(Field::CommuneCode),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::CommuneCode], Repair::CommuneByName),
    title_vi: "Không có mã xã, đã tìm theo tên xã",
    title_en: "No commune code, found by its name",
    why_vi: "Dòng này không có mã xã dùng được; tên xã chỉ ứng với một xã trong danh mục, hoặc với xã của danh sách trong số các xã trùng tên, nên phần mềm đã dùng xã đó.",
    why_en: "The row has no usable code; the name fits one commune of the official list, or of several the one whose file it is, which was used.",
    fix_vi: "Không cần sửa dòng này. Lần sau ghi mã xã 5 chữ số.",
    fix_en: "Nothing to do for this row. Next time write the five-digit code.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&CM01);
        reports_its_state_alone(&CM02);
        reports_its_state_alone(&CM03);
    }
}
