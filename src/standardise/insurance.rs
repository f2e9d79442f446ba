//! Social insurance numbers and health insurance cards.

use super::noise::{Digits, digits, is_filler};
use crate::domain::{BhxhNumber, BhytCard, Problem, Repair, Value};

/// Reads a social insurance number; nine digits lost their leading zero.
#[must_use]
pub fn standardise_bhxh(text: &str) -> Value<'_, BhxhNumber> {
    if text.is_empty() {
        return Value::default();
    }
    match digits(text) {
        Digits::Clean(digits) => read_number(text, digits, false),
        Digits::Noisy(digits) => read_number(text, &digits, true),
        Digits::Rounded => Value::missing(text, Problem::RoundedNumber),
        Digits::Other => Value::missing(text, Problem::WrongForm),
    }
}

fn read_number<'a>(text: &'a str, digits: &str, was_noisy: bool) -> Value<'a, BhxhNumber> {
    if is_filler(digits) {
        return Value::missing(text, Problem::Filler);
    }
    let number = BhxhNumber::parse(digits);
    let padded = || BhxhNumber::parse(&format!("0{digits}")).filter(|_| !digits.starts_with('0'));
    match (number, digits.len()) {
        (Some(number), _) if was_noisy => Value::repaired(text, number, Repair::Noise),
        (Some(number), _) => Value::as_given(text, number),
        (None, 9) => padded().map_or_else(
            || Value::missing(text, Problem::WrongForm),
            |number| Value::repaired(text, number, Repair::LostZeros),
        ),
        _ => Value::missing(text, Problem::WrongLength),
    }
}

/// What stood in a card column.
#[derive(Debug, Clone, PartialEq)]
pub enum CardCell<'a> {
    Card(Value<'a, BhytCard>),
    /// The ten-digit number alone, without object and province.
    BhxhNumber(BhxhNumber),
    /// Twelve digits: the identity number serves as the card.
    IdentityNumber,
}

/// Reads a card column.
#[must_use]
pub fn standardise_card(text: &str) -> CardCell<'_> {
    if text.is_empty() {
        return CardCell::Card(Value::default());
    }
    if let Some(card) = BhytCard::parse(text) {
        return CardCell::Card(Value::as_given(text, card));
    }
    let clean: String = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let all_digits = clean.bytes().all(|b| b.is_ascii_digit());
    match clean.len() {
        9 | 10 if all_digits => read_number(text, &clean, false).standard.map_or_else(
            || CardCell::Card(Value::missing(text, Problem::Filler)),
            CardCell::BhxhNumber,
        ),
        12 if all_digits => CardCell::IdentityNumber,
        15 => CardCell::Card(match BhytCard::parse(&clean) {
            Some(card) => Value::repaired(text, card, Repair::Noise),
            None => Value::missing(text, Problem::WrongForm),
        }),
        _ => CardCell::Card(Value::missing(text, Problem::WrongLength)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::How;

    #[test]
    fn numbers_are_read_and_padded() {
        let check = |text, expected, how| {
            let value = standardise_bhxh(text);
            assert_eq!(
                (value.standard, value.how),
                (BhxhNumber::parse(expected), how),
                "{text}"
            );
        };
        check("0312345678", "0312345678", How::AsGiven);
        check("312345679", "0312345679", How::Repaired(Repair::LostZeros));
        check("03 1234 5678", "0312345678", How::Repaired(Repair::Noise));
        check("03123", "", How::Missing(Problem::WrongLength));
        check("3.1E+9", "", How::Missing(Problem::RoundedNumber));
        check("", "", How::Blank);
    }

    #[test]
    fn a_card_column_holds_three_things() {
        let card = BhytCard::parse("DT2040312345678").unwrap();
        let text = "DT2040312345678";
        assert_eq!(
            standardise_card(text),
            CardCell::Card(Value::as_given(text, card))
        );
        let text = "dt 2 04 0312345678";
        assert_eq!(
            standardise_card(text),
            CardCell::Card(Value::repaired(text, card, Repair::Noise))
        );
        assert_eq!(
            standardise_card("0312345678"),
            CardCell::BhxhNumber(BhxhNumber::parse("0312345678").unwrap())
        );
        assert_eq!(standardise_card("003190012345"), CardCell::IdentityNumber);
        let text = "không";
        assert_eq!(
            standardise_card(text),
            CardCell::Card(Value::missing(text, Problem::WrongLength))
        );
    }
}
