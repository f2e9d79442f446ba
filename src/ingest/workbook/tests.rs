//! The same roster in every format, as programs write it that share no code with the readers.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::ingest::tables;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/workbooks/",
            $name
        ))
    };
}

/// The sheets of a file as every reader gives them.
fn sheets(bytes: &[u8]) -> Result<Vec<RawSheet>, IngestError> {
    let limits = Limits::default();
    match bytes {
        [b'P', b'K', ..] => read_zipped(Package::open(bytes.to_vec(), limits)?, limits),
        [b'<', ..] => read_spreadsheet_xml(bytes, limits),
        _ => read_compound(bytes, limits),
    }
}

fn rows(sheet: &RawSheet) -> Vec<(u32, Vec<&str>)> {
    let rows = (0..sheet.block.rows()).map(|row| sheet.block.row(row));
    rows.map(|row| (row.number, row.cells().collect()))
        .collect()
}

const HEAD: [&str; 7] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Số CCCD",
    "Cân nặng (kg)",
    "Thôn/xóm",
    "Ghi chú",
];

#[track_caller]
fn check(name: &str, bytes: &[u8]) {
    check_with(name, bytes, SheetState::Hidden, "#N/A");
}

/// The second sheet is `second`, and the error that a cell of the first holds shows as `error`.
#[track_caller]
fn check_with(name: &str, bytes: &[u8], second: SheetState, error: &str) {
    let sheets = sheets(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let states: Vec<(&str, SheetState)> = sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.state))
        .collect();
    assert_eq!(
        states,
        [
            ("Danh sách", SheetState::Shown),
            ("Ẩn", second),
            ("Trống", SheetState::Shown)
        ],
        "{name}"
    );
    let mut found = rows(&sheets[0]);
    // Some writers fill the cells that a merge covers, or end rows at their last value.
    for (_, cells) in &mut found {
        while cells.last() == Some(&"") {
            cells.pop();
        }
    }
    // One writer leaves out what its cells show as lost.
    let lost: &[&str] = if name == "sheetjs.ods" {
        &[]
    } else {
        &["", "#N/A"]
    };
    let mut expected: Vec<(u32, Vec<&str>)> = vec![
        (1, vec!["UBND XÃ HẠ LANG"]),
        (3, HEAD.to_vec()),
        (
            4,
            vec![
                "1",
                "Nông Thị Ấm",
                "1957-05-12",
                "3157000001",
                "52.5",
                "Xóm Nà Pò",
                "2",
            ],
        ),
        (
            5,
            [
                &["2", "Lý A Dính", "1960-01-03", "003060000002", "48"],
                lost,
            ]
            .concat(),
        ),
        (
            6,
            vec![
                "3",
                "Hoàng Văn Tổ",
                "1949",
                "100000000000",
                "61.75",
                "Xóm Khuổi Lầy",
                "true",
            ],
        ),
    ];
    if error.is_empty() {
        expected[3].1.truncate(5);
    }
    assert_eq!(found, expected, "{name}");
    assert_eq!(sheets[0].block.physical_rows, 6, "{name}");
    let hamlet = Merge {
        rows: (3, 4),
        columns: (5, 5),
    };
    assert!(
        sheets[0].merges.contains(&hamlet),
        "{name}: {:?}",
        sheets[0].merges
    );
    assert_eq!(
        (sheets[1].block.physical_rows, sheets[2].block.rows()),
        (1, 0),
        "{name}"
    );
}

#[test]
fn one_roster_is_the_same_in_every_format() {
    check("openpyxl.xlsx", fixture!("openpyxl.xlsx"));
    check("openpyxl_1904.xlsx", fixture!("openpyxl_1904.xlsx"));
    check("sheetjs.xlsx", fixture!("sheetjs.xlsx"));
    check("sheetjs.xlsb", fixture!("sheetjs.xlsb"));
    check("xlwt.xls", fixture!("xlwt.xls"));
    check("xlwt_1904.xls", fixture!("xlwt_1904.xls"));
    check("sheetjs_biff8.xls", fixture!("sheetjs_biff8.xls"));
    check("odfpy.ods", fixture!("odfpy.ods"));
    // Its writer hides no sheets here and leaves errors blank.
    check_with(
        "sheetjs.ods",
        fixture!("sheetjs.ods"),
        SheetState::Shown,
        "",
    );
    check("sheetjs_2003.xls", fixture!("sheetjs_2003.xls"));
}

#[test]
fn excel_95_keeps_numbers_and_days() {
    // Its writer has no Vietnamese letters.
    let sheets = sheets(fixture!("sheetjs_biff5.xls")).unwrap();
    let found = rows(&sheets[0]);
    assert_eq!(found[2].1[2..5], ["1957-05-12", "3157000001", "52.5"]);
    assert_eq!(found[3].1[3], "003060000002");
}

/// The archive with one part changed.
fn changed(bytes: &[u8], part: &str, change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut content).unwrap();
        if name == part {
            change(&mut content);
        }
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn xlsb_knows_the_1904_system() {
    let bytes = changed(fixture!("sheetjs.xlsb"), "xl/workbook.bin", |part| {
        // The first byte of the flags, behind number and length of the record.
        let flags = part
            .windows(2)
            .position(|pair| pair == [0x99, 0x01])
            .unwrap()
            + 3;
        part[flags] |= 1;
    });
    let sheets = sheets(&bytes).unwrap();
    assert_eq!(rows(&sheets[0])[2].1[2], "1961-05-13");
    assert!(sheets[0].is_1904);
}

