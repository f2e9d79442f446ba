//! Every rule, once.

use std::collections::BTreeMap;

use super::finding::RuleId;
use super::lang::Lang;
use super::rule::{Rule, RuleSet};
use super::rules::{
    beside_label, beside_table, bhxh_is_phone, birth_in_future, birth_is_age, birth_too_old,
    blood_pressure_limits, blood_pressure_order, broken_record, card_level, card_number,
    card_object, card_remark, cccd_age, cccd_birth_year, cccd_place, cccd_sex, class_in_words,
    cmnd_given, commune_ambiguous, commune_contradiction, commune_default, commune_name_unknown,
    commune_resolved, commune_unknown, contradicted_heading, corrected_row, damaged_text,
    date_approximate, date_day_missing, date_excel_serial, date_lunar, date_month_first,
    date_not_in_calendar, date_placeholder_day, date_two_digit_year, date_unreadable, date_utc,
    dead_without_date, death_before_birth, death_in_future, default_vector, departed_without_date,
    ditto, earlier_list, ehr_in_future, elderly_group, exam_before_birth, exam_in_future,
    exam_too_early, filler, general, glucose_limits, glucose_mg_dl, height_in_metres,
    height_limits, height_weight_swapped, identity_ambiguous, lost_zeros, measurement_other_unit,
    measurement_unreadable, moved_column, name_remark, name_title, name_typing_residue,
    name_unreadable, name_unusual, name_wrong_form, noise, other_commune, other_number,
    phone_prefix, pulse_limits, pupil_group, required, rounded_number, row_above_header,
    several_numbers, sex_contradiction, too_many_cells, two_columns, unknown_code, unknown_part,
    validity_open_ended, validity_reversed, weight_limits, wrong_form, wrong_length,
};
use super::whole_file::{filled_column, month_first_column, shared_number};

/// In the order of their codes, which is the order in which checks run: a rule that finds the cause of an
/// impossible value (metres, exchanged columns) has a lower code than the one that only knows the limits.
static RULES: [Rule; 137] = [
    birth_in_future::BD01,
    birth_too_old::BD02,
    lost_zeros::BH01,
    noise::BH02,
    moved_column::BH03,
    wrong_length::BH04,
    wrong_form::BH05,
    filler::BH06,
    rounded_number::BH07,
    bhxh_is_phone::BH08,
    other_number::BH09,
    noise::CD01,
    moved_column::CD02,
    wrong_length::CD03,
    wrong_form::CD04,
    filler::CD05,
    card_level::CD06,
    card_object::CD07,
    card_number::CD08,
    rounded_number::CD09,
    other_number::CD10,
    several_numbers::CD11,
    card_remark::CD12,
    unknown_code::CL01,
    unknown_code::CL02,
    unknown_code::CL03,
    unknown_code::CL04,
    unknown_code::CL05,
    unknown_code::CL06,
    unknown_code::CL07,
    unknown_part::CL08,
    class_in_words::CL09,
    sex_contradiction::CL10,
    beside_label::CL11,
    beside_label::CL12,
    earlier_list::CL13,
    commune_resolved::CM01,
    commune_resolved::CM02,
    commune_resolved::CM03,
    commune_unknown::CM04,
    commune_ambiguous::CM05,
    commune_contradiction::CM06,
    commune_default::CM07,
    lost_zeros::CM08,
    commune_name_unknown::CM09,
    noise::CM10,
    other_commune::CM11,
    date_unreadable::DT01,
    date_not_in_calendar::DT02,
    date_placeholder_day::DT03,
    date_two_digit_year::DT04,
    date_day_missing::DT05,
    date_month_first::DT06,
    date_approximate::DT07,
    date_lunar::DT08,
    date_utc::DT09,
    noise::DT10,
    birth_is_age::DT11,
    date_excel_serial::DT12,
    month_first_column::DT13,
    moved_column::DT14,
    ehr_in_future::EH01,
    exam_in_future::EX01,
    exam_too_early::EX02,
    exam_before_birth::EX03,
    general::GE01,
    general::GE02,
    ditto::GE03,
    two_columns::GE04,
    lost_zeros::ID01,
    noise::ID02,
    moved_column::ID03,
    wrong_length::ID04,
    wrong_form::ID05,
    filler::ID06,
    rounded_number::ID07,
    identity_ambiguous::ID08,
    cccd_sex::ID09,
    cccd_birth_year::ID10,
    cccd_place::ID11,
    cmnd_given::ID12,
    cccd_age::ID13,
    several_numbers::ID14,
    several_numbers::ID15,
    shared_number::ID16,
    validity_reversed::IN01,
    validity_open_ended::IN02,
    moved_column::IN03,
    lost_zeros::IN04,
    noise::IN05,
    card_remark::IN06,
    measurement_unreadable::ME01,
    default_vector::ME02,
    height_in_metres::ME03,
    height_weight_swapped::ME04,
    height_limits::ME05,
    weight_limits::ME06,
    blood_pressure_limits::ME07,
    blood_pressure_order::ME08,
    pulse_limits::ME09,
    glucose_mg_dl::ME10,
    glucose_limits::ME11,
    measurement_other_unit::ME12,
    filled_column::ME13,
    name_unreadable::NM01,
    name_wrong_form::NM02,
    noise::NM03,
    name_remark::NM04,
    name_title::NM05,
    name_typing_residue::NM06,
    name_unusual::NM07,
    lost_zeros::PH01,
    phone_prefix::PH02,
    noise::PH03,
    wrong_form::PH04,
    filler::PH05,
    rounded_number::PH06,
    several_numbers::PH07,
    moved_column::PH08,
    required::RQ01,
    required::RQ02,
    required::RQ03,
    required::RQ04,
    dead_without_date::RS01,
    departed_without_date::RS02,
    death_before_birth::RS03,
    death_in_future::RS04,
    moved_column::RS05,
    too_many_cells::RW01,
    corrected_row::RW02,
    broken_record::RW03,
    beside_table::RW04,
    damaged_text::RW05,
    contradicted_heading::RW06,
    row_above_header::RW07,
    elderly_group::TG01,
    pupil_group::TG02,
];

