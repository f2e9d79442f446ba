//! Measured values.

use super::codes::fold_value;
use crate::domain::{Problem, Value};

/// A measured item, with the unit that its field is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    HeightCm,
    WeightKg,
    PulsePerMin,
    GlucoseMmolL,
}

impl Measure {
    /// Spellings of the field's own unit, without marks and signs.
    fn units(self) -> &'static [&'static str] {
        match self {
            Self::HeightCm => &["cm", "xentimet", "centimet", "xangtimet", "phan"],
            Self::WeightKg => &["kg", "kilo", "kilogam", "ki", "ky", "can"],
            Self::PulsePerMin => &[
                "lp",
                "lph",
                "lanp",
                "lanph",
                "lanphut",
                "nhipphut",
                "nhipp",
                "ckp",
                "ckph",
                "ckphut",
                "bpm",
                "phut",
                "lan",
                "nhip",
                "1phut",
                "lan1phut",
                "ck1phut",
                "l1phut",
                "chuky",
                "chukyp",
                "chukyphut",
                "chuky1phut",
            ],
            Self::GlucoseMmolL => &["mmol", "mmoll", "mmollit", "mmol1", "mm"],
        }
    }

    /// What forms write before the number, without marks and signs.
    fn labels(self) -> &'static [&'static str] {
        match self {
            Self::HeightCm => &["cao", "cc", "chieucao"],
            Self::WeightKg => &["nang", "cn", "cannang"],
            Self::PulsePerMin => &["m", "mach", "nhiptim"],
            Self::GlucoseMmolL => &["dh", "duonghuyet", "duongmau", "glucose", "glu"],
        }
    }

    /// Other units that are written all the same, and what one of them is in the field's own.
    fn other_units(self) -> &'static [(&'static str, f64)] {
        match self {
            Self::HeightCm => &[("m", 100.0), ("met", 100.0), ("mm", 0.1), ("dm", 10.0)],
            Self::WeightKg => &[("g", 0.001), ("gr", 0.001), ("gam", 0.001), ("gram", 0.001)],
            Self::PulsePerMin => &[],
            // The molar mass of glucose is 180.16 g/mol.
            Self::GlucoseMmolL => &[
                ("mgdl", 1.0 / 18.016),
                ("mg", 1.0 / 18.016),
                ("mg100ml", 1.0 / 18.016),
                ("gl", 1.0 / 0.180_16),
            ],
        }
    }

    fn decimals(self) -> usize {
        match self {
            Self::HeightCm | Self::PulsePerMin => 0,
            Self::WeightKg | Self::GlucoseMmolL => 1,
        }
    }
}

/// Reads a number with decimal comma or point, whatever unit is behind it.
#[must_use]
pub fn standardise_number(text: &str) -> Value<'_, f64> {
    if text.is_empty() {
        return Value::default();
    }
    let is_unit = |unit: &str| !unit.contains(|c: char| c.is_ascii_digit());
    match number_and_unit(text).filter(|(_, unit)| is_unit(unit)) {
        Some((number, _)) => Value::as_given(text, number),
        None => Value::missing(text, Problem::Unreadable),
    }
}

/// Reads a measurement with decimal comma or point, its own unit left out: `155,5`, `155.5 cm`. In another unit
/// (`1m55`, `126 mg/dL`) it is missing: what it most likely is, [`propose_measure`] says.
#[must_use]
pub fn standardise_measure(text: &str, measure: Measure) -> Value<'_, f64> {
    if text.is_empty() {
        return Value::default();
    }
    match number_and_unit(without_label(text, measure)) {
        Some((number, "")) => Value::as_given(text, number),
        Some((number, unit)) if measure.units().contains(&fold_value(unit).as_str()) => {
            Value::as_given(text, number)
        }
        _ if in_other_unit(text, measure).is_some() => Value::missing(text, Problem::OtherUnit),
        _ => Value::missing(text, Problem::Unreadable),
    }
}

/// The text without what names its measure: `M: 76`.
fn without_label(text: &str, measure: Measure) -> &str {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (label, number) = text.split_at(start);
    let is_plain = label
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | ':' | '.' | '='));
    match is_plain && measure.labels().contains(&fold_value(label).as_str()) {
        true => number,
        false => text,
    }
}

/// A measurement in another unit, in the one that its field asks for.
#[must_use]
pub fn propose_measure(text: &str, measure: Measure) -> Option<String> {
    let number = in_other_unit(text, measure)?;
    Some(format!("{number:.0$}", measure.decimals()))
}

fn in_other_unit(text: &str, measure: Measure) -> Option<f64> {
    if measure == Measure::HeightCm
        && let Some(height) = metres_and_centimetres(without_label(text, measure))
    {
        return Some(height);
    }
    let (number, unit) = number_and_unit(without_label(text, measure))?;
    let unit = fold_value(unit);
    let units = measure.other_units();
    let (_, factor) = units.iter().find(|(other, _)| *other == unit)?;
    Some(number * factor)
}

