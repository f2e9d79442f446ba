//! First of January where only the year is known.
//!
//! Forms tell clerks to write 01/01 when only the year is known, so it is read as the year alone. Example:
//! `01/01/1957` becomes 1957. Who was really born on that day loses two digits of evidence and nothing else.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// 1 January read as the year alone.
pub const DT03: Rule = Rule {
    code: "DT03",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::PlaceholderDay),
    title_vi: "Ngày 01/01 được hiểu là chỉ biết năm",
    title_en: "1 January read as the year alone",
    why_vi: "Biểu mẫu hướng dẫn ghi 01/01 khi chỉ biết năm sinh, nên phần mềm chỉ dùng năm.",
    why_en: "Forms tell people to write 01/01 when only the year is known, so only the year is used.",
    fix_vi: "Nếu biết ngày, tháng thật thì ghi vào; nếu không, chỉ ghi năm.",
    fix_en: "Write the real day and month where they are known; else only the year.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT03);
    }
}
