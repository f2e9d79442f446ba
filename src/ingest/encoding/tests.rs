//! Tables in old encodings, and tables that only look so.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::charset::tests::encode;
use super::page::western;
use super::*;
use crate::ingest::csv::{self, Sniffed};
use crate::ingest::layout::tests::options;
use crate::ingest::{IngestError, RawBlock};

const KINH: [&str; 3] = [
    "Nguyễn Trần Lê Phạm Vũ Đặng Bùi Đỗ Ngô Dương Lý Đinh Hoàng Phan Trịnh Nông Lục Đàm Bế Lương Triệu Hứa",
    "Thị Văn Đức Hữu Xuân Đình Mạnh Ngọc Thuý Hồng Bích Diệu Thế Quý Việt Trọng Khánh Mỹ Tuyết",
    "Hương Huyền Hằng Thảo Nguyệt Hạnh Thắng Dũng Tuấn Cường Hùng Đạt Tiến Phượng Ấm Ước Uyên Kỳ Thuỷ Hoà Sửu Tý",
];
const MONG: [&str; 3] = [
    "Vừ Giàng Sùng Thào Lầu Hầu Lý Vàng Má Ly Chá Thò Lừu Cứ Hờ",
    "A Thị Mí Seo",
    "Dình Páo Sử Dế Chứ Lử Tủa Sính Mỷ Dí Sua Dở Pà Xia Súng Pla Ghênh Cáy Xúa Dếnh Lềnh Páy",
];
const DAO: [&str; 3] = [
    "Triệu Bàn Đặng Lý Phùng Chảo Tẩn Chẻo Phàn Bồn",
    "Chòi Mùi Tá Tòn Dào Chàn Văn Thị",
    "Phin Mềnh Sính Vạng Guyển Lìn Toòng Phấu Mẩy Phẩy Khé Liều Ghến Nhậy Chẳn Sểnh Pết Slao",
];
const HIGHLANDS: [&str; 3] = [
    "Y H' Niê Ksơr Rơ Rmah Ra Kpă Nay Siu H'Bia",
    "Êban Mlô Byă Kbuôr Ayŭn Êñuôl Hđơk Hwing Krông Blăk Bdap",
    "Ƀuôn Wiên Čil Lŏ Hyêk Kpuih Njoh Ñiê Puê Yă Đôn Ŭk",
];
const FOREIGN: [&str; 3] = [
    "José María Renée François Müller Jürgen Zoë Anaïs Loïc Søren Iñaki Noël",
    "García Muñoz Peña Núñez Lefèvre Bäcker Strauß Öztürk Åkesson de la",
    "Gonçalves Brontë Ibáñez Fernández Ramón Gül Dvořák Nuñez Lévêque",
];

/// Names of three parts from `lists`.
fn names(
    lists: [&'static str; 3],
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<String>> {
    let part = |list: &'static str| prop::sample::select(list.split(' ').collect::<Vec<_>>());
    let name = (part(lists[0]), part(lists[1]), part(lists[2]))
        .prop_map(|(family, middle, given)| format!("{family} {middle} {given}"));
    prop::collection::vec(name, count)
}

fn any_names() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        names(KINH, 1..60),
        names(MONG, 1..60),
        names(DAO, 1..60),
        names(HIGHLANDS, 1..60),
        names(FOREIGN, 1..20),
        (
            names(MONG, 1..30),
            names(HIGHLANDS, 0..30),
            names(FOREIGN, 0..8)
        )
            .prop_map(|(a, b, c)| [a, b, c].concat()),
    ]
}

fn decided(names: &[String]) -> Decision {
    decide(names.iter().map(String::as_str), None)
}

/// `names` as `charset` writes them and Latin-1 shows them, those left out that it has no letters for.
fn written(charset: Charset, names: &[String]) -> Vec<(String, String)> {
    let known = names.iter().filter_map(|name| {
        let shown = encode(charset, name)?;
        Some((name.clone(), shown))
    });
    known.collect()
}

/// Fewer different words may spell well in two encodings.
const WORDS_ENOUGH: usize = 12;

