//! Extracts whose name tells no day: their titles are asked.

use jiff::civil::Date;

use super::fetch::{LocalStorage, Opened, PIECE_BYTES, Place};
use super::reasons::refusal_vi;
use crate::config::Plan;
use crate::domain::Limits;
use crate::ingest::format::{Detected, detect};
use crate::ingest::{IngestError, LayoutOptions, csv, tables, xml};
use crate::source::titles::date_in_titles;
use crate::source::{Discovery, Extract, SetAsideReason};

/// Gives every extract of `discovery` its snapshot date; those without one, or with one after `latest`, are
/// set aside.
pub fn date_extracts(plan: &Plan, discovery: &mut Discovery, latest: Date) {
    let extracts = std::mem::take(&mut discovery.extracts);
    for mut extract in extracts {
        let mut fault = None;
        if extract.snapshot_date.is_none() {
            match date_of(plan, &extract) {
                Ok(date) => extract.snapshot_date = date,
                Err(error) => fault = Some(error),
            }
        }
        let reason = match (fault, extract.snapshot_date) {
            (Some(error), _) => SetAsideReason::Unreadable {
                message: error.to_string(),
                message_vi: refusal_vi(&error),
            },
            (None, None) => SetAsideReason::NoDate,
            (None, Some(date)) if date > latest => SetAsideReason::FutureDate {
                date,
                last_day: latest,
            },
            (None, Some(_)) => {
                discovery.extracts.push(extract);
                continue;
            }
        };
        discovery.set_aside.push(extract.set_aside(reason));
    }
}

/// The day in the titles above the header.
fn date_of(plan: &Plan, extract: &Extract) -> Result<Option<Date>, IngestError> {
    let profile = &plan.sources[extract.source].profile;
    let options = LayoutOptions::new(extract.kind, profile).within(plan.limits);
    let titles = titles(extract, &options)?;
    Ok(date_in_titles(titles.iter().map(String::as_str)))
}

fn titles(extract: &Extract, options: &LayoutOptions) -> Result<Vec<String>, IngestError> {
    let limits = &options.limits;
    let mut opened =
        Opened::new(&LocalStorage, &Place::of(extract), limits).map_err(IngestError::of_read)?;
    let mut bytes = opened
        .piece(csv::SNIFF_BYTES)
        .map_err(IngestError::of_read)?;
    match detect(&bytes, &extract.file) {
        Detected::Text => {
            let is_whole = bytes.len() < csv::SNIFF_BYTES;
            Ok(csv::sniff(&bytes, is_whole, options)?.layout.titles)
        }
        Detected::Xml => Ok(xml::title(&bytes).into_iter().collect()),
        _ => {
            read_to_end(&mut opened, &mut bytes, limits)?;
            let read = tables::read(bytes, &extract.file, options)?;
            Ok(read.titles().map(str::to_owned).collect())
        }
    }
}

fn read_to_end(
    opened: &mut Opened,
    bytes: &mut Vec<u8>,
    limits: &Limits,
) -> Result<(), IngestError> {
    loop {
        let piece = opened.piece(PIECE_BYTES).map_err(IngestError::of_read)?;
        if piece.is_empty() {
            return Ok(());
        }
        bytes.extend_from_slice(&piece);
        if bytes.len() > limits.table_bytes() {
            return Err(IngestError::too_large(limits));
        }
    }
}
