//! People who left, with no day given.
//!
//! They are counted as departed all the same. Example: status `đã chuyển đi`, date empty.

use super::case::Case;
use crate::domain::Field;
use crate::domain::How;
use crate::domain::record::ResidenceStatus;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

pub const RS02: Rule = Rule {
    code: "RS02",
    field: Some(Field::DepartureDate),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Check {
        needs: &[Field::ResidenceStatus],
        check,
    },
    title_vi: "Người đã chuyển đi nhưng chưa có ngày chuyển",
    title_en: "Departed without a date",
    why_vi: "Tình trạng là đã chuyển đi nhưng không có ngày chuyển. Người này không được tính là cư dân.",
    why_en: "The status is departed but no date is given. The person does not count as a resident.",
    fix_vi: "Bổ sung ngày chuyển đi theo dữ liệu cư trú.",
    fix_en: "Add the day of departure from the register of residence.",
    thresholds: &[],
};

fn check(case: &mut Case<'_, '_>) {
    let record = &case.record;
    if record.residence_status.standard == Some(ResidenceStatus::Departed)
        && record.departure_date.how == How::Blank
    {
        case.report(Field::DepartureDate, "");
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
        assert_eq!(found("RS02", &mut row(ResidenceStatus::Departed)).len(), 1);
    }

    #[test]
    fn with_its_date_or_another_status_it_passes() {
        let dated = Record {
            departure_date: given_date("2026-02-03"),
            ..row(ResidenceStatus::Departed)
        };
        assert!(found("RS02", &mut { dated }).is_empty());
        assert!(found("RS02", &mut row(ResidenceStatus::Dead)).is_empty());
    }

    #[test]
    fn a_date_that_could_not_be_read_has_its_own_finding() {
        let unreadable = Value::missing("?", Problem::Unreadable);
        let mut record = Record {
            departure_date: unreadable,
            ..row(ResidenceStatus::Departed)
        };
        assert!(found("RS02", &mut record).is_empty());
        assert_eq!(found("DT01", &mut record).len(), 1);
    }

    #[test]
    fn a_row_without_status_is_left_alone() {
        assert!(found("RS02", &mut Record::default()).is_empty());
    }
}
