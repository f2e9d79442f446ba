//! `[[sources]]`: what is delivered, where, and how it is read.

use std::collections::BTreeSet;
use std::path::Path;

use crate::domain::Kind;
use crate::source::options::{Delivery, SourceOptions};

use super::document::{Reported, gather};
use super::file_name;
use super::item::Item;
use super::profile::Profiles;
use super::reading::Reading;
use super::section::Section;
use super::unique::Unique;

const DELIVERIES: [(&str, Delivery); 2] = [
    ("snapshot", Delivery::Snapshot),
    ("increment", Delivery::Increment),
];

/// A century.
const AGE_DAYS_MAX: u32 = 36_500;

/// Kinds of the sources, also of those with mistakes elsewhere.
pub type Kinds = Result<BTreeSet<Kind>, Reported>;

/// Reads all sources, and the profiles that they name.
pub fn read(
    root: &Section<'_>,
    reading: &Reading,
) -> (Result<Vec<SourceOptions>, Reported>, Kinds) {
    let items = match root.required("sources").and_then(|item| item.filled_list()) {
        Ok(items) => items,
        Err(reported) => return (Err(reported), Err(reported)),
    };
    let mut reader = Reader {
        profiles: Profiles::new(reading),
        ids: Unique::default(),
        files: Unique::default(),
        kinds: Vec::new(),
    };
    let sources = gather(
        items
            .iter()
            .map(|item| item.table(|section| reader.source(section))),
    );
    let kinds = match &sources {
        Err(reported) if reader.kinds.len() < items.len() => Err(*reported),
        _ => gather(reader.kinds).map(BTreeSet::from_iter),
    };
    (sources, kinds)
}

struct Reader<'a> {
    profiles: Profiles<'a>,
    ids: Unique,
    files: Unique,
    kinds: Vec<Result<Kind, Reported>>,
}

impl Reader<'_> {
    fn source(&mut self, section: &Section<'_>) -> Result<SourceOptions, Reported> {
        let kind_codes = Kind::ALL.map(|kind| (kind.code(), kind));
        let id = section.required("id").and_then(|item| self.id(&item));
        let kind = section
            .required("kind")
            .and_then(|item| item.choice(&kind_codes));
        self.kinds.push(kind);
        let folder = section.required("folder").and_then(|item| item.path());
        let file_name = section.required("file_name").and_then(|item| {
            let pattern = file_name::read(&item)?;
            self.own_files(&item, folder.as_deref().ok(), &pattern)?;
            Ok(pattern)
        });
        let delivery = section.required("delivery").and_then(|item| {
            let delivery = item.choice(&DELIVERIES)?;
            if delivery == Delivery::Increment {
                can_add_up(&item, kind.ok(), file_name.as_deref().ok())?;
            }
            Ok(delivery)
        });
        let required = section.required("required").and_then(|item| item.flag());
        let max_age_days = section
            .required("max_age_days")
            .and_then(|item| item.count(0..=AGE_DAYS_MAX));
        let withdrawn = match section.optional("withdrawn") {
            None => Ok(Vec::new()),
            Some(item) => item
                .texts()
                .map(|texts| texts.into_iter().map(|(_, text)| text.to_owned()).collect()),
        };
        let profile = section
            .required("profile")
            .and_then(|item| self.profiles.read(&item));
        Ok(SourceOptions {
            id: id?,
            kind: kind?,
            folder: folder?,
            file_name: file_name?,
            delivery: delivery?,
            required: required?,
            max_age_days: max_age_days?,
            withdrawn: withdrawn?,
            profile: profile?,
        })
    }

    fn id(&mut self, item: &Item<'_>) -> Result<String, Reported> {
        let id = item.name()?;
        self.ids
            .check(item, id, &format!("source `{id}` stands twice"))?;
        Ok(id.to_owned())
    }

    /// Two sources with the same files would count every row twice.
    fn own_files(
        &mut self,
        item: &Item<'_>,
        folder: Option<&Path>,
        pattern: &str,
    ) -> Result<(), Reported> {
        let Some(folder) = folder else {
            return Ok(());
        };
        let files = folder.join(pattern);
        let title = format!("files `{}` are read twice", files.display());
        self.files.check(item, &files.to_string_lossy(), &title)
    }
}

/// Increments are kept side by side: each needs a name of its own, and rows that tell which row they renew.
fn can_add_up(
    item: &Item<'_>,
    kind: Option<Kind>,
    file_name: Option<&str>,
) -> Result<(), Reported> {
    if kind.is_some_and(|kind| !kind.is_about_persons()) {
        let mistake = item.mistake("counts cannot come as increments");
        let help = "a count has no identity that a later one could renew: send the whole list with delivery = \"snapshot\"";
        return Err(mistake.help(help).report());
    }
    if file_name.is_some_and(|pattern| !pattern.contains("{date}")) {
        let mistake = item.mistake("files of increments must tell their day");
        let help = "put `{date}` into `file_name`: tonight's file would else take the place of the one before";
        return Err(mistake.help(help).report());
    }
    Ok(())
}
