//! `steering/standardised`: shares that can be compared between places of different ages.

use super::column::ColumnType::{Category, Long, Real};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL};
use super::{Column, Dataset, Tier};

const NONE: &str = "it cannot be computed; the cause says why";

const NO_RATIO: &str =
    "nothing is expected, or the state of the indicator says that nothing can be";

pub static STANDARDISED: Dataset = Dataset {
    name: "standardised",
    tier: Tier::Steering,
    version: 2,
    grain_vi: "một chỉ số của một nơi, chuẩn hóa theo tuổi",
    grain_en: "one indicator of one place, directly standardised by age",
    key: &["as_of", "level", "commune_code", "indicator"],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new("standard", Category, "Dân số chuẩn", "Standard population of the reference list"),
        Column::new("events", Long, "Tử số của người đã biết tuổi", "Numerator of those whose age is known").unit("count"),
        Column::new("crude", Real, "Giá trị thô của người đã biết tuổi", "Crude value of those whose age is known")
            .null("nobody of known age is in the denominator"),
        Column::new(
            "value",
            Real,
            "Giá trị chuẩn hóa theo tuổi (trực tiếp), các nhóm 5 tuổi có người trong tỉnh",
            "Directly age-standardised value, in the unit; over the five-year bands in which the province has anybody",
        )
        .null(NONE),
        Column::new("lower", Real, "Cận dưới 95 % (Dobson)", "Lower 95 % limit (Dobson on Byar)").null(NONE),
        Column::new("upper", Real, "Cận trên 95 % (Dobson)", "Upper 95 % limit (Dobson on Byar)").null(NONE),
        Column::new(
            "expected",
            Real,
            "Số ca kỳ vọng nếu mỗi nhóm 5 tuổi có tỷ lệ như toàn tỉnh",
            "Events expected if each five-year band had the province's rate",
        )
        .unit("count")
        .null(NO_RATIO),
        Column::new(
            "ratio",
            Real,
            "Số ca quan sát chia cho số ca kỳ vọng (chuẩn hóa gián tiếp); 1: như toàn tỉnh",
            "Observed over expected events (indirectly standardised); 1 is the province's level. For small places too; two \
             places compare with the province rather than with each other",
        )
        .null(NO_RATIO),
        Column::new("ratio_lower", Real, "Cận dưới 95 %", "Lower 95 % limit (exact below ten events, Byar from ten)").null(NO_RATIO),
        Column::new("ratio_upper", Real, "Cận trên 95 %", "Upper 95 % limit").null(NO_RATIO),
        Column::new(
            "cause",
            Category,
            "Vì sao không tính được giá trị chuẩn hóa trực tiếp",
            "Why the value cannot be computed: too_few_events (below 10), empty_band (nobody in a band that the province has), \
             nothing_expected, missing_input, stale, no_plan, no_denominator",
        )
        .null("it is computed"),
    ],
};
