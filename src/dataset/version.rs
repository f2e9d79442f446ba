//! Opening published versions.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{ArrayRef, AsArray, BooleanArray};
use arrow::datatypes::Int64Type;
use arrow::record_batch::RecordBatch;
use jiff::civil::Date;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowPredicateFn, ParquetRecordBatchReaderBuilder, RowFilter};

use super::layout::{Layout, MANIFEST, visible_names};
use super::{DatasetError, Manifest, OutputOptions, ROW_GROUP_ROWS};
use crate::schema::Dataset;

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub path: PathBuf,
    pub manifest: Manifest,
}

impl Version {
    /// Opens the version in a folder.
    ///
    /// # Errors
    /// When its manifest cannot be read.
    pub fn open(path: &Path) -> Result<Self, DatasetError> {
        Ok(Self {
            path: path.to_path_buf(),
            manifest: Manifest::read(&path.join(MANIFEST))?,
        })
    }

    /// Whether it has `dataset`, in the form that this program writes.
    #[must_use]
    pub fn holds(&self, dataset: &Dataset) -> bool {
        let output = self.manifest.output(dataset.name);
        output.and_then(|output| output.dataset_version) == Some(dataset.version)
    }

    /// Sorts in the order in which identity goes on: the later day, on one day the later run.
    fn rank(&self) -> (Date, &str) {
        (self.manifest.head.as_of, &self.manifest.run_id)
    }
}

/// The version that readers see; `None` before the first.
///
/// # Errors
/// When `current` is no link to a version, or that version cannot be opened.
pub fn current(options: &OutputOptions) -> Result<Option<Version>, DatasetError> {
    let layout = Layout::new(&options.directory);
    let run_id = layout.current_run_id()?;
    run_id
        .map(|run_id| Version::open(&layout.version(&run_id)))
        .transpose()
}

/// Every published version, by run id.
///
/// # Errors
/// When the folder cannot be listed or a version cannot be opened.
pub fn versions(options: &OutputOptions) -> Result<Vec<Version>, DatasetError> {
    let layout = Layout::new(&options.directory);
    visible_names(&layout.versions())?
        .iter()
        .map(|run_id| Version::open(&layout.version(run_id)))
        .collect()
}

/// The version that a run of `as_of` starts from: the latest of an earlier day.
///
/// # Errors
/// As [`versions`].
pub fn before(options: &OutputOptions, as_of: Date) -> Result<Option<Version>, DatasetError> {
    let versions = versions(options)?;
    Ok(latest_before(&versions, as_of).cloned())
}

/// The latest version of a day up to `until`, of any day where that is `None`: what was last read of extracts
/// that do not come again.
///
/// # Errors
/// As [`versions`].
pub fn latest(
    options: &OutputOptions,
    until: Option<Date>,
) -> Result<Option<Version>, DatasetError> {
    let versions = versions(options)?.into_iter();
    Ok(versions
        .filter(|version| until.is_none_or(|until| version.manifest.head.as_of <= until))
        .max_by(|a, b| a.rank().cmp(&b.rank())))
}

pub(super) fn latest_before(versions: &[Version], as_of: Date) -> Option<&Version> {
    versions
        .iter()
        .filter(|version| version.manifest.head.as_of < as_of)
        .max_by_key(|version| version.rank())
}

/// The named columns of a dataset of a version, in the order in which they are named, in batches of at
/// most [`ROW_GROUP_ROWS`]. Categories come as plain text.
///
/// # Errors
/// When the file cannot be read, or dataset or file lack a column.
pub fn read_table(
    version: &Version,
    dataset: &'static Dataset,
    columns: &[&str],
) -> Result<Vec<RecordBatch>, DatasetError> {
    check_columns(dataset, columns)?;
    let path = version.path.join(dataset.path());
    let file = File::open(&path).map_err(|e| DatasetError::io("open", &path, e))?;
    let read = || -> parquet::errors::Result<Vec<RecordBatch>> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        let reader = builder
            .with_projection(mask)
            .with_batch_size(ROW_GROUP_ROWS)
            .build()?;
        reader.map(|batch| in_order(&batch?, columns)).collect()
    };
    read().map_err(|e| DatasetError::parquet(&path, e))
}

