//! `indicators.toml`: what is counted, over what, until when.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::Kind;
use crate::indicators::options::{Direction, Goal, IndicatorDefinition, Population, StratumKind};

use super::document::{Reported, gather};
use super::item::Item;
use super::section::Section;
use super::unique::Unique;

const POPULATIONS: [(&str, Population); 2] = [
    ("persons", Population::Persons),
    ("communes", Population::Communes),
];
const DIRECTIONS: [(&str, Direction); 2] = [
    ("at_least", Direction::AtLeast),
    ("more_than", Direction::MoreThan),
];
const STRATA: [(&str, StratumKind); 3] = [
    ("age_band", StratumKind::AgeBand),
    ("sex", StratumKind::Sex),
    ("target_group", StratumKind::TargetGroup),
];

/// Reads all indicators; `kinds` are those of the pipeline's sources, `None` when they could not be read.
pub fn read(
    root: &Section<'_>,
    kinds: Option<&BTreeSet<Kind>>,
) -> Result<Vec<IndicatorDefinition>, Reported> {
    let mut codes = Unique::default();
    let items = root.required("indicators")?.filled_list()?;
    gather(
        items
            .iter()
            .map(|item| item.table(|section| indicator(section, kinds, &mut codes))),
    )
}

fn indicator(
    section: &Section<'_>,
    kinds: Option<&BTreeSet<Kind>>,
    codes: &mut Unique,
) -> Result<IndicatorDefinition, Reported> {
    let text = |key| section.required(key).and_then(|item| item.filled_text());
    let code = section.required("code").and_then(|item| code(&item, codes));
    let (label_vi, label_en) = (text("label_vi"), text("label_en"));
    let population = section
        .required("population")
        .and_then(|item| item.choice(&POPULATIONS));
    let denominator = section.required("denominator").and_then(|item| item.text());
    let denominator_exam = section
        .optional("denominator_exam")
        .map(|item| item.filled_text());
    let numerators = numerators(section);
    let needs = section
        .required("needs")
        .and_then(|item| needs(&item, kinds));
    let target = goal(section);
    let period = period(section);
    let strata = section.optional("strata").map(|item| strata(&item));
    let (numerator, numerator_exam) = numerators?;
    let period = period?;
    Ok(IndicatorDefinition {
        code: code?,
        label_vi: label_vi?.to_owned(),
        label_en: label_en?.to_owned(),
        population: population?,
        denominator: denominator?.to_owned(),
        denominator_exam: denominator_exam.transpose()?.map(str::to_owned),
        numerator,
        numerator_exam,
        needs: needs?,
        target: target?,
        start: period.start,
        deadline: period.deadline,
        pace: period.pace,
        strata: strata.unwrap_or_else(|| Ok(Vec::new()))?,
    })
}

fn code(item: &Item<'_>, codes: &mut Unique) -> Result<String, Reported> {
    let code = item.name()?;
    codes.check(item, code, &format!("indicator `{code}` stands twice"))?;
    Ok(code.to_owned())
}

/// What is to be reached: both of its parts, or neither of what is only watched.
fn goal(section: &Section<'_>) -> Result<Option<Goal>, Reported> {
    let (share, direction) = (section.optional("target"), section.optional("direction"));
    let (Some(share), Some(direction)) = (share, direction) else {
        let alone = share.map(|item| (item, "direction"));
        let Some((item, missing)) = alone.or(direction.map(|item| (item, "target"))) else {
            return Ok(None);
        };
        let mistake = item.key_mistake(format!("without `{missing}` nothing can be judged"));
        let help = "give `target` and `direction`, or neither where the value is only watched";
        return Err(mistake.label("stands alone").help(help).report());
    };
    let (share, direction) = (share.share(), direction.choice(&DIRECTIONS));
    Ok(Some(Goal {
        share: share?,
        direction: direction?,
    }))
}

/// Exactly one of the two conditions.
fn numerators(section: &Section<'_>) -> Result<(Option<String>, Option<String>), Reported> {
    let person = section.optional("numerator");
    let exam = section.optional("numerator_exam");
    let rule = "an indicator has either `numerator` or `numerator_exam`";
    match (person, exam) {
        (Some(person), None) => Ok((Some(person.filled_text()?.to_owned()), None)),
        (None, Some(exam)) => Ok((None, Some(exam.filled_text()?.to_owned()))),
        (None, None) => Err(section.mistake(rule).label("this one has neither").report()),
        (Some(person), Some(exam)) => {
            let mistake = exam.key_mistake(rule).label("this one has both");
            Err(mistake.earlier(person.key_span(), "the other").report())
        }
    }
}

fn needs(item: &Item<'_>, kinds: Option<&BTreeSet<Kind>>) -> Result<Vec<Kind>, Reported> {
    let codes = Kind::ALL.map(|kind| (kind.code(), kind));
    let mut unique = Unique::default();
    gather(item.filled_list()?.iter().map(|element| {
        let kind = element.choice(&codes)?;
        unique.check(
            element,
            kind.code(),
            &format!("`{}` stands twice", kind.code()),
        )?;
        if kinds.is_some_and(|kinds| !kinds.contains(&kind)) {
            let mistake = element.mistake(format!("no source is of the kind `{}`", kind.code()));
            let help = "add such a source to the pipeline, or leave the indicator out";
            return Err(mistake.label("needed here").help(help).report());
        }
        Ok(kind)
    }))
}

/// When an indicator starts, when it must be reached, and whether the pace between is computed.
struct Period {
    start: Option<Date>,
    deadline: Option<Date>,
    pace: bool,
}

fn period(section: &Section<'_>) -> Result<Period, Reported> {
    let (start_item, deadline_item) = (section.optional("start"), section.optional("deadline"));
    let pace_item = section.optional("pace");
    let start = start_item.map(|item| item.date()).transpose();
    let deadline = deadline_item.map(|item| item.date()).transpose();
    let pace = pace_item.map_or(Ok(false), |item| item.flag());
    let (start, deadline, pace) = (start?, deadline?, pace?);
    if let (Some(first), Some(last)) = (start_item, deadline_item)
        && start >= deadline
    {
        let mistake = last
            .mistake("`deadline` must be after `start`")
            .label("the deadline");
        return Err(mistake.earlier(first.span(), "the start").report());
    }
    if let Some(item) = pace_item.filter(|_| pace)
        && (start.is_none() || deadline.is_none() || section.optional("target").is_none())
    {
        let mistake = item.mistake("a pace needs `target`, `start` and `deadline`");
        return Err(mistake.label("asked for here").report());
    }
    Ok(Period {
        start,
        deadline,
        pace,
    })
}

fn strata(item: &Item<'_>) -> Result<Vec<StratumKind>, Reported> {
    let mut unique = Unique::default();
    gather(item.list()?.iter().map(|element| {
        let stratum = element.choice(&STRATA)?;
        let code = element.text()?;
        unique.check(element, code, &format!("`{code}` stands twice"))?;
        Ok(stratum)
    }))
}
