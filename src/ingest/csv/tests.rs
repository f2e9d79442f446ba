//! Delimited text as it comes.

use super::*;
use crate::ingest::block::{Damage, RawRow};
use crate::ingest::layout::tests::options;

fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
    let block = parse(text.as_bytes(), b',').unwrap();
    (0..block.rows())
        .map(|row| block.row(row))
        .map(|row| (row.number, row.cells().map(str::to_owned).collect()))
        .collect()
}

fn check(text: &str, expected: &[(u32, &[&str])]) {
    let expected: Vec<(u32, Vec<String>)> = expected
        .iter()
        .map(|(number, cells)| {
            (
                *number,
                cells.iter().map(|cell| (*cell).to_owned()).collect(),
            )
        })
        .collect();
    assert_eq!(rows(text), expected, "{text:?}");
}

#[test]
fn row_numbers_are_those_of_a_spreadsheet() {
    check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
    check(
        "a,b\r\n1,2\r\n3,4",
        &[(1, &["a", "b"]), (2, &["1", "2"]), (3, &["3", "4"])],
    );
    check("\n\na\n\nb\n", &[(3, &["a"]), (5, &["b"])]);
    check("\r\n\r\na\r\n\r\nb\r\n", &[(3, &["a"]), (5, &["b"])]);
    check(
        "\"x\ny\",1\nb,2\n",
        &[(1, &["x\ny", "1"]), (2, &["b", "2"])],
    );
    check(
        "\"x\r\ny\",1\r\nb,2\r\n",
        &[(1, &["x\r\ny", "1"]), (2, &["b", "2"])],
    );
    check("a,\"\"\"q\"\"\"\n", &[(1, &["a", "\"q\""])]);
    check("", &[]);
}

#[test]
fn physical_rows_count_blank_ones() {
    for (text, physical) in [
        ("a\n\nb\n", 3),
        ("a\n\nb", 3),
        ("\"x\ny\"\n", 1),
        ("", 0),
        ("\r\n\r\na", 3),
    ] {
        assert_eq!(
            parse(text.as_bytes(), b',').unwrap().physical_rows,
            physical,
            "{text:?}"
        );
    }
}

#[test]
fn blocks_are_cut_outside_quotes() {
    let end = |text: &[u8]| row_ends::last_row_end(text, b',');
    assert_eq!(end(b"a\nb\nc"), Some(4));
    assert_eq!(end(b"a\n\"b\nc"), Some(2));
    assert_eq!(end(b"\"b\nc"), None);
    assert_eq!(end(b"a,\"b\n\"\"\n\"\nc"), Some(10));
    assert!(row_ends::ends_inside_quotes(b"\"b\nc", b','));
    assert!(!row_ends::ends_inside_quotes(b"\"b\"\"\"\nc", b','));
}

#[test]
fn a_quotation_mark_inside_a_cell_opens_nothing() {
    let text = "5\" a,b\nNguyễn \"Tý\" A,\"c\n\"\n";
    assert_eq!(
        row_ends::last_row_end(text.as_bytes(), b','),
        Some(text.len())
    );
    check(
        text,
        &[(1, &["5\" a", "b"]), (2, &["Nguyễn \"Tý\" A", "c"])],
    );
}

#[test]
fn a_carriage_return_alone_ends_a_row() {
    check("a,b\r1,2\r", &[(1, &["a", "b"]), (2, &["1", "2"])]);
    check(
        "a\n1\r2\r\n3",
        &[(1, &["a"]), (2, &["1"]), (3, &["2"]), (4, &["3"])],
    );
    check("a\r\rb\r\r\nc", &[(1, &["a"]), (3, &["b"]), (5, &["c"])]);
    assert_eq!(parse(b"a\r\rb\r", b',').unwrap().physical_rows, 3);
}

#[test]
fn byte_order_marks_of_joined_files_are_dropped() {
    check(
        "\u{feff}\"a\",b\n\u{feff}\"c\",d\n",
        &[(1, &["a", "b"]), (2, &["c", "d"])],
    );
}

#[test]
fn a_formula_that_keeps_digits_is_its_text() {
    check(
        "=\"003157000001\",=A1,\"=\"\"007\"\"\"\n=\"a\"&\"b\",\"=\"\n",
        &[
            (1, &["003157000001", "=A1", "007"]),
            (2, &["=\"a\"&\"b\"", "="]),
        ],
    );
}

fn error(bytes: &[u8]) -> IngestError {
    parse(bytes, b',').unwrap_err()
}

