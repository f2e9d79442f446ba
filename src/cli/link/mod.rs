//! `toandan link`.

mod text;

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::run::{Format, cores};
use super::{Outcome, status, today};
use crate::config::load_link_model;
use crate::run::linking::{LinkingRequest, explain_pair, link_tables, plan_tables};

#[derive(Args)]
pub struct Arguments {
    /// The linkage model, a TOML file.
    model: PathBuf,
    /// Count what would be compared, by rule, and compare nothing.
    #[arg(long, conflicts_with_all = ["parameters", "decisions", "labels", "explain", "out"])]
    plan: bool,
    /// Read a table of the model from another file; may stand for each table.
    #[arg(long, value_name = "TABLE=FILE", value_parser = table_file)]
    file: Vec<(String, PathBuf)>,
    /// Folder to write to; by default beside the model, under its name with `.linked`.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Parameters of an earlier run (its parameters.toml) instead of an estimate; the drift since is reported.
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// Table of reviewed pairs (columns left_id, right_id, decision match or no_match, and the tables where they share
    /// ids): what people decided holds in clusters.
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Table with the true cluster of each record (columns id, cluster, and table where there are several), to measure by.
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Say why two records weigh what they weigh; each is an id, or table:id.
    #[arg(long, num_args = 2, value_names = ["LEFT", "RIGHT"], conflicts_with_all = ["decisions", "labels", "out"])]
    explain: Option<Vec<String>>,
    /// Worker threads; by default one per core.
    #[arg(long)]
    threads: Option<usize>,
    /// How the result is shown on stdout.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub fn link(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut plan = load_link_model(&arguments.model)?;
    for (name, file) in &arguments.file {
        let table = plan.tables.iter_mut().find(|table| table.name == *name);
        let table = table.with_context(|| format!("the model has no table `{name}`"))?;
        table.file.clone_from(file);
    }
    let request = LinkingRequest {
        today: today(),
        threads: arguments.threads.unwrap_or_else(cores).max(1),
        parameters: arguments.parameters.as_deref(),
        decisions: arguments.decisions.as_deref(),
        labels: arguments.labels.as_deref(),
    };
    let is_table = arguments.format == Format::Table;
    if arguments.plan {
        let report = plan_tables(&plan, &request)?;
        status::show(&match is_table {
            true => text::plan(&report),
            false => serde_json::to_string(&report)?,
        })?;
        return Ok(Outcome::Done);
    }
    if let Some([left, right]) = arguments.explain.as_deref() {
        let explanation = explain_pair(&plan, (left, right), &request)?;
        status::show(&match is_table {
            true => text::explanation(&explanation, (left, right)),
            false => text::explanation_json(&explanation).to_string(),
        })?;
        return Ok(Outcome::Done);
    }
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => beside(&arguments.model),
    };
    let outcome = link_tables(&plan, &out, &request)?;
    // The folder stands whether or not its report can be shown.
    let shown = match is_table {
        true => text::report(&outcome.report),
        false => serde_json::to_string(&outcome.report)?,
    };
    if let Err(error) = status::show(&shown) {
        status::line(&format!("warning: the result cannot be shown: {error}"));
    }
    status::line(&text::status_line(&outcome));
    Ok(Outcome::Done)
}

/// `records=data/records.csv`.
fn table_file(text: &str) -> Result<(String, PathBuf), String> {
    let (table, file) = text
        .split_once('=')
        .ok_or("it must be the name of a table, `=`, and a file")?;
    Ok((table.to_owned(), PathBuf::from(file)))
}

/// `models/febrl.toml` to `models/febrl.linked`.
fn beside(model: &Path) -> PathBuf {
    model.with_extension("linked")
}
