//! Names that hold what no name holds.
//!
//! Digits or signs among the letters mean that something else was typed. Example: `Nông Văn Ấm 0912…`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Name is not in the form of a name.
pub const NM02: Rule = Rule {
    code: "NM02",
    field: Some(Field::FullName),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::FullName], Problem::WrongForm),
    title_vi: "Họ tên không đúng dạng tên người",
    title_en: "Name is not in the form of a name",
    why_vi: "Ô họ tên chứa chữ số hoặc ký tự không có trong tên người, hoặc tên của nhiều người. Giá trị này để trống.",
    why_en: "The name cell holds digits or signs that no name has, or names of several people. It was left blank.",
    fix_vi: "Chỉ ghi họ và tên một người trong ô này; chuyển số điện thoại, ghi chú sang cột khác.",
    fix_en: "Write only the name of one person in this cell; move phone numbers and notes to other columns.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&NM02);
    }
}
