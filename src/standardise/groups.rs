//! Target groups: several in a cell, and codes by the list of their day.
//!
//! DOI_TUONG has had two lists. A code is read by the one in force on the day of the exam, where the row has none on
//! that of the extract; standard are the codes of the latest. Names mean the same in all lists. Example: `14` of an
//! exam in June 2026 is "các đối tượng khác", which is 16 since QĐ 2062.

use jiff::civil::Date;

use super::codes::CodeList;
use crate::domain::fast_map::FastMap;
use crate::domain::{How, Problem, Repair, TargetGroups, Value};
use crate::reference::{self, CodeLists};

/// What forms call the field.
const NAMES: &[&str] = &[
    "doi tuong",
    "nhom",
    "nhom doi tuong",
    "ma doi tuong",
    "dien",
    "dien doi tuong",
];

/// What stands between several groups, by how certainly it parts them: `Hộ nghèo, cận nghèo` is one group.
const SEPARATORS: [&[&str]; 4] = [
    &[";", "\n", "|"],
    &[",", "+", "/", "&"],
    &[" và ", " Và ", " VÀ ", " va "],
    &["-", "–"],
];

/// The level of [`SEPARATORS`] that names have in them too: it parts groups only where all of them are known.
const LEVEL_OF_DASHES: usize = 3;

/// Texts that a [`GroupReader`] keeps of each list, and how long they may be.
const TEXTS_KNOWN_MAX: usize = 4096;
const TEXT_BYTES_MAX: usize = 256;

/// The lists of target groups, by their day.
#[derive(Debug, Clone)]
pub struct GroupList {
    latest: CodeList<u8>,
    /// Codes that the latest list alone has: a cell with one of them is of that list, whatever its day.
    latest_only: TargetGroups,
    /// Earlier lists and the first day on which they no longer held, the earliest first.
    earlier: Vec<(Date, CodeList<u8>)>,
}

impl GroupList {
    /// The spellings of a profile and the names of the reference. `is_dated` where codes are read by their day; the
    /// messages of hospitals say themselves which list they are of.
    #[must_use]
    pub fn new<'s>(
        spellings: impl Iterator<Item = (u8, &'s str)> + Clone,
        reference: &CodeLists,
        is_dated: bool,
    ) -> Self {
        let versions = reference.target_groups();
        let names = names(versions);
        let list = |of_list: &dyn Fn(u8) -> u8| {
            let own = spellings.clone().map(|(code, spelling)| {
                let is_code = spelling.parse() == Ok(code);
                (if is_code { of_list(code) } else { code }, spelling)
            });
            CodeList::new(own.chain(names.iter().copied())).called(NAMES)
        };
        let earlier = versions.windows(2).filter(|_| is_dated).map(|pair| {
            let today = |code| code_of_today(&pair[0], versions, code);
            (pair[1].valid_from, list(&today))
        });
        Self {
            earlier: earlier.collect(),
            latest_only: latest_only(versions),
            latest: list(&|code| code),
        }
    }

    /// Reads a cell of a row whose day is `day`. One group that is unknown among several is said, the others hold.
    #[must_use]
    pub fn standardise<'a>(&self, text: &'a str, day: Date) -> Value<'a, TargetGroups> {
        self.read_by(text, self.version_of(day))
    }

    /// Which of the earlier lists held on `day`; `None` where the latest did.
    fn version_of(&self, day: Date) -> Option<usize> {
        self.earlier.iter().position(|(until, _)| day < *until)
    }

    fn read_by<'a>(&self, text: &'a str, version: Option<usize>) -> Value<'a, TargetGroups> {
        let latest = read(&self.latest, text);
        let earlier = version.and_then(|version| self.earlier.get(version));
        let Some((_, list)) = earlier.filter(|_| !self.is_of_latest(&latest)) else {
            return latest;
        };
        let value = read(list, text);
        match value.how {
            _ if value.standard == latest.standard => latest,
            // The label beside the code is of the latest list.
            How::Missing(_) => latest,
            How::Repaired(Repair::UnknownPart) => value,
            _ => Value {
                how: How::Repaired(Repair::EarlierList),
                ..value
            },
        }
    }

    fn is_of_latest(&self, value: &Value<'_, TargetGroups>) -> bool {
        let groups = value.standard.unwrap_or(TargetGroups::EMPTY);
        groups.codes().any(|code| self.latest_only.contains(code))
    }
}

/// What texts were read as.
type Known = FastMap<String, (Option<TargetGroups>, How)>;

/// A list that remembers what it has read: a roster says the same few groups of hundreds of people.
#[derive(Debug)]
pub struct GroupReader<'l> {
    list: &'l GroupList,
    /// Per version of the list.
    known: FastMap<Option<usize>, Known>,
}

impl<'l> GroupReader<'l> {
    #[must_use]
    pub fn new(list: &'l GroupList) -> Self {
        Self {
            list,
            known: FastMap::default(),
        }
    }

