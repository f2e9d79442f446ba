use proptest::prelude::*;

use super::*;
use crate::domain::How;

fn check(text: &str, expected: &str, how: How) {
    let value = standardise_name(text);
    assert_eq!(
        value.standard.as_deref().unwrap_or_default(),
        expected,
        "{text}"
    );
    assert_eq!(value.how, how, "{text}");
}

#[test]
fn notation_is_made_alike_and_marks_stay() {
    let given = How::AsGiven;
    check("Nông Thị Ấm", "Nông Thị Ấm", given);
    check("NÔNG THỊ ẤM", "Nông Thị Ấm", given);
    check("nông thị ấm", "Nông Thị Ấm", given);
    check("Nông  Thị\u{a0}Ấm", "Nông Thị Ấm", given);
    check(
        "No\u{302}ng Thi\u{323} A\u{302}\u{301}m",
        "Nông Thị Ấm",
        given,
    );
    check("Nông Thi\u{323} Ấm", "Nông Thị Ấm", given);
    check("Hoàng Thị Hoà", "Hoàng Thị Hoà", given);
    check("Vừ A Dình", "Vừ A Dình", given);
    check("H'MỸ ÊBAN", "H'Mỹ Êban", given);
    check("Y-LAN NIÊ", "Y-Lan Niê", given);
    check("McDonald an", "McDonald An", given);
    check("", "", How::Blank);
}

#[test]
fn a_capital_that_takes_a_mark_is_composed() {
    for text in ["\u{131}\u{301}", "Nông Thị \u{131}\u{301}"] {
        let name = standardise_name(text)
            .standard
            .map(Cow::into_owned)
            .unwrap();
        assert!(name.ends_with('Í'), "{name}");
        assert_eq!(standardise_name(&name).standard.as_deref(), Some(&*name));
    }
}

#[test]
fn noise_is_repaired_and_said() {
    check(
        "Nông\u{200b} Thị Ấm",
        "Nông Thị Ấm",
        How::Repaired(Repair::Noise),
    );
    check("Ðàm Thị Ấm", "Đàm Thị Ấm", How::Repaired(Repair::Noise));
    for text in ["'Nông Thị Ấm", "`Nông Thị Ấm", "‘Nông Thị Ấm’"] {
        check(text, "Nông Thị Ấm", How::Repaired(Repair::Noise));
    }
}

#[test]
fn a_name_without_letters_is_none() {
    check("123", "", How::Missing(Problem::Unreadable));
    check("-", "", How::Missing(Problem::Unreadable));
    check("003190012345", "", How::Missing(Problem::Unreadable));
    check("12/05/1957", "", How::Missing(Problem::Unreadable));
}

#[test]
fn whoever_is_addressed_has_a_family_name_behind() {
    for (text, name) in [
        ("Bà Hứa Thị Ấm", "Hứa Thị Ấm"),
        ("Bà Ngôn Thị Ấm", "Ngôn Thị Ấm"),
        ("Bà Ông Thuý Thơ", "Ông Thuý Thơ"),
        ("Cụ Bà Nông Thị Ấm", "Nông Thị Ấm"),
        ("BÀ. LẦU THỊ MỶ", "Lầu Thị Mỷ"),
        ("Cụ Khương Thị Ấm", "Khương Thị Ấm"),
        ("Ông Mông Ngọc Đạt", "Mông Ngọc Đạt"),
        ("Ông Đoàn Văn Ổn", "Đoàn Văn Ổn"),
        ("Sư cô Nông Thị Ấm", "Nông Thị Ấm"),
    ] {
        check(text, name, How::Repaired(Repair::Title));
    }
    check("Ông Văn Thành", "Ông Văn Thành", How::AsGiven);
    check("Ông Thị Ấm", "Ông Thị Ấm", How::AsGiven);
    check("Bế Thị Hai", "Bế Thị Hai", How::AsGiven);
}

#[test]
fn a_tick_or_a_word_without_a_vowel_behind_a_name_is_none_of_it() {
    for text in [
        "Nông Thị Ấm = trùng",
        "Nông Thị Ấm & con",
        "Nông Thị Ấm \"Tý\"",
        "Nông Thị Ấm x",
        "Nông Thị Ấm X",
        "Nông Thị Ấm HN",
        "NÔNG THỊ ẤM HN",
        "Nông Thị Ấm ĐT 0912345678",
    ] {
        check(text, "Nông Thị Ấm", How::Repaired(Repair::Remark));
    }
    // A letter may stand for a given name.
    check("Nông Thị H", "Nông Thị H", How::AsGiven);
    check("Nông Thị Th", "Nông Thị Th", How::AsGiven);
    check("LÝ VĂN NG", "Lý Văn Ng", How::AsGiven);
}

