//! `toandan inspect`.

use std::path::PathBuf;

use clap::Args;

use super::run::Language;
use super::table::{Table, grouped};
use super::{Outcome, load, status, today};
use crate::run::{InspectedTable, Inspection, inspect as look};
use crate::validate::{Lang, registry};

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
    /// Language of the rules' titles.
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
    let file = arguments.file.display();
    match look(&plan, &arguments.file, arguments.source.as_deref(), today())? {
        Ok(inspection) => {
            status::show(&describe(&inspection, arguments.lang.into()))?;
            Ok(Outcome::Done)
        }
        Err(error) => {
            status::show(&format!("{file} would be set aside: {error}"))?;
            Ok(Outcome::Failed)
        }
    }
}

fn describe(inspection: &Inspection, lang: Lang) -> String {
    let mut parts = vec![head(inspection)];
    parts.extend(
        inspection
            .tables
            .iter()
            .map(|table| describe_table(table, lang)),
    );
    for (sheet, reason) in &inspection.skipped {
        parts.push(format!("sheet `{sheet}`: not read: {reason}"));
    }
    parts.join("\n\n")
}

fn head(inspection: &Inspection) -> String {
    let delimiter = match inspection.delimiter {
        Some('\t') => ", tab between cells".to_owned(),
        Some(delimiter) => format!(", `{delimiter}` between cells"),
        None => String::new(),
    };
    let name = &inspection.name;
    let mut told = Vec::new();
    told.extend(name.date.map(|date| format!("snapshot date {date}")));
    told.extend(name.commune.map(|commune| format!("commune {commune}")));
    told.extend(name.unit.as_ref().map(|unit| format!("unit {unit}")));
    let told = match (inspection.name_fits, told.is_empty()) {
        (false, _) => {
            "does not fit the source's file_name: the night would set it aside".to_owned()
        }
        (true, true) => "fits".to_owned(),
        (true, false) => told.join(", "),
    };
    format!(
        "read as source `{}`; {}{delimiter}\nfile name: {told}",
        inspection.source, inspection.encoding
    )
}

fn describe_table(table: &InspectedTable, lang: Lang) -> String {
    let (first, last) = table.header_rows;
    let rows = if first == last {
        format!("row {first}")
    } else {
        format!("rows {first} to {last}")
    };
    let sheet = table
        .sheet
        .as_ref()
        .map_or(String::new(), |sheet| format!("sheet `{sheet}`: "));
    let mut columns = Table::new(3, &["column", "field", "samples (persons masked)"]);
    for column in &table.columns {
        let field = match (column.field, column.is_dropped) {
            (Some(field), _) => field.code(),
            (None, true) => "(dropped by name)",
            (None, false) if column.header.is_empty() => "(no header)",
            (None, false) => "(unknown: not read)",
        };
        columns.push(vec![
            column.header.replace('\n', " "),
            field.to_owned(),
            column.samples.join(" · "),
        ]);
    }
    let other = table.physical_rows - table.person_rows;
    let mut text = format!("{sheet}header in {rows}\n");
    if !table.titles.is_empty() {
        text.push_str(&format!("titles: {}\n", table.titles.join(" | ")));
    }
    text.push_str(&format!("\n{}\n\n", columns.render()));
    text.push_str(&format!(
        "{} rows = {} about a person ({} accepted, {} to quarantine) + {} others",
        grouped(table.physical_rows),
        grouped(table.person_rows),
        grouped(table.accepted as u64),
        grouped(table.quarantined.len() as u64),
        grouped(other)
    ));
    if table.count_rows > 0 {
        text.push_str(&format!("; {} counts", table.count_rows));
    }
    if !table.findings.is_empty() {
        let mut findings = Table::new(2, &["rule", "finding", "count"]);
        for (rule, count) in &table.findings {
            let rule = &registry()[usize::from(rule.0)];
            findings.push(vec![
                rule.code.to_owned(),
                rule.title(lang).to_owned(),
                grouped(*count),
            ]);
        }
        text.push_str(&format!("\n\n{}", findings.render()));
    }
    text
}
