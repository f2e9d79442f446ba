use std::sync::LazyLock;

use crate::domain::{CommuneCode, FormerCommuneCode};
use crate::reference::{AdministrativeUnits, embedded};
use crate::standardise::commune::{CommuneResolver, Written};

static UNITS: LazyLock<AdministrativeUnits> = LazyLock::new(embedded::administrative_units);

/// What a row of a roster of `roster`, in a province, names.
fn named(province: &str, written: Written<'_>, roster: &str) -> Option<String> {
    let mut resolver = CommuneResolver::new(&UNITS, province);
    let mut resolve = || {
        let (commune, former) = resolver.resolve_with_former(written, CommuneCode::parse(roster));
        (commune.standard, former)
    };
    let (commune, former) = resolve();
    assert_eq!(resolve(), (commune, former), "{written:?}: remembered");
    let former = former?.to_string();
    if let Some(commune) = commune {
        let mut successors = UNITS.successors(&former).iter();
        let commune = commune.to_string();
        assert!(successors.any(|of| of.code == commune), "{written:?}");
    }
    Some(former)
}

/// Code, name, column of the district: the former commune, or "".
#[track_caller]
fn check(cases: &[(&str, &str, &str, &str)]) {
    for (code, name, district, expected) in cases {
        let written = Written {
            code,
            name,
            district,
            province: "",
        };
        let found = named("04", written, "").unwrap_or_default();
        assert_eq!(found, *expected, "{code} | {name} | {district}");
    }
}

#[test]
fn an_old_code_that_is_in_no_list_of_today_tells() {
    check(&[
        ("01267", "", "", "01267"),
        ("1267", "", "", "01267"),
        ("01705", "Xã Hưng Đạo, TP Cao Bằng", "", "01705"),
        ("01705", "Xã Hưng Đạo", "", "01705"),
        ("01267", "Phường Sông Hiến", "Thành phố Cao Bằng", "01267"),
        ("01267", "Phường Thục Phán", "", "01267"),
        ("01343", "Xã Hưng Đạo", "", "01343"),
        ("01495", "Xã Đàm Thuỷ", "Huyện Trùng Khánh", "01495"),
        ("01267", "Không Có", "", "01267"),
        ("01267 - Phường Sông Hiến", "", "", "01267"),
        // Two that went into the same commune.
        ("01267", "Phường Hợp Giang", "", ""),
        ("01267", "", "Huyện Bảo Lạc", ""),
        ("01705", "Xã Hưng Đạo", "Huyện Bảo Lạc", ""),
    ]);
}

#[test]
fn a_code_of_both_lists_tells_nothing_but_beside_a_name_of_before() {
    check(&[
        ("01273", "", "", ""),
        ("1273", "", "", ""),
        ("01273", "Phường Thục Phán", "", ""),
        ("01273", "Phường Thục Phán", "TP Cao Bằng", ""),
        ("01273", "", "TP Cao Bằng", ""),
        ("01273", "Phường Hợp Giang", "", "01273"),
        ("01273", "Hợp Giang", "TP Cao Bằng", "01273"),
        ("01273 - Phường Hợp Giang", "", "", "01273"),
        ("01273", "Phường Không Có", "", ""),
        // Another former commune of the same commune of today.
        ("01273", "Phường Sông Hiến", "", "01267"),
        ("01774", "Xã Hưng Đạo", "", "01783"),
        // Both lists have the name, the code is today's: it was Chí Viễn.
        ("01501", "Xã Đàm Thuỷ", "", ""),
        ("01501", "Xã Đàm Thuỷ", "Huyện Trùng Khánh", ""),
        ("01501", "Xã Chí Viễn", "", "01501"),
        // Code and name are of both lists: only the district tells.
        ("01294", "Xã Lý Bôn", "", ""),
        ("01294", "Xã Lý Bôn", "Huyện Bảo Lâm", "01294"),
        ("01501", "Xã Hưng Đạo", "Huyện Bảo Lạc", ""),
        ("01273", "Phường Hợp Giang", "Huyện Bảo Lạc", ""),
    ]);
}

#[test]
fn a_name_tells_that_only_former_communes_have() {
    check(&[
        ("", "Phường Hợp Giang", "", "01273"),
        ("", "P. Hợp Giang", "", "01273"),
        (
            "",
            "Tổ 1, Phường Hợp Giang, Thành phố Cao Bằng",
            "",
            "01273",
        ),
        ("", "Phường Hợp Giang, Cao Bằng", "", "01273"),
        ("", "Phường Hợp Giang", "Cao Bằng", "01273"),
        ("", "Phường Hợp Giang", "Tỉnh Cao Bằng", "01273"),
        ("", "Phường Hợp Giang, huyện Hòa An", "", ""),
        ("", "xa hoa tham", "", "01765"),
        ("00001", "Phường Hợp Giang", "", "01273"),
        ("99999", "Phường Hợp Giang", "", "01273"),
        // Both in districts of their own.
        ("", "Xã Vĩnh Quang", "", ""),
        ("", "Xã Vĩnh Quang", "Huyện Bảo Lâm", "01300"),
        ("", "Vĩnh Quang (Bảo Lâm)", "", "01300"),
        ("", "Xã Vĩnh Quang", "TP Cao Bằng", "01693"),
        ("", "Phường Thục Phán", "", ""),
        ("", "Không Có", "Huyện Bảo Lâm", ""),
        ("00001", "", "", ""),
        ("", "", "Huyện Bảo Lâm", ""),
    ]);
}

