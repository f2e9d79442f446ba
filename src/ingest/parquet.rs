//! Parquet: every column as the text that a CSV of it would hold, its names as the header.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::workbook::SheetState;
use super::workbook::number_format::{NumberFormat, day, write_number};
use super::workbook::sheet::{Budget, SheetWriter};
use super::{IngestError, RawBlock};
use crate::domain::Limits;

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 8192;

/// Reads a file whole.
///
/// # Errors
/// What is no Parquet, is broken, packed in a way that is not known, or larger than the limits.
pub fn read(bytes: Vec<u8>, limits: &Limits) -> Result<RawBlock, IngestError> {
    trusting(|| read_trusting(bytes, limits))
}

/// The decoder trusts what the file says of its pages: one that lies must not end the night.
fn trusting<T>(read: impl FnOnce() -> Result<T, IngestError>) -> Result<T, IngestError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(IngestError::Parquet {
            message: "its pages are broken".to_owned(),
        })
    })
}

fn read_trusting(bytes: Vec<u8>, limits: &Limits) -> Result<RawBlock, IngestError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes))
        .map_err(|cause| broken(&cause))?;
    let metadata = builder.metadata();
    let rows = metadata.file_metadata().num_rows();
    if rows >= i64::from(limits.rows) {
        let what = format!("it has {rows} rows");
        return Err(IngestError::over(what, "rows", limits.rows));
    }
    let groups = metadata.row_groups().iter();
    let unpacked: i128 = groups
        .map(|group| i128::from(group.total_byte_size()))
        .sum();
    if unpacked > i128::from(limits.unpacked_bytes()) {
        return Err(IngestError::over_unpacked(limits));
    }
    let budget = Budget::new(*limits);
    let mut writer = SheetWriter::new("Parquet", &budget);
    let schema = builder.schema().clone();
    for (column, field) in (0_u32..).zip(schema.fields()) {
        writer.text(0, column, field.name())?;
    }
    let batches = builder
        .with_batch_size(BATCH_ROWS)
        .build()
        .map_err(|cause| broken(&cause))?;
    let mut row = 1;
    for batch in batches {
        let batch = batch.map_err(|cause| broken(&cause))?;
        write_batch(&batch, row, &mut writer)?;
        row = row.saturating_add(u32::try_from(batch.num_rows()).unwrap_or(u32::MAX));
    }
    let mut block = writer.finish(SheetState::Shown).block;
    // Rows of nulls at the end are rows too.
    block.physical_rows = row;
    Ok(block)
}

/// The names of a file's columns.
///
/// # Errors
/// What is no Parquet.
pub fn column_names(bytes: &bytes::Bytes) -> Result<Vec<String>, IngestError> {
    let named = || {
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes.clone());
        let fields = builder.map_err(|cause| broken(&cause))?.schema().clone();
        Ok(fields
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect())
    };
    trusting(named)
}

/// Hands the texts of one column of a file, by its place, over to `take`, row after row.
///
/// # Errors
/// What is broken or packed in a way that is not known; what `take` refuses.
pub fn read_column(
    bytes: &bytes::Bytes,
    column: usize,
    take: &mut dyn FnMut(&str) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    trusting(|| {
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes.clone())
            .map_err(|cause| broken(&cause))?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), [column]);
        let batches = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
        for batch in batches.build().map_err(|cause| broken(&cause))? {
            let batch = batch.map_err(|cause| broken(&cause))?;
            take_column(batch.column(0).as_ref(), take)?;
        }
        Ok(())
    })
}

fn take_column(
    column: &dyn Array,
    take: &mut dyn FnMut(&str) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let texts = Texts::of(column)?;
    if let Texts::Strings(strings) = &texts {
        for text in strings.as_string::<i32>() {
            take(text.unwrap_or_default())?;
        }
        return Ok(());
    }
    let mut text = String::new();
    for row in 0..column.len() {
        text.clear();
        texts.write(row, &mut text)?;
        take(&text)?;
    }
    Ok(())
}

fn write_batch(
    batch: &RecordBatch,
    first_row: u32,
    writer: &mut SheetWriter<'_>,
) -> Result<(), IngestError> {
    let columns = batch
        .columns()
        .iter()
        .map(|column| Texts::of(column.as_ref()));
    let columns: Vec<Texts> = columns.collect::<Result<_, _>>()?;
    let mut text = String::new();
    for (at, row) in (0..batch.num_rows()).zip(first_row..) {
        for (column, texts) in (0_u32..).zip(&columns) {
            text.clear();
            texts.write(at, &mut text)?;
            writer.text(row, column, &text)?;
        }
    }
    Ok(())
}

