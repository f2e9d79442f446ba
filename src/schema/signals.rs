//! `steering/signals`: what stands out, and what cannot be judged.

use super::column::ColumnType::{Category, Date, Flag, Long, Real};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL};
use super::{Column, Dataset, Tier};

const GREY: &str = "it cannot be computed; the cause says why";

pub static SIGNALS: Dataset = Dataset {
    name: "signals",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một chỉ số của một nơi theo một phương pháp cảnh báo",
    grain_en: "one indicator of one place under one method of early warning",
    key: &["as_of", "level", "commune_code", "indicator", "method"],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new(
            "method",
            Category,
            "Phương pháp: funnel (so giữa các xã, có điều chỉnh phân tán), p_chart (xã so với chính mình theo tuần), \
             throughput (tốc độ khám giảm đột ngột), ears_c2 (số mới tăng đột ngột)",
            "Method: funnel (communes against each other, over-dispersion adjusted), p_chart (a place against its own weeks), \
             throughput (collapse of new cases per day: NSSP regression/EWMA switch, low side), ears_c2 (sudden rise per day)",
        ),
        Column::new("period_start", Date, "Từ ngày", "First day judged").null(GREY),
        Column::new("period_end", Date, "Đến ngày", "Last day judged").null(GREY),
        Column::new("numerator", Long, "Tử số trong kỳ", "Numerator in the period, or cases of the day")
            .unit("count")
            .null(GREY),
        Column::new("denominator", Long, "Mẫu số trong kỳ", "Denominator in the period")
            .unit("count")
            .null("cases of a day have none, or it cannot be computed"),
        Column::new("value", Real, "Giá trị", "numerator / denominator, or the cases").null(GREY),
        Column::new("expected", Real, "Giá trị kỳ vọng", "What was expected: average, centre line or forecast")
            .null("ears_c2 has none, or it cannot be computed"),
        Column::new("lower", Real, "Giới hạn dưới", "Lower limit: 99.8 % of a funnel, 3 sigma of a chart")
            .null("the method has none, or it cannot be computed"),
        Column::new(
            "upper",
            Real,
            "Giới hạn trên",
            "Upper limit: 99.8 % of a funnel, 3 sigma of a chart, the bound of EARS",
        )
        .null("the method has none, or it cannot be computed"),
        Column::new("statistic", Real, "Độ lệch (sai số chuẩn)", "Deviation in standard errors")
            .null("no deviation, or it cannot be computed"),
        Column::new("p_value", Real, "Giá trị p", "Two-sided for funnel and p_chart (binomial), one-sided for the others")
            .null("no deviation, or it cannot be computed"),
        Column::new(
            "q_value",
            Real,
            "Giá trị q sau hiệu chỉnh Benjamini–Hochberg giữa các xã",
            "The p-value adjusted over the communes of the indicator and method (Benjamini & Hochberg 1995)",
        )
        .null("the province, or it cannot be computed"),
        Column::new(
            "flag",
            Category,
            "Cờ theo phương pháp, chưa hiệu chỉnh",
            "The method's own flag, not adjusted: low_0.001, low_0.025, not_significant, high_0.025, high_0.001; low, within, \
             high; blue, yellow, red; within, high",
        )
        .null(GREY),
        Column::new(
            "is_alarm",
            Flag,
            "Cảnh báo: xã có q < 0,05; tỉnh có p < 0,01",
            "Whether someone should look: q below 0.05 of a commune, p below 0.01 of the province",
        )
        .null(GREY),
        Column::new(
            "expected_false_alarms",
            Real,
            "Số xã dự kiến bị gắn cờ chỉ do ngẫu nhiên",
            "Communes that chance alone would flag at the method's own outer limits, of all that are judged",
        )
        .null("the province"),
        Column::new(
            "cause",
            Category,
            "Vì sao không tính được (màu xám)",
            "Why it cannot be computed (grey): missing_input, stale, no_plan, no_denominator, too_few_places, average_at_end, \
             baseline_too_short, centre_at_end, too_few_days, no_days",
        )
        .null("it is computed"),
    ],
};