#[test]
fn a_name_of_both_lists_needs_its_district() {
    check(&[
        ("", "Xã Hưng Đạo", "", ""),
        ("", "Xã Đàm Thuỷ", "", ""),
        ("", "Xã Lý Bôn", "", ""),
        ("", "Xã Lý Bôn, Cao Bằng", "", ""),
        ("", "Xã Lý Bôn, Bảo Lâm, Cao Bằng", "", "01294"),
        ("", "Xã Lý Bôn, H. Bảo Lâm", "", "01294"),
        ("", "Xã Lý Bôn", "Bảo Lâm", "01294"),
        ("", "Xã Lý Bôn", "Huyện Hòa An", ""),
        ("", "Xã Lý Bôn", "042", "01294"),
        ("", "Xã Lý Bôn", "043", ""),
        ("", "Xã Hưng Đạo", "Huyện Bảo Lạc", "01351"),
        ("", "Xã Hưng Đạo, huyện Nguyên Bình", "", "01783"),
        ("", "xã Hưng Đạo, TP Cao Bằng", "", "01705"),
        // A hamlet may have the name of a commune, and a commune that of its district.
        ("", "Tổ 1, Xã Trùng Khánh", "", ""),
        ("", "Lý Bôn, Trùng Khánh", "", ""),
        // No commune of today is a town.
        ("", "Thị trấn Trùng Khánh", "", "01477"),
        ("", "TT. Bảo Lạc", "", "01321"),
        ("01321", "Thị trấn Bảo Lạc", "", "01321"),
        ("", "Xã Bảo Lạc", "", ""),
        ("", "Thị trấn Đàm Thuỷ", "", ""),
    ]);
}

#[test]
fn a_name_may_say_itself_that_it_is_of_before() {
    check(&[
        ("", "Xã Đàm Thuỷ cũ", "", "01495"),
        ("", "Xã Đàm Thuỷ (cũ)", "", "01495"),
        ("", "Xã Phong Châu cũ", "", "01507"),
        ("", "Xã Hưng Đạo cũ", "", ""),
        ("", "Phường Thục Phán cũ", "", ""),
    ]);
}

#[test]
fn a_roster_of_a_commune_narrows_a_name_down() {
    let of_name = |name| Written {
        name,
        ..Written::default()
    };
    let of_roster = |name, roster| named("04", of_name(name), roster);
    assert_eq!(of_roster("Xã Hưng Đạo", "01774").as_deref(), Some("01783"));
    assert_eq!(of_roster("Xã Hưng Đạo", "01273").as_deref(), Some("01705"));
    // Of this one both lists have the name.
    assert_eq!(of_roster("Xã Hưng Đạo", "01351"), None);
    assert_eq!(of_roster("Xã Hưng Đạo", "01558"), None);
    assert_eq!(of_roster("", "01774"), None);
    assert_eq!(of_roster("nt", "01774"), None);
}

/// 00007, Phường Cống Vị, went to Ngọc Hà and Giảng Võ.
#[test]
fn a_divided_commune_is_named_even_where_nobody_knows_which_part() {
    let cong_vi = |code, roster| {
        let written = Written {
            code,
            name: "Phường Cống Vị",
            ..Written::default()
        };
        named("01", written, roster)
    };
    let former = Some("00007".to_owned());
    assert_eq!(cong_vi("", ""), former);
    assert_eq!(cong_vi("00007", ""), former);
    assert_eq!(cong_vi("", "00025"), former);
    assert_eq!(cong_vi("00025", ""), former);
    assert_eq!(cong_vi("00004", ""), None);
    let bare = Written {
        code: "00007",
        ..Written::default()
    };
    assert_eq!(named("01", bare, ""), former);
    assert_eq!(named("01", bare, "00008"), former);
}

/// Every former commune by its code, name and district, its district alone, and its code alone.
#[test]
fn every_former_commune_is_known_by_all_that_it_had() {
    let (mut by_name, mut all) = (0, 0);
    for commune in UNITS.communes_of("04") {
        for former in UNITS.predecessors(&commune.code) {
            let of = |code, name, district| {
                let written = Written {
                    code,
                    name,
                    district,
                    province: "",
                };
                named("04", written, "")
            };
            all += 1;
            let expected = Some(former.code.clone());
            let (code, name) = (former.code.as_str(), former.name.as_str());
            assert_eq!(of("", name, &former.district), expected, "{former:?}");
            let whole = of(code, name, &former.district);
            assert_eq!(whole, expected, "{former:?}");
            let is_of_today = UNITS.commune(code).is_some();
            assert_eq!(of(code, "", ""), expected.clone().filter(|_| !is_of_today));
            by_name += usize::from(of("", name, "") == expected);
        }
    }
    assert_eq!(all, 161);
    assert!((80..160).contains(&by_name), "{by_name} by name alone");
}

proptest::proptest! {
    /// A former commune is never named against the commune that was found.
    #[test]
    fn what_is_named_went_into_the_commune(
        code in "0(12|13|14|15|16|17)[0-9]{2}|",
        at in 0..161_usize,
        of in 0..161_usize,
        has_name in proptest::bool::ANY,
        has_district in proptest::bool::ANY,
    ) {
        let communes = UNITS.communes_of("04");
        let all: Vec<_> = communes.flat_map(|commune| UNITS.predecessors(&commune.code)).collect();
        let written = Written {
            code: &code,
            name: if has_name { &all[at].name } else { "" },
            district: if has_district { &all[of].district } else { "" },
            province: "",
        };
        if let Some(found) = named("04", written, "") {
            proptest::prop_assert!(FormerCommuneCode::parse(&found).is_some());
            let former = UNITS.former(&found).expect("in the list");
            proptest::prop_assert!(!has_district || former.district == all[of].district);
        }
    }
}
