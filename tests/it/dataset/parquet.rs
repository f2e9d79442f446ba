//! One table, one file.

use std::fs;
use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int32Type, Int64Type};
use arrow::record_batch::RecordBatch;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use tempfile::tempdir;
use toandan::dataset::{DatasetError, ROW_GROUP_ROWS, write_table};
use toandan::schema::{Dataset, Table};

use super::support::{COUNTS, EVERY_TYPE, Invented, category_of, text};

fn read(path: &Path) -> RecordBatch {
    let file = fs::File::open(path).expect("the file is there");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(|builder| builder.build())
        .expect("the file is Parquet");
    let batches: Vec<RecordBatch> = reader.map(|batch| batch.expect("a batch")).collect();
    let file = fs::File::open(path).expect("the file is there");
    let metadata = ArrowReaderMetadata::load(&file, Default::default()).expect("metadata");
    concat_batches(metadata.schema(), &batches).expect("batches of one schema")
}

#[test]
fn every_type_and_null_comes_back() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("a.parquet");
    let rows = ROW_GROUP_ROWS + 1234;
    let table = Invented {
        dataset: &EVERY_TYPE,
        rows,
    };
    let written = write_table(&path, &table).expect("written");
    assert_eq!(written.rows, rows as u64);
    assert_eq!(written.bytes, fs::metadata(&path).expect("metadata").len());

    let batch = read(&path);
    assert_eq!(batch.num_rows(), rows);
    for (index, column) in EVERY_TYPE.columns.iter().enumerate() {
        let (found, given) = (batch.column(index), table.column(index, 0..rows));
        if *given.data_type() != *found.data_type() {
            assert_eq!(*found.data_type(), DataType::Utf8, "{}", column.name);
            let found = found.as_string::<i32>();
            for row in 0..rows {
                let expected = category_of(column.name, row, rows).map(|v| format!("{v:05}"));
                assert_eq!(
                    found.is_valid(row).then(|| found.value(row)),
                    expected.as_deref()
                );
            }
            continue;
        }
        assert_eq!(found.null_count(), given.null_count(), "{}", column.name);
        assert_eq!(found.as_ref(), given.as_ref(), "{}", column.name);
    }
}

#[test]
fn single_values_are_those_that_were_given() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("a.parquet");
    write_table(
        &path,
        &Invented {
            dataset: &EVERY_TYPE,
            rows: 100,
        },
    )
    .expect("written");
    let batch = read(&path);
    let column = |name: &str| batch.column_by_name(name).expect("a column");
    assert_eq!(column("number").as_primitive::<Int64Type>().value(41), 41);
    assert_eq!(column("full_name").as_string::<i32>().value(41), text(41));
    assert!(column("full_name").is_null(2));
    assert_eq!(column("year").as_primitive::<Int32Type>().value(91), 1);
    assert_eq!(
        column("height_cm").as_primitive::<Float64Type>().value(41),
        4.1
    );
    assert!(column("is_resident").as_boolean().value(42));
    assert_eq!(
        column("exam_date").as_primitive::<Date32Type>().value(41),
        41
    );
}

#[test]
fn no_rows_still_tell_the_columns() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("a.parquet");
    let written = write_table(
        &path,
        &Invented {
            dataset: &EVERY_TYPE,
            rows: 0,
        },
    )
    .expect("written");
    assert_eq!(written.rows, 0);
    let batch = read(&path);
    assert_eq!(
        (batch.num_rows(), batch.num_columns()),
        (0, EVERY_TYPE.columns.len())
    );
}

fn bytes_with(threads: usize, path: &Path, rows: usize) -> Vec<u8> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a pool");
    let table = Invented {
        dataset: &EVERY_TYPE,
        rows,
    };
    pool.install(|| write_table(path, &table)).expect("written");
    fs::read(path).expect("the file is there")
}

#[test]
fn threads_do_not_change_a_byte() {
    let folder = tempdir().expect("a folder");
    let rows = 2 * ROW_GROUP_ROWS + 99;
    let one = bytes_with(1, &folder.path().join("1"), rows);
    let four = bytes_with(4, &folder.path().join("4"), rows);
    assert!(one == four);
}

#[test]
fn the_file_says_what_it_is() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("a.parquet");
    write_table(
        &path,
        &Invented {
            dataset: &EVERY_TYPE,
            rows: 10_000,
        },
    )
    .expect("written");
    let file = fs::File::open(&path).expect("the file is there");
    let loaded = ArrowReaderMetadata::load(&file, Default::default()).expect("metadata");
    let metadata = loaded.metadata().file_metadata();
    assert_eq!(
        metadata.created_by(),
        Some(concat!("toandan ", env!("CARGO_PKG_VERSION")))
    );
    let entries = metadata.key_value_metadata().expect("metadata");
    let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["toandan.dataset"]);
    let json: serde_json::Value =
        serde_json::from_str(entries[0].value.as_deref().expect("a value")).expect("JSON");
    assert_eq!(json["version"], 3);
    assert_eq!(json["grain"]["vi"], "một dòng");
    assert_eq!(json["columns"][7]["unit"], "cm");
    assert_eq!(json["columns"][7]["null_means"], "not measured");
    let group = loaded.metadata().row_group(0);
    let sorted: Vec<i32> = group
        .sorting_columns()
        .expect("sorted")
        .iter()
        .map(|c| c.column_idx)
        .collect();
    assert_eq!(sorted, [0, 1]);
    let communes = group.column(0).statistics().expect("statistics");
    assert_eq!(communes.min_bytes_opt(), Some(&b"00000"[..]));
    assert_eq!(communes.max_bytes_opt(), Some(&b"00008"[..]));
    assert_eq!(communes.null_count_opt(), Some(1000));
}

/// A table that hands over the columns of another dataset.
struct Wrong;

impl Table for Wrong {
    fn dataset(&self) -> &'static Dataset {
        &COUNTS
    }

    fn rows(&self) -> usize {
        10
    }

    fn column(&self, column: usize, rows: std::ops::Range<usize>) -> arrow::array::ArrayRef {
        Invented {
            dataset: &EVERY_TYPE,
            rows: 10,
        }
        .column(column, rows)
    }
}

#[test]
fn a_table_that_is_not_its_dataset_is_named() {
    let folder = tempdir().expect("a folder");
    let error = write_table(&folder.path().join("a"), &Wrong).expect_err("column 1 is no Int32");
    assert!(
        matches!(
            error,
            DatasetError::Table {
                column: "persons",
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        "table counts: column persons is Int64 where the dataset says Int32"
    );
}
