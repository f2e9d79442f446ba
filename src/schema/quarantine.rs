//! `restricted/quarantine`: rows that cannot serve their kind, complete.

use super::column::ColumnType::{Category, Integer, Long, Text};
use super::{Column, Dataset, Tier};

pub static QUARANTINE: Dataset = Dataset {
    name: "quarantine",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một dòng nguồn bị tách ra",
    grain_en: "one source row about a person that was set aside",
    key: &["quarantine_id"],
    sort: &["quarantine_id"],
    columns: &[
        Column::new(
            "quarantine_id",
            Long,
            "Số thứ tự trong phiên bản này",
            "Number within this version: kind, file, row order",
        ),
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
        Column::new(
            "rules",
            Category,
            "Mã các quy tắc",
            "Codes of the rules, with ; between",
        ),
        Column::new("reason_vi", Category, "Lý do", "Why, in Vietnamese"),
        Column::new("fix_vi", Category, "Cách sửa", "What to do, in Vietnamese"),
        Column::new(
            "reason_en",
            Category,
            "Lý do bằng tiếng Anh",
            "Why, in English",
        ),
        Column::new(
            "fix_en",
            Category,
            "Cách sửa bằng tiếng Anh",
            "What to do, in English",
        ),
        Column::new(
            "cells",
            Text,
            "Nguyên văn dòng: đối tượng JSON, tên cột và giá trị",
            "The whole row but for columns dropped by name: a JSON object of header and text",
        ),
        Column::new(
            "layout",
            Category,
            "Các cột của bảng: đối tượng JSON gồm tiêu đề và trường",
            "The columns of its table: JSON of header and field, dropped ones marked",
        ),
        Column::new(
            "section",
            Text,
            "Các tiêu đề nhóm phía trên (xóm, lớp, xã): đối tượng JSON",
            "The headings that the row stands under: a JSON object of field and text",
        )
        .null("no heading above"),
    ],
};
