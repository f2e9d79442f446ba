//! `steering/series`: how each indicator grew, week by week and month by month.

use super::column::ColumnType::{Category, Date, Flag, Long, Real};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL};
use super::{Column, Dataset, Tier};

pub static SERIES: Dataset = Dataset {
    name: "series",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một chỉ số của một nơi trong một tuần (thứ hai đến chủ nhật) hoặc một tháng",
    grain_en: "one indicator of one place that has a value, in one week (Monday to Sunday) or month, from the dates of exams",
    key: &["as_of", "level", "commune_code", "indicator", "period_kind", "period_start"],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new("period_kind", Category, "Kỳ: week (tuần), month (tháng)", "Period: week, month"),
        Column::new("period_start", Date, "Ngày đầu kỳ", "First day of the period, not before the indicator's start"),
        Column::new(
            "period_end",
            Date,
            "Ngày cuối kỳ",
            "Last day of the period, not after as_of nor after the deadline of the indicator",
        ),
        Column::new(
            "is_complete",
            Flag,
            "Kỳ đã hết",
            "Whether all days of the period's week or month that the indicator has are over at as_of",
        ),
        Column::new(
            "numerator_new",
            Long,
            "Số mới đạt trong kỳ",
            "Newly in the numerator in the period: by each person's first exam that counts for it",
        )
        .unit("count"),
        Column::new(
            "numerator",
            Long,
            "Số đạt lũy kế",
            "In the numerator at the end of the period, those without a date or with an earlier one included",
        )
        .unit("count"),
        Column::new(
            "denominator_new",
            Long,
            "Số mới vào mẫu số trong kỳ",
            "Newly in the denominator in the period, by each person's first exam that counts for it",
        )
        .unit("count")
        .null("the denominator is no matter of exams: it is that of as_of"),
        Column::new(
            "denominator",
            Long,
            "Mẫu số lũy kế, hoặc của ngày số liệu",
            "In the denominator at the end of the period; of as_of where it is no matter of exams",
        )
        .unit("count"),
        Column::new("value", Real, "Giá trị lũy kế", "numerator / denominator")
            .unit("share")
            .null("nobody is in the denominator"),
    ],
};
