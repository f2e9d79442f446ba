//! Lists to work from: a workbook per commune with its targets, its hamlets and the people still to be reached.

mod standing;
mod workbook;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use jiff::civil::Date;
use rayon::prelude::*;
use rust_xlsxwriter::XlsxError;
use thiserror::Error;

use super::stored::Columns;
use crate::config::Plan;
use crate::dataset::{DatasetError, current, read_table, replace_file};
use crate::domain::TargetGroups;
use crate::persons::{Gap, Task};
use crate::reference::CodeLists;
use crate::run::RunError;
use crate::run::lists::Lists;
use crate::run::night::output;
use crate::schema::worklists::WORKLISTS;
use standing::{Standing, standings};
use workbook::render;

/// What to write, and where.
#[derive(Debug, Clone)]
pub struct WorklistRequest<'r> {
    /// Made if it is not there.
    pub folder: &'r Path,
    /// Of this commune alone.
    pub commune: Option<&'r str>,
    pub tasks: &'r [Task],
    /// Whether workbooks of the same day that are there already are written anew.
    pub replace: bool,
}

/// What was written.
#[derive(Debug, PartialEq, Eq)]
pub struct WrittenLists {
    /// A workbook and how many tasks it lists, by commune.
    pub workbooks: Vec<(PathBuf, usize)>,
    /// Tasks beyond what a sheet lists.
    pub left_out: usize,
    /// Day of the numbers.
    pub as_of: Date,
}

/// Why no lists can be written.
#[derive(Debug, Error)]
pub enum WorklistError {
    #[error("no night has been published in {folder} yet; run the pipeline first")]
    NoVersion { folder: PathBuf },
    #[error(
        "nobody in commune `{commune}` has anything to be done: give the five digits of a commune of the scope"
    )]
    NoCommune { commune: String },
    #[error(
        "{path} is there already and may hold notes; move it away, give another folder, or say --replace"
    )]
    Exists { path: PathBuf },
    #[error("{path} cannot be made: {source}")]
    Workbook { path: PathBuf, source: XlsxError },
    #[error("{path} cannot be written: {source}")]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error(transparent)]
    Lists(#[from] RunError),
}

/// Where no commune is known.
const NO_COMMUNE: &str = "chua_ro_xa";

/// Tasks of one sheet. Whoever has more opens the dataset.
const ROWS_MAX: usize = 100_000;

/// One person to be reached for one task.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Call {
    task: Task,
    /// Why in particular, in Vietnamese.
    reason: &'static str,
    is_priority: bool,
    full_name: String,
    birth_date: String,
    age_years: Option<i32>,
    sex: String,
    hamlet: String,
    phone: String,
    /// Names of the target groups.
    groups: String,
}

/// Everything that stands in one workbook.
struct CommuneLists {
    /// Its code, or [`NO_COMMUNE`].
    commune: String,
    as_of: Date,
    standing: Standing,
    /// By hamlet, priority groups first.
    calls: Vec<Call>,
}

/// Where a row of the dataset stands: its batch, and the row there.
type Place = (u32, u32);

