//! Names without a letter, and words that name nobody.
//!
//! Example: `---`, `123` or `Ghi chú: …`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Name is unreadable.
pub const NM01: Rule = Rule {
    code: "NM01",
    field: Some(Field::FullName),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::FullName], Problem::Unreadable),
    title_vi: "Họ tên không đọc được",
    title_en: "Name is unreadable",
    why_vi: "Ô họ tên không có chữ cái nào, hoặc chỉ ghi tiêu đề cột, ghi chú hay từ nghĩa là không có tên. Giá trị này để trống.",
    why_en: "The name cell holds no letter, or only a heading, a note or a word for no name. It was left blank.",
    fix_vi: "Nhập họ và tên đầy đủ, có dấu, bằng bảng mã Unicode.",
    fix_en: "Type the full name with its marks, in Unicode.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn it_reports_the_state_and_nothing_else() {
        reports_its_state_alone(&NM01);
    }
}