#[test]
fn what_stands_beside_a_name_is_left_out_and_said() {
    for text in [
        "Nông Văn Ấm (đã mất)",
        "Nông Văn Ấm (chuyển đi)",
        "Nông Văn Ấm - đã chết",
        "NÔNG VĂN ẤM (ĐI LÀM XA)",
        "Nông Văn Ấm, xóm 2",
        "Nông Văn Ấm/ con bà Lan",
        "Nông Văn Ấm 0399123456",
        "Nông Văn Ấm 1957",
        "1. Nông Văn Ấm",
        "12) Nông Văn Ấm",
        "Nông Văn Ấm 2",
        "Ông Nông Văn Ấm (mất)",
    ] {
        check(text, "Nông Văn Ấm", How::Repaired(Repair::Remark));
    }
    for text in [
        "- Nông Văn Ấm",
        "Nông Văn Ấm.",
        "Nông Văn Ấm,",
        "*Nông Văn Ấm",
        "Nông_Văn_Ấm",
        "Nông Văn Ấm *",
    ] {
        check(text, "Nông Văn Ấm", How::Repaired(Repair::Noise));
    }
    for text in [
        "Ông Nông Văn Ấm",
        "ông nông văn ấm",
        "CỤ NÔNG VĂN ẤM",
        "Cháu Nông Văn Ấm",
    ] {
        check(text, "Nông Văn Ấm", How::Repaired(Repair::Title));
    }
    check("Ông Thị Lan", "Ông Thị Lan", How::AsGiven);
    check("Bế Văn Ấm", "Bế Văn Ấm", How::AsGiven);
}

#[test]
fn a_label_before_a_name_is_left_out_and_said() {
    for text in [
        "Họ và tên: Nông Văn Ấm",
        "HỌ VÀ TÊN: NÔNG VĂN ẤM",
        "Ho va ten: Nông Văn Ấm",
        "Họ tên: Nông Văn Ấm",
        "Tên: Nông Văn Ấm",
        "Chủ hộ: Nông Văn Ấm",
        "Chủ hộ - Nông Văn Ấm",
        "(Chủ hộ) Nông Văn Ấm",
        "1. Chủ hộ: Nông Văn Ấm (mất)",
        "Bệnh nhân: Ông Nông Văn Ấm",
        "Người khám:Nông Văn Ấm",
        "HS: Nông Văn Ấm",
        "BN: Nông Văn Ấm",
        "CH: Nông Văn Ấm",
        "Vợ: Nông Văn Ấm",
        "Con: Nông Văn Ấm",
    ] {
        check(text, "Nông Văn Ấm", How::Repaired(Repair::Remark));
    }
    check("Tên: Lan", "Lan", How::Repaired(Repair::Remark));
    let unusual = How::Repaired(Repair::UnusualName);
    check("Con: bà Hoa", "Con Bà Hoa", unusual);
    check("Vợ Nông Văn Ấm", "Vợ Nông Văn Ấm", unusual);
    check("Hồ Tên", "Hồ Tên", How::AsGiven);
    check("Tên Văn Ấm", "Tên Văn Ấm", How::AsGiven);
}

#[test]
fn a_heading_or_a_note_is_no_name() {
    for text in [
        "Họ và tên",
        "Họ Và Tên",
        "HỌ VÀ TÊN:",
        "Họ tên: ……",
        "Chủ hộ",
        "Ghi chú",
        "Ghi chú: danh sách này đã kiểm tra",
        "GHI CHÚ: Nông Văn Ấm đã mất",
        "Vô danh",
        "Bé sơ sinh",
    ] {
        check(text, "", How::Missing(Problem::Unreadable));
    }
    check("Võ Danh", "Võ Danh", How::AsGiven);
    check("Chu Hồ", "Chu Hồ", How::AsGiven);
}

#[test]
fn forms_of_address_are_left_out_where_a_family_name_follows() {
    for text in [
        "Cụ ông Nông Văn Ấm",
        "CỤ BÀ NÔNG VĂN ẤM",
        "Ô. Nông Văn Ấm",
        "Ô.Nông Văn Ấm",
        "Ô Nông Văn Ấm",
        "B. Nông Văn Ấm",
        "Mr. Nông Văn Ấm",
        "MR NÔNG VĂN ẤM",
        "Ms. Nông Văn Ấm",
        "Mrs. Nông Văn Ấm",
        "Đ/c Nông Văn Ấm",
        "đ/c: nông văn ấm",
        "Ông/Bà Nông Văn Ấm",
        "Ông (bà): Nông Văn Ấm",
    ] {
        check(text, "Nông Văn Ấm", How::Repaired(Repair::Title));
    }
    check(
        "Đ/c Hứa Thị Lan",
        "Hứa Thị Lan",
        How::Repaired(Repair::Title),
    );
    check(
        "Đ/c Nông Văn Ấm (mất)",
        "Nông Văn Ấm",
        How::Repaired(Repair::Remark),
    );
    for name in ["Cụ Ông Thị Lan", "B. Xuân Lan", "Ông Bá Lan"] {
        check(name, name, How::AsGiven);
    }
    check("Ô Lan", "Ô Lan", How::Repaired(Repair::UnusualName));
    check("Đ/c Lan", "", How::Missing(Problem::WrongForm));
}

