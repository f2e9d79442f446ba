//! Every kind of damage is found.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::{TempDir, tempdir};
use toandan::dataset::{Fault, verify};

use super::support::{COUNTS, EVERY_TYPE, output, publish};

const TABLE: &str = "restricted/every_type.parquet";

/// The faults of a version after `damage`.
fn faults_after(damage: impl FnOnce(&Path)) -> Vec<Fault> {
    let folder: TempDir = tempdir().expect("a folder");
    let path = publish(&output(folder.path(), 1), "run-1", "2026-11-20")
        .version
        .path;
    damage(&path);
    verify(&path, &[&EVERY_TYPE, &COUNTS])
        .expect("a report")
        .faults
}

fn edit_manifest(version: &Path, from: &str, to: &str) {
    let path = version.join("manifest.json");
    let json = fs::read_to_string(&path).expect("a manifest");
    assert!(json.contains(from), "{from}");
    fs::write(&path, json.replacen(from, to, 1)).expect("written");
}

#[test]
fn a_flipped_byte() {
    let faults = faults_after(|version| {
        let path = version.join(TABLE);
        let mut bytes = fs::read(&path).expect("a table");
        bytes[1000] ^= 1;
        fs::write(&path, bytes).expect("written");
    });
    assert!(
        faults
            .iter()
            .any(|f| matches!(f, Fault::Digest { path, .. } if path == TABLE)),
        "{faults:?}"
    );
}

#[test]
fn a_file_cut_short() {
    let faults = faults_after(|version| {
        let bytes = fs::read(version.join(TABLE)).expect("a table");
        fs::write(version.join(TABLE), &bytes[..bytes.len() / 2]).expect("written");
    });
    assert!(
        faults.iter().any(|f| matches!(f, Fault::Bytes { .. })),
        "{faults:?}"
    );
    assert!(
        faults.iter().any(|f| matches!(f, Fault::Digest { .. })),
        "{faults:?}"
    );
    assert!(
        faults.iter().any(|f| matches!(f, Fault::Unreadable { .. })),
        "{faults:?}"
    );
}

#[test]
fn a_missing_file_and_one_too_many_at_once() {
    let faults = faults_after(|version| {
        fs::rename(version.join(TABLE), version.join("public.parquet")).expect("moved");
    });
    assert_eq!(
        faults,
        [
            Fault::Missing {
                path: TABLE.to_owned()
            },
            Fault::Unlisted {
                path: "public.parquet".to_owned()
            },
        ]
    );
}

#[test]
fn a_wrong_row_count() {
    let faults = faults_after(|version| edit_manifest(version, "\"rows\": 1000", "\"rows\": 999"));
    assert_eq!(
        faults,
        [Fault::Rows {
            path: TABLE.to_owned(),
            expected: 999,
            found: 1000
        }]
    );
}

#[test]
fn an_accounting_that_does_not_close() {
    let faults = faults_after(|version| {
        edit_manifest(version, "\"physical_rows\": 0", "\"physical_rows\": 5");
    });
    assert!(matches!(faults[..], [Fault::Accounting(_)]), "{faults:?}");
}

#[test]
fn a_restricted_table_among_the_steering_ones() {
    let faults = faults_after(|version| {
        let moved = "steering/every_type.parquet";
        fs::rename(version.join(TABLE), version.join(moved)).expect("moved");
        edit_manifest(version, TABLE, moved);
    });
    assert!(
        faults
            .iter()
            .any(|f| matches!(f, Fault::Tier { tier, .. } if tier == "restricted")),
        "{faults:?}"
    );
}

#[test]
fn persons_open_to_everyone() {
    let faults = faults_after(|version| {
        let everyone = fs::Permissions::from_mode(0o644);
        fs::set_permissions(version.join(TABLE), everyone).expect("set");
    });
    assert_eq!(
        faults,
        [Fault::Exposed {
            path: TABLE.to_owned()
        }]
    );
}

#[test]
fn a_dataset_that_this_toandan_does_not_know() {
    let folder = tempdir().expect("a folder");
    let path = publish(&output(folder.path(), 1), "run-1", "2026-11-20")
        .version
        .path;
    let faults = verify(&path, &[&COUNTS]).expect("a report").faults;
    assert!(
        matches!(&faults[..], [Fault::UnknownDataset { .. }]),
        "{faults:?}"
    );
}

#[test]
fn another_format_is_refused_before_it_is_misread() {
    let folder = tempdir().expect("a folder");
    let path = publish(&output(folder.path(), 1), "run-1", "2026-11-20")
        .version
        .path;
    edit_manifest(&path, "\"format_version\": 1", "\"format_version\": 2");
    let error = verify(&path, &[]).expect_err("format 2");
    assert!(error.to_string().contains("has format 2"), "{error}");
}
