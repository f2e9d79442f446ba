//! Days of the lunar calendar.
//!
//! The lunar day is another day of the calendar in use; the year is kept, though lunar months 11 and 12 end in the next
//! one. Example: `12/5/1957 âm lịch`.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date is of the lunar calendar.
pub const DT08: Rule = Rule {
    code: "DT08",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::LunarDate),
    title_vi: "Ngày âm lịch",
    title_en: "Date is of the lunar calendar",
    why_vi: "Ngày âm lịch khác ngày dương lịch. Phần mềm chỉ lấy năm; tháng 11, 12 âm lịch có thể thuộc năm dương lịch sau.",
    why_en: "A lunar day is another day of the calendar in use. Only the year was taken; lunar months 11 and 12 may lie in the next year.",
    fix_vi: "Ghi ngày dương lịch theo giấy khai sinh hoặc căn cước.",
    fix_en: "Write the date of the birth certificate or the identity card.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT08);
    }
}
