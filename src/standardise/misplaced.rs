//! Identifiers that stand in another identifier's column.
//!
//! The form tells what a number is. It goes where it belongs when that field is empty; where that field has another
//! value, nobody can tell which of the two is right, and the misplaced one is missing. Two that stand in each other's
//! column change places, where the identity number is surely the person's: born in its year, of its sex.

use super::identity::standardise_identity;
use super::insurance::{CardCell, standardise_bhxh, standardise_card};
use super::noise::{Digits, digits};
use super::phone::standardise_phone;
use crate::domain::place::is_place;
use crate::domain::record::IdentityNumber;
use crate::domain::{BhxhNumber, BhytCard, Cccd, How, PartialDate, Problem, Record, Repair, Value};

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
        CardCell::IdentityNumber => place_identity_of_card(record, text),
    }
}

fn place_identity_of_card<'a>(record: &mut Record<'a>, text: &'a str) {
    let identity = standardise_identity(text, record.birth_date.standard);
    let given = &record.identity_number;
    let exchanged = (given.how == How::Missing(Problem::WrongForm) && identity.standard.is_some())
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
        _ if is_surely_of(record, &identity)
            && clear_identity_column(record, Some(Place::Card)) =>
        {
            record.identity_number = moved(identity);
        }
        _ => record.bhyt_card = Value::missing(text, Problem::Contradiction),
    }
}

/// Whether the row's bhxh number is `number`, which a blank one becomes.
fn has_bhxh_number<'a>(record: &mut Record<'a>, text: &'a str, number: BhxhNumber) -> bool {
    if record.bhxh_number.how == How::Blank {
        record.bhxh_number = Value::repaired(text, number, Repair::MovedFromOtherColumn);
    }
    record.bhxh_number.standard == Some(number)
}

/// Moves a card out of the identity and the bhxh column, an identity number out of the bhxh and the phone column, and
/// a number that can be nothing else out of the identity column.
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
    if record.phone.how == How::Missing(Problem::WrongForm) {
        move_identity_of_phone(record);
    }
    if record.identity_number.how == How::Missing(Problem::Ambiguous) {
        clear_identity_column(record, None);
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
    let is_same =
        identity.standard.is_some() && identity.standard == record.identity_number.standard;
    if record.identity_number.how == How::Blank {
        record.identity_number = moved(identity);
        record.bhxh_number = Value::default();
    } else if is_same {
        record.bhxh_number = Value::default();
    } else if is_surely_of(record, &identity) && clear_identity_column(record, Some(Place::Bhxh)) {
        record.identity_number = moved(identity);
        if record.bhxh_number.original == text {
            record.bhxh_number = Value::default();
        }
    } else {
        record.bhxh_number.blank(Problem::Contradiction);
    }
}

/// No phone has twelve digits that tell a person's year and sex.
fn move_identity_of_phone(record: &mut Record<'_>) {
    let text = record.phone.original;
    let identity = standardise_identity(text, record.birth_date.standard);
    if !is_surely_of(record, &identity) {
        return;
    }
    let is_blank = record.identity_number.how == How::Blank;
    if is_blank || clear_identity_column(record, Some(Place::Phone)) {
        record.identity_number = moved(identity);
        if record.phone.original == text {
            record.phone = Value::default();
        }
    }
}

/// Whether an identity number is a cccd of the row's birth year and, where the row has one, of its sex.
fn is_surely_of(record: &Record<'_>, identity: &Value<'_, IdentityNumber>) -> bool {
    let Some(IdentityNumber::Cccd(cccd)) = identity.standard else {
        return false;
    };
    let has_year = |birth: PartialDate| birth.year() == cccd.birth_year();
    record.birth_date.standard.is_some_and(has_year)
        && record.sex.standard.is_none_or(|sex| sex == cccd.sex())
}

/// A column in which the identity number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Phone,
    Bhxh,
    Card,
}