const _: () = assert!(RULES.len() <= RuleSet::CAPACITY);

/// The rule about a row with more cells than its header, which the reader of the row applies.
#[must_use]
pub fn rule_of_too_many_cells() -> RuleId {
    rule_id(&too_many_cells::RW01)
}

/// The rule about a row with something beside its table.
#[must_use]
pub fn rule_of_beside_table() -> RuleId {
    rule_id(&beside_table::RW04)
}

/// The rule about a second column that says something else than the first.
#[must_use]
pub fn rule_of_two_columns() -> RuleId {
    rule_id(&two_columns::GE04)
}

/// The rule about a row above its header.
#[must_use]
pub fn rule_of_row_above_header() -> RuleId {
    rule_id(&row_above_header::RW07)
}

/// The rule about a row of another commune than its file.
#[must_use]
pub fn rule_of_other_commune() -> RuleId {
    rule_id(&other_commune::CM11)
}

/// The rule about a record of which a part could not be read.
#[must_use]
pub fn rule_of_broken_record() -> RuleId {
    rule_id(&broken_record::RW03)
}

/// The rule about a row of text of which a letter or a cell is damaged.
#[must_use]
pub fn rule_of_damaged_text() -> RuleId {
    rule_id(&damaged_text::RW05)
}

/// The rule about a row that contradicts the heading over it.
#[must_use]
pub fn rule_of_contradicted_heading() -> RuleId {
    rule_id(&contradicted_heading::RW06)
}

/// The rule that tells of a row corrected by hand.
#[must_use]
pub fn rule_of_corrected_row() -> RuleId {
    rule_id(&corrected_row::RW02)
}

/// All rules; `RuleId(i)` is `registry()[i]`. Codes are unique and sorted.
#[must_use]
pub fn registry() -> &'static [Rule] {
    &RULES
}

/// The rule with a code.
#[must_use]
pub fn rule_of_code(code: &str) -> Option<RuleId> {
    let index = RULES.binary_search_by(|rule| rule.code.cmp(code)).ok()?;
    Some(RuleId(index as u16))
}

/// What the configuration may name: code of each rule → names of its thresholds, in the rule's order.
#[must_use]
pub fn known_rules() -> BTreeMap<&'static str, Vec<&'static str>> {
    let names = |rule: &Rule| rule.thresholds.iter().map(|t| t.name).collect();
    RULES.iter().map(|rule| (rule.code, names(rule))).collect()
}

/// Position of a rule.
pub(super) fn rule_id(rule: &Rule) -> RuleId {
    let index = RULES.partition_point(|other| other.code < rule.code);
    RuleId(index as u16)
}

/// What the file of rejects says of a row that was kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RejectReason {
    pub code: &'static str,
    pub reason: &'static str,
    pub fix: &'static str,
}

/// Reason and fix text of a rule in one language.
///
/// # Panics
/// When `rule` is not a position of the registry.
#[must_use]
pub fn reject_reason(rule: RuleId, lang: Lang) -> RejectReason {
    let rule = &RULES[usize::from(rule.0)];
    RejectReason {
        code: rule.code,
        reason: rule.title(lang),
        fix: rule.fix(lang),
    }
}

#[cfg(test)]
mod tests;
