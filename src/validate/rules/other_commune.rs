//! Rows of a commune's list that name another commune.

use crate::domain::Field;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// The file is the list of one commune by its name, and the row says another. It stands: people are listed where they
/// work or stay too; but a column of birthplaces taken for homes looks the same. Example: "Xã Tam Kim" in the list of
/// Lý Bôn.
pub const CM11: Rule = Rule {
    code: "CM11",
    field: Some(Field::CommuneCode),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Layout,
    title_vi: "Xã ghi ở dòng khác với xã của danh sách",
    title_en: "The row names another commune than its list",
    why_vi: "Tên tệp cho biết danh sách của một xã, nhưng dòng này ghi xã khác. Phần mềm lấy theo dòng.",
    why_en: "By its file name the list is of one commune, and the row names another. The row was taken.",
    fix_vi: "Kiểm tra người này đang cư trú ở xã nào; nếu cột là quê quán hoặc nơi sinh thì ghi rõ ở tiêu đề.",
    fix_en: "Find out where the person lives; if the column is a birthplace, say so in its heading.",
    thresholds: &[],
};
