//! `restricted/worklists`: who is still to be examined, insured, recorded.

use super::column::ColumnType::{Category, Flag, Integer, Text};
use super::{Column, Dataset, Tier};

pub static WORKLISTS: Dataset = Dataset {
    name: "worklists",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một việc cần làm với một người",
    grain_en: "one task about one person, for the home commune",
    key: &["task", "person_id"],
    sort: &["commune_code", "hamlet"],
    columns: &[
        Column::new("commune_code", Category, "Mã xã nơi cư trú", "Home commune")
            .null("the person's home commune is unknown"),
        Column::new("person_id", Text, "Mã người", "Person"),
        Column::new(
            "task",
            Category,
            "Việc: khám sàng lọc, cấp thẻ BHYT, gia hạn thẻ, lập hồ sơ, liên thông hồ sơ",
            "Task: screening_due (in the plan, no counting exam), insurance_missing, insurance_expiring (soon: `expiring_days` of the pipeline), \
             ehr_missing, ehr_not_accepted (residents)",
        ),
        Column::new(
            "reason",
            Category,
            "Lý do cụ thể, như trong bảng gaps",
            "Why in particular, as the gap is called in `gaps`",
        ),
        Column::new(
            "is_priority",
            Flag,
            "Nhóm ưu tiên theo cấu hình",
            "Of a priority group of the pipeline",
        ),
        Column::new("full_name", Text, "Họ và tên", "Full name").null("no readable name"),
        Column::new(
            "birth_date",
            Text,
            "Ngày sinh",
            "Birth date as far as known",
        )
        .null("no readable birth date"),
        Column::new("age_years", Integer, "Tuổi", "Age at as_of")
            .unit("years")
            .null("no readable birth date"),
        Column::new("sex", Category, "Giới tính", "Sex").null("not given"),
        Column::new("hamlet", Text, "Xóm, tổ dân phố", "Hamlet").null("not given"),
        Column::new("phone", Text, "Điện thoại", "Phone").null("not given"),
        Column::new(
            "target_groups",
            Category,
            "Nhóm đối tượng",
            "Target groups with ; between",
        )
        .null("no group given"),
    ],
};
