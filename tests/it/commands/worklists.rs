//! `worklists`: whom to reach, as workbooks.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;

use std::path::Path;

use toandan::schema::reconciliation::GAPS;
use toandan::schema::worklists::WORKLISTS;

use super::run;
use crate::support::{Province, Row, Sheets, names, open_numbers, rows, shared};

/// Row of the headers of a list, from 0.
const HEADER: usize = 2;

/// Sheet of a task.
const SHEETS: [(&str, &str); 5] = [
    ("screening_due", "Mời khám"),
    ("insurance_missing", "Cấp thẻ BHYT"),
    ("insurance_expiring", "Gia hạn thẻ BHYT"),
    ("ehr_missing", "Lập hồ sơ sức khỏe"),
    ("ehr_not_accepted", "Liên thông hồ sơ"),
];

const HA_LANG: &str = "01558";

fn sheet<'s>(sheets: &'s Sheets, name: &str) -> &'s [Vec<String>] {
    let found = sheets.iter().find(|(of, _)| of == name);
    found.map_or(&[], |(_, rows)| rows)
}

/// The rows below the row that begins with `first`, up to the next blank one.
fn table<'s>(sheet: &'s [Vec<String>], first: &str) -> &'s [Vec<String>] {
    let at = sheet.iter().position(|row| row[0] == first);
    let below = &sheet[at.expect("the table") + 1..];
    let end = below.iter().position(|row| row[0].is_empty());
    &below[..end.unwrap_or(below.len())]
}

#[test]
fn every_task_stands_once_in_the_workbook_of_its_commune() {
    let province = shared();
    let folder = province.root().join("worklists");
    let command = ["worklists", "pipelines/cao-bang", "--out", "worklists"];
    let ended = run(province, &command).expect(0);
    let version = province.version();
    let mut due: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in rows(&version, &WORKLISTS) {
        let commune = row.get("commune_code").unwrap_or("chua_ro_xa").to_owned();
        let task = row.text("task").to_owned();
        due.entry((commune, task)).or_default().push(row);
    }
    let mut listed = 0;
    for name in names(&folder) {
        let commune = name.strip_suffix("_2026-11-20.xlsx").expect("the day");
        let sheets = open_numbers(&folder.join(&name));
        for (task, title) in SHEETS {
            let key = (commune.to_owned(), task.to_owned());
            let due = due.remove(&key).unwrap_or_default();
            let lines = sheet(&sheets, title).iter().skip(HEADER + 1);
            let lines: Vec<[&str; 3]> = lines
                .map(|line| [&line[0], &line[1], &line[2]].map(String::as_str))
                .collect();
            let expected = due.iter().map(|row| {
                let first = if row.is("is_priority") { "x" } else { "" };
                let hamlet = row.get("hamlet").unwrap_or("(chưa rõ)");
                [hamlet, first, row.get("full_name").unwrap_or_default()]
            });
            let expected: Vec<[&str; 3]> = expected.collect();
            // Hamlet by hamlet, whatever the order of hamlets: each stands in one piece, in the order of the dataset.
            let pieces: Vec<&[[&str; 3]]> = lines.chunk_by(|a, b| a[0] == b[0]).collect();
            let hamlets: BTreeSet<&str> = pieces.iter().map(|piece| piece[0][0]).collect();
            assert_eq!(hamlets.len(), pieces.len(), "{task} in {commune}");
            for piece in pieces {
                let of_hamlet = expected.iter().filter(|line| line[0] == piece[0][0]);
                assert!(piece.iter().eq(of_hamlet), "{task} in {commune}: {piece:?}");
            }
            assert_eq!(lines.len(), expected.len(), "{task} in {commune}");
            listed += lines.len();
        }
    }
    assert_eq!(due, BTreeMap::new());
    assert!(listed > 1_000, "{listed}");
    let total = ended
        .stdout
        .lines()
        .last()
        .expect("a line")
        .replace(' ', "");
    assert!(total.starts_with(&listed.to_string()), "{ended}");
}

