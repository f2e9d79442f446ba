//! Cells that point at the cell above: `"`, `-//-`, `nt`, `như trên`.
//!
//! What stands above is not always what the writer meant: lists are sorted and filtered, and rows are put between. Such a
//! cell is never a value, and never filled in: it is missing, and said.

use super::codes::fold_value;
use crate::domain::{How, Problem, Record};

/// Whether a cell says "as above".
#[must_use]
pub fn is_ditto(text: &str) -> bool {
    const WORDS: [&str; 5] = ["nt", "nhutren", "nhutr", "dito", "ditto"];
    const PAIRS: [&str; 4] = ["''", "’’", "‘‘", "//"];
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '″' | '〃' | '〞' | '〝');
    let is_sign = |c: char| {
        is_mark(c)
            || matches!(
                c,
                '\'' | '’' | '‘' | '/' | '-' | '–' | '—' | '.' | ',' | ' '
            )
    };
    let Some(first) = text.chars().next().filter(|_| text.len() <= 24) else {
        return false;
    };
    if is_sign(first) && text.chars().all(is_sign) {
        return text.contains(is_mark) || PAIRS.iter().any(|pair| text.contains(pair));
    }
    let begins_a_word = matches!(first, 'n' | 'N' | 'd' | 'D' | '(') || is_sign(first);
    // Most names that begin so go on otherwise, and need not be folded: Nông, Dương.
    let goes_on = |text: &str| {
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        matches!(letters.nth(1), Some('t' | 'T' | 'h' | 'H' | 'i' | 'I'))
    };
    begins_a_word && goes_on(text) && WORDS.contains(&fold_value(text).as_str())
}

macro_rules! mark_missing {
    ($record:ident: $($($member:ident).+,)*) => {
        $(if let How::Missing(_) = $record.$($member).+.how
            && is_ditto($record.$($member).+.original)
        {
            $record.$($member).+.blank(Problem::Ditto);
        })*
    };
}

/// Says of every field that points above that it does so; a name that does is none.
pub fn mark_dittos(record: &mut Record<'_>) {
    let name = &mut record.full_name;
    if name.how != How::Blank && is_ditto(name.original) {
        name.blank(Problem::Ditto);
    }
    mark_missing!(record:
        birth_date,
        sex,
        identity_number,
        bhxh_number,
        bhyt_card,
        phone,
        ethnicity,
        commune,
        hamlet,
        household,
        residence_status,
        death_date,
        departure_date,
        target_groups,
        valid_from,
        valid_to,
        insurance_object,
        facility,
        exam_date,
        exam_place,
        measurements.height_cm,
        measurements.weight_kg,
        measurements.systolic_mmhg,
        measurements.diastolic_mmhg,
        measurements.pulse_per_min,
        measurements.glucose_mmol_l,
        health_class,
        funding,
        unit_group,
        ehr_exists,
        ehr_updated,
        ehr_national_state,
        ehr_vneid_state,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Value;
    use crate::standardise::codes::standardise_health_class;
    use crate::standardise::date::{DateOptions, standardise_day};
    use crate::standardise::identity::standardise_identity;
    use crate::standardise::insurance::standardise_bhxh;
    use crate::standardise::label::standardise_label;
    use crate::standardise::misplaced::place_card;
    use crate::standardise::name::standardise_name;
    use crate::standardise::number::{Measure, standardise_blood_pressure, standardise_measure};
    use crate::standardise::phone::standardise_phone;

    const DITTOS: [&str; 12] = [
        "\"",
        "”",
        "''",
        "〃",
        "-//-",
        "//",
        "nt",
        "NT",
        "-nt-",
        "như trên",
        "Như trên",
        "như tr",
    ];

    #[test]
    fn marks_and_words_point_above_and_nothing_else_does() {
        for text in DITTOS {
            assert!(is_ditto(text), "{text}");
        }
        for text in [
            "",
            "-",
            "--",
            "/",
            "'",
            ".",
            "Nà Tủ",
            "Nt 2",
            "12/05/1957",
            "Đội 4",
            "\"A\"",
        ] {
            assert!(!is_ditto(text), "{text}");
        }
    }

    #[test]
    fn it_is_said_in_every_field() {
        let ditto = How::Missing(Problem::Ditto);
        let options = DateOptions {
            first_of_january_is_year: false,
            latest_year: 2026,
            is_1904: false,
        };
        for text in DITTOS {
            let (systolic_mmhg, diastolic_mmhg) = standardise_blood_pressure(text);
            let mut record = Record {
                full_name: standardise_name(text),
                exam_date: standardise_day(text, options),
                identity_number: standardise_identity(text, None),
                bhxh_number: standardise_bhxh(text),
                phone: standardise_phone(text),
                hamlet: standardise_label(text),
                health_class: standardise_health_class(text),
                sex: Value::missing(text, Problem::Unknown),
                ..Record::default()
            };
            record.measurements.systolic_mmhg = systolic_mmhg;
            record.measurements.diastolic_mmhg = diastolic_mmhg;
            record.measurements.height_cm = standardise_measure(text, Measure::HeightCm);
            place_card(&mut record, text);
            mark_dittos(&mut record);
            for (field, how) in [
                ("name", record.full_name.how),
                ("exam", record.exam_date.how),
                ("identity", record.identity_number.how),
                ("bhxh", record.bhxh_number.how),
                ("card", record.bhyt_card.how),
                ("phone", record.phone.how),
                ("hamlet", record.hamlet.how),
                ("class", record.health_class.how),
                ("sex", record.sex.how),
                ("pressure", record.measurements.systolic_mmhg.how),
                ("height", record.measurements.height_cm.how),
            ] {
                assert_eq!(how, ditto, "{field} {text}");
            }
        }
    }
}
