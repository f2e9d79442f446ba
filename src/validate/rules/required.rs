//! Rows that lack what their kind must have.
//!
//! A kind names groups of fields and wants at least one of each. These rules look at what is left after every
//! other rule has blanked what it had to; they alone keep a row out. Example: a row with neither birth date nor
//! identity number can be nobody in particular.

use crate::domain::Field;
use crate::validate::fields::FieldSet;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

const ANY_ID: FieldSet = FieldSet::of(&[Field::IdentityNumber, Field::BhxhNumber, Field::BhytCard]);

/// The rule that speaks for a group of which at least one field must have a value.
pub fn rule_for(any_of: FieldSet) -> &'static Rule {
    let birth = FieldSet::of(&[Field::BirthDate]);
    if any_of == FieldSet::of(&[Field::FullName]) {
        &RQ01
    } else if ANY_ID.contains_all(any_of) {
        &RQ03
    } else if any_of.contains_all(birth) && any_of.contains_any(ANY_ID) {
        &RQ02
    } else {
        &RQ04
    }
}

/// No name.
pub const RQ01: Rule = Rule {
    code: "RQ01",
    field: Some(Field::FullName),
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Required,
    title_vi: "Thiếu họ tên",
    title_en: "Name is missing",
    why_vi: "Dòng này không có họ tên dùng được nên chưa được nhận.",
    why_en: "The row has no usable name and was not accepted.",
    fix_vi: "Bổ sung họ và tên đầy đủ rồi gửi lại danh sách.",
    fix_en: "Add the full name and send the list again.",
    thresholds: &[],
};

/// Neither birth date nor identifier.
pub const RQ02: Rule = Rule {
    code: "RQ02",
    field: None,
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Required,
    title_vi: "Thiếu cả ngày sinh và số định danh",
    title_en: "Neither birth date nor identity number",
    why_vi: "Không có năm sinh và cũng không có số CCCD, mã số BHXH hay thẻ BHYT dùng được, nên không biết là người nào. Dòng này chưa được nhận.",
    why_en: "Without a usable birth year, cccd, social insurance number or card nobody can tell who this is. The row was not accepted.",
    fix_vi: "Bổ sung ít nhất năm sinh hoặc số CCCD rồi gửi lại danh sách.",
    fix_en: "Add at least the birth year or the cccd and send the list again.",
    thresholds: &[],
};

/// No identifier where the kind lives on them.
pub const RQ03: Rule = Rule {
    code: "RQ03",
    field: None,
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Required,
    title_vi: "Thiếu số định danh",
    title_en: "Identity number is missing",
    why_vi: "Dòng này không có số định danh dùng được mà loại danh sách này phải có (CCCD, mã số BHXH hoặc thẻ BHYT) nên chưa được nhận.",
    why_en: "The row has no usable number of those that this kind of list must have (cccd, social insurance number or card) and was not accepted.",
    fix_vi: "Bổ sung số CCCD, mã số BHXH hoặc mã thẻ BHYT rồi gửi lại danh sách.",
    fix_en: "Add the cccd, the social insurance number or the card code and send the list again.",
    thresholds: &[],
};

/// Anything else that a kind must have.
pub const RQ04: Rule = Rule {
    code: "RQ04",
    field: None,
    severity: Severity::Error,
    effect: Effect::Quarantine,
    trigger: Trigger::Required,
    title_vi: "Thiếu thông tin bắt buộc",
    title_en: "Required information is missing",
    why_vi: "Một ô bắt buộc của loại danh sách này bị trống hoặc không dùng được nên dòng này chưa được nhận.",
    why_en: "A cell that this kind of list must have is empty or cannot be used, so the row was not accepted.",
    fix_vi: "Bổ sung ô bắt buộc (xem cột trường dữ liệu) rồi gửi lại danh sách.",
    fix_en: "Fill the required cell (see the column that names the field) and send the list again.",
    thresholds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(group: &[Field]) -> &'static str {
        rule_for(FieldSet::of(group)).code
    }

    #[test]
    fn each_group_has_the_rule_that_explains_it() {
        assert_eq!(rule(&[Field::FullName]), "RQ01");
        assert_eq!(rule(&[Field::BirthDate, Field::IdentityNumber]), "RQ02");
        assert_eq!(
            rule(&[Field::IdentityNumber, Field::BhxhNumber, Field::BhytCard]),
            "RQ03"
        );
        assert_eq!(rule(&[Field::IdentityNumber]), "RQ03");
        assert_eq!(rule(&[Field::ExamDate]), "RQ04");
        assert_eq!(rule(&[Field::BirthDate]), "RQ04");
        assert_eq!(rule(&[Field::FullName, Field::IdentityNumber]), "RQ04");
    }
}
