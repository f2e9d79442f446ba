//! `steering/data_quality`, `freshness` and `counts`: how far the numbers can be trusted, and what only
//! programmes know.

use super::column::ColumnType::{Category, Date, Flag, Integer, Long, Real, Text};
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
            "State: fresh, stale, superseded, set_aside, not_delivered",
        ),
        Column::new(
            "is_used",
            Flag,
            "Được dùng đêm nay",
            "Its rows are in tonight's records",
        ),
        Column::new("reason", Text, "Lý do", "Why it is not used").null("it is used"),
    ],
};

pub static COUNTS: Dataset = Dataset {
    name: "counts",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một số liệu tổng hợp của một xã hoặc cơ sở",
    grain_en: "one count about a commune or facility that a source delivered: quotas, facilities, aggregates",
    key: &["source", "commune_code", "facility", "period", "item"],
    sort: &[],
    columns: &[
        Column::new("kind", Category, "Loại nguồn", "Kind of source"),
        Column::new("source", Category, "Nguồn", "Source of the pipeline"),
        Column::new("commune_code", Category, "Mã xã", "Commune"),
        Column::new("facility", Text, "Mã cơ sở", "Facility").null("about the commune"),
        Column::new("period", Text, "Kỳ", "Period as delivered: 2026, 2026-06").null("not given"),
        Column::new("item", Text, "Chỉ số", "What is counted"),
        Column::new("value", Real, "Giá trị", "The count"),
    ],
};
