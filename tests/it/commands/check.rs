//! `check`: what tonight's files are, and whether the night can run.

use std::fs;

use serde_json::Value;

use super::run;
use crate::support::{Ended, Province};

const CHECK: [&str; 4] = ["check", "pipelines/cao-bang", "--lang", "en"];
const REGISTER: &str = "residents/dan_cu_20261120.csv";
const PLAN: &str = "plan/ke_hoach_01294_20261120.csv";

/// The last line of a check.
fn verdict(ended: &Ended) -> &str {
    ended.stdout.lines().last().expect("a verdict")
}

#[track_caller]
fn tells(ended: &Ended, texts: &[&str]) {
    for text in texts {
        assert!(ended.stdout.contains(text), "no {text:?} in {ended}");
    }
}

/// A province on its second night, the register renewed.
fn second_night() -> Province {
    let province = Province::published();
    let register = fs::read_to_string(province.sample(REGISTER)).expect("the register");
    let (shorter, _) = register.trim_end().rsplit_once('\n').expect("lines");
    let next = province.sample("residents/dan_cu_20261121.csv");
    fs::write(next, format!("{shorter}\n")).expect("written");
    fs::remove_file(province.sample(REGISTER)).expect("removed");
    province
}

#[test]
fn check_tells_what_the_night_would_find() {
    let province = Province::new();
    let ended = run(&province, &CHECK).expect(0);
    tells(
        &ended,
        &[
            "residents/dan_cu_20261120.csv",
            "screening/kham_01294_20261120.xlsx",
        ],
    );
    assert_eq!(verdict(&ended), "The night can run.");
    assert!(
        !ended.stdout.contains("Communes that have not sent"),
        "{ended}"
    );
    assert!(!province.output().exists(), "a check publishes nothing");

    fs::remove_file(province.sample("screening/kham_01294_20261120.xlsx")).expect("removed");
    fs::write(province.sample("plan/ke_hoach_01774_20261120.xlsx"), "").expect("emptied");
    let ended = run(&province, &CHECK).expect(0);
    tells(
        &ended,
        &[
            "Communes that have not sent (screening_roster): 01294 Xã Lý Bôn",
            "Communes that have not sent (plan_roster): 01774 Xã Tam Kim",
            "plan/ke_hoach_01774_20261120.xlsx: it is empty",
        ],
    );
    assert_eq!(verdict(&ended), "The night can run. Warnings: 3.");
    let vi = run(&province, &["check", "pipelines/cao-bang"]).expect(0);
    tells(&vi, &["Xã chưa gửi (danh sách đã khám): 01294 Xã Lý Bôn"]);
    assert_eq!(verdict(&vi), "Có thể chạy đêm nay, với 3 cảnh báo.");
}

#[test]
fn check_says_when_a_gate_would_block() {
    let province = Province::published();
    let register = fs::read_to_string(province.sample(REGISTER)).expect("text");
    let shrunk: String = register.split_inclusive('\n').take(2000).collect();
    fs::write(province.sample("residents/dan_cu_20261121.csv"), shrunk).expect("written");
    let ended = run(&province, &CHECK).expect(1);
    tells(&ended, &["the register has 1,999 rows"]);
    assert!(
        verdict(&ended).starts_with("The night would be blocked. Gates: 1;"),
        "{ended}"
    );
}

#[test]
fn check_says_when_a_required_source_is_missing() {
    let province = Province::published();
    fs::remove_file(province.sample(REGISTER)).expect("removed");
    let ended = run(
        &province,
        &[
            "check",
            "pipelines/cao-bang",
            "--as-of",
            "2026-11-21",
            "--lang",
            "en",
        ],
    )
    .expect(2)
    .says(&["`residents` is required"]);
    assert!(
        verdict(&ended).starts_with("The night cannot run: a required source is missing"),
        "{ended}"
    );
}

#[test]
fn check_names_a_file_of_a_future_day() {
    let province = Province::new();
    let future = province.sample("plan/ke_hoach_01294_20991231.csv");
    fs::rename(province.sample(PLAN), future).expect("named");
    let ended = run(&province, &CHECK).expect(0);
    tells(
        &ended,
        &["plan/ke_hoach_01294_20991231.csv: its snapshot date 2099-12-31 lies after"],
    );
}

