//! An inspection for people.

use crate::cli::table::{Table, grouped};
use crate::ingest::layout::Unclaimed;
use crate::run::{
    Confidence, InspectedColumn, InspectedEncoding, InspectedTable, Inspection, Meaning,
    Suggestion, Why, field_words, skipped_vi,
};
use crate::validate::{Lang, RuleId, registry};

/// Rows in quarantine that are told one by one.
const QUARANTINED_SHOWN: usize = 20;

pub fn describe(inspection: &Inspection, lang: Lang) -> String {
    let mut parts = vec![head(inspection, lang)];
    let tables = inspection.tables.iter();
    parts.extend(tables.flat_map(|table| describe_table(table, lang)));
    for (sheet, reason) in &inspection.skipped {
        parts.push(match lang {
            Lang::Vi => format!("Trang tính “{sheet}”: không đọc ({})", skipped_vi(reason)),
            Lang::En => format!("Sheet “{sheet}”: not read: {reason}"),
        });
    }
    if let Some(profile) = &inspection.proposal {
        let title = lang.pick(
            "Cấu hình đề xuất (thêm --profile-out TỆP để lưu):",
            "Proposed profile (add --profile-out FILE to save it):",
        );
        parts.push(format!("{title}\n\n{}", profile.trim_end()));
    }
    parts.join("\n\n")
}

fn head(inspection: &Inspection, lang: Lang) -> String {
    let Inspection {
        file,
        source,
        profile,
        format,
        ..
    } = inspection;
    let size = grouped(inspection.bytes);
    let between = match (inspection.delimiter, lang) {
        (None, _) => String::new(),
        (Some('\t'), Lang::Vi) => "; các ô cách nhau bằng dấu tab".to_owned(),
        (Some('\t'), Lang::En) => "; a tab between cells".to_owned(),
        (Some(mark), Lang::Vi) => format!("; các ô cách nhau bằng dấu `{mark}`"),
        (Some(mark), Lang::En) => format!("; `{mark}` between cells"),
    };
    let name = name(inspection, lang);
    let label = lang.pick("bảng mã", "encoding");
    let encoding = inspection.encoding;
    let encoding = encoding.map_or_else(String::new, |name| format!("; {label}: {name}"));
    match lang {
        Lang::Vi => format!(
            "Tệp: {file} ({size} byte)\n\
             Đọc như nguồn: {source} (cấu hình {profile})\n\
             Định dạng: {format}{encoding}{between}\n\
             Tên tệp: {name}"
        ),
        Lang::En => format!(
            "File: {file} ({size} bytes)\n\
             Read as source: {source} (profile {profile})\n\
             Format: {format}{encoding}{between}\n\
             File name: {name}"
        ),
    }
}

fn name(inspection: &Inspection, lang: Lang) -> String {
    let name = &inspection.name;
    let mut told = Vec::new();
    let date = name.date.map(|date| date.to_string());
    let commune = name.commune.map(|commune| commune.to_string());
    for (label, value) in [
        (lang.pick("ngày số liệu", "snapshot date"), date),
        (lang.pick("xã", "commune"), commune),
        (lang.pick("đơn vị", "unit"), name.unit.clone()),
    ] {
        told.extend(value.map(|value| format!("{label} {value}")));
    }
    match (inspection.name_fits, told.is_empty(), lang) {
        (false, _, Lang::Vi) => format!(
            "không đúng mẫu `{}`; đêm chạy sẽ không nhận, cần đổi tên tệp",
            inspection.pattern
        ),
        (false, _, Lang::En) => format!(
            "does not fit `{}`: the night would set it aside; rename it",
            inspection.pattern
        ),
        (true, true, _) => lang.pick("đúng mẫu", "fits").to_owned(),
        (true, false, _) => told.join(", "),
    }
}

fn describe_table(table: &InspectedTable, lang: Lang) -> Vec<String> {
    let mut parts = vec![table_head(table, lang), columns(table, lang)];
    parts.extend(encodings(table, lang));
    parts.push(rows(table, lang));
    if !table.quarantined.is_empty() {
        parts.push(quarantined(table, lang));
    }
    if !table.findings.is_empty() {
        parts.push(findings(table, lang));
    }
    parts
}

fn table_head(table: &InspectedTable, lang: Lang) -> String {
    let (first, last) = table.header_rows;
    let label = lang.pick("Tiêu đề cột: dòng", "Header: row");
    let rows = if first == last {
        format!("{label} {first}")
    } else {
        let to = lang.pick("đến", "to");
        format!("{label} {first} {to} {last}")
    };
    let mut lines = Vec::new();
    if let Some(sheet) = &table.sheet {
        lines.push(format!("{} “{sheet}”", lang.pick("Trang tính", "Sheet")));
    }
    lines.push(rows);
    if !table.titles.is_empty() {
        let label = lang.pick("Các dòng phía trên", "Above it");
        lines.push(format!("{label}: {}", table.titles.join(" | ")));
    }
    lines.join("\n")
}

