//! `steering/indicators`: coverage per place, indicator and stratum, against its target.

use super::column::ColumnType::{Category, Date, Long, Real, Text};
use super::{Column, Dataset, Tier};

const NO_VALUE: &str =
    "no denominator, no plan, or a needed source is missing; the state says which";

const WATCHED: &str = "the value is watched and has no target";

pub static INDICATORS: Dataset = Dataset {
    name: "indicators",
    tier: Tier::Steering,
    version: 2,
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
        Column::new("as_of", Date, "Ngày số liệu", "Day the numbers speak of"),
        Column::new(
            "level",
            Category,
            "Cấp: province (tỉnh), commune (xã), unassigned (chưa rõ xã nơi cư trú)",
            "Level: province, commune, unassigned (home commune unknown or outside the scope)",
        ),
        Column::new("commune_code", Category, "Mã xã", "Commune (list in force)")
            .null("the row is not of one commune; such rows stand first"),
        Column::new("commune_name", Category, "Tên xã", "Name of the commune")
            .null("the row is not of one commune"),
        Column::new("indicator", Category, "Mã chỉ số", "Code of the indicator"),
        Column::new(
            "stratum_kind",
            Category,
            "Phân tổ theo: all, age_band, sex, target_group",
            "Broken down by: all, age_band, sex, target_group",
        ),
        Column::new(
            "stratum",
            Category,
            "Nhóm; các nhóm đối tượng chồng nhau nên không cộng được",
            "Stratum; target groups overlap, so that they do not sum to all",
        ),
        Column::new("numerator", Long, "Tử số", "Numerator")
            .unit("count")
            .null("a needed source is missing"),
        Column::new("denominator", Long, "Mẫu số", "Denominator")
            .unit("count")
            .null("a needed source is missing"),
        Column::new("value", Real, "Giá trị", "Numerator / denominator")
            .unit("share")
            .null(NO_VALUE),
        Column::new(
            "displayed_percent",
            Text,
            "Tỷ lệ hiển thị, một số lẻ, làm tròn xuống",
            "The value to show: one decimal, rounded down, so that it never rounds up to a target",
        )
        .unit("%")
        .null(NO_VALUE),
        Column::new(
            "lower",
            Real,
            "Cận dưới khoảng tin cậy 95 % (Wilson)",
            "Lower Wilson 95 % limit; to compare places, never to judge the target",
        )
        .unit("share")
        .null("no value, a value over 100 %, or one commune's yes or no"),
        Column::new(
            "upper",
            Real,
            "Cận trên khoảng tin cậy 95 % (Wilson)",
            "Upper Wilson 95 % limit",
        )
        .unit("share")
        .null("no value, a value over 100 %, or one commune's yes or no"),
        Column::new("target", Real, "Chỉ tiêu", "Target")
            .unit("share")
            .null(WATCHED),
        Column::new(
            "direction",
            Category,
            "at_least: đạt từ chỉ tiêu; more_than: phải trên chỉ tiêu",
            "at_least: the target itself is enough; more_than: it is not",
        )
        .null(WATCHED),
        Column::new(
            "gap",
            Long,
            "Số còn thiếu để đạt chỉ tiêu",
            "How many more are needed to reach the target, 0 when it is reached",
        )
        .unit("count")
        .null("no target, no denominator, no plan, or a needed source is missing; the state says which"),
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