#[test]
fn check_asks_whether_a_renamed_list_was_renewed() {
    let province = second_night();
    let renamed = province.sample("plan/ke_hoach_01294_20261121.csv");
    fs::copy(province.sample(PLAN), &renamed).expect("copied");
    // The old one lies beside it, or is gone: the same question.
    for _ in 0..2 {
        let ended = run(&province, &CHECK).expect(0);
        tells(
            &ended,
            &[
                "plan/ke_hoach_01294_20261121.csv: it was delivered before as plan/ke_hoach_01294_20261120.csv (of 2026-11-20)",
                "was the list really renewed?",
            ],
        );
        let _ = fs::remove_file(province.sample(PLAN));
    }
    // Nothing of it before the first night, where only the two files tell.
    let first = Province::new();
    fs::copy(
        first.sample(PLAN),
        first.sample("plan/ke_hoach_01294_20261121.csv"),
    )
    .expect("copied");
    let ended = run(&first, &CHECK).expect(0);
    tells(
        &ended,
        &["byte for byte the same as plan/ke_hoach_01294_20261120.csv (of 2026-11-20) beside it"],
    );
}

#[test]
fn check_names_one_file_in_two_places() {
    let province = Province::new();
    let other = province.sample("screening/kham_01558_20261120.csv");
    fs::remove_file(province.sample("screening/kham_01558_20261120.xlsx")).expect("removed");
    fs::copy(province.sample("plan/ke_hoach_01558_20261120.csv"), other).expect("copied");
    let ended = run(&province, &CHECK);
    tells(
        &ended,
        &[
            "kham_01558_20261120.csv",
            "byte for byte the same as",
            "of another commune, unit or source",
        ],
    );
}

#[test]
fn check_names_columns_that_came_and_went() {
    let province = second_night();
    let (old, new) = (
        province.sample("ehr/hssk_20261120.csv"),
        province.sample("ehr/hssk_20261121.csv"),
    );
    let text = fs::read_to_string(&old).expect("text");
    fs::write(&new, text.replacen("gioi_tinh", "phai_tinh", 1)).expect("written");
    let ended = run(&province, &CHECK).expect(0);
    tells(
        &ended,
        &[
            "ehr/hssk_20261121.csv: its columns are not those of the file before (ehr/hssk_20261120.csv)",
            "gone are the columns sex; new are the columns “phai_tinh”",
        ],
    );
    let vi = run(&province, &["check", "pipelines/cao-bang"]).expect(0);
    tells(&vi, &["không còn cột giới tính; có thêm cột “phai_tinh”"]);
    // The night says the same.
    province
        .night(&[])
        .expect(0)
        .says(&["gone are the columns sex"]);
}

#[test]
fn a_check_for_programs_tells_everything() {
    let province = second_night();
    fs::remove_file(province.sample(PLAN)).expect("removed");
    let json = ["check", "pipelines/cao-bang", "--format", "json"];
    let ended = run(&province, &json).expect(0);
    let value: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(value["state"], "can_run");
    assert_eq!(value["as_of"], "2026-11-21");
    let late = value["late"].as_array().expect("a list");
    let plan = late.iter().find(|list| {
        list["commune"]
            .as_str()
            .is_some_and(|name| name.starts_with("01294"))
    });
    let plan = plan.unwrap_or_else(|| panic!("no list of 01294 in {value}"));
    assert_eq!(plan["kind"], "plan_roster");
    assert_eq!(plan["is_stale"], false);
    assert!(
        value["missing_communes"]
            .as_object()
            .expect("by kind")
            .is_empty()
    );
}

#[test]
fn check_names_a_standard_population_that_is_not_there() {
    let province = Province::new();
    let file = province.pipeline("indicators.toml");
    Province::edit(&file, "who_2000", "who_1900");
    let known = "KS02: there is no standard population `who_1900`; the reference list has european_2013, who_2000";
    run(&province, &CHECK).expect(2).says(&[known]);
}
