//! Records of a message of which a part could not be read.

use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// A HOSO with a part that is no base64, no XML, not all there, or there twice. What is missing may be what a
/// dataset needs, so that the whole record waits. The finding names the part. Example: `XML11: base64`.
pub const RW03: Rule = Rule {
    code: "RW03",
    field: None,
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Layout,
    title_vi: "Hồ sơ XML có phần không đọc được",
    title_en: "A part of the XML record cannot be read",
    why_vi: "Một phần của hồ sơ (HOSO) bị hỏng, thiếu, bị lặp hoặc thuộc lượt khám khác nên không biết hồ sơ có đủ hay không. Hồ sơ này chưa được nhận.",
    why_en: "A part of the record (HOSO) is damaged, cut off, there twice or of another visit, so that nobody can tell whether the record is whole. It was not accepted.",
    fix_vi: "Xuất lại hồ sơ này từ phần mềm rồi gửi lại tệp; nếu vẫn lỗi, báo nhà cung cấp phần mềm tên phần bị lỗi.",
    fix_en: "Export the record again and send the file again; if that does not help, tell the maker of the software which part it is.",
    thresholds: &[],
};
