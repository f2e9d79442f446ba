//! `restricted/person_indicators`: who is in which numerator and denominator.

use super::column::ColumnType::{Category, Long, Text};
use super::{Column, Dataset, Tier};

pub static PERSON_INDICATORS: Dataset = Dataset {
    name: "person_indicators",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một người: các mẫu số và tử số có người đó",
    grain_en: "one person: the denominators and numerators it is in, so that a number can be taken apart",
    key: &["person_id"],
    sort: &["commune_code", "person_id"],
    columns: &[
        Column::new("person_id", Text, "Mã người", "Person"),
        Column::new("commune_code", Category, "Mã xã nơi cư trú", "Home commune")
            .null("no record gives a commune that can be resolved"),
        Column::new(
            "denominators",
            Long,
            "Các mẫu số, mỗi chỉ số một bit: person_bit trong indicator_definitions",
            "The denominators the person is in: bit person_bit of each indicator (indicator_definitions)",
        ),
        Column::new(
            "numerators",
            Long,
            "Các tử số, cùng cách ghi",
            "The numerators, in the same way",
        ),
    ],
};