/// Moves what stands in the identity column and is no identity number to the field where it belongs: the only one that
/// its form allows, or the one of `other`, the column that holds the identity number. Another field must be blank.
fn clear_identity_column(record: &mut Record<'_>, other: Option<Place>) -> bool {
    if !matches!(record.identity_number.how, How::Missing(_)) {
        return false;
    }
    let text = record.identity_number.original;
    let phone = standardise_phone(text).standard;
    let bhxh = standardise_bhxh(text).standard.filter(|number| {
        let place = u16::try_from(number.number() / 100_000_000);
        place.is_ok_and(is_place)
    });
    let is_cut = other.is_none() && may_be_cut_cccd(record, text);
    let repair = Repair::MovedFromOtherColumn;
    match (phone, bhxh, other) {
        _ if is_cut => return false,
        (Some(phone), None, _) | (Some(phone), Some(_), Some(Place::Phone))
            if record.phone.how == How::Blank || other == Some(Place::Phone) =>
        {
            record.phone = Value::repaired(text, phone, repair);
        }
        (None, Some(number), _) | (Some(_), Some(number), Some(Place::Bhxh))
            if record.bhxh_number.how == How::Blank || other == Some(Place::Bhxh) =>
        {
            record.bhxh_number = Value::repaired(text, number, repair);
        }
        _ => return false,
    }
    record.identity_number = Value::default();
    true
}

