//! Phone numbers.

use super::noise::{Digits, digits, is_filler};
use crate::domain::{Phone, Problem, Repair, Value};

/// Fillers that field programs write where no phone was given.
const KNOWN_FILLERS: [&str; 2] = ["0909002020", "0909090909"];

/// Reads a mobile or landline number: ten digits with the leading zero, `84…` and nine digits repaired.
#[must_use]
pub fn standardise_phone(text: &str) -> Value<'_, Phone> {
    if text.is_empty() {
        return Value::default();
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    match digits(unsigned) {
        Digits::Clean(digits) => read(text, digits, unsigned.len() < text.len()),
        Digits::Noisy(digits) => read(text, &digits, true),
        Digits::Rounded | Digits::Other => Value::missing(text, Problem::WrongForm),
    }
}

fn read<'a>(text: &'a str, digits: &str, was_noisy: bool) -> Value<'a, Phone> {
    // 090900202 is what one checker fills in, a digit short.
    if is_filler(digits) || KNOWN_FILLERS.contains(&digits) || digits == "090900202" {
        return Value::missing(text, Problem::Filler);
    }
    let (full, repair) = match digits.len() {
        10 | 11 if digits.starts_with('0') => {
            (digits.to_owned(), was_noisy.then_some(Repair::Noise))
        }
        9 if !digits.starts_with('0') => (format!("0{digits}"), Some(Repair::LostZeros)),
        11 | 12 if digits.starts_with("84") => {
            (format!("0{}", &digits[2..]), Some(Repair::PhonePrefix))
        }
        _ => return Value::missing(text, Problem::WrongForm),
    };
    let phone = Phone::parse(&full).filter(|_| is_mobile(&full) || is_landline(&full));
    match (phone, repair) {
        (None, _) => Value::missing(text, Problem::WrongForm),
        (Some(phone), Some(repair)) => Value::repaired(text, phone, repair),
        (Some(phone), None) => Value::as_given(text, phone),
    }
}

/// The mobile pattern that ten independent code bases share.
fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    matches!(
        (bytes[1], bytes[2]),
        (b'3', b'2'..=b'9')
            | (b'5', b'2' | b'5' | b'6' | b'8' | b'9')
            | (b'7', b'0' | b'6'..=b'9')
            | (b'8', b'1'..=b'9')
            | (b'9', _)
    )
}

fn is_landline(digits: &str) -> bool {
    digits.starts_with("02")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::How;

    #[test]
    fn phones_are_read_and_fillers_are_not() {
        let check = |text, expected, how| {
            let value = standardise_phone(text);
            assert_eq!(
                (value.standard, value.how),
                (Phone::parse(expected), how),
                "{text}"
            );
        };
        check("0399123456", "0399123456", How::AsGiven);
        check("399123456", "0399123456", How::Repaired(Repair::LostZeros));
        check(
            "+84399123456",
            "0399123456",
            How::Repaired(Repair::PhonePrefix),
        );
        check("0399 123 456", "0399123456", How::Repaired(Repair::Noise));
        check("0206385123", "0206385123", How::AsGiven);
        check("0909090909", "", How::Missing(Problem::Filler));
        check("0123456789", "", How::Missing(Problem::Filler));
        check("0100000001", "", How::Missing(Problem::WrongForm));
        check("không", "", How::Missing(Problem::WrongForm));
        check("", "", How::Blank);
    }
}
