//! A series that began before 1 July 2025, in the borders of then and of today.

use std::collections::BTreeMap;
use std::fs;

use toandan::schema::persons::PERSONS;
use toandan::schema::records::RECORDS;
use toandan::schema::series::SERIES;

use crate::support::{Province, Row, rows};

/// The register of 20 September 2025: who; code, name and district of the commune as written there; the former commune
/// that the row names.
const REGISTER: [(&str, &str, &str, &str, &str); 10] = [
    ("Nông Thị Ấm", "01273", "Phường Hợp Giang", "", "01273"),
    ("Bế Văn Tư", "01267", "", "", "01267"),
    ("Hà Thị Lan", "01273", "Phường Thục Phán", "", ""),
    ("Lý A Sì", "01273", "Phường Thục Phán", "", ""),
    ("Tô Văn Ổn", "01273", "", "", ""),
    ("Mã Thị Vi", "", "P. Hợp Giang", "", "01273"),
    ("Vừ A Páo", "01294", "Xã Vĩnh Quang", "", "01300"),
    (
        "Giàng Thị Mỷ",
        "01294",
        "Xã Lý Bôn",
        "Huyện Bảo Lâm",
        "01294",
    ),
    (
        "Đặng Chàn Phin",
        "",
        "Xã Hưng Đạo",
        "Huyện Nguyên Bình",
        "01783",
    ),
    // Not in the scope.
    ("Lục Thị Hoa", "01558", "Thị trấn Thanh Nhật", "", "01558"),
];

/// The lists of examinations: of which commune, who (a place in the register), commune and district as written there, the
/// day, and whether the pressure was raised.
const EXAMINED: [(&str, usize, [&str; 3], &str, bool); 8] = [
    ("01273", 0, ["", "", ""], "10/02/2025", true),
    ("01273", 1, ["01273", "", ""], "03/03/2025", false),
    (
        "01273",
        2,
        ["", "Xã Hưng Đạo", "TP Cao Bằng"],
        "05/03/2025",
        true,
    ),
    ("01273", 3, ["", "", ""], "29/06/2025", true),
    (
        "01273",
        4,
        ["01273", "Phường Thục Phán", ""],
        "01/07/2025",
        true,
    ),
    ("01294", 6, ["", "", ""], "04/03/2025", false),
    ("01774", 8, ["", "", ""], "10/02/2025", false),
    ("01273", 9, ["01558", "", ""], "11/02/2025", false),
];

const INDICATORS: &str = r#"
[[indicators]]
code = "EXAMINED"
label_vi = "Đã khám"
label_en = "Examined"
population = "persons"
denominator = "is_resident"
numerator_exam = "counts"
needs = ["residents", "screening_roster"]
start = "2025-01-01"

[[indicators]]
code = "RAISED"
label_vi = "Huyết áp tăng"
label_en = "Raised pressure"
population = "persons"
denominator_exam = "counts"
numerator_exam = "counts AND systolic_mmhg >= 140"
needs = ["screening_roster"]
start = "2025-01-01"

[[indicators]]
code = "LATER"
label_vi = "Đã khám từ tháng bảy"
label_en = "Examined from July"
population = "persons"
denominator = "is_resident"
numerator_exam = "counts AND exam_date >= DATE '2025-07-01'"
needs = ["residents", "screening_roster"]
start = "2025-07-01"
"#;

