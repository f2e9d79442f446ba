//! People above the header of their table.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A list that was sorted with its header, so that people stand above it, or a table without a header of its own
/// above another. They are read with the columns of the header below. Example: a row of a person in row 1, the header
/// in row 9.
pub const RW07: Rule = Rule {
    code: "RW07",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Layout,
    title_vi: "Dòng nằm phía trên tiêu đề của bảng",
    title_en: "The row stands above the header of its table",
    why_vi: "Dòng này nằm trên dòng tiêu đề; phần mềm đọc theo các cột của tiêu đề bên dưới.",
    why_en: "The row stands above the header. It was read with the columns of the header below.",
    fix_vi: "Kiểm tra các cột của dòng có đúng với tiêu đề không, rồi chuyển dòng tiêu đề lên đầu bảng.",
    fix_en: "See whether its columns are those of the header, and move the header to the top of the table.",
    thresholds: &[],
};
