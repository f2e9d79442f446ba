use super::*;
use crate::domain::Kind;
use crate::source::Profile;

pub fn options() -> LayoutOptions {
    let headers = [
        (Field::Sequence, vec!["STT"]),
        (Field::FullName, vec!["Họ và tên", "HO_TEN"]),
        (Field::FamilyName, vec!["Họ đệm", "Họ"]),
        (Field::MiddleName, vec!["Đệm"]),
        (Field::GivenName, vec!["Tên"]),
        (Field::BirthDate, vec!["Ngày sinh", "Năm sinh"]),
        (Field::BirthDay, vec!["Ngày"]),
        (Field::BirthMonth, vec!["Tháng", "Tháng sinh"]),
        (Field::BirthYear, vec!["Năm"]),
        (Field::Sex, vec!["Giới tính"]),
        (Field::UnderMale, vec!["Nam", "Tuổi / Nam"]),
        (Field::UnderFemale, vec!["Nữ", "Tuổi / Nữ"]),
        (Field::IdentityNumber, vec!["Số CCCD", "CCCD"]),
        (Field::BhytCard, vec!["Mã thẻ BHYT"]),
        (Field::ValidFrom, vec!["Hạn thẻ / Từ"]),
        (Field::ValidTo, vec!["Hạn thẻ / Đến"]),
        (Field::HeightCm, vec!["Chiều cao (cm)"]),
        (Field::WeightKg, vec!["Cân nặng"]),
        (Field::BloodPressure, vec!["Huyết áp"]),
        (Field::Systolic, vec!["Tâm thu"]),
        (Field::Diastolic, vec!["Tâm trương"]),
        (Field::GlucoseMmolL, vec!["Glucose"]),
        (
            Field::HealthClass,
            vec!["Phân loại sức khoẻ", "Phân loại sức khoẻ / II"],
        ),
        (Field::Hamlet, vec!["Xóm"]),
        (Field::CommuneName, vec!["Xã"]),
        (Field::DistrictName, vec!["Huyện"]),
        (Field::ProvinceName, vec!["Tỉnh"]),
        (Field::Household, vec!["Hộ"]),
        (Field::Phone, vec!["SĐT"]),
    ];
    let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let profile = Profile {
        name: "roster.toml".into(),
        headers: headers
            .into_iter()
            .map(|(field, texts)| (field, owned(texts)))
            .collect(),
        values: [
            (Field::Sex, [("male", "Nam"), ("female", "Nữ")]),
            (
                Field::TargetGroups,
                [("1", "Người cao tuổi"), ("3", "Hộ nghèo")],
            ),
        ]
        .map(|(field, values)| {
            (
                field,
                values
                    .map(|(code, text)| (code.to_owned(), vec![text.to_owned()]))
                    .into(),
            )
        })
        .into(),
        required_fields: Vec::new(),
        first_of_january_is_year: true,
        dropped_headers: vec!["Ghi chú".into()],
    };
    LayoutOptions::new(Kind::PlanRoster, &profile)
}

fn block(text: &str) -> RawBlock {
    crate::ingest::csv::parse(text.as_bytes(), b',').unwrap()
}

fn detect(text: &str) -> Option<Layout> {
    Layout::detect(&block(text), &options())
}

