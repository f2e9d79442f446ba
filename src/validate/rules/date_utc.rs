//! Times that a program wrote in UTC.
//!
//! A day begins in Vietnam when it is 17:00 of the day before in UTC. Example: `1957-05-11T17:00:00Z` is 12 May 1957.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date was written in UTC.
pub const DT09: Rule = Rule {
    code: "DT09",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::UtcDay),
    title_vi: "Ngày ghi theo giờ quốc tế (UTC)",
    title_en: "Date was written in UTC",
    why_vi: "Phần mềm nguồn ghi giờ quốc tế (UTC): từ 17 giờ trở đi đã là ngày hôm sau ở Việt Nam. Ngày đã được đổi lại.",
    why_en: "The program that wrote it gives the time in UTC: from 17:00 on it is the next day in Vietnam. The day was put right.",
    fix_vi: "Không cần sửa dòng này nếu ngày sau khi đổi là đúng.",
    fix_en: "Nothing to do if the day is right now.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT09);
    }
}
