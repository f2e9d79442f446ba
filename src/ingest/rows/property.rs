//! Rosters made up of random titles, headers, sections, totals and signatures give exactly their persons.

use proptest::prelude::*;

use crate::domain::Field;
use crate::ingest::Layout;
use crate::ingest::csv::parse;
use crate::ingest::layout::tests::options;
use crate::ingest::rows::{Reading, RowReader};

/// A line of a roster, and under which hamlet a person stands.
#[derive(Debug, Clone)]
enum Line {
    Person(&'static str),
    Section(&'static str),
    Other(&'static str),
}

const TITLES: [&str; 8] = [
    "UBND XÃ HẠ LANG,,,CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TRẠM Y TẾ XÃ HẠ LANG,,,,",
    ",,,Độc lập - Tự do - Hạnh phúc,",
    "DANH SÁCH NGƯỜI CAO TUỔI KHÁM SỨC KHỎE NĂM 2026,,,,",
    "(Kèm theo Công văn số 125/UBND ngày 20/11/2026),,,,",
    "Xã:,Hạ Lang,,,",
    ",,,,",
    "Tổng số: 25 người,,,,",
];

const HEADERS: [&str; 6] = [
    "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính",
    "STT,Họ và tên,Ngày sinh,Giấy tờ,\n,,,Số CCCD,Giới tính",
    "Thông tin,,,,\nSTT,Họ và tên,Ngày sinh,Giấy tờ,\n,,,Số CCCD,Giới tính",
    "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính\n(1),(2),(3),(4),(5)",
    "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính\nSTT,HO_TEN,NGAY_SINH,SO_CCCD,GIOI_TINH",
    "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính\n,Bắt buộc,dd/mm/yyyy,12 chữ số,1: Nam; 2: Nữ",
];

const NAMES: [&str; 14] = [
    "Nông Thị Ấm",
    "Tống Văn Ổn",
    "Tổng Thị Cộng",
    "Bàn Thị Mỷ",
    "Bản Văn Khuông",
    "Tổ Thị Lan",
    "Tô Văn Nam",
    "Khu Thị Mai",
    "Làng Văn Ngày",
    "Ma A Vi",
    "Lò Thị Xóm",
    "NAM",
    "Ngày Thị Thắng Năm",
    "Công Thị Hà",
];

const EVIDENCE: [&str; 6] = [
    "1957,,",
    "12/05/1957,003157000001,Nữ",
    ",003157000001,Nam",
    "57,,Nữ",
    ",,Nữ",
    ",,",
];

const SECTIONS: [(&str, &str); 6] = [
    ("Xóm Nà Pò,,,,", "Xóm Nà Pò"),
    ("I. Xóm Khuổi Hân,,,,", "Xóm Khuổi Hân"),
    (",Thôn Bản Chang: 25 hộ,,,", "Thôn Bản Chang"),
    ("II,Tổ 3,,,", "Tổ 3"),
    ("Bản Khuông,,,,", "Bản Khuông"),
    ("Lũng Vài,,,,", ""),
];

const OTHERS: [&str; 7] = [
    "Cộng xóm: 25,,,,",
    ",Tổng cộng,,25,12",
    "Cộng,,1957,12,13",
    ",,,,",
    "(1),(2),(3),(4),(5)",
    "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính",
    "Trang 2,,,,",
];

const ENDS: [&str; 4] = [
    "",
    "Tổng cộng: 25 người,,,,\n",
    "\"Hạ Lang, ngày 20 tháng 11 năm 2026\",,,,\nNGƯỜI LẬP BIỂU,,,TRẠM TRƯỞNG,\nNông Văn Ký,,,Hoàng Thị Duyệt,\n,Nông Văn Ký,,Hoàng Thị Duyệt,\n",
    ",,,,\nGhi chú: danh sách đã rà soát,,,,\nNgười lập,,,,\n,Hoàng Thị Duyệt,,,\n",
];

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        8 => (0..NAMES.len()).prop_map(|at| Line::Person(NAMES[at])),
        1 => (0..SECTIONS.len()).prop_map(|at| Line::Section(SECTIONS[at].0)),
        1 => (0..OTHERS.len()).prop_map(|at| Line::Other(OTHERS[at])),
    ]
}

fn hamlet_of(section: &str) -> &'static str {
    let known = SECTIONS.iter().find(|(text, _)| *text == section);
    known.map_or("", |(_, hamlet)| hamlet)
}

proptest! {
    #[test]
    fn a_roster_gives_its_persons_and_nobody_else(
        titles in proptest::collection::vec(0..TITLES.len(), 0..9),
        header in 0..HEADERS.len(),
        lines in proptest::collection::vec((line(), 0..EVIDENCE.len()), 1..30),
        end in 0..ENDS.len(),
    ) {
        let mut text = String::new();
        for title in titles {
            text.push_str(TITLES[title]);
            text.push('\n');
        }
        text.push_str(HEADERS[header]);
        text.push('\n');
        let (mut expected, mut hamlet, mut number) = (Vec::new(), "", 0);
        for (line, evidence) in &lines {
            match line {
                Line::Person(name) => {
                    number += 1;
                    text.push_str(&format!("{number},{name},{}\n", EVIDENCE[*evidence]));
                    let row = text.matches('\n').count() as u32;
                    expected.push((row, hamlet));
                }
                Line::Section(section) => {
                    hamlet = hamlet_of(section);
                    text.push_str(section);
                    text.push('\n');
                }
                Line::Other(other) => {
                    text.push_str(other);
                    text.push('\n');
                }
            }
        }
        text.push_str(ENDS[end]);

        let block = parse(text.as_bytes(), b',').unwrap();
        let options = options();
        let layout = Layout::detect(&block, &options).unwrap();
        let mut reader = RowReader::new(&block, &layout, &options, layout.header_rows.1 + 1);
        let mut found = Vec::new();
        for index in 0..block.rows() {
            match reader.read(index) {
                Reading::Subject(sections) => found.push((block.row(index).number, sections.text(Field::Hamlet))),
                Reading::Other => {}
                Reading::OtherTable(other) => prop_assert!(false, "another table: {other:?}"),
            }
        }
        prop_assert_eq!(found, expected, "{}", text);
    }

    #[test]
    fn no_table_of_any_text_panics(rows in proptest::collection::vec(proptest::collection::vec("[a-zA-ZÀ-ỹ0-9()/.:;=\u{301} ]{0,12}", 0..6), 0..12)) {
        let text: String = rows.iter().map(|row| row.join(",") + "\n").collect();
        let block = parse(text.as_bytes(), b',').unwrap();
        let header = parse("STT,Họ và tên,Ngày sinh,Số CCCD\n".as_bytes(), b',').unwrap();
        let options = options();
        let fixed = Layout::detect(&header, &options).unwrap();
        let own = Layout::detect(&block, &options);
        for layout in own.iter().chain([&fixed]) {
            let mut reader = RowReader::new(&block, layout, &options, 1);
            for index in 0..block.rows() {
                let _ = reader.read(index);
            }
            let _ = layout.joined(&block);
        }
    }
}
