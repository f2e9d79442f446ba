//! `toandan worklists`: whom to reach, as a workbook per commune.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::run::Language;
use super::table::grouped;
use super::{Outcome, PipelineArgument, load, status};
use crate::persons::Task;
use crate::run::published::{WorklistRequest, WrittenLists, write_worklists};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// Folder for the workbooks; made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Only the workbook of one commune, by its code.
    #[arg(long, value_name = "CODE")]
    commune: Option<String>,
    /// Only these tasks; all of them by default.
    #[arg(long = "task", value_name = "TASK", value_parser = PossibleValuesParser::new(Task::ALL.map(Task::code)))]
    tasks: Vec<String>,
    /// Write workbooks of the same day anew.
    #[arg(long)]
    replace: bool,
    /// Language of what is said; the workbooks are in Vietnamese.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn worklists(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let plan = load(&arguments.pipeline.pipeline)?;
    let is_asked = |task: &Task| {
        arguments.tasks.is_empty() || arguments.tasks.iter().any(|code| code == task.code())
    };
    let tasks: Vec<Task> = Task::ALL.into_iter().filter(is_asked).collect();
    let request = WorklistRequest {
        folder: &arguments.out,
        commune: arguments.commune.as_deref(),
        tasks: &tasks,
        replace: arguments.replace,
    };
    let written = write_worklists(&plan, &request)?;
    status::show(&in_words(&written, arguments.lang.into()))?;
    Ok(Outcome::Done)
}

fn in_words(written: &WrittenLists, lang: Lang) -> String {
    let total: usize = written.workbooks.iter().map(|(_, rows)| rows).sum();
    let mut lines: Vec<String> = written
        .workbooks
        .iter()
        .map(|(path, rows)| {
            let rows = grouped(*rows as u64);
            match lang {
                Lang::Vi => format!("{}: {rows} việc", path.display()),
                Lang::En => format!("{}: {rows} tasks", path.display()),
            }
        })
        .collect();
    let (total, as_of) = (grouped(total as u64), written.as_of);
    lines.push(match lang {
        Lang::Vi => format!("{total} việc cần làm, số liệu đến ngày {as_of}"),
        Lang::En => format!("{total} tasks, as of {as_of}"),
    });
    if written.left_out > 0 {
        let more = grouped(written.left_out as u64);
        lines.push(match lang {
            Lang::Vi => {
                format!("còn {more} việc vượt giới hạn của trang tính: xem worklists.parquet")
            }
            Lang::En => format!("{more} more are beyond what a sheet lists: see worklists.parquet"),
        });
    }
    lines.join("\n")
}
