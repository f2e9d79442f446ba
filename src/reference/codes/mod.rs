//! Code lists: target groups, insurance objects, ethnic groups, places of identity numbers.

use jiff::civil::Date;
use serde::Deserialize;

use super::fold::fold;

mod parse;
#[cfg(test)]
mod tests;

/// The text of the four lists.
#[derive(Debug, Clone, Copy)]
pub struct CodeListTexts<'a> {
    pub doi_tuong: &'a str,
    pub bhyt_objects: &'a str,
    pub ethnic_groups: &'a str,
    pub cccd_places: &'a str,
}

/// The parsed lists. See the module contract of [`crate::reference`].
#[derive(Debug, Clone)]
pub struct CodeLists {
    target_groups: Vec<TargetGroups>,
    bhyt_objects: Vec<BhytObject>,
    ethnic_groups: Vec<EthnicGroup>,
    places: Vec<PlaceCode>,
}

/// DOI_TUONG as one decision defines it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetGroups {
    pub decision: String,
    #[serde(deserialize_with = "parse::day")]
    pub valid_from: Date,
    pub source: String,
    #[serde(rename = "code")]
    pub groups: Vec<TargetGroup>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetGroup {
    pub code: u8,
    pub vi: String,
    pub en: String,
    /// Other spellings that rosters write.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Who pays the contribution of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    Employer,
    SocialInsurance,
    State,
    PartlySubsidised,
    Household,
}

/// The object (beneficiary) code of a card, its first two characters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BhytObject {
    pub code: String,
    pub payer: Payer,
    pub vi: String,
    pub en: String,
    /// DOI_TUONG code that the card implies, if any.
    pub target_group: Option<u8>,
    /// Benefit level seen with this object; changes over time, so never part of identity.
    pub benefit_level: Option<u8>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EthnicGroup {
    pub name: String,
    /// MA_DANTOC of two digits, only where all lists agree.
    pub code: Option<String>,
    #[serde(default)]
    pub agreed: bool,
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The place in the first three digits of an identity number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceCode {
    pub code: String,
    pub name: String,
    /// No province has this code; it marks invented people.
    #[serde(default)]
    pub reserved_for_invented: bool,
}

impl CodeLists {
    /// DOI_TUONG in force on a day; `None` before the first decision.
    pub fn target_groups_on(&self, day: Date) -> Option<&TargetGroups> {
        self.target_groups
            .iter()
            .rev()
            .find(|version| version.valid_from <= day)
    }

    /// Every version of DOI_TUONG, the earliest first.
    pub fn target_groups(&self) -> &[TargetGroups] {
        &self.target_groups
    }

    pub fn bhyt_objects(&self) -> &[BhytObject] {
        &self.bhyt_objects
    }

    pub fn bhyt_object(&self, code: &str) -> Option<&BhytObject> {
        self.bhyt_objects.iter().find(|object| object.code == code)
    }

    pub fn ethnic_groups(&self) -> &[EthnicGroup] {
        &self.ethnic_groups
    }

    /// The group of a name or alias, compared under [`fold`]; `Mông`, `H'Mông` and `HMONG` are one.
    pub fn ethnic_group(&self, name: &str) -> Option<&EthnicGroup> {
        let folded = fold(name);
        self.ethnic_groups.iter().find(|group| {
            fold(&group.name) == folded || group.aliases.iter().any(|alias| fold(alias) == folded)
        })
    }

    pub fn places(&self) -> &[PlaceCode] {
        &self.places
    }

    /// The place of an identity number's first three digits.
    pub fn place(&self, code: &str) -> Option<&PlaceCode> {
        self.places.iter().find(|place| place.code == code)
    }
}

impl TargetGroups {
    pub fn group(&self, code: u8) -> Option<&TargetGroup> {
        self.groups.iter().find(|group| group.code == code)
    }

    /// The group here that `group` of another version is, by any of their names: `Các đối tượng khác`, 14 of the first
    /// decision, is 16 of the second.
    pub fn same_as(&self, group: &TargetGroup) -> Option<&TargetGroup> {
        group.names().find_map(|name| self.named(name))
    }

    /// The group of a name or alias, compared under [`fold`].
    pub fn named(&self, name: &str) -> Option<&TargetGroup> {
        let folded = fold(name);
        self.groups.iter().find(|group| {
            fold(&group.vi) == folded || group.aliases.iter().any(|alias| fold(alias) == folded)
        })
    }
}

impl TargetGroup {
    /// Its official name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.vi.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}
