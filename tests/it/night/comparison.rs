//! Why a number is not what it was the night before.

use std::collections::BTreeMap;
use std::fs;

use toandan::schema::changes::CHANGES;
use toandan::schema::indicators::INDICATORS;

use crate::support::{Province, Row, rows};

/// Counts of everyone by place and indicator.
fn counts(rows: &[Row]) -> BTreeMap<(String, String, String), (u64, u64)> {
    let whole = rows.iter().filter(|row| row.text("stratum_kind") == "all");
    let counted = whole.filter_map(|row| {
        let place = (
            row.text("level").to_owned(),
            row.text("commune_code").to_owned(),
        );
        let counts = (row.number("numerator")?, row.number("denominator")?);
        Some(((place.0, place.1, row.text("indicator").to_owned()), counts))
    });
    counted.collect()
}

/// One commune's list of examinations loses half of its rows: over all reasons, gained less lost is the difference.
#[test]
fn the_reasons_add_up_to_the_difference_of_two_nights() {
    let province = Province::published();
    let before = counts(&rows(&province.version(), &INDICATORS));
    let (old, new) = (
        "screening/kham_01273_20261120.csv",
        "screening/kham_01273_20261121.csv",
    );
    let list = fs::read_to_string(province.sample(old)).expect("a list");
    let kept = list.lines().count() / 2;
    let half: Vec<&str> = list.lines().take(kept).collect();
    fs::write(province.sample(new), half.join("\n") + "\n").expect("written");
    fs::write(
        province.pipeline("pipeline.toml"),
        fs::read_to_string(province.pipeline("pipeline.toml"))
            .expect("a pipeline")
            .replace("kind_shrinks_max = 0.20", "kind_shrinks_max = 0.90")
            .replace("persons_changed_max = 0.01", "persons_changed_max = 0.5"),
    )
    .expect("written");
    province.night(&[]).expect(0);
    let after = counts(&rows(&province.version(), &INDICATORS));
    let changes = rows(&province.version(), &CHANGES);
    let reasons: Vec<&str> = changes.iter().map(|row| row.text("reason")).collect();
    assert!(reasons.contains(&"corrected"), "{reasons:?}");
    let net = |key: &(String, String, String), part: &str| -> i64 {
        let of_count = changes.iter().filter(|row| {
            (
                row.text("level"),
                row.text("commune_code"),
                row.text("indicator"),
            ) == (key.0.as_str(), key.1.as_str(), key.2.as_str())
                && row.text("part") == part
        });
        of_count
            .map(|row| row.text("net").parse::<i64>().expect("a number"))
            .sum()
    };
    let of_persons = after.iter().filter(|((_, _, code), _)| {
        (code.starts_with("CB0") || code.starts_with("KS0"))
            && !["CB05", "CB08", "CB09"].contains(&code.as_str())
    });
    let mut changed = 0;
    for (key, (numerator, denominator)) in of_persons {
        let (then, of_then) = before.get(key).copied().unwrap_or_default();
        assert_eq!(
            net(key, "numerator"),
            *numerator as i64 - then as i64,
            "{key:?}"
        );
        assert_eq!(
            net(key, "denominator"),
            *denominator as i64 - of_then as i64,
            "{key:?}"
        );
        changed += usize::from(*numerator != then);
    }
    assert!(changed > 5, "{changed} counts changed");
}
