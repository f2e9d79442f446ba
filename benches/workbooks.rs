//! Workbooks: cells per second of our reader, against the bare cell reader of calamine on the same bytes.
//!
//! `cells` reads the cells of all sheets into raw rows, as calamine's reader gives cells; `tables` does what a night
//! does besides: encodings, header, merged cells, lost values.

use std::hint::black_box;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_xlsxwriter::Workbook;
use toandan::config::read_profile;
use toandan::domain::{Kind, Limits};
use toandan::ingest::{LayoutOptions, tables, workbook};

const PROFILE: &str = include_str!("../pipelines/cao-bang/profiles/roster.toml");

const ROWS: u32 = 20_000;

const HEADER: [&str; 12] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Mã thẻ BHYT",
    "Dân tộc",
    "Xóm",
    "Số điện thoại",
    "Ngày khám",
    "Chiều cao",
    "Huyết áp",
];

/// A screening roster of invented people, twelve columns, texts and numbers as Excel keeps them.
fn roster() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(HEADER) {
        sheet.write(0, column, header).expect("a header");
    }
    let families = ["Nông", "Hoàng", "Lý", "Triệu", "Đàm", "Vừ", "Bế"];
    let given = [
        "Ấm", "Thuỷ", "Dình", "Mỷ", "Phúc", "Hoà", "Lan", "Cường", "Én",
    ];
    for row in 1..=ROWS {
        let of = |names: &[&'static str], step: u32| names[(row / step) as usize % names.len()];
        let name = format!(
            "{} Thị {} {}",
            of(&families, 1),
            of(&given, 7),
            of(&given, 3)
        );
        let texts = [
            name,
            format!(
                "{:02}/{:02}/{}",
                row % 28 + 1,
                row % 12 + 1,
                1940 + row % 80
            ),
            if row % 2 == 0 { "Nam" } else { "Nữ" }.to_owned(),
            format!("0031{row:08}"),
            format!("DT20403{row:08}"),
            "Tày".to_owned(),
            format!("Xóm Nà {}", row % 90),
        ];
        for (column, text) in (1..).zip(texts) {
            sheet.write(row, column, text).expect("a text");
        }
        for (column, number) in [(0, row), (8, 399_000_000 + row), (10, 140 + row % 40)] {
            sheet.write(row, column, number).expect("a number");
        }
        let pressure = format!("{}/{}", 100 + row % 60, 60 + row % 30);
        for (column, text) in [(9, "05/10/2026"), (11, &pressure)] {
            sheet.write(row, column, text).expect("a text");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn workbooks(c: &mut Criterion) {
    let bytes = roster();
    let profile = read_profile(PROFILE, "roster.toml").expect("the profile is sound");
    let options = LayoutOptions::new(Kind::ScreeningRoster, &profile);
    let cells = u64::from(ROWS + 1) * HEADER.len() as u64;
    let mut group = c.benchmark_group("xlsx");
    group.sample_size(20);
    group.throughput(Throughput::Elements(cells));
    group.bench_function("cells", |b| {
        b.iter(|| {
            let sheets = workbook::read_sheets(black_box(bytes.clone()), Limits::default());
            let rows: usize = sheets
                .expect("read")
                .iter()
                .map(|(_, block)| block.rows())
                .sum();
            assert_eq!(rows, ROWS as usize + 1);
        });
    });
    group.bench_function("tables", |b| {
        b.iter(|| {
            let read = tables::read(black_box(bytes.clone()), "ds.xlsx", &options).expect("read");
            assert_eq!(read.tables[0].block.rows(), ROWS as usize + 1);
        });
    });
    group.bench_function("calamine_cells", |b| {
        b.iter(|| {
            let mut book: Xlsx<_> =
                Xlsx::new(Cursor::new(black_box(bytes.clone()))).expect("opened");
            let mut reader = book.worksheet_cells_reader("Sheet1").expect("a sheet");
            let (mut count, mut letters) = (0, 0);
            while let Some(cell) = reader.next_cell().expect("a cell") {
                count += 1;
                letters += match cell.get_value() {
                    DataRef::SharedString(text) => text.len(),
                    DataRef::String(text) => text.len(),
                    DataRef::Float(_) => 8,
                    _ => 0,
                };
            }
            assert_eq!(count, cells);
            black_box(letters)
        });
    });
    group.finish();
}

criterion_group!(benches, workbooks);
criterion_main!(benches);
