//! Repairs and problems that no other rule names.
//!
//! What `standardise` did is never lost: a state that is new to the rules still leaves a finding, with its field
//! and the text of the source. Example: a repair added tomorrow, before its rule is written.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A repair without a rule of its own.
pub const GE01: Rule = Rule {
    code: "GE01",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::OtherRepair,
    title_vi: "Giá trị đã được sửa khi đọc",
    title_en: "Value was repaired when it was read",
    why_vi: "Cách ghi trong tệp khác chuẩn; phần mềm đã hiểu và sửa lại.",
    why_en: "The file writes the value in an unusual way; it was understood and repaired.",
    fix_vi: "Không cần sửa dòng này nếu giá trị sau khi sửa là đúng.",
    fix_en: "Nothing to do if the repaired value is right.",
    thresholds: &[],
};

/// A problem without a rule of its own.
pub const GE02: Rule = Rule {
    code: "GE02",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::OtherProblem,
    title_vi: "Giá trị không dùng được",
    title_en: "Value cannot be used",
    why_vi: "Giá trị trong ô này không dùng được nên để trống.",
    why_en: "The value in this cell cannot be used and was left blank.",
    fix_vi: "Kiểm tra lại ô này trong danh sách gốc rồi nhập lại.",
    fix_en: "Check the cell in your list and type it again.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use crate::domain::{Field, How, Problem, Record, Repair};
    use crate::validate::fields;
    use crate::validate::rules::testing::found;

    fn general(code: &str, field: Field, how: How) -> usize {
        let mut record = Record::default();
        fields::set(&mut record, field, "x", how);
        found(code, &mut record).len()
    }

    #[test]
    fn what_no_rule_names_is_still_reported() {
        let float = How::Repaired(Repair::FloatText);
        assert_eq!(general("GE01", Field::Phone, float), 1);
        assert_eq!(general("GE02", Field::Phone, float), 0);
        let old = How::Missing(Problem::TooOld);
        assert_eq!(general("GE02", Field::Hamlet, old), 1);
    }

    #[test]
    fn a_named_state_and_a_clean_or_missing_value_are_left_alone() {
        for how in [How::Blank, How::AsGiven, How::Repaired(Repair::LostZeros)] {
            assert_eq!(general("GE01", Field::Phone, how), 0);
            assert_eq!(general("GE02", Field::Phone, how), 0);
        }
    }
}
