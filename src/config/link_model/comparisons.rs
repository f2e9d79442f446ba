//! `[[comparisons]]`: fields as levels of agreement, the strictest first.

use super::known_fields::KnownFields;
use super::levels::Conditions;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::section::Section;
use crate::config::unique::Unique;
use crate::link::engine::compare::comparison::{COMPARISONS_MAX, LEVELS_MAX};
use crate::link::engine::{Comparison, Level};

pub fn read(root: &Section<'_>, known: &KnownFields) -> Result<Vec<Comparison>, Reported> {
    let item = root.required("comparisons")?;
    let items = item.filled_list()?;
    if items.len() > COMPARISONS_MAX {
        let mistake = item.key_mistake(format!("more comparisons than {COMPARISONS_MAX}"));
        return Err(mistake
            .help("put fields that say the same into one")
            .report());
    }
    let mut names = Unique::default();
    gather(
        items
            .iter()
            .map(|item| item.table(|section| comparison(section, known, &mut names))),
    )
}

fn comparison(
    section: &Section<'_>,
    known: &KnownFields,
    names: &mut Unique,
) -> Result<Comparison, Reported> {
    let field = section.required("field").and_then(|item| {
        let name = item.filled_text()?;
        let (_, kind) = known.position(&item, name)?;
        Ok((name, known.find(&item, name, &[])?, kind))
    });
    let name = match section.optional("name").or(section.optional("field")) {
        // That the field is missing is reported already.
        None => Ok(""),
        Some(item) => item.name().and_then(|name| {
            names.check(&item, name, &format!("comparison `{name}` stands twice"))?;
            Ok(name)
        }),
    };
    let needs = section.optional("needs").map(|item| {
        let items = item.list()?;
        gather(items.iter().map(|item| known.of_kind(item, &[])))
    });
    let levels = section.required("levels");
    let (_, column, kind) = field?;
    let conditions = Conditions {
        known,
        field: Some((column, kind)),
    };
    let levels = levels.and_then(|item| levels_of(&item, &conditions));
    Ok(Comparison {
        name: name?.to_owned(),
        missing_without: needs.unwrap_or(Ok(vec![column]))?,
        levels: levels?,
    })
}

fn levels_of(item: &Item<'_>, conditions: &Conditions<'_>) -> Result<Vec<Level>, Reported> {
    let items = item.filled_list()?;
    if items.len() > LEVELS_MAX {
        let mistake = item.key_mistake(format!("more levels than {LEVELS_MAX}"));
        return Err(mistake.report());
    }
    let mut labels = Unique::default();
    gather(items.iter().map(|item| {
        let level = match item.is_text() {
            true => conditions
                .word(item)
                .map(|condition| Level::new(&condition.label, condition.predicate)),
            false => item.table(|section| level(section, conditions)),
        }?;
        let title = format!("level `{}` stands twice", level.label);
        labels.check(item, &level.label, &title)?;
        Ok(level)
    }))
}

fn level(section: &Section<'_>, conditions: &Conditions<'_>) -> Result<Level, Reported> {
    let condition = conditions.table(section, 0);
    let label = section.optional("label").map(|item| item.filled_text());
    let weight = section
        .optional("term_frequency")
        .map(|item| item.share())
        .transpose();
    let of = match section.optional("frequency_of") {
        Some(item) => conditions.known.of_kind(&item, &[]).map(Some),
        None => Ok(conditions.field.map(|(column, _)| column)),
    };
    let condition = condition?;
    let label = label.transpose()?.unwrap_or(&condition.label).to_owned();
    let level = Level::new(&label, condition.predicate);
    Ok(match (weight?, of?) {
        (Some(weight), Some(column)) => level.with_term_frequency(column, weight),
        _ => level,
    })
}
