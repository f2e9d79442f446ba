//! Social insurance numbers and health insurance cards.

use super::noise::{Digits, digits, is_filler, may_be_of_another};
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
        Digits::Other => cards(text).unwrap_or_else(|| match read_card(text) {
            card if card.how == How::Missing(Problem::WrongLength) => {
                card_in_words(text).unwrap_or(CardCell::Card(card))
            }
            card => CardCell::Card(card),
        }),
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

/// A card beside its label, a remark, its facility or its period: `Số thẻ: DT2…`, `DT2… (K1)`, `DT2…-04001`. `None`
/// where the words may say that the card is another's.
fn card_in_words(text: &str) -> Option<CardCell<'_>> {
    let mut found: Vec<BhytCard> = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric());
        match card_at(rest) {
            Some((card, length)) => {
                found.push(card);
                rest = &rest[length..];
            }
            None => {
                let (word, others) = rest.split_at(end.unwrap_or(rest.len()));
                let sign = others.chars().next().map_or(0, char::len_utf8);
                words.extend([word, &others[..sign]]);
                rest = &others[sign..];
            }
        }
    }
    let (first, others) = found.split_first()?;
    if may_be_of_another(&words) {
        return None;
    }
    Some(match one_of(text, first, others, Repair::Remark)? {
        _ if has_filler(first) => CardCell::Card(Value::missing(text, Problem::Filler)),
        cell => cell,
    })
}

/// The card that a cell holds, again and again, or whose they are.
fn one_of<'a>(
    text: &'a str,
    first: &BhytCard,
    others: &[BhytCard],
    repair: Repair,
) -> Option<CardCell<'a>> {
    let number = first.bhxh_number()?;
    Some(match others.iter().all(|card| card == first) {
        true => CardCell::Card(Value::repaired(text, *first, repair)),
        false if others.iter().all(|card| card.bhxh_number() == Some(number)) => {
            CardCell::CardsOf(number)
        }
        false => CardCell::Card(Value::missing(text, Problem::SeveralNumbers)),
    })
}

/// The card that a text begins with and its bytes: fifteen letters and digits, blanks or signs between groups of which
/// the last has three digits or more, so that no digit of a remark is taken for the card's.
fn card_at(text: &str) -> Option<(BhytCard, usize)> {
    let mut clean = String::with_capacity(15);
    let (mut last_group, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            _ if clean.len() == 15 => break,
            c if c.is_ascii_alphanumeric() => {
                clean.push(c.to_ascii_uppercase());
                last_group += 1;
                end = at + 1;
            }
            ' ' | '.' | '-' | '\u{a0}' if at > 0 => last_group = 0,
            _ => return None,
        }
    }
    let has_groups = end > clean.len();
    let behind = &text[end..];
    let is_cut = behind.starts_with(char::is_alphanumeric)
        || has_groups
            && behind
                .trim_start_matches([' ', '.', '-'])
                .starts_with(|c: char| c.is_ascii_digit());
    if clean.len() != 15 || is_cut || has_groups && last_group < 3 {
        return None;
    }
    Some((BhytCard::parse(&with_digits(&clean))?, end))
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
    one_of(text, first, others, Repair::Noise)
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

/// The letters O, I and L behind the object code as the digits that they stand for: any O where all else is digits, and
/// two of the others at most.
fn with_digits(card: &str) -> String {
    let (object, number) = card.split_at(2);
    let is_number = number
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'O' | b'I' | b'L'));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if !is_number || number.matches(['I', 'L']).count() > 2 || digits < DIGITS_MIN {
        return card.to_owned();
    }
    object.to_owned() + &number.replace('O', "0").replace(['I', 'L'], "1")
}

/// Digits that a card written with letters for some of them has at least: fewer are a word.
const DIGITS_MIN: usize = 7;

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

    #[test]
    fn a_card_is_found_beside_words_and_they_are_said() {
        let card = BhytCard::parse("DT2040312345678").unwrap();
        for text in [
            "Số thẻ: DT2040312345678",
            "DT2040312345678 (hết hạn)",
            "DT2040312345678 (K1)",
            "DT2040312345678 - K1",
            "DT2040312345678-04001",
            "DT2040312345678/04001",
            "DT2040312345678 04001",
            "DT2040312345678\n(01/01/2026-31/12/2026)",
            "DT2040312345678 HSD 31/12/2026",
            "DT 2 04 0312345678 (K1)",
            "Mã thẻ DT2-04-0312345678",
        ] {
            let expected = Value::repaired(text, card, Repair::Remark);
            assert_eq!(standardise_card(text), CardCell::Card(expected), "{text}");
        }
        let text = "DT2O40O9401OO11";
        let many = BhytCard::parse("DT2040094010011").unwrap();
        assert_eq!(
            standardise_card(text),
            CardCell::Card(Value::repaired(text, many, Repair::Noise))
        );
        let two = "DT2040312345678 (cũ HN2040312345678)";
        let number = BhxhNumber::parse("0312345678").unwrap();
        assert_eq!(standardise_card(two), CardCell::CardsOf(number));
    }

    #[test]
    fn a_card_that_may_be_cut_or_another_s_is_not_taken() {
        for text in [
            "DT2040312345678 (mẹ)",
            "thẻ của con DT2040312345678",
            "DT2040312345678 (K1?)",
            "DT2040312345678 nhầm",
            "DT20403123456789",
            "DT2040312345678K1",
            "DT204031234567 (K1)",
            "DT204031234567 1 thẻ",
            "DT 2 04 03123456 78 9",
            "DTOOOOOOOOOOOOO (x)",
            "Thẻ giấy",
        ] {
            let CardCell::Card(value) = standardise_card(text) else {
                panic!("{text}")
            };
            assert_eq!(value.standard, None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}|[A-Z]{2}[0-9OIL]{13}|[0-9 .;']{0,20}|(DT2040312345678|[ (-]|K1|mẹ|04001){0,4}") {
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
