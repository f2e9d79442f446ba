//! A whole night over the sample, through the binary.

mod borders;
mod comparison;
mod corrections;
mod coverage;
mod deliveries;
mod explanations;
mod identity;
mod indicators;
mod linkage;
mod privacy;
mod public;
mod review;
mod sameness;

use std::fs;

use toandan::schema::persons::PERSONS;
use toandan::schema::quarantine::QUARANTINE;
use toandan::schema::records::RECORDS;

use crate::support::{Ended, Province, Row, project, rows, shared};

/// The home communes of the sample; a person of any other, or of none, is unassigned.
const COMMUNES: [&str; 5] = ["01273", "01294", "01501", "01558", "01774"];

fn persons() -> Vec<Row> {
    rows(&shared().version(), &PERSONS)
}

#[test]
fn the_quick_start_publishes_a_sound_version() {
    let province = Province::new().with_releases();
    let ended = Ended::of(&mut province.command(&["run", "pipelines/cao-bang"])).expect(0);
    let version = province.version();
    let accounting = version.manifest.head.accounting;
    let last = ended.stderr.lines().last().expect("a status line");
    let (persons, records) = (accounting.persons, accounting.records);
    let expected =
        format!("cao-bang 2026-11-20: published {persons} persons from {records} records, ");
    assert!(last.starts_with(&expected), "{last}");
    let version = version
        .path
        .strip_prefix(province.root())
        .expect("below the folder");
    assert!(
        ended.stdout.contains(&version.display().to_string()),
        "{ended}"
    );
    let folder = province.output().display().to_string();
    let verified = Ended::of(&mut province.command(&["verify", &folder])).expect(0);
    assert!(verified.stdout.contains("\nsound: "), "{verified}");
}

#[test]
fn the_accounting_closes_and_agrees_with_the_tables() {
    let version = shared().version();
    let accounting = version.manifest.head.accounting;
    assert_eq!(accounting.check(), Ok(()));

    let records = rows(&version, &RECORDS);
    let persons = persons();
    let with_findings = |row: &&Row| row.number("finding_count") != Some(0);
    assert_eq!(accounting.records, records.len() as u64);
    assert_eq!(
        accounting.accepted_with_findings,
        records.iter().filter(with_findings).count() as u64
    );
    assert_eq!(
        accounting.quarantined,
        rows(&version, &QUARANTINE).len() as u64
    );
    assert_eq!(accounting.persons, persons.len() as u64);
    let members = persons
        .iter()
        .filter_map(|person| person.number("record_count"));
    assert_eq!(accounting.members_of_persons, members.sum::<u64>());

    let inputs = &version.manifest.head.inputs;
    let sum =
        |count: fn(&toandan::dataset::InputEntry) -> u64| inputs.iter().map(count).sum::<u64>();
    assert_eq!(accounting.physical_rows, sum(|input| input.physical_rows));
    assert_eq!(accounting.person_rows, sum(|input| input.person_rows));
    assert_eq!(accounting.other_rows, sum(|input| input.other_rows));
    // The truth names every row that is about a person, whatever a reader makes of it.
    let truth =
        fs::read_to_string(project().join("sample_data/truth/truth.csv")).expect("the truth");
    assert_eq!(accounting.person_rows, truth.lines().count() as u64 - 1);
}

#[test]
fn the_manifest_tells_every_output_and_its_rows() {
    let version = shared().version();
    for dataset in toandan::schema::DATASETS {
        let output = version.manifest.output(dataset.name).expect(dataset.name);
        assert_eq!(
            output.rows,
            Some(rows(&version, dataset).len() as u64),
            "{}",
            dataset.name
        );
    }
    let open = fs::read_dir(version.path.join("public")).expect("what is for everyone");
    let open: Vec<_> = open
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    assert_eq!(open, ["public_indicators.parquet"]);
}