    /// As [`GroupList::standardise`].
    pub fn standardise<'a>(&mut self, text: &'a str, day: Date) -> Value<'a, TargetGroups> {
        if text.is_empty() {
            return Value::default();
        }
        let version = self.list.version_of(day);
        let known = self.known.entry(version).or_default();
        if let Some((standard, how)) = known.get(text) {
            return Value {
                original: text,
                standard: *standard,
                how: *how,
            };
        }
        let value = self.list.read_by(text, version);
        if known.len() < TEXTS_KNOWN_MAX && text.len() <= TEXT_BYTES_MAX {
            known.insert(text.to_owned(), (value.standard, value.how));
        }
        value
    }
}

/// Every name of every version, with its code of today.
fn names(versions: &[reference::TargetGroups]) -> Vec<(u8, &str)> {
    let groups = versions.iter().rev().flat_map(|version| &version.groups);
    let names = groups.flat_map(|group| {
        let code = versions.last().and_then(|latest| latest.same_as(group));
        let code = code.map(|same| same.code);
        group.names().filter_map(move |name| Some((code?, name)))
    });
    names.collect()
}

/// What `code` of an earlier version is called today; a code that the version does not have is one of today.
fn code_of_today(
    version: &reference::TargetGroups,
    versions: &[reference::TargetGroups],
    code: u8,
) -> u8 {
    let latest = versions.last();
    let same = version.group(code).and_then(|group| latest?.same_as(group));
    same.map_or(code, |same| same.code)
}

fn latest_only(versions: &[reference::TargetGroups]) -> TargetGroups {
    let Some((latest, earlier)) = versions.split_last() else {
        return TargetGroups::EMPTY;
    };
    let is_new = |code: &u8| earlier.iter().all(|version| version.group(*code).is_none());
    let codes = latest.groups.iter().map(|group| group.code);
    codes
        .filter(is_new)
        .fold(TargetGroups::EMPTY, TargetGroups::with)
}

/// What the parts of a cell said.
#[derive(Debug, Default)]
struct Parts {
    groups: TargetGroups,
    has_unknown: bool,
    has_contradiction: bool,
    has_remark: bool,
}

fn read<'a>(list: &CodeList<u8>, text: &'a str) -> Value<'a, TargetGroups> {
    if text.is_empty() {
        return Value::default();
    }
    let mut parts = Parts::default();
    parts.take(list, text, 0);
    let has_unknown = parts.has_unknown || parts.has_contradiction;
    Value {
        original: text,
        standard: (!parts.groups.is_empty()).then_some(parts.groups),
        how: match (parts.groups.is_empty(), has_unknown) {
            (true, _) if parts.has_contradiction => How::Missing(Problem::Contradiction),
            (true, _) => How::Missing(Problem::Unknown),
            (false, true) => How::Repaired(Repair::UnknownPart),
            (false, false) if parts.has_remark => How::Repaired(Repair::Remark),
            (false, false) => How::AsGiven,
        },
    }
}

impl Parts {
    /// Takes a part of a cell: a group, or several with separators of `level` or a higher one between.
    fn take(&mut self, list: &CodeList<u8>, part: &str, level: usize) {
        let value = list.standardise(part);
        match (value.standard, value.how) {
            (Some(code), how) => {
                self.groups = self.groups.with(code);
                self.has_remark |= how != How::AsGiven;
            }
            (None, How::Missing(Problem::Contradiction)) => self.has_contradiction = true,
            (None, _) => self.take_apart(list, part, level),
        }
    }

    fn take_apart(&mut self, list: &CodeList<u8>, text: &str, level: usize) {
        for (level, separators) in SEPARATORS.iter().enumerate().skip(level) {
            let parts = split(text, separators);
            let is_several = parts.len() > 1 || parts.first().is_some_and(|part| *part != text);
            let are_known = || parts.iter().all(|part| list.get(part).is_some());
            if is_several && (level != LEVEL_OF_DASHES || are_known()) {
                for part in parts {
                    self.take(list, part, level + 1);
                }
                return;
            }
        }
        self.has_unknown = true;
    }
}

