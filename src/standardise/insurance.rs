//! Social insurance numbers and health insurance cards.

use super::noise::{Digits, digits, is_filler};
use crate::domain::{BhxhNumber, BhytCard, How, Problem, Repair, Value};

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
    let padded = || {
        let padded = format!("0{digits}");
        BhxhNumber::parse(&padded).filter(|_| !digits.starts_with('0') && !is_filler(&padded))
    };
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
    /// Twelve digits, or eleven that lost a zero: the identity number serves as the card.
    IdentityNumber,
    /// Several cards of the person whose number this is: which one is valid, only their dates tell.
    CardsOf(BhxhNumber),
}

/// Reads a card column.
#[must_use]
pub fn standardise_card(text: &str) -> CardCell<'_> {
    if text.is_empty() {
        return CardCell::Card(Value::default());
    }
    if let Some(card) = BhytCard::parse(text) {
        return CardCell::Card(match has_filler(&card) {
            true => Value::missing(text, Problem::Filler),
            false => Value::as_given(text, card),
        });
    }
    match digits(text) {
        Digits::Clean(digits) => read_card_digits(text, digits),
        Digits::Noisy(digits) => read_card_digits(text, &digits),
        Digits::Rounded => CardCell::Card(Value::missing(text, Problem::RoundedNumber)),
        Digits::Other => cards(text).unwrap_or_else(|| CardCell::Card(read_card(text))),
    }
}

fn read_card_digits<'a>(text: &'a str, digits: &str) -> CardCell<'a> {
    match digits.len() {
        9 | 10 => {
            let number = read_number(text, digits, false);
            match (number.standard, number.how) {
                (Some(number), _) => CardCell::BhxhNumber(number),
                (None, How::Missing(problem)) => CardCell::Card(Value::missing(text, problem)),
                (None, _) => CardCell::Card(Value::missing(text, Problem::WrongForm)),
            }
        }
        11 | 12 => CardCell::IdentityNumber,
        _ => CardCell::Card(Value::missing(text, Problem::WrongLength)),
    }
}

/// Several cards with `;` or the like between, as hospitals write the cards of one visit.
fn cards(text: &str) -> Option<CardCell<'_>> {
    let parts: Vec<&str> = text
        .split([';', ',', '/', '\n', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let cards: Vec<BhytCard> = parts
        .iter()
        .map(|part| read_card(part).standard)
        .collect::<Option<_>>()?;
    let (first, others) = cards.split_first()?;
    if others.is_empty() {
        return None;
    }
    let number = first.bhxh_number()?;
    Some(match others.iter().all(|card| card == first) {
        true => CardCell::Card(Value::repaired(text, *first, Repair::Noise)),
        false if others.iter().all(|card| card.bhxh_number() == Some(number)) => {
            CardCell::CardsOf(number)
        }
        false => CardCell::Card(Value::missing(text, Problem::SeveralNumbers)),
    })
}

fn read_card(text: &str) -> Value<'_, BhytCard> {
    let clean: String = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if clean.len() != 15 {
        return Value::missing(text, Problem::WrongLength);
    }
    match BhytCard::parse(&with_digits(&clean)) {
        Some(card) if has_filler(&card) => Value::missing(text, Problem::Filler),
        Some(card) => Value::repaired(text, card, Repair::Noise),
        None => Value::missing(text, Problem::WrongForm),
    }
}

/// The letters O, I and L behind the object code as the digits that they stand for, if they are two at most.
fn with_digits(card: &str) -> String {
    let (object, number) = card.split_at(2);
    let mended = number.matches(['O', 'I', 'L']).count();
    if mended > 2 {
        return card.to_owned();
    }
    object.to_owned() + &number.replace('O', "0").replace(['I', 'L'], "1")
}

fn has_filler(card: &BhytCard) -> bool {
    is_filler(&card.as_str()[5..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    /// Every raw value that the references name, and its kin.
    #[test]
    fn every_defect_of_the_references_is_read_or_named() {
        let card = |text| BhytCard::parse(text).unwrap();
        let bhxh = |text| BhxhNumber::parse(text).unwrap();
        for text in [
            "dt2040312345678",
            "DT 2 04 0312345678",
            "'DT2040312345678",
            "DT-2-04-0312345678",
            "DT2O40312345678",
            "DT20403I2345678",
            "DT2040312345678\u{a0}",
            "DT2040312345678; DT2040312345678",
        ] {
            let expected = Value::repaired(text, card("DT2040312345678"), Repair::Noise);
            assert_eq!(standardise_card(text), CardCell::Card(expected), "{text}");
        }
        for text in ["0312345678", "312345678", "0312345678.0", "'0312345678"] {
            let expected = CardCell::BhxhNumber(bhxh("0312345678"));
            assert_eq!(standardise_card(text), expected, "{text}");
        }
        for text in ["003190012345", "003 190 012 345", "20190012345"] {
            assert_eq!(standardise_card(text), CardCell::IdentityNumber, "{text}");
        }
        let two = "DT2040312345678;HN2040312345678";
        assert_eq!(standardise_card(two), CardCell::CardsOf(bhxh("0312345678")));
        for (text, problem) in [
            ("4,00E+10", Problem::RoundedNumber),
            ("3.1E+9", Problem::RoundedNumber),
            ("GD4999999999999", Problem::Filler),
            ("0000000000", Problem::Filler),
            ("DT204031234567", Problem::WrongLength),
            ("DT20403123456789", Problem::WrongLength),
            ("0031900123456", Problem::WrongLength),
            ("D12040312345678", Problem::WrongForm),
            ("DT2040312345678;HN2040398765432", Problem::SeveralNumbers),
            ("chưa có", Problem::WrongLength),
        ] {
            let expected = CardCell::Card(Value::missing(text, problem));
            assert_eq!(standardise_card(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}|[A-Z]{2}[0-9OIL]{13}|[0-9 .;']{0,20}") {
            if let Some(number) = standardise_bhxh(&text).standard {
                let again = String::from_utf8(number.digits().to_vec()).unwrap();
                prop_assert_eq!(standardise_bhxh(&again).how, How::AsGiven);
            }
            if let CardCell::Card(Value { standard: Some(card), .. }) = standardise_card(&text) {
                let again = Value::as_given(card.as_str(), card);
                prop_assert_eq!(standardise_card(card.as_str()), CardCell::Card(again));
            }
        }
    }
}
