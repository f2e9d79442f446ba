//! Identifiers that stand in another identifier's column.
//!
//! The form tells what a number is. It goes where it belongs when that field is empty; where that field has another
//! value, nobody can tell which of the two is right, and the misplaced one is missing.

use super::identity::standardise_identity;
use super::insurance::{CardCell, standardise_card};
use super::noise::{Digits, digits};
use crate::domain::{BhxhNumber, BhytCard, Cccd, How, Problem, Record, Repair, Value};

/// Reads a card column, which may hold the bhxh number alone, or the identity number that serves as the card.
pub fn place_card<'a>(record: &mut Record<'a>, text: &'a str) {
    match standardise_card(text) {
        CardCell::Card(card) => record.bhyt_card = card,
        CardCell::BhxhNumber(number) => {
            if !has_bhxh_number(record, text, number) {
                record.bhyt_card = Value::missing(text, Problem::Contradiction);
            }
        }
        CardCell::CardsOf(number) => {
            let _ = has_bhxh_number(record, text, number);
            record.bhyt_card = Value::missing(text, Problem::SeveralNumbers);
        }
        CardCell::IdentityNumber => {
            let identity = standardise_identity(text, record.birth_date.standard);
            let given = &record.identity_number;
            let exchanged = (given.how == How::Missing(Problem::WrongForm)
                && identity.standard.is_some())
            .then(|| card_in(given.original))
            .flatten();
            if let Some(card) = exchanged {
                let repair = Repair::MovedFromOtherColumn;
                record.bhyt_card = Value::repaired(given.original, card, repair);
                record.identity_number = moved(identity);
                return;
            }
            match (given.how, identity.how) {
                (How::Blank, _) => record.identity_number = moved(identity),
                (_, How::Missing(problem)) => {
                    record.bhyt_card = Value::missing(text, problem);
                }
                _ if given.standard == identity.standard => {}
                _ => record.bhyt_card = Value::missing(text, Problem::Contradiction),
            }
        }
    }
}

/// Whether the row's bhxh number is `number`, which a blank one becomes.
fn has_bhxh_number<'a>(record: &mut Record<'a>, text: &'a str, number: BhxhNumber) -> bool {
    if record.bhxh_number.how == How::Blank {
        record.bhxh_number = Value::repaired(text, number, Repair::MovedFromOtherColumn);
    }
    record.bhxh_number.standard == Some(number)
}

/// Moves a card out of the identity and the bhxh column, and an identity number out of the bhxh column.
pub fn move_misplaced(record: &mut Record<'_>) {
    if let How::Missing(Problem::WrongForm) = record.identity_number.how
        && let Some(card) = card_in(record.identity_number.original)
        && record.bhyt_card.how == How::Blank
    {
        let text = record.identity_number.original;
        record.bhyt_card = Value::repaired(text, card, Repair::MovedFromOtherColumn);
        record.identity_number = Value::default();
    }
    match record.bhxh_number.how {
        How::Missing(Problem::WrongForm) => move_card_of_bhxh(record),
        How::Missing(Problem::WrongLength) => move_identity_of_bhxh(record),
        _ => {}
    }
}

fn card_in(text: &str) -> Option<BhytCard> {
    match standardise_card(text) {
        CardCell::Card(card) => card.standard,
        _ => None,
    }
}

fn move_card_of_bhxh(record: &mut Record<'_>) {
    let text = record.bhxh_number.original;
    let Some(card) = card_in(text) else { return };
    if record.bhyt_card.how == How::Blank {
        record.bhyt_card = Value::repaired(text, card, Repair::MovedFromOtherColumn);
    }
    if record.bhyt_card.standard == Some(card) {
        record.bhxh_number = Value::default();
    }
}

/// Since August 2025 the identity number takes the place of the bhxh number.
fn move_identity_of_bhxh(record: &mut Record<'_>) {
    let text = record.bhxh_number.original;
    let is_twelve = match digits(text) {
        Digits::Clean(digits) => digits.len() == Cccd::WIDTH,
        Digits::Noisy(digits) => digits.len() == Cccd::WIDTH,
        Digits::Rounded | Digits::Other => false,
    };
    if !is_twelve {
        return;
    }
    let identity = standardise_identity(text, record.birth_date.standard);
    if record.identity_number.how == How::Blank {
        record.identity_number = moved(identity);
        record.bhxh_number = Value::default();
    } else if identity.standard.is_some() && identity.standard == record.identity_number.standard {
        record.bhxh_number = Value::default();
    } else {
        record.bhxh_number.blank(Problem::Contradiction);
    }
}

