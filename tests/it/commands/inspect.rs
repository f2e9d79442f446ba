//! `inspect`: what a reader understood of one file.

use std::fs;

use serde_json::Value;

use super::run;
use crate::support::{Ended, Province};

/// The line of a column, by the letter that a spreadsheet shows.
#[track_caller]
fn column<'e>(ended: &'e Ended, letter: &str, header: &str) -> &'e str {
    let start = format!("{letter} ");
    let mut lines = ended.stdout.lines();
    lines
        .find(|line| line.starts_with(&start) && line.contains(header))
        .unwrap_or_else(|| panic!("no {letter} {header:?} in {ended}"))
}

fn json(province: &Province, file: &str) -> Value {
    let ended = run(province, &["inspect", file, "--format", "json"]).expect(0);
    serde_json::from_str(&ended.stdout).expect("JSON")
}

#[test]
fn inspect_recognises_the_columns_of_text() {
    let province = Province::new();
    let file = "sample_data/residents/dan_cu_20261120.csv";
    let ended = run(&province, &["inspect", file, "--lang", "en"]).expect(0);
    for text in [
        "Read as source: residents (profile profiles/residents.toml)",
        "Format: CSV; encoding: UTF-8; `,` between cells",
        "File name: snapshot date 2026-11-20",
        "Header: row 1",
    ] {
        assert!(ended.stdout.contains(text), "no {text:?} in {ended}");
    }
    for (letter, header, field) in [
        ("A", "so_dinh_danh", "identity number [identity_number]"),
        ("B", "ho_ten", "full name [full_name]"),
        ("C", "ngay_sinh", "birth date [birth_date]"),
    ] {
        let line = column(&ended, letter, header);
        assert!(line.contains(field) && line.contains("sure"), "{ended}");
    }
    assert!(ended.stdout.contains("quan_he"), "{ended}");
    assert!(ended.stdout.contains("dropped by name"), "{ended}");
    assert!(column(&ended, "A", "so_dinh_danh").contains("003******"));
    assert!(
        column(&ended, "D", "gioi_tinh").contains("Nam"),
        "what names nobody is shown"
    );
}

#[test]
fn inspect_recognises_the_columns_of_a_workbook() {
    let province = Province::new();
    let file = "sample_data/screening/kham_01294_20261120.xlsx";
    let ended = run(&province, &["inspect", file]).expect(0);
    for text in [
        "Đọc như nguồn: screening",
        "ngày số liệu 2026-11-20, xã 01294",
        "họ và tên [full_name]",
        "ngày sinh [birth_date]",
        "ngày khám [exam_date]",
        "chiều cao (cm) [height_cm]",
        "huyết áp [blood_pressure]",
        "phân loại sức khoẻ [health_class]",
        "Cấu hình đề xuất",
    ] {
        assert!(ended.stdout.contains(text), "no {text:?} in {ended}");
    }
}

/// A roster with everything around its three persons that rosters have.
const ROSTER: &str = "\
UBND XÃ LÝ BÔN,,,,,\n\
DANH SÁCH ĐIỆN THOẠI LIÊN HỆ: 0912 345 678,,,,,\n\
,,,,,\n\
STT,Họ và tên,Ngày sinh,Số CCCD,Số điện thoại báo tin,Mức sống\n\
1,2,3,4,5,6\n\
Xóm Nà Pò,,,,,\n\
1,Nông Thị Ấm,12/05/1957,003157000001,0912345671,Khá\n\
2,Bàn Văn Tài,1/2/1960,003060000002,,Khá\n\
,,,,,\n\
STT,Họ và tên,Ngày sinh,Số CCCD,Số điện thoại báo tin,Mức sống\n\
3,Lý Thị Mỷ,1958,003158000003,,Nghèo\n\
,Tổng cộng: 3 người,,,,\n\
,,,\"Lý Bôn, ngày 20 tháng 11 năm 2026\",,\n\
,NGƯỜI LẬP BIỂU,,TRẠM TRƯỞNG,,\n";

/// A province with [`ROSTER`] as the plan of a commune.
fn with_roster() -> (Province, &'static str) {
    let province = Province::new();
    fs::write(province.sample("plan/ke_hoach_01294_20261120.csv"), ROSTER).expect("written");
    (province, "sample_data/plan/ke_hoach_01294_20261120.csv")
}

