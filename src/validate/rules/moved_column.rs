//! Identifiers that stand in another identifier's column, a birth date behind the name, and a card period in one cell.
//!
//! The form tells which number it is, so it is moved to where it belongs and nothing is lost. Example: a card
//! `GD4040312345678` in the column of the cccd.

use crate::domain::{Field, Repair};
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Social insurance number stood in another column.
pub const BH03: Rule = Rule {
    code: "BH03",
    field: Some(Field::BhxhNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhxhNumber], Repair::MovedFromOtherColumn),
    title_vi: "Mã số BHXH nằm ở cột khác",
    title_en: "Social insurance number stood in another column",
    why_vi: "Mã số BHXH được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The social insurance number was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi mã số BHXH vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

/// Insurance card code stood in another column.
pub const CD02: Rule = Rule {
    code: "CD02",
    field: Some(Field::BhytCard),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BhytCard], Repair::MovedFromOtherColumn),
    title_vi: "Mã thẻ BHYT nằm ở cột khác",
    title_en: "Insurance card code stood in another column",
    why_vi: "Mã thẻ BHYT được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The insurance card code was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi mã thẻ BHYT vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

/// Birth date stood behind the name.
pub const DT14: Rule = Rule {
    code: "DT14",
    field: Some(Field::BirthDate),
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::BirthDate], Repair::MovedFromOtherColumn),
    title_vi: "Ngày sinh ghi chung ô họ tên",
    title_en: "Birth date stood in the cell of the name",
    why_vi: "Năm sinh hoặc ngày sinh ghi sau họ tên, dòng không có ngày sinh nào khác. Phần mềm đã lấy làm ngày sinh.",
    why_en: "A year or a date stands behind the name, and the row has no other birth date. It was taken for the birth date.",
    fix_vi: "Không cần sửa dòng này nếu đó là ngày sinh. Lần sau ghi ngày sinh vào cột riêng.",
    fix_en: "Nothing to do if it is the birth date. Next time write it in a column of its own.",
    thresholds: &[],
};

/// Identity number stood in another column.
pub const ID03: Rule = Rule {
    code: "ID03",
    field: Some(Field::IdentityNumber),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::IdentityNumber], Repair::MovedFromOtherColumn),
    title_vi: "Số CCCD hoặc CMND nằm ở cột khác",
    title_en: "Identity number stood in another column",
    why_vi: "Số CCCD hoặc CMND được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The identity number was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi số CCCD hoặc CMND vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

/// Both days of a card period stood in one cell.
pub const IN03: Rule = Rule {
    code: "IN03",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(
        &[Field::ValidFrom, Field::ValidTo],
        Repair::MovedFromOtherColumn,
    ),
    title_vi: "Thời hạn thẻ ghi chung một ô",
    title_en: "Both days of the card period stood in one cell",
    why_vi: "Ngày bắt đầu và ngày hết hạn thẻ ghi trong một ô. Phần mềm đã tách thành hai ngày.",
    why_en: "The first and the last day of the card stood in one cell. They were read as two dates.",
    fix_vi: "Không cần sửa dòng này nếu hai ngày đúng. Lần sau ghi mỗi ngày một cột.",
    fix_en: "Nothing to do if both days are right. Next time write each in its own column.",
    thresholds: &[],
};

/// Phone number stood in another column.
pub const PH08: Rule = Rule {
    code: "PH08",
    field: Some(Field::Phone),
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::Repair(&[Field::Phone], Repair::MovedFromOtherColumn),
    title_vi: "Số điện thoại nằm ở cột khác",
    title_en: "Phone number stood in another column",
    why_vi: "Số điện thoại được ghi nhầm ở cột của số khác. Phần mềm đã chuyển về đúng cột.",
    why_en: "The phone number was written in the column of another number. It was moved to its own.",
    fix_vi: "Kiểm tra lại và ghi số điện thoại vào đúng cột trong danh sách gốc.",
    fix_en: "Check it and write it in its own column in your list.",
    thresholds: &[],
};

/// Date of a death or a departure stood beside the state of residence.
pub const RS05: Rule = Rule {
    code: "RS05",
    field: None,
    severity: Severity::Info,
    effect: Effect::Keep,
    trigger: Trigger::Repair(
        &[Field::DeathDate, Field::DepartureDate],
        Repair::MovedFromOtherColumn,
    ),
    title_vi: "Ngày chết hoặc ngày chuyển đi ghi chung ô tình trạng",
    title_en: "Date of death or departure stood beside the state of residence",
    why_vi: "Ô tình trạng cư trú ghi cả ngày, cột ngày để trống. Phần mềm đã chuyển ngày về đúng cột.",
    why_en: "The state of residence has a date behind it, and the column of the date is blank. It was moved there.",
    fix_vi: "Không cần sửa dòng này nếu ngày đúng. Lần sau ghi ngày vào cột riêng.",
    fix_en: "Nothing to do if the date is right. Next time write it in its own column.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::rules::testing::reports_its_state_alone;

    #[test]
    fn they_report_the_state_and_nothing_else() {
        reports_its_state_alone(&BH03);
        reports_its_state_alone(&CD02);
        reports_its_state_alone(&DT14);
        reports_its_state_alone(&ID03);
        reports_its_state_alone(&IN03);
        reports_its_state_alone(&PH08);
        reports_its_state_alone(&RS05);
    }
}
