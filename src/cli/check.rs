//! `toandan check`.

use std::sync::atomic::AtomicBool;

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::indicators::sound_definitions;
use super::run::{Format, Language, cores};
use super::table::{Table, grouped};
use super::{Outcome, PipelineArgument, load, status, today};
use crate::run::{FileOutcome, LateList, RunRequest, Survey, kind_words, state_words, survey};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// The day the night would be about; by default the newest snapshot date among the extracts.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// Worker threads; by default one per core.
    #[arg(long)]
    threads: Option<usize>,
    /// How the result is shown on stdout.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of labels and advice.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

pub fn check(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut plan = load(&arguments.pipeline.pipeline)?;
    plan.indicators = sound_definitions(plan.indicators)?;
    let stop = AtomicBool::new(false);
    let request = RunRequest {
        as_of: arguments.as_of,
        today: today(),
        memory_limit: None,
        run_id: "check".to_owned(),
        stop: &stop,
        events: &|_| {},
    };
    let threads = arguments.threads.unwrap_or_else(cores).max(1);
    let survey = survey(&plan, threads, &request)?;
    let lang = arguments.lang.into();
    status::show(&match arguments.format {
        Format::Table => describe(&survey, lang),
        Format::Json => as_json(&survey, lang).to_string(),
    })?;
    let has_breaches = !survey.breaches.is_empty();
    match survey.stopped_by {
        Some(error) => Err(error.into()),
        None if has_breaches => Ok(Outcome::Failed),
        None => Ok(Outcome::Done),
    }
}

fn describe(survey: &Survey, lang: Lang) -> String {
    let title = lang.pick(
        "Kiểm tra các tệp cho ngày",
        "The files of tonight, checked for",
    );
    let mut parts = vec![format!("{title} {}", survey.as_of), files(survey, lang)];
    parts.extend(listed(survey.files.iter().filter_map(|f| remark(f, lang))));
    parts.extend(missing(survey, lang));
    parts.extend(late(&survey.late, lang));
    let notices = survey.notices.iter();
    parts.extend(headed(
        lang.pick("Cần hỏi lại nơi gửi:", "To be asked of whoever sent it:"),
        notices.map(|notice| format!("- {}", notice.message(lang))),
    ));
    parts.extend(unread(survey, lang));
    let breaches = survey.breaches.iter();
    parts.extend(headed(
        lang.pick(
            "Ngưỡng kiểm soát bị vượt, đêm nay sẽ không công bố:",
            "Gates that would block the night:",
        ),
        breaches.map(|breach| format!("- {}", breach.message(lang))),
    ));
    parts.push(verdict(survey, lang));
    parts.join("\n\n")
}

/// The lines as one paragraph; `None` where there is none.
fn listed(lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// [`listed`] below a line that says what they are.
fn headed(head: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    listed(lines).map(|lines| format!("{head}\n{lines}"))
}

fn files(survey: &Survey, lang: Lang) -> String {
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
            state_words(file.state, lang).to_owned(),
            grouped(file.person_rows),
            grouped(file.accepted),
            grouped(file.quarantined),
        ]);
    }
    table.render()
}

fn remark(file: &FileOutcome, lang: Lang) -> Option<String> {
    let name = file.file.as_ref().unwrap_or(&file.source);
    let mut said = Vec::new();
    // What stands from earlier nights has a paragraph of its own.
    if !file.reason.is_empty() && !matches!(file.state, "kept" | "stale") {
        let reason = lang.pick(&file.reason_vi, &file.reason);
        said.push(format!("- {name}: {reason}"));
    }
    if !file.unknown_columns.is_empty() {
        let lead = lang.pick(
            "không biết các cột này là gì nên không đọc:",
            "no field is known for the columns",
        );
        let advice = lang.pick(
            "chạy `toandan inspect` với tệp này để xem gợi ý",
            "run `toandan inspect` on the file for what they may be",
        );
        said.push(format!(
            "- {name}: {lead} {}; {advice}",
            file.unknown_columns.join(", ")
        ));
    }
    listed(said.into_iter())
}

fn missing(survey: &Survey, lang: Lang) -> Option<String> {
    let label = lang.pick("Xã chưa gửi", "Communes that have not sent");
    listed(survey.missing_communes.iter().map(|(kind, communes)| {
        let kind = kind_words(*kind, lang);
        format!("{label} ({kind}): {}", communes.join(", "))
    }))
}

/// What did not come tonight and is used as it came before: first what is too old.
fn late(late: &[LateList], lang: Lang) -> Option<String> {
    let lines = |is_stale: bool| {
        let of_state = late.iter().filter(move |list| list.is_stale == is_stale);
        of_state.map(|list| late_line(list, lang))
    };
    let stale = headed(
        lang.pick(
            "Số liệu quá hạn (chỉ tiêu tính từ đó sẽ ghi là “stale”), cần gửi bản mới:",
            "Too old (indicators made of it will say “stale”), a new list is needed:",
        ),
        lines(true),
    );
    let kept = headed(
        lang.pick(
            "Chưa gửi bản mới, đêm nay dùng lại bản đã nhận:",
            "Nothing newer came, used as read before:",
        ),
        lines(false),
    );
    match (stale, kept) {
        (Some(stale), Some(kept)) => Some(format!("{stale}\n\n{kept}")),
        (stale, kept) => stale.or(kept),
    }
}