/// Checks that the column is read as it was written: TCVN3 and VPS lack some capitals.
fn comes_back(
    charset: Charset,
    names: &[String],
    show: impl Fn(char) -> char,
) -> Result<(), TestCaseError> {
    let written = written(charset, names);
    let shown: Vec<String> = written
        .iter()
        .map(|(_, shown)| shown.chars().map(&show).collect())
        .collect();
    let decision = decided(&shown);
    if decision.evidence.words < WORDS_ENOUGH {
        return Ok(());
    }
    for ((name, _), shown) in written.iter().zip(&shown) {
        let read = decision.encoding.decode(shown);
        let read = read.as_deref().unwrap_or(shown);
        prop_assert_eq!(read, name.as_str(), "{:?} {:?}", charset, decision);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn names_in_unicode_stay(names in any_names()) {
        let decision = decided(&names);
        prop_assert_eq!(decision.encoding, ColumnEncoding::Unicode, "{:?}", decision);
    }

    #[test]
    fn names_in_unicode_stay_in_capitals_and_taken_apart(names in any_names()) {
        for changed in [
            names.iter().map(|name| name.to_uppercase()).collect::<Vec<_>>(),
            names.iter().map(|name| name.nfd().collect()).collect(),
        ] {
            let decision = decided(&changed);
            prop_assert_eq!(decision.encoding, ColumnEncoding::Unicode, "{:?}", decision);
        }
    }

    #[test]
    fn tables_in_unicode_stay(names in any_names(), others in any_names()) {
        let mut block = RawBlock::default();
        block.push_cell("Họ và tên");
        block.push_cell("Địa chỉ");
        block.end_row(1);
        for (name, other) in names.iter().zip(&others) {
            block.push_cell(name);
            block.push_cell(other);
            block.end_row(2);
        }
        let before = table(&block);
        repair(&mut block, &[]);
        prop_assert_eq!(table(&block), before);
    }

    #[test]
    fn names_in_unicode_stay_beside_pasted_cells(
        others in any_names(),
        most in names(KINH, 20..40),
        old in names(KINH, 3..12),
    ) {
        let names = [most, others].concat();
        let pasted = written(Charset::Tcvn3, &old).into_iter().map(|(_, shown)| shown);
        let mut block = RawBlock::default();
        for (number, name) in (1..).zip(names.iter().cloned().chain(pasted)) {
            for cell in ["1", name.as_str(), "Xóm Nà Pò", "Đồng bào DTTS"] {
                block.push_cell(cell);
            }
            block.end_row(number);
        }
        repair(&mut block, &[]);
        for (row, name) in table(&block).iter().zip(&names) {
            prop_assert_eq!(&row[1], name);
            prop_assert_eq!(&row[2], "Xóm Nà Pò");
        }
    }

    #[test]
    fn every_name_comes_back_from_every_encoding(names in any_names()) {
        for charset in Charset::ALL {
            for (name, shown) in written(charset, &names) {
                prop_assert_eq!(charset.decode(&shown, Page::Western), Some(name));
            }
        }
    }

    #[test]
    fn no_text_is_too_odd(cells in prop::collection::vec("\\PC{0,12}|[\u{80}-\u{ff}a-z ]{0,12}", 0..24)) {
        let mut block = RawBlock::default();
        for (index, cell) in cells.iter().enumerate() {
            block.push_cell(cell);
            if index % 3 == 2 {
                block.end_row(index as u32 + 1);
            }
        }
        let rows = block.rows();
        repair(&mut block, &[]);
        prop_assert_eq!(block.rows(), rows);
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(0_u8.., 0..80)) {
        let _ = read(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn columns_are_read_as_they_were_written(names in prop_oneof![names(KINH, 10..60), names(DAO, 10..60), names(MONG, 20..60)]) {
        for charset in Charset::ALL {
            // As bytes, and as the characters that a workbook holds.
            comes_back(charset, &names, |c| c)?;
            comes_back(charset, &names, |c| u8::try_from(c).map_or(c, western))?;
        }
    }
}

const ROSTER: &str = "UBND XÃ HẠ LANG;;;;;;
DANH SÁCH NGƯỜI KHÁM SỨC KHỎE NĂM 2026;;;;;;
STT;Họ và tên;Ngày sinh;Số CCCD;Giới tính;Dân tộc;Xóm
1;Nông Thị Ấm;12/05/1957;003157000001;Nữ;Tày;Nà Pò
2;Hoàng Văn Thủy;1961;003061000002;Nam;Nùng;Bản Gải
3;Vừ A Dình;1990;003090000003;Nam;Mông;Lũng Ngần
4;Đàm Thị Mỷ;1988;003188000004;Nữ;Mông;Lũng Ngần
;NGƯỜI LẬP BIỂU;;;TRẠM TRƯỞNG;;
";

fn read(bytes: Vec<u8>) -> Result<(Sniffed, RawBlock), IngestError> {
    let bytes = csv::prepare(bytes)?;
    let sniffed = csv::sniff(&bytes, true, &options())?;
    let block = csv::parse_end(&bytes[sniffed.skip..], &sniffed, &options())?;
    Ok((sniffed, block))
}

fn table(block: &RawBlock) -> Vec<Vec<String>> {
    let rows = (0..block.rows()).map(|row| block.row(row));
    rows.map(|row| row.cells().map(str::to_owned).collect())
        .collect()
}

/// A roster as the fonts of `charset` wrote it: capitals that it lacks are drawn from small letters.
fn bytes(charset: Charset, text: &str) -> Vec<u8> {
    let write = |letter: char| {
        let letter = letter.to_string();
        let shown = encode(charset, &letter).or_else(|| encode(charset, &letter.to_lowercase()));
        shown.expect("a letter of Vietnamese")
    };
    let shown: String = text.chars().map(write).collect();
    shown
        .chars()
        .map(|c| u8::try_from(c).expect("a byte"))
        .collect()
}

#[test]
fn a_small_roster_is_read_in_every_encoding_down_to_its_titles() {
    let (_, expected) = read(ROSTER.as_bytes().to_vec()).unwrap();
    for charset in [
        Charset::Tcvn3,
        Charset::VniWindows,
        Charset::Viscii,
        Charset::Cp1258,
    ] {
        let (sniffed, block) = read(bytes(charset, ROSTER)).unwrap();
        let folded = |block: &RawBlock| -> Vec<Vec<String>> {
            let rows = table(block).into_iter();
            rows.map(|row| row.iter().map(|cell| cell.to_lowercase()).collect())
                .collect()
        };
        assert_eq!(folded(&block), folded(&expected), "{charset:?}");
        assert_eq!(sniffed.layout.header_rows, (3, 3), "{charset:?}");
        let title = sniffed.layout.titles[0].to_uppercase();
        assert_eq!(title, "UBND XÃ HẠ LANG", "{charset:?}");
        let names = &sniffed.decisions[1];
        assert_eq!(
            names.encoding,
            ColumnEncoding::Legacy(charset, Page::Western)
        );
        assert!(
            names.evidence.words >= 8 && names.evidence.score > 0.8,
            "{names:?}"
        );
    }
}

#[test]
fn columns_in_different_fonts_are_told_apart_and_the_heading_is_read_by_itself() {
    let tcvn3 = |text: &str| encode(Charset::Tcvn3, &text.to_lowercase()).unwrap();
    let mut text = "STT,Họ và tên,Ngày sinh,Số CCCD,Thôn\n".to_owned();
    for (name, hamlet) in [
        ("nguyễn thị hòa", "Nà Pò"),
        ("nông văn thủy", "Bản Gải"),
        ("trần đức thắng", "Lũng Ngần"),
        ("lê hồng hạnh", "Thôn Đông"),
    ] {
        text.push_str(&format!("1,{},1957,,{hamlet}\n", tcvn3(name)));
    }
    let (sniffed, block) = read(text.into_bytes()).unwrap();
    assert_eq!(sniffed.layout.headers[4], "Thôn");
    let encodings: Vec<&str> = sniffed
        .decisions
        .iter()
        .map(|found| found.encoding.name())
        .collect();
    assert_eq!(
        encodings,
        ["Unicode", "TCVN3 (ABC)", "Unicode", "Unicode", "Unicode"]
    );
    assert_eq!(
        table(&block)[1],
        ["1", "nguyễn thị hòa", "1957", "", "Nà Pò"]
    );
    assert_eq!(table(&block)[4][4], "Thôn Đông");
}

#[test]
fn columns_of_few_words_are_read_in_their_own_encoding_below_a_header_in_another() {
    let tcvn3 = |text: &str| encode(Charset::Tcvn3, text).unwrap();
    let vni = |text: &str| encode(Charset::VniWindows, text).unwrap();
    let mut text = tcvn3("STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Thôn/xóm;Đối tượng\n");
    for (name, sex) in [
        ("Nông Thị Thuỷ", "Nữ"),
        ("Hoàng Văn Đức", "Nam"),
        ("Vừ A Dình", "Nam"),
        ("Lục Thị Hường", "Nữ"),
        ("Triệu Quốc Khánh", "Nam"),
    ] {
        let (name, sex, rest) = (tcvn3(name), vni(sex), vni("Xóm Nà Pò;Đồng bào DTTS"));
        text.push_str(&format!("1;{name};12/05/1957;{sex};;{rest}\n"));
    }
    let (sniffed, block) = read(text.into_bytes()).unwrap();
    assert_eq!(sniffed.layout.headers[5], "Thôn/xóm");
    let expected = [
        "1",
        "Nông Thị Thuỷ",
        "12/05/1957",
        "Nữ",
        "",
        "Xóm Nà Pò",
        "Đồng bào DTTS",
    ];
    assert_eq!(table(&block)[1], expected);
    assert_eq!(table(&block)[3][1], "Vừ A Dình");
}

#[test]
fn cells_pasted_into_a_column_in_unicode_are_read_and_names_of_peoples_stay() {
    let tcvn3 = |text: &str| encode(Charset::Tcvn3, text).unwrap();
    let mut block = RawBlock::default();
    let names = [
        "Nông Thị Thuỷ".to_owned(),
        tcvn3("Lục Thị Hường"),
        tcvn3("Vừ A Dình"),
        tcvn3("Đàm Ngọc Quý"),
        "Y Noël Niê".to_owned(),
        "Renée Müller".to_owned(),
        "Võ A Páo".to_owned(),
    ];
    for (index, name) in (1..).zip(&names) {
        for cell in ["1", name.as_str(), "Nữ", "Xóm Nà Pò"] {
            block.push_cell(cell);
        }
        block.end_row(index);
    }
    repair(&mut block, &[]);
    let read: Vec<String> = table(&block)
        .into_iter()
        .map(|row| row[1].clone())
        .collect();
    let expected = [
        "Nông Thị Thuỷ",
        "Lục Thị Hường",
        "Vừ A Dình",
        "Đàm Ngọc Quý",
        "Y Noël Niê",
        "Renée Müller",
        "Võ A Páo",
    ];
    assert_eq!(read, expected);
    assert_eq!(table(&block)[1][3], "Xóm Nà Pò");
}

#[test]
fn a_row_pasted_in_from_elsewhere_is_read_as_it_was_written() {
    let mut text = encode(Charset::VniWindows, ROSTER).unwrap();
    text.push_str("5;Trần Quốc Khánh;1970;;Nam;Tày;Lũng Đẩy\n6;Hà Công;1971;;Nam;Dao;\n");
    let (_, block) = read(text.into_bytes()).unwrap();
    assert_eq!(table(&block)[8][1], "Trần Quốc Khánh");
    assert_eq!(table(&block)[8][5], "Tày");
    assert_eq!(table(&block)[9][1], "Hà Công");
    assert_eq!(table(&block)[3][1], "Nông Thị Ấm");
}

#[test]
fn rows_of_an_old_file_in_a_table_in_unicode_are_read() {
    let mut text = ROSTER.repeat(9);
    text.push_str(
        &encode(
            Charset::Tcvn3,
            "8;Nguyễn Thị Hòa;1950;;Nam;Nùng;Lũng Ngần\n",
        )
        .unwrap(),
    );
    text.push_str(&encode(Charset::Tcvn3, "9;Trần Đức Thắng;1951;;Nam;Tày;Lũng Ngần\n").unwrap());
    let (sniffed, block) = read(text.into_bytes()).unwrap();
    let last = table(&block).pop().unwrap();
    assert_eq!(
        last,
        ["9", "Trần Đức Thắng", "1951", "", "Nam", "Tày", "Lũng Ngần"]
    );
    assert_eq!(table(&block)[3][1], "Nông Thị Ấm");
    let pasted = sniffed
        .encodings
        .as_ref()
        .and_then(|found| found.pasted.clone());
    assert_eq!(pasted.unwrap().encoding.name(), "TCVN3 (ABC)");
}

#[test]
fn text_that_a_program_took_for_another_page_is_read() {
    let twice: String = ROSTER.bytes().map(western).collect();
    let (sniffed, block) = read(twice.into_bytes()).unwrap();
    assert_eq!(table(&block)[3][1], "Nông Thị Ấm");
    assert_eq!(
        sniffed.decisions[1].encoding.name(),
        "UTF-8 read as Windows-1252"
    );
    // A Windows set to Vietnamese shows TCVN3 so.
    let vietnamese = |byte: u8| {
        let all = "ĂăĐđƠơƯư₫\u{300}\u{301}\u{303}\u{309}\u{323}".chars();
        let mut found = all.filter(|c| Page::Vietnamese.byte(*c) == Some(byte));
        found.next().unwrap_or(western(byte))
    };
    let shown: String = bytes(Charset::Tcvn3, ROSTER)
        .into_iter()
        .map(vietnamese)
        .collect();
    let (_, block) = read(shown.into_bytes()).unwrap();
    assert_eq!(table(&block)[4][1], "Hoàng Văn Thủy");
    assert_eq!(table(&block)[6][4], "Nữ");
}

#[test]
fn letters_that_begin_late_are_found() {
    let mut text = "STT,Họ và tên,Ngày sinh,Số CCCD\n".to_owned();
    for row in 0..2500 {
        text.push_str(&format!("{row},Nong Thi Am,1957,003157000001\n"));
    }
    let header = text.clone();
    for name in [
        "Nguyễn Thị Hòa",
        "Trần Đức Thắng",
        "Lê Hồng Hạnh",
        "Vũ Mạnh Cường",
    ] {
        text.push_str(&format!("1,{name},1957,003157000001\n"));
    }
    let (_, block) = read(bytes(Charset::Tcvn3, &text)).unwrap();
    assert_eq!(table(&block)[2502][1], "Trần Đức Thắng");
    assert_eq!(
        table(&block)[0],
        ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
    );
    assert_eq!(read(header.into_bytes()).unwrap().0.encodings, None);
}

#[test]
fn plain_columns_tell_nothing_and_a_font_tells_much() {
    let decision = decide(["1957", "Nam", "003157000001"].into_iter(), None);
    assert_eq!(
        (decision.encoding, decision.evidence.words),
        (ColumnEncoding::Unicode, 0)
    );
    let sexes = ["Nam", "N÷"];
    let alone = decide(sexes.into_iter(), None);
    assert_eq!(alone.encoding, ColumnEncoding::Unicode);
    let drawn = decide(sexes.into_iter(), Some(".VnTime"));
    assert_eq!(drawn.encoding.decode("N÷").as_deref(), Some("Nữ"));
    let drawn = decide(["Nam", "Nữ"].into_iter(), Some(".VnTimeH"));
    assert_eq!(drawn.encoding, ColumnEncoding::Unicode);
    let drawn = decide(["Nöõ"].into_iter(), Some("VNI-Times"));
    assert_eq!(drawn.encoding.decode("Nöõ").as_deref(), Some("Nữ"));
    assert_eq!(
        decide(["Nữ"].into_iter(), Some("Times New Roman")).encoding,
        ColumnEncoding::Unicode
    );
}
