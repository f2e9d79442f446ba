//! Units that a header states.
//!
//! A height in metres and a weight in grams cannot be taken for centimetres and kilograms: the rules about values
//! see them. Glucose can: 38 mg/dL is a collapse, 38 mmol/L too, and nothing in the number tells which.

use crate::domain::Field;

/// The unit that the texts of a header state, where it is not the one that the field is in.
#[must_use]
pub fn other_unit(field: Field, header: &[&str]) -> Option<&'static str> {
    let text: String = header
        .join(" ")
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let units: &[(&str, &'static str)] = match field {
        Field::GlucoseMmolL => &[
            ("mg/dl", "mg/dL"),
            ("mg/100ml", "mg/dL"),
            ("mgdl", "mg/dL"),
            ("mg%", "mg/dL"),
            ("(mg)", "mg/dL"),
        ],
        Field::HeightCm => &[("(m)", "m"), ("(mét)", "m"), ("(met)", "m")],
        Field::WeightKg => &[("(g)", "g"), ("(gam)", "g"), ("(gram)", "g")],
        Field::BloodPressure => &[("cmhg", "cmHg"), ("kpa", "kPa")],
        _ => &[],
    };
    let stated = units.iter().find(|(unit, _)| text.contains(unit));
    stated.map(|(_, unit)| *unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_that_is_not_the_fields_is_seen() {
        for (field, header, expected) in [
            (Field::GlucoseMmolL, "Glucose (mg/dL)", Some("mg/dL")),
            (Field::GlucoseMmolL, "Đường huyết (mmol/L)", None),
            (Field::HeightCm, "Chiều cao (m)", Some("m")),
            (Field::HeightCm, "Chiều cao (cm)", None),
            (Field::WeightKg, "Cân nặng ( g )", Some("g")),
            (Field::WeightKg, "Cân nặng (kg)", None),
            (Field::BloodPressure, "HA (cmHg)", Some("cmHg")),
            (Field::BloodPressure, "HA (mmHg)", None),
            (Field::FullName, "Họ tên (m)", None),
        ] {
            assert_eq!(other_unit(field, &[header]), expected, "{header}");
        }
    }
}
