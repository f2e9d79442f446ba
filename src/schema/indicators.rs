//! `steering/indicators`: coverage per place, indicator and stratum, against its target.

use super::column::ColumnType::{Category, Integer, Long, Real, Text};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL};
use super::{Column, Dataset, Tier};

const NO_VALUE: &str =
    "no denominator, no plan, or a needed source is missing; the state says which";

const NO_COUNT: &str = "a needed source is missing, or the value was delivered as such";

const NO_INTERVAL: &str =
    "no value, a share over 100 %, one unit's yes or no, or the definition asks for no interval";

const WATCHED: &str = "the value is watched and has no target";

pub static INDICATORS: Dataset = Dataset {
    name: "indicators",
    tier: Tier::Steering,
    version: 3,
    grain_vi: "một chỉ số của một nơi (tỉnh, xã, chưa rõ xã) trong một nhóm, tại ngày số liệu",
    grain_en: "one indicator of one place (province, commune, unassigned) in one stratum at as_of",
    key: &[
        "as_of",
        "level",
        "commune_code",
        "indicator",
        "stratum_kind",
        "stratum",
    ],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new(
            "stratum_kind",
            Category,
            "Phân tổ theo: all, age_band, sex, target_group, five_year",
            "Broken down by: all, age_band, sex, target_group, five_year",
        ),
        Column::new(
            "stratum",
            Category,
            "Nhóm; các nhóm đối tượng chồng nhau nên không cộng được",
            "Stratum; target groups overlap, so that they do not sum to all",
        ),
        Column::new("numerator", Long, "Tử số", "Numerator")
            .unit("count")
            .null(NO_COUNT),
        Column::new("denominator", Long, "Mẫu số", "Denominator")
            .unit("count")
            .null(NO_COUNT),
        Column::new(
            "unit",
            Category,
            "Đơn vị: share (tỷ lệ 0–1), per_1000, per_10000, per_100000, number (số), yes_no (1 đã xong, 0 chưa)",
            "Unit: share (0 to 1), per_1000, per_10000, per_100000 and the like, number, yes_no (1 done, 0 not)",
        ),
        Column::new(
            "value",
            Real,
            "Giá trị, theo cột unit",
            "Numerator / denominator × the factor of the unit",
        )
        .null(NO_VALUE),
        Column::new(
            "displayed_percent",
            Text,
            "Tỷ lệ hiển thị, một số lẻ, làm tròn xuống (trên 100 % làm tròn lên)",
            "The value to show: one decimal, rounded down, so that it never rounds up to a target; over 100 % of a proportion rounded up",
        )
        .unit("%")
        .null("no value, or the unit is no share"),
        Column::new(
            "lower",
            Real,
            "Cận dưới khoảng tin cậy 95 %",
            "Lower 95 % limit, in the unit; to compare places, never to judge the target",
        )
        .null(NO_INTERVAL),
        Column::new(
            "upper",
            Real,
            "Cận trên khoảng tin cậy 95 %",
            "Upper 95 % limit, in the unit",
        )
        .null(NO_INTERVAL),
        Column::new(
            "method",
            Category,
            "Cách tính khoảng tin cậy: wilson (tỷ lệ), exact (Poisson chính xác, dưới 10 ca), byar (từ 10 ca)",
            "How the limits are computed: wilson (proportions), exact (Poisson, below 10 events), byar (from 10)",
        )
        .null(NO_INTERVAL),
        Column::new(
            "band",
            Integer,
            "Bậc màu trên bản đồ: số ngưỡng đã đạt, theo indicator_definitions",
            "Class on a map: how many of the indicator's lower bounds the value reaches (indicator_definitions)",
        )
        .null("no value, or the indicator has no bounds"),
        Column::new("target", Real, "Chỉ tiêu, theo cột unit", "Target, in the unit").null(WATCHED),
        Column::new(
            "direction",
            Category,
            "at_least: đạt từ chỉ tiêu; more_than: phải trên; at_most: không quá; less_than: phải dưới; trend: để theo dõi",
            "at_least: the target itself is enough; more_than: it is not; at_most, less_than: ceilings; trend: expected, \
             never judged",
        )
        .null(WATCHED),
        Column::new(
            "gap",
            Long,
            "Số còn thiếu để đạt chỉ tiêu, hoặc số vượt quá mức tối đa",
            "How many more a floor needs, or how many a ceiling has too many; 0 when the target is met",
        )
        .unit("count")
        .null("no target, no counts, no denominator, no plan, or a needed source is missing; the state says which"),
        Column::new(
            "state",
            Category,
            "Trạng thái: met, not_met, no_denominator, no_plan, missing_input, stale, over_100, tracked (theo dõi, không có chỉ tiêu)",
            "State: met, not_met, no_denominator, no_plan, missing_input, stale, over_100, tracked (watched: it has no target)",
        ),
        Column::new(
            "cause",
            Text,
            "Nguyên nhân của trạng thái; ở dòng tỉnh còn nêu số xã có danh sách quá hạn hoặc chưa gửi",
            "Why the state is what it is: `insurance: missing`, `insurance: 12 days > 7`; of the province also \
             what its value rests on: `screening_roster: stale in 2 of 5 communes, missing in 1`",
        )
        .null("every needed source is there and fresh, or the state speaks for itself"),
    ],
};
