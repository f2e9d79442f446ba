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
        withdrawn: Vec::new(),
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
    let found = discover(
        &sources,
        jiff::civil::date(2026, 11, 20),
        &Limits::default(),
    )
    .expect("listed");
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
        &["in/kham_01273_20261121.csv", "in/kham_01501_20261120.csv/"],
        &[],
        &[
            (
                "screening/kham_01273_20261121.csv",
                "its snapshot date 2026-11-21 lies after 2026-11-20, the last day",
            ),
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

#[test]
fn the_files_of_an_archive_are_extracts() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("in");
    fs::create_dir(&folder).expect("made");
    let pack = |name: &str, files: &[&str]| {
        let file = fs::File::create(folder.join(name)).expect("made");
        let mut writer = zip::ZipWriter::new(file);
        for file in files {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(*file, options).expect("begun");
            std::io::Write::write_all(&mut writer, b"x").expect("written");
        }
        writer.finish().expect("written");
    };
    pack(
        "thang_11.ZIP",
        &[
            "ke_hoach_01273_20261120.csv",
            "sau/kham_01294_20261120.xlsx",
            "kham_01501_20261121.csv",
            "../kham_01558_20261120.csv",
            "ghi_chu.docx",
            "__MACOSX/._kham_01294_20261120.xlsx",
        ],
    );
    pack("kham_01774_20261120.zip", &["Danh sách.xlsx"]);
    pack("kham_01775_20261120.zip", &[]);
    fs::write(folder.join("kham_01776_20261120.zip"), "PK\x03\x04").expect("written");
    let sources = [PLAN, SCREENING]
        .map(|(id, folder, pattern)| source(id, root.path().join(folder), pattern));
    let found = discover(
        &sources,
        jiff::civil::date(2026, 11, 20),
        &Limits::default(),
    )
    .expect("listed");
    let read: Vec<(&str, Option<&str>)> = found
        .extracts
        .iter()
        .map(|extract| (extract.file.as_str(), extract.entry.as_deref()))
        .collect();
    assert_eq!(
        read,
        [
            (
                "plan/thang_11.ZIP/ke_hoach_01273_20261120.csv",
                Some("ke_hoach_01273_20261120.csv")
            ),
            (
                "screening/kham_01774_20261120.zip/Danh sách.xlsx",
                Some("Danh sách.xlsx")
            ),
            (
                "screening/thang_11.ZIP/sau/kham_01294_20261120.xlsx",
                Some("sau/kham_01294_20261120.xlsx")
            ),
        ]
    );
    let commune = found.extracts[1].commune.map(|commune| commune.to_string());
    assert_eq!(commune.as_deref(), Some("01774"));
    let set: Vec<(&str, String)> = found
        .set_aside
        .iter()
        .map(|file| (file.file.as_str(), file.reason.to_string()))
        .collect();
    let expected = [
        ("plan/thang_11.ZIP/ghi_chu.docx", "its name does not fit"),
        ("screening/kham_01775_20261120.zip", "it is empty"),
        (
            "screening/kham_01776_20261120.zip",
            "its zip archive is broken or half written",
        ),
        (
            "screening/thang_11.ZIP/../kham_01558_20261120.csv",
            "its name leads out of its archive",
        ),
        (
            "screening/thang_11.ZIP/kham_01501_20261121.csv",
            "its snapshot date 2026-11-21 lies after",
        ),
    ];
    assert_eq!(set.len(), expected.len(), "{set:?}");
    for ((file, reason), (name, start)) in set.iter().zip(expected) {
        assert_eq!(*file, name);
        assert!(reason.starts_with(start), "{file}: {reason}");
    }
}