/// A column of a batch, ready to be written.
enum Texts {
    Strings(arrow::array::ArrayRef),
    Numbers(arrow::array::ArrayRef),
    /// Microseconds since 1970.
    Days(arrow::array::ArrayRef),
    Bytes(arrow::array::ArrayRef),
    Others(arrow::array::ArrayRef),
}

/// Instants of a time zone are shown as the clocks of Vietnam do.
const VIETNAM_MICROSECONDS: i64 = 7 * 3600 * 1_000_000;
const DAY_MICROSECONDS: i64 = 86_400 * 1_000_000;

/// Days from 30 December 1899 to 1 January 1970.
const EPOCH_DAYS: i64 = 25_569;

impl Texts {
    fn of(column: &dyn Array) -> Result<Self, IngestError> {
        check_letters(column)?;
        let to = |kind: &DataType| cast(column, kind).map_err(|cause| broken(&cause));
        Ok(match column.data_type() {
            DataType::Float16 | DataType::Float32 | DataType::Float64 => {
                Self::Numbers(match column.data_type() {
                    // The shortest text of what was written, not of what it widens to.
                    DataType::Float64 => to(&DataType::Float64)?,
                    _ => to(&DataType::Utf8)?,
                })
            }
            DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..) => Self::Numbers(to(&DataType::Utf8)?),
            DataType::Timestamp(_, zone) => {
                let shift = zone.as_ref().map_or(0, |_| VIETNAM_MICROSECONDS);
                let naive = DataType::Timestamp(TimeUnit::Microsecond, zone.clone());
                let instants =
                    cast(&to(&naive)?, &DataType::Int64).map_err(|cause| broken(&cause))?;
                let days = instants.as_primitive::<Int64Type>();
                let days = days.unary::<_, Int64Type>(|instant| {
                    instant.saturating_add(shift).div_euclid(DAY_MICROSECONDS)
                });
                Self::Days(std::sync::Arc::new(days))
            }
            DataType::Date32 | DataType::Date64 => {
                let days = cast(&to(&DataType::Date32)?, &DataType::Int32)
                    .and_then(|days| cast(&days, &DataType::Int64));
                Self::Days(days.map_err(|cause| broken(&cause))?)
            }
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView => {
                Self::Bytes(to(&DataType::LargeBinary)?)
            }
            DataType::Utf8 => Self::Strings(arrow::array::make_array(column.to_data())),
            DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => {
                Self::Strings(to(&DataType::Utf8)?)
            }
            kind if kind.is_integer() => Self::Strings(to(&DataType::Utf8)?),
            _ => Self::Others(arrow::array::make_array(column.to_data())),
        })
    }

    fn write(&self, row: usize, text: &mut String) -> Result<(), IngestError> {
        match self {
            Self::Strings(column)
            | Self::Numbers(column)
            | Self::Days(column)
            | Self::Bytes(column)
            | Self::Others(column)
                if column.is_null(row) => {}
            Self::Strings(column) => text.push_str(column.as_string::<i32>().value(row)),
            Self::Numbers(column) => match column.as_primitive_opt::<Float64Type>() {
                Some(numbers) => write_number(text, numbers.value(row), NumberFormat::Plain),
                None => text.push_str(without_zeros(column.as_string::<i32>().value(row))),
            },
            Self::Days(days) => {
                let days = days.as_primitive::<Int64Type>().value(row);
                // Serial numbers of the 1900 system are right from March 1900 on.
                let serial = days.saturating_add(EPOCH_DAYS);
                match day(serial as f64, false).filter(|_| serial > 60) {
                    Some(day) => text.push_str(&day.to_string()),
                    None => text.push_str(&days.to_string()),
                }
            }
            Self::Bytes(column) => {
                let bytes = column.as_binary::<i64>().value(row);
                text.push_str(&String::from_utf8_lossy(bytes));
            }
            Self::Others(column) => {
                let options = FormatOptions::default();
                let formatter = ArrayFormatter::try_new(column.as_ref(), &options);
                let formatter = formatter.map_err(|cause| broken(&cause))?;
                let written = formatter.value(row).write(text);
                written.map_err(|cause| broken(&cause))?;
            }
        }
        Ok(())
    }
}

/// The decoder takes texts whose letters a broken page has cut: these are broken too.
fn check_letters(column: &dyn Array) -> Result<(), IngestError> {
    let Some(strings) = column.as_string_opt::<i32>() else {
        let checked = column.to_data().validate_full();
        return checked.map_err(|cause| broken(&cause));
    };
    let offsets = strings.value_offsets();
    let used = |offsets: &[i32]| {
        let (first, last) = (*offsets.first()?, *offsets.last()?);
        strings
            .value_data()
            .get(usize::try_from(first).ok()?..usize::try_from(last).ok()?)
    };
    let bytes = used(offsets).unwrap_or_default();
    let text = simdutf8::compat::from_utf8(bytes).map_err(|cause| broken(&cause))?;
    let first = offsets.first().copied().unwrap_or_default();
    let is_whole = |offset: &i32| text.is_char_boundary((offset - first) as usize);
    match offsets.iter().all(is_whole) {
        true => Ok(()),
        false => Err(IngestError::Parquet {
            message: "a text ends within a letter".to_owned(),
        }),
    }
}