#[test]
fn the_first_page_adds_up() {
    let province = shared();
    let command = [
        "worklists",
        "pipelines/cao-bang",
        "--out",
        "one",
        "--commune",
        HA_LANG,
    ];
    run(province, &command).expect(0);
    let path = province.root().join("one/01558_2026-11-20.xlsx");
    let sheets = open_numbers(&path);
    let page = sheet(&sheets, "Tổng quan");
    assert_eq!(page[0][0], "Việc cần làm – Xã Hạ Lang");
    let screened = &table(page, "Chỉ tiêu")[0];
    assert_eq!(
        screened[1..9],
        [
            "35",
            "90",
            "38,8 %",
            "≥ 100 %",
            "55",
            "7.857142857142857",
            "30/11/2026",
            "chưa đạt"
        ]
    );
    let hamlets = table(page, "Xóm, tổ dân phố");
    let numbers = |row: &[String]| -> Vec<usize> {
        let cells = row[1..=2 * SHEETS.len()].iter();
        cells.map(|cell| cell.parse().expect("a number")).collect()
    };
    let (all, hamlets) = hamlets.split_first().expect("rows");
    let names: Vec<&str> = hamlets.iter().map(|row| row[0].as_str()).collect();
    let in_order = ["Xóm Co Tả", "Xóm Đông Lầu", "Xóm Háng Riềng", "Xóm Keng Mỏ"];
    assert_eq!(names, in_order);
    let all = numbers(all);
    for (at, total) in all.iter().enumerate() {
        let parts: usize = hamlets.iter().map(|row| numbers(row)[at]).sum();
        assert_eq!(parts, *total);
    }
    for (at, (_, title)) in SHEETS.iter().enumerate() {
        let lines = sheet(&sheets, title).len().saturating_sub(HEADER + 1);
        assert_eq!(all[2 * at], lines, "{title}");
    }
    // Who is missing of the plan is to be invited, or the plan is to be put right.
    let gone = rows(&province.version(), &GAPS);
    let gone = gone.iter().find(|row| {
        row.get("commune_code") == Some(HA_LANG) && row.text("gap") == "plan_dead_or_moved"
    });
    let gone = gone.and_then(|row| row.number("person_count"));
    assert_eq!(all[0] as u64 + gone.expect("a count"), 55);
    let reviews = table(page, "Danh sách cần rà soát");
    assert!(
        reviews
            .iter()
            .any(|row| row[0] == "Trong kế hoạch nhưng đã mất hoặc chuyển đi" && row[1] == "4"),
        "{reviews:?}"
    );
}

#[test]
fn a_workbook_that_may_hold_notes_stays() {
    let province = shared();
    let ask = |more: &[&str]| {
        let mut command = vec!["worklists", "pipelines/cao-bang", "--out", "again"];
        command.extend(["--lang", "en", "--task", "screening_due"]);
        command.extend(more);
        run(province, &command)
    };
    ask(&[]).expect(0);
    let path = province
        .root()
        .join("again/01558_2026-11-20_screening_due.xlsx");
    let sheets: Vec<String> = open_numbers(&path)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(sheets, ["Tổng quan", "Mời khám"]);
    std::fs::write(&path, "notes").expect("written");
    let rights = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&path, rights).expect("set");
    ask(&[]).expect(2).says(&["is there already", "--replace"]);
    assert_eq!(std::fs::read(&path).expect("notes"), b"notes");
    ask(&["--replace", "--commune", HA_LANG]).expect(0);
    assert_eq!(open_numbers(&path).len(), 2);
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().expect("a folder")), 0o700);
    // What a killed run leaves behind is named.
    let left = province
        .root()
        .join("again/01273_2026-11-20_screening_due.xlsx.new");
    std::fs::write(&left, "").expect("written");
    ask(&["--replace"])
        .expect(2)
        .says(&["01273_2026-11-20_screening_due.xlsx.new is there"]);
    std::fs::remove_file(&left).expect("removed");
    ask(&["--commune", "1558"]).expect(2).says(&["`1558`"]);
    let nobody = ["--task", "insurance_expiring", "--commune", HA_LANG];
    let nobody = run(
        province,
        &[
            &["worklists", "pipelines/cao-bang", "--out", "none"][..],
            &nobody,
        ]
        .concat(),
    );
    let nobody = nobody.expect(0);
    assert!(nobody.stdout.starts_with("0 việc"), "{nobody}");
    let nothing = Province::new();
    let command = ["worklists", "pipelines/cao-bang", "--out", "lists"];
    run(&nothing, &command)
        .expect(2)
        .says(&["no night has been published"]);
}