/// Whether a number is not the ten digits with a zero before them that phones and bhxh numbers have, or may be the
/// person's cccd without its end.
fn may_be_cut_cccd(record: &Record<'_>, text: &str) -> bool {
    let digits = match digits(text) {
        Digits::Clean(digits) => digits.into(),
        Digits::Noisy(digits) => digits,
        Digits::Rounded | Digits::Other => return true,
    };
    if digits.len() != BhxhNumber::WIDTH || !digits.starts_with('0') {
        return true;
    }
    let has_year = |cccd: Cccd| {
        let birth = record.birth_date.standard;
        is_place(cccd.place()) && birth.is_none_or(|birth| birth.year() == cccd.birth_year())
    };
    Cccd::parse(&format!("{digits}00")).is_some_and(has_year)
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
    use crate::domain::Sex;

    const MOVED: How = How::Repaired(Repair::MovedFromOtherColumn);

    /// The identity, bhxh and card cells of a row as they are read together.
    fn row<'a>(identity: &'a str, bhxh: &'a str, card: &'a str) -> Record<'a> {
        row_of(Record::default(), [identity, bhxh, card, ""])
    }

    /// The identity, bhxh, card and phone cells of a woman born in 1990.
    fn row_of_1990(cells: [&str; 4]) -> Record<'_> {
        let person = Record {
            birth_date: Value::as_given("1990", PartialDate::from_year(1990).unwrap()),
            sex: Value::as_given("Nữ", Sex::Female),
            ..Record::default()
        };
        row_of(person, cells)
    }

    fn row_of<'a>(person: Record<'a>, cells: [&'a str; 4]) -> Record<'a> {
        let [identity, bhxh, card, phone] = cells;
        let mut record = Record {
            identity_number: standardise_identity(identity, person.birth_date.standard),
            bhxh_number: standardise_bhxh(bhxh),
            phone: standardise_phone(phone),
            ..person
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

    /// What a row says after its numbers were moved: identity, bhxh number, card, phone; empty where blank.
    fn said(cells: [&str; 4]) -> [String; 4] {
        let record = row_of_1990(cells);
        let text = |digits: &[u8]| String::from_utf8(digits.to_vec()).unwrap();
        let identity = match record.identity_number.standard {
            Some(IdentityNumber::Cccd(cccd)) => text(&cccd.digits()),
            Some(IdentityNumber::Cmnd(cmnd)) => text(&cmnd.digits()),
            None => String::new(),
        };
        let bhxh = record
            .bhxh_number
            .standard
            .map(|number| text(&number.digits()));
        let card = record
            .bhyt_card
            .standard
            .map(|card| card.as_str().to_owned());
        let phone = record.phone.standard.map(|phone| text(&phone.digits()));
        let other = |value: Option<String>| value.unwrap_or_default();
        [identity, other(bhxh), other(card), other(phone)]
    }

    const CCCD: &str = "003190012345";
    const BHXH: &str = "0420123411";
    const CARD: &str = "DT2040420123411";
    const PHONE: &str = "0912345672";

    #[test]
    fn an_identity_number_that_is_surely_the_persons_comes_out_of_any_column() {
        for (cells, expected) in [
            (["", "", "", CCCD], [CCCD, "", "", ""]),
            (["", BHXH, "", CCCD], [CCCD, BHXH, "", ""]),
            ([PHONE, "", "", CCCD], [CCCD, "", "", PHONE]),
            (["912345672", "", "", CCCD], [CCCD, "", "", PHONE]),
            ([CARD, "", "", CCCD], [CCCD, "", CARD, ""]),
            ([BHXH, "", "", CCCD], [CCCD, BHXH, "", ""]),
            ([BHXH, CCCD, "", PHONE], [CCCD, BHXH, "", PHONE]),
            ([PHONE, CCCD, "", ""], [CCCD, "", "", PHONE]),
            ([CARD, CCCD, "", ""], [CCCD, "", CARD, ""]),
            ([PHONE, "", CCCD, ""], [CCCD, "", "", PHONE]),
            ([BHXH, "", CCCD, ""], [CCCD, BHXH, "", ""]),
            ([CARD, "", CCCD, ""], [CCCD, "", CARD, ""]),
            // Both could be the phone and the bhxh number: in each other's place, the column tells.
            (["0312345678", CCCD, "", ""], [CCCD, "0312345678", "", ""]),
            (["0334567891", "", "", CCCD], [CCCD, "", "", "0334567891"]),
        ] {
            assert_eq!(said(cells), expected, "{cells:?}");
            let record = row_of_1990(cells);
            assert_eq!(record.identity_number.how, MOVED, "{cells:?}");
        }
    }

    #[test]
    fn another_persons_number_moves_nothing() {
        let other_year = "003191012345";
        let other_sex = "003090012345";
        for number in [other_year, other_sex] {
            for cells in [
                ["", "", "", number],
                [PHONE, "", "", number],
                [BHXH, number, "", ""],
                [PHONE, "", number, ""],
            ] {
                let record = row_of_1990(cells);
                assert_eq!(record.identity_number.standard, None, "{cells:?}");
                let is_said = [
                    record.phone.how,
                    record.bhxh_number.how,
                    record.bhyt_card.how,
                ];
                assert!(
                    is_said.iter().any(|how| matches!(how, How::Missing(_))),
                    "{cells:?}"
                );
            }
        }
        let record = row_of_1990(["081234567", "", "", CCCD]);
        assert_eq!(record.phone.how, How::Missing(Problem::WrongForm));
        assert!(record.identity_number.standard.is_some());
        // Nothing says which of phone and bhxh number stands in the identity column.
        let record = row_of_1990(["0334567891", "", CCCD, ""]);
        assert_eq!(record.bhyt_card.how, How::Missing(Problem::Contradiction));
        assert_eq!(record.identity_number.how, How::Missing(Problem::Ambiguous));
    }

    #[test]
    fn a_number_that_can_be_nothing_else_leaves_the_identity_column() {
        assert_eq!(said([BHXH, "", "", ""]), ["", BHXH, "", ""]);
        assert_eq!(said([BHXH, "", "", PHONE]), ["", BHXH, "", PHONE]);
        assert_eq!(said([PHONE, "", "", ""]), ["", "", "", PHONE]);
        assert_eq!(row_of_1990([PHONE, "", "", ""]).phone.how, MOVED);
        let ambiguous = How::Missing(Problem::Ambiguous);
        for cells in [
            // Phone and bhxh number alike, a cccd without its end, a field that is not free, no zero before.
            ["0334567891", "", "", ""],
            ["0401901234", "", "", ""],
            [BHXH, "0420123412", "", ""],
            [PHONE, "", "", "0912345673"],
            ["4201234115", "", "", ""],
        ] {
            let record = row_of_1990(cells);
            assert_eq!(record.identity_number.how, ambiguous, "{cells:?}");
        }
    }
}
