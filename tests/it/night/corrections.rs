//! Rejected rows that come back corrected, as a health worker sends them.

use std::fs;

use calamine::{Reader, Xlsx, open_workbook};

use toandan::dataset::Version;
use toandan::schema::corrections::CORRECTIONS;
use toandan::schema::findings::FINDINGS;
use toandan::schema::links::IDENTITY;
use toandan::schema::quarantine::QUARANTINE;
use toandan::schema::records::RECORDS;
use toandan::schema::steering::FRESHNESS;

use crate::support::{Ended, ON_DISK, Province, Row, Sheets, names, open, rows, save, shared};

/// A pupil without a birth date and without any number, in row 2 of a list.
const PUPILS: &str = "schools/hoc_sinh_ththcs01558_20261120.csv";
const PUPIL: &str = "Lương Sao Trang";
const BIRTH: &str = "Ngày sinh";

/// Where the rows of a workbook of rejects begin, from 0.
const HEADER: usize = 1;

/// A province with a folder of corrections, one night of which is published.
fn with_folder(province: Province) -> Province {
    fs::create_dir(province.root().join("corrections")).expect("a folder");
    let folder = "[corrections]\nfolder = \"../../corrections\"\n\n[screening]\n";
    Province::edit(&province.pipeline("pipeline.toml"), "[screening]\n", folder);
    province
}

fn rejects(version: &Version, commune: &str) -> Sheets {
    open(
        &version
            .path
            .join(format!("restricted/rejects/{commune}.xlsx")),
    )
}

/// Writes `text` into a column of the rejected row of `name`.
#[track_caller]
fn write(sheets: &mut Sheets, name: &str, header: &str, text: &str) {
    for (_, rows) in sheets {
        let column = rows[HEADER].iter().position(|cell| cell == header);
        let row = rows
            .iter_mut()
            .find(|row| row.iter().any(|cell| cell == name));
        if let (Some(column), Some(row)) = (column, row) {
            row.resize(row.len().max(column + 1), String::new());
            text.clone_into(&mut row[column]);
            return;
        }
    }
    panic!("no row of {name} with a column {header}");
}

/// Drops the rejects of a commune with one cell corrected.
fn drop_in(
    province: &Province,
    workbook: &str,
    commune: &str,
    (name, header, text): (&str, &str, &str),
) {
    let mut sheets = rejects(&province.version(), commune);
    write(&mut sheets, name, header, text);
    save(&province.root().join("corrections").join(workbook), &sheets);
}

fn record(version: &Version, file: &str, row: u64) -> Option<Row> {
    let mut records = rows(version, &RECORDS).into_iter();
    records.find(|record| record.text("file") == file && record.number("row") == Some(row))
}

fn quarantined(version: &Version, file: &str) -> Vec<Row> {
    let rows = rows(version, &QUARANTINE).into_iter();
    rows.filter(|row| row.text("file") == file).collect()
}

fn of_rule(version: &Version, rule: &str) -> Vec<Row> {
    let findings = rows(version, &FINDINGS).into_iter();
    findings
        .filter(|finding| finding.text("rule") == rule)
        .collect()
}

#[track_caller]
fn counts(version: &Version) -> (u64, u64, u64) {
    let accounting = version.manifest.head.accounting;
    (
        accounting.accepted,
        accounting.corrected,
        accounting.quarantined,
    )
}

#[test]
fn a_corrected_row_takes_the_place_of_its_rejected_self() {
    let province = with_folder(Province::published());
    let before = province.version();
    let (accepted, _, rejected) = counts(&before);
    drop_in(
        &province,
        "01558.xlsx",
        "01558",
        (PUPIL, BIRTH, "05/03/2013"),
    );
    let ended = province.night(&ON_DISK).expect(0);
    assert!(
        ended
            .stdout
            .contains("1 corrected by hand) + 6 quarantined"),
        "{ended}"
    );

    let version = province.version();
    assert_eq!(counts(&version), (accepted + 1, 1, rejected - 1));
    let record = record(&version, PUPILS, 2).expect("the pupil's record");
    assert_eq!(record.text("full_name"), PUPIL);
    assert_eq!(record.text("birth_date"), "2013-03-05");
    assert_eq!(record.text("hamlet"), "Xóm Háng Riềng");
    assert!(quarantined(&version, PUPILS).is_empty());
    let findings = of_rule(&version, "RW02");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].get("record_id"), record.get("record_id"));
    let kept = rows(&version, &CORRECTIONS);
    assert_eq!(kept.len(), 1);
    assert!(kept[0].is("is_accepted"));
    assert!(!kept[0].text("original").contains(BIRTH));
    assert!(kept[0].text("corrected").contains("05/03/2013"));
    let files = &version.manifest.head.pipeline_files;
    assert!(
        files
            .iter()
            .any(|file| file.path.ends_with("corrections/01558.xlsx"))
    );

    // Everyone else is who he was.
    let ids = |version: &Version| -> Vec<(String, String)> {
        let rows = rows(version, &IDENTITY).into_iter();
        rows.map(|row| {
            (
                row.text("record_key").to_owned(),
                row.text("person_id").to_owned(),
            )
        })
        .collect()
    };
    let (before, after) = (ids(&before), ids(&version));
    assert!(before.iter().all(|id| after.contains(id)));
    // And nobody is named where nobody may be.
    assert!(
        !ended.stdout.contains(PUPIL) && !ended.stderr.contains(PUPIL),
        "{ended}"
    );
}

