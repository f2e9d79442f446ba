//! Doubtful pairs that people decide, as the next night takes them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toandan::dataset::Version;
use toandan::schema::links::{IDENTITY_EVENTS, LINKS, REVIEW_PAIRS};
use toandan::schema::records::RECORDS;

use crate::support::{Ended, Province, Sheets, names, open, rows, save};

/// Row of the headers and columns of a workbook of pairs, from 0.
const HEADER: usize = 1;
const KEY: usize = 0;
const GROUP: usize = 1;
const DECISION: usize = 2;
const REASON: usize = 3;
const LIKELIHOOD: usize = 4;

const SAME: &str = "Cùng một người";
const DIFFERENT: &str = "Hai người khác nhau";
const NOT_CERTAIN: &str = "Giống nhau nhưng chưa đủ chắc chắn";

/// A province that believes only evidence beyond doubt, one night of which is published.
fn doubtful() -> Province {
    let province = Province::new();
    let model = province.pipeline("linkage.toml");
    Province::edit(&model, "match = 0.95", "match = 0.9999999");
    province.night(&[]).expect(0);
    province
}

fn export(province: &Province) -> Vec<PathBuf> {
    let folder = province.root().join("review");
    let _ = fs::remove_dir_all(&folder);
    let command = [
        "review",
        "export",
        "pipelines/cao-bang",
        "--out",
        "review",
        "--lang",
        "en",
    ];
    Ended::of(&mut province.command(&command)).expect(0);
    let names = names(&folder).into_iter();
    names.map(|name| folder.join(name)).collect()
}

fn import(province: &Province, workbooks: &[&str]) -> Ended {
    let mut command = vec![
        "review",
        "import",
        "pipelines/cao-bang",
        "--by",
        "Trạm Y tế xã",
        "--lang",
        "en",
    ];
    command.extend(workbooks);
    Ended::of(&mut province.command(&command))
}

/// The pairs of a workbook: their cells.
fn pairs(path: &Path) -> Vec<Vec<String>> {
    let mut rows = open(path).swap_remove(0).1;
    rows.drain(..=HEADER);
    rows
}

/// The record keys of a row.
fn keys(row: &[String]) -> [u64; 2] {
    let (left, right) = row[KEY].split_once('-').expect("two keys");
    [left, right].map(|key| u64::from_str_radix(key, 16).expect("a key"))
}

/// Person by record key.
fn persons(version: &Version) -> BTreeMap<u64, String> {
    let links = rows(version, &LINKS).into_iter();
    let person: BTreeMap<String, String> = links
        .map(|link| {
            (
                link.text("record_id").to_owned(),
                link.text("person_id").to_owned(),
            )
        })
        .collect();
    let records = rows(version, &RECORDS).into_iter();
    records
        .map(|record| {
            let key: i64 = record.text("record_key").parse().expect("a key");
            (
                key.cast_unsigned(),
                person[record.text("record_id")].clone(),
            )
        })
        .collect()
}

/// Writes the decisions of `decided`, by the key of the pair, into a workbook of all `sheets`.
fn decide(province: &Province, workbook: &str, sheets: &mut Sheets, decided: &[(&str, &str)]) {
    for (_, rows) in sheets.iter_mut() {
        for row in rows.iter_mut().skip(HEADER + 1) {
            if let Some((_, choice)) = decided.iter().find(|(key, _)| *key == row[KEY]) {
                (*choice).clone_into(&mut row[DECISION]);
            }
        }
    }
    save(&province.root().join(workbook), sheets);
}

/// All pairs of all workbooks, and the workbooks in one.
fn all(workbooks: &[PathBuf]) -> (Vec<Vec<String>>, Sheets) {
    let mut sheets: Sheets = Vec::new();
    for (number, path) in workbooks.iter().enumerate() {
        let (_, rows) = open(path).swap_remove(0);
        sheets.push((format!("Xã {number}"), rows));
    }
    let pairs = workbooks.iter().flat_map(|path| pairs(path)).collect();
    (pairs, sheets)
}

