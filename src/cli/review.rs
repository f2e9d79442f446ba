//! `toandan review`: doubtful pairs to people, and their decisions back.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::run::Language;
use super::{Outcome, PipelineArgument, load, status, today};
use crate::run::review::{ExportRequest, Exported, ImportRequest, Imported, export, import};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the pairs that the last night left to people: a workbook per commune.
    Export(ExportArguments),
    /// Take the decisions of workbooks that came back; the next night honours them.
    Import(ImportArguments),
}

#[derive(Args)]
struct ExportArguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// Folder for the workbooks; made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Only the pairs of one commune, by its code.
    #[arg(long, value_name = "CODE")]
    commune: Option<String>,
    /// Pairs of one workbook, at most; the most valuable come first.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pairs: u32,
    /// Language of what is said.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

#[derive(Args)]
struct ImportArguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// Workbooks with decisions.
    #[arg(required = true)]
    workbooks: Vec<PathBuf>,
    /// Who decided: a name or an office.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Language of what is said.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn review(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Export(arguments) => {
            let plan = load(&arguments.pipeline.pipeline)?;
            let request = ExportRequest {
                folder: &arguments.out,
                commune: arguments.commune.as_deref(),
                pairs_max: arguments.pairs as usize,
            };
            let exported = export(&plan, &request)?;
            status::show(&exported_in_words(&exported, arguments.lang.into()))?;
            Ok(Outcome::Done)
        }
        Command::Import(arguments) => {
            let plan = load(&arguments.pipeline.pipeline)?;
            let request = ImportRequest {
                workbooks: &arguments.workbooks,
                by: &arguments.by,
                on: today(),
            };
            let imported = import(&plan, &request)?;
            for message in &imported.refused {
                status::line(&format!("warning: {message}"));
            }
            status::show(&imported_in_words(&imported, arguments.lang.into()))?;
            Ok(match imported.refused.is_empty() {
                true => Outcome::Done,
                false => Outcome::Failed,
            })
        }
    }
}

fn exported_in_words(exported: &Exported, lang: Lang) -> String {
    let total: usize = exported.workbooks.iter().map(|(_, pairs)| pairs).sum();
    let mut lines: Vec<String> = exported
        .workbooks
        .iter()
        .map(|(path, pairs)| match lang {
            Lang::Vi => format!("{}: {pairs} cặp", path.display()),
            Lang::En => format!("{}: {pairs} pairs", path.display()),
        })
        .collect();
    let (left_out, unaskable) = (exported.left_out, exported.unaskable);
    lines.push(match lang {
        Lang::Vi => format!(
            "{total} cặp cần người xem xét; {left_out} cặp nữa vượt giới hạn --pairs; {unaskable} cặp dòng giống hệt nhau nên không hỏi được"
        ),
        Lang::En => format!(
            "{total} pairs to decide; {left_out} more are beyond --pairs; {unaskable} are of rows that look the same, about which nobody can be asked"
        ),
    });
    lines.join("\n")
}

fn imported_in_words(imported: &Imported, lang: Lang) -> String {
    let Imported {
        same,
        different,
        known,
        undecided,
        refused,
    } = imported;
    let refused = refused.len();
    match lang {
        Lang::Vi => format!(
            "Nhận {same} cặp cùng một người, {different} cặp hai người khác nhau; {known} quyết định đã có từ trước, {undecided} cặp chưa quyết định, {refused} chỗ không dùng được. Đêm sau sẽ theo các quyết định này."
        ),
        Lang::En => format!(
            "Took {same} pairs as one person and {different} as two; {known} were decided already, {undecided} are undecided, {refused} could not be used. The next night honours them."
        ),
    }
}
