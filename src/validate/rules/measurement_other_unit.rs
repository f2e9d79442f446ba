//! Measurements in another unit than the column's.
//!
//! The value in the column's unit is proposed, never applied. Example: height `1m55`, blood pressure `12/8` (cmHg),
//! glucose `126 mg/dL`.

use super::MEASUREMENTS;
use crate::domain::Problem;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Measurement is in another unit.
pub const ME12: Rule = Rule {
    code: "ME12",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(MEASUREMENTS, Problem::OtherUnit),
    title_vi: "Kết quả đo ghi theo đơn vị khác",
    title_en: "Measurement is in another unit",
    why_vi: "Giá trị không theo đơn vị của cột (cm, kg, mmHg, lần/phút, mmol/L) nên để trống; cột đề xuất ghi số đã đổi.",
    why_en: "The value is not in the unit of its column (cm, kg, mmHg, 1/min, mmol/L) and was left blank; the converted one is proposed.",
    fix_vi: "Ghi lại theo đơn vị của cột, ví dụ chiều cao 155, huyết áp 120/80.",
    fix_en: "Write it in the unit of the column, such as height 155, blood pressure 120/80.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&ME12);
    }
}
