//! What becomes public, from week to week.

use std::fs;

use toandan::schema::Tier;
use toandan::schema::indicators::INDICATORS;
use toandan::schema::public::PUBLIC_INDICATORS;

use crate::support::{Province, Row, rows, shared};

fn key(row: &Row) -> [String; 5] {
    [
        "level",
        "commune_code",
        "indicator",
        "stratum_kind",
        "stratum",
    ]
    .map(|column| row.text(column).to_owned())
}

/// Every count of people is nothing, hidden, or a multiple of 5 that is more than 7 as it is.
#[test]
fn no_small_count_of_people_is_public() {
    let version = shared().version();
    let steering = rows(&version, &INDICATORS);
    let (mut rounded, mut hidden) = (0, 0);
    for row in &rows(&version, &PUBLIC_INDICATORS) {
        assert!(
            ["province", "commune"].contains(&row.text("level")),
            "{row:?}"
        );
        let exact = steering
            .iter()
            .find(|exact| key(exact) == key(row))
            .expect("a row");
        for (column, state) in [
            ("numerator", "numerator_state"),
            ("denominator", "denominator_state"),
        ] {
            let (shown, count) = (row.number(column), exact.number(column));
            match row.text(state) {
                "ok" => assert_eq!(shown, count, "{row:?}"),
                "zero" => assert_eq!((shown, count), (Some(0), Some(0)), "{row:?}"),
                "rounded" => {
                    let (shown, count) = (shown.expect("a number"), count.expect("a number"));
                    assert!(
                        shown.is_multiple_of(5) && count > 7 && shown.abs_diff(count) <= 2,
                        "{row:?}"
                    );
                    rounded += 1;
                }
                "suppressed" => {
                    assert_eq!((shown, row.get("value")), (None, None), "{row:?}");
                    hidden += 1;
                }
                other => panic!("{other}"),
            }
        }
    }
    assert!(
        rounded > 500 && hidden > 100,
        "{rounded} rounded, {hidden} hidden"
    );
}

/// Friday's numbers stay until the next Friday, byte for byte, whatever the nights between say.
#[test]
fn a_release_stands_for_a_week() {
    let province = Province::published().with_releases();
    let public = |province: &Province| {
        let version = province.version();
        fs::read(version.path.join(PUBLIC_INDICATORS.path())).expect("a file")
    };
    let friday = public(&province);
    fs::remove_file(province.sample("screening/kham_01774_20261120.csv")).expect("removed");
    province.night(&["--as-of", "2026-11-24"]).expect(0);
    assert_eq!(public(&province), friday);
    province.night(&["--as-of", "2026-11-28"]).expect(0);
    assert_ne!(public(&province), friday);
    let day = rows(&province.version(), &PUBLIC_INDICATORS);
    assert!(
        day.iter()
            .all(|row| row.text("released_on") == "2026-11-28")
    );
}

#[test]
fn only_what_is_for_everyone_is_in_its_tier() {
    let open = toandan::schema::DATASETS
        .iter()
        .filter(|dataset| dataset.tier == Tier::Public);
    let names: Vec<&str> = open.map(|dataset| dataset.name).collect();
    assert_eq!(names, ["public_indicators"]);
    let columns = PUBLIC_INDICATORS.columns.iter().map(|column| column.name);
    assert!(
        columns
            .into_iter()
            .all(|name| !name.starts_with("person") && name != "hamlet")
    );
}
