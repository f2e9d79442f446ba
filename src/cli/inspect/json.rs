//! An inspection for programs.

use serde_json::{Value, json};

use super::text::{letters, why};
use crate::ingest::layout::Unclaimed;
use crate::run::{Confidence, InspectedColumn, InspectedTable, Inspection, Meaning};
use crate::validate::{Lang, RuleId, registry};

/// A file that the night would set aside.
pub fn refused(file: &str, reason: &str) -> Value {
    json!({"state": "set_aside", "file": file, "reason": reason})
}

pub fn describe(inspection: &Inspection, lang: Lang) -> Value {
    let name = &inspection.name;
    let tables = inspection
        .tables
        .iter()
        .map(|table| describe_table(table, lang));
    let skipped = inspection.skipped.iter();
    let skipped = skipped.map(|(sheet, reason)| json!({"sheet": sheet, "reason": reason}));
    json!({
        "state": "read",
        "file": inspection.file,
        "bytes": inspection.bytes,
        "source": inspection.source,
        "profile": inspection.profile,
        "name_fits": inspection.name_fits,
        "pattern": inspection.pattern,
        "snapshot_date": name.date.map(|date| date.to_string()),
        "commune": name.commune.map(|commune| commune.to_string()),
        "unit": name.unit,
        "format": inspection.format,
        "encoding": inspection.encoding,
        "delimiter": inspection.delimiter.map(String::from),
        "tables": tables.collect::<Vec<_>>(),
        "skipped_sheets": skipped.collect::<Vec<_>>(),
        "proposed_profile": inspection.proposal,
    })
}

fn describe_table(table: &InspectedTable, lang: Lang) -> Value {
    let columns = table
        .columns
        .iter()
        .map(|column| describe_column(column, lang));
    let encodings = table.encodings.iter().map(|found| {
        json!({
            "column": letters(found.position), "encoding": found.name, "words": found.words,
            "score": found.score,
            "runner_up": found.runner_up.map(|(name, score)| json!({"encoding": name, "score": score})),
        })
    });
    let others = table.others.iter().map(|other| {
        json!({
            "why": other.why.code(), "title": why(other.why, lang), "rows": other.count,
            "first": other.first,
        })
    });
    let quarantined = table.quarantined.iter().map(|(row, reasons)| {
        let rules = reasons.iter().map(|rule| described(rule, lang));
        json!({"row": row, "rules": rules.collect::<Vec<_>>()})
    });
    let findings = table.findings.iter().map(|found| {
        let mut rule = described(found.rule, lang);
        rule["count"] = json!(found.count);
        rule["first_rows"] = json!(found.rows);
        rule
    });
    json!({
        "sheet": table.sheet,
        "titles": table.titles,
        "header_rows": [table.header_rows.0, table.header_rows.1],
        "columns": columns.collect::<Vec<_>>(),
        "encodings": encodings.collect::<Vec<_>>(),
        "physical_rows": table.physical_rows,
        "subject_rows": table.subject_rows,
        "other_rows": others.collect::<Vec<_>>(),
        "counts": table.count_rows,
        "unread_counts": table.unread_counts,
        "accepted": table.accepted,
        "accepted_with_findings": table.accepted_with_findings,
        "quarantined": quarantined.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn describe_column(column: &InspectedColumn, lang: Lang) -> Value {
    let mut json = json!({
        "column": letters(column.position), "header": column.header, "filled": column.filled,
        "findings": column.findings, "samples": column.samples,
    });
    match &column.meaning {
        Meaning::Field {
            field,
            how,
            other_unit,
        } => {
            json["field"] = json!(field.code());
            json["words"] = json!(crate::run::field_words(*field, lang));
            json["how"] = json!(how.code());
            json["confidence"] = json!(Confidence::of(*how).code());
            json["other_unit"] = json!(other_unit);
        }
        Meaning::Nothing { reason, suggestion } => {
            json["field"] = Value::Null;
            json["not_read"] = json!(reason_code(*reason));
            json["suggestion"] = json!(
                suggestion
                    .as_ref()
                    .map(|near| { json!({"field": near.field.code(), "like": near.like}) })
            );
        }
        Meaning::Blank => json["field"] = Value::Null,
    }
    json
}

fn reason_code(reason: Unclaimed) -> &'static str {
    match reason {
        Unclaimed::Unknown => "unknown",
        Unclaimed::Dropped => "dropped",
        Unclaimed::OtherPerson => "other_person",
        Unclaimed::OtherPlace => "other_place",
        Unclaimed::Repeats(_) => "repeats",
        Unclaimed::Partial(_) => "partial",
        Unclaimed::NoHeader => "no_header",
    }
}

fn described(rule: RuleId, lang: Lang) -> Value {
    let rule = &registry()[usize::from(rule.0)];
    json!({
        "rule": rule.code, "severity": rule.severity.code(), "title": rule.title(lang),
        "fix": rule.fix(lang),
    })
}
