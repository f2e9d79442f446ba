//! What is not delivered again stays as it was read; what is delivered again replaces it.

use std::fs;

use toandan::dataset::{InputEntry, InputState, OutputEntry, Version};
use toandan::schema::indicators::INDICATORS;
use toandan::schema::persons::PERSONS;
use toandan::schema::records::RECORDS;
use toandan::schema::steering::FRESHNESS;

use crate::support::{Province, Row, names, rows, shared};

const REGISTER: &str = "residents/dan_cu_20261120.csv";
const NEXT_REGISTER: &str = "residents/dan_cu_20261121.csv";
const CARDS: &str = "insurance/bhyt_20261120.csv";
const NEXT_CARDS: &str = "insurance/bhyt_20261121.csv";

/// A province on its second night: the register comes again with a new day.
fn second_night() -> Province {
    let province = Province::published();
    fs::rename(province.sample(REGISTER), province.sample(NEXT_REGISTER)).expect("named");
    province
}

/// Takes every file but the register's out of the delivery folders.
fn empty_folders(province: &Province) {
    for folder in names(&province.sample("")) {
        let path = province.sample(&folder);
        if path.is_dir() && folder != "residents" {
            for name in names(&path) {
                fs::remove_file(path.join(name)).expect("removed");
            }
        }
    }
}

/// Every output but the table of how each file came.
fn outputs(version: &Version) -> Vec<OutputEntry> {
    let mut outputs = version.manifest.outputs.clone();
    outputs.retain(|output| output.dataset.as_deref() != Some("freshness"));
    assert!(outputs.len() >= 14);
    outputs
}

fn input<'v>(version: &'v Version, file: &str) -> &'v InputEntry {
    let inputs = &version.manifest.head.inputs;
    let found = inputs.iter().find(|input| input.file == file);
    found.unwrap_or_else(|| panic!("no input {file}"))
}

fn state(version: &Version, file: &str) -> String {
    let rows = rows(version, &FRESHNESS);
    let row = rows.iter().find(|row| row.text("file") == file);
    row.expect("a row of the file").text("state").to_owned()
}

/// The records of a file, without their numbers in the version.
fn records(version: &Version, file: &str) -> Vec<Row> {
    let records = rows(version, &RECORDS).into_iter();
    let of_file = records.filter(|record| record.text("file") == file);
    of_file.map(|record| record.without("record_id")).collect()
}

#[test]
fn a_night_without_deliveries_has_the_same_bytes_as_one_with_all_of_them() {
    let (delivered, kept) = (second_night(), second_night());
    empty_folders(&kept);
    delivered.night(&[]).expect(0);
    let ended = kept.night(&[]).expect(0);
    let (delivered, kept) = (delivered.version(), kept.version());
    assert_eq!(outputs(&kept), outputs(&delivered));
    assert_eq!(
        kept.manifest.head.accounting,
        delivered.manifest.head.accounting
    );
    assert_eq!(state(&delivered, CARDS), "fresh");
    assert_eq!(state(&kept, CARDS), "kept");
    let was = input(&delivered, CARDS).clone();
    let is = input(&kept, CARDS);
    assert_eq!(is.state, InputState::Kept);
    assert!(
        is.reason.starts_with("nothing newer was delivered"),
        "{is:?}"
    );
    let alike = InputEntry {
        state: was.state,
        reason: was.reason.clone(),
        ..is.clone()
    };
    assert_eq!(alike, was);
    assert!(ended.stdout.contains(CARDS), "{ended}");
}

#[test]
fn what_is_kept_is_kept_on_and_on() {
    let province = second_night();
    empty_folders(&province);
    province.night(&[]).expect(0);
    let second = province.version();
    province.night(&["--as-of", "2026-11-22"]).expect(0);
    let third = province.version();
    assert_eq!(input(&third, CARDS).state, InputState::Kept);
    let cards = records(&third, CARDS);
    assert!(!cards.is_empty() && cards == records(&second, CARDS));
    assert_eq!(
        third.manifest.head.accounting,
        second.manifest.head.accounting
    );
}

#[test]
fn a_newer_list_replaces_its_own_commune_alone() {
    let province = second_night();
    let (old, new) = (
        "plan/ke_hoach_01294_20261120.csv",
        "plan/ke_hoach_01294_20261121.csv",
    );
    let list = fs::read_to_string(province.sample(old)).expect("a list");
    empty_folders(&province);
    let without_last = list.trim_end().rsplit_once('\n').expect("lines").0;
    fs::write(province.sample(new), format!("{without_last}\n")).expect("written");
    province.night(&[]).expect(0);
    let version = province.version();
    let inputs = &version.manifest.head.inputs;
    assert!(inputs.iter().all(|input| input.file != old));
    assert_eq!(input(&version, new).state, InputState::Accepted);
    let other = "plan/ke_hoach_01558_20261120.csv";
    let before = records(&shared().version(), other);
    assert!(!before.is_empty() && records(&version, other) == before);
}

#[test]
fn an_older_list_takes_nobody_back_in_time() {
    let province = second_night();
    let (new, old) = (
        "plan/ke_hoach_01294_20261120.csv",
        "plan/ke_hoach_01294_20261101.csv",
    );
    fs::rename(province.sample(new), province.sample(old)).expect("named");
    province
        .night(&[])
        .expect(0)
        .says(&["plan/ke_hoach_01294_20261101.csv is not read: a newer extract is there: plan/ke_hoach_01294_20261120.csv"]);
    let version = province.version();
    assert_eq!(input(&version, old).state, InputState::Superseded);
    assert_eq!(input(&version, new).state, InputState::Kept);
}

