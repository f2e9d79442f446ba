//! `steering/indicator_definitions`: what each indicator counts, as the pipeline defines it.

use super::column::ColumnType::{Category, Date, Integer, Real, Text};
use super::{Column, Dataset, Tier};

const ALL_ROWS: &str = "every row";
const NOT_GIVEN: &str = "not given";
const WATCHED: &str = "the value is watched and has no target";

pub static INDICATOR_DEFINITIONS: Dataset = Dataset {
    name: "indicator_definitions",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một chỉ số",
    grain_en: "one indicator of the pipeline",
    key: &["indicator"],
    sort: &[],
    columns: &[
        Column::new("indicator", Text, "Mã chỉ số", "Code of the indicator"),
        Column::new(
            "position",
            Integer,
            "Thứ tự",
            "Place in the definitions, from 1",
        ),
        Column::new("label_vi", Text, "Tên", "Name in Vietnamese"),
        Column::new("label_en", Text, "Tên bằng tiếng Anh", "Name in English"),
        Column::new(
            "description_vi",
            Text,
            "Giải thích",
            "Explanation in Vietnamese",
        )
        .null(NOT_GIVEN),
        Column::new(
            "description_en",
            Text,
            "Giải thích bằng tiếng Anh",
            "Explanation in English",
        )
        .null(NOT_GIVEN),
        Column::new("owner", Text, "Đơn vị phụ trách", "Who answers for it").null(NOT_GIVEN),
        Column::new(
            "source",
            Text,
            "Văn bản giao chỉ tiêu",
            "The text that sets the target: document and section",
        )
        .null(NOT_GIVEN),
        Column::new(
            "population",
            Category,
            "Đếm gì: persons, exams, communes, facilities, aggregates, indicators, milestone",
            "What is counted: persons, exams, communes, facilities, aggregates, indicators, milestone",
        ),
        Column::new(
            "denominator",
            Text,
            "Điều kiện mẫu số (SQL)",
            "Condition of the denominator (SQL), or the code of an indicator",
        )
        .null(ALL_ROWS),
        Column::new(
            "denominator_exam",
            Text,
            "Điều kiện mẫu số trên lần khám (SQL)",
            "The person has an exam that satisfies it (SQL)",
        )
        .null("no such condition"),
        Column::new(
            "denominator_person",
            Text,
            "Mẫu số là người (SQL)",
            "The people whom amounts are set against (SQL)",
        )
        .null("no such condition"),
        Column::new(
            "numerator",
            Text,
            "Điều kiện tử số (SQL)",
            "Condition of the numerator (SQL), or the code of an indicator",
        )
        .null("see numerator_exam"),
        Column::new(
            "numerator_exam",
            Text,
            "Điều kiện tử số trên lần khám (SQL)",
            "The person has an exam that satisfies it (SQL)",
        )
        .null("see numerator"),
        Column::new(
            "needs",
            Text,
            "Các loại nguồn cần có, ngăn bằng ;",
            "Kinds of source without which there is no value, with ; between",
        ),
        Column::new(
            "unit",
            Category,
            "Đơn vị",
            "Unit: share, per_10000, number, yes_no …",
        ),
        Column::new(
            "factor",
            Integer,
            "Hệ số nhân",
            "value = numerator / denominator × factor",
        ),
        Column::new(
            "interval",
            Category,
            "Khoảng tin cậy: wilson, poisson, none",
            "Interval: wilson, poisson (exact below 10 events, Byar from there), none",
        ),
        Column::new(
            "polarity",
            Category,
            "Chiều tốt: higher, lower, neutral",
            "What is good: higher, lower, neutral",
        ),
        Column::new(
            "bands",
            Text,
            "Ngưỡng dưới của các bậc màu, ngăn bằng ;",
            "Lower bounds of the classes of a map, ascending, with ; between",
        )
        .null(NOT_GIVEN),
        Column::new("target", Real, "Chỉ tiêu", "Target, in the unit").null(WATCHED),
        Column::new(
            "direction",
            Category,
            "Cách so với chỉ tiêu",
            "at_least, more_than, at_most, less_than, trend",
        )
        .null(WATCHED),
        Column::new("start", Date, "Ngày bắt đầu", "First day").null(NOT_GIVEN),
        Column::new("deadline", Date, "Hạn", "Deadline, inclusive").null(NOT_GIVEN),
        Column::new(
            "last_deadline",
            Date,
            "Hạn sau, khi văn bản nêu hai ngày",
            "The later day, where the source gives two",
        )
        .null("the source gives one day"),
        Column::new(
            "strata",
            Text,
            "Phân tổ, ngăn bằng ;",
            "Broken down by, with ; between",
        )
        .null("not broken down"),
        Column::new(
            "person_bit",
            Integer,
            "Bit của chỉ số trong person_indicators",
            "Bit of the indicator in person_indicators, from 0",
        )
        .null("it does not count persons"),
        Column::new(
            "tier",
            Category,
            "Phạm vi: steering (nội bộ), public (công khai sau kiểm soát tiết lộ)",
            "How far it may go: steering, or public after disclosure control",
        ),
    ],
};
