//! Heights in metres where centimetres are asked for.
//!
//! It is proposed in centimetres, never applied. Example: `1.6` is 160 cm.

use super::case::Case;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

pub const ME03: Rule = Rule {
    code: "ME03",
    field: Some(Field::HeightCm),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::HeightCm],
        check,
    },
    title_vi: "Chiều cao ghi theo mét",
    title_en: "Height is in metres",
    why_vi: "Chiều cao phải ghi theo cm; giá trị này có vẻ theo mét. Giá trị này để trống; cột đề xuất ghi số đã đổi.",
    why_en: "Height is asked for in cm and this looks like metres. It was left blank; the converted value is proposed.",
    fix_vi: "Ghi lại chiều cao theo cm, ví dụ 160.",
    fix_en: "Write the height in cm, such as 160.",
    thresholds: &[
        Threshold::new("height_m_min", 0.4, "m"),
        Threshold::new("height_m_max", 2.3, "m"),
    ],
};

fn check(case: &mut Case<'_, '_>) {
    let [height_m_min, height_m_max] = case.thresholds();
    if let Some(height) = case.record.measurements.height_cm.standard
        && (height_m_min..=height_m_max).contains(&height)
    {
        let centimetres = format!("{:.0}", height * 100.0);
        case.blank(Field::HeightCm, Problem::OutOfRange, &centimetres);
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_number};

    fn measured(text: &str) -> Option<String> {
        let mut record = Record::default();
        record.measurements.height_cm = given_number(text);
        let findings = found("ME03", &mut record);
        assert_eq!(
            record.measurements.height_cm.standard.is_some(),
            text.len() >= 3 && !text.contains('.')
        );
        findings.into_iter().next().map(|(_, _, proposed)| proposed)
    }

    #[test]
    fn metres_go_with_a_proposal() {
        assert_eq!(measured("1.6").as_deref(), Some("160"));
        assert_eq!(measured("160"), None);
    }

    #[test]
    fn the_limits_are_metres_and_beyond_them_nothing_is_proposed() {
        assert_eq!(measured("0.4").as_deref(), Some("40"));
        assert_eq!(measured("2.3").as_deref(), Some("230"));
        assert_eq!(measured("2.4"), None);
    }

    #[test]
    fn it_is_reported_once_and_a_missing_height_is_left_alone() {
        let mut record = Record::default();
        record.measurements.height_cm = given_number("1.6");
        assert!(found("ME05", &mut record).is_empty());
        assert!(found("ME03", &mut Record::default()).is_empty());
    }
}
