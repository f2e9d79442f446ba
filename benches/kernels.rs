//! The kernels that every row passes: names, identity numbers, dates, parsing, keys.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use toandan::domain::PartialDate;
use toandan::domain::name_key::NameKeyMaker;
use toandan::ingest::csv;
use toandan::standardise::date::{DateOptions, standardise_date};
use toandan::standardise::identity::standardise_identity;
use toandan::standardise::name::standardise_name;

/// Invented names as rosters write them: standard, capitals, decomposed, hidden characters.
const NAMES: [&str; 8] = [
    "Nông Thị Ấm",
    "Hoàng Văn Thuỷ",
    "Vừ A Dình",
    "Triệu Chòi Chản",
    "NÔNG THỊ ẤM",
    "lý thị mỷ",
    "No\u{302}ng Thi\u{323} A\u{302}\u{301}m",
    "Đàm\u{a0}Văn  Phúc",
];

/// Whole, short of two zeros, noisy, old, misplaced.
const NUMBERS: [&str; 6] = [
    "003190012345",
    "003285067890",
    "3190012345",
    "003 190 012 345",
    "001234567",
    "DT2040312345678",
];

const DATES: [&str; 6] = [
    "12/05/1957",
    "1957",
    "19570512",
    "01/01/1960",
    "3-4-62",
    "2026-11-20",
];

fn names(c: &mut Criterion) {
    let mut group = c.benchmark_group("name");
    group.throughput(Throughput::Elements(NAMES.len() as u64));
    group.bench_function("standardise", |b| {
        b.iter(|| NAMES.map(|name| standardise_name(black_box(name)).standard.is_some()));
    });
    let mut keys = NameKeyMaker::default();
    group.bench_function("keys", |b| {
        b.iter(|| NAMES.map(|name| keys.keys(black_box(name))))
    });
    group.finish();
}

fn identity_numbers(c: &mut Criterion) {
    let birth = PartialDate::from_year(1990);
    let mut group = c.benchmark_group("identity");
    group.throughput(Throughput::Elements(NUMBERS.len() as u64));
    group.bench_function("standardise", |b| {
        b.iter(|| {
            NUMBERS.map(|text| {
                standardise_identity(black_box(text), birth)
                    .standard
                    .is_some()
            })
        });
    });
    group.finish();
}

fn dates(c: &mut Criterion) {
    let options = DateOptions {
        first_of_january_is_year: true,
        latest_year: 2026,
        is_1904: false,
    };
    let mut group = c.benchmark_group("date");
    group.throughput(Throughput::Elements(DATES.len() as u64));
    group.bench_function("standardise", |b| {
        b.iter(|| DATES.map(|text| standardise_date(black_box(text), options).standard));
    });
    group.finish();
}

fn parsing(c: &mut Criterion) {
    let row = "003190012345,Nông Thị Ấm,12/05/1990,Nữ,Tày,01273,Phường Thục Phán,Tổ 1,00000001,Chủ hộ,Thường trú,,,0399123456\n";
    let text = row.repeat(10_000);
    let mut group = c.benchmark_group("csv");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(30);
    group.bench_function("parse", |b| {
        b.iter_batched(
            || (),
            |()| csv::parse(black_box(text.as_bytes()), b','),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(kernels, names, identity_numbers, dates, parsing);
criterion_main!(kernels);
