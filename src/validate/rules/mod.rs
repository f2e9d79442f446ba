//! The rules, a file each; rules that share one explanation share a file.
//!
//! A file says what its rule looks at, why, and an example; then the rule with its texts, its check where it has
//! one, and tests: a row that passes, one that fails, one at the edge, one without the value. `registry` lists
//! them. `case` is a row while rules look at it, `dates` what partial dates say for sure.

pub mod beside_label;
pub mod beside_table;
pub mod bhxh_is_phone;
pub mod birth_in_future;
pub mod birth_is_age;
pub mod birth_too_old;
pub mod blood_pressure_limits;
pub mod blood_pressure_order;
pub mod broken_record;
pub mod card_level;
pub mod card_number;
pub mod card_object;
pub mod card_remark;
pub mod case;
pub mod cccd_age;
pub mod cccd_birth_year;
pub mod cccd_place;
pub mod cccd_sex;
pub mod class_in_words;
pub mod cmnd_given;
pub mod commune_ambiguous;
pub mod commune_contradiction;
pub mod commune_default;
pub mod commune_name_unknown;
pub mod commune_resolved;
pub mod commune_unknown;
pub mod contradicted_heading;
pub mod corrected_row;
pub mod damaged_text;
pub mod date_approximate;
pub mod date_day_missing;
pub mod date_excel_serial;
pub mod date_lunar;
pub mod date_month_first;
pub mod date_not_in_calendar;
pub mod date_placeholder_day;
pub mod date_two_digit_year;
pub mod date_unreadable;
pub mod date_utc;
pub mod dates;
pub mod dead_without_date;
pub mod death_before_birth;
pub mod death_in_future;
pub mod default_vector;
pub mod departed_without_date;
pub mod ditto;
pub mod earlier_list;
pub mod ehr_in_future;
pub mod elderly_group;
pub mod exam_before_birth;
pub mod exam_in_future;
pub mod exam_too_early;
pub mod filler;
pub mod general;
pub mod glucose_limits;
pub mod glucose_mg_dl;
pub mod height_in_metres;
pub mod height_limits;
pub mod height_weight_swapped;
pub mod identity_ambiguous;
pub mod lost_zeros;
pub mod measurement_other_unit;
pub mod measurement_unreadable;
pub mod moved_column;
pub mod name_remark;
pub mod name_title;
pub mod name_typing_residue;
pub mod name_unreadable;
pub mod name_unusual;
pub mod name_wrong_form;
pub mod noise;
pub mod other_commune;
pub mod other_number;
pub mod phone_prefix;
pub mod pulse_limits;
pub mod pupil_group;
pub mod required;
pub mod rounded_number;
pub mod row_above_header;
pub mod several_numbers;
pub mod sex_contradiction;
#[cfg(test)]
pub mod testing;
pub mod too_many_cells;
pub mod two_columns;
pub mod unknown_code;
pub mod unknown_part;
pub mod validity_open_ended;
pub mod validity_reversed;
pub mod weight_limits;
pub mod wrong_form;
pub mod wrong_length;

use crate::domain::Field;

/// Every field that holds a date.
const DATES: &[Field] = &[
    Field::BirthDate,
    Field::DeathDate,
    Field::DepartureDate,
    Field::ValidFrom,
    Field::ValidTo,
    Field::ExamDate,
    Field::EhrUpdated,
];

/// The dates that count by their day; of the others a year may be all that is known.
const DAYS: &[Field] = &[
    Field::ValidFrom,
    Field::ValidTo,
    Field::ExamDate,
    Field::EhrUpdated,
];

/// Every field that holds a measurement.
const MEASUREMENTS: &[Field] = &[
    Field::HeightCm,
    Field::WeightKg,
    Field::BloodPressure,
    Field::PulsePerMin,
    Field::GlucoseMmolL,
];
