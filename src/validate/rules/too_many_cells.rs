//! Rows whose cells cannot be told apart.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A row with more filled cells than the header has columns: somewhere a delimiter stands inside a value, and
/// from there on every value stands one column too far. Example: `7,Nông Thị Ấm,12,05/1957,…`.
pub const RW01: Rule = Rule {
    code: "RW01",
    field: None,
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Layout,
    title_vi: "Dòng có nhiều ô hơn tiêu đề",
    title_en: "More cells than the header",
    why_vi: "Dòng này có nhiều ô hơn số cột của tiêu đề nên các giá trị có thể bị lệch cột. Dòng này chưa được nhận.",
    why_en: "The row has more cells than the header has columns, so that values may stand in the wrong column. The row was not accepted.",
    fix_vi: "Kiểm tra dấu phẩy hoặc dấu chấm phẩy thừa trong dòng, sửa rồi gửi lại danh sách.",
    fix_en: "Look for a stray comma or semicolon in the row, correct it and send the list again.",
    thresholds: &[],
};
