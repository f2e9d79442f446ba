use std::sync::LazyLock;

use super::*;
use crate::reference::embedded;

static UNITS: LazyLock<AdministrativeUnits> = LazyLock::new(embedded::administrative_units);

fn of_code_and_name<'a>(code: &'a str, name: &'a str) -> Written<'a> {
    Written {
        code,
        name,
        ..Written::default()
    }
}

fn check(code: &str, name: &str, expected: &str, how: How) {
    let units = embedded::administrative_units();
    let mut resolver = CommuneResolver::new(&units, "04");
    for _ in 0..2 {
        let value = resolver.resolve(of_code_and_name(code, name), None);
        assert_eq!(
            (value.standard, value.how),
            (CommuneCode::parse(expected), how),
            "{code} {name}"
        );
    }
}

#[test]
fn codes_and_names_of_both_lists_lead_to_communes_of_today() {
    check("01273", "Phường Thục Phán", "01273", How::AsGiven);
    check("01273", "", "01273", How::AsGiven);
    check("1273", "", "01273", How::Repaired(Repair::LostZeros));
    check("04", "", "", How::Missing(Problem::Unknown));
    check(
        "01267",
        "Phường Sông Hiến",
        "01273",
        How::Repaired(Repair::CommuneByOldCode),
    );
    check(
        "01273",
        "Phường Hợp Giang",
        "01273",
        How::Repaired(Repair::CommuneByOldName),
    );
    check(
        "",
        "Phường Hợp Giang",
        "01273",
        How::Repaired(Repair::CommuneByOldName),
    );
    check(
        "",
        "Xã Đàm Thủy",
        "01501",
        How::Repaired(Repair::CommuneByName),
    );
}

#[test]
fn what_cannot_be_decided_is_left_blank() {
    check("", "Xã Hưng Đạo", "", How::Missing(Problem::Ambiguous));
    check("00001", "", "", How::Missing(Problem::Default));
    check("99999", "", "", How::Missing(Problem::Unknown));
    check("", "Xã Không Có", "", How::Missing(Problem::Unknown));
    check("", "", "", How::Blank);
    // Codes of the draft list: 01537 was to be Vinh Quý, which is 01561.
    check(
        "01537",
        "Xã Vinh Quý",
        "",
        How::Missing(Problem::Contradiction),
    );
}

#[test]
fn codes_with_noise_and_cells_with_both_are_read() {
    let noise = How::Repaired(Repair::Noise);
    for code in ["'01273", "01273 ", "01273.0", "\u{200b}01273"] {
        check(code, "", "01273", noise);
    }
    check("1273.0", "", "01273", How::Repaired(Repair::LostZeros));
    check("01273 - Phường Thục Phán", "", "01273", How::AsGiven);
    check("", "01273 - Phường Thục Phán", "01273", How::AsGiven);
    check("", "01273", "01273", How::AsGiven);
    let by_name = How::Repaired(Repair::CommuneByName);
    check("Phường Thục Phán", "", "01273", by_name);
    check("00001", "Phường Thục Phán", "01273", by_name);
    for name in [
        "Huyện Bảo Lạc",
        "H. Thạch An",
        "Tỉnh Cao Bằng",
        "TP Cao Bằng",
    ] {
        check("", name, "", How::Missing(Problem::Unknown));
    }
    check("1", "", "", How::Missing(Problem::Unknown));
}

#[test]
fn names_are_read_whatever_their_type_words_marks_and_address() {
    let by_name = How::Repaired(Repair::CommuneByName);
    for name in [
        "Xã Đàm Thuỷ",
        "Xã Đàm Thủy",
        "xã đàm thuỷ",
        "X. Đàm Thủy",
        "ĐÀM THUỶ",
        "dam thuy",
        "xa dam thuy",
        "Đàm Thủy, Cao Bằng",
        "Xóm Bản Giốc, xã Đàm Thủy, huyện Trùng Khánh",
        "Hưng Đạo, xã Đàm Thủy",
    ] {
        check("", name, "01501", by_name);
    }
    let by_old_name = How::Repaired(Repair::CommuneByOldName);
    for name in [
        "P. Hợp Giang",
        "P.Hợp Giang",
        "Phường Hợp Giang, TP Cao Bằng",
        "Tổ 1, Phường Hợp Giang, Thành phố Cao Bằng",
    ] {
        check("", name, "01273", by_old_name);
    }
    check("", "TT. Nước Hai", "01654", by_old_name);
    check("", "Thị trấn Nước Hai - Hòa An", "01654", by_old_name);
}

