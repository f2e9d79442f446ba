//! Phone numbers.

use super::noise::{Digits, digits, is_one_pattern};
use crate::domain::{How, Phone, Problem, Repair, Value};

/// Fillers that field programs write where no phone was given; the third is what one checker writes, a digit short.
const KNOWN_FILLERS: [&str; 3] = ["0909002020", "0909090909", "090900202"];

/// Reads a mobile or landline number with its leading zero; `84…`, a lost zero, prefixes of before 2018 and the first
/// of several numbers are repaired.
#[must_use]
pub fn standardise_phone(text: &str) -> Value<'_, Phone> {
    if text.is_empty() {
        return Value::default();
    }
    let value = read_cell(text);
    match value.how {
        How::Missing(Problem::WrongForm) => first_of_several(text).unwrap_or(value),
        _ => value,
    }
}

/// The cell as one number.
fn read_cell(text: &str) -> Value<'_, Phone> {
    match digits(text) {
        Digits::Clean(digits) => return read(text, digits, false),
        Digits::Rounded => return Value::missing(text, Problem::RoundedNumber),
        Digits::Noisy(_) | Digits::Other => {}
    }
    let bare: String = text
        .chars()
        .filter(|c| !matches!(c, '+' | '(' | ')'))
        .collect();
    match digits(&bare) {
        Digits::Clean(digits) => read(text, digits, true),
        Digits::Noisy(digits) => read(text, &digits, true),
        Digits::Rounded | Digits::Other => Value::missing(text, Problem::WrongForm),
    }
}

fn read<'a>(text: &'a str, digits: &str, was_noisy: bool) -> Value<'a, Phone> {
    if is_filler(digits) {
        return Value::missing(text, Problem::Filler);
    }
    let (full, repair) = with_zero(digits);
    let (phone, repair) = match (is_valid(&full), of_today(&full)) {
        (true, _) => (Phone::parse(&full), repair),
        (false, Some(phone)) => (Some(phone), Some(Repair::PhonePrefix)),
        (false, None) => (None, None),
    };
    match (phone, repair) {
        (Some(phone), Some(_)) if std::str::from_utf8(&phone.digits()).is_ok_and(is_filler) => {
            Value::missing(text, Problem::Filler)
        }
        (None, _) => Value::missing(text, Problem::WrongForm),
        (Some(phone), Some(repair)) => Value::repaired(text, phone, repair),
        (Some(phone), None) if was_noisy => Value::repaired(text, phone, Repair::Noise),
        (Some(phone), None) => Value::as_given(text, phone),
    }
}

fn is_filler(digits: &str) -> bool {
    is_one_pattern(digits) || KNOWN_FILLERS.contains(&digits)
}

/// The number with its leading zero, for `84…` and `0084…` too, and what was done for it.
fn with_zero(digits: &str) -> (String, Option<Repair>) {
    let national = digits
        .strip_prefix("0084")
        .or_else(|| digits.strip_prefix("84").filter(|rest| rest.len() >= 9));
    match (national, digits.len()) {
        (Some(national), _) => {
            let national = national.strip_prefix('0').unwrap_or(national);
            (format!("0{national}"), Some(Repair::PhonePrefix))
        }
        (None, 9 | 10) if !digits.starts_with('0') => {
            (format!("0{digits}"), Some(Repair::LostZeros))
        }
        _ => (digits.to_owned(), None),
    }
}

fn is_valid(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    match bytes.len() {
        10 => bytes[0] == b'0' && is_mobile(bytes[1], bytes[2]),
        11 => digits.starts_with("02"),
        _ => false,
    }
}

/// The mobile pattern that ten independent code bases share.
fn is_mobile(second: u8, third: u8) -> bool {
    matches!(
        (second, third),
        (b'3', b'2'..=b'9')
            | (b'5', b'2' | b'5' | b'6' | b'8' | b'9')
            | (b'7', b'0' | b'6'..=b'9')
            | (b'8', b'1'..=b'9')
            | (b'9', b'0'..=b'9')
    )
}

