//! Weights that no person has.
//!
//! Example: `560` for 56,0.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME06: Rule = Rule {
    code: "ME06",
    field: Some(Field::WeightKg),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::WeightKg],
        check,
    },
    title_vi: "Cân nặng ngoài giới hạn",
    title_en: "Weight is outside its limits",
    why_vi: "Cân nặng phải tính bằng kg và nằm trong giới hạn (mặc định 2 đến 250 kg). Giá trị này để trống và không tính là đã đo.",
    why_en: "Weight is in kg, within its limits (2 to 250 kg unless set otherwise). It was left blank and does not count as measured.",
    fix_vi: "Kiểm tra lại hoặc cân lại, ghi theo kg.",
    fix_en: "Check the weight or weigh again; write it in kg.",
    thresholds: &[
        Threshold::new("weight_kg_min", 2.0, "kg"),
        Threshold::new("weight_kg_max", 250.0, "kg"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [min, max] = case.thresholds();
    if let Some(value) = case.record.measurements.weight_kg.standard
        && !(min..=max).contains(&value)
    {
        case.blank(Field::WeightKg, Problem::OutOfRange, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_number};

    fn measured(text: &str) -> bool {
        let mut record = Record::default();
        record.measurements.weight_kg = given_number(text);
        let findings = found("ME06", &mut record);
        assert_eq!(
            findings.is_empty(),
            record.measurements.weight_kg.standard.is_some()
        );
        findings.iter().any(|(_, original, _)| original == text)
    }

    #[test]
    fn a_value_outside_the_limits_goes_and_its_text_stays() {
        assert!(measured("2500"));
        assert!(!measured("126"));
    }

    #[test]
    fn the_limits_themselves_pass() {
        assert!(!measured("2") && !measured("250"));
        assert!(measured("250.1"));
        assert!(measured("1.9"));
    }

    #[test]
    fn a_province_may_set_them_and_a_missing_value_is_left_alone() {
        let mut record = Record::default();
        record.measurements.weight_kg = given_number("250");
        assert_eq!(
            found_at("ME06", "weight_kg_max", 249.0, &mut record).len(),
            1
        );
        assert!(found("ME06", &mut Record::default()).is_empty());
    }
}