fn moved<T>(value: Value<'_, T>) -> Value<'_, T> {
    match value.how {
        How::AsGiven | How::Repaired(Repair::Noise) => Value {
            how: How::Repaired(Repair::MovedFromOtherColumn),
            ..value
        },
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::IdentityNumber;
    use crate::standardise::insurance::standardise_bhxh;

    const MOVED: How = How::Repaired(Repair::MovedFromOtherColumn);

    /// The identity, bhxh and card cells of a row as they are read together.
    fn row<'a>(identity: &'a str, bhxh: &'a str, card: &'a str) -> Record<'a> {
        let mut record = Record {
            identity_number: standardise_identity(identity, None),
            bhxh_number: standardise_bhxh(bhxh),
            ..Record::default()
        };
        place_card(&mut record, card);
        move_misplaced(&mut record);
        record
    }

    fn cccd(text: &str) -> Option<IdentityNumber> {
        Cccd::parse(text).map(IdentityNumber::Cccd)
    }

    #[test]
    fn each_number_goes_to_its_own_field() {
        for (identity, bhxh, card) in [
            ("", "", "003190012345"),
            ("", "", "'003190012345"),
            ("", "003190012345", ""),
            ("", "003 190 012 345", ""),
        ] {
            let record = row(identity, bhxh, card);
            let found = &record.identity_number;
            assert_eq!((found.standard, found.how), (cccd("003190012345"), MOVED));
            assert_eq!(
                (record.bhxh_number.how, record.bhyt_card.how),
                (How::Blank, How::Blank)
            );
        }
        for (identity, bhxh) in [
            ("DT2040312345678", ""),
            ("", "DT2040312345678"),
            ("", "dt 2 04 0312345678"),
        ] {
            let record = row(identity, bhxh, "");
            let card = BhytCard::parse("DT2040312345678");
            assert_eq!(
                (record.bhyt_card.standard, record.bhyt_card.how),
                (card, MOVED)
            );
            assert_eq!(
                (record.identity_number.how, record.bhxh_number.how),
                (How::Blank, How::Blank)
            );
        }
        for card in ["0312345678", "312345678"] {
            let record = row("", "", card);
            assert_eq!(record.bhxh_number.standard, BhxhNumber::parse("0312345678"));
            assert_eq!(
                (record.bhxh_number.how, record.bhyt_card.how),
                (MOVED, How::Blank)
            );
        }
    }

    #[test]
    fn a_card_and_an_identity_number_change_places() {
        let record = row("DT2040312345678", "", "003190012345");
        let (card, identity) = (&record.bhyt_card, &record.identity_number);
        assert_eq!(
            (card.standard, card.how),
            (BhytCard::parse("DT2040312345678"), MOVED)
        );
        assert_eq!(
            (identity.standard, identity.how),
            (cccd("003190012345"), MOVED)
        );
        assert_eq!(
            (card.original, identity.original),
            ("DT2040312345678", "003190012345")
        );
    }

    #[test]
    fn the_same_number_twice_is_no_finding() {
        for record in [
            row("003190012345", "", "003190012345"),
            row("003190012345", "003190012345", ""),
            row("", "0312345678", "0312345678"),
            row("", "DT2040312345678", "DT2040312345678"),
        ] {
            for how in [
                record.identity_number.how,
                record.bhxh_number.how,
                record.bhyt_card.how,
            ] {
                assert!(matches!(how, How::Blank | How::AsGiven), "{record:?}");
            }
        }
    }

    #[test]
    fn a_field_with_another_value_keeps_it() {
        let contradiction = How::Missing(Problem::Contradiction);
        let record = row("003190012345", "", "003285067890");
        assert_eq!(record.identity_number.standard, cccd("003190012345"));
        assert_eq!(
            (record.bhyt_card.how, record.bhyt_card.original),
            (contradiction, "003285067890")
        );
        assert_eq!(
            row("003190012345", "003285067890", "").bhxh_number.how,
            contradiction
        );
        assert_eq!(
            row("", "0312345678", "0398765432").bhyt_card.how,
            contradiction
        );
        let both_bad = row("chưa có", "", "111111111111");
        assert_eq!(
            both_bad.identity_number.how,
            How::Missing(Problem::WrongForm)
        );
        assert_eq!(both_bad.bhyt_card.how, How::Missing(Problem::Filler));
    }

    #[test]
    fn several_cards_of_one_person_still_tell_the_number() {
        let record = row("", "", "DT2040312345678;HN2040312345678");
        assert_eq!(record.bhyt_card.how, How::Missing(Problem::SeveralNumbers));
        assert_eq!(
            (record.bhxh_number.standard, record.bhxh_number.how),
            (BhxhNumber::parse("0312345678"), MOVED)
        );
    }
}
