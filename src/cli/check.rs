//! `toandan check`.

use std::sync::atomic::AtomicBool;

use clap::Args;
use jiff::civil::Date;

use super::run::Language;
use super::table::{Table, grouped};
use super::{Outcome, PipelineArgument, load, status, today};
use crate::indicators::check_definitions;
use crate::run::{FileOutcome, RunRequest, Survey, survey};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// The day the night would be about; by default the newest snapshot date among the extracts.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// Language of labels and advice.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn check(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let plan = load(&arguments.pipeline.pipeline)?;
    let problems = check_definitions(&plan.indicators);
    if !problems.is_empty() {
        let said: Vec<String> = problems
            .into_iter()
            .map(|problem| super::status::with_causes(&problem.into()))
            .collect();
        anyhow::bail!(
            "{} mistakes in the conditions of indicators.toml:\n{}",
            said.len(),
            said.join("\n")
        );
    }
    let stop = AtomicBool::new(false);
    let request = RunRequest {
        as_of: arguments.as_of,
        today: today(),
        run_id: "check".to_owned(),
        stop: &stop,
        events: &|_| {},
    };
    let survey = survey(&plan, 1, &request)?;
    status::show(&describe(&survey, arguments.lang.into()))?;
    Ok(if survey.breaches.is_empty() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn describe(survey: &Survey, lang: Lang) -> String {
    let header = lang.pick(
        "Nguồn|Tệp|Ngày|Trạng thái|Dòng người|Nhận|Tách ra",
        "Source|File|Date|State|Person rows|Accepted|Quarantined",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(4, &header);
    for file in &survey.files {
        table.push(vec![
            file.source.clone(),
            file.file.clone().unwrap_or_else(|| "–".to_owned()),
            file.snapshot_date
                .map_or("–".to_owned(), |date| date.to_string()),
            file.state.to_owned(),
            grouped(file.person_rows),
            grouped(file.accepted),
            grouped(file.quarantined),
        ]);
    }
    let mut parts = vec![table.render()];
    parts.extend(survey.files.iter().filter_map(remark));
    if !survey.missing_communes.is_empty() {
        let label = lang.pick("Xã chưa gửi", "Communes that have not sent");
        let missing = survey
            .missing_communes
            .iter()
            .map(|(source, communes)| format!("{label} ({source}): {}", communes.join(", ")));
        parts.push(missing.collect::<Vec<_>>().join("\n"));
    }
    parts.extend(survey.breaches.iter().map(|breach| breach.message(lang)));
    let verdict = match survey.breaches.is_empty() {
        true => lang.pick("Có thể chạy đêm nay.", "The night can run."),
        false => lang.pick("Đêm nay sẽ bị chặn.", "The night would be blocked."),
    };
    parts.push(verdict.to_owned());
    parts.join("\n\n")
}

fn remark(file: &FileOutcome) -> Option<String> {
    let name = file.file.as_ref().unwrap_or(&file.source);
    let mut said = Vec::new();
    if !file.reason.is_empty() {
        said.push(format!("{name}: {}", file.reason));
    }
    if !file.unknown_columns.is_empty() {
        said.push(format!(
            "{name}: no field is known for the columns {}",
            file.unknown_columns.join(", ")
        ));
    }
    (!said.is_empty()).then(|| said.join("\n"))
}
