//! Benefit levels that cards of today do not have.
//!
//! The third character is 1 to 5. Cards of before 2015 had others, so such a card is an old one or mistyped.
//! Example: `HN9040312345678`.

use super::case::Case;
use crate::domain::Field;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const CD06: Rule = Rule {
    code: "CD06",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::BhytCard],
        check,
    },
    title_vi: "Ký tự thứ 3 của mã thẻ BHYT không phải 1 đến 5",
    title_en: "Benefit level on the card is not 1 to 5",
    why_vi: "Mức hưởng trên thẻ hiện nay chỉ từ 1 đến 5; thẻ có thể là thẻ cũ hoặc gõ sai.",
    why_en: "Benefit levels of today are 1 to 5; the card is an old one or mistyped.",
    fix_vi: "Xem lại thẻ BHYT đang dùng rồi sửa mã thẻ.",
    fix_en: "Look at the card in use and correct the code.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    if let Some(card) = case.record.bhyt_card.standard
        && !(1..=5).contains(&card.level())
    {
        case.report(Field::BhytCard, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_card};

    fn with_card(text: &str) -> usize {
        let mut record = Record {
            bhyt_card: given_card(text),
            ..Record::default()
        };
        let findings = found("CD06", &mut record).len();
        assert!(record.bhyt_card.standard.is_some());
        findings
    }

    #[test]
    fn a_level_of_an_old_card_is_noticed_and_kept() {
        assert_eq!(with_card("HN9040312345678"), 1);
        assert_eq!(with_card("HN2040312345678"), 0);
    }

    #[test]
    fn one_and_five_pass_zero_and_six_do_not() {
        let levels =
            ["HN0", "HN1", "HN5", "HN6"].map(|start| with_card(&format!("{start}040312345678")));
        assert_eq!(levels, [1, 0, 0, 1]);
    }

    #[test]
    fn a_row_without_card_is_left_alone() {
        assert!(found("CD06", &mut Record::default()).is_empty());
    }
}
