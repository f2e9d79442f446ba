//! `linkage.toml`: which exact rules link records, and the model by which the others are weighed.

use crate::link::options::{DeterministicRule, LinkOptions};

use super::document::{Reported, gather};
use super::item::Item;
use super::link_model;
use super::reading::Reading;
use super::section::Section;
use super::unique::Unique;

/// No person has this many records in one kind of source.
const SHARED_MAX: u32 = 1_000_000;

pub fn read(root: &Section<'_>, reading: &Reading) -> Result<LinkOptions, Reported> {
    let default = LinkOptions::default();
    let rules = root.optional("rules").map(|item| rules(&item));
    let shared = root
        .optional("shared_identifier_max")
        .map(|item| item.count(1..=SHARED_MAX));
    let probabilistic = root
        .optional("comparisons")
        .map(|_| link_model::night::read(root, reading));
    Ok(LinkOptions {
        probabilistic: probabilistic.transpose()?,
        rules: rules.unwrap_or(Ok(default.rules))?,
        shared_identifier_max: match shared {
            Some(shared) => shared? as usize,
            None => default.shared_identifier_max,
        },
    })
}

fn rules(item: &Item<'_>) -> Result<Vec<DeterministicRule>, Reported> {
    let codes = DeterministicRule::ALL.map(|rule| (rule.code(), rule));
    let mut unique = Unique::default();
    gather(item.filled_list()?.iter().map(|element| {
        let rule = element.choice(&codes)?;
        unique.check(
            element,
            rule.code(),
            &format!("rule `{}` stands twice", rule.code()),
        )?;
        Ok(rule)
    }))
}
