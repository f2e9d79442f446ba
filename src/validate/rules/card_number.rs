//! Cards that carry another number than the row.
//!
//! The last ten characters of a card are its holder's social insurance number. Both are kept: either may be
//! mistyped, or the card is a relative's. Example: card `HN1040312345678` beside number 0398765432.

use super::case::Case;
use crate::domain::Field;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const CD08: Rule = Rule {
    code: "CD08",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::BhytCard, Field::BhxhNumber],
        check,
    },
    title_vi: "10 số cuối của mã thẻ BHYT khác mã số BHXH",
    title_en: "Card and social insurance number disagree",
    why_vi: "10 số cuối của thẻ BHYT phải là mã số BHXH của người đó. Một trong hai số bị sai hoặc là của người khác.",
    why_en: "The last ten characters of a card are its holder’s number. One of the two is wrong or someone else’s.",
    fix_vi: "Xem lại thẻ BHYT và mã số BHXH rồi sửa số sai.",
    fix_en: "Look at card and number and correct the wrong one.",
    thresholds: &[],
};

/// Where the holder's number begins on a card. Compared as text: this looks at every card.
const CARD_NUMBER_START: usize = 5;

fn check(case: &mut Case<'_, '_>) {
    let (card, number) = (&case.record.bhyt_card, &case.record.bhxh_number);
    if let (Some(card), Some(number)) = (card.standard, number.standard)
        && card.as_str().as_bytes()[CARD_NUMBER_START..] != number.digits()
    {
        case.report(Field::BhytCard, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{BhxhNumber, Record, Value};
    use crate::validate::rules::testing::{found, given_card};

    fn with(card: &'static str, number: &'static str) -> usize {
        let number = Value::as_given(number, BhxhNumber::parse(number).unwrap());
        let mut record = Record {
            bhyt_card: given_card(card),
            bhxh_number: number,
            ..Record::default()
        };
        let findings = found("CD08", &mut record).len();
        assert!(record.bhyt_card.standard.is_some() && record.bhxh_number.standard.is_some());
        findings
    }

    #[test]
    fn another_number_is_noticed_and_both_are_kept() {
        assert_eq!(with("HN1040312345678", "0398765432"), 1);
        assert_eq!(with("HN1040312345678", "0312345678"), 0);
    }

    #[test]
    fn one_digit_off_is_another_number() {
        assert_eq!(with("HN1040312345678", "0312345679"), 1);
    }

    #[test]
    fn a_card_alone_is_left_alone() {
        let mut record = Record {
            bhyt_card: given_card("HN1040312345678"),
            ..Record::default()
        };
        assert!(found("CD08", &mut record).is_empty());
    }
}
