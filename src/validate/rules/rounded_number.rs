//! Numbers that Excel turned into a power of ten.
//!
//! Once saved as text the last digits are gone; padding would invent them. Example: `4.09E+09`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number was rounded by Excel.
pub const BH07: Rule = Rule {
    code: "BH07",
    field: Some(Field::BhxhNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhxhNumber], Problem::RoundedNumber),
    title_vi: "Mã số BHXH đã bị Excel làm tròn",
    title_en: "Social insurance number was rounded by Excel",
    why_vi: "Ô chứa dạng số mũ (ví dụ 4.09E+09): các chữ số cuối đã mất, không khôi phục được. Giá trị này để trống.",
    why_en: "The cell holds a power of ten (4.09E+09, for example): the last digits are gone for good. It was left blank.",
    fix_vi: "Định dạng cột là Văn bản (Text) trong Excel, nhập lại số, rồi lưu tệp dạng .xlsx.",
    fix_en: "Format the column as Text in Excel, type the number again and save as .xlsx.",
    thresholds: &[],
};

/// Identity number was rounded by Excel.
pub const ID07: Rule = Rule {
    code: "ID07",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::IdentityNumber], Problem::RoundedNumber),
    title_vi: "Số CCCD hoặc CMND đã bị Excel làm tròn",
    title_en: "Identity number was rounded by Excel",
    why_vi: "Ô chứa dạng số mũ (ví dụ 4.09E+09): các chữ số cuối đã mất, không khôi phục được. Giá trị này để trống.",
    why_en: "The cell holds a power of ten (4.09E+09, for example): the last digits are gone for good. It was left blank.",
    fix_vi: "Định dạng cột là Văn bản (Text) trong Excel, nhập lại số, rồi lưu tệp dạng .xlsx.",
    fix_en: "Format the column as Text in Excel, type the number again and save as .xlsx.",
    thresholds: &[],
};

/// Insurance card code was rounded by Excel.
pub const CD09: Rule = Rule {
    code: "CD09",
    field: Some(Field::BhytCard),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhytCard], Problem::RoundedNumber),
    title_vi: "Số ở cột thẻ BHYT đã bị Excel làm tròn",
    title_en: "Number in the card column was rounded by Excel",
    why_vi: "Ô chứa dạng số mũ (ví dụ 4.09E+09): các chữ số cuối đã mất, không khôi phục được. Giá trị này để trống.",
    why_en: "The cell holds a power of ten (4.09E+09, for example): the last digits are gone for good. It was left blank.",
    fix_vi: "Định dạng cột là Văn bản (Text) trong Excel, nhập lại mã thẻ, rồi lưu tệp dạng .xlsx.",
    fix_en: "Format the column as Text in Excel, type the code again and save as .xlsx.",
    thresholds: &[],
};

/// Phone number was rounded by Excel.
pub const PH06: Rule = Rule {
    code: "PH06",
    field: Some(Field::Phone),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Phone], Problem::RoundedNumber),
    title_vi: "Số điện thoại đã bị Excel làm tròn",
    title_en: "Phone number was rounded by Excel",
    why_vi: "Ô chứa dạng số mũ (ví dụ 9.12E+08): các chữ số cuối đã mất, không khôi phục được. Giá trị này để trống.",
    why_en: "The cell holds a power of ten (9.12E+08, for example): the last digits are gone for good. It was left blank.",
    fix_vi: "Định dạng cột là Văn bản (Text) trong Excel, nhập lại số, rồi lưu tệp dạng .xlsx.",
    fix_en: "Format the column as Text in Excel, type the number again and save as .xlsx.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH07);
        reports_its_state_alone(&ID07);
        reports_its_state_alone(&CD09);
        reports_its_state_alone(&PH06);
    }
}