/// Numbers and cells of the rows, those that are damaged with what it is.
fn damaged(text: &[u8]) -> Vec<(u32, Vec<String>, Option<Damage>)> {
    let block = parse(text, b';').unwrap();
    let rows = (0..block.rows()).map(|row| block.row(row));
    let cells = |row: RawRow<'_>| row.cells().map(str::to_owned).collect();
    rows.map(|row| (row.number, cells(row), row.damage().cloned()))
        .filter(|(.., damage)| damage.is_some())
        .collect()
}

#[test]
fn a_lone_quotation_mark_costs_its_own_row() {
    let rows = |count: u32| -> String {
        (1..=count)
            .map(|n| format!("{n};Lý A Sì;1957;Nà Pò\r\n"))
            .collect()
    };
    for (row, expected) in [
        (
            "9;\"Lý; A\";1957;\"Nà Pò\r\n",
            ["9", "Lý; A", "1957", "\"Nà Pò"],
        ),
        ("9;\"Lý A Sì;1957;\r\n", ["9", "\"Lý A Sì", "1957", ""]),
    ] {
        for behind in [0, 1, 2, 20] {
            let text = format!("{}{row}{}", rows(8), rows(behind));
            let expected = expected.map(str::to_owned).to_vec();
            assert_eq!(
                damaged(text.as_bytes()),
                [(9, expected, Some(Damage::Quote))],
                "{text}"
            );
            assert_eq!(
                parse(text.as_bytes(), b';').unwrap().rows() as u32,
                9 + behind
            );
        }
    }
    // Two of them, rows close to each other.
    let text = format!("{}9;\"a;1957;b\n10;\"c;1957;d\n", rows(8));
    let found = damaged(text.as_bytes());
    assert_eq!(
        found.iter().map(|(row, ..)| *row).collect::<Vec<_>>(),
        [9, 10]
    );
}

#[test]
fn a_file_that_is_damaged_throughout_is_refused() {
    let two = b"1,a,b,c,d,e\n2,\"a,b,c,d,e\n3,\"a,b,c,d,e\n";
    assert_eq!(error(two), IngestError::OpenQuote { row: 2 });
    assert!(parse(b"1,a,b,c,d,e\n2,\"a, b, c\nd, e\",c,d,e,f\n", b',').is_ok());
    assert!(parse(b"\"Ng\xc3\xa0y\nsinh\",b\n", b',').is_ok());
    assert!(parse("1,\"1, đau lưng\n2, ho, sốt\",c\n".as_bytes(), b',').is_ok());
    let half = b"1;a;b\n2;\"a";
    assert_eq!(
        parse(half, b';').unwrap_err(),
        IngestError::OpenQuote { row: 2 }
    );
    let bad = b"a\nb\nc\nd\xb5\ne\xb5\n";
    assert_eq!(error(bad), IngestError::NotUtf8 { row: 4 });
}

#[test]
fn a_byte_that_is_no_letter_costs_its_own_row() {
    let text = b"1;a\n2;a\n3;X\xc3\xb3m R\xc3\n4;a\n5;a\n";
    let expected = ["3", "Xóm R\u{fffd}"].map(str::to_owned).to_vec();
    assert_eq!(damaged(text), [(3, expected, Some(Damage::Letter))]);
}

#[test]
fn a_damaged_header_is_refused() {
    let rows = "1,Lý A Sì,1957,,\n".repeat(9);
    let header = b"STT,Ho va ten,Ngay sinh,So CCCD,X\xf3m\n";
    let text = ["Xã Lý Bôn,,,,\n".as_bytes(), header, rows.as_bytes()].concat();
    let error = sniff(&text, true, &options()).unwrap_err();
    assert_eq!(error, IngestError::NotUtf8 { row: 2 });
}

#[test]
fn damage_is_named_with_its_row() {
    assert_eq!(error(b"a\nb\xb5\n"), IngestError::NotUtf8 { row: 2 });
    assert_eq!(error(b"a\rb\xc3"), IngestError::CutLetter { row: 2 });
    assert_eq!(error(b"a\r\nb\nc\0d\n"), IngestError::Nul { row: 3 });
    let long = [b"a\n\"b\n\"\n".as_slice(), &vec![b'x'; 10 << 20], b"\n"].concat();
    assert_eq!(
        error(&long),
        IngestError::RowTooLong {
            row: 3,
            limit_mib: 1
        }
    );
    let half = [b"a\n".as_slice(), &vec![b'x'; 1 << 19], b"\nb\n"].concat();
    assert_eq!(parse(&half, b',').unwrap().rows(), 3);
}

fn sniffed(bytes: Vec<u8>) -> (Sniffed, RawBlock) {
    let bytes = prepare(bytes).unwrap();
    let sniffed = sniff(&bytes, true, &options()).unwrap();
    let block = parse_end(&bytes[sniffed.skip..], &sniffed, &options()).unwrap();
    (sniffed, block)
}

