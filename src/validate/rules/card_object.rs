//! Beneficiary objects that no list has.
//!
//! Groups were added by decree in 2025 and their letters are not all known, so an unknown object is a hint, not an
//! error. Example: `ZZ4040312345678`.

use super::case::Case;
use crate::domain::Field;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const CD07: Rule = Rule {
    code: "CD07",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::BhytCard],
        check,
    },
    title_vi: "Hai chữ cái đầu của mã thẻ BHYT không có trong danh mục",
    title_en: "Object code on the card is not in the list",
    why_vi: "Mã đối tượng trên thẻ không có trong danh mục đối tượng BHYT đã biết; có thể gõ sai hoặc là nhóm mới.",
    why_en: "The two letters are no beneficiary object that is known: mistyped, or a new group.",
    fix_vi: "Xem lại hai chữ cái đầu trên thẻ; nếu đúng như vậy thì báo tỉnh để bổ sung danh mục.",
    fix_en: "Look at the two letters on the card; if they are right, tell the province so that the list grows.",
    thresholds: &[],
};

/// Beneficiary objects of cards in use, from the check of card codes in the Bkav hospital software;
/// groups added by NĐ 188/2025/NĐ-CP are not in it.
const OBJECTS: &[&str] = &[
    "BT", "CA", "CB", "CC", "CH", "CK", "CN", "CS", "CT", "CY", "DK", "DN", "DT", "GB", "GD", "HC",
    "HD", "HG", "HN", "HS", "HT", "HX", "KC", "LS", "MS", "NN", "NO", "PV", "QN", "SV", "TA", "TB",
    "TC", "TE", "TK", "TN", "TQ", "TS", "TV", "TY", "XB", "XD", "XK", "XN",
];

/// [`OBJECTS`] as one row of bits per first letter: the rule looks at every card.
static SECOND_LETTERS: [u32; 26] = second_letters(OBJECTS);

const fn second_letters(objects: &[&str]) -> [u32; 26] {
    let mut table = [0; 26];
    let mut index = 0;
    while index < objects.len() {
        let letters = objects[index].as_bytes();
        table[(letters[0] - b'A') as usize] |= 1 << (letters[1] - b'A');
        index += 1;
    }
    table
}

fn is_known(object: &str) -> bool {
    let letter = |index: usize| object.as_bytes()[index].wrapping_sub(b'A');
    let row = SECOND_LETTERS.get(usize::from(letter(0)));
    row.is_some_and(|row| letter(1) < 26 && row >> letter(1) & 1 == 1)
}

fn check(case: &mut Case<'_, '_>) {
    if let Some(card) = case.record.bhyt_card.standard
        && !is_known(card.object())
    {
        case.report(Field::BhytCard, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_card};

    fn with_card(text: &str) -> usize {
        let mut record = Record {
            bhyt_card: given_card(text),
            ..Record::default()
        };
        found("CD07", &mut record).len()
    }

    #[test]
    fn letters_of_no_object_are_noticed() {
        assert_eq!(with_card("ZZ4040312345678"), 1);
        assert_eq!(with_card("HN1040312345678"), 0);
    }

    #[test]
    fn the_first_and_last_of_the_list_pass() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let pairs = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
        let known: Vec<String> = pairs.filter(|object| is_known(object)).collect();
        assert_eq!(known, OBJECTS);
        assert_eq!(with_card("BT2040312345678"), 0);
        assert_eq!(with_card("XN2040312345678"), 0);
    }

    #[test]
    fn a_row_without_card_is_left_alone() {
        assert!(found("CD07", &mut Record::default()).is_empty());
    }
}
