//! Heights that no person has.
//!
//! Example: `1650`. Heights in metres and heights exchanged with the weight have rules of their own, which come first.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME05: Rule = Rule {
    code: "ME05",
    field: Some(Field::HeightCm),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::HeightCm],
        check,
    },
    title_vi: "Chiều cao ngoài giới hạn",
    title_en: "Height is outside its limits",
    why_vi: "Chiều cao phải tính bằng cm và nằm trong giới hạn (mặc định 45 đến 220 cm). Giá trị này để trống và không tính là đã đo.",
    why_en: "Height is in cm, within its limits (45 to 220 cm unless set otherwise). It was left blank and does not count as measured.",
    fix_vi: "Kiểm tra lại hoặc đo lại chiều cao, ghi theo cm.",
    fix_en: "Check the height or measure again; write it in cm.",
    thresholds: &[
        Threshold::new("height_cm_min", 45.0, "cm"),
        Threshold::new("height_cm_max", 220.0, "cm"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [min, max] = case.thresholds();
    if let Some(value) = case.record.measurements.height_cm.standard
        && !(min..=max).contains(&value)
    {
        case.blank(Field::HeightCm, Problem::OutOfRange, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_number};

    fn measured(text: &str) -> bool {
        let mut record = Record::default();
        record.measurements.height_cm = given_number(text);
        let findings = found("ME05", &mut record);
        assert_eq!(
            findings.is_empty(),
            record.measurements.height_cm.standard.is_some()
        );
        findings.iter().any(|(_, original, _)| original == text)
    }

    #[test]
    fn a_value_outside_the_limits_goes_and_its_text_stays() {
        assert!(measured("2200"));
        assert!(!measured("132"));
    }

    #[test]
    fn the_limits_themselves_pass() {
        assert!(!measured("45") && !measured("220"));
        assert!(measured("220.1"));
        assert!(measured("44.9"));
    }

    #[test]
    fn a_province_may_set_them_and_a_missing_value_is_left_alone() {
        let mut record = Record::default();
        record.measurements.height_cm = given_number("220");
        assert_eq!(
            found_at("ME05", "height_cm_max", 219.0, &mut record).len(),
            1
        );
        assert!(found("ME05", &mut Record::default()).is_empty());
    }
}
