use super::*;
use crate::ingest::csv::parse;
use crate::ingest::layout::tests::options;
use crate::source::Profile;

fn section(field: Field, text: &str) -> RowKind<'_> {
    RowKind::Section(Heading { field, text }, None)
}

fn check(row: &str, expected: RowKind<'_>) {
    let header = "STT,Họ và tên,Ngày sinh,Số CCCD,Mã thẻ BHYT,Giới tính\n";
    let block = parse(format!("{header}{row}\n").as_bytes(), b',').unwrap();
    let layout = Layout::detect(&block, &options()).unwrap();
    assert_eq!(
        row_kind(block.row(1), &layout, &options()),
        expected,
        "{row}"
    );
}

#[test]
fn persons_are_persons() {
    for row in [
        "1,Nông Thị Ấm,1957,,",
        "1,Nông Thị Ấm,,003157000001,",
        "1,Nông Thị Ấm,,,",
        ",Nông Thị Ấm,1957,,",
        ",Nông Thị Ấm,57,,",
        ",Nông Thị Ấm,,,,Nữ",
        "7,,,003157000001,",
        ",Nông Thị Ấm,,,",
        "*,Nông Thị Ấm,,,",
        "9,Nữ,,,",
        "9,Tống Văn Ổn,,,",
        "9,Tổng Văn Ổn,,,",
        ",Tổng Văn Ổn,1957,,",
        "9,TONG VAN ON,1957,,",
        "9,Bàn Thị Mỷ,,,",
        "9,Bản Thị Mỷ,,,",
        ",Bản Thị Mỷ,1957,,",
        "9,Tổ Văn Ổn,,,",
        "9,Tô Văn Ổn,57,,",
        "9,Khu Thị Mai,,,",
        ",Khu Thị Mai,,,,Nữ",
        "9,Làng Văn Ổn,,,",
        "9,Ma Thị Lò,,,",
        "9,Lò Văn Vi,,,",
        "9,Nam,1957,,",
        "9,Nam,,,",
        "9,Ngày Văn Thắng,,,",
        "9,Công Thị Hà,,,",
        "9,Xa Văn Ổn,,,",
        "9,Lưu Yến,1957,,",
        ",Trương Phong,12/05/1957,,",
        ",Mang Thị Sang,1957,,",
        ",CONG TRANG,12/05/1957,,",
        "9,Trạm Trưởng,12/05/1957,,",
        // One cell too few, or one too many.
        "Nông Thị Ấm,12/05/1957,Nữ,003157000001",
        ",9,Nông Thị Ấm,12/05/1957,003157000001",
        "9,12/05/1957,Nữ,003157000001,",
        "Nông Thị Ấm,12/05/1957,Nữ,Tày,Nà Pò",
    ] {
        check(row, RowKind::Subject);
    }
}

#[test]
fn headings_are_sections() {
    for (row, text) in [
        ("Xóm Nà Pò,,,,", "Xóm Nà Pò"),
        (",Xóm Nà Pò,,,", "Xóm Nà Pò"),
        ("I,Xóm Nà Pò,,,", "Xóm Nà Pò"),
        ("1,Xóm Nà Pò,,,", "Xóm Nà Pò"),
        (",II. Tổ 3,,,", "Tổ 3"),
        ("Thôn Bản Chang: 25 hộ,,,,", "Thôn Bản Chang"),
        ("Xóm Nà Pò,25 hộ,,,", "Xóm Nà Pò"),
        ("Xóm:,Nà Pò,,,", "Nà Pò"),
        ("Bản Khuông,,,,", "Bản Khuông"),
        ("Bản Khuông: 25 hộ,,,,", "Bản Khuông"),
        ("1,Tổ 3,,,", "Tổ 3"),
        ("Thôn (xóm): Nà Pò,,,,", "Nà Pò"),
        ("Thôn/Xóm:,Nà Pò,,,", "Nà Pò"),
        ("Xóm Nà Pò    Tổng số hộ: 45,,,,", "Xóm Nà Pò"),
        (",Đội Nà Pò,,,", "Đội Nà Pò"),
    ] {
        check(row, section(Field::Hamlet, text));
    }
    check("Lớp 4A: 32 em,,,,", section(Field::UnitGroup, "Lớp 4A"));
    check("A. NAM,,,,", section(Field::Sex, "NAM"));
    check("B,NỮ,,,", section(Field::Sex, "NỮ"));
    check("A,Hộ nghèo,,,", section(Field::TargetGroups, "Hộ nghèo"));
    check("2,Hộ nghèo,,,", section(Field::TargetGroups, "Hộ nghèo"));
    for row in [
        ",Ngày khám: 05/10/2026,,,",
        ",Ngày khám:,05/10/2026,,",
        "Ngày khám:,05/10/2026,,,",
    ] {
        check(row, section(Field::ExamDate, "05/10/2026"));
    }
}

