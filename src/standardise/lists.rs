//! The code lists of one profile, compiled once for all its files.

use std::collections::BTreeMap;

use super::codes::CodeList;
use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{Field, Sex};
use crate::reference::CodeLists;
use crate::source::Profile;

/// Every listed field's spellings.
#[derive(Debug, Clone)]
pub struct ProfileLists {
    pub sex: CodeList<Sex>,
    pub ethnicity: CodeList<u8>,
    pub residence_status: CodeList<ResidenceStatus>,
    pub target_groups: CodeList<u8>,
    pub funding: CodeList<u8>,
    pub ehr_exists: CodeList<bool>,
    pub national_state: CodeList<SyncState>,
    pub vneid_state: CodeList<SyncState>,
}

impl ProfileLists {
    /// The profile's spellings; ethnic groups come from the reference list, by name and alias, and by code
    /// where all lists in use agree on it.
    #[must_use]
    pub fn new(profile: &Profile, reference: &CodeLists) -> Self {
        Self {
            sex: list(profile, Field::Sex, |code| {
                Sex::ALL.into_iter().find(|sex| sex.code() == code)
            }),
            ethnicity: ethnicity(reference),
            residence_status: list(profile, Field::ResidenceStatus, |code| {
                ResidenceStatus::ALL
                    .into_iter()
                    .find(|status| status.code() == code)
            }),
            target_groups: list(profile, Field::TargetGroups, |code| code.parse().ok()),
            funding: list(profile, Field::Funding, |code| code.parse().ok()),
            ehr_exists: list(profile, Field::EhrExists, |code| code.parse().ok()),
            national_state: list(profile, Field::EhrNationalState, state),
            vneid_state: list(profile, Field::EhrVneidState, state),
        }
    }
}

fn state(code: &str) -> Option<SyncState> {
    SyncState::ALL
        .into_iter()
        .find(|state| state.code() == code)
}

fn list<T: Copy>(profile: &Profile, field: Field, read: impl Fn(&str) -> Option<T>) -> CodeList<T> {
    static NO_VALUES: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let values = profile.values.get(&field).unwrap_or(&NO_VALUES);
    let spellings = values
        .iter()
        .filter_map(|(code, spellings)| Some((read(code)?, spellings)));
    CodeList::new(spellings.flat_map(|(standard, spellings)| {
        spellings
            .iter()
            .map(move |spelling| (standard, spelling.as_str()))
    }))
}

/// Ethnic groups by position in the reference list: names and aliases, and the code where all lists agree.
fn ethnicity(reference: &CodeLists) -> CodeList<u8> {
    let groups = reference.ethnic_groups().iter().zip(0_u8..);
    CodeList::new(groups.flat_map(|(group, position)| {
        let by_code = group.code.as_deref().filter(|_| group.agreed);
        let aliases = group.aliases.iter().map(String::as_str);
        let names = std::iter::once(group.name.as_str())
            .chain(aliases)
            .chain(by_code);
        names.map(move |name| (position, name))
    }))
}
