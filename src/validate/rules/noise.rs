//! Values with characters that do not belong to them.
//!
//! Copying from web pages and chat leaves blanks, hidden characters and look-alike letters behind. They are
//! removed; what is left is the value. Example: `'003.190.012345` becomes 003190012345.

use super::DATES;
use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Stray characters in the social insurance number.
pub const BH02: Rule = Rule {
    code: "BH02",
    field: Some(Field::BhxhNumber),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhxhNumber], Repair::Noise),
    title_vi: "Mã số BHXH có ký tự thừa",
    title_en: "Stray characters in the social insurance number",
    why_vi: "Có khoảng trắng, dấu chấm, dấu nháy, ký tự ẩn hoặc chữ O, I, l viết thay số 0, 1. Phần mềm đã bỏ hoặc đổi lại.",
    why_en: "Blanks, dots, quotes, hidden characters, or the letters O, I, l for 0 and 1. They were removed or replaced.",
    fix_vi: "Không cần sửa dòng này nếu giá trị sau khi làm sạch là đúng. Lần sau chỉ nhập chữ số.",
    fix_en: "Nothing to do if the cleaned value is right. Next time type digits only.",
    thresholds: &[],
};

/// Stray characters in the insurance card code.
pub const CD01: Rule = Rule {
    code: "CD01",
    field: Some(Field::BhytCard),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhytCard], Repair::Noise),
    title_vi: "Mã thẻ BHYT có ký tự thừa",
    title_en: "Stray characters in the insurance card code",
    why_vi: "Có khoảng trắng, dấu chấm, dấu nháy, ký tự ẩn hoặc chữ O, I, l viết thay số 0, 1. Phần mềm đã bỏ hoặc đổi lại.",
    why_en: "Blanks, dots, quotes, hidden characters, or the letters O, I, l for 0 and 1. They were removed or replaced.",
    fix_vi: "Không cần sửa dòng này nếu giá trị sau khi làm sạch là đúng. Lần sau nhập liền 15 ký tự.",
    fix_en: "Nothing to do if the cleaned value is right. Next time type the 15 characters without gaps.",
    thresholds: &[],
};

/// Stray characters in the identity number.
pub const ID02: Rule = Rule {
    code: "ID02",
    field: Some(Field::IdentityNumber),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::IdentityNumber], Repair::Noise),
    title_vi: "Số CCCD hoặc CMND có ký tự thừa",
    title_en: "Stray characters in the identity number",
    why_vi: "Có khoảng trắng, dấu chấm, dấu nháy, ký tự ẩn hoặc chữ O, I, l viết thay số 0, 1. Phần mềm đã bỏ hoặc đổi lại.",
    why_en: "Blanks, dots, quotes, hidden characters, or the letters O, I, l for 0 and 1. They were removed or replaced.",
    fix_vi: "Không cần sửa dòng này nếu giá trị sau khi làm sạch là đúng. Lần sau chỉ nhập chữ số.",
    fix_en: "Nothing to do if the cleaned value is right. Next time type digits only.",
    thresholds: &[],
};

/// Hidden or look-alike characters in the name.
pub const NM03: Rule = Rule {
    code: "NM03",
    field: Some(Field::FullName),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::FullName], Repair::Noise),
    title_vi: "Họ tên có ký tự ẩn hoặc chữ giống chữ Việt",
    title_en: "Hidden or look-alike characters in the name",
    why_vi: "Họ tên có ký tự không nhìn thấy hoặc chữ cái của bảng chữ khác trông giống chữ Việt. Phần mềm đã thay lại.",
    why_en: "The name holds characters that cannot be seen, or letters of another alphabet that look Vietnamese. They were replaced.",
    fix_vi: "Không cần sửa dòng này nếu họ tên hiện đúng. Lần sau gõ họ tên bằng bảng mã Unicode.",
    fix_en: "Nothing to do if the name reads right. Next time type names in Unicode.",
    thresholds: &[],
};

/// Stray characters in the phone number.
pub const PH03: Rule = Rule {
    code: "PH03",
    field: Some(Field::Phone),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Phone], Repair::Noise),
    title_vi: "Số điện thoại có ký tự thừa",
    title_en: "Stray characters in the phone number",
    why_vi: "Có khoảng trắng, dấu chấm, dấu nháy, ký tự ẩn hoặc chữ O, I, l viết thay số 0, 1. Phần mềm đã bỏ hoặc đổi lại.",
    why_en: "Blanks, dots, quotes, hidden characters, or the letters O, I, l for 0 and 1. They were removed or replaced.",
    fix_vi: "Không cần sửa dòng này nếu giá trị sau khi làm sạch là đúng. Lần sau chỉ nhập chữ số.",
    fix_en: "Nothing to do if the cleaned value is right. Next time type digits only.",
    thresholds: &[],
};

/// Stray characters in the commune code.
pub const CM10: Rule = Rule {
    code: "CM10",
    field: Some(Field::CommuneCode),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::CommuneCode], Repair::Noise),
    title_vi: "Mã xã có ký tự thừa",
    title_en: "Stray characters in the commune code",
    why_vi: "Mã xã có khoảng trắng, dấu nháy hoặc phần thập phân. Phần mềm đã bỏ đi.",
    why_en: "The code holds blanks, quotes or decimals. They were removed.",
    fix_vi: "Không cần sửa dòng này nếu xã đúng. Lần sau ghi mã 5 chữ số dạng văn bản.",
    fix_en: "Nothing to do if the commune is right. Next time write the five digits as text.",
    thresholds: &[],
};

/// Stray characters in a date.
pub const DT10: Rule = Rule {
    code: "DT10",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(DATES, Repair::Noise),
    title_vi: "Ngày có ký tự thừa",
    title_en: "Stray characters in the date",
    why_vi: "Ngày có dấu nháy, hoặc chữ O, I, l viết thay số 0, 1. Phần mềm đã bỏ hoặc đổi lại.",
    why_en: "Quotes, or the letters O, I, l for 0 and 1. They were removed or replaced.",
    fix_vi: "Không cần sửa dòng này nếu ngày đúng. Lần sau ghi ngày/tháng/năm bằng chữ số.",
    fix_en: "Nothing to do if the date is right. Next time write day/month/year in digits.",
    thresholds: &[],
};

/// Facility code had stray characters.
pub const IN05: Rule = Rule {
    code: "IN05",
    field: Some(Field::Facility),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Facility], Repair::Noise),
    title_vi: "Mã cơ sở khám chữa bệnh có ký tự thừa",
    title_en: "Stray characters in the facility code",
    why_vi: "Mã cơ sở khám chữa bệnh có khoảng trắng, dấu chấm, dấu gạch hoặc dấu nháy. Phần mềm đã bỏ đi.",
    why_en: "The facility code holds blanks, dots, dashes or quotes. They were left out.",
    fix_vi: "Không cần sửa dòng này nếu mã đúng. Lần sau chỉ ghi 5 chữ số.",
    fix_en: "Nothing to do if the code is right. Next time write the five digits alone.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH02);
        reports_its_state_alone(&CD01);
        reports_its_state_alone(&ID02);
        reports_its_state_alone(&NM03);
        reports_its_state_alone(&PH03);
        reports_its_state_alone(&CM10);
        reports_its_state_alone(&DT10);
        reports_its_state_alone(&IN05);
    }
}
