//! `toandan explain indicator`: a number taken apart.

use super::super::indicators::describe;
use super::super::table::{Table, grouped};
use crate::domain::Kind;
use crate::run::published::{IndicatorExplanation, StoredChange, StoredIndicator};
use crate::run::{kind_words, severity_words, state_words, stratum_words};
use crate::validate::Lang;

/// Findings shown; the rest is counted.
const FINDINGS_SHOWN: usize = 8;

pub fn text(explained: &IndicatorExplanation, lang: Lang) -> String {
    let mut parts = vec![
        describe(&explained.definition, lang),
        numbers(explained, lang),
    ];
    parts.push(sources(explained, lang));
    parts.extend(quality(explained, lang));
    parts.extend(changes(&explained.changes, lang));
    parts.join("\n\n")
}

fn place(row: &StoredIndicator, lang: Lang) -> String {
    match (&row.commune_code, &row.commune_name) {
        (Some(code), Some(name)) => format!("{name} ({code})"),
        _ => lang.pick("toàn tỉnh", "the province").to_owned(),
    }
}

fn numbers(explained: &IndicatorExplanation, lang: Lang) -> String {
    let first = &explained.rows[0];
    let title = match lang {
        Lang::Vi => format!(
            "Số liệu của {} ngày {}",
            place(first, lang),
            explained.as_of
        ),
        Lang::En => format!(
            "Numbers of {} as of {}",
            place(first, lang),
            explained.as_of
        ),
    };
    let header = lang.pick(
        "Nhóm|Tử số|Mẫu số|Giá trị|Khoảng 95 %|Còn thiếu|Trạng thái",
        "Stratum|Numerator|Denominator|Value|95 %|Gap|State",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(1, &header);
    let count = |count: Option<u64>| count.map_or("–".to_owned(), grouped);
    for row in &explained.rows {
        let interval = row.lower.zip(row.upper);
        table.push(vec![
            stratum_words(&row.stratum_kind, &row.stratum, lang),
            count(row.numerator),
            count(row.denominator),
            value(row),
            interval.map_or("–".to_owned(), |(low, high)| {
                format!("{low:.4}–{high:.4}")
            }),
            count(row.gap),
            state_words(&row.state, lang).to_owned(),
        ]);
    }
    let cause = first.cause.as_ref().map(|cause| {
        let because = lang.pick("Nguyên nhân", "Cause");
        format!("\n{because}: {cause}")
    });
    format!("{title}\n\n{}{}", table.render(), cause.unwrap_or_default())
}

/// As it is shown: in percent where it is a share.
pub fn value(row: &StoredIndicator) -> String {
    match (&row.displayed_percent, row.value) {
        (Some(percent), _) => format!("{percent} %"),
        (None, Some(value)) => format!("{value:.2}"),
        (None, None) => "–".to_owned(),
    }
}

fn sources(explained: &IndicatorExplanation, lang: Lang) -> String {
    let title = lang.pick("Nguồn số liệu", "What it is counted from");
    let lines = explained.sources.iter().map(|source| {
        let file = source.file.as_deref().unwrap_or("–");
        let day = source
            .snapshot_date
            .map_or("–".to_owned(), |day| day.to_string());
        let state = state_words(&source.state, lang);
        format!("- {}: {file}, {day}, {state}", source.source)
    });
    let lines: Vec<String> = lines.collect();
    format!("{title}\n{}", lines.join("\n"))
}

fn quality(explained: &IndicatorExplanation, lang: Lang) -> Option<String> {
    let (found, all) = (&explained.quality, explained.quality.len());
    if all == 0 {
        return None;
    }
    let title = lang.pick("Phát hiện trong các nguồn đó", "What was found in them");
    let lines = found.iter().take(FINDINGS_SHOWN).map(|of| {
        let words = lang.pick(&of.title_vi, &of.title_en);
        let kind = Kind::from_code(&of.kind).map_or(&*of.kind, |kind| kind_words(kind, lang));
        let severity = severity_words(&of.severity, lang);
        format!(
            "- {} {words} ({kind}, {severity}): {}",
            of.rule, of.findings
        )
    });
    let mut lines: Vec<String> = lines.collect();
    if all > FINDINGS_SHOWN {
        lines.push(match lang {
            Lang::Vi => format!("- và {} quy tắc khác", all - FINDINGS_SHOWN),
            Lang::En => format!("- and {} other rules", all - FINDINGS_SHOWN),
        });
    }
    Some(format!("{title}\n{}", lines.join("\n")))
}

/// Why the number moved, night by night.
pub fn changes(changes: &[StoredChange], lang: Lang) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let title = lang.pick("Vì sao thay đổi", "Why it moved");
    let header = lang.pick(
        "So với|Phần|Lý do|Tăng|Giảm",
        "Compared with|Part|Reason|Gained|Lost",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(3, &header);
    for change in changes {
        let since = change.since.map_or(String::new(), |day| format!(" {day}"));
        table.push(vec![
            format!("{}{since}", change.compared_with),
            change.part.clone(),
            reason(&change.reason, lang).to_owned(),
            change.gained.to_string(),
            change.lost.to_string(),
        ]);
    }
    Some(format!("{title}\n\n{}", table.render()))
}

/// A reason in words; its code where it is not known.
pub fn reason(code: &str, lang: Lang) -> &str {
    match code {
        "person_new" => lang.pick("người mới xuất hiện", "person new"),
        "person_gone" => lang.pick(
            "người không còn trong nguồn nào",
            "person in no source any more",
        ),
        "merged_or_split" => lang.pick("gộp hoặc tách người", "persons merged or split"),
        "moved" => lang.pick("chuyển nơi cư trú", "moved"),
        "denominator_changed" => lang.pick("vào hoặc ra mẫu số", "entered or left the denominator"),
        "new_exam" => lang.pick("khám mới", "new exam"),
        "late_exam" => lang.pick("khám trước đó nay mới báo", "exam reported late"),
        "status_changed" => lang.pick("trạng thái thay đổi", "status changed"),
        "corrected" => lang.pick("số liệu được sửa", "corrected"),
        "definition_changed" => lang.pick("định nghĩa thay đổi", "definition changed"),
        other => other,
    }
}
