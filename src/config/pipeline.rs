//! `pipeline.toml`: what the night is about, and which files say the rest.

use std::path::PathBuf;

use crate::dataset::options::{KEEP, KEEP_REASON};
use crate::domain::{CommuneCode, Limits};
use crate::indicators::options::{Calendar, IndicatorDefinition};
use crate::link::options::LinkOptions;
use crate::validate::options::{Gates, RuleSettings};

use super::document::{Reported, gather};
use super::item::Item;
use super::plan::Plan;
use super::reading::Reading;
use super::rules::{self, KnownRules};
use super::section::Section;
use super::sources::{self, Kinds};
use super::unique::Unique;
use super::{calendar, gates, indicators, limits, linkage, public, screening, worklists};

/// Reads every part before failing, so that a mistake in one hides none in another.
pub fn read(
    root: &Section<'_>,
    reading: &Reading,
    known_rules: &KnownRules,
) -> Result<Plan, Reported> {
    let (sources, kinds) = sources::read(root, reading);
    let parts = root.table("pipeline", |section| {
        parts(section, reading, known_rules, kinds)
    });
    let output = root.table("output", output);
    let corrections = root
        .optional("corrections")
        .map(|item| item.table(|section| reading.folder(&section.required("folder")?)));
    let decisions = root
        .optional("review")
        .map(|item| item.table(|section| section.required("decisions")?.path()));
    let screening = root.table("screening", screening::read);
    let worklists = root
        .optional("worklists")
        .map(|item| item.table(worklists::read));
    let public = root.optional("public").map(|item| item.table(public::read));
    let calendar = root
        .optional("calendar")
        .map(|item| item.table(calendar::read));
    let gates = root.optional("gates").map(|item| item.table(gates::read));
    let limits = root.optional("limits").map(|item| item.table(limits::read));
    let parts = parts?;
    let output = output?;
    Ok(Plan {
        name: parts.name,
        province: parts.province,
        communes: parts.communes,
        output: output.directory,
        keep: output.keep,
        reference: parts.reference,
        corrections: corrections.transpose()?,
        decisions: decisions.transpose()?,
        screening: screening?,
        worklists: worklists.transpose()?.unwrap_or_default(),
        public: public.transpose()?,
        calendar: calendar.unwrap_or_else(|| Ok(Calendar::default()))?,
        gates: gates.unwrap_or_else(|| Ok(Gates::default()))?,
        limits: limits.unwrap_or_else(|| Ok(Limits::default()))?,
        sources: sources?,
        rules: parts.rules,
        linkage: parts.linkage,
        indicators: parts.indicators,
        files: Vec::new(),
    })
}

/// What `[pipeline]` says and names.
struct Parts {
    name: String,
    province: String,
    communes: Vec<CommuneCode>,
    reference: PathBuf,
    rules: RuleSettings,
    linkage: LinkOptions,
    indicators: Vec<IndicatorDefinition>,
}

fn parts(
    section: &Section<'_>,
    reading: &Reading,
    known_rules: &KnownRules,
    kinds: Kinds,
) -> Result<Parts, Reported> {
    let name = section.required("name").and_then(|item| item.name());
    let province = section
        .required("province")
        .and_then(|item| province(&item));
    let communes = section.optional("communes").map(|item| communes(&item));
    let reference = section
        .required("reference")
        .and_then(|item| reading.folder(&item));
    let rules = section
        .required("rules")
        .and_then(|item| reading.part(&item, |root| rules::read(root, known_rules)));
    let linkage = section
        .required("linkage")
        .and_then(|item| reading.part(&item, |root| linkage::read(root, reading)));
    let indicators = section
        .required("indicators")
        .and_then(|item| reading.part(&item, |root| indicators::read(root, kinds.as_ref().ok())));
    Ok(Parts {
        name: name?.to_owned(),
        province: province?,
        communes: communes.unwrap_or_else(|| Ok(Vec::new()))?,
        reference: reference?,
        rules: rules?,
        linkage: linkage?,
        indicators: indicators?,
    })
}

fn province(item: &Item<'_>) -> Result<String, Reported> {
    let text = item.text()?;
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    let mistake = item
        .mistake("`province` must be two digits")
        .label("not a province code");
    Err(mistake.help("Cao Bằng is `04`").report())
}

/// A list that is there names someone: "all communes" is said by leaving it out.
fn communes(item: &Item<'_>) -> Result<Vec<CommuneCode>, Reported> {
    let mut unique = Unique::default();
    gather(item.filled_list()?.iter().map(|element| {
        let text = element.text()?;
        unique.check(element, text, &format!("commune `{text}` stands twice"))?;
        CommuneCode::parse(text).ok_or_else(|| {
            let mistake = element.mistake("a commune code must be five digits");
            mistake.label("not a commune code").report()
        })
    }))
}

struct Output {
    directory: PathBuf,
    keep: usize,
}

fn output(section: &Section<'_>) -> Result<Output, Reported> {
    let directory = section.required("directory").and_then(|item| item.path());
    let keep = section.required("keep").and_then(|item| keep(&item));
    Ok(Output {
        directory: directory?,
        keep: keep? as usize,
    })
}

/// Too few is a mistake with a reason of its own.
fn keep(item: &Item<'_>) -> Result<u32, Reported> {
    if item.number()? >= f64::from(*KEEP.start()) {
        return item.count(KEEP);
    }
    let mistake = item.mistake(format!("`keep` must be at least {}", KEEP.start()));
    Err(mistake.label("too few").help(KEEP_REASON).report())
}