#[test]
fn what_stands_over_rows_and_is_not_understood_is_said() {
    for row in [
        "Nà Pò,,,,",
        ",LŨNG RÌ,,,",
        ",Trẻ em,,,",
        "*,PHÒNG TỔ CHỨC - HÀNH CHÍNH,,,",
        "A,Văn nghệ sĩ,,,",
        "Hộ nghèo: 12,,,,",
    ] {
        check(row, RowKind::Unread);
    }
    for row in [",Lý Bôn,,,", ",Páo Sì Lử,,,", "*,Lý Bôn,,,"] {
        check(row, RowKind::SubjectOrSection);
    }
}

#[test]
fn what_stands_around_persons_is_told_apart() {
    for row in [
        "(1),(2),(3),(4),(5)",
        "1,2,3,4,5",
        "A,B,1,2,3",
        "(1),(2),(3),(4),(5)=(3)+(4)",
        ",Tổng cộng: 25 người,,,",
        "Tổng cộng,,1957,12,13",
        ",TỔNG SỐ,25,12,13",
        "Cộng xóm: 25,,,,",
        "Cộng,,25,12,13",
        ",,\"Ngày 20 tháng 11 năm 2026\",,",
        "\"Hạ Lang, ngày 20 tháng 11 năm 2026\",,,,",
        "Ghi chú: danh sách đã rà soát,,,,",
        "Trang 2,,,,",
        ",Trung bình tuổi,52,,",
        ",Trong đó: nữ,3,,",
        ",Luỹ kế,,2,",
        ",Luỹ kế,1957,12,",
        ",Lũy kế,4,,",
        "Cộng trang,,2,,",
        ",Cộng trang,2,,",
        ",Mang sang trang sau,,,",
        ",Nữ,3,,",
        ",Nữ,3,5,2",
        ",Nữ: 3,,,",
        ",Hộ nghèo,,12,",
        "II,Hộ nghèo,5,12,",
        ",Ho\u{323}\u{302} ông Nông Văn Trụ,,,",
        "Gia đình bà Lan,,,,",
        ",Hộ ông Nông Văn Trụ,,,",
        "…,…,…,,",
        "15,……,,,",
        ",,,,",
    ] {
        check(row, RowKind::Other);
    }
    for row in [
        ",NGƯỜI LẬP BIỂU,,TRẠM TRƯỞNG,",
        "Người lập biểu,,,,",
        "TRẠM TRƯỞNG,,,,",
        ",Người duyệt: Đàm Thị Lan,,SĐT: 0399123456,",
        "Nơi nhận:,,,TM. UBND XÃ,",
        ",Người lập danh sách,01/11/2026,,",
        ",Trạm trưởng,20/11/2026,,",
        ",Cán bộ lập,20/11/2026,,,Nam",
        "\"(Ký, ghi rõ họ tên)\",,,,",
    ] {
        check(row, RowKind::Signature);
    }
    for row in [
        "STT,Họ và tên,Ngày sinh,Số CCCD,Mã thẻ BHYT",
        "STT,Ngày sinh,Họ và tên,Số CCCD,Mã thẻ BHYT",
        "STT,Xóm,Tổng số,Nam,Nữ",
    ] {
        check(row, RowKind::Header);
    }
}

