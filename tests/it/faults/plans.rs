//! Mistakes in the pipeline folder: all of them at once, with file and line, and exit 2.

use std::fs;

use crate::support::{Ended, Province, digests};

#[test]
fn all_mistakes_are_told_at_once() {
    let province = Province::published();
    let before = digests(&province.output());
    let plan = province.pipeline("pipeline.toml");
    Province::edit(&plan, "keep = 7", "kep = 7");
    Province::edit(&plan, "kind = \"insurance\"", "kind = \"insurrance\"");
    Province::edit(&plan, "delivery = \"snapshot\"", "delivery = \"snapshots\"");
    Province::edit(
        &plan,
        "register_shrinks_max = 0.05",
        "register_shrinks_max = 5",
    );
    Province::edit(&province.pipeline("linkage.toml"), "\"cmnd\"", "\"cmndd\"");
    Province::edit(
        &province.pipeline("indicators.toml"),
        "target = 0.98",
        "target = 98",
    );
    Province::edit(
        &province.pipeline("profiles/residents.toml"),
        "full_name = [",
        "ful_name = [",
    );
    for command in ["run", "check"] {
        let ended = Ended::of(&mut province.command(&[command, "pipelines/cao-bang"])).expect(2);
        ended.says(&[
            "kep",
            "keep",
            "insurrance",
            "snapshots",
            "register_shrinks_max",
            "cmndd",
            "target = 98",
            "ful_name",
            "pipeline.toml:",
            "linkage.toml:",
            "indicators.toml:",
            "residents.toml:",
        ]);
    }
    assert_eq!(digests(&province.output()), before);
}

#[test]
fn conditions_are_checked_before_the_night() {
    let province = Province::new();
    let indicators = province.pipeline("indicators.toml");
    Province::edit(
        &indicators,
        "denominator = \"in_plan\"",
        "denominator = \"in_plans\"",
    );
    Province::edit(
        &indicators,
        "numerator = \"has_ehr\"",
        "numerator = \"has_ehr AND\"",
    );
    let ended = Ended::of(&mut province.command(&["check", "pipelines/cao-bang"])).expect(2);
    ended.says(&["CB01", "in_plans", "CB02", "has_ehr AND"]);
    // The night refuses them too, and publishes nothing.
    province.night(&[]).expect(2).says(&["in_plans"]);
    assert!(!province.output().join("current").exists());
}

#[test]
fn a_pipeline_that_is_not_there() {
    let province = Province::new();
    let ended = Ended::of(&mut province.command(&["run", "pipelines/lang-son"])).expect(2);
    ended.says(&["pipelines/lang-son"]);
    fs::write(province.pipeline("pipeline.toml"), "[pipeline\n").expect("written");
    province.night(&[]).expect(2).says(&["pipeline.toml"]);
    fs::write(province.pipeline("pipeline.toml"), [0xff, 0xfe, 0x00]).expect("written");
    province.night(&[]).expect(2).says(&["pipeline.toml"]);
}

#[test]
fn a_province_and_a_commune_that_are_not_in_the_list() {
    let province = Province::new();
    let plan = province.pipeline("pipeline.toml");
    Province::edit(&plan, "\"01774\"]", "\"01775\"]");
    province.night(&[]).expect(2).says(&["commune 01775"]);
    Province::edit(&plan, "province = \"04\"", "province = \"05\"");
    province.night(&[]).expect(2).says(&["province 05"]);
}

#[test]
fn arguments_that_make_no_sense() {
    let province = Province::new();
    province
        .night(&["--as-of", "20-11-2026"])
        .expect(2)
        .says(&["--as-of"]);
    province
        .night(&["--threads", "many"])
        .expect(2)
        .says(&["--threads"]);
    province
        .night(&["--format", "xml"])
        .expect(2)
        .says(&["table, json"]);
    for keep in ["0", "1", "10001", "-1", "all"] {
        province
            .night(&[&format!("--keep={keep}")])
            .expect(2)
            .says(&["--keep", "from 2 to 10000", "the version of an earlier day"]);
    }
}
