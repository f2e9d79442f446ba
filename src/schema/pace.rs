//! `steering/pace`: what each place must do per working day to reach its target in time.

use super::column::ColumnType::{Category, Date, Integer, Long, Real};
use super::place::{AS_OF, COMMUNE_CODE, COMMUNE_NAME, INDICATOR, LEVEL};
use super::{Column, Dataset, Tier};

const NOT_COUNTED: &str = "no denominator, no plan, or a needed source is missing or stale";
const NO_FLOW: &str = "no day is known on which each was achieved, or no working day has passed";
const NO_PROJECTION: &str =
    "daily counts unknown, fewer than two working days among the last 28, or no working day left";

pub static PACE: Dataset = Dataset {
    name: "pace",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một chỉ số có thời hạn của một nơi tại ngày số liệu",
    grain_en: "one indicator with a deadline of one place at as_of",
    key: &["as_of", "level", "commune_code", "indicator"],
    sort: &["commune_code", "level"],
    columns: &[
        AS_OF,
        LEVEL,
        COMMUNE_CODE,
        COMMUNE_NAME,
        INDICATOR,
        Column::new("start", Date, "Ngày bắt đầu", "First day of the work"),
        Column::new(
            "deadline",
            Date,
            "Thời hạn (tính cả ngày này)",
            "Last day, inclusive",
        ),
        Column::new("done", Long, "Đã thực hiện", "Achieved by as_of")
            .unit("count")
            .null(NOT_COUNTED),
        Column::new(
            "target_count",
            Long,
            "Số phải đạt",
            "How many make the target met",
        )
        .unit("count")
        .null(NOT_COUNTED),
        Column::new(
            "remaining",
            Long,
            "Còn lại (âm: vượt chỉ tiêu)",
            "Still to do; negative: surplus",
        )
        .unit("count")
        .null(NOT_COUNTED),
        Column::new(
            "worked_days",
            Real,
            "Số ngày làm việc đã qua (có trọng số)",
            "Working days from start to as_of, weighted by the calendar",
        )
        .unit("working days"),
        Column::new(
            "work_days_left",
            Real,
            "Số ngày làm việc còn lại (có trọng số)",
            "Working days after as_of until the deadline, weighted by the calendar",
        )
        .unit("working days"),
        Column::new(
            "required_per_day",
            Real,
            "Cần đạt mỗi ngày làm việc",
            "Needed per working day from now on",
        )
        .unit("count per working day")
        .null("not counted, or no working day is left"),
        Column::new(
            "average_per_day",
            Real,
            "Bình quân mỗi ngày làm việc từ đầu đợt",
            "Achieved per working day since the start",
        )
        .unit("count per working day")
        .null(NO_FLOW),
        Column::new(
            "pressure",
            Real,
            "Áp lực: cần đạt / bình quân (trên 1: phải nhanh hơn)",
            "required / average; over 1: must go faster",
        )
        .null("no required or no positive average pace"),
        Column::new(
            "progress_index",
            Real,
            "Chỉ số tiến độ (1: đúng kế hoạch tuyến tính)",
            "Share done / share of working days used; 1: on the linear plan",
        )
        .null(NO_FLOW),
        Column::new(
            "recent_per_day",
            Real,
            "Bình quân mỗi ngày làm việc trong 28 ngày gần nhất",
            "Achieved per working day over the last 28 days",
        )
        .unit("count per working day")
        .null("daily counts unknown, or fewer than two working days among the last 28"),
        Column::new(
            "recent_working_days",
            Integer,
            "Số ngày làm việc trong 28 ngày gần nhất",
            "Days with a positive weight among the last 28 (k)",
        )
        .unit("days")
        .null("daily counts unknown, or fewer than two working days among the last 28"),
        Column::new(
            "projected_total",
            Real,
            "Dự báo số đạt được đến thời hạn theo tốc độ gần đây",
            "Total at the deadline at the recent pace",
        )
        .unit("count")
        .null(NO_PROJECTION),
        Column::new(
            "projected_low",
            Real,
            "Cận dưới khoảng dự báo 80 %",
            "Lower limit of the 80 % prediction interval",
        )
        .unit("count")
        .null(NO_PROJECTION),
        Column::new(
            "projected_high",
            Real,
            "Cận trên khoảng dự báo 80 %",
            "Upper limit of the 80 % prediction interval",
        )
        .unit("count")
        .null(NO_PROJECTION),
        Column::new(
            "probability_to_reach",
            Real,
            "Xác suất đạt chỉ tiêu đúng hạn",
            "Probability that the target is reached by the deadline",
        )
        .unit("share")
        .null(NO_PROJECTION),
        Column::new(
            "projected_date",
            Date,
            "Ngày dự báo đạt chỉ tiêu theo tốc độ gần đây",
            "Day on which the target is reached at the recent pace",
        )
        .null("reached already, no recent pace, or more than three years away"),
        Column::new(
            "state",
            Category,
            "Trạng thái: not_started, on_track, behind, pace_unknown, met, deadline_passed, no_denominator, no_plan, missing_input, stale",
            "State: not_started, on_track, behind, pace_unknown, met, deadline_passed, no_denominator, no_plan, missing_input, stale",
        ),
    ],
};
