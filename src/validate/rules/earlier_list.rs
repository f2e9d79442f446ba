//! Codes of an earlier list.
//!
//! Code 14 of DOI_TUONG was "các đối tượng khác" until QĐ 2062/QĐ-BYT of 7 July 2026 gave it to informal workers and made
//! the others 16. A code is read by the list of its day. Example: `14` of an exam on 15 June 2026 is 16.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Target group is a code of an earlier list.
pub const CL13: Rule = Rule {
    code: "CL13",
    field: Some(Field::TargetGroups),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::TargetGroups], Repair::EarlierList),
    title_vi: "Mã nhóm đối tượng theo danh mục cũ",
    title_en: "Target group is a code of the earlier list",
    why_vi: "Ngày khám trước 07/07/2026 nên mã được hiểu theo Quyết định 1551/QĐ-BYT: 14 là các đối tượng khác, nay là mã 16.",
    why_en: "The exam was before 7 July 2026, so the code was read by QĐ 1551/QĐ-BYT: 14 is others, which is 16 today.",
    fix_vi: "Không cần sửa dòng này nếu mã ghi theo danh mục cũ. Nếu là lao động không chính thức, ghi tên nhóm thay cho mã.",
    fix_en: "Nothing to do if the code is of the old list. If it means informal workers, write the name instead of the code.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CL13);
    }
}
