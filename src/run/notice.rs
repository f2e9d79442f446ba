//! What a person should ask about a delivery, though it can be read.

use jiff::civil::Date;

use super::reasons::skipped_vi;
use super::words::column_words;
use crate::domain::CommuneCode;
use crate::domain::mask::mask_numbers;
use crate::validate::Lang;

/// Something odd about one file of tonight. It names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The columns are not those of the last file of the same place.
    ChangedLayout {
        file: String,
        before: String,
        /// Codes of fields and unknown headers that the file before had.
        gone: Vec<String>,
        /// The same that only this file has.
        new: Vec<String>,
    },
    /// Byte for byte another file: an old list under a new name, or a list in the wrong place.
    SameBytes {
        file: String,
        other: String,
        other_date: Option<Date>,
        /// The other one came on an earlier night; otherwise it lies beside it.
        came_before: bool,
        /// Both are lists of the same source, commune and unit.
        is_same_place: bool,
    },
    /// A message says that it has another number of records than it has.
    OtherRecordCount {
        file: String,
        declared: u32,
        found: u64,
    },
    /// Rows over people of which nobody can tell what they say of them.
    UnreadHeadings {
        file: String,
        /// Sheet, where the file has sheets, and row.
        rows: Vec<(Option<String>, u32)>,
    },
    /// A title names another commune than the name of the file does.
    OtherCommune {
        file: String,
        of_file: CommuneCode,
        named: String,
    },
    /// People seem to stand in a sheet that was not read.
    UnreadSheet {
        file: String,
        sheet: String,
        reason: &'static str,
    },
}

impl Notice {
    /// The file that it is about.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::ChangedLayout { file, .. }
            | Self::SameBytes { file, .. }
            | Self::OtherRecordCount { file, .. }
            | Self::UnreadHeadings { file, .. }
            | Self::OtherCommune { file, .. }
            | Self::UnreadSheet { file, .. } => file,
        }
    }

    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ChangedLayout { .. } => "changed_layout",
            Self::SameBytes {
                is_same_place: true,
                ..
            } => "not_renewed",
            Self::SameBytes { .. } => "list_of_another_place",
            Self::OtherRecordCount { .. } => "other_record_count",
            Self::UnreadHeadings { .. } => "unread_headings",
            Self::OtherCommune { .. } => "other_commune",
            Self::UnreadSheet { .. } => "unread_sheet",
        }
    }

    /// What was found and what to do.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::ChangedLayout {
                file,
                before,
                gone,
                new,
            } => changed_layout(file, before, gone, new, lang),
            Self::SameBytes {
                file,
                other,
                other_date,
                came_before,
                is_same_place: true,
            } => not_renewed(file, other, *other_date, *came_before, lang),
            Self::SameBytes {
                file,
                other,
                came_before,
                ..
            } => other_place(file, other, *came_before, lang),
            Self::OtherRecordCount {
                file,
                declared,
                found,
            } => other_record_count(file, *declared, *found, lang),
            Self::UnreadHeadings { file, rows } => unread_headings(file, rows, lang),
            Self::OtherCommune {
                file,
                of_file,
                named,
            } => other_commune(file, *of_file, named, lang),
            Self::UnreadSheet {
                file,
                sheet,
                reason,
            } => unread_sheet(file, sheet, reason, lang),
        }
    }
}

fn changed_layout(file: &str, before: &str, gone: &[String], new: &[String], lang: Lang) -> String {
    let listed = |columns: &[String]| {
        let words: Vec<String> = columns.iter().map(|c| column_words(c, lang)).collect();
        words.join(", ")
    };
    let mut said = Vec::new();
    if !gone.is_empty() {
        let lead = lang.pick("không còn cột", "gone are the columns");
        said.push(format!("{lead} {}", listed(gone)));
    }
    if !new.is_empty() {
        let lead = lang.pick("có thêm cột", "new are the columns");
        said.push(format!("{lead} {}", listed(new)));
    }
    let said = said.join("; ");
    match lang {
        Lang::Vi => format!(
            "{file}: các cột khác với lần trước ({before}): {said}. Kiểm tra có xoá nhầm cột hoặc gửi nhầm mẫu \
             không; nếu mẫu mới là đúng thì không phải làm gì thêm."
        ),
        Lang::En => format!(
            "{file}: its columns are not those of the file before ({before}): {said}. Check that no column was \
             deleted and that it is the right form; if the new form is meant, there is nothing to do."
        ),
    }
}

