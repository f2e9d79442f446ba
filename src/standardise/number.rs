//! Measured values.

use crate::domain::{Problem, Value};

/// Reads a number with decimal comma or point, its unit left out: `155,5`, `155.5 cm`.
#[must_use]
pub fn standardise_number(text: &str) -> Value<'_, f64> {
    if text.is_empty() {
        return Value::default();
    }
    match parse(text) {
        Some(number) => Value::as_given(text, number),
        None => Value::missing(text, Problem::Unreadable),
    }
}

/// Reads `120/80`, `120 / 80 mmHg` as systolic and diastolic pressure.
#[must_use]
pub fn standardise_blood_pressure(text: &str) -> (Value<'_, f64>, Value<'_, f64>) {
    if text.is_empty() {
        return (Value::default(), Value::default());
    }
    let parts = text
        .split_once('/')
        .and_then(|(systolic, diastolic)| Some((parse(systolic)?, parse(diastolic)?)));
    match parts {
        Some((systolic, diastolic)) => (
            Value::as_given(text, systolic),
            Value::as_given(text, diastolic),
        ),
        None => (
            Value::missing(text, Problem::Unreadable),
            Value::missing(text, Problem::Unreadable),
        ),
    }
}

fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim();
    let is_unit = unit.len() <= 12 && !unit.contains(|c: char| c.is_ascii_digit());
    let number = number.replace(',', ".");
    (is_unit && number.bytes().filter(|b| *b == b'.').count() <= 1)
        .then(|| number.parse::<f64>().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_commas_and_units_are_read() {
        for (text, expected) in [
            ("155,5", Some(155.5)),
            ("155.5 cm", Some(155.5)),
            ("60kg", Some(60.0)),
            ("5,6 mmol/L", Some(5.6)),
            ("1.234,5", None),
            ("1m60", None),
            ("cao", None),
            ("-5", None),
        ] {
            assert_eq!(standardise_number(text).standard, expected, "{text}");
        }
    }

    #[test]
    fn blood_pressure_is_two_numbers() {
        let (systolic, diastolic) = standardise_blood_pressure("120 / 80 mmHg");
        assert_eq!(
            (systolic.standard, diastolic.standard),
            (Some(120.0), Some(80.0))
        );
        assert_eq!(standardise_blood_pressure("120").0.standard, None);
    }
}
