//! The same inputs give the same bytes.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use toandan::dataset::{OutputEntry, Version};

use crate::support::{ON_DISK, Province, names, shared};

/// Path, rows and digest of every output.
fn outputs(version: &Version) -> Vec<OutputEntry> {
    let outputs = version.manifest.outputs.clone();
    assert!(outputs.len() >= 15);
    outputs
}

/// Files come in another order and with other times than those of the first copy.
fn shuffle(province: &Province) {
    let sample = province.sample("");
    for (number, folder) in names(&sample).iter().rev().enumerate() {
        let folder = sample.join(folder);
        if !folder.is_dir() {
            continue;
        }
        for (at, name) in names(&folder).iter().rev().enumerate() {
            let (path, moved) = (folder.join(name), folder.join(format!("{name}.moved")));
            fs::copy(&path, &moved).expect("copied");
            fs::remove_file(&path).expect("removed");
            fs::rename(&moved, &path).expect("named");
            let age = Duration::from_secs(86_400 * (number * 10 + at) as u64);
            let file = File::options().append(true).open(&path).expect("opens");
            file.set_modified(SystemTime::now() - age).expect("set");
        }
    }
}

#[test]
fn one_thread_or_three_in_any_order_of_files() {
    let expected = outputs(&shared().version());
    for threads in ["1", "3"] {
        let province = Province::new().with_releases();
        shuffle(&province);
        province.night(&["--threads", threads]).expect(0);
        assert_eq!(outputs(&province.version()), expected, "{threads} threads");
    }
}

#[test]
fn with_records_on_disk() {
    let province = Province::new().with_releases();
    province.night(&ON_DISK).expect(0);
    assert_eq!(outputs(&province.version()), outputs(&shared().version()));
}

#[test]
fn a_night_run_again_is_the_same_night() {
    let province = Province::published().with_releases();
    let first = province.version();
    province.night(&[]).expect(0);
    let second = province.version();
    assert_ne!(first.manifest.run_id, second.manifest.run_id);
    assert_eq!(outputs(&second), outputs(&first));
}

#[test]
fn an_earlier_day_is_told_as_of_that_day() {
    let province = Province::published().with_releases();
    // Nothing was delivered by then: every snapshot lies in the future of that day.
    let ended = province.night(&["--as-of", "2026-11-19"]).expect(2);
    assert!(
        ended
            .stderr
            .contains("lies after 2026-11-19, the last day that this run reads"),
        "{ended}"
    );
}
