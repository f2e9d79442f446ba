//! Rows that say something else than what stands over them.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// The row's own hamlet, class, sex or day is another than that of the heading, the title or the sheet that it stands
/// under. The row holds: it was typed for this person. Example: "Lũng Rì" in the column of the hamlet below "Xóm Nà
/// Pò"; what the heading says is proposed.
pub const RW06: Rule = Rule {
    code: "RW06",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Layout,
    title_vi: "Dòng ghi khác với tiêu đề nhóm phía trên",
    title_en: "The row contradicts the heading over it",
    why_vi: "Xóm, lớp, giới tính hoặc ngày khám ghi trong dòng khác với tiêu đề nhóm, tiêu đề danh sách hoặc tên trang tính của nó. Giá trị trong dòng được giữ nguyên.",
    why_en: "The hamlet, class, sex or day of the exam in the row is another than that of the heading, the title or the sheet that it stands under. What the row says was kept.",
    fix_vi: "Kiểm tra dòng có bị đặt nhầm nhóm không; sửa dòng hoặc tiêu đề cho khớp.",
    fix_en: "Check whether the row stands under the right heading, and correct the row or the heading.",
    thresholds: &[],
};
