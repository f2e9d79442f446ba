//! `profiles/*.toml`: how to read one kind of extract.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::Field;
use crate::source::options::Profile;

use super::document::{Document, Mistakes, Reported, gather};
use super::error::ConfigError;
use super::fold::fold_value;
use super::headers::{Claims, Headers, field_of_key};
use super::item::Item;
use super::reading::Reading;
use super::section::Section;
use super::suggest::did_you_mean;
use super::unique::Unique;
use super::value_codes::{ValueCodes, value_codes};

/// Profiles by path, each read once.
pub struct Profiles<'a> {
    reading: &'a Reading,
    read: BTreeMap<PathBuf, Result<Arc<Profile>, Reported>>,
}

impl<'a> Profiles<'a> {
    pub fn new(reading: &'a Reading) -> Self {
        Self {
            reading,
            read: BTreeMap::new(),
        }
    }

    /// The profile that `item` names.
    pub fn read(&mut self, item: &Item<'_>) -> Result<Arc<Profile>, Reported> {
        let path = item.path()?;
        if let Some(profile) = self.read.get(&path) {
            return profile.clone();
        }
        let name = item.filled_text()?;
        let profile = self
            .reading
            .part(item, |root| profile(root, name))
            .map(Arc::new);
        self.read.insert(path, profile.clone());
        profile
    }
}

/// Reads a profile that stands in no file yet.
///
/// # Errors
/// Every mistake in it.
pub fn read_profile(text: &str, name: &str) -> Result<Profile, ConfigError> {
    let mistakes = Mistakes::default();
    let read = Document::new(Path::new(name), text, &mistakes).read(|root| profile(root, name));
    let diagnostics = mistakes.into_vec();
    match read {
        Ok(profile) if diagnostics.is_empty() => Ok(profile),
        _ => Err(ConfigError::Invalid { diagnostics }),
    }
}

fn profile(root: &Section<'_>, name: &str) -> Result<Profile, Reported> {
    let mut claims = Claims::default();
    let headers = root.table("headers", |section| claims.headers(section));
    let dropped = root
        .optional("dropped_headers")
        .map(|item| claims.dropped(&item));
    let known = headers.as_ref().ok();
    let required_fields = root
        .required("required_fields")
        .and_then(|item| required_fields(&item, known));
    let values = root
        .optional("values")
        .map(|item| item.table(|section| values(section, known)));
    let first_of_january_is_year = root
        .required("first_of_january_is_year")
        .and_then(|item| item.flag());
    Ok(Profile {
        name: name.to_owned(),
        headers: headers?,
        values: values.unwrap_or_else(|| Ok(BTreeMap::new()))?,
        required_fields: required_fields?,
        first_of_january_is_year: first_of_january_is_year?,
        dropped_headers: dropped.unwrap_or_else(|| Ok(Vec::new()))?,
    })
}

/// Lists of fields of which a row needs one each; `headers` is `None` when they could not be read.
fn required_fields(
    item: &Item<'_>,
    headers: Option<&Headers>,
) -> Result<Vec<Vec<Field>>, Reported> {
    let codes = Field::ALL.map(|field| (field.code(), field));
    gather(item.list()?.iter().map(|alternatives| {
        gather(alternatives.filled_list()?.iter().map(|element| {
            let field = element.choice(&codes)?;
            match headers {
                Some(headers) if !headers.contains_key(&field) => {
                    let mistake = element.mistake(format!("`{}` has no headers", field.code()));
                    Err(mistake.label("required, but in no column").report())
                }
                _ => Ok(field),
            }
        }))
    }))
}

type Values = BTreeMap<String, Vec<String>>;

fn values(
    section: &Section<'_>,
    headers: Option<&Headers>,
) -> Result<BTreeMap<Field, Values>, Reported> {
    let fields = gather(section.entries().iter().map(|item| {
        let field = field_of_key(item)?;
        if headers.is_some_and(|headers| !headers.contains_key(&field)) {
            let mistake = item.key_mistake(format!("`{}` has no headers", item.key));
            return Err(mistake
                .label("spellings of a field that is not read")
                .report());
        }
        let values = item.table(|section| field_values(section, item, field))?;
        Ok((field, values))
    }))?;
    Ok(fields.into_iter().collect())
}

fn field_values(section: &Section<'_>, owner: &Item<'_>, field: Field) -> Result<Values, Reported> {
    let known = match value_codes(field) {
        ValueCodes::Closed(codes) => Some(codes),
        ValueCodes::Open => None,
        ValueCodes::None => {
            let mistake = owner.key_mistake(format!("`{}` is read as it stands", field.code()));
            return Err(mistake.label("has no codes to spell").report());
        }
    };
    let mut unique = Unique::default();
    let values = gather(section.entries().iter().map(|item| {
        if let Some(codes) = known.as_deref() {
            known_code(item, field, codes)?;
        }
        Ok((item.key.to_owned(), spellings(item, &mut unique)?))
    }))?;
    Ok(values.into_iter().collect())
}

fn known_code(item: &Item<'_>, field: Field, codes: &[String]) -> Result<(), Reported> {
    if codes.iter().any(|code| code == item.key) {
        return Ok(());
    }
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let title = format!("`{}` is no code of `{}`", item.key, field.code());
    let mistake = item.key_mistake(title).label("unknown code");
    Err(mistake.help(did_you_mean(item.key, &codes)).report())
}

/// Spellings of one code; one that stands under another code too could be read as either.
fn spellings(item: &Item<'_>, taken: &mut Unique) -> Result<Vec<String>, Reported> {
    let texts = item.texts()?;
    let mut own = BTreeSet::new();
    gather(texts.iter().map(|(element, text)| {
        let folded = fold_value(text);
        if own.insert(folded.clone()) {
            let title = format!("spelling `{text}` stands under two codes");
            taken.check(element, &folded, &title)?;
        }
        Ok((*text).to_owned())
    }))
}