/// Prefixes of eleven-digit mobiles and what they became in autumn 2018 (numbering plan of the Ministry of Information
/// and Communications).
const PREFIXES: [(&str, &str); 22] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0126", "076"),
    ("0127", "081"),
    ("0128", "078"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0182", "052"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// The number of today of a mobile of before 2018.
fn of_today(digits: &str) -> Option<Phone> {
    let (old, today) = PREFIXES.iter().find(|(old, _)| digits.starts_with(old))?;
    let rest = &digits[old.len()..];
    (rest.len() == 7).then(|| Phone::parse(&format!("{today}{rest}")))?
}

/// The first number of a cell with several, or the one beside a remark.
fn first_of_several(text: &str) -> Option<Value<'_, Phone>> {
    let separators: [fn(char) -> bool; 4] = [
        |c| matches!(c, '/' | ';' | '|' | '\n' | '&'),
        |c| c == ',',
        |c| matches!(c, '-' | '–'),
        char::is_whitespace,
    ];
    let phone_of = |part: &str| read_cell(part.trim()).standard;
    for separates in separators {
        let parts = || text.split(separates).filter(|part| !part.trim().is_empty());
        if parts().nth(1).is_some()
            && let Some(phone) = parts().find_map(phone_of)
        {
            let is_alone =
                !parts().any(|part| digit_count(part) >= 7 && phone_of(part) != Some(phone));
            let repair = if is_alone {
                Repair::Noise
            } else {
                Repair::SeveralNumbers
            };
            return Some(Value::repaired(text, phone, repair));
        }
    }
    let beside_words = text
        .split(char::is_alphabetic)
        .find_map(|part| phone_of(part.trim_matches(|c: char| !(c.is_ascii_digit() || c == '+'))));
    beside_words.map(|phone| Value::repaired(text, phone, Repair::Noise))
}

fn digit_count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str, how: How) {
        let value = standardise_phone(text);
        assert_eq!(
            (value.standard, value.how),
            (Phone::parse(expected), how),
            "{text}"
        );
    }

    #[test]
    fn phones_are_read() {
        check("0399123456", "0399123456", How::AsGiven);
        check("02063851234", "02063851234", How::AsGiven);
        for text in [
            "0399 123 456",
            "0399.123.456",
            "0399-123-456",
            "'0399123456",
            "(0399) 123456",
            "O399123456",
        ] {
            check(text, "0399123456", How::Repaired(Repair::Noise));
        }
        for text in ["ĐT: 0399123456", "0399123456 (con gái)", "0399123456 Lan"] {
            check(text, "0399123456", How::Repaired(Repair::Noise));
        }
        for text in ["399123456", "399123456.0"] {
            check(text, "0399123456", How::Repaired(Repair::LostZeros));
        }
        check(
            "2063851234",
            "02063851234",
            How::Repaired(Repair::LostZeros),
        );
        check(
            "(0206) 385 1234",
            "02063851234",
            How::Repaired(Repair::Noise),
        );
    }

    #[test]
    fn prefixes_of_before_and_of_abroad_become_those_of_today() {
        let prefix = How::Repaired(Repair::PhonePrefix);
        for text in [
            "+84399123456",
            "84399123456",
            "+84 399 123 456",
            "+84 (0) 399 123 456",
            "0084399123456",
        ] {
            check(text, "0399123456", prefix);
        }
        check("+842063851234", "02063851234", prefix);
        check("01699123456", "0399123456", prefix);
        check("1699123456", "0399123456", prefix);
        check("0123 912 3456", "0839123456", prefix);
        check("+841699123456", "0399123456", prefix);
        check("0170123456", "", How::Missing(Problem::WrongForm));
    }

    #[test]
    fn the_first_of_several_is_taken() {
        for text in [
            "0399123456/0399654321",
            "0399123456 - 0399654321",
            "0399123456-0399654321",
            "0399123456, 0399654321",
            "0399123456;0399654321",
            "0399123456 0399654321",
            "0399123456 hoặc 0399654321",
            "0909090909/0399123456",
        ] {
            check(text, "0399123456", How::Repaired(Repair::SeveralNumbers));
        }
    }

    #[test]
    fn what_is_no_phone_says_why() {
        for text in [
            "0909090909",
            "0123456789",
            "090900202",
            "0909002020",
            "0000000000",
            "9999999999",
        ] {
            check(text, "", How::Missing(Problem::Filler));
        }
        check("3.99E+08", "", How::Missing(Problem::RoundedNumber));
        for text in [
            "0100000001",
            "0206385123",
            "039912345",
            "003190012345",
            "không",
            "?",
        ] {
            check(text, "", How::Missing(Problem::WrongForm));
        }
        check("", "", How::Blank);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}|[0-9 +./,-]{0,24}") {
            if let Some(phone) = standardise_phone(&text).standard {
                let digits = phone.digits();
                let again = std::str::from_utf8(&digits).unwrap();
                prop_assert_eq!(standardise_phone(again), Value::as_given(again, phone));
            }
        }
    }
}
