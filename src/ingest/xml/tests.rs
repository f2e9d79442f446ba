use std::collections::BTreeMap;

use super::*;
use crate::domain::{Field, Kind};
use crate::ingest::block::Damage;
use crate::source::Profile;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/fixtures/xml/", $name)).as_slice()
    };
}

/// The fields that messages carry, under the tags of both.
fn options(kind: Kind) -> LayoutOptions {
    let headers = [
        (Field::FullName, vec!["HO_TEN"]),
        (Field::BirthDate, vec!["NGAY_SINH"]),
        (Field::Sex, vec!["GIOI_TINH"]),
        (Field::IdentityNumber, vec!["SO_CCCD"]),
        (Field::BhytCard, vec!["MA_THE_BHYT"]),
        (Field::Phone, vec!["DIEN_THOAI"]),
        (Field::Ethnicity, vec!["MA_DAN_TOC", "MA_DANTOC"]),
        (Field::CommuneCode, vec!["MAXA_CU_TRU"]),
        (Field::TargetGroups, vec!["DOI_TUONG"]),
        (Field::ExamDate, vec!["NGAY_VAO"]),
        (Field::ExamPlace, vec!["MA_CSKCB"]),
        (Field::HeightCm, vec!["CHIEU_CAO"]),
        (Field::WeightKg, vec!["CAN_NANG"]),
        (Field::PulsePerMin, vec!["MACH"]),
        (Field::BloodPressure, vec!["HUYET_AP"]),
        (Field::GlucoseMmolL, vec!["GLUCOSE"]),
        (Field::HealthClass, vec!["PHAN_LOAI_SK"]),
        (Field::Funding, vec!["NGUON_CHI_TRA", "NGUON_KINH_PHI"]),
    ];
    let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let profile = Profile {
        name: "exam_xml.toml".into(),
        headers: headers
            .into_iter()
            .map(|(field, texts)| (field, owned(texts)))
            .collect(),
        values: BTreeMap::new(),
        required_fields: Vec::new(),
        first_of_january_is_year: false,
        dropped_headers: vec!["KET_LUAN_BENH".into()],
    };
    LayoutOptions::new(kind, &profile)
}

