//! The dead whose day of death is not given.
//!
//! They are counted as dead all the same; without the date nobody can tell whether an exam came before. Example:
//! status `đã chết`, date empty.

use super::case::Case;
use crate::domain::Field;
use crate::domain::How;
use crate::domain::record::ResidenceStatus;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const RS01: Rule = Rule {
    code: "RS01",
    field: Some(Field::DeathDate),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::ResidenceStatus],
        check,
    },
    title_vi: "Người đã chết nhưng chưa có ngày chết",
    title_en: "Dead without a date of death",
    why_vi: "Tình trạng là đã chết nhưng không có ngày chết. Người này không được tính là cư dân.",
    why_en: "The status is dead but no date is given. The person does not count as a resident.",
    fix_vi: "Bổ sung ngày chết theo giấy báo tử hoặc sổ hộ tịch.",
    fix_en: "Add the date from the death certificate or the civil register.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let record = &case.record;
    if record.residence_status.standard == Some(ResidenceStatus::Dead)
        && record.death_date.how == How::Blank
    {
        case.report(Field::DeathDate, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Problem, Record, Value};
    use crate::validate::rules::testing::{found, given_date};

    fn row(status: ResidenceStatus) -> Record<'static> {
        Record {
            residence_status: Value::as_given("x", status),
            ..Record::default()
        }
    }

    #[test]
    fn the_status_without_its_date_is_noticed() {
        assert_eq!(found("RS01", &mut row(ResidenceStatus::Dead)).len(), 1);
    }

    #[test]
    fn with_its_date_or_another_status_it_passes() {
        let dated = Record {
            death_date: given_date("2026-02-03"),
            ..row(ResidenceStatus::Dead)
        };
        assert!(found("RS01", &mut { dated }).is_empty());
        assert!(found("RS01", &mut row(ResidenceStatus::Permanent)).is_empty());
    }

    #[test]
    fn a_date_that_could_not_be_read_has_its_own_finding() {
        let unreadable = Value::missing("?", Problem::Unreadable);
        let mut record = Record {
            death_date: unreadable,
            ..row(ResidenceStatus::Dead)
        };
        assert!(found("RS01", &mut record).is_empty());
        assert_eq!(found("DT01", &mut record).len(), 1);
    }

    #[test]
    fn a_row_without_status_is_left_alone() {
        assert!(found("RS01", &mut Record::default()).is_empty());
    }
}
