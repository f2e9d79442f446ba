//! Glucose in mg/dL where mmol/L is asked for.
//!
//! Above 40 mmol/L nobody walks into a station; divided by 18.016 (the molar mass of glucose, 180.16 g/mol, per
//! decilitre) the value is an ordinary one. It is proposed, never applied. Example: `126` is 7.0 mmol/L.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME10: Rule = Rule {
    code: "ME10",
    field: Some(Field::GlucoseMmolL),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::GlucoseMmolL],
        check,
    },
    title_vi: "Đường huyết có thể ghi theo mg/dL",
    title_en: "Glucose seems to be in mg/dL",
    why_vi: "Giá trị quá cao nếu tính theo mmol/L nhưng hợp lý nếu tính theo mg/dL. Giá trị này để trống; cột đề xuất ghi số đã đổi.",
    why_en: "The value is far too high in mmol/L and ordinary in mg/dL. It was left blank; the converted value is proposed.",
    fix_vi: "Kiểm tra đơn vị trên máy đo; ghi theo mmol/L (mg/dL chia cho 18).",
    fix_en: "Check the unit on the meter; write mmol/L (mg/dL divided by 18).",
    thresholds: &[Threshold::new("glucose_mmol_l_max", 40.0, "mmol/L")],
};

/// mg/dL per mmol/L of glucose.
const MG_DL_PER_MMOL_L: f64 = 18.016;

fn check(case: &mut Case<'_, '_>) {
    let [glucose_mmol_l_max] = case.thresholds();
    let Some(value) = case.record.measurements.glucose_mmol_l.standard else {
        return;
    };
    let converted = value / MG_DL_PER_MMOL_L;
    if value > glucose_mmol_l_max && (1.0..=glucose_mmol_l_max).contains(&converted) {
        case.blank(
            Field::GlucoseMmolL,
            Problem::OutOfRange,
            &format!("{converted:.1}"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_number};

    fn measured(text: &str) -> Option<String> {
        let mut record = Record::default();
        record.measurements.glucose_mmol_l = given_number(text);
        let findings = found("ME10", &mut record);
        findings.into_iter().next().map(|(_, _, proposed)| proposed)
    }

    #[test]
    fn a_value_in_mg_dl_goes_with_a_proposal() {
        assert_eq!(measured("126").as_deref(), Some("7.0"));
        assert_eq!(measured("5.6"), None);
    }

    #[test]
    fn the_limit_itself_passes_and_an_impossible_value_is_not_converted() {
        assert_eq!(measured("40"), None);
        assert_eq!(measured("41").as_deref(), Some("2.3"));
        assert_eq!(measured("5600"), None);
    }

    #[test]
    fn it_is_reported_once_and_a_missing_value_is_left_alone() {
        let mut record = Record::default();
        record.measurements.glucose_mmol_l = given_number("126");
        assert!(found("ME11", &mut record).is_empty());
        assert!(found("ME10", &mut Record::default()).is_empty());
    }
}