fn check_up(bytes: &[u8]) -> Envelope {
    read(bytes, &options(Kind::ExamXml)).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(bytes: &[u8]) -> String {
    read(bytes, &options(Kind::ExamXml))
        .unwrap_err()
        .to_string()
}

impl Envelope {
    fn texts(&self, row: usize, fields: &[Field]) -> Vec<&str> {
        let cell = |field: &Field| {
            let column = self.layout.column(*field);
            column.map_or("", |column| self.block.row(row).cell(column))
        };
        fields.iter().map(cell).collect()
    }

    fn column(&self, field: Field) -> Vec<&str> {
        let rows = 0..self.block.rows();
        rows.flat_map(|row| self.texts(row, &[field])).collect()
    }
}

const PERSON: [Field; 5] = [
    Field::FullName,
    Field::BirthDate,
    Field::Sex,
    Field::IdentityNumber,
    Field::CommuneCode,
];

const MEASURED: [Field; 6] = [
    Field::HeightCm,
    Field::WeightKg,
    Field::PulsePerMin,
    Field::BloodPressure,
    Field::GlucoseMmolL,
    Field::HealthClass,
];

fn broken(block: &RawBlock, row: usize) -> Option<&str> {
    match block.row(row).damage()? {
        Damage::Part(what) => Some(what),
        Damage::Letter | Damage::Quote => None,
    }
}

#[test]
fn a_nested_message_is_a_row_per_record() {
    let read = check_up(fixture!("ksk_2062_nested.xml"));
    assert_eq!((read.block.rows(), read.block.physical_rows), (3, 3));
    assert_eq!(read.layout.header_rows, (0, 0));
    assert_eq!(
        read.texts(0, &PERSON),
        ["Nông Thị Ấm", "19570512", "2", "003157000001", "01774"]
    );
    assert_eq!(
        read.texts(0, &MEASURED),
        ["152", "48.5", "76", "130/80", "5.6 mmol/L", "3"]
    );
    assert_eq!(
        read.texts(1, &MEASURED),
        ["165", "60", "72", "118/76", "101 mg/dL", "II"]
    );
    assert_eq!(
        read.texts(2, &MEASURED),
        ["170", "66,5", "80", "120/80", "", "Loại I"]
    );
    assert_eq!(read.column(Field::TargetGroups), ["1;6", "14", "13"]);
    assert_eq!(
        read.column(Field::ExamDate),
        ["202611190730", "202611190745", "202611190800"]
    );
    // The envelope says where, unless the record does.
    assert_eq!(read.column(Field::ExamPlace), ["04001"; 3]);
    assert_eq!(read.layout.titles, ["NGAYLAP 20/11/2026"]);
    assert_eq!(read.block.row(2).number, 3);
}

#[test]
fn base64_gives_the_same_as_nested() {
    let read = check_up(fixture!("ksk_2062_base64.xml"));
    assert_eq!(
        read.texts(0, &PERSON),
        ["Vừ A Dình", "19900304", "1", "003090000004", "01774"]
    );
    assert_eq!(
        read.texts(0, &MEASURED),
        ["160", "55", "70", "110/70", "", "1"]
    );
    assert_eq!(read.column(Field::TargetGroups), ["14;5"]);
}

#[test]
fn a_facility_of_13_digits_stands_for_records_without_their_own() {
    let text = String::from_utf8(fixture!("ksk_2062_nested.xml").to_vec()).unwrap();
    let text = text.replacen("04001", "8930000000001", 1);
    let read = check_up(text.as_bytes());
    assert_eq!(
        read.column(Field::ExamPlace),
        ["04001", "04001", "8930000000001"]
    );
}

#[test]
fn code_14_of_the_older_list_is_marked() {
    let read = check_up(fixture!("ksk_1551_base64.xml"));
    // One says so by its tag, the other by its day.
    assert_eq!(
        read.column(Field::TargetGroups),
        ["14 (QĐ 1551)", "13;14 (QĐ 1551)"]
    );
    assert_eq!(read.column(Field::Funding), ["2", ""]);
}

#[test]
fn what_no_field_has_is_named_and_not_kept() {
    let read = check_up(fixture!("ksk_2062_nested.xml"));
    let others = &read.layout.others;
    let named = |header: &str| others.iter().find(|other| other.header == header);
    assert!(named("KET_LUAN_BENH").is_some_and(|other| other.is_dropped));
    assert!(named("DIA_CHI").is_some_and(|other| !other.is_dropped));
    for row in 0..3 {
        let cells: Vec<&str> = read.block.row(row).cells().collect();
        assert!(
            !cells
                .iter()
                .any(|cell| cell.contains("I10") || cell.contains("Xóm"))
        );
    }
}

#[test]
fn parts_about_hiv_and_tuberculosis_are_counted_unread() {
    let read = check_up(fixture!("ksk_planted.xml"));
    let counted: Vec<(&str, u32)> = read
        .unread
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    assert_eq!(counted, [("XML15", 2), ("XML6", 2)]);
    let everything = format!("{:?} {:?}", read.block, read.layout);
    for planted in ["MARK", "B20", "B22", "B23", "Z21", "A15", "A16", "A19"] {
        assert!(!everything.contains(planted), "{planted}");
    }
    assert_eq!(read.column(Field::GlucoseMmolL), ["5.6 mmol/L", "", ""]);
}

#[test]
fn a_visit_is_a_row_with_its_first_card_and_its_own_results() {
    let options = options(Kind::VisitXml);
    let read = read(fixture!("giamdinh_base64.xml"), &options).unwrap();
    assert_eq!(
        read.texts(0, &PERSON),
        ["Nông Thị Ấm", "195705120000", "2", "003157000001", "01774"]
    );
    assert_eq!(read.column(Field::BhytCard), ["DT2040300000001", ""]);
    assert_eq!(read.column(Field::WeightKg), ["48.5", "60"]);
    assert_eq!(read.column(Field::GlucoseMmolL), ["6.1 mmol/L", ""]);
    assert_eq!(read.unread["XML6"], 1);
    // Results of another visit make the record doubtful.
    assert_eq!(broken(&read.block, 0), None);
    assert_eq!(broken(&read.block, 1), Some("MA_LK"));
}

#[test]
fn notation_changes_nothing() {
    let read = check_up(fixture!("notation.xml"));
    assert_eq!(
        read.texts(0, &PERSON[..4]),
        ["Nông Thị Ấm", "19570512", "", "003157000001"]
    );
    assert_eq!(read.column(Field::ExamDate), ["202611190730"]);
    // The pulse of two blocks is one number, the weight is two.
    assert_eq!(
        read.texts(0, &MEASURED),
        ["152", "48 | 50", "70", "120/70", "", "3"]
    );
    assert_eq!(broken(&read.block, 0), None);
}

#[test]
fn every_encoding_of_unicode_gives_the_same() {
    let plain = check_up(fixture!("ksk_2062_nested.xml"));
    let text = std::str::from_utf8(fixture!("ksk_2062_nested.xml")).unwrap();
    let marked: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [marked, wide] {
        assert!(is_xml(&bytes));
        let read = check_up(&bytes);
        assert_eq!(read.column(Field::FullName), plain.column(Field::FullName));
    }
}

#[test]
fn a_record_with_a_broken_part_says_so_and_the_others_go_on() {
    let read = check_up(fixture!("parts_broken.xml"));
    let broken: Vec<Option<&str>> = (0..4).map(|row| broken(&read.block, row)).collect();
    assert_eq!(
        broken,
        [
            Some("XML11: base64"),
            Some("XML1: XML"),
            Some("XML1: 2×"),
            None
        ]
    );
    assert_eq!(read.texts(3, &PERSON[..1]), ["Đàm Văn Phúc"]);
}

#[test]
fn an_end_that_is_none_ends_no_part() {
    let message = |inside: &str| {
        format!(
            "<KHAMSUCKHOE><THONGTINHOSO><DANHSACHHOSO><HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{inside}</NOIDUNGFILE></FILEHOSO></HOSO></DANHSACHHOSO></THONGTINHOSO></KHAMSUCKHOE>"
        )
    };
    let name = "<THONG_TIN_HANH_CHINH>%<HO_TEN>Nông Thị Ấm</HO_TEN></THONG_TIN_HANH_CHINH>";
    for hidden in [
        "",
        "<!-- </NOIDUNGFILE> -->",
        "<DIA_CHI><![CDATA[</NOIDUNGFILE>]]></DIA_CHI>",
        "<NOIDUNGFILE>1</NOIDUNGFILE>",
        "<NOIDUNGFILE/>",
    ] {
        let read = check_up(message(&name.replace('%', hidden)).as_bytes());
        assert_eq!(
            read.texts(0, &[Field::FullName]),
            ["Nông Thị Ấm"],
            "{hidden}"
        );
        assert_eq!(broken(&read.block, 0), None, "{hidden}");
    }
    // Tags that do not fit break their record, and no other.
    let read = check_up(message(&name.replace('%', "<DIA_CHI></X>")).as_bytes());
    assert_eq!(broken(&read.block, 0), Some("XML1: XML"));
}

#[test]
fn half_a_message_is_refused_with_its_place() {
    assert!(refused(fixture!("half_written.xml")).contains("record (HOSO) 2"));
    assert!(refused(fixture!("half_base64.xml")).contains("record (HOSO) 1"));
    let text = fixture!("ksk_2062_nested.xml");
    for end in 0..text.len() - 1 {
        let error = read(&text[..end], &options(Kind::ExamXml));
        assert!(
            error.is_err(),
            "the first {end} bytes were taken for a whole message"
        );
    }
}

#[test]
fn hostile_messages_are_refused() {
    for bytes in [fixture!("doctype.xml"), fixture!("doctype_inside.xml")] {
        assert!(refused(bytes).contains("DOCTYPE"));
    }
    let around = |inner: &str| format!("<KHAMSUCKHOE><HOSO>{inner}</HOSO></KHAMSUCKHOE>");
    let part = |inner: &str| {
        around(&format!(
            "<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{inner}</NOIDUNGFILE></FILEHOSO>"
        ))
    };
    let deep = format!("{}{}", "<A>".repeat(100), "</A>".repeat(100));
    assert!(refused(part(&deep).as_bytes()).contains("xml_depth"));
    let outside = format!("<KHAMSUCKHOE>{}", "<A>".repeat(100_000));
    assert!(refused(outside.as_bytes()).contains("xml_depth"));
    let tags: String = (0..5000).map(|tag| format!("<T{tag}/>")).collect();
    assert!(refused(part(&format!("<A>{tags}</A>")).as_bytes()).contains("columns"));
    let long = part(&format!("<A><HO_TEN>{}</HO_TEN></A>", "a".repeat(3 << 20)));
    let read = check_up(long.as_bytes());
    assert!(broken(&read.block, 0).is_some_and(|why| why.starts_with("HO_TEN: >")));
    let entity = check_up(part("<A><HO_TEN>&xxe;</HO_TEN></A>").as_bytes());
    assert_eq!(broken(&entity.block, 0), Some("XML1: &…;"));
}

#[test]
fn what_is_no_message_of_the_source_is_named() {
    assert!(refused(b"<html><body/></html>").contains("<html>"));
    assert!(refused(fixture!("giamdinh_base64.xml")).contains("<GIAMDINHHS>"));
    let visits = read(fixture!("ksk_2062_nested.xml"), &options(Kind::VisitXml));
    assert!(visits.unwrap_err().to_string().contains("<KHAMSUCKHOE>"));
    let register = read(fixture!("ksk_2062_nested.xml"), &options(Kind::Residents));
    assert!(register.unwrap_err().to_string().contains("no XML at all"));
    assert!(refused(b"<KHAMSUCKHOE></KHAMSUCKHOE>").contains("no record"));
    let stray = b"<KHAMSUCKHOE><FILEHOSO></FILEHOSO></KHAMSUCKHOE>";
    assert!(refused(stray).contains("outside of a HOSO"));
    assert!(refused(b"<KHAMSUCKHOE><HOSO></B></HOSO></KHAMSUCKHOE>").contains("does not fit"));
    assert!(refused(b"<KHAMSUCKHOE><HOSO></HOSO></KHAMSUCKHOE>\0\0").contains("NUL"));
    assert!(refused(b"<KHAMSUCKHOE/>x").contains("outside of its tags"));
}

#[test]
fn xml_is_told_by_its_beginning() {
    for bytes in [
        b"<?xml version=\"1.0\"?>".as_slice(),
        b"\xef\xbb\xbf \n<KHAMSUCKHOE>",
        b"\xff\xfe<\0?\0",
        b"<\0K\0",
        b"\0<\0K",
        b"<!-- a -->",
    ] {
        assert!(is_xml(bytes), "{bytes:?}");
    }
    for bytes in [
        b"".as_slice(),
        b"STT,HO_TEN",
        b"<5 tuoi,1",
        b"PK\x03\x04",
        b"< A>",
    ] {
        assert!(!is_xml(bytes), "{bytes:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(at in 0_usize..5400, bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40)) {
        let mut text = fixture!("ksk_2062_nested.xml").to_vec();
        let end = (at + bytes.len()).min(text.len());
        let at = at.min(end);
        text.splice(at..end, bytes);
        let _ = read(&text, &options(Kind::ExamXml));
    }

    #[test]
    fn no_markup_panics(text in "(<[/!?]?(KHAMSUCKHOE|HOSO|FILEHOSO|LOAIHOSO|NOIDUNGFILE|HO_TEN|\\[CDATA\\[)?/?>|&[a-z#0-9]{0,4};?|XML1|PEE\\+|\\PC){0,40}") {
        let _ = read(format!("<KHAMSUCKHOE>{text}").as_bytes(), &options(Kind::ExamXml));
    }
}