#[test]
fn inspect_says_which_rows_are_no_person_and_why() {
    let (province, file) = with_roster();
    let value = json(&province, file);
    let table = &value["tables"][0];
    let others = table["other_rows"].as_array().expect("a list");
    let rows = |why: &str| {
        let found = others.iter().find(|rows| rows["why"] == why);
        found.map_or(0, |rows| rows["rows"].as_u64().expect("a number"))
    };
    for (why, count) in [
        ("title", 2),
        ("header", 1),
        ("column_numbers", 1),
        ("section", 1),
        ("header_again", 1),
        ("total", 1),
        ("signature", 2),
        ("blank", 2),
    ] {
        assert_eq!(rows(why), count, "{why} in {table:#}");
    }
    assert_eq!(table["subject_rows"], 3);
    assert_eq!(table["accepted"], 3);
    let all = others.iter().filter_map(|rows| rows["rows"].as_u64());
    assert_eq!(
        all.sum::<u64>() + 3,
        table["physical_rows"].as_u64().expect("rows")
    );
    let titles = table["titles"].to_string();
    assert!(
        titles.contains("091*****678") || !titles.contains("345"),
        "{titles}"
    );
}

#[test]
fn an_unknown_column_gets_a_suggestion() {
    let (province, file) = with_roster();
    let ended = run(&province, &["inspect", file]).expect(0);
    let phone = column(&ended, "E", "Số điện thoại báo tin");
    assert!(
        phone.contains("KHÔNG RÕ, không đọc; gần giống") && phone.contains("số điện thoại"),
        "{phone}"
    );
    let value = json(&province, file);
    let columns = value["tables"][0]["columns"].as_array().expect("a list");
    assert_eq!(columns[4]["suggestion"]["field"], "phone");
    assert_eq!(columns[5]["not_read"], "unknown");
    let profile = value["proposed_profile"].as_str().expect("a profile");
    let commented = |header: &str| format!("  # \"{header}\",\n");
    for header in ["Số điện thoại báo tin", "Mức sống"] {
        assert!(profile.contains(&commented(header)), "{profile}");
    }

    // With the # taken away it is read.
    let corrected = profile.replace("# \"Số điện thoại báo tin\"", "\"Số điện thoại báo tin\"");
    fs::write(province.pipeline("profiles/roster.toml"), corrected).expect("written");
    let columns = json(&province, file)["tables"][0]["columns"].take();
    assert_eq!(columns[4]["field"], "phone");
}

#[test]
fn the_proposed_profile_reads_the_file_as_it_was_read() {
    for (file, profile) in [
        ("residents/dan_cu_20261120.csv", "residents.toml"),
        ("insurance/bhyt_20261120.csv", "insurance.toml"),
        ("ehr/hssk_20261120.csv", "ehr_status.toml"),
        ("screening/kham_01294_20261120.xlsx", "roster.toml"),
        ("screening/kham_01273_20261120.csv", "roster.toml"),
        ("plan/ke_hoach_01273_20261120.xlsx", "roster.toml"),
        ("school/hoc_sinh_ththcs01558_20261120.csv", "roster.toml"),
        ("quotas/chi_tieu_20261120.csv", "counts.toml"),
    ] {
        let province = Province::new();
        let path = format!("sample_data/{file}");
        let before = json(&province, &path);
        let proposed = province.root().join("proposed.toml");
        let out = proposed.display().to_string();
        run(&province, &["inspect", &path, "--profile-out", &out]).expect(0);
        let text = fs::read_to_string(&proposed).expect("a profile");
        assert_eq!(before["proposed_profile"], text, "{file}");
        fs::copy(&proposed, province.pipeline(&format!("profiles/{profile}"))).expect("copied");
        let after = json(&province, &path);
        let tables = |value: &Value| {
            let mut tables = value["tables"].clone();
            for table in tables.as_array_mut().expect("a list") {
                for column in table["columns"].as_array_mut().expect("a list") {
                    // A header that was understood by its parts is known as a whole now.
                    for key in ["how", "confidence"] {
                        column.as_object_mut().expect("a column").remove(key);
                    }
                }
            }
            tables
        };
        assert_eq!(tables(&after), tables(&before), "{file}");
        run(&province, &["check", "pipelines/cao-bang"]).expect(0);
        // What a person may have corrected is not written over.
        run(&province, &["inspect", &path, "--profile-out", &out])
            .expect(2)
            .says(&["proposed.toml"]);
    }
}

