use super::parse::UNITS_HEADER;
use super::*;
use crate::reference::embedded;

fn shipped() -> AdministrativeUnits {
    embedded::administrative_units()
}

#[track_caller]
fn check_name(name: &str, expected: &[(&str, Option<&str>)]) {
    let units = shipped();
    let found: Vec<_> = units
        .by_name("04", name)
        .iter()
        .map(|c| {
            (
                c.commune.code.clone(),
                c.former.map(|f| f.district_code.clone()),
            )
        })
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|(code, district)| (code.as_str(), district.as_deref()))
        .collect();
    assert_eq!(found, expected, "{name}");
}

/// Counts of the National Statistics Office list of 2026 (admin_units.csv, README).
#[test]
fn the_shipped_list_has_the_published_counts() {
    let units = shipped();
    let of_kind = |kind| units.communes.iter().filter(|c| c.kind == kind).count();
    assert_eq!((units.provinces.len(), units.communes.len()), (34, 3321));
    let kinds = [CommuneKind::Xa, CommuneKind::Phuong, CommuneKind::DacKhu];
    assert_eq!(kinds.map(of_kind), [2611, 697, 13]);
    assert_eq!(units.communes_of("04").count(), 56);
    assert_eq!(
        units
            .communes_of("04")
            .filter_map(|c| c.population)
            .sum::<u32>(),
        574_684
    );
}

#[test]
fn a_reused_code_means_one_place_before_and_another_since() {
    let units = shipped();
    assert_eq!(
        units.commune("01273").map(|c| c.name.as_str()),
        Some("Phường Thục Phán")
    );
    let old = units.predecessors("01273").find(|f| f.code == "01273");
    assert_eq!(old.map(|f| f.name.as_str()), Some("Phường Hợp Giang"));
    let former = units.former("01273").map(FormerCommune::name_with_district);
    let expected = "Phường Hợp Giang (Thành phố Cao Bằng)";
    assert_eq!(former.as_deref(), Some(expected));
    assert_eq!(units.former("99999"), None);
    assert_eq!(units.predecessors("01273").count(), 5);
    assert_eq!(units.successors("01765")[0].code, "01774");
    assert!(units.successors("99999").is_empty());
}

#[test]
fn a_homonym_shows_as_several_candidates() {
    check_name(
        "xã Hưng Đạo",
        &[
            ("01351", None),
            ("01273", Some("040")),
            ("01351", Some("043")),
            ("01774", Some("052")),
        ],
    );
    check_name("Hoa Thám", &[("01774", Some("052"))]);
    check_name("xa hoa tham", &[("01774", Some("052"))]);
    check_name("Đàm Thủy", &[("01501", None), ("01501", Some("047"))]);
    check_name("Atlantis", &[]);
}

/// 471 old communes were divided nationally, none of them in Cao Bằng.
#[test]
fn split_communes_are_marked() {
    let units = shipped();
    let split = units
        .successors
        .values()
        .filter(|s| s.iter().any(|s| s.is_split))
        .count();
    assert_eq!(split, 471);
    let codes: Vec<_> = units.communes_of("04").map(|c| c.code.clone()).collect();
    let in_cao_bang = codes.iter().flat_map(|code| units.predecessors(code));
    assert!(
        in_cao_bang
            .flat_map(|f| units.successors(&f.code))
            .all(|s| !s.is_split)
    );
}

#[test]
fn a_bad_line_is_named() {
    let head = UNITS_HEADER.join(",");
    let error = |text: &str| {
        AdministrativeUnits::parse(&format!("{head}\n{text}\n"), "")
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    assert_eq!(
        error("4,A,A,province,tinh,,,,,"),
        Err("admin_units.csv:2: code `4` is not a code of 2 digits".into())
    );
    assert_eq!(
        error("01273,A,A,commune,phuong,04,,,,"),
        Err("admin_units.csv:2: parent_code `04` is in no row of admin_units.csv".into())
    );
}
