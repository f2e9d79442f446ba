//! Why records are one person, as `explain` tells it.

use std::fs;

use toandan::schema::links::{LINKS, REVIEW_PAIRS};
use toandan::schema::records::RECORDS;

use crate::support::{Ended, Province, Row, rows, shared};

fn explain(province: &Province, what: &[&str]) -> Ended {
    let mut command = vec!["explain", what[0], "pipelines/cao-bang", "--lang", "en"];
    command.extend(&what[1..]);
    Ended::of(&mut province.command(&command))
}

/// The bits of the verdict.
fn bits(ended: &Ended) -> f64 {
    let verdict = ended
        .stdout
        .lines()
        .find(|line| line.contains(" bits, probability "));
    let (bits, _) = verdict.expect("a verdict").split_once(' ').expect("words");
    bits.parse().expect("a number")
}

fn weighed() -> Vec<Row> {
    let links = rows(&shared().version(), &LINKS).into_iter();
    links
        .filter(|link| link.text("rule") == "probabilistic")
        .collect()
}

#[test]
fn the_waterfall_ends_at_the_published_weight() {
    let links = weighed();
    assert!(links.len() >= 10, "{}", links.len());
    for link in links.iter().step_by(5) {
        let pair = [
            link.text("member_record_id"),
            link.text("partner_record_id"),
        ];
        let ended = explain(shared(), &["pair", pair[0], pair[1]]).expect(0);
        let published: f64 = link.text("match_weight").parse().expect("a weight");
        assert!(
            (bits(&ended) - published).abs() < 0.006,
            "{published} {ended}"
        );
        assert!(ended.stdout.contains("brought by: "), "{ended}");
        assert!(ended.stdout.contains("a match (match from "), "{ended}");
        let turned = |line: &&str| line.contains("it would have turned had ");
        let turns: Vec<&str> = ended.stdout.lines().filter(turned).collect();
        assert!(!turns.is_empty(), "{ended}");
        // Each names another level than the pair has.
        for line in ended.stdout.lines().filter(|line| line.contains("exact ")) {
            let comparison = line.split_whitespace().next().expect("a name");
            let own = format!("had {comparison} alone come out as `exact`");
            assert!(turns.iter().all(|turn| !turn.contains(&own)), "{ended}");
        }
    }
}

#[test]
fn a_record_and_its_person_are_told_by_what_joined_them_and_masked() {
    let province = shared();
    let link = &weighed()[0];
    let record = link.text("record_id");
    let page = tempfile::NamedTempFile::new().expect("a file");
    let path = page.path().display().to_string();
    let of_record = explain(province, &["record", record, "--html", &path]).expect(0);
    let said = format!("Record {record} joined because ");
    assert!(
        of_record.stdout.contains(&said) && of_record.stdout.contains("(probabilistic)"),
        "{of_record}"
    );
    let of_person = explain(province, &["person", link.text("person_id")]).expect(0);
    assert!(of_person.stdout.contains(&said), "{of_person}");
    let html = fs::read_to_string(page.path()).expect("a page");
    assert!(
        html.contains("<svg ") && html.ends_with("</html>\n"),
        "{html}"
    );
    let records = rows(&province.version(), &RECORDS);
    let named = records
        .iter()
        .find(|row| row.text("record_id") == record)
        .expect("the record");
    for text in [&of_record.stdout, &of_person.stdout, &html] {
        assert!(!text.contains(named.text("full_name")), "{text}");
        assert!(
            named.text("cccd").is_empty() || !text.contains(named.text("cccd")),
            "{text}"
        );
    }
}

#[test]
fn a_pair_in_doubt_is_explained_and_what_is_not_there_is_said() {
    let province = Province::new();
    Province::edit(
        &province.pipeline("linkage.toml"),
        "match = 0.95",
        "match = 0.9999999",
    );
    province.night(&[]).expect(0);
    let pairs = rows(&province.version(), &REVIEW_PAIRS);
    let pair = pairs
        .iter()
        .find(|pair| pair.text("reason") == "not_certain")
        .expect("a pair in doubt");
    let [left, right] = ["left_record_id", "right_record_id"].map(|of| pair.text(of));
    let ended = explain(&province, &["record", right]).expect(0);
    assert!(
        ended
            .stdout
            .contains(&format!("  {left} – {right}: the evidence is not enough")),
        "{ended}"
    );
    assert!(
        ended.stdout.contains(": for review (match from "),
        "{ended}"
    );
    let ended = explain(&province, &["record", "999999"]).expect(2);
    assert!(
        ended.stderr.contains("the version has no record 999999"),
        "{ended}"
    );
    let ended = explain(&province, &["person", "AAAA"]).expect(2);
    assert!(
        ended.stderr.contains("the version has no person AAAA"),
        "{ended}"
    );
}