#[test]
fn a_word_for_nothing_is_no_name() {
    for text in [
        "NULL",
        "nan",
        "None",
        "x",
        "x)",
        "(blank)",
        "Không",
        "Không có",
        "Chưa rõ",
    ] {
        check(text, "", How::Missing(Problem::Unreadable));
    }
    check("A Không", "A Không", How::AsGiven);
    check("Khổng Tú", "Khổng Tú", How::AsGiven);
}

#[test]
fn names_of_several_people_are_none() {
    for text in [
        "Nông Văn A, Nông Văn B",
        "NÔNG VĂN A; LÝ THỊ B",
        "1. Nông Văn A / 2. Bà Lý Thị B",
        "Nông Văn A\nLý Thị B",
        "Nông Văn A - Lý Thị B",
        "Nông Văn A- Lý Thị B",
    ] {
        check(text, "", How::Missing(Problem::WrongForm));
    }
    for text in [
        "Nông Văn Ấm, Hà Quảng",
        "Nông Văn Ấm - Lý Bôn",
        "Nông Văn Ấm, con bà Lý Thị B",
        "Nông Văn Ấm (Lý Thị B)",
        "Nông Văn Ấm - NÔNG VĂN ẤM",
    ] {
        check(text, "Nông Văn Ấm", How::Repaired(Repair::Remark));
    }
}

#[test]
fn what_may_be_no_name_is_kept_and_said() {
    let residue = How::Repaired(Repair::TypingResidue);
    check("Nguyeenx Vawn A", "Nguyeenx Vawn A", residue);
    check("NGUYEENX VAWN A", "Nguyeenx Vawn A", residue);
    check("Nguye6n4 Va8n A", "Nguye6n4 Va8n A", residue);
    let unusual = How::Repaired(Repair::UnusualName);
    check("Lan", "Lan", unusual);
    check("Nữ", "Nữ", unusual);
    check("Bà Lan", "Bà Lan", unusual);
    check("Con bà Đàm Thị Thơm", "Con Bà Đàm Thị Thơm", unusual);
    check(
        "Nông Văn Trụ và Đàm Thị Thơm",
        "Nông Văn Trụ Và Đàm Thị Thơm",
        unusual,
    );
    check(
        "Người này đã đi làm ăn xa từ năm ngoái",
        "Người Này Đã Đi Làm Ăn Xa Từ Năm Ngoái",
        unusual,
    );
    for text in [
        "Nguy?n V?n A",
        "Nguy\u{fffd}n Văn A",
        "Nông Văn A & Nông Thị B",
        "N0ng Văn A",
        "Nông=Văn",
    ] {
        check(text, "", How::Missing(Problem::WrongForm));
    }
}

#[test]
fn names_of_every_people_are_standard() {
    for name in [
        "Vừ A Dình",
        "Sùng Thị Mỷ",
        "Má Thị Dí",
        "Giàng A Páo",
        "Thào Seo Lử",
        "Tẩn Sử Mẩy",
        "Chảo Láo Tả",
        "Triệu Chòi Chản",
        "Bàn Mùi Ghến",
        "Lầu Mí Pó",
        "Lò Văn Phương",
        "Công Tằng Tôn Nữ Thị Hoa",
        "Nguyen Van Quy",
        "Đặng Phụ Quẩy",
        "Phàn Dào Pú",
        "Long Xuân Trường",
    ] {
        assert_eq!(
            standardise_name(name),
            Value::as_given(name, Cow::Borrowed(name))
        );
    }
    for text in [
        "H’Mỹ Êban",
        "H‘Mỹ Êban",
        "HʼMỹ Êban",
        "H`Mỹ Êban",
        "H'Mỹ Êban",
    ] {
        check(text, "H'Mỹ Êban", How::AsGiven);
    }
}

proptest! {
    #[test]
    fn standardising_twice_changes_nothing(text in "[A-Za-zÀ-ỹĐđ\u{300}\u{301}\u{323}' \u{a0}\u{200b}]{1,30}") {
        if let Some(name) = standardise_name(text.trim()).standard {
            let name = name.trim().to_owned();
            let again = standardise_name(&name).standard.map(Cow::into_owned);
            prop_assert_eq!(again.as_deref(), Some(name.as_str()));
        }
    }

    #[test]
    fn any_script_is_standard_once_standardised(text in "\\PC{1,12}") {
        if let Some(name) = standardise_name(&text).standard {
            let again = standardise_name(&name).standard.map(Cow::into_owned);
            prop_assert_eq!(again.as_deref(), Some(&*name));
        }
    }

    #[test]
    fn the_quick_pass_never_hides_work_in_any_script(text in "\\p{Lu}\\p{L}{0,8}( \\p{Lu}\\p{L}{0,8})?") {
        if glance(&text) != Glance::Other {
            prop_assert_eq!(with_capitals(&without_noise(&text).0), text);
        }
    }

    #[test]
    fn the_quick_pass_never_hides_work(text in "[A-Za-zÀ-ỹĐđÐ ]{1,20}") {
        if glance(&text) != Glance::Other {
            let (clean, noisy) = without_noise(&text);
            prop_assert!(!noisy);
            prop_assert_eq!(with_capitals(&clean), text);
        }
    }
}
