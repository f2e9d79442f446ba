//! Extracts whose name tells no day: their titles are asked.

use std::fs::File;
use std::io::Read;

use jiff::civil::Date;

use crate::config::Plan;
use crate::ingest::{IngestError, LayoutOptions, csv, workbook};
use crate::source::titles::date_in_titles;
use crate::source::{Discovery, Extract, Format, SetAsideReason};

/// Gives every extract of `discovery` its snapshot date; those without one, or with one after `latest`, are
/// set aside.
pub fn date_extracts(plan: &Plan, discovery: &mut Discovery, latest: Date) {
    let extracts = std::mem::take(&mut discovery.extracts);
    for mut extract in extracts {
        if extract.snapshot_date.is_none() {
            extract.snapshot_date = date_of(plan, &extract);
        }
        let reason = match extract.snapshot_date {
            None => SetAsideReason::NoDate,
            Some(date) if date > latest => SetAsideReason::FutureDate {
                date,
                last_day: latest,
            },
            Some(_) => {
                discovery.extracts.push(extract);
                continue;
            }
        };
        discovery.set_aside.push(extract.set_aside(reason));
    }
}

/// A workbook larger than this is no roster; the reading of it will say so.
const WORKBOOK_BYTES_MAX: u64 = 512 << 20;

/// The day in the titles above the header; `None` where the file cannot be read, which its reading will say.
fn date_of(plan: &Plan, extract: &Extract) -> Option<Date> {
    let options = LayoutOptions::new(extract.kind, &plan.sources[extract.source].profile);
    titles(extract, &options)
        .ok()
        .and_then(|titles| date_in_titles(titles.iter().map(String::as_str)))
}

fn titles(extract: &Extract, options: &LayoutOptions) -> Result<Vec<String>, IngestError> {
    let unreadable = |cause: std::io::Error| IngestError::Io {
        message: cause.to_string(),
    };
    let file = File::open(&extract.path).map_err(unreadable)?;
    let limit = match extract.format {
        Format::Csv => csv::SNIFF_BYTES as u64,
        Format::Workbook => WORKBOOK_BYTES_MAX,
    };
    let mut bytes = Vec::new();
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    match extract.format {
        Format::Csv => {
            let is_whole = (bytes.len() as u64) < limit;
            Ok(csv::sniff(&bytes, is_whole, options)?.layout.titles)
        }
        Format::Workbook => {
            let workbook = workbook::read(bytes, options)?;
            Ok(workbook.titles().map(str::to_owned).collect())
        }
    }
}
