//! Numbers that lost their leading zeros.
//!
//! Excel reads a number as a quantity and drops the zeros in front: every cccd of Cao Bằng (004…) then shows ten
//! digits. The zeros are put back where the rest leaves no doubt. Example: `3190012345` becomes 003190012345.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number lost its leading zero.
pub const BH01: Rule = Rule {
    code: "BH01",
    field: Some(Field::BhxhNumber),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhxhNumber], Repair::LostZeros),
    title_vi: "Mã số BHXH bị mất số 0 ở đầu",
    title_en: "Social insurance number lost its leading zero",
    why_vi: "Mã số BHXH có 10 chữ số; Excel đã bỏ số 0 ở đầu. Phần mềm đã thêm lại.",
    why_en: "The number has 10 digits; Excel dropped the zero in front. It was put back.",
    fix_vi: "Không cần sửa dòng này. Lần sau: định dạng cột là Văn bản (Text) trong Excel trước khi nhập.",
    fix_en: "Nothing to do for this row. Next time: format the column as Text in Excel before typing.",
    thresholds: &[],
};

/// Identity number lost its leading zeros.
pub const ID01: Rule = Rule {
    code: "ID01",
    field: Some(Field::IdentityNumber),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::IdentityNumber], Repair::LostZeros),
    title_vi: "Số CCCD hoặc CMND bị mất số 0 ở đầu",
    title_en: "Identity number lost its leading zeros",
    why_vi: "Số CCCD có 12 chữ số, số CMND có 9 chữ số; Excel đã bỏ số 0 ở đầu. Phần mềm đã thêm lại.",
    why_en: "A cccd has 12 digits, a cmnd 9; Excel dropped the zeros in front. They were put back.",
    fix_vi: "Không cần sửa dòng này. Lần sau: định dạng cột là Văn bản (Text) trong Excel trước khi nhập.",
    fix_en: "Nothing to do for this row. Next time: format the column as Text in Excel before typing.",
    thresholds: &[],
};

/// Phone number lost its leading zero.
pub const PH01: Rule = Rule {
    code: "PH01",
    field: Some(Field::Phone),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Phone], Repair::LostZeros),
    title_vi: "Số điện thoại bị mất số 0 ở đầu",
    title_en: "Phone number lost its leading zero",
    why_vi: "Số điện thoại bắt đầu bằng số 0; Excel đã bỏ số 0 này. Phần mềm đã thêm lại.",
    why_en: "A phone number begins with 0; Excel dropped it. It was put back.",
    fix_vi: "Không cần sửa dòng này. Lần sau: định dạng cột là Văn bản (Text) trong Excel trước khi nhập.",
    fix_en: "Nothing to do for this row. Next time: format the column as Text in Excel before typing.",
    thresholds: &[],
};

/// Commune code lost its leading zero.
pub const CM08: Rule = Rule {
    code: "CM08",
    field: Some(Field::CommuneCode),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::CommuneCode], Repair::LostZeros),
    title_vi: "Mã xã bị mất số 0 ở đầu",
    title_en: "Commune code lost its leading zero",
    why_vi: "Mã xã có 5 chữ số; Excel đã bỏ số 0 ở đầu. Phần mềm đã thêm lại.",
    why_en: "A commune code has five digits; Excel dropped the zero in front. It was put back.",
    fix_vi: "Không cần sửa dòng này nếu xã đúng. Lần sau định dạng cột là Văn bản (Text).",
    fix_en: "Nothing to do if the commune is right. Next time format the column as Text.",
    thresholds: &[],
};

/// Facility code lost its leading zero.
pub const IN04: Rule = Rule {
    code: "IN04",
    field: Some(Field::Facility),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Facility], Repair::LostZeros),
    title_vi: "Mã cơ sở khám chữa bệnh bị mất số 0 ở đầu",
    title_en: "Facility code lost its leading zero",
    why_vi: "Mã cơ sở khám chữa bệnh có 5 chữ số; Excel đã bỏ số 0 ở đầu. Phần mềm đã thêm lại.",
    why_en: "A facility code has five digits; Excel dropped the zero in front. It was put back.",
    fix_vi: "Không cần sửa dòng này nếu mã đúng. Lần sau định dạng cột là Văn bản (Text).",
    fix_en: "Nothing to do if the code is right. Next time format the column as Text.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH01);
        reports_its_state_alone(&ID01);
        reports_its_state_alone(&PH01);
        reports_its_state_alone(&CM08);
        reports_its_state_alone(&IN04);
    }
}
