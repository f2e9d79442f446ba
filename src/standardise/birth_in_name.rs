//! A birth date that stands behind the name: `Nông Văn Ấm (1957)`, `Nông Văn Ấm - sn 1957`.
//!
//! Lists without a column of births, and rows whose cell there is blank, write it so. It is the person's where nothing
//! but a word for birth stands between the two, and it is said.

use super::codes::fold_value;
use super::date::{DateOptions, date_at_end, standardise_birth};
use super::name::begins_with_relation;
use crate::domain::{How, Record, Repair, Value};

/// Nobody who lives was born before.
const YEAR_MIN: u16 = 1900;

/// Words between the name and the date, folded.
const WORDS: [&str; 7] = [
    "sinhnam", "namsinh", "sinhngay", "ngaysinh", "sinh", "sn", "ns",
];

/// Reads the birth date from behind the name, where the row has no other.
pub fn read_birth_in_name(record: &mut Record<'_>, options: DateOptions) {
    let name = &record.full_name;
    if record.birth_date.how != How::Blank || name.how != How::Repaired(Repair::Remark) {
        return;
    }
    let Some(standard) = name.standard.as_deref() else {
        return;
    };
    // "Con bà Nông Thị Ấm (1990)": the birth is hers.
    if begins_with_relation(standard) {
        return;
    }
    let text = name.original;
    let Some((before, date)) = date_at_end(text) else {
        return;
    };
    let (before, standard) = (fold_value(before), fold_value(standard));
    let without_word = WORDS.iter().find_map(|word| before.strip_suffix(word));
    let is_behind_name =
        before.ends_with(&standard) || without_word.is_some_and(|name| name.ends_with(&standard));
    let birth = standardise_birth(date, options);
    let is_certain = matches!(
        birth.how,
        How::AsGiven | How::Repaired(Repair::PlaceholderDay)
    );
    if let Some(birth) = birth.standard
        && is_certain
        && is_behind_name
        && (YEAR_MIN..=options.latest_year).contains(&birth.year())
    {
        record.birth_date = Value::repaired(text, birth, Repair::MovedFromOtherColumn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standardise::name::standardise_name;

    const OPTIONS: DateOptions = DateOptions {
        first_of_january_is_year: true,
        latest_year: 2026,
        is_1904: false,
    };

    fn check(text: &str, name: &str, birth: &str) {
        let mut record = Record {
            full_name: standardise_name(text),
            ..Record::default()
        };
        read_birth_in_name(&mut record, OPTIONS);
        assert_eq!(record.full_name.standard.as_deref(), Some(name), "{text}");
        let found = &record.birth_date;
        let standard = found.standard.map(|date| date.to_string());
        assert_eq!(standard.unwrap_or_default(), birth, "{text}");
        if !birth.is_empty() {
            let moved = How::Repaired(Repair::MovedFromOtherColumn);
            assert_eq!((found.original, found.how), (text, moved));
        }
    }

    #[test]
    fn a_date_behind_the_name_is_the_birth() {
        for text in [
            "Nông Văn Ấm (1957)",
            "Nông Văn Ấm - 1957",
            "Nông Văn Ấm -1957",
            "Nông Văn Ấm, 1957",
            "Nông Văn Ấm 1957",
            "Nông Văn Ấm sn 1957",
            "NÔNG VĂN ẤM SN: 1957",
            "Nông Văn Ấm (SN 1957)",
            "Nông Văn Ấm sinh năm 1957",
            "Nông Văn Ấm Sinh năm 1957",
            "1. Ông Nông Văn Ấm, sinh năm 1957.",
            "Nông Văn Ấm (01/01/1957)",
        ] {
            check(text, "Nông Văn Ấm", "1957");
        }
        check("Nông Văn Ấm (12/5/1957)", "Nông Văn Ấm", "1957-05-12");
        check("Nông Văn Sinh 1957", "Nông Văn Sinh", "1957");
        check("Nông Văn Ấm (1900)", "Nông Văn Ấm", "1900");
        check("Nông Văn Ấm (2026)", "Nông Văn Ấm", "2026");
    }

    #[test]
    fn what_may_be_something_else_is_none() {
        for text in [
            "Nông Văn Ấm (mất 2024)",
            "Nông Văn Ấm (chuyển đi 05/2026)",
            "Nông Văn Ấm (1899)",
            "Nông Văn Ấm (2027)",
            "Nông Văn Ấm 57",
            "Nông Văn Ấm 0399123456",
            "Nông Văn Ấm 19570512",
            "Nông Văn Ấm (05/25/1957)",
            "Nông Văn Ấm (1957?)",
            "Nông Văn Ấm, con bà Lan 1957",
            "1957 Nông Văn Ấm",
            "Nông Văn Ấm",
        ] {
            check(text, "Nông Văn Ấm", "");
        }
    }

    #[test]
    fn the_birth_of_a_mother_is_not_her_childs() {
        for text in [
            "Con bà Nông Thị Ấm (1990)",
            "Con bà Nông Thị Ấm sn 1990",
            "Vợ Lý A Sì 1960",
        ] {
            let mut record = Record {
                full_name: standardise_name(text),
                ..Record::default()
            };
            read_birth_in_name(&mut record, OPTIONS);
            assert_eq!(record.birth_date.how, How::Blank, "{text}");
        }
    }

    #[test]
    fn a_row_with_a_birth_date_keeps_it() {
        for own in ["1960", "không nhớ"] {
            let mut record = Record {
                full_name: standardise_name("Nông Văn Ấm (1957)"),
                birth_date: standardise_birth(own, OPTIONS),
                ..Record::default()
            };
            let before = record.birth_date.clone();
            read_birth_in_name(&mut record, OPTIONS);
            assert_eq!(record.birth_date, before);
        }
    }
}
