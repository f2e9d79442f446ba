//! `toandan run`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::json;

use super::indicators::sound_definitions;
use super::progress::{Progress, ProgressMode};
use super::table::{Table, grouped};
use super::{Outcome, PipelineArgument, load, now, signals, status, today};
use crate::dataset::Accounting;
use crate::dataset::options::{KEEP, KEEP_REASON};
use crate::indicators::{Indicators, Place, Stratum};
use crate::link::{Decided, Evidence, LinkReport};
use crate::run::{FileOutcome, Headline, RunOutcome, RunRequest, Verdict};
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    pipeline: PipelineArgument,
    /// The day the numbers are about; by default the newest snapshot date among the extracts.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// Worker threads; by default one per core.
    #[arg(long)]
    threads: Option<usize>,
    /// Memory that the night may take, as in 8GiB: records that do not fit are kept on disk beside the output while it runs.
    #[arg(long, value_name = "SIZE", value_parser = memory_size)]
    memory_limit: Option<u64>,
    /// Folder that holds the versions, instead of the one in pipeline.toml.
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How many versions stay, at least 2, instead of the number in pipeline.toml.
    #[arg(long, value_parser = versions_to_keep)]
    keep: Option<usize>,
    /// How progress is shown on stderr.
    #[arg(long, value_enum, default_value = "auto")]
    progress: ProgressMode,
    /// How the result is shown on stdout.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of labels and advice.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    Vi,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => Self::Vi,
            Language::En => Self::En,
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut plan = load(&arguments.pipeline.pipeline)?;
    plan.indicators = sound_definitions(plan.indicators)?;
    if let Some(output) = &arguments.output {
        plan.output.clone_from(output);
    }
    plan.keep = arguments.keep.unwrap_or(plan.keep);
    let threads = arguments.threads.unwrap_or_else(cores).max(1);
    let stop = signals::stop_flag()?;
    let progress = Progress::new(arguments.progress);
    let request = RunRequest {
        as_of: arguments.as_of,
        today: today(),
        memory_limit: arguments.memory_limit,
        run_id: now().strftime("%Y%m%dT%H%M%S%3f").to_string(),
        stop: &stop,
        events: &|event| progress.show(event),
    };
    let outcome = crate::run::run(&plan, threads, &request);
    progress.finish();
    let outcome = outcome?;
    let lang = Lang::from(arguments.lang);
    let text = match arguments.format {
        Format::Table => as_table(&outcome, lang),
        Format::Json => as_json(&outcome).to_string(),
    };
    // The version is published whether or not its table can be shown.
    if let Err(error) = status::show(&text) {
        status::line(&format!("warning: the result cannot be shown: {error}"));
    }
    if let Verdict::Published {
        warning: Some(warning),
        ..
    } = &outcome.verdict
    {
        status::line(&format!(
            "warning: older versions could not be deleted: {warning}"
        ));
    }
    status::line(&status_line(&outcome, &plan.name));
    Ok(match outcome.verdict {
        Verdict::Published { .. } => Outcome::Done,
        Verdict::Blocked { .. } => Outcome::Failed,
    })
}

/// The same bounds as for `keep` in pipeline.toml.
fn versions_to_keep(text: &str) -> Result<usize, String> {
    let keep: Option<u32> = text.parse().ok().filter(|keep| KEEP.contains(keep));
    let (least, most) = KEEP.into_inner();
    keep.map(|keep| keep as usize)
        .ok_or_else(|| format!("it must be from {least} to {most}: {KEEP_REASON}"))
}

/// Bytes of a size: a number and its unit.
fn memory_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let bytes_per_unit: u64 = match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "mib" | "m" => 1 << 20,
        "gib" | "g" => 1 << 30,
        "tib" | "t" => 1 << 40,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        _ => return Err("write it with its unit, as 8GiB or 500MiB".to_owned()),
    };
    let number: Option<f64> = digits.replace(',', ".").parse().ok();
    let bytes = number.map(|number| number * bytes_per_unit as f64);
    match bytes.filter(|bytes| (MEMORY_LEAST..MEMORY_MOST).contains(bytes)) {
        Some(bytes) => Ok(bytes as u64),
        None => Err("write a number from 1MiB to 1024TiB, as 8GiB or 500MiB".to_owned()),
    }
}