#[test]
fn inspect_says_why_a_file_would_be_set_aside() {
    let province = Province::new();
    fs::write(province.root().join("dan_cu_20261120.csv"), "a,b\n1,2\n").expect("written");
    let inspect = ["inspect", "dan_cu_20261120.csv", "--lang", "en"];
    let ended = run(&province, &inspect).expect(1);
    assert!(
        ended
            .stdout
            .contains("dan_cu_20261120.csv would be set aside: no header was found"),
        "{ended}"
    );
    let vi = run(&province, &["inspect", "dan_cu_20261120.csv"]).expect(1);
    assert!(
        vi.stdout
            .contains("sẽ không dùng được: không tìm thấy dòng tiêu đề cột"),
        "{vi}"
    );
    run(
        &province,
        &["inspect", "dan_cu_20261120.csv", "--source", "register"],
    )
    .expect(2)
    .says(&["no source `register`; it has residents, insurance"]);
    run(&province, &["inspect", "not_there.csv"])
        .expect(2)
        .says(&["not_there.csv"]);
}

#[test]
fn inspect_takes_a_half_written_file_as_the_night_does() {
    let province = Province::new();
    let ehr = province.sample("ehr/hssk_20261120.csv");
    let text = fs::read_to_string(&ehr).expect("text");
    let row = text.lines().nth(300).expect("a row");
    let cut = text.find(row).expect("it is there") + row.find(',').expect("a cell") + 3;
    fs::write(&ehr, &text[..cut]).expect("written");
    let says = "it was only half written; copy it again";
    let inspect = [
        "inspect",
        "sample_data/ehr/hssk_20261120.csv",
        "--lang",
        "en",
    ];
    let inspected = run(&province, &inspect);
    let checked = run(&province, &["check", "pipelines/cao-bang", "--lang", "en"]);
    assert!(checked.stdout.contains(says), "{checked}");
    assert!(inspected.stdout.contains(says), "{inspected}");
    inspected.expect(1);
}

#[test]
fn inspect_shows_what_told_an_old_encoding() {
    let province = Province::new();
    // TCVN3: "STT,Họ và tên,Ngày sinh,Số CCCD", then names.
    let names: [&[u8]; 7] = [
        b"N\xabng Th\xde H\xb9nh",
        b"Ho\xb5ng V\xa8n T\xf3",
        b"L\xfd Th\xde Hoa",
        b"\xa7\xb5m V\xa8n B\xd7nh",
        b"Tri\xd6u Th\xde Hi\xd2n",
        b"B\xd5 V\xa8n C\xad\xeang",
        b"N\xabng V\xa8n T\xecn",
    ];
    let mut text = b"STT,H\xe4 v\xb5 t\xaan,Ng\xb5y sinh,S\xe8 CCCD\n".to_vec();
    for (number, name) in names.iter().enumerate() {
        text.extend_from_slice(format!("{},", number + 1).as_bytes());
        text.extend_from_slice(name);
        text.extend_from_slice(format!(",1{number}/02/1957,00315700000{number}\n").as_bytes());
    }
    fs::write(province.sample("plan/ke_hoach_01294_20261120.csv"), text).expect("written");
    let file = "sample_data/plan/ke_hoach_01294_20261120.csv";
    let ended = run(&province, &["inspect", file]).expect(0);
    for text in ["cột B: TCVN3 (ABC); ", "đứng nhì"] {
        assert!(ended.stdout.contains(text), "no {text:?} in {ended}");
    }
    let value = json(&province, file);
    let found = &value["tables"][0]["encodings"][0];
    assert_eq!(found["encoding"], "TCVN3 (ABC)");
    assert!(found["score"].as_f64().expect("a share") > 0.6, "{found}");
    assert_eq!(value["tables"][0]["columns"][1]["field"], "full_name");
}
