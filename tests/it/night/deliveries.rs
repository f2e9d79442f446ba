//! What is not delivered again stays as it was read; what is delivered again replaces it.

use std::fs;

use toandan::dataset::{InputEntry, InputState, OutputEntry, Version};
use toandan::schema::indicators::INDICATORS;
use toandan::schema::persons::PERSONS;
use toandan::schema::records::RECORDS;
use toandan::schema::steering::FRESHNESS;

use crate::support::{Ended, ON_DISK, Province, Row, names, rows, shared};

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
    let ended = kept.night(&ON_DISK).expect(0);
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
    assert_eq!(
        is.reason,
        "it was not delivered again; used as it was read for 2026-11-20"
    );
    let alike = InputEntry {
        state: was.state,
        reason: was.reason.clone(),
        read_for: was.read_for,
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
    let new = "DN4040391724835,0391724835,,Nông Thị Thẻ Mới,19900203,2,01294,Xã Lý Bôn,20261101,20271031,DN,04100";
    // Further up in the same file the card stands as it was: the row below is the later one.
    let increment = format!("{header}\n{card}\n{withdrawn}\n{new}\n");
    fs::rename(province.sample(REGISTER), province.sample(NEXT_REGISTER)).expect("named");
    fs::remove_file(province.sample(CARDS)).expect("removed");
    fs::write(province.sample(NEXT_CARDS), increment).expect("written");
    province.night(&ON_DISK).expect(0);

    let second = province.version();
    assert!(!insured(&second, &number));
    let (was, is) = (
        first.manifest.head.accounting,
        second.manifest.head.accounting,
    );
    assert_eq!(is.superseded, 2);
    assert_eq!(is.person_rows, was.person_rows + 3);
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

#[test]
fn a_second_run_of_a_day_loses_nothing_that_its_first_run_read() {
    let province = Province::new();
    let plan = "plan/ke_hoach_01294_20261120.csv";
    let other = "plan/ke_hoach_01558_20261120.csv";
    let later = fs::read(province.sample(other)).expect("a list");
    fs::remove_file(province.sample(other)).expect("removed");
    province.night(&[]).expect(0);
    // The first list is taken away, the second comes in the afternoon of the same day.
    fs::remove_file(province.sample(plan)).expect("removed");
    fs::write(province.sample(other), later).expect("written");
    province.night(&[]).expect(0);
    let version = province.version();
    assert_eq!(version.manifest.head.as_of.to_string(), "2026-11-20");
    assert_eq!(input(&version, plan).state, InputState::Kept);
    assert_eq!(input(&version, other).state, InputState::Accepted);
    let of_both = |row: &Row| row.text("kind") == "plan_roster";
    let (is, was) = (
        rows(&version, &RECORDS),
        rows(&shared().version(), &RECORDS),
    );
    assert_eq!(
        is.iter().filter(|row| of_both(row)).count(),
        was.iter().filter(|row| of_both(row)).count()
    );
}

#[test]
fn a_night_without_a_newer_day_does_not_go_back_in_time() {
    let province = second_night();
    fs::copy(province.sample(CARDS), province.sample(NEXT_CARDS)).expect("copied");
    province.night(&[]).expect(0);
    // The newer files are taken away, the old register is put back.
    fs::remove_file(province.sample(NEXT_CARDS)).expect("removed");
    fs::rename(province.sample(NEXT_REGISTER), province.sample(REGISTER)).expect("named");
    province.night(&[]).expect(0);
    let version = province.version();
    assert_eq!(version.manifest.head.as_of.to_string(), "2026-11-21");
    assert_eq!(input(&version, NEXT_REGISTER).state, InputState::Kept);
    assert_eq!(input(&version, REGISTER).state, InputState::Superseded);
}

#[test]
fn a_broken_list_does_not_hide_the_good_one_before_it() {
    let province = Province::new();
    fs::write(province.sample(NEXT_CARDS), b"\x00\x01\x02 not a table").expect("written");
    province.night(&[]).expect(0).says(&[NEXT_CARDS]);
    let version = province.version();
    assert_eq!(input(&version, NEXT_CARDS).state, InputState::SetAside);
    assert_eq!(input(&version, CARDS).state, InputState::Accepted);
    assert_eq!(version.manifest.head.as_of.to_string(), "2026-11-20");
    assert_eq!(
        version.manifest.head.accounting,
        shared().version().manifest.head.accounting
    );
}

#[test]
fn a_list_sent_by_mistake_is_withdrawn() {
    let province = second_night();
    let wrong = "plan/ke_hoach_01294_20261120.csv";
    Province::edit(
        &province.pipeline("pipeline.toml"),
        "file_name = \"ke_hoach_{commune}_{date}.*\"",
        "file_name = \"ke_hoach_{commune}_{date}.*\"\nwithdrawn = [\"ke_hoach_01294_20261120.csv\"]",
    );
    province.night(&[]).expect(0);
    let with_file = province.version();
    assert_eq!(input(&with_file, wrong).state, InputState::Superseded);
    fs::remove_file(province.sample(wrong)).expect("removed");
    province.night(&["--as-of", "2026-11-22"]).expect(0);
    let without_file = province.version();
    for version in [&with_file, &without_file] {
        assert_eq!(records(version, wrong), []);
    }
    let inputs = &without_file.manifest.head.inputs;
    assert!(inputs.iter().all(|input| input.file != wrong));
}

#[test]
fn the_list_of_another_commune_is_seen_though_that_one_is_kept() {
    let province = second_night();
    let (own, copied) = (
        "plan/ke_hoach_01558_20261120.csv",
        "plan/ke_hoach_01294_20261121.csv",
    );
    fs::rename(province.sample(own), province.sample(copied)).expect("named");
    province
        .night(&[])
        .expect(0)
        .says(&["byte for byte the same as plan/ke_hoach_01558_20261120.csv, of another commune"]);
    let version = province.version();
    assert_eq!(input(&version, copied).state, InputState::SetAside);
    assert_eq!(input(&version, own).state, InputState::Kept);
}

#[test]
fn parts_of_a_list_stand_side_by_side() {
    let province = Province::new();
    Province::edit(
        &province.pipeline("pipeline.toml"),
        "file_name = \"bhyt_{date}.*\"",
        "file_name = \"bhyt*_{date}.*\"",
    );
    let cards = fs::read_to_string(province.sample(CARDS)).expect("cards");
    let lines: Vec<&str> = cards.lines().collect();
    let parts = [
        ("insurance/bhyt1_20261120.csv", &lines[1..1000]),
        ("insurance/bhyt2_20261120.csv", &lines[1000..]),
    ];
    for (name, rows) in parts {
        let text = format!("{}\n{}\n", lines[0], rows.join("\n"));
        fs::write(province.sample(name), text).expect("written");
    }
    fs::remove_file(province.sample(CARDS)).expect("removed");
    province.night(&[]).expect(0);
    let first = province.version();
    fs::rename(province.sample(REGISTER), province.sample(NEXT_REGISTER)).expect("named");
    fs::remove_file(province.sample(parts[0].0)).expect("removed");
    province.night(&[]).expect(0);
    let second = province.version();
    assert_eq!(input(&second, parts[0].0).state, InputState::Kept);
    assert_eq!(input(&second, parts[1].0).state, InputState::Accepted);
    assert_eq!(
        second.manifest.head.accounting,
        first.manifest.head.accounting
    );
}

/// What `check` says of the next night, in English.
fn check(province: &Province, more: &[&str]) -> Ended {
    let check = ["check", "pipelines/cao-bang", "--lang", "en"];
    Ended::of(province.command(&check).args(more))
}

#[test]
fn a_check_before_each_of_three_nights_says_what_is_late() {
    let screening = "screening/kham_01294_20261120.xlsx";
    let late =
        "01294 Xã Lý Bôn, screening_roster: screening/kham_01294_20261120.xlsx (of 2026-11-20";
    let province = Province::published();
    let same_night = check(&province, &[]).expect(0);
    assert!(
        !same_night.stdout.contains("Nothing newer came"),
        "{same_night}"
    );

    // The second night: the cards of the first under a new name, and no list of one commune.
    fs::rename(province.sample(REGISTER), province.sample(NEXT_REGISTER)).expect("named");
    fs::rename(province.sample(CARDS), province.sample(NEXT_CARDS)).expect("named");
    fs::remove_file(province.sample(screening)).expect("removed");
    let renamed = format!("{NEXT_CARDS}: it was delivered before as {CARDS} (of 2026-11-20)");
    let checked = check(&province, &[]).expect(0);
    for text in [
        &renamed,
        "Nothing newer came, used as read before:",
        &format!("{late}, 1 days old, the limit is 14)"),
    ] {
        assert!(checked.stdout.contains(text), "no {text:?} in {checked}");
    }
    assert!(
        !checked.stdout.contains("Communes that have not sent"),
        "{checked}"
    );
    province.night(&[]).expect(0).says(&[&renamed]);

    // The third night is too late for everything that is due every fortnight.
    fs::rename(
        province.sample(NEXT_REGISTER),
        province.sample("residents/dan_cu_20261206.csv"),
    )
    .expect("named");
    let checked = check(&province, &["--as-of", "2026-12-06"]).expect(0);
    for text in ["Too old", &format!("{late}, 16 days old, the limit is 14)")] {
        assert!(checked.stdout.contains(text), "no {text:?} in {checked}");
    }
    province.night(&["--as-of", "2026-12-06"]).expect(0);
    assert_eq!(state(&province.version(), screening), "stale");
}
