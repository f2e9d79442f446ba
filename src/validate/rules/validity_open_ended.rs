//! Card periods without a last day.
//!
//! Whether such a card is still valid cannot be told, so nobody is counted as insured by it; without a word the
//! coverage of a whole export would be low for no visible reason. Example: from 01/01/2026, last day empty.

use super::case::Case;
use crate::domain::{Field, How};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const IN02: Rule = Rule {
    code: "IN02",
    field: Some(Field::ValidTo),
    severity: Severity::Warning,
    effect: Effect::Keep,
    // Only the insurer's extract gives a first day.
    trigger: Trigger::Check {
        needs: &[Field::ValidFrom],
        check,
    },
    title_vi: "Thẻ BHYT không có ngày hết hạn",
    title_en: "Card period has no last day",
    why_vi: "Có ngày bắt đầu nhưng không có ngày hết hạn nên không biết thẻ còn hạn hay không. Theo dòng này, người này chưa được tính là có thẻ BHYT còn hạn.",
    why_en: "The period has a first day but no last one, so nobody can tell whether the card is valid. By this row the person does not count as insured.",
    fix_vi: "Tra cứu thời hạn thẻ trên cổng BHXH hoặc VssID rồi bổ sung, hoặc đề nghị cơ quan BHXH xuất lại danh sách có ngày hết hạn.",
    fix_en: "Look the period up at the insurer’s portal or in VssID and add the last day, or ask the insurer for an export with the end date.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let (from, to) = (&case.record.valid_from, &case.record.valid_to);
    if from.standard.is_some() && to.how == How::Blank {
        case.report(Field::ValidTo, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Problem, Record, Value};
    use crate::validate::rules::testing::{found, given_card, given_date};

    fn card_from(from: &'static str) -> Record<'static> {
        Record {
            bhyt_card: given_card("GD4040312345678"),
            valid_from: given_date(from),
            ..Record::default()
        }
    }

    #[test]
    fn a_period_without_its_last_day_is_noticed_and_stays() {
        let mut record = card_from("2026-01-01");
        let expected = (Field::ValidTo, String::new(), String::new());
        assert_eq!(found("IN02", &mut record), [expected]);
        assert!(record.valid_from.standard.is_some() && record.bhyt_card.standard.is_some());
    }

    #[test]
    fn a_period_with_its_last_day_passes_even_if_it_is_one_day() {
        for to in ["2026-01-01", "2026-12-31"] {
            let mut record = Record {
                valid_to: given_date(to),
                ..card_from("2026-01-01")
            };
            assert!(found("IN02", &mut record).is_empty());
        }
    }

    #[test]
    fn a_last_day_that_could_not_be_used_has_its_own_finding() {
        for (problem, code) in [
            (Problem::Unreadable, "DT01"),
            (Problem::NotInCalendar, "DT02"),
            (Problem::DayMissing, "DT05"),
        ] {
            let mut record = Record {
                valid_to: Value::missing("?", problem),
                ..card_from("2026-01-01")
            };
            assert!(found("IN02", &mut record).is_empty());
            assert_eq!(found(code, &mut record).len(), 1);
        }
        let mut reversed = Record {
            valid_to: given_date("2025-12-31"),
            ..card_from("2026-01-01")
        };
        assert!(found("IN02", &mut reversed).is_empty());
        assert!(reversed.valid_to.standard.is_none());
    }

    #[test]
    fn a_card_without_a_period_is_left_alone() {
        let mut on_a_roster = Record {
            bhyt_card: given_card("GD4040312345678"),
            ..Record::default()
        };
        assert!(found("IN02", &mut on_a_roster).is_empty());
        assert!(found("IN02", &mut Record::default()).is_empty());
    }
}
