//! Lists of results (XML11 of a health check, XML4 of a visit): the few that a dataset needs.
//!
//! Glucose in blood keeps its unit, so that mg/dL is never read as mmol/L. A strip of urine writes `Glucose` too: a
//! result that says neither its code nor blood counts only where nothing else of the record comes from urine.

use crate::domain::fast_map::FastMap;
use crate::domain::header::FoldedHeader;

/// The tags under which results become cells; a profile maps them to fields.
pub const GLUCOSE_TAG: &str = "GLUCOSE";
pub const PRESSURE_TAG: &str = "HUYET_AP";

/// The code of venous glucose in the ministry's list of health checks.
const GLUCOSE_CODE: &str = "S01";

/// Glucose in blood in the list of services of TT 23/2024/TT-BYT, chapter 23 (biochemistry).
const GLUCOSE_SERVICE: &str = "23.0075.";

/// What the name of a result says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    BloodGlucose,
    /// Glucose of blood or of urine.
    Glucose,
    Pressure,
    Urine,
    Nothing,
    Other,
}

/// One result as it is being read.
#[derive(Debug, Default)]
struct Item {
    visit: String,
    service: String,
    code: String,
    name: String,
    value: String,
    unit: String,
}

impl Item {
    fn slot(&mut self, tag: &str) -> Option<&mut String> {
        Some(match tag {
            "MA_LK" => &mut self.visit,
            "MA_DICH_VU" => &mut self.service,
            "MA_CHI_SO" => &mut self.code,
            "TEN_CHI_SO" => &mut self.name,
            "GIA_TRI" => &mut self.value,
            "DON_VI_DO" => &mut self.unit,
            _ => return None,
        })
    }

    fn clear(&mut self) {
        for text in [
            &mut self.visit,
            &mut self.service,
            &mut self.code,
            &mut self.name,
            &mut self.value,
            &mut self.unit,
        ] {
            text.clear();
        }
    }
}

/// A result that is wanted.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    pub tag: &'static str,
    /// Value and unit.
    pub text: String,
    /// MA_LK of the visit that it is of; empty where it says none.
    pub visit: String,
    is_certain: bool,
}

/// The results of one record.
#[derive(Debug, Default)]
pub struct Results {
    item: Item,
    wanted: Vec<Wanted>,
    has_urine: bool,
    /// What names say, because every record has the same.
    names: FastMap<String, Named>,
}

/// Names beyond this many are looked at again each time.
const NAMES_MAX: usize = 4096;

impl Results {
    /// Whether the text of a tag is needed.
    pub fn wants(&mut self, tag: &str) -> bool {
        self.item.slot(tag).is_some()
    }

    /// Takes the text of a tag. A tag that stands again is of the next result.
    pub fn take(&mut self, tag: &str, text: &str) {
        if self.item.slot(tag).is_some_and(|slot| !slot.is_empty()) {
            self.end_item();
        }
        if let Some(slot) = self.item.slot(tag) {
            slot.push_str(text);
        }
    }

    /// Ends the result that is being read, if any.
    pub fn end_item(&mut self) {
        let named = self.named();
        let item = &self.item;
        self.has_urine |= named == Named::Urine;
        let is_coded = [&item.code, &item.service]
            .iter()
            .any(|code| code.eq_ignore_ascii_case(GLUCOSE_CODE))
            || item.service.starts_with(GLUCOSE_SERVICE);
        let has_digit = item.value.bytes().any(|b| b.is_ascii_digit());
        let (tag, is_certain) = match named {
            Named::Glucose | Named::Nothing if is_coded => (GLUCOSE_TAG, true),
            Named::BloodGlucose => (GLUCOSE_TAG, true),
            Named::Glucose => (GLUCOSE_TAG, false),
            Named::Pressure => (PRESSURE_TAG, true),
            _ => ("", false),
        };
        if !tag.is_empty() && (has_digit || is_certain && !item.value.is_empty()) {
            self.wanted.push(Wanted {
                tag,
                text: with_unit(&item.value, &item.unit),
                visit: item.visit.clone(),
                is_certain,
            });
        }
        self.item.clear();
    }

    /// The wanted results of the record, which ends.
    pub fn finish(&mut self) -> Vec<Wanted> {
        self.end_item();
        let has_urine = std::mem::take(&mut self.has_urine);
        let mut wanted = std::mem::take(&mut self.wanted);
        wanted.retain(|result| result.is_certain || !has_urine);
        wanted
    }

    fn named(&mut self) -> Named {
        if let Some(named) = self.names.get(&self.item.name) {
            return *named;
        }
        let named = of_name(&self.item.name);
        if self.names.len() < NAMES_MAX {
            self.names.insert(self.item.name.clone(), named);
        }
        named
    }
}

