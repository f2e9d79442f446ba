//! Measurements that are no number.
//!
//! Example: height `không đo`, blood pressure `bình thường`.

use super::MEASUREMENTS;
use crate::domain::Problem;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Measurement is unreadable.
pub const ME01: Rule = Rule {
    code: "ME01",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(MEASUREMENTS, Problem::Unreadable),
    title_vi: "Kết quả đo không đọc được",
    title_en: "Measurement is unreadable",
    why_vi: "Giá trị không phải là số, hoặc huyết áp không ghi dạng 120/80. Giá trị này để trống và không tính là đã đo.",
    why_en: "The value is no number, or the blood pressure is not in the form 120/80. It was left blank and does not count as measured.",
    fix_vi: "Chỉ ghi số: chiều cao theo cm, cân nặng theo kg, huyết áp dạng 120/80. Không đo thì để trống.",
    fix_en: "Write numbers only: height in cm, weight in kg, blood pressure as 120/80. Leave it empty where nothing was measured.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&ME01);
    }
}