/// The hamlet and the day of the exam over each person of a list of exams, whose rows follow its header.
fn sections_over_people(rows: &[&str]) -> Vec<(String, String)> {
    let header = "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính\n";
    let block = parse(format!("{header}{}\n", rows.join("\n")).as_bytes(), b',').unwrap();
    let mut options = options();
    options.kind = Kind::ScreeningRoster;
    let layout = Layout::detect(&block, &options).unwrap();
    let mut reader = RowReader::new(&block, &layout, &options, 2);
    let mut found = Vec::new();
    for row in 1..block.rows() {
        if let Reading::Subject(sections) = reader.read(row) {
            let text = |field| sections.text(field).to_owned();
            found.push((text(Field::Hamlet), text(Field::ExamDate)));
        }
    }
    found
}

#[test]
fn counts_are_of_a_place_by_code_or_name() {
    let headers = [
        (Field::CommuneCode, "Mã xã"),
        (Field::CommuneName, "Tên xã"),
        (Field::Count, "Số lượng"),
    ];
    let profile = Profile {
        name: "counts.toml".into(),
        headers: headers
            .map(|(field, header)| (field, vec![header.to_owned()]))
            .into(),
        values: [].into(),
        required_fields: Vec::new(),
        first_of_january_is_year: false,
        dropped_headers: Vec::new(),
    };
    let options = LayoutOptions::new(Kind::Aggregates, &profile);
    let check = |row: &str, expected: RowKind<'_>| {
        let text = format!("Mã xã,Tên xã,Số lượng\n{row}\n");
        let block = parse(text.as_bytes(), b',').unwrap();
        let layout = Layout::detect(&block, &options).unwrap();
        assert_eq!(row_kind(block.row(1), &layout, &options), expected, "{row}");
    };
    for row in [
        "01273,Xã Đàm Thuỷ,12",
        "01273,,",
        ",Xã Đàm Thuỷ,12",
        ",Thành phố Huế,12",
        ",Toàn tỉnh,12",
        "Toàn tỉnh,,12",
        "04,Tỉnh Cao Bằng,12",
    ] {
        check(row, RowKind::Subject);
    }
    for row in [
        ",Tổng cộng,12",
        "Cộng,,12",
        ",Xã Đàm Thuỷ,",
        ",Người lập biểu,",
        ",,12",
        "(A),(B),(C)",
    ] {
        check(row, RowKind::Other);
    }
}

#[track_caller]
fn check_sections(rows: &[&str], expected: &[(&str, &str)]) {
    let found = sections_over_people(rows);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(found, expected, "{rows:?}");
}

const SOMEBODY: &str = "1,Nông Thị Ấm,1957,003157000001,Nữ";

#[test]
fn a_day_alone_is_over_the_people_below_it_and_not_over_those_who_sign() {
    let day = "Ngày 10 tháng 11 năm 2026,,,,";
    check_sections(
        &["Ngày khám: 09/11/2026,,,,", SOMEBODY, day, SOMEBODY],
        &[("", "09/11/2026"), ("", "10 tháng 11 năm 2026")],
    );
    check_sections(
        &["Buổi sáng ngày 10/11/2026,,,,", SOMEBODY],
        &[("", "10/11/2026")],
    );
    check_sections(
        &[SOMEBODY, day, "NGƯỜI LẬP BIỂU,,,,", SOMEBODY],
        &[("", ""), ("", "")],
    );
    check_sections(
        &[
            SOMEBODY,
            day,
            "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính",
            SOMEBODY,
        ],
        &[("", ""), ("", "")],
    );
    check_sections(
        &["Xóm Nà Pò,,,,", day, SOMEBODY],
        &[("Xóm Nà Pò", "10 tháng 11 năm 2026")],
    );
    check_sections(
        &[day, "Xóm Nà Pò,,,,", SOMEBODY],
        &[("Xóm Nà Pò", "10 tháng 11 năm 2026")],
    );
    check_sections(
        &[
            "\"Thứ Bảy, 14/11/2026\",,,,",
            SOMEBODY,
            "Chiều 10/11/2026,,,,",
            SOMEBODY,
        ],
        &[("", "14/11/2026"), ("", "10/11/2026")],
    );
    // What may be a value of a row that lost its name is none.
    check_sections(&[",,12/03/1957,,", SOMEBODY], &[("", ""), ("", "")]);
    // A plan has no exams: the day is that of the list.
    check(day, RowKind::Other);
}