fn not_renewed(
    file: &str,
    other: &str,
    date: Option<Date>,
    came_before: bool,
    lang: Lang,
) -> String {
    let date = date.map_or_else(|| "–".to_owned(), |date| date.to_string());
    match (lang, came_before) {
        (Lang::Vi, true) => format!(
            "{file}: giống hệt tệp đã gửi trước đây với tên {other} (ngày {date}), chỉ đổi ngày. Danh sách đã được \
             cập nhật thật chưa? Nếu chưa thì gửi lại danh sách mới nhất, vì số liệu cũ sẽ bị tính là mới."
        ),
        (Lang::Vi, false) => format!(
            "{file}: giống hệt tệp {other} (ngày {date}) nằm cạnh nó, chỉ đổi ngày. Danh sách đã được cập nhật thật \
             chưa? Nếu chưa thì gửi lại danh sách mới nhất, vì số liệu cũ sẽ bị tính là mới."
        ),
        (Lang::En, true) => format!(
            "{file}: it was delivered before as {other} (of {date}), byte for byte the same with another date: was \
             the list really renewed? If not, send the newest list; old numbers would count as new ones."
        ),
        (Lang::En, false) => format!(
            "{file}: it is byte for byte the same as {other} (of {date}) beside it, with another date: was the list \
             really renewed? If not, send the newest list; old numbers would count as new ones."
        ),
    }
}

fn other_record_count(file: &str, declared: u32, found: u64, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "{file}: SOLUONGHOSO ghi {declared} nhưng trong tệp có {found} hồ sơ (HOSO). Hỏi nơi gửi xem tệp có đủ \
             không; nếu thiếu thì xuất lại rồi gửi lại."
        ),
        Lang::En => format!(
            "{file}: SOLUONGHOSO says {declared}, and {found} records (HOSO) are there. Ask whoever sent it whether \
             the file is whole; if not, it must be exported and sent again."
        ),
    }
}

/// Rows that are named; the others are counted.
const ROWS_NAMED: usize = 8;

fn unread_headings(file: &str, rows: &[(Option<String>, u32)], lang: Lang) -> String {
    let name = |(sheet, row): &(Option<String>, u32)| match sheet {
        Some(sheet) => format!("{row} ({})", mask_numbers(sheet)),
        None => row.to_string(),
    };
    let named: Vec<String> = rows.iter().take(ROWS_NAMED).map(name).collect();
    let mut named = named.join(", ");
    if rows.len() > ROWS_NAMED {
        named.push_str(&format!(" … ({})", rows.len()));
    }
    match lang {
        Lang::Vi => format!(
            "{file}: không hiểu dòng tiêu đề nhóm: dòng {named}. Người ở dưới được đọc, nhưng không lấy xóm, lớp, nhóm \
             hay ngày khám từ dòng đó. Ghi rõ “Xóm …”, “Lớp …”, “Ngày khám: …” hoặc thêm cột cho từng người."
        ),
        Lang::En => format!(
            "{file}: what stands over people in row {named} is not understood. The people below were read, without a \
             hamlet, class, group or day of it. Write “Xóm …”, “Lớp …” or “Ngày khám: …” there, or give them a column."
        ),
    }
}

fn other_commune(file: &str, of_file: CommuneCode, named: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "{file}: theo tên tệp là danh sách của xã {of_file}, nhưng phía trên bảng ghi “{named}”. Hỏi xem đây là danh \
             sách của xã nào; nếu sai thì đổi tên tệp rồi gửi lại, vì mọi người trong tệp đang được tính cho xã {of_file}."
        ),
        Lang::En => format!(
            "{file}: by its name it is a list of commune {of_file}, but above its table stands `{named}`. Ask whose list \
             it is, and send it under the right name: its people count for commune {of_file} now."
        ),
    }
}

