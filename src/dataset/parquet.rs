//! Writing one table as one Parquet file.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::Field;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedFileWriter;
use rayon::prelude::*;

use super::digest::DigestWriter;
use super::durable::{Access, create_file};
use super::encoding::{properties, readers_schema};
use super::{ColumnFault, DatasetError};
use crate::schema::{Column, Dataset, Table, Tier};

/// Rows of a row group: a commune or a few, so that a reader of one commune skips the rest by the
/// statistics. Two row groups at a time are what a writer needs memory for.
pub const ROW_GROUP_ROWS: usize = 131_072;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

/// Writes `table` to `path`, which must not exist, and waits until it is on the disk.
///
/// Columns are encoded on the rayon pool of the caller; the bytes do not depend on its threads.
///
/// # Errors
/// When the file cannot be made or written, or the table breaks the contract of its dataset. What was
/// written of the file stays, for the caller to remove.
pub fn write_table(path: &Path, table: &dyn Table) -> Result<Written, DatasetError> {
    let (file, written) = encode_table(path, table)?;
    file.sync_all()
        .map_err(|e| DatasetError::io("make durable", path, e))?;
    Ok(written)
}

/// As [`write_table`], leaving the wait to the caller.
pub(super) fn encode_table(
    path: &Path,
    table: &dyn Table,
) -> Result<(File, Written), DatasetError> {
    let access = access_of(table.dataset().tier);
    let file = create_file(path, access).map_err(|e| DatasetError::io("create", path, e))?;
    encode_into(file, path, table)
}

/// Encodes into an empty file; `path` is what errors call it.
fn encode_into(
    file: File,
    path: &Path,
    table: &dyn Table,
) -> Result<(File, Written), DatasetError> {
    let mut sink = DigestWriter::new(file);
    match stream(&mut sink, path, table) {
        Ok(()) => {}
        Err(Stop::Table(error)) => return Err(error),
        Err(Stop::File(error)) => return Err(DatasetError::encoding(path, sink.bytes(), error)),
    }
    let (rows, bytes) = (table.rows() as u64, sink.bytes());
    let (file, sha256) = sink.finish();
    let written = Written {
        rows,
        bytes,
        sha256,
    };
    Ok((file, written))
}

pub(super) fn access_of(tier: Tier) -> Access {
    match tier {
        Tier::Restricted => Access::Owner,
        Tier::Steering | Tier::Public => Access::Everyone,
    }
}

/// Why writing stopped.
enum Stop {
    Table(DatasetError),
    File(ParquetError),
}

impl From<ParquetError> for Stop {
    fn from(error: ParquetError) -> Self {
        Self::File(error)
    }
}

type FileWriter<'a> = SerializedFileWriter<&'a mut DigestWriter>;

/// Row group k goes to the file while k + 1 is being encoded.
fn stream(sink: &mut DigestWriter, path: &Path, table: &dyn Table) -> Result<(), Stop> {
    let dataset = table.dataset();
    let schema = ArrowSchemaConverter::new()
        .schema_root(dataset.name)
        .convert(&readers_schema(dataset))?;
    let mut groups = row_groups(table.rows()).enumerate().peekable();
    // The first rows are looked at before any is encoded.
    if let Some((_, first)) = groups.peek() {
        prepare(table, first)?;
    }
    let properties = properties(table).map_err(|source| {
        Stop::Table(DatasetError::Json {
            path: path.to_path_buf(),
            source,
        })
    })?;
    let mut file = SerializedFileWriter::new(sink, schema.root_schema_ptr(), Arc::new(properties))?;
    let encoders = ArrowRowGroupWriterFactory::new(&file, dataset.arrow());
    let mut ready = None;
    for (index, rows) in groups {
        prepare(table, &rows)?;
        let columns = encoders.create_column_writers(index)?;
        let (appended, encoded) = rayon::join(
            || append(&mut file, ready.take()),
            || encode(columns, table, &rows),
        );
        appended?;
        ready = Some(encoded?);
    }
    append(&mut file, ready)?;
    file.close()?;
    Ok(())
}

