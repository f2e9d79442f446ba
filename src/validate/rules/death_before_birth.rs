//! Deaths before the birth.
//!
//! The day of a death that cannot have been goes, and stays in the finding: that the person is dead is not in doubt, and
//! the birth is checked by much else. Example: born 1957, died 1926 for 2026.

use super::case::Case;
use super::dates::is_surely_after;
use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const RS03: Rule = Rule {
    code: "RS03",
    field: Some(Field::DeathDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Check {
        needs: &[Field::DeathDate, Field::BirthDate],
        check,
    },
    title_vi: "Ngày chết trước ngày sinh",
    title_en: "Death lies before the birth",
    why_vi: "Ngày chết sớm hơn ngày sinh nên không thể đúng cả hai. Ngày chết để trống.",
    why_en: "The death lies before the birth, so one of the two is wrong. The date of death was left blank.",
    fix_vi: "Kiểm tra cả ngày sinh và ngày chết rồi sửa.",
    fix_en: "Check both dates and correct the wrong one.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let (birth, death) = (&case.record.birth_date, &case.record.death_date);
    if let (Some(birth), Some(death)) = (birth.standard, death.standard)
        && is_surely_after(birth, death)
    {
        case.blank(Field::DeathDate, Problem::Contradiction, "");
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Record;
    use crate::validate::rules::testing::{found, given_date};

    fn lived(birth: &str, death: &str) -> usize {
        let mut record = Record {
            birth_date: given_date(birth),
            death_date: given_date(death),
            ..Record::default()
        };
        let findings = found("RS03", &mut record).len();
        assert!(record.birth_date.standard.is_some());
        assert_eq!(record.death_date.standard.is_none(), findings == 1);
        findings
    }

    #[test]
    fn a_death_before_the_birth_goes_and_the_birth_is_kept() {
        assert_eq!(lived("1957-05-12", "1926-03-01"), 1);
        assert_eq!(lived("1957-05-12", "2026-03-01"), 0);
    }

    #[test]
    fn a_death_on_the_day_of_birth_passes() {
        assert_eq!(lived("2026-03-01", "2026-03-01"), 0);
        assert_eq!(lived("2026", "2026-03-01"), 0);
    }

    #[test]
    fn one_date_alone_is_left_alone() {
        let mut record = Record {
            death_date: given_date("1926-03-01"),
            ..Record::default()
        };
        assert!(found("RS03", &mut record).is_empty());
    }
}