const MEMORY_LEAST: f64 = (1_u64 << 20) as f64;
const MEMORY_MOST: f64 = (1_u64 << 50) as f64;

/// How many threads a machine has.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// One line that says it all, for cron.
fn status_line(outcome: &RunOutcome, pipeline: &str) -> String {
    let seconds: f64 = outcome.timings.iter().map(|(_, seconds)| seconds).sum();
    let set_aside = outcome
        .files
        .iter()
        .filter(|file| file.state == "set_aside")
        .count();
    let (word, path) = match &outcome.verdict {
        Verdict::Published { path, .. } if outcome.has_warnings() => {
            ("published with warnings", path)
        }
        Verdict::Published { path, .. } => ("published", path),
        Verdict::Blocked { path, .. } => ("BLOCKED", path),
    };
    format!(
        "{pipeline} {}: {word} {} persons from {} records, {} quarantined, {set_aside} files set aside, {seconds:.1} s: {}",
        outcome.as_of,
        outcome.accounting.persons,
        outcome.accounting.records,
        outcome.accounting.quarantined,
        path.display()
    )
}

fn as_table(outcome: &RunOutcome, lang: Lang) -> String {
    let mut parts = vec![
        coverage(outcome, lang),
        accounting(&outcome.accounting, outcome.findings, lang),
        linkage(outcome, lang),
    ];
    let unused: Vec<String> = outcome
        .files
        .iter()
        .filter_map(|file| remark(file, lang))
        .collect();
    if !unused.is_empty() {
        parts.push(unused.join("\n"));
    }
    parts.extend(kept(&outcome.files, lang));
    parts.extend(alarms(&outcome.indicators, lang));
    parts.push(ending(outcome, lang));
    parts.join("\n\n")
}

/// So many alarms are named; the others stand in the table.
const ALARMS_NAMED: usize = 5;

/// What stands out tonight; `None` where nothing does.
fn alarms(indicators: &Indicators, lang: Lang) -> Option<String> {
    let signals = &indicators.signals;
    let alarms = signals
        .rows
        .iter()
        .filter(|row| row.is_alarm() == Some(true));
    let lines: Vec<String> = alarms
        .map(|row| {
            let place = signals.places.name(row.place);
            let place = place.unwrap_or(lang.pick("toàn tỉnh", "the province"));
            let flag = row.reading.as_ref().map_or("", |reading| reading.flag);
            let code = &signals.indicators[row.indicator];
            format!("  {code} {place}: {} {flag}", row.method.code())
        })
        .collect();
    let title = lang.pick(
        "Nổi bật, cần xem (steering/signals.parquet)",
        "Stands out (steering/signals.parquet)",
    );
    let named = lines.iter().take(ALARMS_NAMED).map(String::as_str);
    let text: Vec<&str> = named.collect();
    let title = format!("{title}: {}", grouped(lines.len() as u64));
    (!lines.is_empty()).then(|| format!("{title}\n{}", text.join("\n")))
}

/// Population, plan, the share of every headline indicator; of the first of them what is done, left and needed per
/// day. A row per commune.
fn coverage(outcome: &RunOutcome, lang: Lang) -> String {
    let headlines = &outcome.headlines;
    let mut table = Table::with_header(1, coverage_header(headlines, lang));
    let table_of = &outcome.indicators;
    for (position, commune) in outcome.communes.iter().enumerate() {
        let place = match position.checked_sub(1) {
            Some(commune) => Place::Commune(commune),
            None => Place::Province,
        };
        let row = |code: &str| table_of.values.find(place, code, Stratum::ALL);
        let percent = |headline: &Headline| {
            let row = row(&headline.code);
            let shown = row.and_then(|row| table_of.values.displayed_percent(row));
            shown
                .or_else(|| row.map(|row| row.assessment.state.code().to_owned()))
                .unwrap_or("–".to_owned())
        };
        let number = |number: Option<u64>| number.map_or("–".to_owned(), grouped);
        let mut cells = vec![
            commune.name.clone(),
            grouped(commune.residents),
            grouped(commune.planned),
        ];
        if let Some(first) = headlines.first() {
            let of_first = row(&first.code).map(|row| row.assessment);
            let pace = table_of
                .pace
                .find(place, &first.code)
                .and_then(|row| row.pace);
            let needed = pace.and_then(|pace| pace.required_per_day);
            cells.push(number(of_first.and_then(|of| Some(of.counts?.numerator))));
            cells.extend(headlines.iter().map(percent));
            cells.push(number(of_first.and_then(|of| of.gap)));
            cells.push(needed.map_or("–".to_owned(), |needed| format!("{needed:.1}")));
        }
        table.push(cells);
    }
    let title = match lang {
        Lang::Vi => format!("Tiến độ đến ngày {}", outcome.as_of),
        Lang::En => format!("Progress as of {}", outcome.as_of),
    };
    format!("{title}\n\n{}", table.render())
}