/// `1m55`, `1 m 55`, `1m5`, `1m55cm` in centimetres.
fn metres_and_centimetres(text: &str) -> Option<f64> {
    let folded: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let (metres, rest) = folded.split_once('m')?;
    let rest = rest.strip_suffix("cm").unwrap_or(rest);
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let metres: f64 = (metres.len() == 1 && is_digits(metres))
        .then(|| metres.parse().ok())
        .flatten()?;
    let centimetres: f64 = match rest.len() {
        1 if is_digits(rest) => rest.parse::<f64>().ok()? * 10.0,
        2 if is_digits(rest) => rest.parse().ok()?,
        _ => return None,
    };
    Some(metres * 100.0 + centimetres)
}

/// Reads `120/80`, `120 - 80`, `120/80 mmHg` as systolic and diastolic pressure. In cmHg (`12/8`) it is missing, and
/// [`propose_blood_pressure`] says what it is in mmHg.
#[must_use]
pub fn standardise_blood_pressure(text: &str) -> (Value<'_, f64>, Value<'_, f64>) {
    if text.is_empty() {
        return (Value::default(), Value::default());
    }
    let missing = |problem| (Value::missing(text, problem), Value::missing(text, problem));
    match pressures(text) {
        Some(pair) if is_cm_hg(pair) => missing(Problem::OtherUnit),
        Some((systolic, diastolic)) => (
            Value::as_given(text, systolic),
            Value::as_given(text, diastolic),
        ),
        None => missing(Problem::Unreadable),
    }
}

/// A blood pressure in cmHg, in mmHg.
#[must_use]
pub fn propose_blood_pressure(text: &str) -> Option<String> {
    let (systolic, diastolic) = pressures(text).filter(|pair| is_cm_hg(*pair))?;
    Some(format!("{:.0}/{:.0}", systolic * 10.0, diastolic * 10.0))
}

/// Pressures that nobody alive has in mmHg and ordinary ones in cmHg.
fn is_cm_hg((systolic, diastolic): (f64, f64)) -> bool {
    (6.0..=28.0).contains(&systolic) && (3.0..=18.0).contains(&diastolic)
}

fn pressures(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let text = ["HA:", "HA", "ha:", "ha", "Ha"]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(text);
    let end = text
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(text.len(), |at| at + 1);
    let (numbers, unit) = text.split_at(end);
    let is_unit = ["", "mmhg", "cmhg", "mm", "mmh"].contains(&fold_value(unit).as_str());
    let separators: [fn(char) -> bool; 2] = [
        |c| matches!(c, '/' | '\\' | '-' | '–' | '|'),
        char::is_whitespace,
    ];
    let pair = separators.iter().find_map(|separates| {
        let mut parts = numbers
            .split(separates)
            .map(str::trim)
            .filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(systolic), Some(diastolic), None) => {
                Some((decimal(systolic)?, decimal(diastolic)?))
            }
            _ => None,
        }
    });
    pair.filter(|_| is_unit)
}

/// The number that a text begins with, and what stands behind it.
fn number_and_unit(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim();
    let is_unit = unit.len() <= 16
        && !unit.starts_with(|c: char| c.is_ascii_digit())
        && !unit.contains(['-', '–', '+', '?', '>', '<']);
    Some((decimal(number)?, unit)).filter(|_| is_unit)
}

