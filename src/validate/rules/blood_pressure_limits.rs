//! Blood pressures that no person has.
//!
//! A reading is one thing: where one number cannot be, the whole reading goes. Readings in cmHg are proposed in
//! mmHg, never applied. Example: `12/8` is 120/80, `1120/80` is nothing.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME07: Rule = Rule {
    code: "ME07",
    field: Some(Field::BloodPressure),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::BloodPressure],
        check,
    },
    title_vi: "Huyết áp ngoài giới hạn",
    title_en: "Blood pressure is outside its limits",
    why_vi: "Huyết áp tính bằng mmHg, tâm thu mặc định từ 60 đến 280, tâm trương từ 30 đến 180. Giá trị này để trống và không tính là đã đo.",
    why_en: "Blood pressure is in mmHg, systolic 60 to 280 and diastolic 30 to 180 unless set otherwise. It was left blank and does not count as measured.",
    fix_vi: "Kiểm tra lại hoặc đo lại huyết áp, ghi dạng 120/80.",
    fix_en: "Check the reading or measure again; write it as 120/80.",
    thresholds: &[
        Threshold::new("systolic_mmhg_min", 60.0, "mmHg"),
        Threshold::new("systolic_mmhg_max", 280.0, "mmHg"),
        Threshold::new("diastolic_mmhg_min", 30.0, "mmHg"),
        Threshold::new("diastolic_mmhg_max", 180.0, "mmHg"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let limits: [f64; 4] = case.thresholds();
    let measurements = &case.record.measurements;
    let (systolic, diastolic) = (&measurements.systolic_mmhg, &measurements.diastolic_mmhg);
    if let (Some(systolic), Some(diastolic)) = (systolic.standard, diastolic.standard)
        && !is_within(limits, systolic, diastolic)
    {
        let proposed = proposed_mmhg(limits, systolic, diastolic);
        case.blank(Field::BloodPressure, Problem::OutOfRange, &proposed);
    }
}

fn is_within(limits: [f64; 4], systolic: f64, diastolic: f64) -> bool {
    let [systolic_min, systolic_max, diastolic_min, diastolic_max] = limits;
    (systolic_min..=systolic_max).contains(&systolic)
        && (diastolic_min..=diastolic_max).contains(&diastolic)
}

/// A reading in cmHg as mmHg; empty where that is none either.
fn proposed_mmhg(limits: [f64; 4], systolic_cmhg: f64, diastolic_cmhg: f64) -> String {
    let (systolic, diastolic) = (systolic_cmhg * 10.0, diastolic_cmhg * 10.0);
    if systolic > diastolic && is_within(limits, systolic, diastolic) {
        format!("{systolic:.0}/{diastolic:.0}")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_pressure};

    fn measured(text: &str) -> Option<String> {
        let mut record = Record::default();
        given_pressure(&mut record, text);
        let findings = found("ME07", &mut record);
        if !findings.is_empty() {
            assert!(record.measurements.systolic_mmhg.standard.is_none());
            assert!(record.measurements.diastolic_mmhg.standard.is_none());
        }
        findings.into_iter().next().map(|(_, _, proposed)| proposed)
    }

    #[test]
    fn one_impossible_number_takes_the_reading_with_it() {
        assert_eq!(measured("1120/80").as_deref(), Some(""));
        assert_eq!(measured("120/8").as_deref(), Some(""));
        assert_eq!(measured("135/85"), None);
    }

    #[test]
    fn a_reading_in_cmhg_has_a_proposal() {
        assert_eq!(measured("12/8").as_deref(), Some("120/80"));
    }

    #[test]
    fn the_limits_themselves_pass() {
        assert_eq!((measured("60/30"), measured("280/180")), (None, None));
        assert!(measured("59/30").is_some() && measured("281/180").is_some());
        assert!(measured("60/29").is_some() && measured("280/181").is_some());
    }

    #[test]
    fn a_row_without_reading_is_left_alone() {
        assert!(found("ME07", &mut Record::default()).is_empty());
    }
}