fn coverage_header(headlines: &[Headline], lang: Lang) -> Vec<String> {
    let people = lang.pick("Xã|Dân số|Kế hoạch", "Commune|Residents|Plan");
    let mut header: Vec<String> = people.split('|').map(str::to_owned).collect();
    let word = |headline: &Headline| lang.pick(&headline.vi, &headline.en).to_owned();
    if let Some(first) = headlines.first().map(word) {
        header.push(match lang {
            Lang::Vi => format!("Đã {first}"),
            Lang::En => format!("Number {first}"),
        });
        header.extend(
            headlines
                .iter()
                .map(|headline| format!("% {}", word(headline))),
        );
        let left = match lang {
            Lang::Vi => [format!("Còn phải {first}"), "Cần/ngày làm việc".to_owned()],
            Lang::En => ["Left".to_owned(), "Needed/working day".to_owned()],
        };
        header.extend(left);
    }
    header
}

fn accounting(accounting: &Accounting, findings: u64, lang: Lang) -> String {
    let physical = grouped(accounting.physical_rows);
    let about_persons = grouped(accounting.person_rows);
    let others = grouped(accounting.other_rows);
    let accepted = grouped(accounting.accepted);
    let with_findings = grouped(accounting.accepted_with_findings);
    let quarantined = grouped(accounting.quarantined);
    let superseded = match (accounting.superseded, lang) {
        (0, _) => String::new(),
        (rows, Lang::Vi) => format!(" + {} có ở bản bổ sung sau", grouped(rows)),
        (rows, Lang::En) => format!(" + {} that a later increment has again", grouped(rows)),
    };
    let corrected = match (accounting.corrected, lang) {
        (0, _) => String::new(),
        (rows, Lang::Vi) => format!(", {} được sửa tay", grouped(rows)),
        (rows, Lang::En) => format!(", {} corrected by hand", grouped(rows)),
    };
    let members = grouped(accounting.members_of_persons);
    let persons = grouped(accounting.persons);
    let findings = grouped(findings);
    match lang {
        Lang::Vi => format!(
            "Đối chiếu số dòng: {physical} dòng trong tệp = {about_persons} dòng về người + {others} dòng khác\n  \
             {about_persons} dòng về người = {accepted} được nhận (trong đó {with_findings} có phát hiện{corrected}) \
             + {quarantined} bị tách ra{superseded}\n  \
             {members} bản ghi = tổng số bản ghi của {persons} người; {findings} phát hiện"
        ),
        Lang::En => format!(
            "Accounting: {physical} rows in files = {about_persons} rows about a person + {others} others\n  \
             {about_persons} rows about a person = {accepted} accepted ({with_findings} of them with findings{corrected}) \
             + {quarantined} quarantined{superseded}\n  \
             {members} records = the records of {persons} persons; {findings} findings"
        ),
    }
}

