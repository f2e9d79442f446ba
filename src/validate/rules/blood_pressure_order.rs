//! Systolic pressures that are not above the diastolic.
//!
//! The two were exchanged, which is proposed, never applied. Example: `80/120`.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const ME08: Rule = Rule {
    code: "ME08",
    field: Some(Field::BloodPressure),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::BloodPressure],
        check,
    },
    title_vi: "Huyết áp tâm thu không cao hơn tâm trương",
    title_en: "Systolic pressure is not above the diastolic",
    why_vi: "Số trước (tâm thu) phải cao hơn số sau (tâm trương). Giá trị này để trống và không tính là đã đo.",
    why_en: "The first number (systolic) must be above the second (diastolic). It was left blank and does not count as measured.",
    fix_vi: "Kiểm tra lại hoặc đo lại huyết áp, ghi số cao trước, ví dụ 120/80.",
    fix_en: "Check the reading or measure again; write the higher number first, such as 120/80.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let measurements = &case.record.measurements;
    let (systolic, diastolic) = (&measurements.systolic_mmhg, &measurements.diastolic_mmhg);
    if let (Some(systolic), Some(diastolic)) = (systolic.standard, diastolic.standard)
        && systolic <= diastolic
    {
        let evident = systolic < diastolic;
        let proposed = if evident {
            format!("{diastolic:.0}/{systolic:.0}")
        } else {
            String::new()
        };
        case.blank(Field::BloodPressure, Problem::Contradiction, &proposed);
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_pressure};

    fn measured(text: &str) -> Option<String> {
        let mut record = Record::default();
        given_pressure(&mut record, text);
        let findings = found("ME08", &mut record);
        findings.into_iter().next().map(|(_, _, proposed)| proposed)
    }

    #[test]
    fn an_exchanged_reading_goes_with_a_proposal() {
        assert_eq!(measured("80/120").as_deref(), Some("120/80"));
        assert_eq!(measured("135/85"), None);
    }

    #[test]
    fn equal_numbers_go_without_one() {
        assert_eq!(measured("90/90").as_deref(), Some(""));
        assert_eq!(measured("91/90"), None);
    }

    #[test]
    fn a_row_without_reading_is_left_alone() {
        assert!(found("ME08", &mut Record::default()).is_empty());
    }
}
