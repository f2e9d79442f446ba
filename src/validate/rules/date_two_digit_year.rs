//! Years written with two digits.
//!
//! The century is taken from what the field can be. Example: `12/05/57` becomes 1957-05-12.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Year has two digits.
pub const DT04: Rule = Rule {
    code: "DT04",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::TwoDigitYear),
    title_vi: "Năm chỉ ghi hai chữ số",
    title_en: "Year has two digits",
    why_vi: "Năm ghi hai chữ số; phần mềm đã đoán thế kỷ.",
    why_en: "The year has two digits; the century was inferred.",
    fix_vi: "Kiểm tra lại và ghi năm đủ bốn chữ số.",
    fix_en: "Check it and write all four digits of the year.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT04);
    }
}
