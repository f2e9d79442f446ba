//! Dates that cannot be read.
//!
//! Example: `không nhớ`, or `12/5`.

use super::DATES;
use crate::domain::Problem;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date is unreadable.
pub const DT01: Rule = Rule {
    code: "DT01",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(DATES, Problem::Unreadable),
    title_vi: "Ngày không đọc được",
    title_en: "Date is unreadable",
    why_vi: "Giá trị không phải là ngày, tháng hay năm. Giá trị này để trống.",
    why_en: "The value is no day, month or year. It was left blank.",
    fix_vi: "Ghi theo dạng ngày/tháng/năm, ví dụ 12/05/1957; ngày sinh chỉ biết năm thì ghi 1957.",
    fix_en: "Write day/month/year, such as 12/05/1957; for a birth of which only the year is known, 1957.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT01);
    }
}
