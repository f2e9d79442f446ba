//! Person ids stay from night to night.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use toandan::dataset::Version;
use toandan::schema::links::{IDENTITY_EVENTS, LINKS};
use toandan::schema::persons::PERSONS;
use toandan::schema::records::RECORDS;

use crate::support::{Province, rows};

const REGISTER: &str = "residents/dan_cu_20261120.csv";
const NEXT_REGISTER: &str = "residents/dan_cu_20261121.csv";

/// Invented newcomers of the second night.
const ADDED: [&str; 3] = [
    "003190999901,Nông Thị Mới,03/02/1990,Nữ,Tày,01294,Xã Lý Bôn,Xóm Pò Tậu,99999901,Chủ hộ,Thường trú,,,",
    "003085999902,Hoàng Văn Đến,17/08/1985,Nam,Nùng,01501,Xã Đàm Thuỷ,Xóm Thang Roác,99999902,Chủ hộ,Thường trú,,,",
    "003326999903,Lý Thị Sơ Sinh,01/11/2026,Nữ,Dao,01774,Xã Tam Kim,Xóm Pò Tậu,99999903,Con,Thường trú,,,",
];

/// The person of every record, by file and row.
fn person_by_place(version: &Version) -> BTreeMap<(String, String), String> {
    let person: BTreeMap<String, String> = rows(version, &LINKS)
        .iter()
        .map(|link| {
            (
                link.text("record_id").to_owned(),
                link.text("person_id").to_owned(),
            )
        })
        .collect();
    rows(version, &RECORDS)
        .iter()
        .map(|record| {
            let place = (
                record.text("file").to_owned(),
                record.text("row").to_owned(),
            );
            (place, person[record.text("record_id")].clone())
        })
        .collect()
}

fn register_lines(province: &Province, file: &str) -> Vec<String> {
    let text = fs::read_to_string(province.sample(file)).expect("the register");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_day_later_everyone_keeps_their_id() {
    let province = Province::published();
    let before = province.version();
    province.night(&["--as-of", "2026-11-21"]).expect(0);
    let after = province.version();
    assert_eq!(
        after.manifest.head.previous_version,
        Some(before.manifest.run_id.clone())
    );
    assert_eq!(person_by_place(&after), person_by_place(&before));
    assert_eq!(rows(&after, &IDENTITY_EVENTS), []);
}

#[test]
fn rows_added_corrected_and_removed_change_no_one_elses_id() {
    let province = Province::published();
    let before = province.version();
    let old = register_lines(&province, REGISTER);
    let mut new = old.clone();
    let removed = new.remove(1500);
    let corrected = new[700].replacen(',', ",Sửa ", 1);
    let uncorrected = std::mem::replace(&mut new[700], corrected.clone());
    // In the midst of the file, so that all rows behind them move.
    new.splice(100..100, ADDED.map(str::to_owned));
    fs::write(province.sample(NEXT_REGISTER), new.join("\n") + "\n").expect("written");

    province
        .night(&[])
        .expect(0)
        .says(&["residents/dan_cu_20261120.csv is not read: a newer extract"]);
    let after = province.version();
    assert_eq!(after.manifest.head.as_of.to_string(), "2026-11-21");
    let (was, is) = (person_by_place(&before), person_by_place(&after));
    let of = |persons: &BTreeMap<(String, String), String>, file: &str, line: usize| {
        persons[&(file.to_owned(), (line + 1).to_string())].clone()
    };

    let at: BTreeMap<&String, usize> = new
        .iter()
        .enumerate()
        .map(|(at, line)| (line, at))
        .collect();
    for (line, text) in old
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, text)| **text != removed)
    {
        let now = if *text == uncorrected {
            &corrected
        } else {
            text
        };
        assert_eq!(
            of(&is, NEXT_REGISTER, at[now]),
            of(&was, REGISTER, line),
            "{line}"
        );
    }
    let others = was.iter().filter(|((file, _), _)| file != REGISTER);
    for (place, person) in others {
        assert_eq!(is[place], *person, "{place:?}");
    }
    let known: BTreeSet<&String> = was.values().collect();
    for newcomer in ADDED {
        let person = of(&is, NEXT_REGISTER, at[&newcomer.to_owned()]);
        assert!(!known.contains(&person), "{person} was someone else");
    }
    assert_eq!(rows(&after, &IDENTITY_EVENTS), []);
    let (persons_before, persons_after) = (rows(&before, &PERSONS), rows(&after, &PERSONS));
    let gone = persons_before.len() + ADDED.len() - persons_after.len();
    assert!(gone <= 1, "{gone} persons are gone");
}

#[test]
fn the_first_night_run_again_after_the_second_is_what_it_was() {
    let province = Province::published().with_releases();
    let first = province.version();
    province.night(&["--as-of", "2026-11-21"]).expect(0);
    province.night(&["--as-of", "2026-11-20"]).expect(0);
    let again = province.version();
    assert_eq!(again.manifest.head.previous_version, None);
    assert_eq!(again.manifest.outputs, first.manifest.outputs);
}
