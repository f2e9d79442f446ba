//! What a value most likely should be, where it would be a guess to write it there.
//!
//! A proposal stands in the finding beside the text of the source; the field itself stays as it is.

use jiff::civil::Date;

use super::age::Age;
use super::number::{Measure, propose_blood_pressure, propose_measure};
use super::typing::without_residue;
use crate::domain::{Field, How, PartialDate, Problem, Record, Repair};

/// Adds to a record what its fields most likely should say. Ages count back from `snapshot_date`.
pub fn propose(record: &mut Record<'_>, snapshot_date: Date) {
    if let How::Repaired(Repair::TypingResidue) = record.full_name.how {
        let name = record
            .full_name
            .standard
            .as_deref()
            .and_then(without_residue);
        record
            .proposals
            .extend(name.map(|name| (Field::FullName, name)));
    }
    propose_birth(record, snapshot_date);
    propose_measurements(record);
}

fn propose_birth(record: &mut Record<'_>, snapshot_date: Date) {
    if record.birth_date.how == How::Missing(Problem::Age) {
        let age = Age::parse(record.birth_date.original);
        let birth = age.and_then(|age| age.birth(snapshot_date));
        let proposed = birth.map(|birth| (Field::BirthDate, as_written(birth)));
        record.proposals.extend(proposed);
    }
}

fn propose_measurements(record: &mut Record<'_>) {
    let measured = &record.measurements;
    let numbers = [
        (Field::HeightCm, Measure::HeightCm, &measured.height_cm),
        (Field::WeightKg, Measure::WeightKg, &measured.weight_kg),
        (
            Field::PulsePerMin,
            Measure::PulsePerMin,
            &measured.pulse_per_min,
        ),
        (
            Field::GlucoseMmolL,
            Measure::GlucoseMmolL,
            &measured.glucose_mmol_l,
        ),
    ];
    for (field, measure, value) in numbers {
        if value.how == How::Missing(Problem::OtherUnit) {
            let proposed = propose_measure(value.original, measure);
            record
                .proposals
                .extend(proposed.map(|number| (field, number)));
        }
    }
    let pressure = &measured.systolic_mmhg;
    if pressure.how == How::Missing(Problem::OtherUnit) {
        let proposed = propose_blood_pressure(pressure.original);
        record
            .proposals
            .extend(proposed.map(|pair| (Field::BloodPressure, pair)));
    }
}

/// As lists write dates: `12/05/1957`, `05/1957`, `1957`.
fn as_written(date: PartialDate) -> String {
    let year = date.year();
    match (date.day(), date.month()) {
        (Some(day), Some(month)) => format!("{day:02}/{month:02}/{year}"),
        (None, Some(month)) => format!("{month:02}/{year}"),
        _ => format!("{year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Value;

    fn proposed(record: &mut Record<'_>) -> Vec<(Field, String)> {
        propose(record, jiff::civil::date(2026, 10, 1));
        std::mem::take(&mut record.proposals)
    }

    #[test]
    fn an_age_is_proposed_as_a_birth_on_the_day_of_the_list() {
        for (text, expected) in [("69", "1957"), ("3 tháng", "07/2026")] {
            let mut record = Record {
                birth_date: Value::missing(text, Problem::Age),
                ..Record::default()
            };
            assert_eq!(
                proposed(&mut record),
                [(Field::BirthDate, expected.to_owned())]
            );
        }
    }

    #[test]
    fn other_units_and_typing_residue_are_proposed() {
        let mut record = Record {
            full_name: Value::repaired(
                "Nguyeenx Vawn A",
                "Nguyeenx Vawn A".into(),
                Repair::TypingResidue,
            ),
            ..Record::default()
        };
        record.measurements.height_cm = Value::missing("1m55", Problem::OtherUnit);
        record.measurements.systolic_mmhg = Value::missing("12/8", Problem::OtherUnit);
        let expected = [
            (Field::FullName, "Nguyễn Văn A".to_owned()),
            (Field::HeightCm, "155".to_owned()),
            (Field::BloodPressure, "120/80".to_owned()),
        ];
        assert_eq!(proposed(&mut record), expected);
    }

    #[test]
    fn a_value_without_doubt_has_no_proposal() {
        let mut record = Record {
            birth_date: Value::missing("?", Problem::Unreadable),
            ..Record::default()
        };
        assert!(proposed(&mut record).is_empty());
    }
}
