//! Rows whose cells someone corrected by hand.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A row that was sent back and came again in a corrected workbook. What its source wrote stands in the table
/// of corrections. Example: a name was missing, and the commune has filled it in.
pub const RW02: Rule = Rule {
    code: "RW02",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Correction,
    title_vi: "Dòng đã được sửa tay",
    title_en: "Row corrected by hand",
    why_vi: "Các ô của dòng này lấy từ bảng sửa lỗi do đơn vị gửi lại, không lấy từ tệp gốc.",
    why_en: "The cells of this row come from a workbook of corrections, not from the file of its source.",
    fix_vi: "Sửa cả trong danh sách gốc để lần gửi sau không bị lại.",
    fix_en: "Correct the list itself too, so that the next one comes right.",
    thresholds: &[],
};
