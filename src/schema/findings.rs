//! `restricted/findings`: everything a rule noticed.

use super::column::ColumnType::{Category, Integer, Long, Text};
use super::{Column, Dataset, Tier};

pub static FINDINGS: Dataset = Dataset {
    name: "findings",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một phát hiện về một trường của một dòng nguồn",
    grain_en: "one thing that a rule noticed about one field of one source row",
    key: &["finding_id"],
    sort: &["finding_id"],
    columns: &[
        Column::new(
            "finding_id",
            Long,
            "Số thứ tự trong phiên bản này",
            "Number within this version: kind, file, row order",
        ),
        Column::new("record_id", Long, "Số bản ghi", "The record").null("the row is in quarantine"),
        Column::new("kind", Category, "Loại nguồn", "Kind of source"),
        Column::new("file", Category, "Tệp", "File, behind the id of its source"),
        Column::new("sheet", Category, "Trang tính", "Sheet of the workbook")
            .null("not a workbook"),
        Column::new(
            "row",
            Integer,
            "Số dòng như thấy trong Excel",
            "Row number as a spreadsheet shows it",
        ),
        Column::new("commune_code", Category, "Mã xã", "Commune of the row").null("unknown"),
        Column::new("rule", Category, "Mã quy tắc", "Code of the rule"),
        Column::new(
            "severity",
            Category,
            "Mức độ: info, warning, error",
            "Severity: info, warning, error",
        ),
        Column::new(
            "title_vi",
            Category,
            "Tên quy tắc",
            "What the rule is called, in Vietnamese",
        ),
        Column::new(
            "title_en",
            Category,
            "Tên quy tắc bằng tiếng Anh",
            "What the rule is called, in English",
        ),
        Column::new("field", Category, "Trường", "Field").null("about the whole row"),
        Column::new(
            "original",
            Text,
            "Giá trị nguồn ghi",
            "What the source wrote",
        )
        .null("nothing stands there"),
        Column::new(
            "proposed",
            Text,
            "Giá trị đề xuất, chưa áp dụng",
            "A value the rule proposes and did not apply",
        )
        .null("nothing proposed"),
    ],
};
