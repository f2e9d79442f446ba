//! `restricted/exams`: what was measured, when, and whether it counts.

use super::column::ColumnType::{Category, Date, Flag, Integer, Real, Text};
use super::{Column, Dataset, Tier};

const NOT_MEASURED: &str = "not measured, unreadable, or filled in by software";

pub static EXAMS: Dataset = Dataset {
    name: "exams",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một lần khám của một người trong một ngày",
    grain_en: "one examination of one person on one day",
    key: &["person_id", "exam_date"],
    sort: &["commune_code", "person_id", "exam_date"],
    columns: &[
        Column::new("person_id", Text, "Mã người", "Person examined"),
        Column::new(
            "commune_code",
            Category,
            "Mã xã nơi cư trú của người được khám",
            "Home commune of the person",
        )
        .null("the person's home commune is unknown"),
        Column::new("exam_date", Date, "Ngày khám", "Day of the examination")
            .null("no readable date"),
        Column::new("exam_place", Text, "Nơi khám", "Place of the examination").null("not given"),
        Column::new(
            "roster_commune_code",
            Category,
            "Mã xã của danh sách khám",
            "Commune whose roster reports the examination",
        )
        .null("unknown"),
        Column::new("height_cm", Real, "Chiều cao", "Height")
            .unit("cm")
            .null(NOT_MEASURED),
        Column::new("weight_kg", Real, "Cân nặng", "Weight")
            .unit("kg")
            .null(NOT_MEASURED),
        Column::new(
            "systolic_mmhg",
            Real,
            "Huyết áp tâm thu",
            "Systolic blood pressure",
        )
        .unit("mmHg")
        .null(NOT_MEASURED),
        Column::new(
            "diastolic_mmhg",
            Real,
            "Huyết áp tâm trương",
            "Diastolic blood pressure",
        )
        .unit("mmHg")
        .null(NOT_MEASURED),
        Column::new("pulse_per_min", Real, "Mạch", "Pulse")
            .unit("1/min")
            .null(NOT_MEASURED),
        Column::new("glucose_mmol_l", Real, "Đường huyết", "Blood glucose")
            .unit("mmol/L")
            .null(NOT_MEASURED),
        Column::new(
            "health_class",
            Integer,
            "Phân loại sức khoẻ, 1 (rất khoẻ) đến 5 (rất yếu)",
            "Health class, 1 (very good) to 5 (very weak), QĐ 1613/BYT-QĐ",
        )
        .null("not given, unreadable, or filled in by software"),
        Column::new(
            "funding_code",
            Integer,
            "Nguồn chi trả (NGUON_CHI_TRA)",
            "Who pays (NGUON_CHI_TRA)",
        )
        .null("not given"),
        Column::new(
            "age_years",
            Integer,
            "Tuổi khi khám",
            "Age at the examination",
        )
        .unit("years")
        .null("birth or examination date unknown"),
        Column::new(
            "counts",
            Flag,
            "Được tính là đã khám theo quy định của kế hoạch",
            "Counts as an examination under the pipeline's rule",
        ),
        Column::new(
            "not_counted_because",
            Category,
            "Lý do không được tính",
            "Why it does not count: no_date, outside_window, items_missing",
        )
        .null("it counts"),
        Column::new(
            "record_count",
            Integer,
            "Số dòng nguồn báo lần khám này",
            "Source rows that report this examination",
        ),
    ],
};