fn columns(table: &InspectedTable, lang: Lang) -> String {
    let header = lang.pick(
        "Cột|Tiêu đề|Hiểu là|Mức chắc|Ví dụ (đã che tên, số)|Có giá trị|Phát hiện",
        "Column|Header|Read as|Confidence|Samples (persons masked)|Filled|Findings",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut lines = Table::new(5, &header);
    for column in &table.columns {
        if matches!(column.meaning, Meaning::Blank) {
            continue;
        }
        let (meaning, confidence) = meaning(column, lang);
        lines.push(vec![
            letters(column.position),
            column.header.clone(),
            meaning,
            confidence.to_owned(),
            column.samples.join(" · "),
            grouped(column.filled),
            grouped(column.findings),
        ]);
    }
    lines.render()
}

/// The letters over a column of a spreadsheet: A, B, … Z, AA.
pub fn letters(position: usize) -> String {
    let mut letters = String::new();
    let mut rest = position + 1;
    while rest > 0 {
        let letter = (rest - 1) % 26;
        letters.insert(0, char::from(b'A' + letter as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

fn meaning(column: &InspectedColumn, lang: Lang) -> (String, &'static str) {
    match &column.meaning {
        Meaning::Field {
            field,
            how,
            other_unit,
        } => {
            let mut text = field_words(*field, lang).to_owned();
            if text != field.code() {
                text.push_str(&format!(" [{}]", field.code()));
            }
            if let Some(unit) = other_unit {
                let label = lang.pick("đơn vị trong tiêu đề", "unit of the header");
                text.push_str(&format!(" ({label}: {unit})"));
            }
            (text, confidence(Confidence::of(*how), lang))
        }
        Meaning::Nothing { reason, suggestion } => {
            (nothing(*reason, suggestion.as_ref(), lang), "–")
        }
        Meaning::Blank => (String::new(), ""),
    }
}

fn confidence(confidence: Confidence, lang: Lang) -> &'static str {
    match confidence {
        Confidence::Sure => lang.pick("chắc chắn", "sure"),
        Confidence::Likely => lang.pick("khá chắc", "likely"),
        Confidence::Look => lang.pick("nên xem lại", "look at it"),
    }
}

fn nothing(reason: Unclaimed, suggestion: Option<&Suggestion>, lang: Lang) -> String {
    let said = match reason {
        Unclaimed::Unknown => lang
            .pick("KHÔNG RÕ, không đọc", "UNKNOWN, not read")
            .to_owned(),
        Unclaimed::Dropped => lang
            .pick("bỏ qua theo cấu hình", "dropped by name")
            .to_owned(),
        Unclaimed::OtherPerson => lang
            .pick("của người khác, không đọc", "about somebody else, not read")
            .to_owned(),
        Unclaimed::OtherPlace => lang
            .pick(
                "không phải nơi ở, không đọc",
                "not where the person lives, not read",
            )
            .to_owned(),
        Unclaimed::Repeats(field) => {
            let label = lang.pick("TRÙNG, đã có cột", "TWICE, another column is");
            format!("{label} {}", field_words(field, lang))
        }
        Unclaimed::Partial(field) => {
            let label = lang.pick("THIẾU phần còn lại của", "A PART alone of");
            format!("{label} {}", field_words(field, lang))
        }
        Unclaimed::NoHeader => lang
            .pick("KHÔNG CÓ TIÊU ĐỀ, không đọc", "NO HEADER, not read")
            .to_owned(),
    };
    match suggestion {
        None => said,
        Some(near) => {
            let label = lang.pick("gần giống", "like");
            let field = field_words(near.field, lang);
            format!("{said}; {label} “{}” ({field})", near.like)
        }
    }
}

fn encodings(table: &InspectedTable, lang: Lang) -> Option<String> {
    let line = |found: &InspectedEncoding| {
        let (column, name) = (letters(found.position), found.name);
        let (score, words) = (percent(found.score), found.words);
        let second = found.runner_up.map_or_else(String::new, |(name, score)| {
            let label = lang.pick("đứng nhì", "next");
            format!("; {label}: {name} {}", percent(score))
        });
        match lang {
            Lang::Vi => format!(
                "- cột {column}: {name}; {score} của {words} từ khác nhau viết đúng chính tả{second}"
            ),
            Lang::En => format!(
                "- column {column}: {name}; {score} of {words} different words spell well{second}"
            ),
        }
    };
    let lines: Vec<String> = table.encodings.iter().map(line).collect();
    let title = lang.pick(
        "Cột không viết bằng Unicode, đã đọc theo bảng mã:",
        "Columns that are not in Unicode, read as:",
    );
    (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn rows(table: &InspectedTable, lang: Lang) -> String {
    let physical = grouped(table.physical_rows);
    let subjects = grouped(table.subject_rows);
    let others = grouped(table.physical_rows.saturating_sub(table.subject_rows));
    let is_about_places = table.count_rows > 0 || table.unread_counts > 0;
    let what = match (lang, is_about_places) {
        (Lang::Vi, false) => format!(
            "{subjects} dòng về người ({} nhận, {} tách ra)",
            grouped(table.accepted as u64),
            grouped(table.quarantined.len() as u64)
        ),
        (Lang::En, false) => format!(
            "{subjects} about a person ({} accepted, {} to quarantine)",
            grouped(table.accepted as u64),
            grouped(table.quarantined.len() as u64)
        ),
        (Lang::Vi, true) => format!(
            "{subjects} dòng số liệu ({} số đọc được, {} dòng không tính được)",
            grouped(table.count_rows as u64),
            grouped(table.unread_counts)
        ),
        (Lang::En, true) => format!(
            "{subjects} about a place ({} counts read, {} rows that cannot be counted)",
            grouped(table.count_rows as u64),
            grouped(table.unread_counts)
        ),
    };
    let mut text = match lang {
        Lang::Vi => format!("{physical} dòng = {what} + {others} dòng khác"),
        Lang::En => format!("{physical} rows = {what} + {others} others"),
    };
    if !table.others.is_empty() {
        let header = lang.pick(
            "Dòng khác|Những dòng đầu|Số dòng",
            "Other rows|The first|Rows",
        );
        let header: Vec<&str> = header.split('|').collect();
        let mut lines = Table::new(2, &header);
        for other in &table.others {
            lines.push(vec![
                why(other.why, lang).to_owned(),
                numbers(&other.first, other.count),
                grouped(other.count),
            ]);
        }
        text.push_str(&format!("\n\n{}", lines.render()));
    }
    text
}

/// Row numbers, with … where there are more.
fn numbers(first: &[u32], count: u64) -> String {
    let mut shown: Vec<String> = first.iter().map(u32::to_string).collect();
    if !first.is_empty() && (first.len() as u64) < count {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

pub fn why(why: Why, lang: Lang) -> &'static str {
    match why {
        Why::Blank => lang.pick("dòng trống", "blank"),
        Why::Title => lang.pick("dòng tên, quốc hiệu phía trên", "title above the header"),
        Why::Header => lang.pick("tiêu đề cột", "header"),
        Why::HeaderAgain => lang.pick("tiêu đề cột lặp lại", "header repeated"),
        Why::ColumnNumbers => lang.pick("dòng số thứ tự cột", "column numbers"),
        Why::Section => lang.pick("tên xóm, tổ đứng riêng", "section heading"),
        Why::Total => lang.pick("dòng cộng, tổng", "total"),
        Why::Signature => lang.pick("chữ ký, ngày ký", "signature"),
        Why::Remark => lang.pick("ghi chú, không phải người", "remark, no person"),
    }
}

fn quarantined(table: &InspectedTable, lang: Lang) -> String {
    let title = lang.pick(
        "Dòng bị tách ra (sửa rồi gửi lại)",
        "Rows to quarantine (correct and send again)",
    );
    let shown = table.quarantined.iter().take(QUARANTINED_SHOWN);
    let mut lines: Vec<String> = shown
        .map(|(row, reasons)| {
            let said: Vec<String> = reasons.iter().map(|rule| named(rule, lang)).collect();
            let label = lang.pick("dòng", "row");
            format!("- {label} {row}: {}", said.join("; "))
        })
        .collect();
    let rest = table.quarantined.len().saturating_sub(QUARANTINED_SHOWN);
    if rest > 0 {
        lines.push(match lang {
            Lang::Vi => format!("- và {} dòng nữa", grouped(rest as u64)),
            Lang::En => format!("- and {} more", grouped(rest as u64)),
        });
    }
    format!("{title}:\n{}", lines.join("\n"))
}

fn named(rule: RuleId, lang: Lang) -> String {
    let rule = &registry()[usize::from(rule.0)];
    format!("{} {}", rule.code, rule.title(lang))
}

fn findings(table: &InspectedTable, lang: Lang) -> String {
    let header = lang.pick(
        "Quy tắc|Phát hiện|Những dòng đầu|Số lần",
        "Rule|Finding|First rows|Count",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut lines = Table::new(3, &header);
    for found in &table.findings {
        let rule = &registry()[usize::from(found.rule.0)];
        lines.push(vec![
            rule.code.to_owned(),
            rule.title(lang).to_owned(),
            numbers(&found.rows, found.count),
            grouped(found.count),
        ]);
    }
    lines.render()
}

#[cfg(test)]
mod tests {
    use super::{letters, numbers};

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        for (position, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (702, "AAA")] {
            assert_eq!(letters(position), expected);
        }
    }

    #[test]
    fn more_rows_than_shown_are_hinted_at() {
        assert_eq!(numbers(&[1, 2], 2), "1, 2");
        assert_eq!(numbers(&[1, 2], 3), "1, 2, …");
        assert_eq!(numbers(&[], 3), "");
    }
}
