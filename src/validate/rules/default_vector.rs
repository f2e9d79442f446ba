//! Measurements that software filled in.
//!
//! An exporter in use writes 165 cm, 60 kg, pulse 80, 120/80 mmHg and class I into whatever was left empty. One of
//! these values alone is a common measurement; three together are not, so all that equal the default go. The class goes too
//! when it is the default one and nothing that was really measured is left to support it. A province whose software
//! fills in other values sets them. Example: 165 cm, 52 kg, pulse 80, 120/80: the weight stays.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::fields::FieldSet;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME02: Rule = Rule {
    code: "ME02",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Check { needs: &[], check },
    title_vi: "Kết quả đo do phần mềm tự điền",
    title_en: "Measurements filled in by software",
    why_vi: "Nhiều chỉ số trùng với giá trị phần mềm tự điền khi bỏ trống (165 cm, 60 kg, mạch 80, huyết áp 120/80, loại I). Các giá trị này để trống và không tính là đã đo.",
    why_en: "Several values equal what software writes into empty cells (165 cm, 60 kg, pulse 80, 120/80, class I). They were left blank and do not count as measured.",
    fix_vi: "Nhập kết quả đo thật rồi xuất lại; chỉ số nào không đo thì để trống.",
    fix_en: "Enter what was really measured and export again; leave empty what was not.",
    thresholds: &[
        Threshold::new("equal_fields_min", 3.0, ""),
        Threshold::new("height_cm", 165.0, "cm"),
        Threshold::new("weight_kg", 60.0, "kg"),
        Threshold::new("pulse_per_min", 80.0, "1/min"),
        Threshold::new("systolic_mmhg", 120.0, "mmHg"),
        Threshold::new("diastolic_mmhg", 80.0, "mmHg"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [
        equal_fields_min,
        height_cm,
        weight_kg,
        pulse_per_min,
        systolic_mmhg,
        diastolic_mmhg,
    ] = case.thresholds();
    let measured = &case.record.measurements;
    let is_default = [
        (
            Field::HeightCm,
            measured.height_cm.standard == Some(height_cm),
        ),
        (
            Field::WeightKg,
            measured.weight_kg.standard == Some(weight_kg),
        ),
        (
            Field::BloodPressure,
            measured.systolic_mmhg.standard == Some(systolic_mmhg)
                && measured.diastolic_mmhg.standard == Some(diastolic_mmhg),
        ),
        (
            Field::PulsePerMin,
            measured.pulse_per_min.standard == Some(pulse_per_min),
        ),
    ];
    let count = is_default.iter().filter(|(_, equal)| *equal).count();
    if (count as f64) < equal_fields_min.max(1.0) {
        return;
    }
    for (field, _) in is_default.into_iter().filter(|(_, equal)| *equal) {
        case.blank(field, Problem::Default, "");
    }
    blank_unsupported_class(case);
}

/// Class I with no measurement left stands on defaults alone.
fn blank_unsupported_class(case: &mut Case<'_, '_>) {
    if case.record.health_class.standard == Some(1) && !case.given().contains_any(MEASURED) {
        case.blank(Field::HealthClass, Problem::Default, "");
    }
}

const MEASURED: FieldSet = FieldSet::of(super::MEASUREMENTS);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{How, Record, Value};
    use crate::validate::rules::testing::{found, found_at, given_number, given_pressure};

    fn row(height: &'static str, weight: &'static str, pulse: &'static str) -> Record<'static> {
        let mut record = Record {
            health_class: Value::as_given("Loại I", 1),
            ..Record::default()
        };
        record.measurements.height_cm = given_number(height);
        record.measurements.weight_kg = given_number(weight);
        record.measurements.pulse_per_min = given_number(pulse);
        given_pressure(&mut record, "120/80");
        record
    }

    fn blanked(record: &mut Record<'_>) -> Vec<Field> {
        let findings = found("ME02", record);
        findings.into_iter().map(|(field, _, _)| field).collect()
    }

    #[test]
    fn the_whole_vector_goes_with_its_class() {
        let mut record = row("165", "60", "80");
        let all = [
            Field::HeightCm,
            Field::WeightKg,
            Field::BloodPressure,
            Field::PulsePerMin,
            Field::HealthClass,
        ];
        assert_eq!(blanked(&mut record), all);
        assert!(record.measurements.diastolic_mmhg.standard.is_none());
        assert_eq!(record.health_class.how, How::Missing(Problem::Default));
    }

    #[test]
    fn three_go_and_what_was_measured_stays_with_the_class() {
        let mut record = row("165", "52", "80");
        assert_eq!(
            blanked(&mut record),
            [Field::HeightCm, Field::BloodPressure, Field::PulsePerMin]
        );
        assert_eq!(record.measurements.weight_kg.standard, Some(52.0));
        assert_eq!(record.health_class.standard, Some(1));
    }

    #[test]
    fn two_may_be_chance_and_another_class_is_a_judgement() {
        assert!(blanked(&mut row("165", "52", "76")).is_empty());
        let mut record = Record {
            health_class: Value::as_given("II", 2),
            ..row("165", "60", "80")
        };
        assert!(!blanked(&mut record).contains(&Field::HealthClass));
    }

    #[test]
    fn a_province_may_set_the_vector_and_a_missing_one_is_left_alone() {
        let mut record = row("160", "60", "76");
        assert_eq!(found_at("ME02", "height_cm", 160.0, &mut record).len(), 3);
        assert!(blanked(&mut Record::default()).is_empty());
    }
}
