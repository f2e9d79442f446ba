//! `[training]`: what the parameters are estimated from.

use super::blocking::on;
use super::known_fields::KnownFields;
use crate::config::document::{Reported, gather};
use crate::config::section::Section;
use crate::link::engine::{BlockingRule, TrainOptions, Training};

/// A value rarer than this counts as this frequent, unless the model says otherwise.
const TERM_FREQUENCY_MIN: f64 = 1e-4;

/// The rules that estimate, how much they draw, and how frequencies are taken.
pub struct TrainingOfModel {
    pub rules: Training,
    pub options: TrainOptions,
    pub term_frequency_min: f64,
}

pub fn read(root: &Section<'_>, known: &KnownFields) -> Result<TrainingOfModel, Reported> {
    root.table("training", |section| training(section, known))
}

fn training(section: &Section<'_>, known: &KnownFields) -> Result<TrainingOfModel, Reported> {
    let deterministic = rules(section, "deterministic", known);
    let sessions = rules(section, "sessions", known);
    let recall = section
        .required("recall")
        .and_then(|item| item.number_in(0.01..=1.0));
    let term_frequency_min = section
        .optional("term_frequency_min")
        .map_or(Ok(TERM_FREQUENCY_MIN), |item| item.share());
    let options = options(section);
    Ok(TrainingOfModel {
        rules: Training {
            deterministic_rules: deterministic?,
            recall: recall?,
            sessions: sessions?,
        },
        options: options?,
        term_frequency_min: term_frequency_min?,
    })
}

fn rules(
    section: &Section<'_>,
    key: &'static str,
    known: &KnownFields,
) -> Result<Vec<BlockingRule>, Reported> {
    let items = section.required(key)?.filled_list()?;
    gather(items.iter().map(|item| on(item, known)))
}

fn options(section: &Section<'_>) -> Result<TrainOptions, Reported> {
    let default = TrainOptions::default();
    let count = |key, default: u64| {
        let item = section.optional(key);
        item.map_or(Ok(default), |item| item.count(1..=u32::MAX).map(u64::from))
    };
    let random_pairs_max = count("random_pairs_max", default.random_pairs_max);
    let random_pairs_per_record = section
        .optional("random_pairs_per_record")
        .map(|item| item.count(1..=u32::MAX).map(u64::from));
    let session_pairs_max = count("session_pairs_max", default.session_pairs_max);
    let seed = count("seed", default.seed);
    let flag = |key, default| {
        let item = section.optional(key);
        item.map_or(Ok(default), |item| item.flag())
    };
    let u_from_frequencies = flag("u_from_frequencies", default.u_from_frequencies);
    let priors_by_source = flag("priors_by_tables", default.priors_by_source);
    Ok(TrainOptions {
        random_pairs_max: random_pairs_max?,
        random_pairs_per_record: random_pairs_per_record.transpose()?,
        session_pairs_max: session_pairs_max?,
        seed: seed?,
        u_from_frequencies: u_from_frequencies?,
        priors_by_source: priors_by_source?,
        ..default
    })
}