/// Writes `<commune>_<day>.xlsx` for every commune of the current version of `plan` in which somebody is to be reached.
/// Nothing is written when one of them is there already and may not be replaced.
///
/// # Errors
/// No version yet, an unknown commune, a dataset that cannot be read, a disk that refuses.
pub fn write_worklists(
    plan: &Plan,
    request: &WorklistRequest<'_>,
) -> Result<WrittenLists, WorklistError> {
    let options = output(plan);
    let Some(version) = current(&options)? else {
        return Err(WorklistError::NoVersion {
            folder: options.directory,
        });
    };
    let codes = Lists::load(plan)?.codes;
    let as_of = version.manifest.head.as_of;
    let names: Vec<&str> = WORKLISTS.columns.iter().map(|column| column.name).collect();
    let batches = read_table(&version, &WORKLISTS, &names)?;
    let communes = by_commune(&batches, request);
    if let Some(commune) = request.commune.filter(|_| communes.is_empty()) {
        return Err(WorklistError::NoCommune {
            commune: commune.to_owned(),
        });
    }
    let failed = |path: &Path, source| WorklistError::Write {
        path: path.to_path_buf(),
        source,
    };
    fs::create_dir_all(request.folder).map_err(|cause| failed(request.folder, cause))?;
    let path = |commune: &str| request.folder.join(format!("{commune}_{as_of}.xlsx"));
    let kept = communes.keys().map(|commune| path(commune));
    if let Some(path) = kept.filter(|_| !request.replace).find(|path| path.exists()) {
        return Err(WorklistError::Exists { path });
    }
    let standings = standings(&version)?;
    let written: Vec<(PathBuf, usize, usize)> = communes
        .into_par_iter()
        .map(|(commune, places)| {
            let path = path(&commune);
            let lists = CommuneLists {
                standing: standings.get(&commune).cloned().unwrap_or_default(),
                commune,
                as_of,
                calls: places
                    .iter()
                    .map(|place| call(&batches, *place, &codes, as_of))
                    .collect(),
            };
            let rendered =
                render(&lists, request.tasks).map_err(|source| WorklistError::Workbook {
                    path: path.clone(),
                    source,
                })?;
            replace_file(&path, |out| out.write_all(&rendered.bytes))
                .map_err(|cause| failed(&path, cause))?;
            Ok((
                path,
                lists.calls.len() - rendered.left_out,
                rendered.left_out,
            ))
        })
        .collect::<Result<_, WorklistError>>()?;
    Ok(WrittenLists {
        left_out: written.iter().map(|(_, _, left_out)| left_out).sum(),
        workbooks: written
            .into_iter()
            .map(|(path, rows, _)| (path, rows))
            .collect(),
        as_of,
    })
}

/// The rows that are asked for, by commune, in the order of the dataset.
fn by_commune(
    batches: &[RecordBatch],
    request: &WorklistRequest<'_>,
) -> BTreeMap<String, Vec<Place>> {
    let mut communes: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (batch, columns) in batches.iter().enumerate() {
        let rows = columns.num_rows();
        let columns = Columns(columns);
        for row in 0..rows {
            let task = columns.word("task", row);
            let is_asked = request.tasks.iter().any(|of| of.code() == task);
            let commune = columns.text("commune_code", row);
            let commune = commune.unwrap_or_else(|| NO_COMMUNE.to_owned());
            if is_asked && request.commune.is_none_or(|only| only == commune) {
                let places = communes.entry(commune).or_default();
                places.push((batch as u32, row as u32));
            }
        }
    }
    communes
}

fn call(batches: &[RecordBatch], (batch, row): Place, codes: &CodeLists, as_of: Date) -> Call {
    let columns = Columns(&batches[batch as usize]);
    let row = row as usize;
    let task = columns.word("task", row);
    let reason = columns.word("reason", row);
    Call {
        task: Task::of_code(&task).expect("a task that was asked for"),
        reason: Gap::of_code(&reason).map_or("", |gap| gap.words().1),
        is_priority: columns.flag("is_priority", row),
        full_name: columns.word("full_name", row),
        birth_date: columns.word("birth_date", row),
        age_years: columns.integer("age_years", row),
        sex: columns.word("sex", row),
        hamlet: columns.word("hamlet", row),
        phone: columns.word("phone", row),
        groups: group_names(&columns.word("target_groups", row), codes, as_of),
    }
}

/// The names of the groups of `1;6` in the decision that is in force on `day`.
fn group_names(groups: &str, codes: &CodeLists, day: Date) -> String {
    let Some(groups) = TargetGroups::parse(groups) else {
        return String::new();
    };
    let known = codes.target_groups_on(day);
    let names = groups.codes().map(|code| {
        let name = known.and_then(|known| known.group(code));
        name.map_or_else(|| code.to_string(), |group| group.vi.clone())
    });
    names.collect::<Vec<String>>().join("; ")
}
