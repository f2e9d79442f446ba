//! `toandan diff`: what changed between two nights.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::explain::indicator::{changes, value};
use super::run::{Format, Language};
use super::table::{Table, grouped};
use super::{Outcome, status};
use crate::dataset::Version;
use crate::run::published::{Difference, IndicatorChange, StoredIndicator, diff};
use crate::run::state_words;
use crate::validate::Lang;

#[derive(Args)]
pub struct Arguments {
    /// The earlier version: its folder.
    before: PathBuf,
    /// The later version, or the folder that holds `current`.
    after: PathBuf,
    /// Only this indicator.
    #[arg(long, value_name = "CODE")]
    indicator: Option<String>,
    /// Only this commune.
    #[arg(long, value_name = "CODE")]
    commune: Option<String>,
    /// How the result is shown on stdout.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Language of labels.
    #[arg(long, value_enum, default_value = "vi")]
    lang: Language,
}

/// A version by its folder, or the one that readers see.
pub fn open(path: &Path) -> anyhow::Result<Version> {
    let current = path.join("current");
    Ok(Version::open(if current.exists() {
        &current
    } else {
        path
    })?)
}

pub fn diff_command(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let (before, after) = (open(&arguments.before)?, open(&arguments.after)?);
    let mut difference = diff(&before, &after)?;
    let is_wanted = |indicator: &str, commune: Option<&str>| {
        arguments
            .indicator
            .as_deref()
            .is_none_or(|code| code.eq_ignore_ascii_case(indicator))
            && arguments
                .commune
                .as_deref()
                .is_none_or(|code| Some(code) == commune)
    };
    difference.indicators.retain(|change| {
        is_wanted(
            &change.row().indicator,
            change.row().commune_code.as_deref(),
        )
    });
    difference
        .reasons
        .retain(|change| is_wanted(&change.indicator, change.commune_code.as_deref()));
    status::show(&match arguments.format {
        Format::Json => as_json(&difference).to_string(),
        Format::Table => {
            let days = [&before, &after].map(|version| version.manifest.head.as_of.to_string());
            describe(&difference, &days, arguments)
        }
    })?;
    Ok(Outcome::Done)
}

fn describe(difference: &Difference, days: &[String; 2], arguments: &Arguments) -> String {
    let lang: Lang = arguments.lang.into();
    let mut parts = vec![format!("{} → {}", days[0], days[1])];
    let is_filtered = arguments.indicator.is_some() || arguments.commune.is_some();
    if !is_filtered {
        parts.push(datasets(difference, lang));
    }
    parts.push(indicators(&difference.indicators, lang));
    // Why, for one number; of all numbers it would be a book.
    if is_filtered {
        parts.extend(changes(&difference.reasons, lang));
    }
    parts.join("\n\n")
}

fn datasets(difference: &Difference, lang: Lang) -> String {
    let header = lang.pick("Bảng|Trước|Sau|", "Dataset|Before|After|");
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(1, &header);
    let rows = |rows: Option<u64>| rows.map_or("–".to_owned(), grouped);
    for dataset in difference
        .datasets
        .iter()
        .filter(|dataset| !dataset.is_same)
    {
        table.push(vec![
            dataset.dataset.clone(),
            rows(dataset.before),
            rows(dataset.after),
            String::new(),
        ]);
    }
    table.render()
}

fn indicators(rows: &[IndicatorChange], lang: Lang) -> String {
    if rows.is_empty() {
        return lang
            .pick("Không chỉ số nào thay đổi.", "No indicator changed.")
            .to_owned();
    }
    let header = lang.pick(
        "Nơi|Chỉ số|Trước|Sau|Trạng thái",
        "Place|Indicator|Before|After|State",
    );
    let header: Vec<&str> = header.split('|').collect();
    let mut table = Table::new(2, &header);
    for change in rows {
        let row = change.row();
        let said = |row: &Option<StoredIndicator>| match row {
            None => "–".to_owned(),
            Some(row) => match row.numerator.zip(row.denominator) {
                Some((x, n)) => format!("{}/{} {}", grouped(x), grouped(n), value(row)),
                None => value(row),
            },
        };
        let state = |row: &Option<StoredIndicator>| {
            let words = row.as_ref().map(|row| state_words(&row.state, lang));
            words.unwrap_or("–").to_owned()
        };
        let (then, now) = (state(&change.before), state(&change.after));
        let name = row.commune_name.clone();
        table.push(vec![
            name.unwrap_or_else(|| row.level.clone()),
            row.indicator.clone(),
            said(&change.before),
            said(&change.after),
            if then == now {
                now
            } else {
                format!("{then} → {now}")
            },
        ]);
    }
    table.render()
}

fn as_json(difference: &Difference) -> serde_json::Value {
    let side = |row: &Option<StoredIndicator>| {
        row.as_ref().map(|row| {
            json!({
                "numerator": row.numerator,
                "denominator": row.denominator,
                "value": row.value,
                "state": row.state,
            })
        })
    };
    let indicators = difference.indicators.iter().map(|change| {
        let row = change.row();
        json!({
            "level": row.level,
            "commune_code": row.commune_code,
            "indicator": row.indicator,
            "before": side(&change.before),
            "after": side(&change.after),
        })
    });
    let datasets = difference.datasets.iter().map(|of| {
        json!({
            "dataset": of.dataset, "before": of.before, "after": of.after, "is_same": of.is_same,
        })
    });
    let reasons = difference.reasons.iter().map(|of| {
        json!({
            "level": of.level, "commune_code": of.commune_code, "indicator": of.indicator,
            "part": of.part, "reason": of.reason, "gained": of.gained, "lost": of.lost,
        })
    });
    json!({
        "datasets": datasets.collect::<Vec<_>>(),
        "indicators": indicators.collect::<Vec<_>>(),
        "reasons": reasons.collect::<Vec<_>>(),
    })
}
