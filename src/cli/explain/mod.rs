//! `toandan explain`: why records are one person, or two, and what stands behind a number.

pub mod indicator;
mod page;
mod text;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::run::Language;
use super::{Outcome, PipelineArgument, load, status};
use crate::run::explain::{Subject, explain};
use crate::run::published::explain_indicator;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Why a record is the person it is: who else it could be, and what decided.
    Record {
        #[command(flatten)]
        shared: Shared,
        /// `record_id` of records.parquet of the current version.
        record: i64,
    },
    /// How the evidence of two records adds up, and what would have turned the verdict.
    Pair {
        #[command(flatten)]
        shared: Shared,
        /// `record_id` of one.
        left: i64,
        /// `record_id` of the other.
        right: i64,
    },
    /// What stands behind a number: definition, counts, sources, findings, and why it moved.
    Indicator {
        #[command(flatten)]
        pipeline: PipelineArgument,
        /// Code of the indicator.
        code: String,
        /// Five digits of a commune; without it the province.
        #[arg(long, value_name = "CODE")]
        commune: Option<String>,
        /// Language of what is said.
        #[arg(long, value_enum, default_value = "vi")]
        lang: Language,
    },
    /// Which records are a person, and by what each joined.
    Person {
        #[command(flatten)]
        shared: Shared,
        /// `person_id` of persons.parquet of the current version.
        person: String,
    },
}

#[derive(Args)]
struct Shared {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// Also writes the explanation as a page with figures.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Worker threads.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Language of what is said.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn explain_command(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (shared, subject) = match &arguments.command {
        Command::Record { shared, record } => (shared, Subject::Record(*record)),
        Command::Pair {
            shared,
            left,
            right,
        } => (shared, Subject::Pair(*left, *right)),
        Command::Person { shared, person } => (shared, Subject::Person(person)),
        Command::Indicator {
            pipeline,
            code,
            commune,
            lang,
        } => {
            let plan = load(&pipeline.pipeline)?;
            let explained = explain_indicator(&plan, code, commune.as_deref())?;
            status::show(&indicator::text(&explained, (*lang).into()))?;
            return Ok(Outcome::Done);
        }
    };
    let plan = load(&shared.pipeline.pipeline)?;
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = shared.threads.map_or(available, usize::from);
    let explained = explain(&plan, subject, threads)?;
    let lang = shared.lang.into();
    status::show(&text::text(&explained, lang))?;
    if let Some(path) = &shared.html {
        fs::write(path, page::page(&explained, lang))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(Outcome::Done)
}