#[test]
fn a_workbook_shows_the_most_valuable_pairs_first_and_candidates_side_by_side() {
    let province = doubtful();
    let workbooks = export(&province);
    assert!(!workbooks.is_empty());
    let (pairs, sheets) = all(&workbooks);
    let version = province.version();
    let mut of_persons: Vec<[String; 2]> = rows(&version, &REVIEW_PAIRS)
        .iter()
        .map(|pair| {
            let mut persons =
                ["left_person_id", "right_person_id"].map(|of| pair.text(of).to_owned());
            persons.sort();
            persons
        })
        .collect();
    of_persons.sort();
    of_persons.dedup();
    assert_eq!(
        pairs.len(),
        of_persons.len(),
        "one row for each pair of persons"
    );
    for (sheet, (_, rows)) in sheets.iter().enumerate() {
        let commune = workbooks[sheet]
            .file_stem()
            .expect("a name")
            .to_string_lossy();
        let column = rows[HEADER]
            .iter()
            .position(|cell| cell == "Mã xã (1)")
            .expect("a commune");
        let groups: Vec<u32> = rows[HEADER + 1..]
            .iter()
            .map(|row| row[GROUP].parse().expect("a number"))
            .collect();
        assert!(groups.is_sorted(), "{commune}: {groups:?}");
        for row in &rows[HEADER + 1..] {
            let home = [&row[column], &row[column + 1]]
                .into_iter()
                .find(|code| !code.is_empty());
            assert_eq!(
                home.map_or("chua_ro_xa", String::as_str),
                commune,
                "{row:?}"
            );
            assert!(row[LIKELIHOOD].ends_with('%'), "{row:?}");
        }
    }
    // The same pairs give the same bytes.
    let before: Vec<Vec<u8>> = workbooks
        .iter()
        .map(|path| fs::read(path).expect("bytes"))
        .collect();
    let after: Vec<Vec<u8>> = export(&province)
        .iter()
        .map(|path| fs::read(path).expect("bytes"))
        .collect();
    assert_eq!(before, after);
}

#[test]
fn the_next_night_honours_decisions_and_asks_no_more() {
    let province = doubtful();
    let before = persons(&province.version());
    let (pairs, mut sheets) = all(&export(&province));
    let alone = |row: &&Vec<String>| {
        pairs
            .iter()
            .filter(|other| other[GROUP] == row[GROUP])
            .count()
            == 1
    };
    let one = pairs
        .iter()
        .filter(alone)
        .find(|row| row[REASON] == NOT_CERTAIN)
        .expect("a pair in doubt");
    let two = pairs
        .iter()
        .rfind(|row| row[REASON] == NOT_CERTAIN && row[KEY] != one[KEY])
        .expect("another");
    decide(
        &province,
        "a.xlsx",
        &mut sheets,
        &[(&one[KEY], SAME), (&two[KEY], DIFFERENT)],
    );
    let ended = import(&province, &["a.xlsx"]).expect(0);
    assert!(
        ended
            .stdout
            .contains("Took 1 pairs as one person and 1 as two"),
        "{ended}"
    );
    // Taken once more it changes nothing.
    let file = province.pipeline("decisions.csv");
    let ledger = fs::read_to_string(&file).expect("decisions");
    assert_eq!(ledger.lines().count(), 3, "{ledger}");
    assert!(ledger.contains("Trạm Y tế xã"), "{ledger}");
    import(&province, &["a.xlsx"]).expect(0);
    assert_eq!(fs::read_to_string(&file).expect("decisions"), ledger);

    let ended = province.night(&["--as-of", "2026-11-21"]).expect(0);
    assert!(ended.stdout.contains("Decisions of people: 2 of 2 honoured (1 one person, 1 two); 0 are about rows that are not there or not clear, 0 contradict others"), "{ended}");
    let version = province.version();
    let after = persons(&version);
    let [a, b] = keys(one);
    assert_ne!(before[&a], before[&b]);
    assert_eq!(after[&a], after[&b]);
    let [c, d] = keys(two);
    assert_ne!(after[&c], after[&d]);
    // The two became one person, which is said.
    let events = rows(&version, &IDENTITY_EVENTS);
    let ids = [&before[&a], &before[&b]];
    let merged = events.iter().filter(|event| {
        let of = |column: &str| ids.iter().any(|id| *id == event.text(column));
        event.text("event") == "merged" && of("from_person_id") && of("into_person_id")
    });
    let reasons: Vec<&str> = merged.map(|event| event.text("reason")).collect();
    assert_eq!(reasons, ["decision"]);
    let links = rows(&version, &LINKS);
    assert!(links.iter().any(|link| link.text("rule") == "decision"));
    let (left, _) = all(&export(&province));
    assert!(
        left.iter()
            .all(|row| row[KEY] != one[KEY] && row[KEY] != two[KEY])
    );
    assert!(!left.is_empty());
    // Nobody else is somebody else.
    let changed = before
        .iter()
        .filter(|(key, person)| after.get(key) != Some(person))
        .count();
    let of_one = before
        .values()
        .filter(|person| ids.contains(person))
        .count();
    assert!(
        changed < of_one,
        "{changed} rows changed their person, {of_one} were decided about"
    );
}