fn late_line(list: &LateList, lang: Lang) -> String {
    let kind = kind_words(list.kind, lang);
    let whose = list
        .commune
        .as_ref()
        .map_or_else(|| kind.to_owned(), |commune| format!("{commune}, {kind}"));
    let day = list
        .snapshot_date
        .map_or_else(|| "–".to_owned(), |day| day.to_string());
    let (age, max) = (list.age_days, list.max_age_days);
    match lang {
        Lang::Vi => format!(
            "- {whose}: {} (ngày {day}, đã {age} ngày, hạn {max} ngày)",
            list.file
        ),
        Lang::En => format!(
            "- {whose}: {} (of {day}, {age} days old, the limit is {max})",
            list.file
        ),
    }
}

fn unread(survey: &Survey, lang: Lang) -> Option<String> {
    listed(survey.unread_counts.iter().map(|(file, rows)| {
        let said = lang.pick(
            "dòng không rõ xã hoặc không có số nên không được tính; chạy `toandan inspect` với tệp này",
            "rows name no commune of the lists or no number and are not counted; run `toandan inspect` on the file",
        );
        format!("- {file}: {} {said}", grouped(*rows))
    }))
}

/// How many things a person should look at, each file or list once per reason.
fn warnings(survey: &Survey) -> usize {
    let of_file = |file: &FileOutcome| {
        usize::from(matches!(file.state, "set_aside" | "not_delivered"))
            + usize::from(!file.unknown_columns.is_empty())
    };
    let stale = survey.late.iter().filter(|list| list.is_stale).count();
    let missing = survey.missing_communes.iter();
    survey.files.iter().map(of_file).sum::<usize>()
        + missing.map(|(_, communes)| communes.len()).sum::<usize>()
        + stale
        + survey.notices.len()
        + survey.unread_counts.len()
}

/// One line that says whether the night can run.
fn verdict(survey: &Survey, lang: Lang) -> String {
    let count = warnings(survey);
    let breaches = survey.breaches.len();
    match (lang, &survey.stopped_by) {
        (Lang::Vi, Some(_)) => {
            "Đêm nay KHÔNG chạy được: thiếu nguồn bắt buộc, hoặc không có tệp nào đọc được."
                .to_owned()
        }
        (Lang::En, Some(_)) => {
            "The night cannot run: a required source is missing, or nothing can be read.".to_owned()
        }
        (Lang::Vi, None) if breaches > 0 => {
            format!("Đêm nay sẽ bị chặn bởi {breaches} ngưỡng kiểm soát; {count} cảnh báo.")
        }
        (Lang::En, None) if breaches > 0 => {
            format!("The night would be blocked. Gates: {breaches}; warnings: {count}.")
        }
        (Lang::Vi, None) if count > 0 => format!("Có thể chạy đêm nay, với {count} cảnh báo."),
        (Lang::En, None) if count > 0 => format!("The night can run. Warnings: {count}."),
        (Lang::Vi, None) => "Có thể chạy đêm nay.".to_owned(),
        (Lang::En, None) => "The night can run.".to_owned(),
    }
}

fn as_json(survey: &Survey, lang: Lang) -> serde_json::Value {
    let files = survey.files.iter().map(|file| {
        json!({
            "source": file.source, "kind": file.kind.code(), "file": file.file,
            "snapshot_date": file.snapshot_date.map(|date| date.to_string()),
            "state": file.state, "reason": lang.pick(&file.reason_vi, &file.reason), "person_rows": file.person_rows,
            "accepted": file.accepted, "quarantined": file.quarantined,
            "unknown_columns": file.unknown_columns,
        })
    });
    let missing = survey
        .missing_communes
        .iter()
        .map(|(kind, communes)| (kind.code().to_owned(), json!(communes)));
    let late = survey.late.iter().map(|list| {
        json!({
            "kind": list.kind.code(), "commune": list.commune, "file": list.file,
            "snapshot_date": list.snapshot_date.map(|date| date.to_string()),
            "age_days": list.age_days, "max_age_days": list.max_age_days,
            "is_stale": list.is_stale,
        })
    });
    let notices = survey.notices.iter().map(|notice| {
        json!({"code": notice.code(), "file": notice.file(), "message": notice.message(lang)})
    });
    let breaches = survey.breaches.iter().map(|breach| {
        json!({
            "message": breach.message(lang), "affected": breach.affected, "total": breach.total,
            "share": breach.share(), "limit": breach.limit,
        })
    });
    let unread = survey.unread_counts.iter();
    let unread = unread.map(|(file, rows)| json!({"file": file, "rows": rows}));
    let state = match (&survey.stopped_by, survey.breaches.is_empty()) {
        (Some(_), _) => "cannot_run",
        (None, false) => "blocked",
        (None, true) => "can_run",
    };
    json!({
        "state": state,
        "verdict": verdict(survey, lang),
        "as_of": survey.as_of.to_string(),
        "warnings": warnings(survey),
        "files": files.collect::<Vec<_>>(),
        "missing_communes": missing.collect::<serde_json::Map<_, _>>(),
        "late": late.collect::<Vec<_>>(),
        "notices": notices.collect::<Vec<_>>(),
        "unread_counts": unread.collect::<Vec<_>>(),
        "breaches": breaches.collect::<Vec<_>>(),
    })
}
