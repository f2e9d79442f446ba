//! Dates with the month before the day.
//!
//! `05/25/1990` is a date only with the month first. It is read so, and it warns of its whole column: where one date was
//! written by a program that puts months first, `05/06/1990` in another row may be 6 May.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Month stands before the day.
pub const DT06: Rule = Rule {
    code: "DT06",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::DayAndMonthSwapped),
    title_vi: "Ngày ghi tháng trước, ngày sau",
    title_en: "Month stands before the day",
    why_vi: "Ngày này chỉ đọc được khi tháng đứng trước (ví dụ 05/25/1990). Các ngày khác trong cùng cột có thể cũng bị đảo mà không nhận ra được.",
    why_en: "This is a date only with the month first (05/25/1990, for example). Other dates of the column may be exchanged in the same way and not show it.",
    fix_vi: "Kiểm tra cả cột ngày: ghi ngày trước, tháng sau (25/05/1990), định dạng cột dd/mm/yyyy.",
    fix_en: "Check the whole column: write the day first (25/05/1990) and format the column as dd/mm/yyyy.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT06);
    }
}
