//! Headers as communes send them.

use std::collections::BTreeMap;

use super::*;
use crate::domain::Kind;
use crate::source::Profile;

fn options() -> LayoutOptions {
    let headers = [
        (Field::Sequence, vec!["STT"]),
        (
            Field::FullName,
            vec!["Họ và tên", "Họ tên", "Họ và tên nhân viên"],
        ),
        (Field::FamilyName, vec!["Họ", "Họ và tên đệm"]),
        (Field::MiddleName, vec!["Đệm", "Chữ đệm"]),
        (Field::GivenName, vec!["Tên"]),
        (Field::BirthDate, vec!["Ngày sinh", "Năm sinh"]),
        (Field::Sex, vec!["Giới tính"]),
        (
            Field::IdentityNumber,
            vec!["Số CCCD", "CCCD", "Mã định danh"],
        ),
        (Field::BhytCard, vec!["Thẻ BHYT", "BHYT"]),
        (Field::ValidTo, vec!["Hạn thẻ", "Thẻ BHYT / Hạn sử dụng"]),
        (Field::HeightCm, vec!["Chiều cao"]),
        (Field::WeightKg, vec!["Cân nặng"]),
        (Field::HealthClass, vec!["Phân loại sức khoẻ", "Phân loại"]),
        (Field::Hamlet, vec!["Xóm"]),
        (Field::CommuneName, vec!["Xã", "Xã/phường"]),
        (Field::Phone, vec!["SĐT"]),
    ];
    let dropped = [
        "Ngày cấp",
        "Nơi cấp",
        "Ghi chú",
        "BMI",
        "Nơi thường trú",
        "Nơi ở hiện nay",
        "Kết luận",
    ];
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let profile = Profile {
        name: "roster.toml".into(),
        headers: headers
            .iter()
            .map(|(field, texts)| (*field, owned(texts)))
            .collect(),
        values: BTreeMap::new(),
        required_fields: Vec::new(),
        first_of_january_is_year: true,
        dropped_headers: owned(&dropped),
    };
    LayoutOptions::new(Kind::PlanRoster, &profile)
}

fn layout(text: &str) -> Layout {
    let block = crate::ingest::csv::parse(text.as_bytes(), b',').unwrap();
    Layout::detect(&block, &options()).unwrap_or_else(|| panic!("no header in {text}"))
}

/// The columns of fields, `None` where one has none.
fn columns<const N: usize>(text: &str, fields: [Field; N]) -> [Option<usize>; N] {
    let layout = layout(text);
    fields.map(|field| layout.column(field))
}

const HOME: [Field; 2] = [Field::Hamlet, Field::CommuneName];

#[test]
fn a_place_of_birth_or_work_is_no_home() {
    for elsewhere in [
        "Quê quán",
        "NGUYEN QUAN",
        "Nơi sinh",
        "Nơi công tác",
        "Đơn vị",
    ] {
        let text = format!(
            "STT,Họ và tên,Ngày sinh,{elsewhere},,Nơi thường trú,\n,,,Xóm,Xã,Xóm,Xã\n1,A,1957,a,b,c,d\n"
        );
        assert_eq!(columns(&text, HOME), [Some(5), Some(6)], "{elsewhere}");
        let other = layout(&text)
            .others
            .into_iter()
            .find(|other| other.column == 3);
        assert_eq!(other.unwrap().reason, Unclaimed::OtherPlace);
        let alone = format!("STT,Họ và tên,Ngày sinh,{elsewhere},\n,,,Xóm,Xã\n1,A,1957,a,b\n");
        assert_eq!(columns(&alone, HOME), [None, None], "{elsewhere}");
    }
    // Headings over the header, and words that only sound like a birthplace.
    let text =
        ",,,Quê quán,,Nơi sinh sống,\nSTT,Họ và tên,Ngày sinh,Xóm,Xã,Xóm,Xã\n1,A,1957,a,b,c,d\n";
    assert_eq!(columns(text, HOME), [Some(5), Some(6)]);
    let text = "ĐIỂM KHÁM CHỮA BỆNH,,Xã Lý Bôn\nSTT,Họ và tên,Ngày sinh,Xóm\n1,A,1957,a\n";
    assert_eq!(columns(text, HOME), [Some(3), None]);
}