fn of_name(name: &str) -> Named {
    let folded = FoldedHeader::whole(name).plain;
    let has = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    if folded.is_empty() {
        return Named::Nothing;
    }
    if has(&[
        "nieu",
        "nuoctieu",
        "urin",
        "urobilinogen",
        "nitrit",
        "ceton",
        "keton",
    ]) {
        return Named::Urine;
    }
    if folded.starts_with("huyetap") {
        return Named::Pressure;
    }
    // A1c, averages and the fluids of the body are no glucose in blood; a load test is no fasting value.
    let is_other = has(&[
        "a1c",
        "trungbinh",
        "dich",
        "g6pd",
        "nghiempphap",
        "nghiemphap",
        "ogtt",
    ]);
    let is_sugar = has(&["glucose", "glucoza", "glucoso"]) || folded == "glu";
    match (is_other, is_sugar) {
        (false, true)
            if has(&[
                "mau", "huyet", "blood", "plasma", "serum", "maomach", "tinhmach",
            ]) =>
        {
            Named::BloodGlucose
        }
        (false, false) if has(&["duonghuyet", "duongmau"]) => Named::BloodGlucose,
        (false, true) => Named::Glucose,
        _ => Named::Other,
    }
}

/// The value with its unit behind, unless it has the unit itself.
fn with_unit(value: &str, unit: &str) -> String {
    let has_unit = value.to_lowercase().ends_with(unit.to_lowercase().as_str());
    if unit.is_empty() || has_unit {
        return value.to_owned();
    }
    format!("{value} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &[[&str; 5]], expected: &[&str]) {
        let mut results = Results::default();
        for item in items {
            let tags = [
                "MA_DICH_VU",
                "MA_CHI_SO",
                "TEN_CHI_SO",
                "GIA_TRI",
                "DON_VI_DO",
            ];
            for (tag, text) in tags.iter().zip(item) {
                results.take(tag, text);
            }
            results.end_item();
        }
        let found: Vec<String> = results
            .finish()
            .iter()
            .map(|result| format!("{} {}", result.tag, result.text))
            .collect();
        assert_eq!(found, expected, "{items:?}");
    }

    #[test]
    fn glucose_in_blood_is_known_by_its_code_or_its_name() {
        check(
            &[["", "S01", "Glucose", "5.6", "mmol/L"]],
            &["GLUCOSE 5.6 mmol/L"],
        );
        check(&[["S01", "", "", "5,6", ""]], &["GLUCOSE 5,6"]);
        check(
            &[["23.0075.1494", "1", "Glucose", "101", "mg/dL"]],
            &["GLUCOSE 101 mg/dL"],
        );
        check(
            &[["", "", "Đường huyết mao mạch", "5.6 mmol/L", "mmol/l"]],
            &["GLUCOSE 5.6 mmol/L"],
        );
        check(
            &[["", "", "Định lượng Glucose [Máu]", "5.6", "mmol/L"]],
            &["GLUCOSE 5.6 mmol/L"],
        );
        check(
            &[["", "", "Huyết áp", "120/80", "mmHg"]],
            &["HUYET_AP 120/80 mmHg"],
        );
    }

    #[test]
    fn glucose_of_elsewhere_is_left_alone() {
        for name in [
            "Glucose niệu",
            "HbA1c",
            "Định lượng glucose dịch não tuỷ",
            "Cholesterol",
            "G6PD",
        ] {
            check(&[["", "", name, "5.6", "mmol/L"]], &[]);
        }
        check(
            &[["", "S01", "Cholesterol toàn phần", "5.6", "mmol/L"]],
            &[],
        );
        let strip = [
            ["", "", "Glucose", "5.5", "mmol/L"],
            ["", "", "Urobilinogen", "3.2", "µmol/L"],
        ];
        check(&strip, &[]);
        check(&strip[..1], &["GLUCOSE 5.5 mmol/L"]);
        check(&[["", "", "Glucose", "Âm tính", ""]], &[]);
    }

    #[test]
    fn a_contradiction_of_units_stays_visible() {
        check(
            &[["", "S01", "", "5.6 mmol/L", "mg/dL"]],
            &["GLUCOSE 5.6 mmol/L mg/dL"],
        );
    }

    #[test]
    fn results_without_a_frame_are_told_apart_by_their_tags() {
        let mut results = Results::default();
        for (tag, text) in [
            ("TEN_CHI_SO", "Cholesterol"),
            ("GIA_TRI", "4.1"),
            ("TEN_CHI_SO", "Đường huyết"),
            ("GIA_TRI", "5.6"),
        ] {
            results.take(tag, text);
        }
        let found = results.finish();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "5.6");
    }
}