/// Digits with at most one decimal mark.
fn decimal(text: &str) -> Option<f64> {
    let is_mark = |b: &u8| matches!(b, b'.' | b',');
    let formed = text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || is_mark(&b))
        && text.bytes().filter(is_mark).count() <= 1;
    let number = formed.then(|| match text.contains(',') {
        true => text.replace(',', ".").parse(),
        false => text.parse::<f64>(),
    })?;
    number.ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Measure::{GlucoseMmolL, HeightCm, PulsePerMin, WeightKg};

    #[test]
    fn decimal_commas_and_units_are_read() {
        for (text, measure, expected) in [
            ("155,5", HeightCm, 155.5),
            ("155.5 cm", HeightCm, 155.5),
            ("155 cm", HeightCm, 155.0),
            ("155,0", HeightCm, 155.0),
            ("155.", HeightCm, 155.0),
            ("1.55", HeightCm, 1.55),
            ("1,55", HeightCm, 1.55),
            ("60kg", WeightKg, 60.0),
            ("55 Kg.", WeightKg, 55.0),
            ("60 kí", WeightKg, 60.0),
            ("20,0", WeightKg, 20.0),
            ("80 lần/phút", PulsePerMin, 80.0),
            ("80 l/p", PulsePerMin, 80.0),
            ("80 chu kỳ/phút", PulsePerMin, 80.0),
            ("M: 80", PulsePerMin, 80.0),
            ("Mạch 80 l/p", PulsePerMin, 80.0),
            ("Cao: 155 cm", HeightCm, 155.0),
            ("CN: 60kg", WeightKg, 60.0),
            ("ĐH 5,6", GlucoseMmolL, 5.6),
            ("5,6 mmol/L", GlucoseMmolL, 5.6),
            ("126", GlucoseMmolL, 126.0),
        ] {
            let value = standardise_measure(text, measure);
            assert_eq!(value, Value::as_given(text, expected), "{text}");
        }
    }

    #[test]
    fn another_unit_is_proposed_and_never_applied() {
        for (text, measure, proposed) in [
            ("1m55", HeightCm, "155"),
            ("1m5", HeightCm, "150"),
            ("1 m 05", HeightCm, "105"),
            ("1m55cm", HeightCm, "155"),
            ("1,55m", HeightCm, "155"),
            ("Cao 1m55", HeightCm, "155"),
            ("1.55 m", HeightCm, "155"),
            ("3200 g", WeightKg, "3.2"),
            ("3200gr", WeightKg, "3.2"),
            ("126 mg/dL", GlucoseMmolL, "7.0"),
            ("38 mg/dl", GlucoseMmolL, "2.1"),
        ] {
            let value = standardise_measure(text, measure);
            assert_eq!(value, Value::missing(text, Problem::OtherUnit), "{text}");
            assert_eq!(
                propose_measure(text, measure).as_deref(),
                Some(proposed),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_measurement_is_missing() {
        for (text, measure) in [
            ("1.234,5", WeightKg),
            ("cao", HeightCm),
            ("-5", HeightCm),
            (">200", HeightCm),
            ("150-160", HeightCm),
            ("150 - 160", HeightCm),
            ("55 cm", WeightKg),
            ("155 kg", HeightCm),
            ("80%", PulsePerMin),
            ("60?", WeightKg),
            ("HI", GlucoseMmolL),
            ("M: -80", PulsePerMin),
            ("CN: 155", HeightCm),
            ("M:", PulsePerMin),
            (".", WeightKg),
            ("không đo", WeightKg),
        ] {
            let value = standardise_measure(text, measure);
            assert_eq!(value, Value::missing(text, Problem::Unreadable), "{text}");
            assert_eq!(propose_measure(text, measure), None, "{text}");
        }
        let long = "9".repeat(400);
        assert_eq!(standardise_number(&long).standard, None);
    }

    #[test]
    fn blood_pressure_is_two_numbers() {
        for text in [
            "120/80",
            "120 / 80 mmHg",
            "120-80",
            "120 - 80",
            "120\\80",
            "120 80",
            "120/80mmhg",
            "HA 120/80",
            "120/80 mm Hg",
        ] {
            let (systolic, diastolic) = standardise_blood_pressure(text);
            assert_eq!(
                (systolic.standard, diastolic.standard),
                (Some(120.0), Some(80.0)),
                "{text}"
            );
        }
        // What is exchanged is seen by a rule, with both numbers before it.
        assert_eq!(standardise_blood_pressure("80/120").0.standard, Some(80.0));
        for text in [
            "120",
            "120/80/75",
            "120/80 - 130/85",
            "120/",
            "bình thường",
            "120/tám mươi",
            "12/08/2026",
        ] {
            let (systolic, diastolic) = standardise_blood_pressure(text);
            assert_eq!(
                systolic,
                Value::missing(text, Problem::Unreadable),
                "{text}"
            );
            assert_eq!(diastolic, systolic, "{text}");
        }
        for (text, proposed) in [
            ("12/8", "120/80"),
            ("12.5/8", "125/80"),
            ("16/10 cmHg", "160/100"),
        ] {
            let (systolic, _) = standardise_blood_pressure(text);
            assert_eq!(systolic, Value::missing(text, Problem::OtherUnit), "{text}");
            assert_eq!(propose_blood_pressure(text).as_deref(), Some(proposed));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,16}|[0-9.,/ mcgk-]{0,12}") {
            for measure in [HeightCm, WeightKg, PulsePerMin, GlucoseMmolL] {
                let _ = propose_measure(&text, measure);
                if let Some(number) = standardise_measure(&text, measure).standard {
                    prop_assert_eq!(standardise_measure(&number.to_string(), measure).standard, Some(number));
                }
            }
            let _ = propose_blood_pressure(&text);
            if let (Value { standard: Some(systolic), .. }, Value { standard: Some(diastolic), .. }) = standardise_blood_pressure(&text) {
                let again = format!("{systolic}/{diastolic}");
                prop_assert_eq!(standardise_blood_pressure(&again).0.standard, Some(systolic));
            }
        }
    }
}