#[test]
fn a_name_of_before_says_so_itself() {
    let by_old_name = How::Repaired(Repair::CommuneByOldName);
    for name in ["Xã Phong Châu cũ", "Phong Châu cũ", "Xã Phong Châu (cũ)"] {
        check("", name, "01501", by_old_name);
    }
    check("", "Xã Hưng Đạo cũ", "", How::Missing(Problem::Ambiguous));
    check(
        "",
        "Phường Thục Phán cũ",
        "",
        How::Missing(Problem::Unknown),
    );
    check("", "cũ", "", How::Missing(Problem::Unknown));
    for name in ["Xã Lý Bôn.", "Lý Bôn .", "Xã Lý Bôn,"] {
        check("", name, "01294", How::Repaired(Repair::CommuneByName));
    }
}

#[test]
fn a_homonym_needs_its_district() {
    let ambiguous = How::Missing(Problem::Ambiguous);
    for name in [
        "Xã Hưng Đạo",
        "Phan Thanh",
        "Đức Long",
        "Quang Trung",
        "Vĩnh Quang",
        "Ngọc Động",
    ] {
        check("", name, "", ambiguous);
    }
    let by_old_name = How::Repaired(Repair::CommuneByOldName);
    for (name, expected) in [
        ("Xã Hưng Đạo, huyện Nguyên Bình", "01774"),
        ("xã Hưng Đạo, TP Cao Bằng", "01273"),
        ("Hưng Đạo (Bảo Lạc)", "01351"),
        ("Xã Đức Long, H. Hòa An", "01660"),
        ("Xã Quang Trung - huyện Trùng Khánh", "01465"),
    ] {
        check("", name, expected, by_old_name);
    }
    check("01351", "Xã Hưng Đạo", "01351", How::AsGiven);
    check(
        "01501",
        "Xã Hưng Đạo",
        "",
        How::Missing(Problem::Contradiction),
    );
}

#[test]
fn a_district_and_a_province_in_columns_of_their_own_decide() {
    let units = embedded::administrative_units();
    let mut resolver = CommuneResolver::new(&units, "04");
    let by_old_name = How::Repaired(Repair::CommuneByOldName);
    let (ambiguous, unknown) = (Problem::Ambiguous, Problem::Unknown);
    for (name, district, province, expected, how) in [
        ("Hưng Đạo", "Bảo Lạc", "Cao Bằng", "01351", by_old_name),
        (
            "Hưng Đạo",
            "huyện Nguyên Bình",
            "tỉnh Cao Bằng",
            "01774",
            by_old_name,
        ),
        ("Xã Hưng Đạo", "TP Cao Bằng", "", "01273", by_old_name),
        ("Hưng Đạo", "Cao Bằng", "CB", "01273", by_old_name),
        ("Đức Long", "H. Hoà An", "04", "01660", by_old_name),
        (
            "Quang Trung",
            "Hòa An",
            "Tỉnh Cao Bằng, Việt Nam",
            "01699",
            by_old_name,
        ),
        ("Hưng Đạo", "", "Cao Bằng", "", How::Missing(ambiguous)),
        (
            "Hưng Đạo",
            "Thông Nông",
            "Cao Bằng",
            "",
            How::Missing(ambiguous),
        ),
        ("Hưng Đạo", "Bảo Lạc", "Hà Giang", "", How::Missing(unknown)),
        (
            "Đàm Thủy",
            "Trùng Khánh",
            "",
            "01501",
            How::Repaired(Repair::CommuneByName),
        ),
        ("Đàm Thủy", "", "Lạng Sơn", "", How::Missing(unknown)),
    ] {
        let written = Written {
            code: "",
            name,
            district,
            province,
        };
        let value = resolver.resolve(written, None);
        let expected = (CommuneCode::parse(expected), how, name);
        let found = (value.standard, value.how, value.original);
        assert_eq!(found, expected, "{name} {district} {province}");
    }
    let elsewhere = Written {
        name: "Phường Ba Đình",
        province: "Hà Nội",
        ..Written::default()
    };
    assert_eq!(
        resolver.resolve(elsewhere, None).standard,
        CommuneCode::parse("00004")
    );
    let with_code = Written {
        code: "01351",
        name: "Hưng Đạo",
        province: "Hà Giang",
        ..Written::default()
    };
    assert_eq!(resolver.resolve(with_code, None).how, How::AsGiven);
}