/// The rows of a dataset of a version in which `column`, a category, is one of `values`: every column, in the
/// order of the file. Only what is asked for is decoded.
///
/// # Errors
/// When the file cannot be read, dataset or file lack a column, or the file is of another version of the
/// dataset than this program's.
pub fn read_rows_of(
    version: &Version,
    dataset: &'static Dataset,
    column: &'static str,
    values: &BTreeSet<&str>,
) -> Result<Vec<RecordBatch>, DatasetError> {
    check_columns(dataset, &[column])?;
    if !version.holds(dataset) {
        let written = version.manifest.output(dataset.name);
        return Err(DatasetError::OtherVersion {
            dataset: dataset.name,
            found: written.and_then(|output| output.dataset_version),
            known: dataset.version,
        });
    }
    let names: Vec<&str> = dataset.columns.iter().map(|column| column.name).collect();
    let values: BTreeSet<String> = values.iter().map(|value| (*value).to_owned()).collect();
    read_where(version, dataset, &names, column, move |of_rows| {
        let of_rows = of_rows.as_string::<i32>().iter();
        of_rows
            .map(|value| Some(value.is_some_and(|value| values.contains(value))))
            .collect()
    })
}

/// The named columns of the rows of a dataset of a version in which `column`, a whole number, is one of `numbers`, which
/// are in order: in the order of the file.
///
/// # Errors
/// When the file cannot be read, or dataset or file lack a column.
pub fn read_numbered(
    version: &Version,
    dataset: &'static Dataset,
    columns: &[&str],
    column: &'static str,
    numbers: Vec<i64>,
) -> Result<Vec<RecordBatch>, DatasetError> {
    check_columns(dataset, columns)?;
    read_where(version, dataset, columns, column, move |of_rows| {
        let of_rows = of_rows.as_primitive::<Int64Type>().values().iter();
        of_rows
            .map(|number| Some(numbers.binary_search(number).is_ok()))
            .collect()
    })
}

/// The rows for which `is_asked_for` is true of the values of `column`.
fn read_where(
    version: &Version,
    dataset: &'static Dataset,
    names: &[&str],
    column: &'static str,
    is_asked_for: impl Fn(&ArrayRef) -> BooleanArray + Send + 'static,
) -> Result<Vec<RecordBatch>, DatasetError> {
    let path = version.path.join(dataset.path());
    let file = File::open(&path).map_err(|e| DatasetError::io("open", &path, e))?;
    let read = || -> parquet::errors::Result<Vec<RecordBatch>> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), [column]);
        let is_asked_for = ArrowPredicateFn::new(mask, move |batch: RecordBatch| {
            Ok(is_asked_for(batch.column(0)))
        });
        let mask = ProjectionMask::columns(builder.parquet_schema(), names.iter().copied());
        let reader = builder
            .with_projection(mask)
            .with_row_filter(RowFilter::new(vec![Box::new(is_asked_for)]))
            .with_batch_size(ROW_GROUP_ROWS)
            .build()?;
        reader.map(|batch| in_order(&batch?, names)).collect()
    };
    read().map_err(|e| DatasetError::parquet(&path, e))
}

fn check_columns(dataset: &'static Dataset, columns: &[&str]) -> Result<(), DatasetError> {
    match columns
        .iter()
        .find(|column| dataset.position(column).is_none())
    {
        Some(column) => Err(DatasetError::UnknownColumn {
            dataset: dataset.name,
            column: (*column).to_owned(),
        }),
        None => Ok(()),
    }
}

/// A projection yields columns as they stand in the file.
pub(super) fn in_order(
    batch: &RecordBatch,
    columns: &[&str],
) -> parquet::errors::Result<RecordBatch> {
    let schema = batch.schema();
    let indices: Result<Vec<usize>, _> = columns.iter().map(|c| schema.index_of(c)).collect();
    Ok(batch.project(&indices?)?)
}