#[test]
fn a_correction_holds_as_long_as_its_extract() {
    let province = with_folder(Province::published());
    drop_in(&province, "01558.xlsx", "01558", (PUPIL, BIRTH, "2013"));
    province.night(&[]).expect(0);
    let first = province.version();

    // The workbook is taken away: the list still lies there, and a night later it does not come again.
    fs::remove_file(province.root().join("corrections/01558.xlsx")).expect("removed");
    province.night(&[]).expect(0);
    let second = province.version();
    fs::remove_file(province.sample("school/hoc_sinh_ththcs01558_20261120.csv")).expect("removed");
    let register = "residents/dan_cu_20261120.csv";
    let next = province.sample("residents/dan_cu_20261121.csv");
    fs::rename(province.sample(register), next).expect("named");
    province.night(&[]).expect(0);
    let third = province.version();
    province.night(&["--as-of", "2026-11-22"]).expect(0);
    let fourth = province.version();
    let without_number =
        |version: &Version| record(version, PUPILS, 2).map(|record| record.without("record_id"));
    let expected = without_number(&first);
    assert!(expected.is_some());
    for version in [&second, &third, &fourth] {
        assert_eq!(counts(version), counts(&first));
        assert_eq!(without_number(version), expected);
        assert_eq!(of_rule(version, "RW02").len(), 1);
        assert_eq!(rows(version, &CORRECTIONS), rows(&first, &CORRECTIONS));
    }

    // The list that is kept can be corrected again, and for the worse too.
    let mut sheets = rejects(&shared().version(), "01558");
    write(&mut sheets, PUPIL, BIRTH, "2014");
    let path = province.root().join("corrections/muon.xlsx");
    save(&path, &sheets);
    province.night(&["--as-of", "2026-11-23"]).expect(0);
    let version = province.version();
    assert_eq!(counts(&version), counts(&first));
    assert_eq!(
        record(&version, PUPILS, 2)
            .expect("the pupil")
            .text("birth_date"),
        "2014"
    );
    write(&mut sheets, PUPIL, BIRTH, "không nhớ");
    save(&path, &sheets);
    province.night(&["--as-of", "2026-11-24"]).expect(0);
    let version = province.version();
    assert_eq!(counts(&version), counts(&shared().version()));
    assert!(record(&version, PUPILS, 2).is_none());
    assert_eq!(quarantined(&version, PUPILS).len(), 1);
}

#[test]
fn a_newer_list_counts_and_not_the_correction_of_the_older_one() {
    let province = with_folder(Province::published());
    drop_in(&province, "01558.xlsx", "01558", (PUPIL, BIRTH, "2013"));
    province.night(&[]).expect(0);
    let list = |day: &str| province.sample(&format!("school/hoc_sinh_ththcs01558_{day}.csv"));
    let text = fs::read_to_string(list("20261120")).expect("a list");
    fs::write(list("20261121"), text.replacen("7C", "7D", 1)).expect("written");
    let newer = "schools/hoc_sinh_ththcs01558_20261121.csv";
    let ended = province.night(&[]).expect(0).says(&[
        "correction not applied: 01558.xlsx, sheet `",
        &format!("{PUPILS} is out of use: the newer extract {newer} counts"),
    ]);
    assert!(ended.stderr.contains("published with warnings"), "{ended}");
    let version = province.version();
    assert_eq!(counts(&version), counts(&shared().version()));
    assert!(rows(&version, &CORRECTIONS).is_empty());
    let files = rows(&version, &FRESHNESS);
    let row = files
        .iter()
        .find(|row| row.text("file") == newer)
        .expect("the newer list");
    assert!(
        row.text("reason")
            .contains(&format!("1 corrections of {PUPILS}")),
        "{row:?}"
    );

    // Sent again under its old name, with other bytes, it is newer too.
    fs::remove_file(list("20261121")).expect("removed");
    fs::write(list("20261120"), text.replacen("7C", "7E", 1)).expect("written");
    province
        .night(&["--as-of", "2026-11-20"])
        .expect(0)
        .says(&[&format!("{PUPILS} was sent again since")]);
    assert_eq!(counts(&province.version()), counts(&shared().version()));
}

