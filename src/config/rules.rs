//! `rules.toml`: severities and thresholds by rule code.

use std::collections::BTreeMap;

use crate::validate::options::{RuleSetting, RuleSettings, Severity};

use super::document::{Reported, gather};
use super::item::Item;
use super::section::Section;
use super::suggest::did_you_mean;

/// The rules that exist, as `validate` registers them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownRules {
    /// Names of thresholds by rule code.
    pub rules: BTreeMap<&'static str, Vec<&'static str>>,
}

pub fn read(root: &Section<'_>, known: &KnownRules) -> Result<RuleSettings, Reported> {
    let settings = gather(root.entries().iter().map(|item| {
        let thresholds = known_thresholds(item, known)?;
        let setting = item.table(|section| setting(section, thresholds))?;
        Ok((item.key.to_owned(), setting))
    }))?;
    Ok(settings.into_iter().collect())
}

fn known_thresholds<'k>(
    item: &Item<'_>,
    known: &'k KnownRules,
) -> Result<&'k [&'static str], Reported> {
    known.rules.get(item.key).map(Vec::as_slice).ok_or_else(|| {
        let codes: Vec<&str> = known.rules.keys().copied().collect();
        item.key_mistake(format!("there is no rule `{}`", item.key))
            .label("unknown rule")
            .help(did_you_mean(item.key, &codes))
            .report()
    })
}

fn setting(section: &Section<'_>, known: &[&str]) -> Result<RuleSetting, Reported> {
    let severities = Severity::ALL.map(|severity| (severity.code(), severity));
    let severity = section
        .optional("severity")
        .map(|item| item.choice(&severities));
    let disabled = section.optional("disabled").map(|item| item.flag());
    let thresholds = section
        .optional("thresholds")
        .map(|item| item.table(|section| thresholds(section, known)));
    Ok(RuleSetting {
        severity: severity.transpose()?,
        disabled: disabled.unwrap_or(Ok(false))?,
        thresholds: thresholds.unwrap_or_else(|| Ok(BTreeMap::new()))?,
    })
}

fn thresholds(section: &Section<'_>, known: &[&str]) -> Result<BTreeMap<String, f64>, Reported> {
    let thresholds = gather(section.entries().iter().map(|item| {
        if !known.contains(&item.key) {
            let mistake = item.key_mistake(format!("the rule has no threshold `{}`", item.key));
            let help = did_you_mean(item.key, known);
            return Err(mistake.label("unknown threshold").help(help).report());
        }
        let threshold = item.number()?;
        Ok((item.key.to_owned(), threshold))
    }))?;
    Ok(thresholds.into_iter().collect())
}
