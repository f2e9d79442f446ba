//! `steering/data_quality` and `freshness`: how far the numbers can be trusted.

use super::column::ColumnType::{Category, Date, Flag, Integer, Long, Text};
use super::{Column, Dataset, Tier};

pub static DATA_QUALITY: Dataset = Dataset {
    name: "data_quality",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một quy tắc ở một xã, một loại nguồn",
    grain_en: "one rule in one commune and kind of source; rule null: all rows",
    key: &["commune_code", "kind", "rule"],
    sort: &["commune_code"],
    columns: &[
        Column::new("commune_code", Category, "Mã xã", "Commune of the rows").null("unknown"),
        Column::new("kind", Category, "Loại nguồn", "Kind of source"),
        Column::new("rule", Category, "Mã quy tắc", "Code of the rule")
            .null("all rows of the commune and kind"),
        Column::new("severity", Category, "Mức độ", "Severity")
            .null("all rows of the commune and kind"),
        Column::new(
            "title_vi",
            Category,
            "Tên quy tắc",
            "What the rule is called, in Vietnamese",
        )
        .null("all rows"),
        Column::new(
            "title_en",
            Category,
            "Tên quy tắc bằng tiếng Anh",
            "What the rule is called, in English",
        )
        .null("all rows"),
        Column::new("finding_count", Long, "Số phát hiện", "Findings"),
        Column::new(
            "person_rows",
            Long,
            "Số dòng về người",
            "Rows about a person of the commune and kind",
        ),
        Column::new(
            "quarantined",
            Long,
            "Số dòng bị tách ra",
            "Of these in quarantine",
        ),
    ],
};

pub static FRESHNESS: Dataset = Dataset {
    name: "freshness",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một tệp của đêm nay hoặc một nguồn không gửi",
    grain_en: "one file of tonight, or one source that sent none",
    key: &["source", "file"],
    sort: &["source"],
    columns: &[
        Column::new("source", Category, "Nguồn", "Source of the pipeline"),
        Column::new("kind", Category, "Loại nguồn", "Kind of source"),
        Column::new("file", Text, "Tệp", "File").null("the source sent none"),
        Column::new(
            "commune_code",
            Category,
            "Mã xã",
            "Commune whose roster it is",
        )
        .null("not a commune's roster"),
        Column::new("snapshot_date", Date, "Ngày chốt số liệu", "Snapshot date")
            .null("the source sent none, or the date is unknown"),
        Column::new(
            "age_days",
            Integer,
            "Số ngày tuổi",
            "Days from the snapshot date to as_of",
        )
        .unit("days")
        .null("no snapshot date"),
        Column::new(
            "max_age_days",
            Integer,
            "Số ngày tối đa",
            "Days until it is stale",
        )
        .unit("days"),
        Column::new(
            "state",
            Category,
            "Trạng thái",
            "State: fresh, kept (not delivered tonight, used as read on an earlier night), stale, superseded, set_aside, not_delivered",
        ),
        Column::new(
            "is_used",
            Flag,
            "Được dùng đêm nay",
            "Its rows are in tonight's records",
        ),
        Column::new(
            "reason",
            Text,
            "Lý do",
            "Why it is not used, or which version it is used from",
        )
        .null("it is used as delivered"),
    ],
};
