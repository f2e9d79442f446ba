//! Rows of a text file of which a letter or a quotation mark is damaged.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// One row holds a byte that is no part of a letter, or a quotation mark that opens a cell and never closes it, while
/// the rows around it are whole. What stood there cannot be known, so that the row waits and the others are read; a
/// file of which more than a few rows are so is set aside as a whole. The finding says which of the two it is.
/// Example: `"Nà Pò` in the last cell.
pub const RW05: Rule = Rule {
    code: "RW05",
    field: None,
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Layout,
    title_vi: "Dòng có ký tự hỏng hoặc dấu ngoặc kép lẻ",
    title_en: "A letter or a quotation mark of the row is damaged",
    why_vi: "Dòng này có byte không thuộc chữ nào, hoặc có dấu ngoặc kép (\") mở ra mà không đóng lại, nên không biết ô ghi gì. Dòng này chưa được nhận; các dòng khác vẫn được đọc.",
    why_en: "The row holds a byte that is no part of a letter, or a quotation mark (\") that opens and never closes, so that nobody can tell what the cell said. It was not accepted; the other rows were read.",
    fix_vi: "Mở tệp gốc, sửa ô bị hỏng hoặc xoá dấu ngoặc kép lẻ ở dòng này rồi lưu lại thành CSV UTF-8 và gửi lại.",
    fix_en: "Open the original, correct the damaged cell or delete the single quotation mark in this row, save it again as CSV UTF-8 and send it again.",
    thresholds: &[],
};