#[test]
fn a_name_that_no_list_has_is_said_beside_its_code() {
    let unknown = How::Repaired(Repair::CommuneNameUnknown);
    check("01273", "Phường Không Có", "01273", unknown);
    check(
        "01267",
        "Không Có",
        "01273",
        How::Repaired(Repair::CommuneByOldCode),
    );
    // The name of a commune of another province, beside its code.
    check("00004", "Phường Ba Đình", "00004", How::AsGiven);
}

/// The draft list gave three communes each other's codes.
#[test]
fn codes_of_the_draft_list_are_known_by_their_names() {
    let contradiction = How::Missing(Problem::Contradiction);
    check("01558", "Xã Lý Quốc", "", contradiction);
    check("01561", "Xã Hạ Lang", "", contradiction);
    check("01537", "Xã Vinh Quý", "", contradiction);
    check("01558", "Xã Hạ Lang", "01558", How::AsGiven);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(code in "\\PC{0,12}|[0-9.]{0,8}", name in "\\PC{0,20}") {
        let mut resolver = CommuneResolver::new(&UNITS, "04");
        if let Some(commune) = resolver.resolve(of_code_and_name(&code, &name), None).standard {
            let again = commune.to_string();
            let again = resolver.resolve(of_code_and_name(&again, ""), None);
            proptest::prop_assert_eq!(again.how, How::AsGiven);
        }
    }
}

#[test]
fn a_row_without_a_commune_has_its_rosters() {
    let units = embedded::administrative_units();
    let mut resolver = CommuneResolver::new(&units, "04");
    let roster = CommuneCode::parse("01558");
    assert_eq!(
        resolver.resolve(Written::default(), roster).standard,
        roster
    );
}

#[test]
fn a_code_that_software_filled_in_counts_as_none_in_the_file_of_a_commune() {
    let units = embedded::administrative_units();
    let mut resolver = CommuneResolver::new(&units, "04");
    let roster = CommuneCode::parse("01558");
    for code in ["00001", "1", "00000"] {
        let value = resolver.resolve(
            Written {
                code,
                ..Written::default()
            },
            roster,
        );
        let is_default = code != "1";
        assert_eq!(value.standard, roster.filter(|_| is_default), "{code}");
        let of_file = value.how == How::Repaired(Repair::CommuneOfFile);
        assert_eq!((of_file, value.original), (is_default, code));
    }
    let named = resolver.resolve(
        Written {
            code: "00001",
            name: "Phường Thục Phán",
            ..Written::default()
        },
        roster,
    );
    assert_eq!(named.standard, CommuneCode::parse("01273"));
    let unknown = resolver.resolve(
        Written {
            code: "99999",
            ..Written::default()
        },
        roster,
    );
    assert_eq!(unknown.how, How::Missing(Problem::Unknown));
}

fn of_list(written: Written<'_>, roster: &str) -> (Option<CommuneCode>, How) {
    let mut resolver = CommuneResolver::new(&UNITS, "04");
    let value = resolver.resolve(written, CommuneCode::parse(roster));
    (value.standard, value.how)
}

#[test]
fn a_mark_that_points_above_means_the_commune_of_the_file() {
    for mark in ["\"", "nt", "-//-", "Như trên"] {
        let ditto = How::Repaired(Repair::DittoOfFile);
        for written in [of_code_and_name("", mark), of_code_and_name(mark, "")] {
            let expected = (CommuneCode::parse("01294"), ditto);
            assert_eq!(of_list(written, "01294"), expected, "{mark}");
            assert_eq!(of_list(written, "").0, None, "{mark}");
        }
    }
    let unknown = (None, How::Missing(Problem::Unknown));
    assert_eq!(of_list(of_code_and_name("", "-"), "01294"), unknown);
}

#[test]
fn of_communes_of_one_name_the_lists_own_is_meant() {
    let name = of_code_and_name("", "Xã Vĩnh Quang");
    let ambiguous = (None, How::Missing(Problem::Ambiguous));
    let found = (
        CommuneCode::parse("01294"),
        How::Repaired(Repair::CommuneByOldName),
    );
    assert_eq!(of_list(name, "01294"), found);
    assert_eq!(of_list(name, ""), ambiguous);
    assert_eq!(of_list(name, "01558"), ambiguous);
    let of_district = Written {
        district: "Không Có",
        ..name
    };
    assert_eq!(of_list(of_district, "01294"), ambiguous);
    let own = of_list(of_code_and_name("", "Hưng Đạo"), "01351");
    assert_eq!(own.1, How::Repaired(Repair::CommuneByName));
    // Another commune of the list's district stands.
    let other = of_list(of_code_and_name("", "Tam Kim"), "01294");
    assert_eq!(other.0, CommuneCode::parse("01774"));
}
