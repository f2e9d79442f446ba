//! Messages of hospitals: bytes of decoded XML per second, nested and base64.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use toandan::config::read_profile;
use toandan::domain::Kind;
use toandan::ingest::{LayoutOptions, xml};

const PROFILE: &str = include_str!("../pipelines/cao-bang/profiles/exam_xml.toml");

const RECORDS: usize = 2_000;

/// Tags of a health check that no dataset needs, as adults have them.
const HISTORY: [&str; 12] = [
    "TSBT_MAC_BENH",
    "TSBT_BENH_THAN_KINH",
    "TSBT_BENH_MAT",
    "TSBT_BENH_TAI",
    "TSBT_BENH_TIM",
    "TSBT_TANG_HUYET_AP",
    "TSBT_KHO_THO",
    "TSBT_BENH_PHOI",
    "TSBT_BENH_THAN",
    "TSBT_DAI_THAO_DUONG",
    "TSBT_BENH_TAM_THAN",
    "TSBT_BENH_TIEU_HOA",
];

/// The parts of one invented person's record.
fn parts(number: usize) -> Vec<(&'static str, String)> {
    let history = HISTORY
        .map(|tag| format!("    <{tag}>0</{tag}>\n"))
        .concat();
    let organs = (0..40).map(|organ| format!("    <KHAM_{organ}_PL>1</KHAM_{organ}_PL>\n"));
    let results = (0..10).map(|result| {
        format!(
            "    <CHI_TIET_CLS>\n      <MA_DICH_VU>23.00{result:02}.1494</MA_DICH_VU>\n      <MA_CHI_SO>{result}</MA_CHI_SO>\n      <TEN_CHI_SO>Chỉ số {result}</TEN_CHI_SO>\n      <GIA_TRI>5.6</GIA_TRI>\n      <DON_VI_DO>mmol/L</DON_VI_DO>\n    </CHI_TIET_CLS>\n"
        )
    });
    let part = |root: &str, inside: String| format!("\n  <{root}>\n{inside}  </{root}>\n");
    vec![
        ("XML1", part("THONG_TIN_HANH_CHINH", format!(
            "    <HO_TEN>Nông Thị Ấm</HO_TEN>\n    <GIOI_TINH>2</GIOI_TINH>\n    <NGAY_SINH>19570512</NGAY_SINH>\n    <MA_DAN_TOC>03</MA_DAN_TOC>\n    <SO_CCCD>0031570{number:05}</SO_CCCD>\n    <DIA_CHI>Xóm Nà Pò</DIA_CHI>\n    <MAXA_CU_TRU>01774</MAXA_CU_TRU>\n{history}"
        ))),
        ("XML2", part("THONG_TIN_CHUNG_VE_LAN_KHAM", format!(
            "    <MA_LK>{number}</MA_LK>\n    <MA_CSKCB>04001</MA_CSKCB>\n    <DOI_TUONG>1;6</DOI_TUONG>\n    <NGUON_CHI_TRA>2</NGUON_CHI_TRA>\n    <NGAY_VAO>202611190730</NGAY_VAO>\n"
        ))),
        ("XML7", part("KHAM_LAM_SANG", organs.collect())),
        ("XML10", part("KHAM_THE_LUC", "    <CHIEU_CAO>152</CHIEU_CAO>\n    <CAN_NANG>48.5</CAN_NANG>\n    <MACH>76</MACH>\n    <HUYET_AP>130/80</HUYET_AP>\n".to_owned())),
        ("XML11", part("KHAM_CAN_LAM_SANG", results.collect())),
        ("XML12", part("KET_LUAN", "    <PHAN_LOAI_SK>3</PHAN_LOAI_SK>\n    <KET_LUAN_BENH>I10</KET_LUAN_BENH>\n".to_owned())),
    ]
}

/// The message, and how many bytes of XML it is when all is decoded.
fn message(encode: fn(&str) -> String) -> (String, u64) {
    let mut text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<KHAMSUCKHOE><THONGTINDONVI><MACSKCB>04001</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>20261120</NGAYLAP><DANHSACHHOSO>\n".to_owned();
    let mut encoded = 0;
    let mut decoded = 0;
    for number in 0..RECORDS {
        text.push_str("<HOSO>\n");
        for (name, part) in parts(number) {
            let content = encode(&part);
            (encoded, decoded) = (encoded + content.len(), decoded + part.len());
            text.push_str(&format!(
                "<FILEHOSO>\n<LOAIHOSO>{name}</LOAIHOSO>\n<NOIDUNGFILE>{content}</NOIDUNGFILE>\n</FILEHOSO>\n"
            ));
        }
        text.push_str("</HOSO>\n");
    }
    text.push_str("</DANHSACHHOSO></THONGTINHOSO></KHAMSUCKHOE>\n");
    let bytes = text.len() - encoded + decoded;
    (text, bytes as u64)
}

fn base64(text: &str) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = text.trim().as_bytes();
    let groups = bytes.chunks(3).map(|chunk| {
        let at = |place: usize| chunk.get(place).copied().map_or(0, u32::from);
        (at(0) << 16 | at(1) << 8 | at(2), chunk.len())
    });
    let mut encoded = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for (group, length) in groups {
        for place in 0..4 {
            let letter = letters[(group >> (18 - 6 * place) & 63) as usize];
            encoded.push(if place > length {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    encoded
}

fn messages(c: &mut Criterion) {
    let profile = read_profile(PROFILE, "exam_xml.toml").expect("the profile is sound");
    let options = LayoutOptions::new(Kind::ExamXml, &profile);
    let mut group = c.benchmark_group("xml");
    group.sample_size(20);
    for (name, encode) in [
        ("read/nested", str::to_owned as fn(&str) -> String),
        ("read/base64", base64),
    ] {
        let (text, bytes) = message(encode);
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |b| {
            b.iter(|| {
                let read = xml::read(black_box(text.as_bytes()), &options);
                let rows = read.map(|read| read.block.rows());
                assert_eq!(rows.ok(), Some(RECORDS));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, messages);
criterion_main!(benches);
