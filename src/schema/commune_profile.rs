//! `steering/commune_profile`: the community-health profile of each commune.

use super::column::ColumnType::{Category, Integer, Real};
use super::place::AS_OF;
use super::{Column, Dataset, Tier};

pub static COMMUNE_PROFILE: Dataset = Dataset {
    name: "commune_profile",
    tier: Tier::Steering,
    version: 2,
    grain_vi: "một chỉ số trong hồ sơ sức khỏe cộng đồng của một xã; chỉ số tổng hợp đứng cuối (indicator = index)",
    grain_en: "one indicator in the community-health profile of one commune; its composite index last (indicator = index)",
    key: &["as_of", "commune_code", "indicator"],
    sort: &["commune_code"],
    columns: &[
        AS_OF,
        Column::new("commune_code", Category, "Mã xã", "Commune (list in force)"),
        Column::new("commune_name", Category, "Tên xã", "Name of the commune"),
        Column::new("indicator", Category, "Mã chỉ số, hoặc index", "Code of the indicator, or index"),
        Column::new("unit", Category, "Đơn vị", "Unit; of the index: share"),
        Column::new("polarity", Category, "Chiều tốt", "What is good: higher, lower, neutral"),
        Column::new("value", Real, "Giá trị của xã", "Value of the commune").null("there is none; the state says why"),
        Column::new(
            "compared_value",
            Real,
            "Giá trị dùng để so sánh các xã: nếu chỉ số có dân số chuẩn thì là tỷ số chuẩn hóa gián tiếp nhân giá trị của tỉnh",
            "What communes are ranked by: of indicators that name a standard the `ratio` of `standardised` times the province's \
             value, where every commune has one; else the value",
        )
        .null("there is none"),
        Column::new("province_value", Real, "Giá trị của tỉnh", "Value of the province")
            .null("there is none, or the row is the index"),
        Column::new("position", Integer, "Thứ bậc, 1 là tốt nhất", "Rank among the communes that have a value, 1 the best; ties share the better")
            .null("no value, or nothing is good or bad about it"),
        Column::new("places", Integer, "Số xã có giá trị", "Communes that have a value to compare"),
        Column::new(
            "score",
            Real,
            "Điểm 0–1: phần chỉ tiêu đã đạt, hoặc tỷ lệ xã khác không tốt hơn",
            "0 to 1: the share of a target from below that is reached, at most 1; else the share of the other communes that are \
             no better",
        )
        .unit("share")
        .null("no value, nothing to compare with, or nothing is good or bad about it"),
        Column::new("weight", Real, "Trọng số trong chỉ số tổng hợp", "Weight in the index; of the index, the weights that have a score")
            .null("no part of the index"),
        Column::new("points", Real, "Điểm × trọng số", "score × weight; of the index their sum over the sum of weights")
            .null("no score, or no part of the index"),
        Column::new("state", Category, "Trạng thái", "State of the indicator; of the index: tracked, or no_denominator where no part has a score"),
    ],
};
