//! `indicators.toml`: what is counted, over what, until when.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::domain::Kind;
use crate::indicators::options::{
    Direction, Goal, IndicatorDefinition, IntervalMethod, Level, Polarity, Population,
    SignalMethod, StratumKind, Unit, Words,
};
use crate::schema::Tier;

use super::document::{Reported, gather};
use super::indicator_example::example;
use super::item::Item;
use super::section::Section;
use super::unique::Unique;

/// Values that may be public, or for those who steer; what names people is neither.
const TIERS: [Tier; 2] = [Tier::Steering, Tier::Public];

/// A share may be asked to grow to more than all of the year before; nobody means 100 times.
const SHARE: RangeInclusive<f64> = 0.0..=2.0;

/// A weight of 0 would say that a part of the index is none.
const WEIGHT: RangeInclusive<f64> = 0.01..=100.0;

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
    let code_item = section.required("code");
    let written_at = code_item.as_ref().ok().map(Item::place_in_words);
    let code = code_item.and_then(|item| code(&item, codes));
    let words = words(section);
    let population = section
        .required("population")
        .and_then(|item| choice(&item, Population::ALL, Population::code));
    let denominator = match section.optional("denominator") {
        Some(item) => item.text().map(str::to_owned),
        None => Ok(String::new()),
    };
    let denominator_exam = optional_text(section, "denominator_exam");
    let denominator_person = optional_text(section, "denominator_person");
    let numerators = numerators(section);
    let needs = section
        .required("needs")
        .and_then(|item| needs(&item, kinds));
    let is_value = matches!(&denominator, Ok(sql) if sql.trim().is_empty())
        && matches!(denominator_person, Ok(None));
    let usual = population.as_ref();
    let usual = usual.map_or(Unit::Share, |of| usual_unit(*of, is_value));
    let form = form(section, usual);
    let tier = optional_choice(section, "tier", TIERS, Tier::folder);
    let period = period(section);
    let strata = section
        .optional("strata")
        .map(|item| choices(&item, StratumKind::ASKED, StratumKind::code));
    let signals = section
        .optional("signals")
        .map(|item| choices(&item, SignalMethod::ALL, SignalMethod::code));
    let counts_people = section.optional("counts_people").map(|item| item.flag());
    let standard = optional_text(section, "standard");
    let index_weight = section
        .optional("index_weight")
        .map(|item| item.number_in(WEIGHT));
    let level = optional_choice(section, "level", Level::ALL, Level::code);
    let absent_is_zero = section.optional("absent_is_zero").map(|item| item.flag());
    let example = section.optional("example").map(|item| example(&item));
    let (numerator, numerator_exam) = numerators?;
    let (period, form, population, denominator) = (period?, form?, population?, denominator?);
    Ok(IndicatorDefinition {
        code: code?,
        written_at,
        words: words?,
        population,
        denominator,
        denominator_exam: denominator_exam?,
        denominator_person: denominator_person?,
        numerator,
        numerator_exam,
        needs: needs?,
        unit: form.unit,
        interval: form
            .interval
            .unwrap_or_else(|| usual_interval(population, form.unit)),
        polarity: form.polarity.unwrap_or_else(|| usual_polarity(form.target)),
        bands: form.bands,
        tier: tier?.unwrap_or(Tier::Steering),
        target: form.target,
        start: period.start,
        deadline: period.deadline,
        last_deadline: period.last_deadline,
        pace: period.pace,
        strata: strata.unwrap_or_else(|| Ok(Vec::new()))?,
        counts_people: counts_people.unwrap_or(Ok(true))?
            && !matches!(
                population,
                Population::Communes | Population::Facilities | Population::Milestone
            ),
        standard: standard?,
        index_weight: index_weight.transpose()?,
        level: level?.unwrap_or(Level::Commune),
        absent_is_zero: absent_is_zero.transpose()?.unwrap_or(false),
        signals: signals.unwrap_or_else(|| Ok(Vec::new()))?,
        example: example.transpose()?,
    })
}

fn optional_text(section: &Section<'_>, key: &'static str) -> Result<Option<String>, Reported> {
    let text = section.optional(key).map(|item| item.filled_text());
    Ok(text.transpose()?.map(str::to_owned))
}

fn optional_choice<T: Copy, const N: usize>(
    section: &Section<'_>,
    key: &'static str,
    all: [T; N],
    code: fn(T) -> &'static str,
) -> Result<Option<T>, Reported> {
    let item = section.optional(key);
    item.map(|item| choice(&item, all, code)).transpose()
}

fn choice<T: Copy, const N: usize>(
    item: &Item<'_>,
    all: [T; N],
    code: fn(T) -> &'static str,
) -> Result<T, Reported> {
    item.choice(&all.map(|value| (code(value), value)))
}

fn unit(item: &Item<'_>) -> Result<Unit, Reported> {
    let codes = Unit::ALL.map(|unit| (unit.code(), unit));
    item.choice(&codes.each_ref().map(|(code, unit)| (code.as_str(), *unit)))
}

fn words(section: &Section<'_>) -> Result<Words, Reported> {
    let label = |key| section.required(key).and_then(|item| item.filled_text());
    let (label_vi, label_en) = (label("label_vi"), label("label_en"));
    let text = |key| optional_text(section, key);
    let (description_vi, description_en) = (text("description_vi"), text("description_en"));
    let (headline_vi, headline_en) = (text("headline_vi"), text("headline_en"));
    let (owner, source) = (text("owner"), text("source"));
    Ok(Words {
        label_vi: label_vi?.to_owned(),
        label_en: label_en?.to_owned(),
        description_vi: description_vi?,
        description_en: description_en?,
        headline_vi: headline_vi?,
        headline_en: headline_en?,
        owner: owner?,
        source: source?,
    })
}

