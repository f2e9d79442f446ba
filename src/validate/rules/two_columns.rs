//! Two columns of one field that say different things.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A list with "Ngày sinh" and "Năm sinh", or "CCCD" and "Mã định danh": the first column that can be read counts. A
/// birth year beside the date that it is of, and an old cmnd beside a cccd, say nothing else. Example: 12/05/1957
/// beside 1958, of which the finding shows 1958.
pub const GE04: Rule = Rule {
    code: "GE04",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Layout,
    title_vi: "Hai cột của cùng một mục ghi khác nhau",
    title_en: "Two columns of one field say different things",
    why_vi: "Danh sách có hai cột cho cùng một mục (ví dụ Ngày sinh và Năm sinh) và dòng này ghi khác nhau. Phần mềm lấy cột đọc được trước; giá trị nêu ở đây không được dùng.",
    why_en: "The list has two columns for one field (such as date and year of birth) and they differ in this row. The first that can be read was taken; the value shown here was not used.",
    fix_vi: "Kiểm tra giá trị nào đúng, sửa cho hai cột giống nhau hoặc chỉ giữ một cột.",
    fix_en: "Check which is right; make the two columns agree, or keep only one.",
    thresholds: &[],
};
