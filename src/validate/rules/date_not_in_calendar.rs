//! Dates that no calendar has.
//!
//! Example: `30/02/1980`, `31/06/2026`, or a day and month in the wrong order such as `05/23/1957`.

use super::DATES;
use crate::domain::Problem;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date is not in the calendar.
pub const DT02: Rule = Rule {
    code: "DT02",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(DATES, Problem::NotInCalendar),
    title_vi: "Ngày không có trong lịch",
    title_en: "Date is not in the calendar",
    why_vi: "Không có ngày này, ví dụ 30/02 hoặc tháng 13. Giá trị này để trống.",
    why_en: "There is no such day: 30 February, or a thirteenth month. It was left blank.",
    fix_vi: "Kiểm tra ngày và tháng; ghi ngày trước, tháng sau.",
    fix_en: "Check day and month; write the day first.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT02);
    }
}
