//! Identifiers that someone typed to get past a required cell.
//!
//! The same filler on many rows would make strangers one person, so it counts as missing. Example: `0909090909`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number is a filler.
pub const BH06: Rule = Rule {
    code: "BH06",
    field: Some(Field::BhxhNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhxhNumber], Problem::Filler),
    title_vi: "Mã số BHXH được điền cho có",
    title_en: "Social insurance number is a filler",
    why_vi: "Đây là dãy số được điền để qua ô bắt buộc (ví dụ toàn số 9), không phải số thật. Giá trị này để trống.",
    why_en: "This is typed to get past a required cell (all nines, for example), not a real number. It was left blank.",
    fix_vi: "Nhập mã số BHXH thật, hoặc để trống nếu chưa có.",
    fix_en: "Type the real number, or leave the cell empty.",
    thresholds: &[],
};

/// Insurance card code is a filler.
pub const CD05: Rule = Rule {
    code: "CD05",
    field: Some(Field::BhytCard),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::BhytCard], Problem::Filler),
    title_vi: "Mã thẻ BHYT được điền cho có",
    title_en: "Insurance card code is a filler",
    why_vi: "Đây là dãy số được điền để qua ô bắt buộc (ví dụ toàn số 9), không phải số thật. Giá trị này để trống.",
    why_en: "This is typed to get past a required cell (all nines, for example), not a real number. It was left blank.",
    fix_vi: "Nhập mã thẻ thật, hoặc để trống nếu chưa có thẻ.",
    fix_en: "Type the real code, or leave the cell empty.",
    thresholds: &[],
};

/// Identity number is a filler.
pub const ID06: Rule = Rule {
    code: "ID06",
    field: Some(Field::IdentityNumber),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::IdentityNumber], Problem::Filler),
    title_vi: "Số CCCD hoặc CMND được điền cho có",
    title_en: "Identity number is a filler",
    why_vi: "Đây là dãy số được điền để qua ô bắt buộc (ví dụ toàn số 9), không phải số thật. Giá trị này để trống.",
    why_en: "This is typed to get past a required cell (all nines, for example), not a real number. It was left blank.",
    fix_vi: "Nhập số thật, hoặc để trống nếu chưa có.",
    fix_en: "Type the real number, or leave the cell empty.",
    thresholds: &[],
};

/// Phone number is a filler.
pub const PH05: Rule = Rule {
    code: "PH05",
    field: Some(Field::Phone),
    severity: Severity::Info,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Phone], Problem::Filler),
    title_vi: "Số điện thoại được điền cho có",
    title_en: "Phone number is a filler",
    why_vi: "Đây là dãy số được điền để qua ô bắt buộc (ví dụ toàn số 9), không phải số thật. Giá trị này để trống.",
    why_en: "This is typed to get past a required cell (all nines, for example), not a real number. It was left blank.",
    fix_vi: "Nhập số thật, hoặc để trống nếu không có điện thoại.",
    fix_en: "Type the real number, or leave the cell empty.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH06);
        reports_its_state_alone(&CD05);
        reports_its_state_alone(&ID06);
        reports_its_state_alone(&PH05);
    }
}
