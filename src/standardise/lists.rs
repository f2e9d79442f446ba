//! The code lists of one profile, compiled once for all its files.

use std::collections::BTreeMap;

use super::codes::CodeList;
use super::groups::GroupList;
use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{Field, Kind, Sex};
use crate::reference::CodeLists;
use crate::source::Profile;

/// What forms write before an ethnic group, folded.
const ETHNICITY_NAMES: &[&str] = &["dan toc", "dt", "nguoi"];

/// Every listed field's spellings.
#[derive(Debug, Clone)]
pub struct ProfileLists {
    pub sex: CodeList<Sex>,
    pub ethnicity: CodeList<u8>,
    pub residence_status: CodeList<ResidenceStatus>,
    pub target_groups: GroupList,
    pub funding: CodeList<u8>,
    pub ehr_exists: CodeList<bool>,
    pub national_state: CodeList<SyncState>,
    pub vneid_state: CodeList<SyncState>,
}

impl ProfileLists {
    /// The profile's spellings. Target groups are known by the names of the reference list too; ethnic groups come from
    /// it alone, by name and alias, and by code where all lists in use agree on it.
    #[must_use]
    pub fn new(kind: Kind, profile: &Profile, reference: &CodeLists) -> Self {
        let code = |code: &str| code.parse().ok();
        let groups = spellings(profile, Field::TargetGroups, code);
        Self {
            sex: CodeList::new(spellings(profile, Field::Sex, sex)).called(&[
                "gioi tinh",
                "gioi",
                "gt",
                "phai",
            ]),
            ethnicity: ethnicity(reference).called(ETHNICITY_NAMES),
            residence_status: states(profile, Field::ResidenceStatus, residence),
            // The reader of messages marks the codes of the earlier list.
            target_groups: GroupList::new(groups, reference, kind != Kind::ExamXml),
            funding: CodeList::new(spellings(profile, Field::Funding, code)).called(&[
                "nguon",
                "nguon kinh phi",
                "nguon chi tra",
            ]),
            ehr_exists: states(profile, Field::EhrExists, |code| code.parse().ok()),
            national_state: states(profile, Field::EhrNationalState, sync_state),
            vneid_state: states(profile, Field::EhrVneidState, sync_state),
        }
    }
}

fn sex(code: &str) -> Option<Sex> {
    Sex::ALL.into_iter().find(|sex| sex.code() == code)
}

fn residence(code: &str) -> Option<ResidenceStatus> {
    ResidenceStatus::ALL
        .into_iter()
        .find(|status| status.code() == code)
}

fn sync_state(code: &str) -> Option<SyncState> {
    SyncState::ALL
        .into_iter()
        .find(|state| state.code() == code)
}

fn states<T: Copy + PartialEq>(
    profile: &Profile,
    field: Field,
    read: impl Fn(&str) -> Option<T> + Clone,
) -> CodeList<T> {
    CodeList::new(spellings(profile, field, read)).changed_by_words()
}

/// The (standard value, spelling) pairs that a profile gives a field.
fn spellings<T: Copy>(
    profile: &Profile,
    field: Field,
    read: impl Fn(&str) -> Option<T> + Clone,
) -> impl Iterator<Item = (T, &str)> + Clone {
    static NO_VALUES: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let values = profile.values.get(&field).unwrap_or(&NO_VALUES);
    values.iter().flat_map(move |(code, spellings)| {
        let standard = read(code);
        let spellings = spellings.iter().map(String::as_str);
        spellings.filter_map(move |spelling| Some((standard?, spelling)))
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{How, Problem, Repair, Value};
    use crate::reference::embedded;

    /// What the list calls the group that a text is read as; empty for none.
    fn group<'l>(reference: &'l CodeLists, value: &Value<'_, u8>) -> &'l str {
        let position = value.standard.map(usize::from);
        position.map_or("", |at| &reference.ethnic_groups()[at].name)
    }

    #[test]
    fn ethnic_groups_are_known_by_their_names_and_local_groups() {
        let reference = embedded::code_lists();
        let list = ethnicity(&reference).called(ETHNICITY_NAMES);
        for (text, expected) in [
            ("Mông Trắng", "Mông"),
            ("Mông (Hoa)", "Mông"),
            ("Dao đỏ", "Dao"),
            ("DAO TIỀN", "Dao"),
            ("Nùng An", "Nùng"),
            ("Nùng (Phàn Slình)", "Nùng"),
            ("Tày.", "Tày"),
        ] {
            let value = list.standardise(text);
            assert_eq!(
                (group(&reference, &value), value.how),
                (expected, How::AsGiven),
                "{text}"
            );
        }
        for (text, expected) in [
            ("Kinh (Việt)", "Kinh"),
            ("Hoa (Hán)", "Hoa"),
            ("Sán Chay (Cao Lan - Sán Chỉ)", "Sán Chay"),
            ("Nùng (U)", "Nùng"),
            ("Dân tộc Tày", "Tày"),
            ("Dân tộc: Nùng", "Nùng"),
            ("DT Nùng", "Nùng"),
            ("02 - Tày", "Tày"),
            ("Tày (02)", "Tày"),
            ("04 - Thái", "Thái"),
        ] {
            let value = list.standardise(text);
            let beside = How::Repaired(Repair::Remark);
            assert_eq!(
                (group(&reference, &value), value.how),
                (expected, beside),
                "{text}"
            );
        }
        for (text, problem) in [
            ("Tày (Nùng)", Problem::Contradiction),
            ("02 - Nùng", Problem::Contradiction),
            ("Tày/Nùng", Problem::Unknown),
            ("04", Problem::Unknown),
            ("Không rõ", Problem::Unknown),
            ("Việt Nam", Problem::Unknown),
        ] {
            assert_eq!(
                list.standardise(text),
                Value::missing(text, problem),
                "{text}"
            );
        }
    }
}
