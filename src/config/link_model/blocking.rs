//! `[[blocking]]` and the rules of training: what two records must share to be compared.
//!
//! A part of a rule is a field, or a part of it: `surname`, `prefix(surname, 3)`, `year(birth)`.

use super::known_fields::KnownFields;
use super::levels::Conditions;
use super::tables::Tables;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::section::Section;
use crate::config::suggest::did_you_mean;
use crate::config::unique::Unique;
use crate::link::engine::{BlockingRule, ColumnKind, Crowd, KeyPart};

const PARTS_MAX: usize = 16;
const RULES_MAX: usize = 255;

/// Each year of the range is a block of its own.
const YEARS_MAX: u16 = 20;

/// What a part may be beside a whole field, with how many numbers behind the field.
const FORMS: [(&str, usize); 11] = [
    ("prefix", 1),
    ("suffix", 1),
    ("token", 1),
    ("any_token", 0),
    ("year", 0),
    ("year_within", 1),
    ("year_and_month", 0),
    ("month_and_day", 0),
    ("date_unordered", 0),
    ("digits", 2),
    ("any_item", 0),
];

pub fn read(
    root: &Section<'_>,
    known: &KnownFields,
    tables: &Tables,
) -> Result<Vec<BlockingRule>, Reported> {
    let item = root.required("blocking")?;
    let items = item.filled_list()?;
    if items.len() > RULES_MAX {
        let mistake = item.key_mistake(format!("more blocking rules than {RULES_MAX}"));
        return Err(mistake.report());
    }
    let mut names = Unique::default();
    gather(items.iter().map(|item| {
        let rule = item.table(|section| rule(section, known, tables))?;
        let title = format!("blocking rule `{}` stands twice", rule.name);
        names.check(item, &rule.name, &title)?;
        Ok(rule)
    }))
}

fn rule(
    section: &Section<'_>,
    known: &KnownFields,
    tables: &Tables,
) -> Result<BlockingRule, Reported> {
    let name = section.optional("name").map(|item| item.filled_text());
    let rule = section.required("on").and_then(|item| on(&item, known));
    let crowd = section
        .optional("crowd")
        .map(|item| item.table(|section| crowd(section, known)));
    let conditions = Conditions { known, field: None };
    let condition = section
        .optional("when")
        .map(|item| conditions.condition(&item, 0));
    let sources = section.optional("tables").map(|item| pairs(&item, tables));
    let mut rule = rule?;
    if let Some(name) = name.transpose()? {
        name.clone_into(&mut rule.name);
    }
    rule.crowd = crowd.transpose()?;
    rule.condition = condition.transpose()?.map(|condition| condition.predicate);
    rule.sources = sources.transpose()?;
    Ok(rule)
}

/// What records share besides where a block is large.
fn crowd(section: &Section<'_>, known: &KnownFields) -> Result<Crowd, Reported> {
    let above = section.required("above");
    let above = above.and_then(|item| item.count(1..=u32::MAX));
    let on = section.required("on").and_then(|item| {
        let rule = on(&item, known)?;
        if rule.is_exploding() {
            let mistake = item.mistake("a record has several of these");
            return Err(mistake
                .help("name parts of which a record has one")
                .report());
        }
        Ok(rule)
    });
    Ok(Crowd {
        above: above?,
        key: on?.key,
    })
}

/// Pairs of tables that a rule is for.
fn pairs(item: &Item<'_>, tables: &Tables) -> Result<Vec<(u8, u8)>, Reported> {
    let items = item.filled_list()?;
    gather(items.iter().map(|item| {
        let pair = item.list()?;
        let [left, right] = pair.as_slice() else {
            let mistake = item.mistake("a pair of tables is two names");
            return Err(mistake.help("write [[\"left\", \"right\"]]").report());
        };
        let (left, right) = (tables.number(left), tables.number(right));
        Ok((left?, right?))
    }))
}

/// A rule named by its parts.
pub fn on(item: &Item<'_>, known: &KnownFields) -> Result<BlockingRule, Reported> {
    let items = item.filled_list()?;
    if items.len() > PARTS_MAX {
        let mistake = item.mistake(format!("more parts than {PARTS_MAX}"));
        return Err(mistake.report());
    }
    let parts = gather(items.iter().map(|item| part(item, known)))?;
    let names = gather(items.iter().map(|item| item.filled_text()))?;
    Ok(BlockingRule::new(&names.join(" and "), parts))
}

fn part(item: &Item<'_>, known: &KnownFields) -> Result<KeyPart, Reported> {
    let text = item.filled_text()?.trim();
    let Some((form, rest)) = text.split_once('(') else {
        return known.find(item, text, &[]).map(KeyPart::Value);
    };
    let form = form.trim();
    let Some((_, numbers_count)) = FORMS.iter().find(|(name, _)| *name == form) else {
        let names = FORMS.map(|(name, _)| name);
        let mistake = item.mistake(format!("there is no part `{form}`"));
        let mistake = mistake.label("unknown part of a field");
        return Err(mistake.help(did_you_mean(form, &names)).report());
    };
    let arguments: Vec<&str> = rest
        .strip_suffix(')')
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    let numbers: Option<Vec<u16>> = arguments[1..]
        .iter()
        .map(|number| number.parse().ok())
        .collect();
    let numbers = numbers.filter(|numbers| numbers.len() == *numbers_count);
    let Some(numbers) = numbers else {
        let shown = ["", ", 3", ", 0, 3"][*numbers_count];
        let mistake = item.mistake(format!("`{text}` cannot be read"));
        let help = format!("write it as `{form}(field{shown})`");
        return Err(mistake.help(help).report());
    };
    key_part(item, form, arguments[0], &numbers, known)
}

fn key_part(
    item: &Item<'_>,
    form: &str,
    field: &str,
    numbers: &[u16],
    known: &KnownFields,
) -> Result<KeyPart, Reported> {
    let kind = match form {
        "prefix" | "suffix" | "token" | "any_token" => ColumnKind::Text,
        "digits" => ColumnKind::Id,
        "any_item" => ColumnKind::Set,
        _ => ColumnKind::Date,
    };
    let column = known.find(item, field, &[kind])?;
    let number = |at: usize| usize::from(numbers[at]);
    let needs_one = matches!(form, "prefix" | "suffix" | "token");
    if (needs_one && number(0) == 0) || (form == "digits" && number(1) == 0) {
        let mistake = item.mistake(format!("`{form}` counts from 1"));
        return Err(mistake.label("0 takes nothing").report());
    }
    if form == "year_within" && numbers[0] > YEARS_MAX {
        let mistake = item.mistake(format!("more than {YEARS_MAX} years apart"));
        return Err(mistake.label("pairs whoever is of one age").report());
    }
    Ok(match form {
        "prefix" => KeyPart::First {
            column,
            letters: number(0),
        },
        "suffix" => KeyPart::Last {
            column,
            letters: number(0),
        },
        "token" => KeyPart::Token {
            column,
            index: number(0) as isize - 1,
        },
        "any_token" => KeyPart::AnyToken(column),
        "year" => KeyPart::Year(column),
        "year_within" => KeyPart::YearWithin {
            column,
            years: numbers[0],
        },
        "year_and_month" => KeyPart::YearAndMonth(column),
        "month_and_day" => KeyPart::MonthAndDay(column),
        "date_unordered" => KeyPart::DateUnordered(column),
        "digits" => KeyPart::Digits {
            column,
            skip: number(0),
            take: number(1),
        },
        _ => KeyPart::AnyItem(column),
    })
}
