//! Identifiers of the right length that are none.
//!
//! Letters among the digits, or a place in the number that can only hold certain digits holds another: the fourth
//! digit of a living person's cccd is 0 to 3. Example: `003790012345`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number is not all digits.
pub const BH05: Rule = Rule {
    code: "BH05",
    field: Some(Field::BhxhNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhxhNumber], Problem::WrongForm),
    title_vi: "Mã số BHXH có ký tự không phải chữ số",
    title_en: "Social insurance number is not all digits",
    why_vi: "Mã số BHXH chỉ gồm chữ số. Giá trị này không dùng được nên để trống.",
    why_en: "The number is made of digits only. This value cannot be used and was left blank.",
    fix_vi: "Xem lại mã số BHXH trên thẻ hoặc ứng dụng VssID rồi nhập lại.",
    fix_en: "Look the number up on the card or in the VssID app and type it again.",
    thresholds: &[],
};

/// Insurance card code is malformed.
pub const CD04: Rule = Rule {
    code: "CD04",
    field: Some(Field::BhytCard),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhytCard], Problem::WrongForm),
    title_vi: "Mã thẻ BHYT sai cấu trúc",
    title_en: "Insurance card code is malformed",
    why_vi: "Mã thẻ BHYT gồm 2 chữ cái rồi 13 chữ số. Giá trị này không đúng cấu trúc nên để trống.",
    why_en: "A card code is 2 letters followed by 13 digits. This value is not and was left blank.",
    fix_vi: "Xem lại thẻ BHYT rồi nhập lại. Nếu cột này chứa số CCCD, hãy chuyển sang cột CCCD.",
    fix_en: "Look at the card and type it again. If the column holds a cccd, move it to the cccd column.",
    thresholds: &[],
};

/// Identity number is malformed.
pub const ID05: Rule = Rule {
    code: "ID05",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::IdentityNumber], Problem::WrongForm),
    title_vi: "Số CCCD hoặc CMND không hợp lệ",
    title_en: "Identity number is malformed",
    why_vi: "Số chứa ký tự không phải chữ số, hoặc chữ số thứ tư của CCCD không phải 0, 1, 2, 3. Giá trị này không dùng được nên để trống.",
    why_en: "It holds something other than digits, or the fourth digit of the cccd is not 0, 1, 2 or 3. It cannot be used and was left blank.",
    fix_vi: "Xem lại thẻ căn cước hoặc VNeID rồi nhập lại.",
    fix_en: "Look at the identity card or VNeID and type it again.",
    thresholds: &[],
};

/// Phone number is malformed.
pub const PH04: Rule = Rule {
    code: "PH04",
    field: Some(Field::Phone),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Phone], Problem::WrongForm),
    title_vi: "Số điện thoại không hợp lệ",
    title_en: "Phone number is malformed",
    why_vi: "Số điện thoại không theo cấu trúc của Việt Nam. Giá trị này để trống.",
    why_en: "It is no Vietnamese phone number. It was left blank.",
    fix_vi: "Hỏi lại số điện thoại của người dân hoặc của gia đình.",
    fix_en: "Ask the person or the family for the number again.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH05);
        reports_its_state_alone(&CD04);
        reports_its_state_alone(&ID05);
        reports_its_state_alone(&PH04);
    }
}
