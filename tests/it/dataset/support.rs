//! Invented tables and an output folder of their own for the tests of `dataset`.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    StringArray, UInt16Array,
};
use arrow::datatypes::UInt16Type;
use toandan::dataset::{Accounting, ManifestHead, OutputOptions, Publication};
use toandan::schema::{Column, ColumnType, Dataset, Table, Tier};

/// Every column type, each with and without null.
pub static EVERY_TYPE: Dataset = Dataset {
    name: "every_type",
    tier: Tier::Restricted,
    version: 3,
    grain_vi: "một dòng",
    grain_en: "one row",
    key: &["number"],
    sort: &["commune_code", "number"],
    columns: &[
        Column::new("commune_code", ColumnType::Category, "Mã xã", "Commune").null("unknown"),
        Column::new("number", ColumnType::Long, "Số", "Number"),
        Column::new("full_name", ColumnType::Text, "Họ và tên", "Name").null("not given"),
        Column::new("code", ColumnType::Text, "Mã", "Code"),
        Column::new("count", ColumnType::Integer, "Số lượng", "Count").null("not counted"),
        Column::new("year", ColumnType::Integer, "Năm", "Year"),
        Column::new("total", ColumnType::Long, "Tổng", "Total").null("not summed"),
        Column::new("height_cm", ColumnType::Real, "Chiều cao", "Height")
            .unit("cm")
            .null("not measured"),
        Column::new("is_resident", ColumnType::Flag, "Cư dân", "Resident").null("unknown"),
        Column::new("exam_date", ColumnType::Date, "Ngày khám", "Day").null("none"),
        Column::new("sex", ColumnType::Category, "Giới tính", "Sex"),
    ],
};

/// A small public-facing table of counts.
pub static COUNTS: Dataset = Dataset {
    name: "counts",
    tier: Tier::Steering,
    version: 1,
    grain_vi: "một xã",
    grain_en: "one commune",
    key: &["commune_code"],
    sort: &["commune_code"],
    columns: &[
        Column::new("commune_code", ColumnType::Category, "Mã xã", "Commune"),
        Column::new("persons", ColumnType::Integer, "Số người", "Persons"),
    ],
};

/// `rows` rows of a dataset, each value a function of its column and row.
pub struct Invented {
    pub dataset: &'static Dataset,
    pub rows: usize,
}

impl Table for Invented {
    fn dataset(&self) -> &'static Dataset {
        self.dataset
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let of = &self.dataset.columns[column];
        let value = |row: usize| {
            let is_null = of.is_nullable() && of.name != "commune_code" && row % 7 == column % 7;
            (!is_null).then_some(row)
        };
        let total = self.rows.max(1);
        match of.kind {
            ColumnType::Text => Arc::new(rows.map(|r| value(r).map(text)).collect::<StringArray>()),
            ColumnType::Category => category(of.name, rows, total),
            ColumnType::Integer => Arc::new(
                rows.map(|r| value(r).map(|r| r as i32 % 90))
                    .collect::<Int32Array>(),
            ),
            ColumnType::Long => Arc::new(
                rows.map(|r| value(r).map(|r| r as i64))
                    .collect::<Int64Array>(),
            ),
            ColumnType::Real => Arc::new(
                rows.map(|r| value(r).map(|r| r as f64 / 10.0))
                    .collect::<Float64Array>(),
            ),
            ColumnType::Flag => Arc::new(
                rows.map(|r| value(r).map(|r| r % 3 == 0))
                    .collect::<BooleanArray>(),
            ),
            ColumnType::Date => Arc::new(
                rows.map(|r| value(r).map(|r| r as i32 % 20_000))
                    .collect::<Date32Array>(),
            ),
        }
    }
}

/// A name that differs from row to row, with its marks.
pub fn text(row: usize) -> String {
    format!("Nông Thị {row:06}")
}

/// Communes ascend with the rows, the first tenth unknown; a sex alternates.
pub fn category_of(name: &str, row: usize, total: usize) -> Option<u16> {
    match name {
        "sex" => Some((row % 2) as u16),
        _ => (row * 10 / total).checked_sub(1).map(|c| c as u16),
    }
}

fn category(name: &str, rows: Range<usize>, total: usize) -> ArrayRef {
    let keys: UInt16Array = rows.map(|row| category_of(name, row, total)).collect();
    let keys = if name == "commune_code" && total <= 10 {
        UInt16Array::from_iter_values(keys.iter().map(Option::unwrap_or_default))
    } else {
        keys
    };
    let values = StringArray::from_iter_values((0..10).map(|v| format!("{v:05}")));
    Arc::new(DictionaryArray::<UInt16Type>::new(keys, Arc::new(values)))
}

pub fn output(folder: &Path, keep: usize) -> OutputOptions {
    OutputOptions {
        directory: folder.join("out/cao-bang"),
        keep,
    }
}

/// The manifest of a night of no persons.
pub fn head(as_of: &str) -> ManifestHead {
    ManifestHead {
        pipeline: "cao-bang".to_owned(),
        as_of: as_of.parse().expect("a date"),
        previous_version: None,
        toandan_version: "0.1.0".to_owned(),
        inputs: Vec::new(),
        pipeline_files: Vec::new(),
        accounting: Accounting::default(),
    }
}

/// A version of both tables, some rejects and the timings, up to its commit.
pub fn fill(publication: &Publication, rows: usize) {
    let write = |dataset, rows| {
        publication
            .write(&Invented { dataset, rows })
            .expect("the table is written")
    };
    write(&EVERY_TYPE, rows);
    write(&COUNTS, 10);
    publication
        .write_file("restricted/rejects/04003.csv", |file| {
            file.write_all(b"dong,ly_do\n7,thieu ten\n")?;
            Ok(Some(1))
        })
        .expect("the rejects are written");
    publication
        .write_timings(&[("write", 7)])
        .expect("the timings are written");
}

/// Publishes a whole version.
pub fn publish(options: &OutputOptions, run_id: &str, as_of: &str) -> toandan::dataset::Published {
    let publication = Publication::begin(options, run_id).expect("the output is free");
    fill(&publication, 1000);
    publication
        .commit(head(as_of))
        .expect("the version is published")
}
