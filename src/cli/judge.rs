//! `toandan judge`: new targets on the counts of a published night.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::diff::open;
use super::explain::indicator::value;
use super::indicators::sound_definitions;
use super::run::{Format, Language};
use super::table::{Table, grouped};
use super::{Outcome, PipelineArgument, load, status};
use crate::run::published::{Judged, JudgedRow, judge};
use crate::run::{state_words, stratum_words};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// The version whose counts are judged; by default the pipeline's current one.
    #[arg(long, value_name = "FOLDER")]
    version: Option<PathBuf>,
    /// Every stratum, not the whole population alone.
    #[arg(long)]
    strata: bool,
    /// How the result is shown on stdout: what changes, or with json every row.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of labels.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn judge_command(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut plan = load(&arguments.pipeline.pipeline)?;
    plan.indicators = sound_definitions(plan.indicators)?;
    let folder = arguments
        .version
        .clone()
        .unwrap_or_else(|| plan.output.join(&plan.name));
    let version = open(&folder)?;
    let mut judged = judge(&plan, &version)?;
    judged
        .rows
        .retain(|row| arguments.strata || row.stored.is_whole());
    status::show(&match arguments.format {
        Format::Json => as_json(&judged).to_string(),
        Format::Table => changed(&judged, arguments.lang.into()),
    })?;
    let changed = judged.rows.iter().filter(|row| row.is_changed()).count();
    status::line(&format!(
        "{changed} of {} rows of {} are judged otherwise",
        judged.rows.len(),
        version.manifest.head.as_of
    ));
    for code in &judged.undefined {
        status::line(&format!(
            "{code} is not defined any more: its rows are left out"
        ));
    }
    Ok(Outcome::Done)
}

fn changed(judged: &Judged, lang: Lang) -> String {
    let header = lang.pick(
        "Nơi|Chỉ số|Giá trị|Trước|Nay|Còn thiếu trước|Còn thiếu nay|Lớp trước|Lớp nay",
        "Place|Indicator|Value|Before|Now|Gap before|Gap now|Class before|Class now",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(2, &header);
    let gap = |gap: Option<u64>| gap.map_or("–".to_owned(), grouped);
    let band = |band: Option<i32>| band.map_or("–".to_owned(), |band| band.to_string());
    for row in judged.rows.iter().filter(|row| row.is_changed()) {
        let stored = &row.stored;
        let place = stored.commune_name.as_ref().unwrap_or(&stored.level);
        let stratum = if stored.is_whole() {
            String::new()
        } else {
            stratum_words(&stored.stratum_kind, &stored.stratum, lang)
        };
        table.push(vec![
            format!("{place} {stratum}").trim().to_owned(),
            stored.indicator.clone(),
            value(stored),
            state_words(&stored.state, lang).to_owned(),
            state_words(row.state, lang).to_owned(),
            gap(stored.gap),
            gap(row.gap),
            band(stored.band),
            band(row.band),
        ]);
    }
    table.render()
}

fn as_json(judged: &Judged) -> serde_json::Value {
    let row = |row: &JudgedRow| {
        let stored = &row.stored;
        json!({
            "level": stored.level,
            "commune_code": stored.commune_code,
            "indicator": stored.indicator,
            "stratum_kind": stored.stratum_kind,
            "stratum": stored.stratum,
            "numerator": stored.numerator,
            "denominator": stored.denominator,
            "value": stored.value,
            "state_before": stored.state,
            "state": row.state,
            "gap": row.gap,
            "band_before": stored.band,
            "band": row.band,
        })
    };
    judged.rows.iter().map(row).collect()
}
