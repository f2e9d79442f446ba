use std::collections::BTreeSet;

use super::*;
use crate::reference::embedded;
use jiff::civil::date;

#[test]
fn code_14_changed_its_meaning() {
    let lists = embedded::code_lists();
    assert!(lists.target_groups_on(date(2026, 5, 30)).is_none());
    let of = |day| {
        let version = lists.target_groups_on(day)?;
        Some((version.groups.len(), version.group(14)?.vi.as_str()))
    };
    assert_eq!(of(date(2026, 7, 6)), Some((14, "Các đối tượng khác")));
    assert_eq!(
        of(date(2026, 7, 7)),
        Some((16, "Lao động không chính thức"))
    );
}

#[test]
fn every_group_of_the_first_decision_is_one_of_the_second() {
    let lists = embedded::code_lists();
    let [first, second] = lists.target_groups() else {
        panic!("two versions")
    };
    for group in &first.groups {
        let code = second.same_as(group).map(|same| same.code);
        let expected = if group.code == 14 { 16 } else { group.code };
        assert_eq!(code, Some(expected), "{}", group.vi);
    }
}

/// Of target groups too: a roster that could mean two would be a silent error.
#[test]
fn no_name_is_of_two_target_groups() {
    let lists = embedded::code_lists();
    for version in lists.target_groups() {
        let mut seen = BTreeSet::new();
        for group in &version.groups {
            let own: BTreeSet<String> = group.names().map(fold).collect();
            for name in own {
                assert!(seen.insert(name.clone()), "{}: {name}", version.decision);
            }
        }
    }
}

#[test]
fn groups_are_found_by_any_spelling() {
    let lists = embedded::code_lists();
    for name in [
        "Mông",
        "H'Mông",
        "Hmông",
        "H’MÔNG",
        "Mèo",
        "Mông Trắng",
        "mông đen",
    ] {
        assert_eq!(
            lists.ethnic_group(name).and_then(|g| g.code.as_deref()),
            Some("08"),
            "{name}"
        );
    }
    let current = lists.target_groups_on(date(2026, 11, 20));
    let code = |name| {
        current
            .and_then(|groups| groups.named(name))
            .map(|group| group.code)
    };
    assert_eq!(
        ["người cao tuổi", "Hộ nghèo", "NKT", "?"].map(code),
        [Some(1), Some(3), Some(2), None]
    );
}

/// Two groups that a file could not tell apart would be a silent error.
#[test]
fn no_spelling_names_two_groups() {
    let lists = embedded::code_lists();
    let mut seen = BTreeSet::new();
    for group in lists.ethnic_groups() {
        let own: BTreeSet<_> = group
            .aliases
            .iter()
            .chain([&group.name])
            .map(|name| fold(name))
            .collect();
        for name in own {
            assert!(seen.insert(name.clone()), "{name}");
        }
    }
}

#[test]
fn only_agreed_groups_have_a_code() {
    let lists = embedded::code_lists();
    assert_eq!(lists.ethnic_groups().len(), 54);
    assert!(
        lists
            .ethnic_groups()
            .iter()
            .all(|group| group.agreed == group.code.is_some())
    );
    assert_eq!(
        lists
            .ethnic_groups()
            .iter()
            .filter(|group| group.agreed)
            .count(),
        11
    );
}

#[test]
fn places_are_the_63_old_ones_and_the_invented_one() {
    let lists = embedded::code_lists();
    assert_eq!(lists.places().len(), 64);
    assert!(
        lists
            .place("003")
            .is_some_and(|place| place.reserved_for_invented)
    );
    assert_eq!(
        lists.place("044").map(|place| place.name.as_str()),
        Some("Quảng Bình")
    );
    assert_eq!(
        lists
            .places()
            .iter()
            .filter(|place| place.reserved_for_invented)
            .count(),
        1
    );
}

#[test]
fn every_implied_target_group_exists() {
    let lists = embedded::code_lists();
    let groups = lists.target_groups_on(date(2026, 11, 20));
    assert_eq!(lists.bhyt_objects().len(), 43);
    for code in lists
        .bhyt_objects()
        .iter()
        .filter_map(|object| object.target_group)
    {
        assert!(
            groups.is_some_and(|groups| groups.group(code).is_some()),
            "{code}"
        );
    }
}

#[test]
fn a_mistake_names_file_and_line() {
    let error = |cccd_places| {
        let texts = CodeListTexts {
            cccd_places,
            ..embedded::CODE_LISTS
        };
        CodeLists::parse(&texts)
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    let head = "source = \"s\"\nchecked_on = \"2026-01-01\"\nlicence = \"l\"\n";
    let twice = format!(
        "{head}[[place]]\ncode = \"001\"\nname = \"A\"\n[[place]]\ncode = \"001\"\nname = \"B\"\n"
    );
    assert_eq!(
        error(&twice),
        Err("cccd_places.toml:8: key `001` appears a second time; each must be unique".into())
    );
    assert_eq!(
        error(&format!("{head}x = = 1\n")),
        Err("cccd_places.toml:4: not a valid list".into())
    );
}
