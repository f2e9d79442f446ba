//! Card periods that end before they begin.
//!
//! Neither end can be believed, so both go. Example: from 01/01/2026 to 31/12/2025.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const IN01: Rule = Rule {
    code: "IN01",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::ValidFrom, Field::ValidTo],
        check,
    },
    title_vi: "Thời hạn thẻ BHYT bị ngược",
    title_en: "Card period ends before it begins",
    why_vi: "Ngày hết hạn sớm hơn ngày bắt đầu nên không biết thẻ còn hạn hay không. Cả hai ngày để trống.",
    why_en: "The last day lies before the first, so nobody can tell whether the card is valid. Both were left blank.",
    fix_vi: "Tra cứu thời hạn thẻ trên cổng BHXH hoặc VssID rồi sửa.",
    fix_en: "Look the period up at the insurer’s portal or in VssID and correct it.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let (from, to) = (&case.record.valid_from, &case.record.valid_to);
    if let (Some(from), Some(to)) = (from.standard, to.standard)
        && is_surely_after(from, to)
    {
        case.blank(Field::ValidFrom, Problem::Contradiction, "");
        case.blank(Field::ValidTo, Problem::Contradiction, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn valid(from: &str, to: &str) -> usize {
        let mut record = Record {
            valid_from: given_date(from),
            valid_to: given_date(to),
            ..Record::default()
        };
        let findings = found("IN01", &mut record).len();
        assert_eq!(findings == 0, record.valid_from.standard.is_some());
        assert_eq!(findings == 0, record.valid_to.standard.is_some());
        findings
    }

    #[test]
    fn a_period_that_runs_backwards_loses_both_ends() {
        assert_eq!(valid("2026-01-01", "2025-12-31"), 2);
        assert_eq!(valid("2026-01-01", "2026-12-31"), 0);
    }

    #[test]
    fn a_period_of_one_day_passes() {
        assert_eq!(valid("2026-01-01", "2026-01-01"), 0);
    }

    #[test]
    fn one_end_alone_is_left_alone() {
        let mut record = Record {
            valid_from: given_date("2026-01-01"),
            ..Record::default()
        };
        assert!(found("IN01", &mut record).is_empty());
    }
}
