//! Codes and words that no list knows.
//!
//! Blank rather than guessed: a code list has versions, and a guess would silently move people between groups.
//! Example: sex `K`, target group `17`.

use crate::domain::{Field, Problem};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Sex is not in the code list.
pub const CL01: Rule = Rule {
    code: "CL01",
    field: Some(Field::Sex),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Sex], Problem::Unknown),
    title_vi: "Giới tính không có trong danh mục",
    title_en: "Sex is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Ghi Nam hoặc Nữ.",
    fix_en: "Write Nam (male) or Nữ (female).",
    thresholds: &[],
};

/// Ethnic group is not in the code list.
pub const CL02: Rule = Rule {
    code: "CL02",
    field: Some(Field::Ethnicity),
    severity: Severity::Info,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Ethnicity], Problem::Unknown),
    title_vi: "Dân tộc không có trong danh mục",
    title_en: "Ethnic group is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Ghi tên dân tộc, ví dụ Tày, Nùng, Mông, Dao, hoặc mã theo danh mục.",
    fix_en: "Write the name, such as Tày, Nùng, Mông, Dao, or its code.",
    thresholds: &[],
};

/// Residence status is not in the code list.
pub const CL03: Rule = Rule {
    code: "CL03",
    field: Some(Field::ResidenceStatus),
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::ResidenceStatus], Problem::Unknown),
    title_vi: "Tình trạng cư trú không có trong danh mục",
    title_en: "Residence status is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Ghi thường trú, tạm trú, tạm vắng, đã chuyển đi hoặc đã chết.",
    fix_en: "Write permanent, temporary, absent, departed or dead, in the words of the register.",
    thresholds: &[],
};

/// Target group is not in the code list.
pub const CL04: Rule = Rule {
    code: "CL04",
    field: Some(Field::TargetGroups),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::TargetGroups], Problem::Unknown),
    title_vi: "Nhóm đối tượng không có trong danh mục",
    title_en: "Target group is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Ghi mã từ 1 đến 16 theo Quyết định 2062/QĐ-BYT; nhiều nhóm thì ngăn bằng dấu chấm phẩy, ví dụ 1;6.",
    fix_en: "Write codes 1 to 16 of QĐ 2062/QĐ-BYT, several with a semicolon between, such as 1;6.",
    thresholds: &[],
};

/// Who pays is not in the code list.
pub const CL05: Rule = Rule {
    code: "CL05",
    field: Some(Field::Funding),
    severity: Severity::Info,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::Funding], Problem::Unknown),
    title_vi: "Nguồn chi trả không có trong danh mục",
    title_en: "Who pays is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Ghi mã 1, 2, 3, 4, 5 hoặc 9 theo Quyết định 2062/QĐ-BYT.",
    fix_en: "Write code 1, 2, 3, 4, 5 or 9 of QĐ 2062/QĐ-BYT.",
    thresholds: &[],
};

/// Health class is not in the code list.
pub const CL06: Rule = Rule {
    code: "CL06",
    field: Some(Field::HealthClass),
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::Problem(&[Field::HealthClass], Problem::Unknown),
    title_vi: "Phân loại sức khỏe không có trong danh mục",
    title_en: "Health class is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Ghi loại I, II, III, IV hoặc V.",
    fix_en: "Write class I, II, III, IV or V.",
    thresholds: &[],
};

/// State of the health record is not in the code list.
pub const CL07: Rule = Rule {
    code: "CL07",
    field: None,
    severity: Severity::Error,
    effect: Effect::Blank,
    trigger: Trigger::Problem(
        &[
            Field::EhrExists,
            Field::EhrNationalState,
            Field::EhrVneidState,
        ],
        Problem::Unknown,
    ),
    title_vi: "Trạng thái hồ sơ sức khỏe điện tử không có trong danh mục",
    title_en: "State of the health record is not in the code list",
    why_vi: "Giá trị không có trong danh mục nên để trống.",
    why_en: "The value is in no list that the program knows. It was left blank.",
    fix_vi: "Kiểm tra bảng trạng thái của phần mềm xuất dữ liệu; báo tỉnh nếu có trạng thái mới.",
    fix_en: "Check the states of the software that wrote the file; tell the province of a new one.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&CL01);
        reports_its_state_alone(&CL02);
        reports_its_state_alone(&CL03);
        reports_its_state_alone(&CL04);
        reports_its_state_alone(&CL05);
        reports_its_state_alone(&CL06);
        reports_its_state_alone(&CL07);
    }
}
