//! Dates as the number under which Excel keeps them.
//!
//! Nothing else in a column of dates is a number of five digits, so that it is read as the day of Excel's usual calendar.
//! It is said because files of old Macs count from 1904 and put the same number four years later. Example: `20952` is
//! 12 May 1957.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date is a serial number of Excel.
pub const DT12: Rule = Rule {
    code: "DT12",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::ExcelSerial),
    title_vi: "Ngày bị đổi thành số của Excel",
    title_en: "Date became a number of Excel",
    why_vi: "Ô chứa số thay cho ngày (ví dụ 20952 là 12/05/1957). Phần mềm đã đổi lại theo lịch thường dùng của Excel; tệp từ máy Mac cũ có thể lệch bốn năm.",
    why_en: "The cell holds a number in place of a date (20952 is 12 May 1957, for example). It was read by Excel’s usual calendar; a file of an old Mac may be four years off.",
    fix_vi: "Kiểm tra lại ngày; định dạng cột là Ngày (dd/mm/yyyy) rồi lưu lại.",
    fix_en: "Check the date; format the column as a date (dd/mm/yyyy) and save again.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT12);
    }
}
