//! From the TOML of the four lists to [`CodeLists`].

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use super::{BhytObject, CodeListTexts, CodeLists, EthnicGroup, PlaceCode, TargetGroups};
use crate::reference::ReferenceError;

const DOI_TUONG: &str = "doi_tuong.toml";
const BHYT_OBJECTS: &str = "bhyt_objects.toml";
const ETHNIC_GROUPS: &str = "ethnic_groups.toml";
const CCCD_PLACES: &str = "cccd_places.toml";

impl CodeLists {
    /// Parses the four lists.
    ///
    /// # Errors
    /// The first list that is not valid TOML of its shape or that repeats a code, with its line.
    pub fn parse(texts: &CodeListTexts<'_>) -> Result<Self, ReferenceError> {
        let mut target_groups = parse::<DoiTuongFile>(DOI_TUONG, texts.doi_tuong)?.version;
        target_groups.sort_by_key(|version| version.valid_from);
        for version in &target_groups {
            let codes = version.groups.iter().map(|group| group.code.to_string());
            check_unique(DOI_TUONG, texts.doi_tuong, codes)?;
        }
        let bhyt_objects = parse::<BhytObjectsFile>(BHYT_OBJECTS, texts.bhyt_objects)?.object;
        check_unique(
            BHYT_OBJECTS,
            texts.bhyt_objects,
            bhyt_objects.iter().map(|o| o.code.clone()),
        )?;
        let ethnic_groups = parse::<EthnicGroupsFile>(ETHNIC_GROUPS, texts.ethnic_groups)?.group;
        check_unique(
            ETHNIC_GROUPS,
            texts.ethnic_groups,
            ethnic_groups.iter().map(|g| g.name.clone()),
        )?;
        let places = parse::<PlacesFile>(CCCD_PLACES, texts.cccd_places)?.place;
        check_unique(
            CCCD_PLACES,
            texts.cccd_places,
            places.iter().map(|p| p.code.clone()),
        )?;
        Ok(Self {
            target_groups,
            bhyt_objects,
            ethnic_groups,
            places,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoiTuongFile {
    #[serde(rename = "licence")]
    _licence: String,
    version: Vec<TargetGroups>,
}

#[derive(Deserialize)]
struct BhytObjectsFile {
    #[serde(flatten)]
    _origin: Origin,
    object: Vec<BhytObject>,
}

#[derive(Deserialize)]
struct EthnicGroupsFile {
    #[serde(flatten)]
    _origin: Origin,
    group: Vec<EthnicGroup>,
}

#[derive(Deserialize)]
struct PlacesFile {
    #[serde(flatten)]
    _origin: Origin,
    place: Vec<PlaceCode>,
}

/// A list without its origin is refused.
#[derive(Deserialize)]
struct Origin {
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "checked_on", deserialize_with = "day")]
    _checked_on: Date,
    #[serde(rename = "licence")]
    _licence: String,
}

pub(super) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(D::Error::custom)
}

fn parse<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, ReferenceError> {
    toml::from_str(text).map_err(|source| {
        let at = source.span().map_or(0, |span| span.start);
        ReferenceError::Toml {
            file,
            line: 1 + text[..at].matches('\n').count(),
            source,
        }
    })
}

fn check_unique(
    file: &'static str,
    text: &str,
    keys: impl Iterator<Item = String>,
) -> Result<(), ReferenceError> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if seen.contains(&key) {
            return Err(ReferenceError::Duplicate {
                file,
                line: last_line_of(text, &key),
                column: "key",
                value: key,
            });
        }
        seen.insert(key);
    }
    Ok(())
}

/// The line of the last assignment of this value: the repeated entry.
fn last_line_of(text: &str, key: &str) -> usize {
    let assigns = |line: &str| {
        line.split_once('=')
            .is_some_and(|(_, value)| value.trim().trim_matches('"') == key)
    };
    text.lines()
        .enumerate()
        .filter(|(_, line)| assigns(line))
        .last()
        .map_or(1, |(index, _)| index + 1)
}
