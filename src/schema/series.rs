//! `steering/series`: how each indicator grew, week by week and month by month.

use super::column::ColumnType::{Category, Date, Flag, Long, Real};
use super::place::{AS_OF, INDICATOR};
use super::{Column, Dataset, Tier};

pub static SERIES: Dataset = Dataset {
    name: "series",
    tier: Tier::Steering,
    version: 2,
    grain_vi: "một chỉ số của một nơi trong một tuần (thứ hai đến chủ nhật) hoặc một tháng; kỳ kết thúc trước 01/07/2025 có cả theo địa giới cũ",
    grain_en: "one indicator of one place that has a value, in one week (Monday to Sunday) or month, from the dates of exams; of periods that end before 2025-07-01 in the borders of then too",
    key: &["as_of", "level", "commune_code", "indicator", "period_kind", "period_start"],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        Column::new(
            "level",
            Category,
            "Cấp: province (tỉnh), commune (xã hiện nay), unassigned (chưa rõ xã nơi cư trú); kỳ kết thúc trước 01/07/2025 có thêm former_commune (xã cũ), former_unassigned (chưa rõ xã cũ, hoặc xã nơi cư trú ngoài phạm vi). Cùng những người ấy và, nếu mẫu số không tính theo lần khám, cùng mẫu số của ngày số liệu, chỉ xếp theo nơi khác: tổng former_commune và former_unassigned bằng province, kể cả xã hiện nay thiếu danh sách; chỉ gồm người nay cư trú trong phạm vi",
            "Level: province, commune (of today), unassigned (home commune unknown or outside the scope); of periods that end before 2025-07-01 also former_commune (of the list of then) and former_unassigned (no source tells in which, or the home is outside the scope). The same people and, where it is no matter of exams, the same denominator of as_of, only placed otherwise: former_commune and former_unassigned together are province, also where today's commune lacks a list and has no row; of those who live in the scope now",
        ),
        Column::new(
            "commune_code",
            Category,
            "Mã xã; ở cấp former_commune là mã của danh mục trước 01/07/2025: nếu hiện nay còn mã ấy thì xã hiện nay gồm xã cũ này, thường cùng nhiều xã khác",
            "Commune (list in force); at the level former_commune by the list before 2025-07-01: where the code is in force, today's commune is that one and mostly others with it",
        )
        .null("the row is not of one commune; such rows stand first"),
        Column::new(
            "commune_name",
            Category,
            "Tên xã; xã cũ kèm tên huyện",
            "Name of the commune; of a former one with its district",
        )
        .null("the row is not of one commune"),
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
