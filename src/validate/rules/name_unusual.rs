//! Names that may be none.
//!
//! One word is a given name alone or something else (a sex, a place); more than eight words are a sentence. The value is
//! kept, since some names are so. Example: `Lan`.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Name has one word, or more than eight.
pub const NM07: Rule = Rule {
    code: "NM07",
    field: Some(Field::FullName),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::FullName], Repair::UnusualName),
    title_vi: "Họ tên chỉ có một từ hoặc quá dài",
    title_en: "Name has one word only, or too many",
    why_vi: "Họ tên thường có từ hai đến tám từ. Giá trị vẫn được giữ, nhưng có thể thiếu họ, thiếu tên hoặc không phải họ tên.",
    why_en: "A name has two to eight words. The value was kept, but family or given name may be missing, or it may be no name.",
    fix_vi: "Kiểm tra lại và ghi đủ họ, chữ đệm và tên.",
    fix_en: "Check it and write family, middle and given name.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&NM07);
    }
}
