//! Pulses that no person has.
//!
//! Example: `800` for 80.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME09: Rule = Rule {
    code: "ME09",
    field: Some(Field::PulsePerMin),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::PulsePerMin],
        check,
    },
    title_vi: "Mạch ngoài giới hạn",
    title_en: "Pulse is outside its limits",
    why_vi: "Mạch tính bằng lần/phút và nằm trong giới hạn (mặc định 25 đến 220). Giá trị này để trống và không tính là đã đo.",
    why_en: "Pulse is in beats per minute, within its limits (25 to 220 unless set otherwise). It was left blank and does not count as measured.",
    fix_vi: "Kiểm tra lại hoặc đếm lại mạch.",
    fix_en: "Check the pulse or count again.",
    thresholds: &[
        Threshold::new("pulse_per_min_min", 25.0, "1/min"),
        Threshold::new("pulse_per_min_max", 220.0, "1/min"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [min, max] = case.thresholds();
    if let Some(value) = case.record.measurements.pulse_per_min.standard
        && !(min..=max).contains(&value)
    {
        case.blank(Field::PulsePerMin, Problem::OutOfRange, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, found_at, given_number};

    fn measured(text: &str) -> bool {
        let mut record = Record::default();
        record.measurements.pulse_per_min = given_number(text);
        let findings = found("ME09", &mut record);
        assert_eq!(
            findings.is_empty(),
            record.measurements.pulse_per_min.standard.is_some()
        );
        findings.iter().any(|(_, original, _)| original == text)
    }

    #[test]
    fn a_value_outside_the_limits_goes_and_its_text_stays() {
        assert!(measured("2200"));
        assert!(!measured("122"));
    }

    #[test]
    fn the_limits_themselves_pass() {
        assert!(!measured("25") && !measured("220"));
        assert!(measured("220.1"));
        assert!(measured("24.9"));
    }

    #[test]
    fn a_province_may_set_them_and_a_missing_value_is_left_alone() {
        let mut record = Record::default();
        record.measurements.pulse_per_min = given_number("220");
        assert_eq!(
            found_at("ME09", "pulse_per_min_max", 219.0, &mut record).len(),
            1
        );
        assert!(found("ME09", &mut Record::default()).is_empty());
    }
}