/// `155.50` as `155.5`, `3.0` as `3`.
fn without_zeros(number: &str) -> &str {
    match number.contains('.') && !number.contains(['e', 'E']) {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    }
}

fn broken(cause: &dyn std::error::Error) -> IngestError {
    IngestError::Parquet {
        message: cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array,
        Int64Array, StringArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    };
    use parquet::arrow::ArrowWriter;

    use super::*;

    fn file(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns
                .into_iter()
                .map(|(name, column)| (name, column, true)),
        )
        .unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn texts_whose_letters_are_cut_are_refused() {
        // A page of a sound file with some bytes changed: the decoder gives texts that are no UTF-8.
        let bytes = include_bytes!("../../tests/fixtures/parquet/cut_letters.parquet").to_vec();
        let found = read(bytes, &Limits::default());
        assert!(
            matches!(found, Err(IngestError::Parquet { .. })),
            "{found:?}"
        );
    }

    #[test]
    fn every_type_is_the_text_of_a_csv() {
        let decimals = Decimal128Array::from(vec![Some(1555), None])
            .with_precision_and_scale(10, 1)
            .unwrap();
        // 12 May 1957, midnight: of no zone, and in Vietnam.
        let naive = TimestampMillisecondArray::from(vec![Some(-398_908_800_000), None]);
        let zoned = TimestampMicrosecondArray::from(vec![Some(-398_934_000_000_000), None])
            .with_timezone("UTC");
        let bytes = file(vec![
            (
                "Họ và tên",
                Arc::new(StringArray::from(vec![Some("Nông Thị Ấm"), Some("Lý A")])),
            ),
            (
                "Số CCCD",
                Arc::new(Int64Array::from(vec![Some(3_157_000_001), None])),
            ),
            (
                "BHXH",
                Arc::new(Float64Array::from(vec![Some(300_000_001.0), Some(1e11)])),
            ),
            (
                "Cân nặng",
                Arc::new(Float32Array::from(vec![Some(52.3), Some(50.0)])),
            ),
            ("Chiều cao", Arc::new(decimals)),
            (
                "Ngày sinh",
                Arc::new(Date32Array::from(vec![Some(-4617), Some(0)])),
            ),
            ("Ngày khám", Arc::new(naive)),
            ("Cập nhật", Arc::new(zoned)),
            ("Có", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        ]);
        let block = read(bytes, &Limits::default()).unwrap();
        let cells = |row: usize| block.row(row).cells().collect::<Vec<_>>();
        assert_eq!(cells(0)[..3], ["Họ và tên", "Số CCCD", "BHXH"]);
        assert_eq!(
            cells(1),
            [
                "Nông Thị Ấm",
                "3157000001",
                "300000001",
                "52.3",
                "155.5",
                "1957-05-12",
                "1957-05-12",
                "1957-05-12",
                "true"
            ]
        );
        assert_eq!(
            cells(2),
            ["Lý A", "", "100000000000", "50", "", "1970-01-01"]
        );
        assert_eq!((block.row(2).number, block.physical_rows), (3, 3));
    }

    #[test]
    fn what_is_broken_or_too_large_is_refused() {
        let bytes = file(vec![("a", Arc::new(Int64Array::from(vec![1; 100])))]);
        let says = |bytes: &[u8], limits: Limits, what: &str| {
            let error = read(bytes.to_vec(), &limits).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        };
        let limits = Limits::default();
        says(
            &bytes[..bytes.len() / 2],
            limits,
            "the Parquet file cannot be read",
        );
        says(b"PAR1", limits, "the Parquet file cannot be read");
        let few = Limits { rows: 50, ..limits };
        says(&bytes, few, "it has 100 rows; the limit is 50 (`rows`");
    }

    #[test]
    fn a_damaged_file_is_an_error_wherever_it_is_damaged() {
        let bytes = file(vec![
            (
                "a",
                Arc::new(Int64Array::from((0..50).collect::<Vec<i64>>())),
            ),
            ("b", Arc::new(StringArray::from(vec!["Nông"; 50]))),
        ]);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            // Some damage changes a value only; none may end the program.
            let _ = read(damaged, &Limits::default());
        }
    }
}
