//! Rows that say two sexes.
//!
//! Marks under both Nam and Nữ, or a column of the sex that says the other. Example: a birth year under both columns.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Sex contradicts itself.
pub const CL10: Rule = Rule {
    code: "CL10",
    field: Some(Field::Sex),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Sex], Problem::Contradiction),
    title_vi: "Giới tính ghi mâu thuẫn",
    title_en: "Sex contradicts itself",
    why_vi: "Dòng này ghi cả nam và nữ nên giới tính để trống.",
    why_en: "The row says both male and female. The sex was left blank.",
    fix_vi: "Chỉ ghi ở một cột Nam hoặc Nữ.",
    fix_en: "Write in one of the columns Nam (male) or Nữ (female) only.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CL10);
    }
}