fn unread_sheet(file: &str, sheet: &str, reason: &'static str, lang: Lang) -> String {
    let sheet = mask_numbers(sheet);
    match lang {
        Lang::Vi => format!(
            "{file}: trang tính “{sheet}” hình như có danh sách người nhưng không được đọc ({}). Nếu là danh sách cần đọc \
             thì thêm dòng tiêu đề cột như trang đầu, bỏ ẩn rồi gửi lại; nếu không thì xoá trang đó.",
            skipped_vi(reason)
        ),
        Lang::En => format!(
            "{file}: people seem to stand in sheet `{sheet}`, which was not read: {reason}. If it is to be read, give \
             it the header of the first sheet, show it and send the file again; otherwise delete the sheet."
        ),
    }
}

fn other_place(file: &str, other: &str, came_before: bool, lang: Lang) -> String {
    let before = match (came_before, lang) {
        (true, Lang::Vi) => " đã gửi trước đây",
        (true, Lang::En) => ", which was delivered before",
        (false, _) => "",
    };
    match lang {
        Lang::Vi => format!(
            "{file}: giống hệt tệp {other}{before}, của xã, đơn vị hoặc nguồn khác. Hỏi xem đây là danh sách của ai \
             rồi gửi đúng danh sách của từng nơi."
        ),
        Lang::En => format!(
            "{file}: it is byte for byte the same as {other}{before}, of another commune, unit or source: ask whose \
             list it is, and send each place's own."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_layout_names_columns_as_people_do() {
        let notice = Notice::ChangedLayout {
            file: "plan/b.csv".into(),
            before: "plan/a.csv".into(),
            gone: vec!["phone".into()],
            new: vec!["Ghi chú 2".into()],
        };
        let vi = notice.message(Lang::Vi);
        assert!(
            vi.contains("không còn cột số điện thoại; có thêm cột “Ghi chú 2”"),
            "{vi}"
        );
        let en = notice.message(Lang::En);
        assert!(
            en.contains("gone are the columns phone; new are the columns “Ghi chú 2”"),
            "{en}"
        );
    }

    #[test]
    fn headings_that_nobody_understands_are_named_by_their_rows() {
        let rows = |count: u32| Notice::UnreadHeadings {
            file: "plan/a.xlsx".into(),
            rows: (0..count)
                .map(|row| ((row % 2 == 0).then(|| "DS".to_owned()), row + 7))
                .collect(),
        };
        let said = Lang::ALL.map(|lang| rows(2).message(lang));
        assert!(
            said.iter().all(|text| text.contains("7 (DS), 8")),
            "{said:?}"
        );
        assert!(rows(20).message(Lang::En).contains("… (20)"));
    }

    #[test]
    fn sheets_and_lists_that_somebody_must_look_at_are_named() {
        let sheet = Notice::UnreadSheet {
            file: "plan/a.xlsx".into(),
            sheet: "Bổ sung 003157000001".into(),
            reason: "no header was found",
        };
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| sheet.message(lang));
        assert!(vi.contains("không tìm thấy dòng tiêu đề cột"), "{vi}");
        assert!(
            en.contains("Bổ sung") && !en.contains("003157000001"),
            "{en}"
        );
        let commune = Notice::OtherCommune {
            file: "plan/a.xlsx".into(),
            of_file: CommuneCode::parse("01294").unwrap(),
            named: "XÃ TAM KIM".into(),
        };
        for lang in Lang::ALL {
            let said = commune.message(lang);
            assert!(
                said.contains("01294") && said.contains("XÃ TAM KIM"),
                "{said}"
            );
        }
    }

    #[test]
    fn every_notice_says_something_of_its_own_in_both_languages() {
        let mut said = std::collections::BTreeSet::new();
        for came_before in [false, true] {
            for is_same_place in [false, true] {
                let notice = Notice::SameBytes {
                    file: "plan/b.csv".into(),
                    other: "plan/a.csv".into(),
                    other_date: None,
                    came_before,
                    is_same_place,
                };
                said.extend(Lang::ALL.map(|lang| notice.message(lang)));
            }
        }
        assert_eq!(said.len(), 8);
        assert!(said.iter().all(|text| text.contains("plan/a.csv")));
    }
}