fn linkage(outcome: &RunOutcome, lang: Lang) -> String {
    let rules = Evidence::CODES.iter().zip(outcome.link.joined_by);
    let by_rule: Vec<String> = rules
        .map(|(code, count)| format!("{code} {}", grouped(count as u64)))
        .collect();
    let by_rule = by_rule.join(", ");
    let pairs = grouped(outcome.link.review_pairs as u64);
    let not_weighed = match (&outcome.link.not_weighed, lang) {
        (None, _) => String::new(),
        (Some(reason), Lang::Vi) => {
            format!(
                "\n  Chỉ ghép theo quy tắc chắc chắn, không cân nhắc được các cặp khác: {reason}"
            )
        }
        (Some(reason), Lang::En) => {
            format!("\n  Only exact rules linked; other pairs could not be weighed: {reason}")
        }
    };
    let doubts = format!(
        "{}{}",
        decided(&outcome.link.decided, lang),
        doubts(&outcome.link, lang)
    );
    match lang {
        Lang::Vi => format!(
            "Ghép hồ sơ theo quy tắc: {by_rule}; {pairs} cặp cần người xem xét{not_weighed}{doubts}"
        ),
        Lang::En => format!(
            "Records linked by rule: {by_rule}; {pairs} pairs left to people{not_weighed}{doubts}"
        ),
    }
}

/// What people decided, and how the model does by it.
fn decided(decided: &Decided, lang: Lang) -> String {
    let Decided {
        must_link,
        never_link,
        lapsed,
        contradicted,
        judged,
    } = decided;
    let total = must_link + never_link;
    if total == 0 {
        return String::new();
    }
    let honoured = total - (lapsed + contradicted).min(total);
    let mut said = match lang {
        Lang::Vi => format!(
            "\n  Quyết định của người xem xét: theo {honoured}/{total} ({must_link} cặp cùng một người, {never_link} cặp khác người); \
             {lapsed} cặp đêm nay không còn dòng hoặc không rõ dòng nào, {contradicted} cặp trái với quyết định khác"
        ),
        Lang::En => format!(
            "\n  Decisions of people: {honoured} of {total} honoured ({must_link} one person, {never_link} two); \
             {lapsed} are about rows that are not there or not clear, {contradicted} contradict others"
        ),
    };
    if let Some(judged) = judged {
        let right = judged.same_matched + (judged.different - judged.different_matched);
        let of = judged.same + judged.different;
        said.push_str(&match lang {
            Lang::Vi => format!("; riêng trọng số thì đúng {right}/{of} cặp bản ghi"),
            Lang::En => {
                format!("; weights alone are right about {right} of {of} pairs of records")
            }
        });
    }
    said
}

/// What weighing could not do as it should.
fn doubts(link: &LinkReport, lang: Lang) -> String {
    let Some(weighed) = &link.weighed else {
        return String::new();
    };
    let mut said = String::new();
    if weighed.is_reused {
        said.push_str(lang.pick(
            "\n  Trọng số lấy của một đêm trước (reuse_parameters trong linkage.toml)",
            "\n  Weighed with the numbers of an earlier night (reuse_parameters in linkage.toml)",
        ));
    }
    if !weighed.untrained.is_empty() {
        let names = weighed.untrained.join(", ");
        said.push_str(&match lang {
            Lang::Vi => format!("\n  Chưa ước lượng được trọng số của: {names}"),
            Lang::En => format!("\n  Nothing taught what these weigh: {names}"),
        });
    }
    if weighed.refused_blocks > 0 {
        let blocks = grouped(weighed.refused_blocks as u64);
        said.push_str(&match lang {
            Lang::Vi => format!("\n  {blocks} nhóm quá lớn không được so sánh từng cặp ([limits] trong linkage.toml)"),
            Lang::En => format!("\n  {blocks} blocks were too large to be compared ([limits] in linkage.toml)"),
        });
    }
    said
}

fn remark(file: &FileOutcome, lang: Lang) -> Option<String> {
    let name = file.file.as_ref().unwrap_or(&file.source);
    match (file.state, lang) {
        ("set_aside", Lang::Vi) => Some(format!("Không dùng được {name}: {}", file.reason_vi)),
        ("set_aside", Lang::En) => Some(format!("Set aside {name}: {}", file.reason)),
        ("not_delivered", Lang::Vi) => Some(format!(
            "Không có số liệu của nguồn {name}: {}",
            file.reason_vi
        )),
        ("not_delivered", Lang::En) => Some(format!("No extract of {name}: {}", file.reason)),
        ("stale", Lang::Vi) => Some(format!("Số liệu cũ: {name}")),
        ("stale", Lang::En) => Some(format!("Stale: {name}")),
        _ => None,
    }
}