#[test]
fn of_two_homes_the_present_one_counts_where_it_is_filled() {
    let header = "STT,Họ và tên,Ngày sinh,Nơi thường trú,,Nơi ở hiện nay,\n,,,Xóm,Xã,Xóm,Xã\n";
    for (rows, expected) in [
        ("1,A,1957,a,b,c,d\n2,B,1957,,b,,d\n", [Some(5), Some(6)]),
        (
            "1,A,1957,a,b,c,d\n2,B,1957,a,b,c,\n3,C,1957,a,b,,\n",
            [Some(3), Some(4)],
        ),
        ("1,A,1957,,,c,d\n", [Some(5), Some(6)]),
    ] {
        assert_eq!(
            columns(&format!("{header}{rows}"), HOME),
            expected,
            "{rows}"
        );
    }
    // A hamlet of one home and the commune of the other are no address.
    let text =
        "STT,Họ và tên,Ngày sinh,Nơi thường trú,,Nơi ở hiện nay\n,,,Xóm,Xã,Xã\n1,A,1957,a,b,d\n";
    assert_eq!(columns(text, HOME), [None, Some(5)]);
}

#[test]
fn the_commune_of_today_is_taken_before_that_of_before() {
    for (header, expected) in [
        ("Xã/phường (cũ),Xã/phường (mới)", 4),
        ("Xã/phường (mới),Xã/phường (cũ)", 3),
        ("Xã trước sáp nhập,Xã", 4),
        ("Xã,Xã sau sáp nhập", 4),
        ("Xã,Xã/phường", 3),
    ] {
        let text = format!("STT,Họ và tên,Ngày sinh,{header}\n1,A,1957,a,b\n");
        let found = columns(&text, [Field::CommuneName]);
        assert_eq!(found, [Some(expected)], "{header}");
    }
    let text = "STT,Họ và tên,Ngày sinh,Xã (cũ)\n1,A,1957,a\n";
    assert_eq!(columns(text, [Field::CommuneName]), [Some(3)]);
    let text = "STT,Họ và tên,Ngày sinh,Xã (cũ),Xã (mới)\n1,A,1957,a,\n";
    assert_eq!(columns(text, [Field::CommuneName]), [Some(3)]);
}

#[test]
fn what_stands_under_groups_belongs_to_the_header() {
    for (header, cccd, valid_to) in [
        (
            "STT,Họ và tên,Ngày sinh,CCCD,,\n,,,Số,Ngày cấp,Nơi cấp",
            3,
            None,
        ),
        ("STT,Họ và tên,Ngày sinh,CCCD,\n,,,Số,Ngày cấp", 3, None),
        (
            "STT,Họ và tên,Ngày sinh,Số CCCD,,\n,,,Số CCCD,Ngày cấp,Nơi cấp",
            3,
            None,
        ),
        (
            "STT,Họ và tên,Ngày sinh,CCCD,,,Thẻ BHYT,\n,,,Số,Ngày cấp,Nơi cấp,Số thẻ,Hạn sử dụng",
            3,
            Some(7),
        ),
        ("STT,Họ và tên,Ngày sinh,CCCD,\n,,,Số,Hạn thẻ", 3, None),
    ] {
        let text = format!("{header}\n1,A,1957,003157000001,05/06/2021,x,y,z\n");
        assert_eq!(layout(&text).header_rows, (1, 2), "{header}");
        let found = columns(&text, [Field::IdentityNumber, Field::ValidTo]);
        assert_eq!(found, [Some(cccd), valid_to], "{header}");
    }
    // A row of a person, a remark and a heading inside the table are no labels.
    for row in [
        "1,A,1957,x,y",
        ",,,,đã chuyển đi",
        "Xóm Nà Pò,,,,",
        ",,,Nà Pò,Tày",
    ] {
        let text = format!("STT,Họ và tên,Ngày sinh,Xóm,,\n{row}\n1,A,1957,x,y\n");
        assert_eq!(layout(&text).header_rows, (1, 1), "{row}");
    }
}

#[test]
fn what_nobody_knows_under_a_group_is_not_read_as_the_group() {
    let text = "STT,Họ và tên,Ngày sinh,Số CCCD,SĐT,\n,,,,Bố,Mẹ\n1,A,1957,003157000001,0399123456,0399123457\n";
    assert_eq!(layout(text).header_rows, (1, 2));
    let found = columns(text, [Field::IdentityNumber, Field::Phone]);
    assert_eq!(found, [Some(3), None]);
    let text = "STT,Họ và tên,Ngày sinh,Số CCCD,Cân nặng,\n,,,,Kỳ trước,Kỳ này\n1,A,1957,003157000001,50,52\n";
    assert_eq!(columns(text, [Field::WeightKg]), [None]);
    // Ticks are values.
    let text = "STT,Họ và tên,Ngày sinh,Số CCCD,SĐT,\n,,,,x,x\n1,A,1957,003157000001,0399123456,\n";
    assert_eq!(layout(text).header_rows, (1, 1));
}

