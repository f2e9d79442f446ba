//! Nights with the messages of hospitals: what they say of exams and visits, and what nobody may read of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toandan::dataset::Version;
use toandan::domain::Limits;
use toandan::ingest::workbook::read_sheets;
use toandan::schema::DATASETS;
use toandan::schema::exams::EXAMS;
use toandan::schema::findings::FINDINGS;
use toandan::schema::persons::PERSONS;
use toandan::schema::quarantine::QUARANTINE;
use toandan::schema::records::RECORDS;
use toandan::schema::steering::FRESHNESS;

use crate::support::{Ended, Province, Row, project, rows};

const SOURCES: &str = r#"
[[sources]]
id = "hospital"
kind = "exam_xml"
folder = "../../messages/exams"
file_name = "*_{date}.xml"
profile = "profiles/exam_xml.toml"
delivery = "increment"
required = false
max_age_days = 14

[[sources]]
id = "visits"
kind = "visit_xml"
folder = "../../messages/visits"
file_name = "*.xml"
profile = "profiles/visit_xml.toml"
delivery = "snapshot"
required = false
max_age_days = 14
"#;

/// A province whose hospital sent these fixtures, each as a file of a name.
fn province(exams: &[(&str, &str)], visits: &[(&str, &str)]) -> Province {
    let province = Province::new();
    let pipeline = province.pipeline("pipeline.toml");
    let text = fs::read_to_string(&pipeline).expect("the pipeline");
    fs::write(&pipeline, format!("{text}{SOURCES}")).expect("written");
    for (folder, files) in [("exams", exams), ("visits", visits)] {
        let folder = province.root().join("messages").join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (fixture, name) in files {
            let from = project().join("tests/fixtures/xml").join(fixture);
            fs::copy(from, folder.join(name)).expect("copied");
        }
    }
    province
}

fn of_file(version: &Version, file: &str) -> Vec<Row> {
    let mut records = rows(version, &RECORDS);
    records.retain(|record| record.text("file") == file);
    records.sort_by_key(|record| record.number("row"));
    records
}

fn texts<'r>(rows: &'r [Row], column: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row.text(column)).collect()
}

#[test]
fn a_message_becomes_records_exams_and_persons() {
    let province = province(
        &[
            ("ksk_2062_nested.xml", "a_20261119.xml"),
            ("ksk_1551_base64.xml", "b_20261119.xml"),
            ("vimes_defaults.xml", "c_20261119.xml"),
            ("parts_broken.xml", "d_20261119.xml"),
            ("doctype.xml", "e_20261119.xml"),
            ("half_written.xml", "f_20261119.xml"),
        ],
        &[("giamdinh_base64.xml", "visits.xml")],
    );
    let ended = province.night(&["--as-of", "2026-11-20"]).expect(0);
    let version = province.version();
    assert_eq!(version.manifest.head.accounting.check(), Ok(()));

    let nested = of_file(&version, "hospital/a_20261119.xml");
    assert_eq!(
        texts(&nested, "full_name"),
        ["Nông Thị Ấm", "Lý A Sì", "Hoàng Văn Thuỷ"]
    );
    assert_eq!(
        texts(&nested, "birth_date"),
        ["1957-05-12", "1990-01-02", "1985"]
    );
    assert_eq!(
        texts(&nested, "cccd"),
        ["003157000001", "003090000002", "003085000003"]
    );
    assert_eq!(texts(&nested, "commune_code"), ["01774"; 3]);
    assert_eq!(texts(&nested, "row"), ["1", "2", "3"]);
    assert_eq!(texts(&nested, "exam_date"), ["2026-11-19"; 3]);
    assert_eq!(texts(&nested, "target_groups"), ["1;6", "14", "13"]);
    assert_eq!(texts(&nested, "health_class"), ["3", "2", "1"]);
    // In mg/dL: proposed, never applied.
    assert_eq!(texts(&nested, "glucose_mmol_l"), ["5.6", "", ""]);

    // Code 14 of QĐ 1551 is no informal worker.
    let older = of_file(&version, "hospital/b_20261119.xml");
    assert_eq!(texts(&older, "target_groups"), ["16", "13;16"]);

    let findings = rows(&version, &FINDINGS);
    let rules = |file: &str| {
        let of_file = findings
            .iter()
            .filter(|finding| finding.text("file") == file);
        let mut rules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for finding in of_file {
            let of_rule = rules.entry(finding.text("rule")).or_default();
            of_rule.push(finding.text("row"));
        }
        rules
    };
    assert!(rules("hospital/c_20261119.xml").contains_key("ME02"));
    assert_eq!(rules("hospital/d_20261119.xml")["RW03"], ["1", "2", "3"]);
    let defaults = of_file(&version, "hospital/c_20261119.xml");
    assert_eq!(texts(&defaults, "height_cm"), [""]);
    assert_eq!(texts(&defaults, "health_class"), [""]);

    let quarantined = rows(&version, &QUARANTINE);
    let broken: Vec<&Row> = quarantined
        .iter()
        .filter(|row| row.text("file") == "hospital/d_20261119.xml")
        .collect();
    assert_eq!(broken.len(), 3);
    assert!(broken.iter().all(|row| row.text("rules").contains("RW03")));

    let state = |file: &str| {
        let rows = rows(&version, &FRESHNESS);
        let row = rows.into_iter().find(|row| row.text("file") == file);
        row.map(|row| (row.text("state").to_owned(), row.text("reason").to_owned()))
            .unwrap_or_default()
    };
    assert!(
        state("hospital/e_20261119.xml").1.contains("DOCTYPE"),
        "{ended}"
    );
    assert!(
        state("hospital/f_20261119.xml").1.contains("half written"),
        "{ended}"
    );

    let exams = rows(&version, &EXAMS);
    let persons = rows(&version, &PERSONS);
    let exams_of = |cccd: &str| {
        let person = persons.iter().find(|person| person.text("cccd") == cccd);
        let person = person.unwrap_or_else(|| panic!("no person {cccd}"));
        let id = person.text("person_id").to_owned();
        let exams = exams.iter().filter(|exam| exam.text("person_id") == id);
        let exams = exams.map(|exam| (exam.text("exam_date"), exam.is("counts")));
        (person, exams.collect::<Vec<_>>())
    };
    let (person, counted) = exams_of("003157000001");
    assert_eq!(counted, [("2026-11-19", true)]);
    assert_eq!(person.text("sources"), "exam_xml;visit_xml");
    assert_eq!(person.number("counting_exam_count"), Some(1));
    // The visit of the 18th is no exam.
    let (_, counted) = exams_of("003090000002");
    assert_eq!(counted, [("2026-11-19", true)]);
    let (_, counted) = exams_of("003188000005");
    assert_eq!(counted, [("2026-10-02", true)]);

    let visits = of_file(&version, "visits/visits.xml");
    assert_eq!(texts(&visits, "bhyt_card"), ["DT2040300000001"]);
    assert_eq!(texts(&visits, "weight_kg"), ["48.5"]);
    assert_eq!(texts(&visits, "exam_date"), ["2026-11-18"]);
}

