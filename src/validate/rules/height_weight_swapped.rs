//! Height and weight in each other's column.
//!
//! Both may look possible alone; the body mass index tells: 60 cm and 160 kg is 444 kg/m², 160 cm and 60 kg is 23.
//! The exchange is proposed, never applied, and only where it is evident: where it would make a small child of a grown
//! person, or one that no child is like (15.5 cm for 155 beside 48 kg), only the impossible value goes, by its own rule.
//! Example: height `60`, weight `160`.

use super::case::Case;
use super::dates::age_years_min;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME04: Rule = Rule {
    code: "ME04",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::HeightCm, Field::WeightKg],
        check,
    },
    title_vi: "Chiều cao và cân nặng bị ghi đổi chỗ",
    title_en: "Height and weight are exchanged",
    why_vi: "Hai giá trị chỉ hợp lý khi đổi chỗ cho nhau. Cả hai để trống; cột đề xuất ghi giá trị đã đổi.",
    why_en: "The two values make sense only when exchanged. Both were left blank; the exchange is proposed.",
    fix_vi: "Kiểm tra rồi ghi chiều cao (cm) và cân nặng (kg) vào đúng cột.",
    fix_en: "Check and write height (cm) and weight (kg) in their own columns.",
    thresholds: &[
        Threshold::new("bmi_kg_m2_min", 8.0, "kg/m²"),
        Threshold::new("bmi_kg_m2_max", 100.0, "kg/m²"),
        Threshold::new("child_height_cm_max", 100.0, "cm"),
        // WHO growth standards: three standard deviations above the median are 21 to 22 up to five years.
        Threshold::new("child_bmi_kg_m2_max", 25.0, "kg/m²"),
        Threshold::new("child_age_years_max", 10.0, "years"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [
        bmi_min,
        bmi_max,
        child_height_max,
        child_bmi_max,
        child_age_max,
    ] = case.thresholds();
    let on = case.record.exam_date.standard.unwrap_or(case.latest_day);
    let birth = case.record.birth_date.standard;
    let may_be_child =
        birth.is_none_or(|birth| f64::from(age_years_min(birth, on)) <= child_age_max);
    let bmi_max_of = |height_cm: f64| match height_cm < child_height_max {
        true if may_be_child => child_bmi_max,
        true => 0.0,
        false => bmi_max,
    };
    let measurements = &case.record.measurements;
    let (height, weight) = (&measurements.height_cm, &measurements.weight_kg);
    if let (Some(height_cm), Some(weight_kg)) = (height.standard, weight.standard)
        && bmi(height_cm, weight_kg) > bmi_max
        && (bmi_min..=bmi_max_of(weight_kg)).contains(&bmi(weight_kg, height_cm))
    {
        let (height, weight) = (height.original, weight.original);
        case.blank(Field::HeightCm, Problem::Contradiction, weight);
        case.blank(Field::WeightKg, Problem::Contradiction, height);
    }
}

/// Body mass index, kg/m².
fn bmi(height_cm: f64, weight_kg: f64) -> f64 {
    weight_kg / (height_cm / 100.0).powi(2)
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date, given_number};

    fn measured(height: &str, weight: &str) -> Vec<String> {
        measured_of(Record::default(), height, weight)
    }

    fn measured_of<'a>(mut record: Record<'a>, height: &'a str, weight: &'a str) -> Vec<String> {
        record.measurements.height_cm = given_number(height);
        record.measurements.weight_kg = given_number(weight);
        let findings = found("ME04", &mut record);
        findings
            .into_iter()
            .map(|(_, _, proposed)| proposed)
            .collect()
    }

    #[test]
    fn an_exchange_is_proposed_for_both() {
        assert_eq!(measured("60", "160"), ["160", "60"]);
        assert!(measured("160", "60").is_empty());
    }

    #[test]
    fn nobody_is_made_a_child_by_an_exchange() {
        let born = |birth| Record {
            birth_date: given_date(birth),
            ..Record::default()
        };
        assert!(measured("15.5", "48").is_empty());
        assert!(measured_of(born("1957"), "15.5", "80").is_empty());
        assert_eq!(measured_of(born("2023-05-12"), "13", "92"), ["92", "13"]);
        assert_eq!(measured_of(born("1957"), "60", "160"), ["160", "60"]);
        assert_eq!(measured("13", "92"), ["92", "13"]);
    }

    #[test]
    fn infants_and_the_very_heavy_pass() {
        assert!(measured("52", "3.8").is_empty());
        assert!(measured("150", "170").is_empty());
        assert!(measured("100", "100").is_empty());
    }

    #[test]
    fn one_value_alone_is_left_alone() {
        let mut record = Record::default();
        record.measurements.height_cm = given_number("60");
        assert!(found("ME04", &mut record).is_empty());
    }
}