fn cells(block: &RawBlock, row: usize) -> Vec<&str> {
    block.row(row).cells().collect()
}

const ROSTER: &str = "UBND XÃ HẠ LANG\nSTT,Họ và tên,Ngày sinh,Số CCCD\n1,Nông Thị Ấm,1957,003157000001\n2,Hoàng Văn Thủy,1961,003061000002\n";

#[test]
fn every_delimiter_is_found() {
    for delimiter in [",", ";", "\t", "|", "^", "~", ":"] {
        let (found, block) = sniffed(ROSTER.replace(',', delimiter).into_bytes());
        assert_eq!([found.delimiter], delimiter.as_bytes());
        assert_eq!(
            cells(&block, 2),
            ["1", "Nông Thị Ấm", "1957", "003157000001"]
        );
    }
}

#[test]
fn the_row_that_names_the_delimiter_is_none_that_excel_shows() {
    let (found, _) = sniffed(format!("sep=;\r\n{}", ROSTER.replace(',', ";")).into_bytes());
    assert_eq!((found.delimiter, found.layout.header_rows), (b';', (2, 2)));
    assert_eq!(found.skip, 7);
    assert_eq!(named_delimiter(b"sep=\t\r\n"), Some(b'\t'));
    assert_eq!(named_delimiter(b"\"sep=,\"\n"), Some(b','));
    assert_eq!(named_delimiter(b"sep\n;"), None);
}

#[test]
fn a_table_is_the_same_however_its_bytes_are_written() {
    let utf_16 = |unit: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        let text = format!("{mark}{ROSTER}").replace(',', "\t");
        text.encode_utf16().flat_map(unit).collect()
    };
    for bytes in [
        ROSTER.as_bytes().to_vec(),
        format!("\u{feff}{ROSTER}").into_bytes(),
        ROSTER.replace('\n', "\r\n").into_bytes(),
        ROSTER.replace('\n', "\r").into_bytes(),
        utf_16(u16::to_le_bytes, "\u{feff}"),
        utf_16(u16::to_be_bytes, "\u{feff}"),
        utf_16(u16::to_le_bytes, ""),
        utf_16(u16::to_be_bytes, ""),
    ] {
        let early = sniff(&bytes, true, &options()).unwrap();
        assert_eq!(early.layout.titles, ["UBND XÃ HẠ LANG"]);
        let (found, block) = sniffed(bytes);
        assert_eq!(found.layout.titles, ["UBND XÃ HẠ LANG"]);
        assert_eq!(found.layout.header_rows, (2, 2));
        assert_eq!(cells(&block, 3)[1], "Hoàng Văn Thủy");
        assert_eq!((block.row(3).number, block.physical_rows), (4, 4));
        assert!(found.encodings.is_none());
    }
}

#[test]
fn the_end_of_file_mark_of_dos_is_no_row() {
    let (_, block) = sniffed(format!("{ROSTER}\u{1a}").into_bytes());
    assert_eq!((block.rows(), block.physical_rows), (4, 4));
}

#[test]
fn files_are_streamed_only_where_blocks_can_be_cut() {
    assert!(is_streamable(ROSTER.as_bytes()));
    assert!(is_streamable(&ROSTER.as_bytes()[..9]));
    assert!(is_streamable(b"a,b\n"));
    assert!(!is_streamable(b"a,b\rc,d\r"));
    assert!(!is_streamable(b"a,b\0\n"));
    assert!(!is_streamable(b"Th\xde\n"));
    assert!(!is_streamable(b"\xff\xfea\0\n\0"));
}

#[test]
fn other_formats_are_named() {
    for start in [b"PK\x03\x04".as_slice(), b"a,b\n\0\0\x01", b"\x1f\x8b"] {
        let error = sniff(start, true, &options()).unwrap_err();
        assert!(matches!(error, IngestError::NotText { .. }), "{error}");
    }
}

proptest::proptest! {
    #[test]
    fn cells_survive_writing_and_reading(table in proptest::collection::vec(proptest::collection::vec("[a-zà-ỹ\",\n ]{1,4}", 2..4), 1..6)) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let text: String = table.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n").collect();
        let expected: Vec<Vec<String>> = table.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        let found: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, cells)| cells).collect();
        proptest::prop_assert_eq!(found, expected);
        let numbers: Vec<u32> = rows(&text).into_iter().map(|(number, _)| number).collect();
        proptest::prop_assert_eq!(numbers, (1..=table.len() as u32).collect::<Vec<_>>());
    }
}
