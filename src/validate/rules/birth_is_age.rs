//! Ages where a date of birth is asked for.
//!
//! The year is proposed, never applied: an age is a year off as often as not, more where it is counted from one (tuổi
//! mụ), and two digits may be a year. Example: `69`, `3 tháng`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Age instead of a date of birth.
pub const DT11: Rule = Rule {
    code: "DT11",
    field: Some(Field::BirthDate),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BirthDate], Problem::Age),
    title_vi: "Ô ngày sinh ghi tuổi",
    title_en: "Age instead of a date of birth",
    why_vi: "Ô ngày sinh có vẻ ghi tuổi nên để trống; cột đề xuất ghi năm sinh tính từ tuổi. Số có hai chữ số cũng có thể là năm.",
    why_en: "The cell seems to hold an age and was left blank; the year that follows from it is proposed. Two digits may also be a year.",
    fix_vi: "Ghi ngày sinh dạng ngày/tháng/năm, hoặc năm sinh đủ bốn chữ số.",
    fix_en: "Write day/month/year, or the year of birth in four digits.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&DT11);
    }
}
