//! `toandan inspect`.

mod json;
mod text;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::run::{Format, Language};
use super::{Outcome, load, status, today};
use crate::run::{InspectRequest, inspect as look, refusal_vi};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    /// The file to look at.
    file: PathBuf,
    /// Pipeline whose profiles read it.
    #[arg(long, value_name = "FOLDER", default_value = "pipelines/cao-bang")]
    pipeline: PathBuf,
    /// Source of the pipeline; by default the one whose name pattern and header fit best.
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Also writes the proposed profile to a file, which must not exist yet.
    #[arg(long, value_name = "FILE")]
    profile_out: Option<PathBuf>,
    /// How the result is shown on stdout.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of labels and advice.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn inspect(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let plan = load(&arguments.pipeline)?;
    if let Some(id) = &arguments.source
        && !plan.sources.iter().any(|source| source.id == *id)
    {
        let ids: Vec<&str> = plan
            .sources
            .iter()
            .map(|source| source.id.as_str())
            .collect();
        anyhow::bail!(
            "the pipeline has no source `{id}`; it has {}",
            ids.join(", ")
        );
    }
    let lang = Lang::from(arguments.lang);
    let request = InspectRequest {
        path: &arguments.file,
        source: arguments.source.as_deref(),
        today: today(),
        lang,
    };
    match look(&plan, &request)? {
        Ok(inspection) => {
            if let Some(path) = &arguments.profile_out {
                let profile = inspection.proposal.as_deref();
                let profile = profile.context("there is no profile to propose")?;
                save(path, profile)?;
            }
            status::show(&match arguments.format {
                Format::Table => text::describe(&inspection, lang),
                Format::Json => json::describe(&inspection, lang).to_string(),
            })?;
            Ok(Outcome::Done)
        }
        Err(error) => {
            let file = arguments.file.display().to_string();
            let reason = match lang {
                Lang::Vi => refusal_vi(&error),
                Lang::En => error.to_string(),
            };
            status::show(&match arguments.format {
                Format::Table => {
                    let said = lang.pick("sẽ không dùng được", "would be set aside");
                    format!("{file} {said}: {reason}")
                }
                Format::Json => json::refused(&file, &reason).to_string(),
            })?;
            Ok(Outcome::Failed)
        }
    }
}

/// Writes a new file: a profile that a person has corrected is not written over.
fn save(path: &PathBuf, profile: &str) -> anyhow::Result<()> {
    let mut options = fs::OpenOptions::new();
    let file = options.write(true).create_new(true).open(path);
    let written =
        file.and_then(|mut file| std::io::Write::write_all(&mut file, profile.as_bytes()));
    written.with_context(|| {
        format!(
            "cannot write the profile to {}; name a new file in a folder that exists",
            path.display()
        )
    })
}