#[test]
fn parts_under_a_name_are_parts_of_it() {
    let parts = [
        Field::FamilyName,
        Field::MiddleName,
        Field::GivenName,
        Field::FullName,
    ];
    for middle in ["Đệm", "ĐỆM", "Chữ đệm"] {
        let text =
            format!("STT,Họ và tên,,,Ngày sinh,Xóm\n,Họ,{middle},Tên,,\n1,Nông,Thị,Ấm,1957,x\n");
        assert_eq!(columns(&text, parts), [Some(1), Some(2), Some(3), None]);
    }
    let text = "STT,Họ và tên,,Ngày sinh,Xóm\n,Họ và tên đệm,Tên,,\n1,Nông Thị,Ấm,1957,x\n";
    assert_eq!(columns(text, parts), [Some(1), None, Some(2), None]);
}

#[test]
fn the_first_of_two_tables_is_no_title() {
    let first = "STT,Họ và tên,Ngày sinh\n1,Nông Thị Ấm,1957\n2,Tô Văn Ổn,1960\n";
    for between in ["", "\n", "\nII. TRẺ EM,,\n"] {
        let text =
            format!("{first}{between}STT,Họ và tên,Ngày sinh,Số CCCD\n1,Lý Mỹ,1980,003180000001\n");
        let layout = layout(&text);
        assert_eq!(layout.header_rows, (1, 1));
        assert_eq!(layout.titles, [""; 0]);
    }
    // A header that only looks like one, and nobody below it.
    let text = "STT,Họ tên,Xóm\n\nSTT,Họ và tên,Ngày sinh,Xóm,SĐT\n1,Lý Mỹ,1980,x,\n";
    assert_eq!(layout(text).header_rows, (3, 3));
}

#[test]
fn people_above_a_header_are_no_titles() {
    let text = "Danh sách năm 2026,,\n1,Nông Thị Ấm,12/05/1957\n,Vi Văn Trọng,003157000001\nSTT,Họ và tên,Ngày sinh\n2,Tô Văn Ổn,1960\n";
    let block = crate::ingest::csv::parse(text.as_bytes(), b',').unwrap();
    let layout = layout(text);
    assert_eq!(layout.titles, ["Danh sách năm 2026"]);
    let above: Vec<bool> = (0..5)
        .map(|row| layout.is_person_above(block.row(row), &options()))
        .collect();
    assert_eq!(above, [false, true, true, false, false]);
}

#[test]
fn a_class_must_be_of_the_person() {
    let class = [Field::HealthClass];
    for (text, expected) in [
        ("STT,Họ và tên,Ngày sinh,Phân loại\n1,A,1957,2\n", Some(3)),
        (
            "STT,Họ và tên,Ngày sinh,Phân loại,Phân loại sức khỏe\n1,A,1957,2,3\n",
            Some(4),
        ),
        (
            "STT,Họ và tên,Ngày sinh,Phân loại sức khỏe,Phân loại\n1,A,1957,2,3\n",
            Some(3),
        ),
        (
            "STT,Họ và tên,Ngày sinh,Phân loại,Mắt,Phân loại\n1,A,1957,2,x,3\n",
            None,
        ),
        (
            "STT,Họ và tên,Ngày sinh,BMI,Phân loại\n1,A,1957,20,1\n",
            None,
        ),
        (
            "STT,Họ và tên,Ngày sinh,Mắt,\n,,,Thị lực,Phân loại\n1,A,1957,10,1\n",
            None,
        ),
        (
            "STT,Họ và tên,Ngày sinh,Kết luận,\n,,,Bệnh,Phân loại\n1,A,1957,x,1\n",
            Some(4),
        ),
    ] {
        assert_eq!(columns(text, class), [expected], "{text}");
    }
}

#[test]
fn a_number_of_the_school_gives_way_to_the_cccd() {
    for (row, expected) in [
        ("4501234000,003157000001", 4),
        ("003157000001,4501234000", 3),
        ("003157000001,003157000001", 3),
        ("4501234000,", 3),
    ] {
        let text = format!("STT,Họ và tên,Ngày sinh,Mã định danh,Số CCCD\n1,A,1957,{row}\n");
        assert_eq!(
            columns(&text, [Field::IdentityNumber]),
            [Some(expected)],
            "{row}"
        );
    }
}

#[test]
fn a_name_of_staff_gives_way_to_the_persons() {
    let text = "STT,Họ và tên nhân viên,Ngày sinh,Xóm\n1,A,1957,x\n";
    assert_eq!(columns(text, [Field::FullName]), [Some(1)]);
    let text = "STT,Họ và tên nhân viên,Họ và tên,Ngày sinh\n1,A,B,1957\n";
    assert_eq!(columns(text, [Field::FullName]), [Some(2)]);
}
