//! `indicators`, `explain indicator`, `diff`, `judge`: what stands behind a number.

use std::fs;

use serde_json::Value;

use super::run;
use crate::support::{Ended, Province};

fn json(ended: &Ended) -> Value {
    serde_json::from_str(&ended.stdout).expect("JSON")
}

#[test]
fn an_example_that_comes_out_otherwise_is_told() {
    let province = Province::new();
    let test = ["indicators", "test", "pipelines/cao-bang", "--lang", "en"];
    run(&province, &test)
        .expect(0)
        .says(&["32 of 32 indicators have an example; 0 come out wrong"]);
    Province::edit(
        &province.pipeline("indicators.toml"),
        "denominator = \"in_plan\"",
        "denominator = \"\"",
    );
    let ended = run(&province, &test).expect(1);
    assert!(
        ended.stdout.contains("CB01   1/2      2/3      WRONG"),
        "{ended}"
    );
}

#[test]
fn a_definition_that_cannot_be_is_named_by_every_command() {
    let province = Province::new();
    Province::edit(
        &province.pipeline("indicators.toml"),
        "numerator_exam = \"counts\"",
        "numerator_exam = \"cuonts\"",
    );
    Province::edit(
        &province.pipeline("indicators.toml"),
        "numerator = \"has_ehr\"",
        "numerator = \"has_her\"",
    );
    let text = fs::read_to_string(province.pipeline("indicators.toml")).expect("text");
    let line = text.lines().position(|line| line == "code = \"CB01\"");
    let place = format!(
        "pipelines/cao-bang/indicators.toml:{}: indicator CB01: the numerator_exam",
        line.expect("CB01") + 1
    );
    for command in [
        &["run", "pipelines/cao-bang"][..],
        &["indicators", "list", "pipelines/cao-bang"],
        &["judge", "pipelines/cao-bang"],
        &["check", "pipelines/cao-bang"],
    ] {
        run(&province, command).expect(2).says(&[
            &place,
            "did you mean `counts`?",
            "did you mean `has_ehr`?",
        ]);
    }
}

#[test]
fn a_number_is_explained_by_what_stands_behind_it() {
    let province = Province::published();
    let explain = [
        "explain",
        "indicator",
        "pipelines/cao-bang",
        "cb01",
        "--commune",
        "01558",
        "--lang",
        "en",
    ];
    let ended = run(&province, &explain).expect(0);
    for text in [
        "CB01  People of the plan who were examined or screened",
        "Numbers of Xã Hạ Lang (01558) as of 2026-11-20",
        "- plan: plan/ke_hoach_01558_20261120.csv, 2026-11-20, fresh",
        "ME02",
    ] {
        assert!(ended.stdout.contains(text), "no {text:?} in {ended}");
    }
    let nowhere = [
        "explain",
        "indicator",
        "pipelines/cao-bang",
        "CB01",
        "--commune",
        "99999",
    ];
    run(&province, &nowhere)
        .expect(2)
        .says(&["no row of CB01 in `99999`"]);
    let unknown = ["explain", "indicator", "pipelines/cao-bang", "CB99"];
    run(&province, &unknown)
        .expect(2)
        .says(&["no indicator `CB99`", "CB01"]);
}

#[test]
fn other_targets_are_judged_on_the_counts_that_stand() {
    let province = Province::published();
    let judge = ["judge", "pipelines/cao-bang", "--format", "json"];
    let rows = json(&run(&province, &judge).expect(0));
    let rows = rows.as_array().expect("rows");
    assert!(
        rows.iter()
            .all(|row| row["state"] == row["state_before"] && row["band"] == row["band_before"]),
        "the same targets and classes"
    );
    Province::edit(
        &province.pipeline("indicators.toml"),
        "target = 0.98",
        "target = 0.95",
    );
    let rows = json(&run(&province, &judge).expect(0));
    let insured = |commune: Value| {
        let mut rows = rows.as_array().expect("rows").iter();
        let row = rows.find(|row| row["indicator"] == "CB04" && row["commune_code"] == commune);
        row.expect("a row").clone()
    };
    let whole = insured(Value::Null);
    assert_eq!(
        [&whole["state_before"], &whole["state"]],
        ["not_met", "met"]
    );
    assert_eq!(whole["gap"], 0);
    let (numerator, denominator) = (&whole["numerator"], &whole["denominator"]);
    assert!(
        numerator.as_f64() > denominator.as_f64().map(|of| 0.95 * of),
        "{whole}"
    );
}

#[test]
fn two_nights_are_set_against_each_other() {
    let province = Province::published();
    let before = province.version().path;
    let (old, new) = ("insurance/bhyt_20261120.csv", "insurance/bhyt_20261121.csv");
    let cards = fs::read_to_string(province.sample(old)).expect("cards");
    let all: Vec<&str> = cards.lines().collect();
    let shorter = all[..all.len() - 30].join("\n") + "\n";
    fs::write(province.sample(new), shorter).expect("written");
    province.night(&[]).expect(0);
    let diff = [
        "diff",
        before.to_str().expect("a path"),
        "out/cao-bang",
        "--format",
        "json",
    ];
    let found = json(&run(&province, &diff).expect(0));
    let of = |list: &str| found[list].as_array().expect("a list").clone();
    let indicators = of("indicators");
    assert!(
        indicators.iter().all(|row| row["indicator"] == "CB04"),
        "{indicators:?}"
    );
    assert!(!indicators.is_empty());
    for row in &indicators {
        let side = |side: &str, part: &str| row[side][part].as_i64().expect("a number");
        for part in ["numerator", "denominator"] {
            let reasons = of("reasons");
            let here = reasons.iter().filter(|reason| {
                reason["commune_code"] == row["commune_code"]
                    && reason["level"] == row["level"]
                    && reason["indicator"] == "CB04"
                    && reason["part"] == part
            });
            let net = |reason: &Value| reason["gained"].as_i64().zip(reason["lost"].as_i64());
            let net: i64 = here
                .filter_map(net)
                .map(|(gained, lost)| gained - lost)
                .sum();
            assert_eq!(net, side("after", part) - side("before", part), "{row}");
        }
    }
}
