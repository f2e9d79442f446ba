//! `[fields.*]`: what is known of each record, from which columns, in which form.

use super::known_fields::KnownFields;
use super::tables::Tables;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::link_plan::{FieldRecipe, LinkField, Standard, Take};
use crate::config::section::Section;
use crate::link::engine::ColumnKind;

/// Letters or words that a derived field may take.
const TAKEN_MAX: u32 = 100;

/// So many fields a record holds.
const FIELDS_MAX: usize = 256;

/// What a field may need.
const ARGUMENTS: [&str; 6] = [
    "as",
    "province",
    "first_of_january_is_year",
    "take",
    "letters",
    "number",
];

type Fields = Result<Vec<LinkField>, Reported>;

/// The fields, and their names also where some have mistakes.
pub fn read(root: &Section<'_>, tables: &Tables) -> (Fields, KnownFields) {
    let mut known = KnownFields::default();
    let fields = root.table("fields", |section| {
        let entries = section.entries();
        if entries.is_empty() || entries.len() > FIELDS_MAX {
            let title = format!("a model has 1 to {FIELDS_MAX} fields");
            return Err(section.mistake(title).report());
        }
        // All are read before the first mistake ends the reading.
        let fields: Vec<Result<LinkField, Reported>> = entries
            .iter()
            .map(|item| {
                let field = item.table(|section| field(item, section, tables, &known));
                known.push(
                    item.key,
                    field.as_ref().map(|(_, kind)| *kind).map_err(|e| *e),
                );
                field.map(|(field, _)| field)
            })
            .collect();
        let fields = gather(fields)?;
        every_table_has_one(section, &fields, tables)?;
        Ok(fields)
    });
    match &fields {
        Err(reported) if known.is_empty() => (fields.clone(), KnownFields::missing(*reported)),
        _ => (fields, known),
    }
}

/// Of a table without fields nothing is known.
fn every_table_has_one(
    section: &Section<'_>,
    fields: &[LinkField],
    tables: &Tables,
) -> Result<(), Reported> {
    let has_one = |table: usize| {
        fields.iter().any(|field| match &field.recipe {
            FieldRecipe::Columns { of_tables, .. } => !of_tables[table].is_empty(),
            FieldRecipe::Derived { .. } => false,
        })
    };
    match (0..tables.len()).find(|table| !has_one(*table)) {
        None => Ok(()),
        Some(table) => {
            let name = tables.name(table);
            let title = format!("no field has a column of table {name}");
            Err(section
                .mistake(title)
                .label("these are all fields")
                .report())
        }
    }
}

fn field(
    item: &Item<'_>,
    section: &Section<'_>,
    tables: &Tables,
    known: &KnownFields,
) -> Result<(LinkField, ColumnKind), Reported> {
    let recipe = match (section.optional("from"), section.optional("of")) {
        (Some(from), None) => columns(&from, section, tables),
        (None, Some(of)) => derived(&of, section, known),
        (Some(_), Some(of)) => {
            let mistake = of.key_mistake("a field has either `from` or `of`");
            Err(mistake.label("this one has both").report())
        }
        (None, None) => {
            let mistake = item.key_mistake("a field has either `from` or `of`");
            let help = "`from` names a column of the tables, `of` an earlier field";
            Err(mistake.label("this one has neither").help(help).report())
        }
    };
    let (recipe, kind) = recipe.inspect_err(|_| section.know(&ARGUMENTS))?;
    let name = item.key.to_owned();
    Ok((LinkField { name, recipe }, kind))
}

fn columns(
    from: &Item<'_>,
    section: &Section<'_>,
    tables: &Tables,
) -> Result<(FieldRecipe, ColumnKind), Reported> {
    let of_tables = of_tables(from, tables);
    let standard = match section.optional("as") {
        None => Ok(Standard::Text),
        Some(item) => standard(&item, section),
    };
    let standard = standard?;
    let kind = standard.kind();
    let of_tables = of_tables?;
    Ok((
        FieldRecipe::Columns {
            of_tables,
            standard,
        },
        kind,
    ))
}

