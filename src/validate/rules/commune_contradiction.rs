//! Code and name of different communes.
//!
//! One of the two is wrong and nothing says which. Example: the code of one commune beside the name of its neighbour.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Commune code and name disagree.
pub const CM06: Rule = Rule {
    code: "CM06",
    field: Some(Field::CommuneCode),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::CommuneCode], Problem::Contradiction),
    title_vi: "Mã xã và tên xã không khớp",
    title_en: "Commune code and name disagree",
    why_vi: "Mã xã và tên xã chỉ hai xã khác nhau. Giá trị này để trống.",
    why_en: "Code and name are of two different communes. It was left blank.",
    fix_vi: "Kiểm tra người dân ở xã nào rồi sửa mã hoặc tên cho khớp.",
    fix_en: "Find out where the person lives and correct code or name.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&CM06);
    }
}
