//! Health classes given by their names.
//!
//! QĐ 1613/BYT-QĐ calls the classes I rất khoẻ, II khoẻ, III trung bình, IV yếu, V rất yếu. Whoever writes `khoẻ` may
//! mean no more than well, so that it is said. Example: `Khoẻ` is class II.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Health class is given in words.
pub const CL09: Rule = Rule {
    code: "CL09",
    field: Some(Field::HealthClass),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::HealthClass], Repair::ClassInWords),
    title_vi: "Phân loại sức khỏe ghi bằng chữ",
    title_en: "Health class is given in words",
    why_vi: "Ô ghi bằng chữ (rất khỏe, khỏe, trung bình, yếu, rất yếu); phần mềm hiểu là loại I đến V.",
    why_en: "The cell says very good, good, medium, weak or very weak; it was read as class I to V.",
    fix_vi: "Không cần sửa dòng này nếu đúng loại. Lần sau ghi loại I, II, III, IV hoặc V.",
    fix_en: "Nothing to do if the class is right. Next time write I, II, III, IV or V.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CL09);
    }
}