#[test]
fn a_day_and_a_place_in_one_cell_are_two_headings() {
    for row in [
        "Ngày khám: 11/11/2026 - Xóm Bản Um,,,,",
        "Ngày khám 11/11/2026 xóm Bản Um,,,,",
        "Xóm Bản Um - Ngày khám: 11/11/2026,,,,",
        "\"Xóm Bản Um, ngày khám 11/11/2026\",,,,",
        "Xóm Bản Um (ngày 11/11/2026),,,,",
        "Xóm Bản Um 11/11/2026,,,,",
        "Ngày 11/11/2026: Xóm Bản Um,,,,",
        "Ngày khám 11/11/2026 (Xóm Bản Um),,,,",
    ] {
        let found = sections_over_people(&["Ngày khám: 09/11/2026 - Xóm Nà Mạ,,,,", row, SOMEBODY]);
        let (hamlet, day) = &found[0];
        assert_eq!(
            (hamlet.to_lowercase().as_str(), day.as_str()),
            ("xóm bản um", "11/11/2026"),
            "{row}"
        );
    }
    check_sections(
        &["KẾT QUẢ KHÁM XÓM BẢN UM,,,,", SOMEBODY],
        &[("XÓM BẢN UM", "")],
    );
    let row = "Xóm Vũ Lâm - khám ngày 13 tháng 11,,,,";
    check_sections(&[row, SOMEBODY], &[("Xóm Vũ Lâm", "13 tháng 11")]);
    for row in [
        "Xóm Nà Pò (KSK đợt 2),,,,",
        "Xóm Nà Pò (khám sức khoẻ năm 2026),,,,",
    ] {
        check_sections(
            &["Ngày khám: 09/11/2026,,,,", row, SOMEBODY],
            &[("Xóm Nà Pò", "09/11/2026")],
        );
    }
    check_sections(
        &[
            "Ngày khám: 11/11/2026 - Xóm Bản Um,,,,",
            SOMEBODY,
            "Xóm Vũ Lâm,,,,",
            SOMEBODY,
        ],
        &[("Xóm Bản Um", "11/11/2026"), ("Xóm Vũ Lâm", "")],
    );
    let row = "Khám ngày 5/10/2026 tại Nhà văn hoá xóm Nà Pò,,,,";
    check_sections(&[row, SOMEBODY], &[("", "5/10/2026")]);
}

#[test]
fn a_day_holds_over_the_place_that_follows_it_and_no_longer() {
    let day = "Ngày khám: 14/11/2026,,,,";
    check_sections(
        &[
            "Xóm Nà Mạ,,,,",
            "Ngày khám: 13/11/2026,,,,",
            SOMEBODY,
            day,
            "Xóm Nà Sang,,,,",
            SOMEBODY,
            "Xóm Vũ Lâm,,,,",
            SOMEBODY,
        ],
        &[
            ("Xóm Nà Mạ", "13/11/2026"),
            ("Xóm Nà Sang", "14/11/2026"),
            ("Xóm Vũ Lâm", "14/11/2026"),
        ],
    );
    check_sections(
        &[
            "Xóm Nà Mạ - Ngày khám: 13/11/2026,,,,",
            SOMEBODY,
            "Xóm Vũ Lâm,,,,",
            SOMEBODY,
        ],
        &[("Xóm Nà Mạ", "13/11/2026"), ("Xóm Vũ Lâm", "")],
    );
}
