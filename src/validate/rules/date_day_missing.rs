//! Days of events of which only the month or the year is given.
//!
//! A birth known to the year still says who a person is; an exam known to the month cannot be placed in the window of
//! the campaign, nor a card period before or after a day. The first of the month is never assumed. Example: examined
//! `09/2026`.

use super::DAYS;
use crate::domain::Problem;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date lacks its day.
pub const DT05: Rule = Rule {
    code: "DT05",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(DAYS, Problem::DayMissing),
    title_vi: "Chỉ ghi tháng hoặc năm, thiếu ngày",
    title_en: "Date lacks its day",
    why_vi: "Ngày khám, thời hạn thẻ BHYT và ngày cập nhật hồ sơ được tính theo ngày; ở đây chỉ có tháng hoặc năm. Giá trị này để trống.",
    why_en: "An exam, a card period or an update of a health record counts by its day; only the month or the year is given. It was left blank.",
    fix_vi: "Tra lại ngày đúng rồi ghi đủ ngày/tháng/năm, ví dụ 12/09/2026; không tự điền ngày 01.",
    fix_en: "Look the day up and write day/month/year, such as 12/09/2026; do not put the 1st in its place.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Field, How, Record, Value};
    use crate::validate::fields;
    use crate::validate::rules::DATES;
    use crate::validate::rules::testing::{found, given_date, reports_its_state_alone};

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT05);
    }

    #[test]
    fn an_exam_known_to_the_month_is_noticed_and_keeps_its_text() {
        let mut record = Record {
            exam_date: Value::missing("09/2026", Problem::DayMissing),
            ..Record::default()
        };
        let expected = (Field::ExamDate, "09/2026".to_owned(), String::new());
        assert_eq!(found("DT05", &mut record), [expected]);
        assert_eq!(record.exam_date.original, "09/2026");
    }

    #[test]
    fn births_deaths_and_departures_known_to_the_year_are_left_alone() {
        let mut record = Record {
            birth_date: given_date("1957"),
            death_date: given_date("2026"),
            departure_date: given_date("2026-03"),
            ..Record::default()
        };
        assert!(found("DT05", &mut record).is_empty());
    }

    #[test]
    fn a_whole_day_and_a_missing_one_are_left_alone() {
        for how in [How::AsGiven, How::Blank] {
            for field in DATES {
                let mut record = Record::default();
                fields::set(&mut record, *field, "01/01/2026", how);
                assert!(found("DT05", &mut record).is_empty());
            }
        }
    }
}