fn prepare(table: &dyn Table, rows: &Range<usize>) -> Result<(), Stop> {
    let prepared = table.prepare(rows.clone());
    prepared.map_err(|source| Stop::Table(DatasetError::Records { source }))
}

fn row_groups(rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..rows)
        .step_by(ROW_GROUP_ROWS)
        .map(move |start| start..rows.min(start + ROW_GROUP_ROWS))
}

fn append(
    file: &mut FileWriter<'_>,
    chunks: Option<Vec<ArrowColumnChunk>>,
) -> Result<(), ParquetError> {
    let Some(chunks) = chunks else { return Ok(()) };
    let mut row_group = file.next_row_group()?;
    for chunk in chunks {
        chunk.append_to_row_group(&mut row_group)?;
    }
    row_group.close()?;
    Ok(())
}

fn encode(
    writers: Vec<ArrowColumnWriter>,
    table: &dyn Table,
    rows: &Range<usize>,
) -> Result<Vec<ArrowColumnChunk>, Stop> {
    writers
        .into_par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(index, writer)| encode_column(writer, table, index, rows.clone()))
        .collect()
}

fn encode_column(
    mut writer: ArrowColumnWriter,
    table: &dyn Table,
    index: usize,
    rows: Range<usize>,
) -> Result<ArrowColumnChunk, Stop> {
    let dataset = table.dataset();
    let column = &dataset.columns[index];
    let values = table.column(index, rows.clone());
    check(dataset, column, &values, rows.len())?;
    let field = Field::new(column.name, column.kind.arrow(), column.is_nullable());
    for leaf in compute_leaves(&field, &values)? {
        writer.write(&leaf)?;
    }
    Ok(writer.close()?)
}

/// Holds a table to its dataset, before the encoder says it with fewer names.
fn check(
    dataset: &'static Dataset,
    column: &'static Column,
    values: &ArrayRef,
    rows: usize,
) -> Result<(), Stop> {
    let fault = if *values.data_type() != column.kind.arrow() {
        ColumnFault::Type {
            expected: column.kind.arrow().to_string(),
            found: values.data_type().to_string(),
        }
    } else if values.len() != rows {
        ColumnFault::Length {
            expected: rows,
            found: values.len(),
        }
    } else if values.null_count() > 0 && !column.is_nullable() {
        ColumnFault::Nulls {
            nulls: values.null_count(),
        }
    } else {
        return Ok(());
    };
    Err(Stop::Table(DatasetError::Table {
        dataset: dataset.name,
        column: column.name,
        fault,
    }))
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;

    use arrow::array::StringArray;

    use super::*;
    use crate::schema::ColumnType;

    static NAMES: Dataset = Dataset {
        name: "names",
        tier: Tier::Restricted,
        version: 1,
        grain_vi: "một tên",
        grain_en: "one name",
        key: &["name"],
        sort: &["name"],
        columns: &[Column::new("name", ColumnType::Text, "Tên", "Name")],
    };

    struct Names(usize);

    impl Table for Names {
        fn dataset(&self) -> &'static Dataset {
            &NAMES
        }

        fn rows(&self) -> usize {
            self.0
        }

        fn column(&self, _: usize, rows: Range<usize>) -> ArrayRef {
            let names = rows.map(|row| format!("{row:09}"));
            Arc::new(StringArray::from_iter_values(names))
        }
    }

    /// `/dev/full` opens, and takes no byte.
    #[test]
    fn a_full_disk_is_told_from_an_encoding_error() {
        for rows in [0, 10, 300_000] {
            let full = OpenOptions::new().write(true).open("/dev/full");
            let full = full.expect("the device is there");
            let error = encode_into(full, Path::new("names.parquet"), &Names(rows));
            let error = error.map(|_| ()).expect_err("no byte fits");
            assert!(matches!(error, DatasetError::DiskFull { .. }), "{error}");
        }
    }
}