/// HIV and tuberculosis: words and codes that the fixture hides in every block and tag that could carry them.
const PLANTED: [&str; 9] = [
    "HIV-MARK", "TB-MARK", "B20", "B22", "B23", "B24", "Z21", "A15", "A19",
];

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        // `current` is a link to a version that is looked at by its own name.
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// What was said, every row of every dataset that is of `source` or of no file, every workbook of rejects and every
/// other file of the output, each with its place.
fn everything_told(
    province: &Province,
    version: &Version,
    source: &str,
    said: &[Ended],
) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for ended in said {
        texts.push(("what was said".to_owned(), ended.to_string()));
    }
    for dataset in DATASETS {
        for row in rows(version, dataset) {
            if row.text("file").is_empty() || row.text("file").starts_with(source) {
                texts.push((dataset.name.to_owned(), format!("{row:?}")));
            }
        }
    }
    let mut paths = Vec::new();
    files(province.output().as_path(), &mut paths);
    for path in paths {
        let end = path.extension().unwrap_or_default().to_owned();
        let bytes = fs::read(&path).expect("a file");
        let place = path.display().to_string();
        if end == "xlsx" {
            for (_, block) in read_sheets(bytes, Limits::default()).expect("a workbook") {
                texts.push((place.clone(), block.text().to_owned()));
            }
        } else if end != "parquet" {
            texts.push((place, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    texts
}

#[test]
fn nothing_about_hiv_or_tuberculosis_leaves_a_roster() {
    let province = Province::new();
    let file = province.sample("plan/ke_hoach_01558_20261120.csv");
    let roster = "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Xóm,Đối tượng,SĐT,Xét nghiệm HIV,Lao\n\
        1,Nông Thị Ấm,12/05/1957,Nữ,003157000001,Nà Pò,Người nhiễm HIV-MARK; NCT,0399123456,HIV dương,có\n\
        2,Lý A Sì (HIV-MARK),02/01/1990,Nam,003090000002,Nà Pò,,0399123457 HIV-MARK,HIV-MARK,\n\
        3,,02/01/1991,Nam,003091000003,điều trị lao phổi HIV-MARK,HIV-MARK,,HIV-MARK,lao TB-MARK\n";
    fs::write(&file, roster).expect("written");
    let night = province.night(&["--as-of", "2026-11-20"]).expect(0);
    let told = "cells say of HIV or tuberculosis was left unread";
    assert!(night.stderr.contains(told), "{night}");
    let path = file.display().to_string();
    let look = |format| {
        let arguments = ["inspect", &path, "--source", "plan", "--format", format];
        Ended::of(&mut province.command(&arguments)).expect(0)
    };
    let said = [look("table"), look("json")];
    let version = province.version();
    let own = of_file(&version, "plan/ke_hoach_01558_20261120.csv");
    assert_eq!(texts(&own, "full_name"), ["Nông Thị Ấm", "Lý A Sì"]);
    assert_eq!(texts(&own, "phone"), ["0399123456", "0399123457"]);
    assert_eq!(texts(&own, "target_groups"), ["1", ""]);
    for (place, text) in everything_told(&province, &version, "plan/ke_hoach_01558", &said) {
        for planted in ["HIV-MARK", "TB-MARK", "lao phổi", "HIV dương"] {
            assert!(!text.contains(planted), "{planted} in {place}: {text}");
        }
    }
}

#[test]
fn nothing_about_hiv_or_tuberculosis_leaves_a_message() {
    let province = province(&[("ksk_planted.xml", "p_20261119.xml")], &[]);
    let night = province.night(&["--as-of", "2026-11-20"]).expect(0);
    let path = province.root().join("messages/exams/p_20261119.xml");
    let path = path.display().to_string();
    let look = |format| {
        let arguments = ["inspect", &path, "--source", "hospital", "--format", format];
        Ended::of(&mut province.command(&arguments)).expect(0)
    };
    let said = [night, look("table"), look("json")];
    let version = province.version();
    assert_eq!(of_file(&version, "hospital/p_20261119.xml").len(), 1);
    let quarantined = rows(&version, &QUARANTINE);
    let own = |row: &&Row| row.text("file") == "hospital/p_20261119.xml";
    assert_eq!(quarantined.iter().filter(own).count(), 2);

    for (place, text) in everything_told(&province, &version, "hospital", &said) {
        for planted in ["HIV-MARK", "TB-MARK"] {
            assert!(!text.contains(planted), "{planted} in {place}");
        }
        // A code of three letters may stand in a digest or an id by chance: as a word it may not.
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
        let found = words.find(|word| PLANTED.contains(word));
        assert_eq!(found, None, "in {place}");
    }
}

/// More bytes than the reader takes at once: pieces on several threads give what one reading would.
#[test]
fn a_long_message_is_read_in_pieces() {
    let province = province(&[], &[]);
    let text = fs::read_to_string(project().join("tests/fixtures/xml/ksk_2062_nested.xml"));
    let text = text.expect("the fixture");
    let (start, end) = (
        text.find("      <HOSO>").expect("records"),
        text.find("    </DANHSACHHOSO>").expect("their end"),
    );
    let first = text[start..end].find("</HOSO>\n").expect("a record") + start + 8;
    let mut long = text[..start].to_owned();
    for number in 0..6_000_u32 {
        let record = text[start..first]
            .replace("003157000001", &format!("0031570{number:05}"))
            .replace(
                "<HO_TEN>Nông Thị Ấm",
                &format!("<GHI_CHU>{}</GHI_CHU><HO_TEN>Nông Thị Ấm", "x".repeat(600)),
            );
        long.push_str(&record);
    }
    long.push_str(&text[end..]);
    let folder = province.root().join("messages/exams");
    fs::write(folder.join("long_20261119.xml"), &long).expect("written");
    let cut = &long[..long.len() - 3_000];
    fs::write(folder.join("cut_20261119.xml"), cut).expect("written");
    province.night(&["--as-of", "2026-11-20"]).expect(0);
    let version = province.version();
    let records = of_file(&version, "hospital/long_20261119.xml");
    let numbers = records.iter().map(|record| record.number("row"));
    assert!(numbers.eq((1..=6_000).map(Some)));
    assert_eq!(records[5_999].text("cccd"), "003157005999");
    let inputs = &version.manifest.head.inputs;
    let reason = |name: &str| {
        let input = inputs.iter().find(|input| input.file == name);
        input.map(|input| input.reason.clone()).unwrap_or_default()
    };
    assert!(reason("hospital/cut_20261119.xml").contains("record (HOSO) 5"));
    assert_eq!(of_file(&version, "hospital/cut_20261119.xml").len(), 0);
}

#[test]
fn a_message_that_declares_more_records_than_it_has_is_asked_about() {
    let province = province(&[("ksk_2062_nested.xml", "a_20261119.xml")], &[]);
    let file = province.root().join("messages/exams/a_20261119.xml");
    let text = fs::read_to_string(&file).expect("the message");
    let declared = |number: &str| {
        let (before, behind) = text
            .split_once("<SOLUONGHOSO>")
            .expect("a number of records");
        let (_, behind) = behind.split_once('<').expect("its end");
        format!("{before}<SOLUONGHOSO>{number}<{behind}")
    };
    let parts = text.matches("<FILEHOSO>").count().to_string();
    let said = "SOLUONGHOSO says 7, and 3 records (HOSO) are there";
    for (number, is_asked) in [
        ("3", false),
        (parts.as_str(), false),
        ("", false),
        ("7", true),
    ] {
        fs::write(&file, declared(number)).expect("written");
        let check = &mut province.command(&["check", "pipelines/cao-bang", "--lang", "en"]);
        let ended = Ended::of(check);
        assert_eq!(
            ended.stdout.contains(said),
            is_asked,
            "{number}: {}",
            ended.stdout
        );
    }
}
