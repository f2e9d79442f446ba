//! A night that a gate blocks: exit 1, nothing published, a report with the rejects.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use toandan::dataset::verify;
use toandan::schema::DATASETS;

use crate::support::{Province, digests, names};

/// The register of the next day, each row through `change`; `None` leaves it out.
fn next_register(province: &Province, change: impl Fn(usize, &str) -> Option<String>) {
    let text =
        fs::read_to_string(province.sample("residents/dan_cu_20261120.csv")).expect("the register");
    let rows = text.lines().enumerate().filter_map(|(at, row)| match at {
        0 => Some(row.to_owned()),
        _ => change(at, row),
    });
    let text: String = rows.map(|row| row + "\n").collect();
    fs::write(province.sample("residents/dan_cu_20261121.csv"), text).expect("written");
}

/// The one report under `failed`, after the night is blocked with `message` and nothing else has changed.
#[track_caller]
fn blocked(province: &Province, message: &str) -> PathBuf {
    let published = || {
        let mut digests = digests(&province.output());
        digests.retain(|path, _| !path.starts_with("failed"));
        digests
    };
    let before = published();
    let ended = province.night(&[]).expect(1);
    assert!(ended.stdout.contains("NOT PUBLISHED. Report: "), "{ended}");
    assert!(ended.stdout.contains(message), "{ended}");
    assert!(ended.stderr.contains(": BLOCKED "), "{ended}");
    assert_eq!(published(), before);
    let reports = names(&province.output().join("failed"));
    assert_eq!(reports.len(), 1, "{reports:?}");
    let report = province.output().join("failed").join(&reports[0]);
    assert_eq!(verify(&report, &DATASETS).expect("a report").faults, []);
    report
}

/// The rows of all sheets of a commune's rejects.
fn rejects(version: &Path, commune: &str) -> Vec<Vec<String>> {
    let path = version.join(format!("restricted/rejects/{commune}.xlsx"));
    let mut workbook: Xlsx<_> = open_workbook(path).expect("rejects");
    let sheets = workbook.worksheets().into_iter();
    sheets
        .flat_map(|(_, sheet)| {
            let rows = sheet
                .rows()
                .map(|row| row.iter().map(ToString::to_string).collect());
            rows.collect::<Vec<Vec<String>>>()
        })
        .collect()
}

#[test]
fn a_register_that_shrinks_by_a_tenth() {
    let province = Province::published();
    next_register(&province, |at, row| {
        (!at.is_multiple_of(10)).then(|| row.to_owned())
    });
    let report = blocked(&province, "the register has 2,7");
    assert_eq!(
        names(&report),
        ["manifest.json", "restricted", "steering", "timings.json"]
    );
    assert_eq!(
        names(&report.join("steering")),
        ["data_quality.parquet", "freshness.parquet"]
    );
}

#[test]
fn a_file_of_which_a_fifth_is_quarantined() {
    let province = Province::published();
    let without_a_name = |at: usize, row: &str| {
        let mut cells: Vec<&str> = row.split(',').collect();
        if at.is_multiple_of(5) {
            cells[1] = "";
        }
        Some(cells.join(","))
    };
    next_register(&province, without_a_name);
    let report = blocked(&province, "residents/dan_cu_20261121.csv: ");
    let rejects = rejects(&report, "01273");
    assert_eq!(rejects[1][1..5], ["Tệp", "Trang tính", "Dòng", "Lý do"]);
    assert!(rejects.len() > 100);
}

#[test]
fn a_short_list_with_one_bad_row_of_three_stops_no_province() {
    let province = Province::new();
    let list = province.sample("school/hoc_sinh_ththcs01558_20261120.csv");
    let text = fs::read_to_string(&list).expect("a list");
    let short: String = text.split_inclusive('\n').take(4).collect();
    assert!(short.contains("1,Lương Sao Trang,,Nữ,,,"), "{short}");
    fs::write(&list, short).expect("written");
    province.night(&[]).expect(0);
    let rejects = rejects(&province.version().path, "01558");
    assert!(
        rejects
            .iter()
            .flatten()
            .any(|cell| cell == "Lương Sao Trang"),
        "{rejects:?}"
    );

    let setting = |rows: u64| format!("file_quarantined_rows_min = {rows}\n");
    Province::edit(
        &province.pipeline("pipeline.toml"),
        &setting(10),
        &setting(1),
    );
    blocked(&province, "hoc_sinh_ththcs01558_20261120.csv: 1 of 3 rows");
}

#[test]
fn a_blocked_night_does_not_keep_the_next_one_from_publishing() {
    let province = Province::published();
    next_register(&province, |at, row| {
        (!at.is_multiple_of(10)).then(|| row.to_owned())
    });
    blocked(&province, "the register has");
    fs::remove_file(province.sample("residents/dan_cu_20261121.csv")).expect("removed");
    next_register(&province, |at, row| {
        (!at.is_multiple_of(100)).then(|| row.to_owned())
    });
    province.night(&[]).expect(0);
    assert_eq!(
        province.version().manifest.head.as_of.to_string(),
        "2026-11-21"
    );
}