#[test]
fn what_cannot_be_used_is_said_and_the_others_count() {
    let province = doubtful();
    let (pairs, sheets) = all(&export(&province));
    let (first, second, third) = (&pairs[0], &pairs[1], &pairs[2]);
    let mut one = sheets.clone();
    let decided = [
        (first[KEY].as_str(), SAME),
        (&second[KEY], "có lẽ"),
        (&third[KEY], DIFFERENT),
    ];
    decide(&province, "a.xlsx", &mut one, &decided);
    let mut two = sheets.clone();
    decide(&province, "b.xlsx", &mut two, &[(&first[KEY], DIFFERENT)]);
    fs::write(province.root().join("c.xlsx"), "x").expect("written");
    let ended = import(&province, &["a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"]).expect(1);
    for text in [
        "the decision is neither",
        "decide the same pair differently; neither counts",
        "c.xlsx: ",
        "d.xlsx: ",
    ] {
        assert!(ended.stderr.contains(text), "{text} in {ended}");
    }
    assert!(
        ended
            .stdout
            .contains("Took 0 pairs as one person and 1 as two"),
        "{ended}"
    );
    let ended = import(&province, &["a.xlsx"]).expect(1);
    assert!(
        ended
            .stdout
            .contains("Took 1 pairs as one person and 0 as two; 1 were decided already"),
        "{ended}"
    );
}

#[test]
fn no_answer_is_overwritten_and_no_old_one_comes_back() {
    let province = doubtful();
    let workbooks = export(&province);
    let (pairs, mut sheets) = all(&workbooks);
    let pair = &pairs[0];
    decide(&province, "a.xlsx", &mut sheets, &[(&pair[KEY], SAME)]);
    import(&province, &["a.xlsx"]).expect(0);
    let mut later = all(&workbooks).1;
    decide(&province, "b.xlsx", &mut later, &[(&pair[KEY], DIFFERENT)]);
    import(&province, &["b.xlsx"]).expect(0);
    let ended = import(&province, &["a.xlsx"]).expect(1);
    assert!(
        ended.stderr.contains("the pair was decided so on")
            && ended.stdout.contains("Took 0 pairs"),
        "{ended}"
    );

    // Somebody filled in the workbook where it lies.
    let (path, other) = (&workbooks[0], self::pairs(&workbooks[0]).remove(0));
    let mut own = open(path);
    for row in own[0].1.iter_mut().filter(|row| row[KEY] == other[KEY]) {
        SAME.clone_into(&mut row[DECISION]);
    }
    save(path, &own);
    let command = ["review", "export", "pipelines/cao-bang", "--out", "review"];
    let ended = Ended::of(&mut province.command(&command)).expect(2);
    assert!(
        ended
            .stderr
            .contains("holds decisions that would be overwritten"),
        "{ended}"
    );

    // A night that would forget what the one before knew stops.
    province.night(&[]).expect(0);
    fs::remove_file(province.pipeline("decisions.csv")).expect("removed");
    let ended = province.night(&["--as-of", "2026-11-21"]).expect(2);
    assert!(
        ended
            .stderr
            .contains("which the version before honours, are gone"),
        "{ended}"
    );
}
