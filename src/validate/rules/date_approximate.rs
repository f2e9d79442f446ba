//! Dates that the source itself doubts.
//!
//! The year is kept, day and month are not. Example: `khoảng 1957`, `1957?`.

use super::DATES;
use crate::domain::Repair;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Date is approximate.
pub const DT07: Rule = Rule {
    code: "DT07",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::ApproximateYear),
    title_vi: "Ngày ghi áng chừng",
    title_en: "Date is approximate",
    why_vi: "Nguồn ghi áng chừng (khoảng, ~, ?). Phần mềm chỉ lấy năm.",
    why_en: "The source says that it is not sure (about, ~, ?). Only the year was taken.",
    fix_vi: "Xem lại giấy tờ và ghi ngày đúng; nếu chỉ biết năm thì ghi năm.",
    fix_en: "Look at the papers and write the date; where only the year is known, write the year.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT07);
    }
}