/// Per table the columns: the same for all, or by the names of the tables.
fn of_tables(from: &Item<'_>, tables: &Tables) -> Result<Vec<Vec<String>>, Reported> {
    if !from.is_table() {
        return Ok(vec![column_names(from)?; tables.len()]);
    }
    let mut of_tables = vec![Vec::new(); tables.len()];
    from.table(|section| {
        gather(section.entries().iter().map(|item| {
            let number = tables.number_of_key(item)?;
            of_tables[usize::from(number)] = column_names(item)?;
            Ok(())
        }))
    })?;
    Ok(of_tables)
}

/// One column, or several that are joined.
fn column_names(item: &Item<'_>) -> Result<Vec<String>, Reported> {
    if item.is_text() {
        return Ok(vec![item.filled_text()?.to_owned()]);
    }
    let items = item.filled_list()?;
    gather(
        items
            .iter()
            .map(|item| item.filled_text().map(str::to_owned)),
    )
}

/// A form with nothing more to say.
const STANDARDS: [(&str, Option<Standard>); 12] = [
    ("text", Some(Standard::Text)),
    ("folded", Some(Standard::Folded)),
    ("person_name", Some(Standard::PersonName)),
    ("cccd", Some(Standard::Cccd)),
    ("identity_number", Some(Standard::IdentityNumber)),
    ("bhxh_number", Some(Standard::BhxhNumber)),
    ("phone", Some(Standard::Phone)),
    ("digits", Some(Standard::Digits)),
    ("number", Some(Standard::Number)),
    ("set", Some(Standard::Set)),
    ("partial_date", None),
    ("commune", None),
];

fn standard(item: &Item<'_>, section: &Section<'_>) -> Result<Standard, Reported> {
    let codes: [(&str, usize); STANDARDS.len()] = std::array::from_fn(|at| (STANDARDS[at].0, at));
    let (code, standard) = &STANDARDS[item.choice(&codes)?];
    if let Some(standard) = standard {
        return Ok(standard.clone());
    }
    if *code == "partial_date" {
        let flag = section.optional("first_of_january_is_year");
        return Ok(Standard::PartialDate {
            first_of_january_is_year: flag.map_or(Ok(false), |item| item.flag())?,
        });
    }
    let province = section.required("province")?.filled_text()?;
    Ok(Standard::Commune {
        province: province.to_owned(),
    })
}

fn derived(
    of: &Item<'_>,
    section: &Section<'_>,
    known: &KnownFields,
) -> Result<(FieldRecipe, ColumnKind), Reported> {
    let found = of.filled_text().and_then(|name| known.position(of, name));
    let take = section
        .required("take")
        .and_then(|item| take(&item, section));
    let (number, kind) = found?;
    let take = take?;
    let needed = match take {
        Take::Year => ColumnKind::Date,
        _ => ColumnKind::Text,
    };
    known.of_kind(of, &[needed])?;
    let recipe = FieldRecipe::Derived {
        of: usize::from(number),
        take,
    };
    Ok((recipe, kind))
}

fn take(item: &Item<'_>, section: &Section<'_>) -> Result<Take, Reported> {
    let count = |key| {
        let count = section.required(key)?;
        count.count(1..=TAKEN_MAX).map(|count| count as usize)
    };
    let whole = [
        ("first_token", Some(Take::Token(0))),
        ("last_token", Some(Take::Token(-1))),
        ("all_but_last", Some(Take::AllButLast)),
        ("folded", Some(Take::Folded)),
        ("year", Some(Take::Year)),
        ("token", None),
        ("prefix", None),
        ("suffix", None),
    ];
    if let Some(take) = item.choice(&whole)? {
        return Ok(take);
    }
    match item.text()? {
        "token" => Ok(Take::Token(count("number")? as isize - 1)),
        "prefix" => Ok(Take::Prefix(count("letters")?)),
        _ => Ok(Take::Suffix(count("letters")?)),
    }
}