#[test]
fn what_begins_as_a_formula_comes_and_goes_as_text() {
    let province = with_folder(Province::new());
    let list = province.sample("school/hoc_sinh_ththcs01558_20261120.csv");
    let formula = "=HYPERLINK(\"http://x\";\"+1\")";
    let cell = format!(",\"{}\",", formula.replace('"', "\"\""));
    Province::edit(&list, ",7C,", &cell);
    province.night(&[]).expect(0);
    let path = province
        .version()
        .path
        .join("restricted/rejects/01558.xlsx");
    let sheets = open(&path);
    let pupils = sheets
        .iter()
        .find(|(name, _)| name.contains("hoc_sinh"))
        .expect("a sheet");
    assert!(
        pupils.1.iter().flatten().any(|cell| cell == formula),
        "{pupils:?}"
    );
    let mut workbook: Xlsx<_> = open_workbook(&path).expect("a workbook");
    for (name, _) in &sheets {
        let formulas = workbook.worksheet_formula(name).expect("a sheet");
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
    drop_in(&province, "01558.xlsx", "01558", (PUPIL, BIRTH, "2013"));
    province.night(&[]).expect(0);
    let record = record(&province.version(), PUPILS, 2).expect("the pupil's record");
    assert_eq!(record.text("unit_group"), formula);
}

#[test]
fn of_two_workbooks_the_later_one_counts() {
    let province = with_folder(Province::published());
    drop_in(&province, "01558.xlsx", "01558", (PUPIL, BIRTH, "2013"));
    drop_in(&province, "01558 (2).xlsx", "01558", (PUPIL, BIRTH, "2014"));
    province.night(&[]).expect(0).says(&[
        "01558.xlsx, sheet `",
        "01558 (2).xlsx corrects the same row and is the later one",
    ]);
    let version = province.version();
    assert_eq!(counts(&version).1, 1);
    assert_eq!(
        record(&version, PUPILS, 2)
            .expect("the pupil")
            .text("birth_date"),
        "2014"
    );
}

#[test]
fn a_correction_that_does_not_help_stays_in_quarantine() {
    let province = with_folder(Province::published());
    drop_in(
        &province,
        "01558.xlsx",
        "01558",
        (PUPIL, BIRTH, "32/13/2013"),
    );
    province.night(&[]).expect(0);
    let version = province.version();
    assert_eq!(counts(&version), counts(&shared().version()));
    let rejected = quarantined(&version, PUPILS);
    assert!(
        rejected[0].text("cells").contains("32/13/2013"),
        "{rejected:?}"
    );
    assert_eq!(of_rule(&version, "RW02").len(), 1);
    let kept = rows(&version, &CORRECTIONS);
    assert!(kept.len() == 1 && !kept[0].is("is_accepted"));

    // The next workbook of rejects shows what was written, says why it is wrong, and can be corrected.
    let mut sheets = rejects(&version, "01558");
    let row = sheets.iter().flat_map(|(_, rows)| rows);
    let row = row
        .into_iter()
        .find(|row| row.iter().any(|cell| cell == "32/13/2013"));
    let reasons = &row.expect("the row")[4];
    assert!(reasons.contains("Ngày sinh: "), "{reasons}");
    write(&mut sheets, PUPIL, BIRTH, "12/03/2013");
    save(&province.root().join("corrections/01558.xlsx"), &sheets);
    province.night(&[]).expect(0);
    assert_eq!(counts(&province.version()).1, 1);
}

#[test]
fn what_cannot_be_a_correction_is_said_and_the_night_goes_on() {
    let province = with_folder(Province::published());
    let folder = province.root().join("corrections");
    fs::write(folder.join("nua.xlsx"), b"PK\x03\x04 half").expect("written");
    fs::write(folder.join("sua.docx"), b"text").expect("written");
    fs::write(folder.join("~$01558.xlsx"), b"lock").expect("written");
    fs::write(folder.join(".ghi-chu"), b"hidden").expect("written");
    fs::create_dir(folder.join("cu.xlsx")).expect("a folder");
    fs::copy(
        province.sample("plan/ke_hoach_01273_20261120.xlsx"),
        folder.join("goc.xlsx"),
    )
    .expect("copied");
    // Of the workbook of rejects: a column renamed, a key lost, a key of a row that was not rejected.
    let original = rejects(&province.version(), "01558");
    for (name, change) in [
        ("cot.xlsx", (BIRTH, "Năm sinh")),
        ("khoa.xlsx", ("toandan-1", "toandan-0")),
        ("dong.xlsx", (",2,\"", ",3,\"")),
        ("tep.xlsx", ("ththcs01558", "ththcs09999")),
    ] {
        let mut sheets = original.clone();
        write(&mut sheets, PUPIL, BIRTH, "2013");
        for cell in sheets.iter_mut().flat_map(|(_, rows)| rows).flatten() {
            *cell = cell.replace(change.0, change.1);
        }
        save(&folder.join(name), &sheets);
    }
    let ended = province.night(&[]).expect(0).says(&[
        "correction not applied: nua.xlsx: ",
        "correction not applied: sua.docx: it is no workbook",
        "correction not applied: ~$01558.xlsx: it is a lock file",
        "correction not applied: cu.xlsx: it is no file",
        "correction not applied: goc.xlsx: sheet `Danh sách` has no column",
        "correction not applied: cot.xlsx, sheet `",
        "the column `Ngày sinh` is missing",
        "correction not applied: khoa.xlsx, sheet `",
        "its key was changed",
        "correction not applied: dong.xlsx, sheet `",
        &format!("row 3 of {PUPILS} is not among the rejected ones"),
        "correction not applied: tep.xlsx, sheet `",
    ]);
    assert!(
        !ended.stderr.contains("ghi-chu") && !ended.stderr.contains(PUPIL),
        "{ended}"
    );
    assert_eq!(counts(&province.version()), counts(&shared().version()));
    assert!(rows(&province.version(), &CORRECTIONS).is_empty());
}

#[test]
fn a_row_keeps_its_headings_and_one_that_spilled_over_finds_its_columns() {
    let province = with_folder(Province::new());
    let list = "STT,Họ và tên,Ngày sinh,Giới tính,Số định danh cá nhân,Mã thẻ BHYT,Lớp,Xã/Phường\n\
                Xóm Háng Riềng,,,,,,,\n\
                1,Lương Sao Trang,,Nữ,,,7C,Xã Hạ Lang\n\
                2,Đàm Thắng Việt,22/11/2019,Nam,003219461568,,1,B,Xã Hạ Lang\n";
    let path = province.sample("school/hoc_sinh_ththcs01558_20261120.csv");
    fs::write(path, list).expect("written");
    province.night(&[]).expect(0);
    let version = province.version();
    assert_eq!(quarantined(&version, PUPILS).len(), 2);
    drop_in(&province, "01558.xlsx", "01558", (PUPIL, BIRTH, "2013"));
    let mut spilled = rejects(&version, "chua_ro_xa");
    let other = "Đàm Thắng Việt";
    write(&mut spilled, other, "Lớp", "1B");
    write(&mut spilled, other, "Xã/Phường", "Xã Hạ Lang");
    write(&mut spilled, other, "cột 9", "");
    save(
        &province.root().join("corrections/chua_ro_xa.xlsx"),
        &spilled,
    );
    province.night(&[]).expect(0);
    let version = province.version();
    assert_eq!(counts(&version).1, 2);
    assert!(quarantined(&version, PUPILS).is_empty());
    for (row, name, class) in [(3, PUPIL, "7C"), (4, other, "1B")] {
        let record = record(&version, PUPILS, row).expect("a record");
        assert_eq!(record.text("full_name"), name);
        assert_eq!(record.text("unit_group"), class);
        assert_eq!(record.text("hamlet"), "Xóm Háng Riềng");
    }
}

#[test]
fn rejects_are_the_same_bytes_and_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = shared().version().path.join("restricted/rejects");
    assert_eq!(names(&folder), ["01273.xlsx", "01294.xlsx", "01558.xlsx"]);
    let province = Province::new();
    province.night(&["--threads", "1"]).expect(0);
    let again = province.version().path.join("restricted/rejects");
    for name in names(&folder) {
        let bytes = fs::read(folder.join(&name)).expect("a file");
        assert!(
            bytes == fs::read(again.join(&name)).expect("a file"),
            "{name}"
        );
        let mode = fs::metadata(folder.join(&name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let rejected = rows(&shared().version(), &QUARANTINE);
    let shown = names(&folder)
        .into_iter()
        .flat_map(|name| open(&folder.join(name)));
    let shown: usize = shown.map(|(_, rows)| rows.len() - HEADER - 1).sum();
    assert_eq!(shown, rejected.len());
}

#[test]
fn a_folder_that_is_not_there_is_a_mistake_of_the_pipeline() {
    let province = with_folder(Province::new());
    fs::remove_dir(province.root().join("corrections")).expect("removed");
    let ended: Ended = province.night(&[]).expect(2);
    assert!(
        ended
            .stderr
            .contains("`folder` must be a folder that exists"),
        "{ended}"
    );
}