/// The header's rows, and field, column and way of each match.
fn check(text: &str, header_rows: (u32, u32), expected: &[(Field, usize, Match)]) {
    let layout = detect(text).unwrap_or_else(|| panic!("no header in {text}"));
    assert_eq!(layout.header_rows, header_rows, "{text}");
    let mut expected = expected.to_vec();
    expected.sort_by_key(|(field, ..)| *field);
    let found: Vec<_> = layout
        .matches
        .iter()
        .map(|matched| (matched.field, matched.column, matched.how))
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn reason(layout: &Layout, column: usize) -> Option<Unclaimed> {
    let mut others = layout.others.iter();
    others
        .find(|other| other.column == column)
        .map(|other| other.reason)
}

#[test]
fn a_header_below_titles_is_found() {
    let text =
        "UBND XÃ HẠ LANG,,\n\nDANH SÁCH,,\nSTT,HỌ VÀ TÊN,Ngày sinh,Ghi chú,Khác\n1,A,1957,,\n";
    let layout = detect(text).unwrap();
    assert_eq!(layout.header_rows, (4, 4));
    assert_eq!(layout.titles, ["UBND XÃ HẠ LANG", "DANH SÁCH"]);
    assert_eq!(layout.column(Field::BirthDate), Some(2));
    let others: Vec<_> = layout
        .others
        .iter()
        .map(|o| (o.header.as_str(), o.is_dropped))
        .collect();
    assert_eq!(others, [("Ghi chú", true), ("Khác", false)]);
}

#[test]
fn merged_headers_over_two_rows_are_joined() {
    let layout = detect(
        "STT,Họ và tên,Ngày sinh,Thể lực,\n,,,Chiều cao (cm),Cân nặng (kg)\n1,A,1957,160,50\n",
    )
    .unwrap();
    assert_eq!(layout.header_rows, (1, 2));
    assert_eq!(layout.column(Field::WeightKg), Some(4));
    assert_eq!(layout.headers[4], "Thể lực / Cân nặng (kg)");
}

#[test]
fn a_header_may_have_three_rows() {
    check(
        "STT,Thông tin,,,,Thể lực,\n,Họ và tên,Năm sinh,,CCCD,Chiều cao,Cân nặng\n,,Nam,Nữ,,,\n1,A,1957,,,160,50\n",
        (1, 3),
        &[
            (Field::Sequence, 0, Match::Exact),
            (Field::FullName, 1, Match::Child),
            (Field::UnderMale, 2, Match::Child),
            (Field::UnderFemale, 3, Match::Child),
            (Field::IdentityNumber, 4, Match::Child),
            (Field::HeightCm, 5, Match::Child),
            (Field::WeightKg, 6, Match::Child),
        ],
    );
}

#[test]
fn what_stands_under_a_dropped_heading_is_dropped() {
    let layout =
        detect("STT,Họ và tên,Ngày sinh,Ghi chú,\n,,,Số CCCD,Khác\n1,A,1957,1,2\n").unwrap();
    assert_eq!(layout.column(Field::IdentityNumber), None);
}

#[test]
fn what_is_about_somebody_else_is_never_the_persons() {
    for text in [
        "STT,Họ và tên,Ngày sinh,Người giám hộ,,\n,,,Họ và tên,SĐT,Số CCCD\n1,A,1957,B,1,2\n",
        "Thông tin học sinh,,,Thông tin phụ huynh,,,\nSTT,Họ và tên,Ngày sinh,Họ và tên,SĐT,Số CCCD,Xóm\n1,A,1957,B,1,2,x\n",
        ",,,Phụ huynh,,\nSTT,Họ và tên,Ngày sinh,Họ và tên,SĐT,Số CCCD\n1,A,1957,B,1,2\n",
        "STT,Họ và tên,Ngày sinh,Họ và tên (mẹ),SĐT (bố),Số CCCD (người giám hộ)\n1,A,1957,B,1,2\n",
        "Học sinh,,,Gia đình,,\n,,,Bố,,\nSTT,Họ và tên,Ngày sinh,Họ và tên,SĐT,Số CCCD\n1,A,1957,B,1,2\n",
        "STT,Họ và tên,Ngày sinh,Người giám hộ,SĐT người giám hộ,Số CCCD người giám hộ\nSTT,HO_TEN,NGAY_SINH,NGUOI_GIAM_HO,DIEN_THOAI_NGH,SO_CCCD_NGH\n1,A,1957,B,1,2\n",
    ] {
        let layout = detect(text).unwrap_or_else(|| panic!("no header in {text}"));
        assert_eq!(layout.column(Field::FullName), Some(1), "{text}");
        for field in [Field::IdentityNumber, Field::Phone] {
            assert_eq!(layout.column(field), None, "{text}");
        }
        for column in 3..6 {
            assert_eq!(
                reason(&layout, column),
                Some(Unclaimed::OtherPerson),
                "{text}"
            );
        }
    }
}

#[test]
fn a_year_is_no_sex() {
    let own = [
        (Field::Sequence, 0, Match::Exact),
        (Field::FullName, 1, Match::Exact),
    ];
    let parts = [
        (Field::BirthDay, 2, Match::Child),
        (Field::BirthMonth, 3, Match::Child),
        (Field::BirthYear, 4, Match::Child),
    ];
    let sexes = [
        (Field::UnderMale, 2, Match::Child),
        (Field::UnderFemale, 3, Match::Child),
    ];
    for (text, expected) in [
        (
            "STT,Họ và tên,Ngày sinh,,\n,,Ngày,Tháng,Năm\n1,A,1,2,1957\n",
            &parts[..],
        ),
        (
            "STT,HO VA TEN,NGAY SINH,,\n,,NGAY,THANG,NAM\n1,A,1,2,1957\n",
            &parts[..],
        ),
        (
            "STT,Họ và tên,Ngày sinh,\n,,Nam,Nữ\n1,A,1957,\n",
            &sexes[..],
        ),
        ("STT,HO VA TEN,NAM SINH,\n,,NAM,NU\n1,A,1957,\n", &sexes[..]),
        ("STT,Họ và tên,Giới tính,\n,,Nam,Nữ\n1,A,x,\n", &sexes[..]),
    ] {
        check(text, (1, 2), &[&own[..], expected].concat());
    }
    let text = "STT,Họ và tên,Tuổi,\n,,Nam,Nữ\n1,A,67,\n";
    assert_eq!(
        detect(text)
            .unwrap()
            .matched_column(Field::UnderMale)
            .unwrap()
            .how,
        Match::Joined
    );
}

#[test]
fn a_birth_in_three_columns_needs_no_heading() {
    let parts = [Field::BirthDay, Field::BirthMonth, Field::BirthYear];
    let rows = |text: &str| {
        let layout = detect(text).unwrap_or_else(|| panic!("no header in {text}"));
        let columns = parts.map(|part| layout.column(part));
        (columns, layout.column(Field::BirthDate))
    };
    let found = ([Some(2), Some(3), Some(4)], None);
    for text in [
        "STT,Họ và tên,Ngày sinh,Tháng sinh,Năm sinh\n1,A,5,3,1957\n2,B,,,1957\n3,C,0,0,1960\n",
        "STT,Họ và tên,Ngày,Tháng,Năm\n1,A,5,3,1957\n2,B,?,?,57\n3,C,,3,1957\n4,D,5,3,\n",
        "STT,Họ và tên,Ngày,Tháng,Năm sinh\n1,A,5,3,2026\n",
        "STT,HO VA TEN,NGAY,THANG,NAM\n1,A,5,3,1957\n",
        "STT,Họ và tên,Ngày sinh,Tháng sinh,Năm sinh,Xóm\n1,A,5,3,1957,x\n2,B,15,13,1957,x\n3,C,31,2,1957,x\n4,D,1,1,1957,x\n",
    ] {
        assert_eq!(rows(text), found, "{text}");
    }
    // Whole dates, days of an exam, and a birth date that stands elsewhere.
    for (text, birth) in [
        (
            "STT,Họ và tên,Ngày sinh,Tháng sinh,Năm sinh\n1,A,5/3/1957,3,1957\n",
            Some(2),
        ),
        (
            "STT,Họ và tên,Xóm,SĐT,Ngày,Tháng,Năm\n1,A,x,,12,11,2026\n2,B,x,,13,11,2026\n",
            None,
        ),
        (
            "STT,Họ và tên,Ngày sinh,Ngày,Tháng,Năm\n1,A,5/3/1957,12,11,2024\n",
            Some(2),
        ),
        (
            "STT,Họ và tên,Ngày sinh,Tháng,Năm\n1,A,5/3/1957,11,2024\n",
            Some(2),
        ),
    ] {
        assert_eq!(rows(text), ([None; 3], birth), "{text}");
    }
    let text = "STT,Họ và tên,Ngày sinh,Tháng sinh,Năm sinh\n1,A,5/3/1957,3,1957\n";
    assert_eq!(seconds(text), [(Field::BirthDate, 4)]);
}

#[test]
fn short_words_need_their_place() {
    let layout =
        detect("STT,Họ và tên,Ngày sinh,Năm,Tháng,Từ,Tâm thu\n1,A,1957,1,2,3,4\n").unwrap();
    for column in 3..6 {
        assert_eq!(reason(&layout, column), Some(Unclaimed::Unknown));
    }
    let partial = Unclaimed::Partial(Field::BloodPressure);
    assert_eq!(reason(&layout, 6), Some(partial));
    let layout = detect("STT,Hộ,Họ và tên,Ngày sinh,Hạn thẻ,\n,,,,Từ,Đến\n1,2,A,1957,,\n").unwrap();
    assert_eq!(layout.column(Field::Household), Some(1));
    assert_eq!(layout.column(Field::ValidTo), Some(5));
}

#[test]
fn split_names_are_found() {
    let given = |text: &str| {
        let layout = detect(text).unwrap_or_else(|| panic!("no header in {text}"));
        let columns = [
            Field::FamilyName,
            Field::FullName,
            Field::MiddleName,
            Field::GivenName,
        ];
        columns.map(|field| layout.column(field))
    };
    let rows = "1,Nông Thị,Ấm,1957\n2,Tô Văn,Ổn,1960\n";
    for (text, expected) in [
        (
            format!("STT,Họ đệm,Tên,Năm sinh\n{rows}"),
            [Some(1), None, None, Some(2)],
        ),
        (
            format!("STT,Họ và tên,Tên,Năm sinh\n{rows}"),
            [None, Some(1), None, Some(2)],
        ),
        (
            format!("STT,Họ và tên,,Năm sinh\n{rows}"),
            [None, Some(1), None, Some(2)],
        ),
        (
            format!("STT,Họ và tên,Họ và tên,Năm sinh\n{rows}"),
            [None, Some(1), None, Some(2)],
        ),
        (
            format!("STT,Họ và tên,,Năm sinh\n,Họ đệm,Tên,\n{rows}"),
            [Some(1), None, None, Some(2)],
        ),
        (
            "STT,Họ,Đệm,Tên,Năm sinh\n1,Nông,Thị,Ấm,1957\n".into(),
            [Some(1), None, Some(2), Some(3)],
        ),
        (
            "STT,Tên,Năm sinh\n1,Nông Thị Ấm,1957\n".into(),
            [None, Some(1), None, None],
        ),
        // The given name once more, to sort by.
        (
            "STT,Họ và tên,Tên,Năm sinh\n1,Nông Thị Ấm,Ấm,1957\n".into(),
            [None, Some(1), None, None],
        ),
        // A sex that lost its header is no name.
        (
            "STT,Họ và tên,,Năm sinh\n1,Nông Thị Ấm,Nữ,1957\n".into(),
            [None, Some(1), None, None],
        ),
        // A clinic's name is not the patient's.
        (
            "STT,Họ và tên,Năm sinh,Cơ sở,\n,,,Mã,Tên\n1,A,1957,04001,TYT\n".into(),
            [None, Some(1), None, None],
        ),
    ] {
        assert_eq!(given(&text), expected, "{text}");
    }
}

#[test]
fn hints_below_a_header_belong_to_it() {
    let header = "STT,Họ và tên,Ngày sinh,Số CCCD,Giới tính";
    for (hints, end) in [
        ("(1),(2),(3),(4),(5)\n", 2),
        ("A,B,1,2,3\n", 2),
        ("1,2,3,4,5=3+4\n", 2),
        ("STT,HO_TEN,NGAY_SINH,SO_CCCD,GIOI_TINH\n", 2),
        ("Số,Chữ in hoa,dd/mm/yyyy,12 chữ số,1: Nam; 2: Nữ\n", 2),
        (",Bắt buộc,Bắt buộc,,Bắt buộc\n", 2),
        (
            "STT,HO_TEN,NGAY_SINH,SO_CCCD,GIOI_TINH\n,Bắt buộc nhập,dd/mm/yyyy (VD: 01/01/1990),,\n(1),(2),(3),(4),(5)\n",
            4,
        ),
        ("VD,Nguyễn Văn A,01/01/1990,003090000001,Nam\n", 2),
        ("1,Nông Thị Ấm,,,\n", 1),
        (",Nông Thị Ấm,1957,,\n", 1),
        ("\n1,Nông Thị Ấm,1957,,\n", 1),
        ("1,Nông Văn Nam,67,003157000001,Nam\n", 1),
    ] {
        let text = format!("{header}\n{hints}1,Nông Thị Ấm,1957,003157000001,Nữ\n");
        assert_eq!(detect(&text).unwrap().header_rows, (1, end), "{hints}");
    }
}

#[test]
fn codes_below_labels_win_over_them() {
    check(
        "STT,Tên bệnh nhân,Sinh năm,Ghi chú\nSTT,HO_TEN,NGAY_SINH\n1,A,1957\n",
        (1, 2),
        &[
            (Field::Sequence, 0, Match::Exact),
            (Field::FullName, 1, Match::Child),
            (Field::BirthDate, 2, Match::Child),
        ],
    );
}

#[test]
fn values_without_a_header_are_reported() {
    let layout = detect("STT,Họ và tên,Ngày sinh,\n1,A,,1957\n").unwrap();
    assert_eq!(layout.others[0].header, "column 4 (no header)");
    assert_eq!(layout.others[0].reason, Unclaimed::NoHeader);
}

#[test]
fn a_data_row_is_no_second_header_row() {
    let layout = detect("STT,Họ và tên,Ngày sinh\n1,A,1957\n").unwrap();
    assert_eq!(layout.header_rows, (1, 1));
}

#[test]
fn a_table_of_something_else_has_no_layout() {
    assert_eq!(detect("Tháng,Số ca,Ngày sinh\n1,2,3\n"), None);
    assert_eq!(detect("STT,Xóm,Nam,Nữ,Tổng\n1,Nà Pò,12,13,25\n"), None);
}

/// Field and column of what is read beside a first column.
fn seconds(text: &str) -> Vec<(Field, usize)> {
    detect(text).unwrap().seconds().collect()
}

#[test]
fn a_second_column_of_a_field_is_read_beside_the_first() {
    for header in ["Ngày sinh,Ngày sinh", "Ngày sinh,Năm sinh"] {
        let text = format!("STT,Họ và tên,{header}\n1,A,12/5/1957,1957\n");
        assert_eq!(detect(&text).unwrap().column(Field::BirthDate), Some(2));
        assert_eq!(seconds(&text), [(Field::BirthDate, 3)], "{header}");
    }
    let text = "STT,Họ và tên,Ngày sinh,Ngày sinh\n1,A,,1957\n";
    assert_eq!(detect(text).unwrap().column(Field::BirthDate), Some(3));
    assert_eq!(seconds(text), [(Field::BirthDate, 2)]);
    // A year alone makes the row a person's.
    let text = "Họ và tên,Ngày sinh,Năm sinh,Xóm\nA,12/5/1957,1957,x\nB,,1960,\n";
    let layout = detect(text).unwrap();
    assert_eq!(layout.evidence_digits(block(text).row(2)), 4);
}

#[test]
fn a_second_measurement_and_what_may_be_anothers_are_not_read() {
    for text in [
        "STT,Họ và tên,Ngày sinh,Huyết áp,Huyết áp\n1,A,1957,120/80,118/76\n",
        "STT,Họ và tên,Ngày sinh,Họ tên mẹ,Năm sinh\n1,A,2019,B,1990\n",
        "STT,Họ và tên,Ngày sinh,Họ và tên,Năm sinh\n1,A,2019,B,1990\n",
        "STT,Họ và tên,Số CCCD,Ngày sinh,Người giám hộ,CCCD\n1,A,,2019,B,003190000001\n",
    ] {
        let layout = detect(text).unwrap();
        assert_eq!(layout.seconds().count(), 0, "{text}");
        let last = layout.width() - 1;
        assert!(
            matches!(reason(&layout, last), Some(Unclaimed::Repeats(_))),
            "{text}"
        );
    }
}

#[test]
fn two_tables_side_by_side_are_refused() {
    let text = "STT,Họ và tên,Ngày sinh,,STT,Họ và tên,Ngày sinh\n1,A,1957,,2,B,1958\n";
    let refusal = detect(text).unwrap().refuse_side_by_side();
    let message = refusal.unwrap_err().to_string();
    assert!(message.contains("columns 2 and 6"), "{message}");
    let text = "Họ và tên,Ngày sinh,CCCD,,Họ và tên,Ngày sinh,CCCD\nA,1957,,,B,1958,\n";
    let refusal = detect(text).unwrap().refuse_side_by_side();
    let message = refusal.unwrap_err().to_string();
    assert!(message.contains("columns 1 and 5"), "{message}");
    for one_person in [
        "STT,Họ và tên,Ngày sinh,Họ và tên\n1,A,1957,B\n",
        "Họ và tên,Ngày sinh,CCCD,HO_TEN,Năm sinh,Số CCCD\nA,1957,,A,1957,\n",
    ] {
        assert_eq!(detect(one_person).unwrap().refuse_side_by_side(), Ok(()));
    }
}

#[test]
fn another_unit_is_said() {
    let layout = detect("STT,Họ và tên,Ngày sinh,Glucose (mg/dL)\n1,A,1957,95\n").unwrap();
    let glucose = layout.matched_column(Field::GlucoseMmolL).unwrap();
    assert_eq!(glucose.other_unit, Some("mg/dL"));
}

#[test]
fn a_repeated_header_agrees_or_is_another() {
    let text = "STT,Họ và tên,Ngày sinh,Số CCCD\n1,A,1957,\nSTT,Họ và tên,Ngày sinh,Số CCCD\n2,B,1958,\nSTT,Họ và tên,Số CCCD,Ngày sinh\n";
    let block = block(text);
    let layout = Layout::detect(&block, &options()).unwrap();
    let repeated = |at| Layout::repeated(&block, at, &options()).unwrap();
    assert!(layout.agrees_with(&repeated(2)));
    assert!(!layout.agrees_with(&repeated(4)));
}

#[test]
fn what_is_measured_under_a_dropped_heading_is_read() {
    let layout =
        detect("STT,Họ và tên,Ngày sinh,Ghi chú,,\n,,,Chiều cao,Xóm,SĐT\n1,A,1957,1,2,3\n");
    let layout = layout.unwrap();
    assert_eq!(layout.column(Field::HeightCm), Some(3));
    assert_eq!(layout.column(Field::Hamlet), Some(4));
    assert_eq!(reason(&layout, 5), Some(Unclaimed::Dropped));
}

#[test]
fn headers_in_two_languages_are_read_by_the_vietnamese_one() {
    let text = "\"STT\nNo.\",Họ và tên (Full name),Ngày sinh/Date of birth,Số CCCD - ID number,Xóm | Hamlet\n1,A,1957,1,2\n";
    let layout = detect(text).unwrap();
    assert_eq!(layout.matched(), 5);
}

/// Class and column of each tick.
fn ticks(text: &str) -> Vec<(u8, usize)> {
    let layout = detect(text).unwrap_or_else(|| panic!("no header in {text}"));
    layout.classes().collect()
}

#[test]
fn ticked_classes_are_read_under_their_heading() {
    let five = [(1, 3), (2, 4), (3, 5), (4, 6), (5, 7)];
    for labels in [
        "I,II,III,IV,V",
        "Loại I,Loại II,Loại III,Loại IV,Loại V",
        "1,2,3,4,5",
        "Loại 1,Loại 2,Loại 3,Loại 4,Loại 5",
    ] {
        let text = format!(
            "STT,Họ và tên,Ngày sinh,Phân loại sức khỏe,,,,,SĐT\n,,,{labels},\n1,A,1957,,x,,,,\n"
        );
        assert_eq!(ticks(&text), five, "{labels}");
        assert_eq!(detect(&text).unwrap().header_rows, (1, 2), "{labels}");
        let text = format!(
            "STT,Họ và tên,Ngày sinh,Phân loại sức khỏe,,,,,Huyết áp,\n,,,{labels},Tâm thu,Tâm trương\n1,A,1957,,x,,,,120,80\n"
        );
        assert_eq!(ticks(&text), five, "{labels}");
        assert_eq!(detect(&text).unwrap().column(Field::Diastolic), Some(9));
    }
    let text = "STT,Họ và tên,Ngày sinh,Loại I,Loại II,Loại III\n1,A,1957,,x,\n";
    assert_eq!(ticks(text), five[..3]);
    // Column numbers, classes of something else, and one class alone.
    for text in [
        "STT,Họ và tên,Ngày sinh,Phân loại sức khỏe\n1,2,3,4\n1,A,1957,II\n",
        "STT,Họ và tên,Ngày sinh,Tăng huyết áp,,\n,,,I,II,III\n1,A,1957,x,,\n",
        "STT,Họ và tên,Ngày sinh,Loại I\n1,A,1957,x\n",
    ] {
        assert_eq!(ticks(text), [], "{text}");
    }
}

#[test]
fn one_tick_is_a_class_and_several_are_none() {
    let header = "STT,Họ và tên,Ngày sinh,Phân loại sức khỏe,,,\n,,,I,II,III,IV\n";
    for (cells, expected) in [
        ("x,,,", "I"),
        (",X,,", "II"),
        (",,✓,", "III"),
        (",,3,", "III"),
        ("1,0,0,0", "I"),
        (",-,Loại III,", "III"),
        ("x,,x,", "I; III"),
        (",,IV,", "III: IV"),
        (",xem lại,,", "II: xem lại"),
        (",,,", ""),
    ] {
        let block = block(&format!("{header}1,A,1957,{cells}\n"));
        let layout = Layout::detect(&block, &options()).unwrap();
        let joined = layout.joined(&block).unwrap();
        let place = join::place_in_joined(Field::HealthClass).unwrap();
        assert_eq!(joined.row(2).cell(place), expected, "{cells}");
    }
}

#[test]
fn a_district_is_read_beside_its_commune() {
    let places = |text: &str| {
        let layout = detect(text).unwrap_or_else(|| panic!("no header in {text}"));
        [Field::DistrictName, Field::ProvinceName].map(|field| layout.column(field))
    };
    for (text, expected) in [
        (
            "STT,Họ và tên,Ngày sinh,Xóm,Xã,Huyện,Tỉnh\n1,A,1957,x,y,z,t\n",
            [Some(5), Some(6)],
        ),
        (
            "STT,Họ và tên,Ngày sinh,Ghi chú,,,\n,,,Xóm,Xã,Huyện,Tỉnh\n1,A,1957,x,y,z,t\n",
            [Some(5), Some(6)],
        ),
        (
            "STT,Họ và tên,Ngày sinh,Nơi sinh,,Xã\n,,,Huyện,Tỉnh,\n1,A,1957,x,y,z\n",
            [None; 2],
        ),
        (
            "STT,Họ và tên,Ngày sinh,Huyện,SĐT\n1,A,1957,x,\n",
            [None; 2],
        ),
    ] {
        assert_eq!(places(text), expected, "{text}");
    }
}
