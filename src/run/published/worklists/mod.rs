//! Lists to work from: a workbook per commune with its targets, its hamlets and the people still to be reached.

mod standing;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use jiff::civil::Date;
use rayon::prelude::*;
use rust_xlsxwriter::XlsxError;
use thiserror::Error;

use super::stored::Columns;
use crate::config::Plan;
use crate::dataset::{
    DatasetError, Version, create_private_folder, current, read_rows_of, replace_private_file,
};
use crate::domain::TargetGroups;
use crate::persons::{Gap, Task};
use crate::reference::{CodeLists, fold};
use crate::run::RunError;
use crate::run::lists::Lists;
use crate::run::night::output;
use crate::run::sheet::UNKNOWN_COMMUNE;
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
    /// Its code, or [`UNKNOWN_COMMUNE`].
    commune: String,
    as_of: Date,
    standing: Standing,
    /// By hamlet, priority groups first.
    calls: Vec<Call>,
}

/// What hamlets are put in order by.
type HamletOrder = String;

/// Where a row of the dataset stands: its batch, and the row there.
type Place = (u32, u32);

/// Writes `<commune>_<day>.xlsx` for every commune of the current version of `plan` in which somebody is to be reached;
/// where not all tasks are asked for, their codes stand in the name. Nothing is written when one of them is there already
/// and may not be replaced.
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
    let standings = standings(&version)?;
    let is_known = |commune: &str| standings.contains_key(commune) || commune == UNKNOWN_COMMUNE;
    if let Some(commune) = request.commune.filter(|of| !is_known(of)) {
        return Err(WorklistError::NoCommune {
            commune: commune.to_owned(),
        });
    }
    let batches = open_tasks(&version, request)?;
    let lists = Writer {
        as_of: version.manifest.head.as_of,
        standings,
        codes: Lists::load(plan)?.codes,
        batches: &batches,
    };
    let communes = by_commune(&batches, request);
    let suffix = suffix(request.tasks);
    let path = |commune: &str| {
        let name = format!("{commune}_{}{suffix}.xlsx", lists.as_of);
        request.folder.join(name)
    };
    let kept = communes.keys().map(|commune| path(commune));
    if let Some(path) = kept.filter(|_| !request.replace).find(|path| path.exists()) {
        return Err(WorklistError::Exists { path });
    }
    create_private_folder(request.folder).map_err(|source| WorklistError::Write {
        path: request.folder.to_path_buf(),
        source,
    })?;
    let written: Vec<(PathBuf, usize, usize)> = communes
        .into_par_iter()
        .map(|(commune, places)| {
            let path = path(&commune);
            let (listed, left_out) = lists.write(commune, &places, (request.tasks, &path))?;
            Ok((path, listed, left_out))
        })
        .collect::<Result<_, WorklistError>>()?;
    Ok(WrittenLists {
        left_out: written.iter().map(|(_, _, left_out)| left_out).sum(),
        workbooks: written
            .into_iter()
            .map(|(path, rows, _)| (path, rows))
            .collect(),
        as_of: lists.as_of,
    })
}

/// Codes of tasks behind the day, unless all are asked for.
fn suffix(tasks: &[Task]) -> String {
    if Task::ALL.iter().all(|task| tasks.contains(task)) {
        return String::new();
    }
    tasks
        .iter()
        .map(|task| format!("_{}", task.code()))
        .collect()
}

/// The rows of the tasks that are asked for, or all of the commune that is.
fn open_tasks(
    version: &Version,
    request: &WorklistRequest<'_>,
) -> Result<Vec<RecordBatch>, DatasetError> {
    match request.commune {
        Some(commune) if commune != UNKNOWN_COMMUNE => {
            let communes = BTreeSet::from([commune]);
            read_rows_of(version, &WORKLISTS, "commune_code", &communes)
        }
        _ => {
            let tasks = request.tasks.iter().map(|task| task.code()).collect();
            read_rows_of(version, &WORKLISTS, "task", &tasks)
        }
    }
}

/// What all workbooks are made of.
struct Writer<'b> {
    as_of: Date,
    standings: BTreeMap<String, Standing>,
    codes: CodeLists,
    batches: &'b [RecordBatch],
}

impl Writer<'_> {
    /// Writes the workbook of a commune whose tasks stand at `places`; how many are listed, and how many more there are.
    fn write(
        &self,
        commune: String,
        places: &[Place],
        (tasks, path): (&[Task], &Path),
    ) -> Result<(usize, usize), WorklistError> {
        let mut calls: Vec<Call> = places.iter().map(|place| self.call(*place)).collect();
        calls.sort_by_cached_key(|call| hamlet_order(&call.hamlet));
        let lists = CommuneLists {
            standing: self.standings.get(&commune).cloned().unwrap_or_default(),
            commune,
            as_of: self.as_of,
            calls,
        };
        let rendered = render(&lists, tasks).map_err(|source| WorklistError::Workbook {
            path: path.to_path_buf(),
            source,
        })?;
        replace_private_file(path, |out| out.write_all(&rendered.bytes)).map_err(|source| {
            WorklistError::Write {
                path: path.to_path_buf(),
                source,
            }
        })?;
        let left_out = rendered.left_out;
        Ok((lists.calls.len() - left_out, left_out))
    }

    fn call(&self, (batch, row): Place) -> Call {
        let columns = Columns(&self.batches[batch as usize]);
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
            groups: self.group_names(&columns.word("target_groups", row)),
        }
    }

    /// The names of the groups of `1;6` in the decision that is in force.
    fn group_names(&self, groups: &str) -> String {
        let Some(groups) = TargetGroups::parse(groups) else {
            return String::new();
        };
        let known = self.codes.target_groups_on(self.as_of);
        let names = groups.codes().map(|code| {
            let name = known.and_then(|known| known.group(code));
            name.map_or_else(|| code.to_string(), |group| group.vi.clone())
        });
        names.collect::<Vec<String>>().join("; ")
    }
}

/// What puts hamlets in the order in which people name them: Tổ 2 before Tổ 10, Đông before Keng, the unknown last.
fn hamlet_order(hamlet: &str) -> HamletOrder {
    const DIGITS: usize = 10;
    if hamlet.is_empty() {
        return char::MAX.to_string();
    }
    let folded = fold(hamlet);
    let parts = folded.split_inclusive(|c: char| !c.is_ascii_digit());
    let padded = parts.map(|part| {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        format!("{digits:0>DIGITS$}{}", &part[digits.len()..])
    });
    padded.collect()
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
            let commune = commune.unwrap_or_else(|| UNKNOWN_COMMUNE.to_owned());
            if is_asked && request.commune.is_none_or(|only| only == commune) {
                let places = communes.entry(commune).or_default();
                places.push((batch as u32, row as u32));
            }
        }
    }
    communes
}

#[cfg(test)]
mod tests {
    use super::hamlet_order;

    #[test]
    fn hamlets_are_in_the_order_of_people() {
        let hamlets = [
            "Tổ 1",
            "Tổ 2",
            "Tổ 10",
            "Tổ 12A",
            "Xóm Co Tả",
            "Xóm Đông Lầu",
            "Xóm Keng Mỏ",
            "",
        ];
        assert!(hamlets.is_sorted_by_key(|hamlet| hamlet_order(hamlet)));
    }
}
