//! Folders of one source and of several.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::domain::Kind;
use crate::source::{Delivery, Profile};

fn source(id: &str, folder: PathBuf, file_name: &str) -> SourceOptions {
    let profile = Profile {
        name: "roster.toml".into(),
        headers: BTreeMap::new(),
        values: BTreeMap::new(),
        required_fields: Vec::new(),
        first_of_january_is_year: true,
        dropped_headers: Vec::new(),
    };
    SourceOptions {
        id: id.into(),
        kind: Kind::PlanRoster,
        folder,
        file_name: file_name.into(),
        delivery: Delivery::Snapshot,
        required: false,
        max_age_days: 14,
        profile: Arc::new(profile),
    }
}

/// `sources` are ids, folders and patterns; a file that ends in `/` is a folder. What is expected: the
/// names of the extracts, and of the files set aside with how their reasons begin.
#[track_caller]
fn check(
    sources: &[(&str, &str, &str)],
    files: &[&str],
    extracts: &[&str],
    set_aside: &[(&str, &str)],
) {
    let root = tempfile::tempdir().expect("a folder");
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().expect("below the root")).expect("made");
        match file.ends_with('/') {
            true => fs::create_dir(path).expect("made"),
            false => fs::write(path, "Họ và tên\n").expect("written"),
        }
    }
    let sources = sources
        .iter()
        .map(|(id, folder, pattern)| source(id, root.path().join(folder), pattern));
    let sources: Vec<SourceOptions> = sources.collect();
    let found = discover(&sources, jiff::civil::date(2026, 11, 20)).expect("listed");
    let read: Vec<&str> = found.extracts.iter().map(|e| e.file.as_str()).collect();
    assert_eq!(read, extracts);
    let set = found.set_aside.iter();
    let set: Vec<(&str, String)> = set
        .map(|file| (file.file.as_str(), file.reason.to_string()))
        .collect();
    let names: Vec<&str> = set.iter().map(|(file, _)| *file).collect();
    let expected: Vec<&str> = set_aside.iter().map(|(file, _)| *file).collect();
    assert_eq!(names, expected, "{set:?}");
    for ((file, reason), (_, start)) in set.iter().zip(set_aside) {
        assert!(reason.starts_with(start), "{file}: {reason}");
    }
}

const PLAN: (&str, &str, &str) = ("plan", "in", "ke_hoach_{commune}_{date}.*");
const SCREENING: (&str, &str, &str) = ("screening", "in", "kham_{commune}_{date}.*");

#[test]
fn sources_of_one_folder_leave_each_other_their_files() {
    check(
        &[PLAN, SCREENING],
        &[
            "in/ke_hoach_01273_20261120.csv",
            "in/kham_01273_20261120.csv",
            "in/readme.md",
        ],
        &[
            "plan/ke_hoach_01273_20261120.csv",
            "screening/kham_01273_20261120.csv",
        ],
        &[],
    );
}

#[test]
fn a_file_of_no_source_of_its_folder_is_reported_once() {
    check(
        &[PLAN, SCREENING],
        &["in/ghi_chu.csv", "in/cu/", "in/~$kham_01273_20261120.xlsx"],
        &[],
        &[
            ("plan/cu", "it is not a file"),
            (
                "plan/ghi_chu.csv",
                "its name does not fit `ke_hoach_{commune}_{date}.*` or `kham_{commune}_{date}.*`; rename",
            ),
            ("plan/~$kham_01273_20261120.xlsx", "it is a lock file"),
        ],
    );
}

#[test]
fn a_bad_file_of_one_source_is_reported_by_that_source() {
    check(
        &[PLAN, SCREENING],
        &[
            "in/kham_01273_20261121.csv",
            "in/kham_01294_20261120.pdf",
            "in/kham_01501_20261120.csv/",
        ],
        &[],
        &[
            (
                "screening/kham_01273_20261121.csv",
                "its snapshot date 2026-11-21 lies after 2026-11-20, the last day",
            ),
            ("screening/kham_01294_20261120.pdf", "`.pdf` files"),
            ("screening/kham_01501_20261120.csv", "it is not a file"),
        ],
    );
}

#[test]
fn a_folder_is_the_same_however_it_is_written() {
    let written = ("screening", "in/../in", SCREENING.2);
    check(
        &[PLAN, written],
        &["in/kham_01273_20261120.csv", "in/ghi_chu.csv"],
        &["screening/kham_01273_20261120.csv"],
        &[("plan/ghi_chu.csv", "its name does not fit")],
    );
}

#[test]
fn sources_of_different_folders_do_not_share() {
    let elsewhere = ("screening", "other", SCREENING.2);
    check(
        &[PLAN, elsewhere],
        &["in/kham_01273_20261120.csv", "other/ghi_chu.csv"],
        &[],
        &[
            (
                "plan/kham_01273_20261120.csv",
                "its name does not fit `ke_hoach_{commune}_{date}.*`; rename",
            ),
            (
                "screening/ghi_chu.csv",
                "its name does not fit `kham_{commune}_{date}.*`; rename",
            ),
        ],
    );
}
