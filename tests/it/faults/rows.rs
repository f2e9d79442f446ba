//! Cells that say less than their field must: the row stays, the finding says what is lost.

use crate::support::{Ended, Province};

/// How often a rule speaks about a file of the sample; what `inspect` shows is what the night would find.
#[track_caller]
fn found(province: &Province, file: &str, rule: &str) -> u64 {
    let path = format!("sample_data/{file}");
    let ended = Ended::of(&mut province.command(&["inspect", &path])).expect(0);
    let line = ended.stdout.lines().find(|line| line.starts_with(rule));
    let count = line.and_then(|line| line.split_whitespace().last());
    count.map_or(0, |count| count.parse().expect("a count"))
}

#[test]
fn an_event_known_to_the_month_or_the_year_is_a_finding() {
    let province = Province::new();
    for (file, whole, partial) in [
        (
            "screening/kham_01501_20261120.csv",
            ",13/11/2026,",
            ",11/2026,",
        ),
        ("ehr/hssk_20261120.csv", ",19/11/2026,", ",2026,"),
        ("insurance/bhyt_20261120.csv", ",20260101,", ",2026,"),
        ("insurance/bhyt_20261120.csv", ",20261231,", ",12/2026,"),
    ] {
        let before = found(&province, file, "DT05");
        Province::edit(&province.sample(file), whole, partial);
        assert_eq!(found(&province, file, "DT05"), before + 1, "{partial}");
    }
}

#[test]
fn a_birth_known_to_the_year_is_none() {
    let province = Province::new();
    let file = "screening/kham_01501_20261120.csv";
    Province::edit(&province.sample(file), ",28/06/1957,", ",1957,");
    assert_eq!(found(&province, file, "DT05"), 0);
}

#[test]
fn a_card_without_its_last_day_is_a_finding() {
    let province = Province::new();
    let file = "insurance/bhyt_20261120.csv";
    assert_eq!(found(&province, file, "IN02"), 0);
    for (at, unset) in ["", "00000000"].into_iter().enumerate() {
        let period = format!(",20260101,{unset},");
        Province::edit(&province.sample(file), ",20260101,20261231,", &period);
        assert_eq!(found(&province, file, "IN02"), at as u64 + 1);
    }
    Province::edit(
        &province.sample(file),
        ",20260101,20261231,",
        ",20260101,không rõ,",
    );
    assert_eq!(found(&province, file, "IN02"), 2);
}
