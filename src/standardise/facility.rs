//! The facility where a card is registered, by its code or by name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::label::standardise_place;
use super::noise::{Digits, digits};
use crate::domain::{Repair, Value};

/// Digits of a code; the last but one of them where the zero in front was lost.
const WIDTH: usize = 5;

/// Reads the facility of a card. A code gets back its zero, and stands without signs and without the name beside it.
#[must_use]
pub fn standardise_facility(text: &str) -> Value<'_, Cow<'_, str>> {
    let code = match digits(text) {
        Digits::Clean(code) => with_zero(code),
        Digits::Noisy(code) => match code.len() {
            WIDTH => Some((code.into_owned(), Repair::Noise)),
            _ => with_zero(&code),
        },
        Digits::Rounded => None,
        Digits::Other => code_before_name(text),
    };
    match code {
        Some((code, repair)) => Value::repaired(text, Cow::Owned(code), repair),
        None => standardise_place(text),
    }
}

fn with_zero(code: &str) -> Option<(String, Repair)> {
    (code.len() == WIDTH - 1).then(|| (format!("0{code}"), Repair::LostZeros))
}

/// The code of `04012 - TYT xã Lý Bôn`.
fn code_before_name(text: &str) -> Option<(String, Repair)> {
    let (code, name) = text.split_at_checked(WIDTH)?;
    let sign = name.trim_start().chars().next()?;
    let is_code = code.bytes().all(|b| b.is_ascii_digit());
    let has_sign = matches!(sign, '-' | '–' | ':' | '.' | ',' | '(' | '_' | '/');
    let has_other_number = name.contains(|c: char| c.is_ascii_digit());
    let is_name = name.contains(char::is_alphabetic) && !has_other_number && !says_otherwise(name);
    (is_code && has_sign && is_name).then(|| (code.to_owned(), Repair::Remark))
}

/// Whether words beside a code may say that it does not hold: `04012 (cũ)`.
fn says_otherwise(words: &str) -> bool {
    const WORDS: [&str; 10] = [
        "cũ", "mới", "sai", "nhầm", "chuyển", "đổi", "hết", "không", "chưa", "hoặc",
    ];
    let lower: String = words.nfc().flat_map(char::to_lowercase).collect();
    let mut found = lower.split(|c: char| !c.is_alphanumeric());
    words.contains(['?', '>', '→']) || found.any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{How, Problem};

    fn check(text: &str, expected: &str, how: How) {
        let value = standardise_facility(text);
        let found = value.standard.as_deref().unwrap_or_default();
        assert_eq!((found, value.how), (expected, how), "{text}");
    }

    #[test]
    fn a_code_gets_its_zero_back() {
        for text in ["4001", "4001.0", "4001.", "'4001"] {
            check(text, "04001", How::Repaired(Repair::LostZeros));
        }
        check("04001", "04001", How::AsGiven);
        check("40012", "40012", How::AsGiven);
        check("400", "400", How::AsGiven);
    }

    #[test]
    fn a_code_stands_without_signs_and_without_its_name() {
        for text in ["04-012", "04012.", "'04012", "04 012"] {
            check(text, "04012", How::Repaired(Repair::Noise));
        }
        for text in [
            "04012 - TYT xã Lý Bôn",
            "04012-TYT Lý Bôn",
            "04012: TYT Lý Bôn",
            "04012 (TYT Lý Bôn)",
        ] {
            check(text, "04012", How::Repaired(Repair::Remark));
        }
        for text in [
            "TYT Lý Bôn",
            "04012 (cũ)",
            "04012 - chuyển 04013",
            "04012 / 04013 TYT",
            "040125 - TYT",
            "04012TYT",
        ] {
            check(text, text, How::AsGiven);
        }
    }

    #[test]
    fn no_facility_is_none() {
        check("", "", How::Blank);
        for text in ["-", "NULL", "0", "Không"] {
            check(text, "", How::Missing(Problem::Unreadable));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}|[0-9 .;'-]{0,12}|04012[ (-]{1,3}TYT") {
            if let Some(facility) = standardise_facility(&text).standard {
                let again = standardise_facility(&facility).standard.map(Cow::into_owned);
                proptest::prop_assert_eq!(again.as_deref(), Some(&*facility));
            }
        }
    }
}
