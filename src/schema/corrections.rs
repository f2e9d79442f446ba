//! `restricted/corrections`: rows whose cells someone corrected by hand, beside what their source wrote.

use super::column::ColumnType::{Category, Flag, Integer, Long, Text};
use super::{Column, Dataset, Tier};

pub static CORRECTIONS: Dataset = Dataset {
    name: "corrections",
    tier: Tier::Restricted,
    version: 1,
    grain_vi: "một dòng nguồn có các ô được sửa tay",
    grain_en: "one source row whose cells were corrected by hand",
    key: &["file", "sheet", "row"],
    sort: &["correction_id"],
    columns: &[
        Column::new(
            "correction_id",
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
        Column::new(
            "digest",
            Category,
            "16 chữ số đầu của SHA-256 của tệp",
            "First 16 digits of the SHA-256 of the file that the correction is for",
        ),
        Column::new(
            "workbook",
            Category,
            "Tệp sửa",
            "Workbook that brought the correction",
        ),
        Column::new(
            "workbook_sheet",
            Category,
            "Trang tính của tệp sửa",
            "Sheet of that workbook",
        ),
        Column::new(
            "workbook_row",
            Integer,
            "Dòng trong tệp sửa",
            "Row of that sheet",
        ),
        Column::new(
            "written_on",
            Category,
            "Ngày của bảng dòng bị trả lại mà người sửa đã dùng",
            "Day of the rejects that were corrected",
        ),
        Column::new(
            "is_accepted",
            Flag,
            "Dòng đã được nhận",
            "The corrected row is a record; otherwise it is in quarantine, or a later increment has it again",
        ),
        Column::new(
            "original",
            Text,
            "Các ô trước khi sửa: đối tượng JSON",
            "The cells as the source wrote them: a JSON object of header and text",
        ),
        Column::new(
            "corrected",
            Text,
            "Các ô sau khi sửa: đối tượng JSON",
            "The cells as they were corrected: a JSON object of header and text",
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