#[test]
fn a_faulty_delivery_leaves_the_last_good_one_in_use() {
    let province = second_night();
    fs::remove_file(province.sample(CARDS)).expect("removed");
    fs::write(province.sample(NEXT_CARDS), b"\x00\x01\x02 not a table").expect("written");
    province.night(&[]).expect(0).says(&[NEXT_CARDS]);
    let version = province.version();
    assert_eq!(input(&version, NEXT_CARDS).state, InputState::SetAside);
    assert_eq!(input(&version, CARDS).state, InputState::Kept);
    let insured = |row: &&Row| row.is("is_insured");
    let before = rows(&shared().version(), &PERSONS);
    assert_eq!(
        rows(&version, &PERSONS).iter().filter(insured).count(),
        before.iter().filter(insured).count()
    );
}

#[test]
fn a_required_source_must_come_every_night() {
    let province = Province::published();
    let before = province.version();
    fs::remove_file(province.sample(REGISTER)).expect("removed");
    province
        .night(&["--as-of", "2026-11-21"])
        .expect(2)
        .says(&["residents"]);
    assert_eq!(province.version(), before);
}

#[test]
fn a_kept_list_past_its_age_makes_its_indicators_stale() {
    let province = second_night();
    fs::remove_file(province.sample(CARDS)).expect("removed");
    province.night(&["--as-of", "2026-12-05"]).expect(0);
    let version = province.version();
    assert_eq!(state(&version, CARDS), "stale");
    let indicators = rows(&version, &INDICATORS);
    let of = |code: &str| {
        let row = indicators.iter().find(|row| {
            row.text("indicator") == code
                && row.text("level") == "province"
                && row.text("stratum_kind") == "all"
        });
        row.unwrap_or_else(|| panic!("a province row of {code}"))
            .text("state")
            .to_owned()
    };
    assert_eq!(of("CB04"), "stale");
}

#[test]
fn rows_that_cannot_be_read_back_are_said_and_the_night_goes_on() {
    let province = second_night();
    empty_folders(&province);
    let manifest = province.version().path.join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("the manifest");
    let marked = "\"dataset\": \"records\",\n      \"dataset_version\": ";
    assert!(text.contains(marked), "{text}");
    let other = text.replacen(marked, &format!("{marked}9"), 1);
    fs::write(&manifest, other).expect("written");
    province.night(&[]).expect(0).says(&[
        "insurance/bhyt_20261120.csv",
        "what an earlier night read of it cannot be used",
        "deliver it again",
    ]);
    assert_eq!(
        input(&province.version(), CARDS).state,
        InputState::SetAside
    );
}

#[test]
fn of_a_row_in_several_increments_the_latest_counts() {
    let province = Province::new();
    Province::edit(
        &province.pipeline("pipeline.toml"),
        "profile = \"profiles/insurance.toml\"\ndelivery = \"snapshot\"",
        "profile = \"profiles/insurance.toml\"\ndelivery = \"increment\"",
    );
    province.night(&[]).expect(0);
    let first = province.version();
    let insured = |version: &Version, number: &str| {
        let persons = rows(version, &PERSONS);
        let person = persons.iter().find(|row| row.text("cccd") == number);
        person.expect("the person").is("is_insured")
    };

    // The second card of the sample is withdrawn, and someone else is insured anew.
    let cards = fs::read_to_string(province.sample(CARDS)).expect("cards");
    let mut lines = cards.lines();
    let header = lines.next().expect("a header");
    let card = lines
        .find(|line| line.contains(",20260101,20261231,") && line.split(',').nth(2) != Some(""))
        .expect("a card of this year");
    let number = card.split(',').nth(2).expect("a number").to_owned();
    assert!(insured(&first, &number));
    let withdrawn = card.replace(",20260101,20261231,", ",20260101,20261031,");
    let new = "DN4040399999999,0399999999,,Nông Thị Thẻ Mới,19900203,2,01294,Xã Lý Bôn,20261101,20271031,DN,04100";
    let increment = format!("{header}\n{withdrawn}\n{new}\n");
    fs::rename(province.sample(REGISTER), province.sample(NEXT_REGISTER)).expect("named");
    fs::remove_file(province.sample(CARDS)).expect("removed");
    fs::write(province.sample(NEXT_CARDS), increment).expect("written");
    province.night(&[]).expect(0);

    let second = province.version();
    assert!(!insured(&second, &number));
    let (was, is) = (
        first.manifest.head.accounting,
        second.manifest.head.accounting,
    );
    assert_eq!(is.superseded, 1);
    assert_eq!(is.person_rows, was.person_rows + 2);
    assert_eq!(is.accepted, was.accepted + 1);
    assert_eq!(input(&second, CARDS).superseded, 1);
    assert_eq!(input(&second, CARDS).state, InputState::Kept);
    // Increments add up to one state, as old as the newest of them.
    let age = |file: &str| {
        let rows = rows(&second, &FRESHNESS);
        let row = rows.iter().find(|row| row.text("file") == file);
        row.expect("a row of the file").number("age_days")
    };
    assert_eq!((age(CARDS), age(NEXT_CARDS)), (Some(0), Some(0)));

    // A night later nothing new came: both increments stand.
    fs::remove_file(province.sample(NEXT_CARDS)).expect("removed");
    province.night(&["--as-of", "2026-11-22"]).expect(0);
    let third = province.version();
    assert!(!insured(&third, &number));
    assert_eq!(third.manifest.head.accounting, is);
}
