//! Glucose values that no living person has.
//!
//! Values that fit once read as mg/dL have a rule of their own, which comes first. Example: `0.2`.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME11: Rule = Rule {
    code: "ME11",
    field: Some(Field::GlucoseMmolL),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::GlucoseMmolL],
        check,
    },
    title_vi: "Đường huyết ngoài giới hạn",
    title_en: "Glucose is outside its limits",
    why_vi: "Đường huyết tính bằng mmol/L và nằm trong giới hạn (mặc định 1 đến 40). Giá trị này để trống và không tính là đã đo.",
    why_en: "Glucose is in mmol/L, within its limits (1 to 40 unless set otherwise). It was left blank and does not count as measured.",
    fix_vi: "Kiểm tra lại kết quả và đơn vị đo.",
    fix_en: "Check the result and its unit.",
    thresholds: &[
        Threshold::new("glucose_mmol_l_min", 1.0, "mmol/L"),
        Threshold::new("glucose_mmol_l_max", 40.0, "mmol/L"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [min, max] = case.thresholds();
    if let Some(value) = case.record.measurements.glucose_mmol_l.standard
        && !(min..=max).contains(&value)
    {
        case.blank(Field::GlucoseMmolL, Problem::OutOfRange, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_number};

    fn measured(text: &str) -> bool {
        let mut record = Record::default();
        record.measurements.glucose_mmol_l = given_number(text);
        let findings = found("ME11", &mut record);
        assert_eq!(
            findings.is_empty(),
            record.measurements.glucose_mmol_l.standard.is_some()
        );
        findings.iter().any(|(_, original, _)| original == text)
    }

    #[test]
    fn a_value_outside_the_limits_goes_and_its_text_stays() {
        assert!(measured("5600"));
        assert!(measured("0.2"));
        assert!(!measured("5.6"));
    }

    #[test]
    fn the_limits_themselves_pass() {
        assert!(!measured("1") && !measured("40"));
        assert!(measured("0.9"));
    }

    #[test]
    fn a_province_may_set_them_and_a_missing_value_is_left_alone() {
        let mut record = Record::default();
        record.measurements.glucose_mmol_l = given_number("40");
        assert_eq!(
            found_at("ME11", "glucose_mmol_l_max", 39.0, &mut record).len(),
            1
        );
        assert!(found("ME11", &mut Record::default()).is_empty());
    }
}