/// Invented people of Cao Bằng, and nothing else.
fn province() -> Province {
    let province = Province::new();
    let plan = province.pipeline("pipeline.toml");
    let five = r#"["01273", "01294", "01501", "01558", "01774"]"#;
    Province::edit(&plan, five, r#"["01273", "01294", "01774"]"#);
    let window = r#"window = ["2026-07-01", "2026-11-30"]"#;
    Province::edit(&plan, window, r#"window = ["2025-01-01", "2025-12-31"]"#);
    let earliest = "\nexam_yyyymmdd_min = 2026";
    let rules = province.pipeline("rules.toml");
    Province::edit(&rules, earliest, "\nexam_yyyymmdd_min = 2025");
    fs::write(province.pipeline("indicators.toml"), INDICATORS).expect("written");
    let sample = province.root().join("sample_data");
    for folder in fs::read_dir(&sample).expect("the sample").flatten() {
        if folder.path().is_dir() {
            fs::remove_dir_all(folder.path()).expect("removed");
            fs::create_dir(folder.path()).expect("a folder");
        }
    }
    register(&province, "20250920");
    for commune in ["01273", "01294", "01774"] {
        let mut list = "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Mã xã,Xã/Phường,Huyện,Ngày khám,Chiều cao (cm),Cân nặng (kg),Huyết áp (mmHg)\n".to_owned();
        let own = EXAMINED.iter().filter(|(of, ..)| *of == commune);
        for (number, (_, who, place, day, is_raised)) in own.enumerate() {
            let pressure = if *is_raised { "150/90" } else { "120/80" };
            let (name, birth, sex, cccd) = person(*who);
            let place = place.join(",");
            list += &format!(
                "{},{name},{birth},{sex},{cccd},{place},{day},160,55,{pressure}\n",
                number + 1
            );
        }
        let file = format!("screening/kham_{commune}_20250920.csv");
        fs::write(province.sample(&file), list).expect("written");
    }
    province
}

fn register(province: &Province, day: &str) {
    let mut list =
        "so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,ma_xa,ten_xa,ten_huyen,tinh_trang_cu_tru\n"
            .to_owned();
    for (at, (_, code, commune, district, _)) in REGISTER.iter().enumerate() {
        let (name, birth, sex, cccd) = person(at);
        list += &format!("{cccd},{name},{birth},{sex},{code},{commune},{district},Thường trú\n");
    }
    let file = format!("residents/dan_cu_{day}.csv");
    fs::write(province.sample(&file), list).expect("written");
}

/// Name, birth, sex and number of someone of the register.
fn person(at: usize) -> (&'static str, String, &'static str, String) {
    let name = REGISTER[at].0;
    let is_woman = name.contains(" Thị ");
    let (sex, digit) = if is_woman { ("Nữ", 1) } else { ("Nam", 0) };
    let birth = format!("1{at}/03/197{at}");
    (name, birth, sex, format!("003{digit}7{at}20250{at}"))
}

fn former_of_persons(province: &Province) -> BTreeMap<String, String> {
    let persons = rows(&province.version(), &PERSONS);
    let former = persons.iter().map(|row| {
        let name = row.text("full_name").to_owned();
        (name, row.text("former_commune_code").to_owned())
    });
    former.collect()
}

#[test]
fn periods_before_the_border_are_given_in_the_borders_of_then_too() {
    let province = province();
    province.night(&[]).expect(0);
    let version = province.version();

    let of_rows: BTreeMap<(String, String), String> = rows(&version, &RECORDS)
        .iter()
        .map(|row| {
            let key = (
                row.text("kind").to_owned(),
                row.text("full_name").to_owned(),
            );
            (key, row.text("former_commune_code").to_owned())
        })
        .collect();
    assert_eq!(of_rows.len(), REGISTER.len() + EXAMINED.len());
    for (name, .., former) in REGISTER {
        let key = ("residents".to_owned(), name.to_owned());
        assert_eq!(of_rows[&key], former, "{name}");
    }
    let of_list = |name: &str| &of_rows[&("screening_roster".to_owned(), name.to_owned())];
    assert_eq!(of_list("Hà Thị Lan"), "01705");
    assert_eq!(of_list("Tô Văn Ổn"), "");

    let persons = former_of_persons(&province);
    // What an exam alone says does not place anybody.
    assert_eq!(persons["Hà Thị Lan"], "");
    assert_eq!(persons["Lý A Sì"], "");
    assert_eq!(persons["Lục Thị Hoa"], "01558");

    let series = rows(&version, &SERIES);
    let months = |indicator: &'static str, end: &'static str| -> Vec<String> {
        let is_one = move |row: &&Row| {
            row.text("indicator") == indicator
                && row.text("period_kind") == "month"
                && row.text("period_end") == end
                && row.text("level").starts_with("former")
        };
        let line = |row: &Row| {
            let texts = ["commune_code", "numerator_new", "numerator", "denominator"];
            texts.map(|column| row.text(column)).join(" ")
        };
        series.iter().filter(is_one).map(line).collect()
    };
    // Without a commune: Hà Thị Lan, Lý A Sì, Tô Văn Ổn, and Lục Thị Hoa, who lives outside the scope.
    let february = [
        " 1 1 4",
        "01267 0 0 1",
        "01273 1 1 2",
        "01294 0 0 1",
        "01300 0 0 1",
        "01783 1 1 1",
    ];
    assert_eq!(months("EXAMINED", "2025-02-28"), february);
    let june = [
        " 1 3 4",
        "01267 0 1 1",
        "01273 0 1 2",
        "01294 0 0 1",
        "01300 0 1 1",
        "01783 0 1 1",
    ];
    assert_eq!(months("EXAMINED", "2025-06-30"), june);
    assert_eq!(months("EXAMINED", "2025-07-31"), [""; 0]);
    // Of those who were examined by then.
    let raised = [
        " 1 2 3",
        "01267 0 0 1",
        "01273 0 1 1",
        "01300 0 0 1",
        "01783 0 0 1",
    ];
    assert_eq!(months("RAISED", "2025-06-30"), raised);

    let former: Vec<&Row> = series
        .iter()
        .filter(|row| row.text("level").starts_with("former"))
        .collect();
    let named = former
        .iter()
        .find(|row| row.text("commune_code") == "01300");
    assert_eq!(
        named.map(|row| row.text("commune_name")),
        Some("Xã Vĩnh Quang (Huyện Bảo Lâm)")
    );
    assert!(
        former
            .iter()
            .all(|row| row.text("period_end") < "2025-07-01")
    );
    assert!(former.iter().all(|row| row.text("indicator") != "LATER"));
    let weeks = former
        .iter()
        .filter(|row| row.text("period_kind") == "week");
    let last = weeks.map(|row| row.text("period_end")).max();
    assert_eq!(last, Some("2025-06-29"));

    // Together they are the province.
    let counts = [
        "numerator_new",
        "numerator",
        "denominator_new",
        "denominator",
    ];
    let sums = |is_part: fn(&Row) -> bool| {
        let mut sums: BTreeMap<[String; 3], [u64; 4]> = BTreeMap::new();
        for row in series.iter().filter(|row| is_part(row)) {
            let key =
                ["indicator", "period_kind", "period_start"].map(|of| row.text(of).to_owned());
            let sums = sums.entry(key).or_default();
            for (sum, column) in sums.iter_mut().zip(counts) {
                *sum += row.number(column).unwrap_or(0);
            }
        }
        sums
    };
    let of_province =
        sums(|row| row.text("level") == "province" && row.text("period_end") < "2025-07-01");
    assert!(!of_province.is_empty());
    assert_eq!(
        sums(|row| row.text("level").starts_with("former")),
        of_province
    );
}

#[test]
fn rows_that_are_read_back_name_what_they_named() {
    let province = province();
    province.night(&[]).expect(0);
    let before = former_of_persons(&province);
    fs::remove_dir_all(province.sample("screening")).expect("removed");
    fs::create_dir(province.sample("screening")).expect("a folder");
    register(&province, "20250921");
    province.night(&[]).expect(0);
    assert_eq!(
        province.version().manifest.head.as_of.to_string(),
        "2025-09-21"
    );
    let records = rows(&province.version(), &RECORDS);
    let is_listed = |row: &&Row| {
        row.text("kind") == "screening_roster" && row.text("full_name") == "Hà Thị Lan"
    };
    let listed = records.iter().find(is_listed);
    assert_eq!(
        listed.map(|row| row.text("former_commune_code")),
        Some("01705")
    );
    assert_eq!(former_of_persons(&province), before);
}

/// 18196 Xã Sơn Kim 1 of Hà Tĩnh was not merged: what it was nobody needs to write.
#[test]
fn a_commune_that_stayed_as_it_was_is_its_own_former_one() {
    let province = province();
    let plan = province.pipeline("pipeline.toml");
    Province::edit(&plan, r#"province = "04""#, r#"province = "42""#);
    let three = r#"["01273", "01294", "01774"]"#;
    Province::edit(&plan, three, r#"["18196"]"#);
    let register = province.sample("residents/dan_cu_20250920.csv");
    let text = fs::read_to_string(&register).expect("a register");
    let mut list = String::new();
    for line in text.lines().take(3) {
        let mut cells: Vec<&str> = line.split(',').collect();
        if !list.is_empty() {
            (cells[4], cells[5]) = ("18196", "Xã Sơn Kim 1");
        }
        list += &(cells.join(",") + "\n");
    }
    fs::write(&register, list).expect("written");
    let lists = province.sample("screening");
    fs::rename(
        lists.join("kham_01273_20250920.csv"),
        lists.join("kham_18196_20250920.csv"),
    )
    .expect("renamed");
    for commune in ["01294", "01774"] {
        let file = format!("kham_{commune}_20250920.csv");
        fs::remove_file(lists.join(file)).expect("removed");
    }
    province.night(&[]).expect(0);
    let persons = former_of_persons(&province);
    assert_eq!(persons["Nông Thị Ấm"], "18196");
    assert_eq!(persons["Bế Văn Tư"], "18196");
    let series = rows(&province.version(), &SERIES);
    let of_march = series.iter().filter(|row| {
        row.text("indicator") == "EXAMINED" && row.text("period_end") == "2025-03-31"
    });
    let lines: Vec<String> = of_march
        .map(|row| {
            let texts = ["level", "commune_code", "numerator", "denominator"];
            texts.map(|column| row.text(column)).join(" ")
        })
        .collect();
    let expected = [
        "province  2 2",
        "commune 18196 2 2",
        "former_commune 18196 2 2",
    ];
    assert_eq!(lines, expected);
}