/// The extracts of earlier nights that are used again, in one paragraph: rosters may come once a year.
fn kept(files: &[FileOutcome], lang: Lang) -> Option<String> {
    let kept = files.iter().filter(|file| file.state == "kept");
    let names: Vec<&str> = kept.filter_map(|file| file.file.as_deref()).collect();
    let head = lang.pick(
        "Đêm nay không có bản mới, dùng lại số liệu đã nhận",
        "Nothing newer was delivered, used as read before",
    );
    (!names.is_empty()).then(|| format!("{head}: {}", names.join(", ")))
}

fn ending(outcome: &RunOutcome, lang: Lang) -> String {
    match (&outcome.verdict, lang) {
        (Verdict::Published { path, .. }, Lang::Vi) => format!("Kết quả: {}", path.display()),
        (Verdict::Published { path, .. }, Lang::En) => format!("Results: {}", path.display()),
        (Verdict::Blocked { path, breaches }, lang) => {
            let said: Vec<String> = breaches
                .iter()
                .map(|breach| format!("- {}", breach.message(lang)))
                .collect();
            let head = lang.pick("KHÔNG CÔNG BỐ. Báo cáo", "NOT PUBLISHED. Report");
            format!("{head}: {}\n{}", path.display(), said.join("\n"))
        }
    }
}

fn as_json(outcome: &RunOutcome) -> serde_json::Value {
    let communes = outcome
        .communes
        .iter()
        .enumerate()
        .map(|(position, commune)| {
            let place = position
                .checked_sub(1)
                .map_or(Place::Province, Place::Commune);
            let indicators = outcome
                .indicators
                .values
                .indicators
                .iter()
                .filter_map(|head| {
                    let row = outcome
                        .indicators
                        .values
                        .find(place, &head.code, Stratum::ALL)?;
                    let cell = row.assessment.counts;
                    let value = json!({
                        "numerator": cell.map(|cell| cell.numerator),
                        "denominator": cell.map(|cell| cell.denominator),
                        "value": row.assessment.value,
                        "state": row.assessment.state.code(),
                        "gap": row.assessment.gap,
                    });
                    Some((head.code.clone(), value))
                });
            let indicators: serde_json::Map<String, serde_json::Value> = indicators.collect();
            json!({
                "commune_code": commune.code, "name": commune.name, "residents": commune.residents,
                "planned": commune.planned, "indicators": indicators,
            })
        });
    let (state, path) = match &outcome.verdict {
        Verdict::Published { path, .. } => ("published", path),
        Verdict::Blocked { path, .. } => ("blocked", path),
    };
    let files = outcome.files.iter().map(|file| {
        json!({
            "source": file.source, "file": file.file, "state": file.state, "reason": file.reason,
            "person_rows": file.person_rows, "accepted": file.accepted, "quarantined": file.quarantined,
        })
    });
    json!({
        "state": state,
        "path": path,
        "as_of": outcome.as_of.to_string(),
        "run_id": outcome.run_id,
        "accounting": outcome.accounting,
        "findings": outcome.findings,
        "corrections_refused": outcome.corrections_refused,
        "files": files.collect::<Vec<_>>(),
        "communes": communes.collect::<Vec<_>>(),
        "timings": outcome.timings.iter().map(|(stage, seconds)| json!({"stage": stage, "seconds": seconds})).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::memory_size;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("8GiB", 8 << 30),
            ("8 gib", 8 << 30),
            ("8,5GiB", 17 << 29),
            ("500MiB", 500 << 20),
            ("8GB", 8_000_000_000),
        ] {
            assert_eq!(memory_size(text), Ok(bytes), "{text}");
        }
        for text in [
            "8",
            "",
            "GiB",
            "0MiB",
            "-1GiB",
            "1e400GiB",
            "nanGiB",
            "8KiB",
            "8 mb\u{e9}",
        ] {
            assert!(memory_size(text).is_err(), "{text}");
        }
    }
}