/// The parts between any of `separators`, blank ones left out.
fn split<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![text];
    for separator in separators {
        parts = parts
            .iter()
            .flat_map(|part| part.split(*separator))
            .collect();
    }
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::reference::embedded;

    fn list(is_dated: bool) -> GroupList {
        let codes = ["1", "3", "6", "13", "14", "15", "16"];
        let spellings = codes.into_iter().map(|code| (code.parse().unwrap(), code));
        let own = [(3, "Hộ nghèo, cận nghèo"), (16, "14 (QĐ 1551)")];
        GroupList::new(spellings.chain(own), &embedded::code_lists(), is_dated)
    }

    fn check(text: &str, expected: &str, how: How) {
        let value = list(true).standardise(text, date(2026, 10, 1));
        let groups = value.standard.map(|groups| groups.to_string());
        assert_eq!(
            (groups.unwrap_or_default().as_str(), value.how),
            (expected, how),
            "{text}"
        );
    }

    #[test]
    fn official_names_are_known_without_being_listed_again() {
        for (text, expected) in [
            ("Người chưa có thẻ BHYT", "15"),
            ("Chưa có thẻ BHYT", "15"),
            ("Vùng đồng bào dân tộc thiểu số và miền núi", "6"),
            ("Vùng kinh tế - xã hội khó khăn, đặc biệt khó khăn", "7"),
            ("Dân tộc thiểu số", "6"),
            ("Mầm non", "10"),
            ("HS", "11"),
            ("SV", "12"),
            ("ĐBKK", "7"),
            ("Lao động tự do", "14"),
            ("Có công với cách mạng", "4"),
            ("Các đối tượng khác", "16"),
            ("14 (QĐ 1551)", "16"),
        ] {
            check(text, expected, How::AsGiven);
        }
    }

    #[test]
    fn several_groups_stand_in_one_cell() {
        for (text, expected) in [
            ("1;3", "1;3"),
            ("1, 3", "1;3"),
            ("1;;3;", "1;3"),
            ("1\n3", "1;3"),
            ("1 và 3", "1;3"),
            ("NCT - DTTS", "1;6"),
            ("NCT-DTTS", "1;6"),
            ("NCT và DTTS", "1;6"),
            ("Hộ nghèo, cận nghèo; NCT", "1;3"),
            ("Người khuyết tật, DTTS, vùng đặc biệt khó khăn", "2;6;7"),
            ("", ""),
        ] {
            let how = if text.is_empty() {
                How::Blank
            } else {
                How::AsGiven
            };
            check(text, expected, how);
        }
        for (text, expected) in [
            ("1 - Người cao tuổi", "1"),
            ("1-Người cao tuổi; 3-Hộ nghèo", "1;3"),
            ("1. Người cao tuổi, 3. Hộ nghèo, cận nghèo", "1;3"),
            ("1 - Người cao tuổi, Hộ nghèo", "1;3"),
            ("Nhóm 1", "1"),
            ("Đối tượng: NCT, DTTS", "1;6"),
        ] {
            check(text, expected, How::Repaired(Repair::Remark));
        }
        for (text, expected) in [
            ("NCT, abc", "1"),
            ("1;99", "1"),
            ("1 - NCT; 3 - DTTS", "1"),
            ("1;14 (?)", "1"),
        ] {
            check(text, expected, How::Repaired(Repair::UnknownPart));
        }
        for text in ["x", "17", "NCT - abc", "1 3", "14 (?)", ";", "1.3"] {
            check(text, "", How::Missing(Problem::Unknown));
        }
        check("1 - Hộ nghèo", "", How::Missing(Problem::Contradiction));
    }

    #[test]
    fn a_code_is_of_the_list_of_its_day() {
        let dated = |list: &GroupList, text, day| {
            let value = list.standardise(text, day);
            (
                value.standard.unwrap_or(TargetGroups::EMPTY).to_string(),
                value.how,
            )
        };
        let (before, after) = (date(2026, 7, 6), date(2026, 7, 7));
        let earlier = How::Repaired(Repair::EarlierList);
        let list = list(true);
        for (text, expected) in [
            ("14", "16"),
            ("14.0", "16"),
            ("1;14", "1;16"),
            ("14 - Các đối tượng khác", "16"),
            ("Nhóm 14", "16"),
        ] {
            assert_eq!(
                dated(&list, text, before),
                (expected.to_owned(), earlier),
                "{text}"
            );
        }
        assert_eq!(
            dated(&list, "14", date(2026, 4, 15)),
            ("16".to_owned(), earlier)
        );
        for day in [before, after] {
            for (text, expected) in [
                ("13", "13"),
                ("Lao động tự do", "14"),
                ("14;15", "14;15"),
                ("16", "16"),
            ] {
                assert_eq!(
                    dated(&list, text, day),
                    (expected.to_owned(), How::AsGiven),
                    "{text}"
                );
            }
            // The label tells of which list the code is.
            let said = ("14".to_owned(), How::Repaired(Repair::Remark));
            assert_eq!(dated(&list, "14 - Lao động tự do", day), said);
        }
        assert_eq!(dated(&list, "14", after), ("14".to_owned(), How::AsGiven));
        let contradiction = How::Missing(Problem::Contradiction);
        assert_eq!(
            dated(&list, "14 - Khác", after),
            (String::new(), contradiction)
        );
        let marked = self::list(false);
        assert_eq!(
            dated(&marked, "14", before),
            ("14".to_owned(), How::AsGiven)
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}|[0-9;,. -]{0,12}|(NCT|DTTS|1|14|[;, và-]){0,6}") {
            let list = list(true);
            let day = date(2026, 10, 1);
            if let Some(groups) = list.standardise(&text, day).standard {
                let again = groups.to_string();
                let known = groups.codes().all(|code| list.latest.get(&code.to_string()).is_some());
                proptest::prop_assert!(!known || list.standardise(&again, day) == Value::as_given(&again, groups));
            }
        }
    }
}
