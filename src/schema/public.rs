//! `public/public_indicators`, and `restricted/release_cells` that it was made of.

use super::column::ColumnType::{Category, Date, Flag, Integer, Long, Real};
use super::place::{COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL, PUBLIC_LEVEL};
use super::{Column, Dataset, Tier};

const HIDDEN: &str = "suppressed";

pub static PUBLIC_INDICATORS: Dataset = Dataset {
    name: "public_indicators",
    tier: Tier::Public,
    version: 1,
    grain_vi: "một chỉ số công khai của một nơi trong một nhóm, theo lần công bố gần nhất",
    grain_en: "one public indicator of one place in one stratum, as of the last weekly release",
    key: &[
        "released_on",
        "level",
        "commune_code",
        "indicator",
        "stratum_kind",
        "stratum",
    ],
    sort: &["commune_code", "level"],
    columns: &[
        Column::new(
            "released_on",
            Date,
            "Ngày công bố, cũng là ngày số liệu",
            "Release day, of which the numbers speak",
        ),
        PUBLIC_LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new("label_vi", Category, "Tên chỉ số", "Name in Vietnamese"),
        Column::new(
            "label_en",
            Category,
            "Tên chỉ số bằng tiếng Anh",
            "Name in English",
        ),
        Column::new(
            "stratum_kind",
            Category,
            "Phân tổ theo: all, age_band, sex",
            "Broken down by: all, age_band, sex; target groups overlap and are not published",
        ),
        Column::new("stratum", Category, "Nhóm", "Stratum"),
        Column::new(
            "numerator",
            Long,
            "Tử số đã làm tròn",
            "Numerator, rounded; each count by itself, so that rounded parts need not add up",
        )
        .unit("count")
        .null(HIDDEN),
        Column::new(
            "numerator_state",
            Category,
            "ok (không phải số người), zero (bằng 0), rounded (đã làm tròn), suppressed (không công bố, vì bất kỳ lý do gì)",
            "ok (no count of people), zero, rounded, suppressed (not published, whatever the cause)",
        ),
        Column::new(
            "denominator",
            Long,
            "Mẫu số đã làm tròn",
            "Denominator, rounded",
        )
        .unit("count")
        .null(HIDDEN),
        Column::new(
            "denominator_state",
            Category,
            "Như numerator_state",
            "As numerator_state",
        ),
        Column::new(
            "unit",
            Category,
            "Đơn vị",
            "Unit: share, per_10000, number, yes_no …",
        ),
        Column::new(
            "value",
            Real,
            "Giá trị, tính từ các số đã công bố",
            "Numerator / denominator × factor, of the released counts",
        )
        .null("a count is suppressed, or the denominator is zero"),
        Column::new(
            "lower",
            Real,
            "Cận dưới 95 %, từ các số đã công bố",
            "Lower 95 % limit, of the released counts",
        )
        .null("no value, or no interval"),
        Column::new(
            "upper",
            Real,
            "Cận trên 95 %, từ các số đã công bố",
            "Upper 95 % limit, of the released counts",
        )
        .null("no value, or no interval"),
        Column::new(
            "band",
            Integer,
            "Bậc màu, từ các số đã công bố",
            "Class on a map, of the released counts",
        )
        .null("no value, no classes, or rounding leaves two open"),
        Column::new("target", Real, "Chỉ tiêu", "Target, in the unit").null("it has none"),
        Column::new(
            "direction",
            Category,
            "Cách so với chỉ tiêu",
            "at_least, more_than, at_most, less_than, trend",
        )
        .null("it has no target"),
    ],
};

pub static RELEASE_CELLS: Dataset = Dataset {
    name: "release_cells",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một số liệu của lần công bố gần nhất hoặc lần trước đó: số thật và dạng công bố",
    grain_en: "one pair of counts of the last weekly release or of what was public before it: as they are and as they were \
               published, for the auditor and the next release",
    key: &[
        "release",
        "released_on",
        "level",
        "commune_code",
        "indicator",
        "stratum_kind",
        "stratum",
    ],
    sort: &["commune_code", "level"],
    columns: &[
        Column::new(
            "release",
            Category,
            "last (lần công bố đang dùng), before (lần trước)",
            "last: behind public_indicators; before: what was public before and still tells something",
        ),
        Column::new("released_on", Date, "Ngày công bố", "Release day"),
        LEVEL,
        COMMUNE_CODE,
        INDICATOR,
        Column::new("stratum_kind", Category, "Phân tổ theo", "Broken down by"),
        Column::new("stratum", Category, "Nhóm", "Stratum"),
        Column::new("numerator", Long, "Tử số thật", "Numerator as it is").unit("count"),
        Column::new("denominator", Long, "Mẫu số thật", "Denominator as it is").unit("count"),
        Column::new(
            "is_proportion",
            Flag,
            "Tử số là một phần của mẫu số",
            "Each of the numerator is one of the denominator",
        ),
        Column::new(
            "numerator_grows",
            Flag,
            "Tử số chỉ tăng trong đợt",
            "The numerator grows from week to week, as exams do",
        ),
        Column::new(
            "denominator_grows",
            Flag,
            "Mẫu số chỉ tăng trong đợt",
            "The denominator grows from week to week",
        ),
        Column::new(
            "numerator_form",
            Category,
            "Dạng công bố: zero, rounded, suppressed",
            "As published: zero, rounded, suppressed",
        ),
        Column::new(
            "denominator_form",
            Category,
            "Dạng công bố",
            "As published: zero, rounded, suppressed",
        ),
        Column::new(
            "threshold",
            Integer,
            "Ngưỡng",
            "Counts from 1 to this were hidden",
        )
        .unit("count"),
        Column::new(
            "rounding_base",
            Integer,
            "Cơ số làm tròn",
            "Shown counts were rounded to this",
        )
        .unit("count"),
    ],
};