/// How a value is expressed and judged; `None` where the file leaves it to what is usual.
struct Form {
    unit: Unit,
    interval: Option<IntervalMethod>,
    polarity: Option<Polarity>,
    target: Option<Goal>,
    bands: Vec<f64>,
}

fn form(section: &Section<'_>, usual: Unit) -> Result<Form, Reported> {
    let unit = section
        .optional("unit")
        .map_or(Ok(usual), |item| unit(&item));
    let interval = optional_choice(
        section,
        "interval",
        IntervalMethod::ALL,
        IntervalMethod::code,
    );
    let polarity = optional_choice(section, "polarity", Polarity::ALL, Polarity::code);
    let is_share = matches!(unit, Ok(Unit::Share));
    let target = goal(section, is_share);
    let bands = section.optional("bands").map(|item| bands(&item));
    Ok(Form {
        unit: unit?,
        interval: interval?,
        polarity: polarity?,
        target: target?,
        bands: bands.transpose()?.unwrap_or_default(),
    })
}

fn usual_unit(population: Population, is_value: bool) -> Unit {
    match population {
        Population::Milestone => Unit::YesNo,
        Population::Aggregates if is_value => Unit::Number,
        _ => Unit::Share,
    }
}

/// Of units the share that has something is a proportion; a rate is of events.
fn usual_interval(population: Population, unit: Unit) -> IntervalMethod {
    match (unit, population) {
        (_, Population::Milestone | Population::Indicators) => IntervalMethod::None,
        (Unit::Share, _) => IntervalMethod::Wilson,
        (Unit::Per(_), _) => IntervalMethod::Poisson,
        (Unit::Number | Unit::YesNo, _) => IntervalMethod::None,
    }
}

fn usual_polarity(target: Option<Goal>) -> Polarity {
    match target.map(|goal| goal.direction) {
        Some(Direction::AtLeast | Direction::MoreThan) => Polarity::Higher,
        Some(Direction::AtMost | Direction::LessThan) => Polarity::Lower,
        Some(Direction::Trend) | None => Polarity::Neutral,
    }
}

/// Lower bounds of classes, each above the one before.
fn bands(item: &Item<'_>) -> Result<Vec<f64>, Reported> {
    let mut last = f64::NEG_INFINITY;
    gather(item.filled_list()?.iter().map(|element| {
        let bound = element.number()?;
        if bound <= last {
            let mistake = element
                .mistake("`bands` must ascend")
                .label("not above the one before");
            return Err(mistake.report());
        }
        last = bound;
        Ok(bound)
    }))
}

fn code(item: &Item<'_>, codes: &mut Unique) -> Result<String, Reported> {
    let code = item.name()?;
    codes.check(item, code, &format!("indicator `{code}` stands twice"))?;
    Ok(code.to_owned())
}

/// What is to be reached: both of its parts, or neither of what is only watched.
fn goal(section: &Section<'_>, is_share: bool) -> Result<Option<Goal>, Reported> {
    let (value, direction) = (section.optional("target"), section.optional("direction"));
    let (Some(value), Some(direction)) = (value, direction) else {
        let alone = value.map(|item| (item, "direction"));
        let Some((item, missing)) = alone.or(direction.map(|item| (item, "target"))) else {
            return Ok(None);
        };
        let mistake = item.key_mistake(format!("without `{missing}` nothing can be judged"));
        let help = "give `target` and `direction`, or neither where the value is only watched";
        return Err(mistake.label("stands alone").help(help).report());
    };
    let number = if is_share {
        value.number_in(SHARE)
    } else {
        value.number()
    };
    let direction = choice(&direction, Direction::ALL, Direction::code);
    Ok(Some(Goal {
        value: number?,
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
    let mut unique = Unique::default();
    gather(item.filled_list()?.iter().map(|element| {
        let kind = choice(element, Kind::ALL, Kind::code)?;
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
    last_deadline: Option<Date>,
    pace: bool,
}

fn period(section: &Section<'_>) -> Result<Period, Reported> {
    let (start_item, deadline_item) = (section.optional("start"), section.optional("deadline"));
    let pace_item = section.optional("pace");
    let start = start_item.map(|item| item.date()).transpose();
    let deadline = deadline_item.map(|item| item.date()).transpose();
    let pace = pace_item.map_or(Ok(false), |item| item.flag());
    let last_item = section.optional("last_deadline");
    let last_deadline = last_item.map(|item| item.date()).transpose();
    let (start, deadline, pace) = (start?, deadline?, pace?);
    let last_deadline = last_deadline?;
    if let Some(item) = last_item
        && (deadline.is_none() || last_deadline <= deadline)
    {
        let mistake = item.mistake("`last_deadline` must be after a `deadline`");
        return Err(mistake.label("the later of two days").report());
    }
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
        last_deadline,
        pace,
    })
}

/// Codes of a list, each once.
fn choices<T: Copy, const N: usize>(
    item: &Item<'_>,
    all: [T; N],
    code: fn(T) -> &'static str,
) -> Result<Vec<T>, Reported> {
    let mut unique = Unique::default();
    gather(item.list()?.iter().map(|element| {
        let choice = choice(element, all, code)?;
        let code = code(choice);
        unique.check(element, code, &format!("`{code}` stands twice"))?;
        Ok(choice)
    }))
}