#[test]
fn a_sheet_says_which_system_its_days_are_of() {
    for (bytes, is_1904) in [
        (&fixture!("openpyxl_1904.xlsx")[..], true),
        (fixture!("xlwt_1904.xls"), true),
        (fixture!("sheetjs.xlsb"), false),
    ] {
        assert_eq!(sheets(bytes).unwrap()[0].is_1904, is_1904);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let options = crate::ingest::layout::tests::options();
    let says = |bytes: &[u8], what: &str| {
        let error = tables::read(bytes.to_vec(), "a.xls", &options)
            .unwrap_err()
            .to_string();
        assert!(error.contains(what), "{error}");
    };
    says(fixture!("password.xlsx"), "protected by a password");
    says(
        fixture!("sheetjs_excel2.xls"),
        "a workbook of Excel 4 or before",
    );
    says(fixture!("sheetjs_html.xls"), "a web page (HTML)");
}

#[test]
fn a_file_cut_anywhere_or_damaged_is_an_error_or_read() {
    for bytes in [
        &fixture!("openpyxl.xlsx")[..],
        fixture!("sheetjs.xlsb"),
        fixture!("xlwt.xls"),
        fixture!("sheetjs_biff5.xls"),
        fixture!("odfpy.ods"),
        fixture!("sheetjs_2003.xls"),
    ] {
        for at in (0..bytes.len()).step_by(13) {
            assert!(
                sheets(&bytes[..at]).is_err() || bytes.len() - at < 512,
                "cut at {at}"
            );
            let mut damaged = bytes.to_vec();
            damaged[at] ^= 0x2f;
            let _ = sheets(&damaged);
        }
    }
}

/// An XLSX of one sheet, whose rows are `rows`.
fn xlsx(rows: &str) -> Vec<u8> {
    let parts = [
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"s.xml\"/>\
             <Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"t.xml\"/></Relationships>",
        ),
        (
            "xl/t.xml",
            "<sst><si><r><t>Nông </t></r><r><rPr/><t>Ấm</t></r><rPh><t>nong</t></rPh></si><si/><si><t>b</t></si></sst>",
        ),
        ("[Content_Types].xml", "<Types/>"),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    for (name, text) in parts.into_iter().chain([("xl/s.xml", sheet.as_str())]) {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[track_caller]
fn check_cells(rows: &str, expected: &[&str]) {
    let sheets = sheets(&xlsx(rows)).unwrap();
    let block = &sheets[0].block;
    let found: Vec<&str> = (0..block.rows())
        .flat_map(|row| block.row(row).cells())
        .collect();
    assert_eq!(found, expected, "{rows}");
}

#[test]
fn cells_of_xlsx() {
    check_cells(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
        &["Nông Ấm"],
    );
    check_cells(
        "<row><c t=\"s\"><v>2</v></c><c><v>1.57E+11</v></c></row>",
        &["b", "157000000000"],
    );
    check_cells(
        "<row><c><v>007</v></c><c><v>1e-3</v></c></row>",
        &["7", "0.001"],
    );
    check_cells(
        "<row><c t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r></is></c></row>",
        &["a b"],
    );
    check_cells(
        "<row><c t=\"str\"><f>A1</f><v>a&amp;b_x000D_</v></c><c t=\"e\"><v>#REF!</v></c></row>",
        &["a&b", "#REF!"],
    );
    check_cells(
        "<row><c><f>A1+1</f></c><c><f>A1+1</f><v>3</v></c></row>",
        &["", "3"],
    );
    check_cells(
        "<row><c t=\"d\"><v>1957-05-12T00:00:00</v></c><c t=\"b\"><v>1</v></c></row>",
        &["1957-05-12", "true"],
    );
    check_cells(
        "<row/><row><c r=\"C2\"><v>5</v></c><c><v>6</v></c></row>",
        &["", "", "5", "6"],
    );
    check_cells(
        "<x:row><x:c><x:v>5</x:v></x:c></x:row><!-- <row/> -->",
        &["5"],
    );
}

#[test]
fn sheets_that_lie_are_refused() {
    let says = |rows: &str, what: &str| {
        let error = sheets(&xlsx(rows)).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    };
    says(
        "<row><c r=\"XFD1\"><v>1</v></c></row>",
        "column XFD, row 1; the limit is 1024 (`columns`",
    );
    says(
        "<row r=\"3000000\"><c><v>1</v></c></row>",
        "row 3000000; the limit is 2000000 (`rows`",
    );
    says(
        "<row><c t=\"s\"><v>9</v></c></row>",
        "refers to a text that is not there",
    );
    says(
        "<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>",
        "out of order in row 1",
    );
    let long = "x".repeat(3 << 20);
    says(
        &format!("<row><c t=\"str\"><v>{long}</v></c></row>"),
        "(`cell_bytes`",
    );
    says("<row><c", "breaks off");
}
