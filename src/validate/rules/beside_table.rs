//! Values that stand beside the table.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A cell of a workbook to the right of the last column of the header: a remark without a heading, most often. The
/// cells of a workbook have their places, so that the others are not moved by it; the text itself is not kept, as
/// that of no unknown column is. Example: "đã chuyển đi" behind the last column.
pub const RW04: Rule = Rule {
    code: "RW04",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Layout,
    title_vi: "Có nội dung ghi bên ngoài bảng",
    title_en: "Something stands beside the table",
    why_vi: "Có ô ghi bên phải cột cuối cùng của tiêu đề. Nội dung đó không được đọc; các ô khác của dòng vẫn được nhận.",
    why_en: "A cell to the right of the last column of the header is filled. It was not read; the other cells of the row were.",
    fix_vi: "Nếu nội dung cần dùng, thêm tên cột vào tiêu đề rồi gửi lại danh sách.",
    fix_en: "If it is needed, give the column a heading and send the list again.",
    thresholds: &[],
};
