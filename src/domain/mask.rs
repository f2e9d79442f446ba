//! What may be shown of a person in logs, errors, progress and reports.

/// Keeps the first and last three characters of an identifier: `003******345`; short values vanish whole.
#[must_use]
pub fn mask(value: &str) -> String {
    let shown = 3;
    let length = value.chars().count();
    if length <= 3 * shown {
        return "*".repeat(length);
    }
    value
        .chars()
        .enumerate()
        .map(|(index, letter)| {
            if index < shown || index >= length - shown {
                letter
            } else {
                '*'
            }
        })
        .collect()
}

/// Digits that point at someone: an old identity number has nine, as has a phone number without its zero; a
/// date has eight.
const NUMBER_DIGITS_MIN: usize = 9;

/// Masks every number in a text that is about nobody, such as a header or a title: `SĐT 091****678`.
#[must_use]
pub fn mask_numbers(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let number = &from[..number_end(from)];
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        shown.push_str(before);
        if digits < NUMBER_DIGITS_MIN {
            shown.push_str(number);
        } else {
            shown.push_str(&mask(number));
        }
        rest = &from[number.len()..];
    }
    shown.push_str(rest);
    shown
}

/// Where the number that `text` begins with ends; people group digits by a blank, a point or a dash.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let goes_on = |at: &usize| {
        is_digit(*at) || matches!(bytes.get(*at), Some(b' ' | b'.' | b'-')) && is_digit(at + 1)
    };
    (0..bytes.len()).take_while(goes_on).count()
}

#[cfg(test)]
mod tests {
    use super::{mask, mask_numbers};

    #[test]
    fn only_the_ends_of_long_values_are_shown() {
        assert_eq!(mask("003190012345"), "003******345");
        assert_eq!(mask("081234567"), "*********");
        assert_eq!(mask("Nông Văn Ấm"), "Nôn***** Ấm");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn numbers_within_a_text_are_masked_and_dates_are_not() {
        for (text, shown) in [
            ("ĐT: 0912345678", "ĐT: 091****678"),
            ("ĐT: 0912.345.678", "ĐT: 091******678"),
            ("Số 031234567, 20/11/2026", "Số *********, 20/11/2026"),
            (
                "Đến ngày 20-11-2026, 20261120",
                "Đến ngày 20-11-2026, 20261120",
            ),
            ("QĐ 1551/QĐ-BYT", "QĐ 1551/QĐ-BYT"),
            ("003190012345", "003******345"),
        ] {
            assert_eq!(mask_numbers(text), shown);
        }
    }
}
