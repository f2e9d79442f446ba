//! From the first file to the switch, without accidents and with foreseen ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::tempdir;
use toandan::dataset::{
    Accounting, DatasetError, OutputOptions, Publication, before, current, read_table, verify,
    versions,
};

use super::support::{COUNTS, EVERY_TYPE, Invented, fill, head, output, publish};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    names
}

fn run_ids(options: &OutputOptions) -> Vec<String> {
    let versions = versions(options).expect("versions");
    versions
        .into_iter()
        .map(|version| version.manifest.run_id)
        .collect()
}

#[test]
fn a_version_is_published_and_opened() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 3);
    assert_eq!(current(&options).expect("no version yet"), None);
    let published = publish(&options, "run-1", "2026-11-20");
    assert_eq!(
        current(&options).expect("opens"),
        Some(published.version.clone())
    );
    assert_eq!(
        fs::read_link(options.directory.join("current")).expect("a link"),
        Path::new("versions/run-1")
    );
    assert_eq!(names(&options.directory.join("versions")), ["run-1"]);
    assert_eq!(
        names(&options.directory),
        [".lock", "current", "failed", "versions"]
    );
    let outputs: Vec<(&str, Option<u64>)> = published
        .version
        .manifest
        .outputs
        .iter()
        .map(|output| (output.path.as_str(), output.rows))
        .collect();
    assert_eq!(
        outputs,
        [
            ("restricted/every_type.parquet", Some(1000)),
            ("restricted/rejects/04003.csv", Some(1)),
            ("steering/counts.parquet", Some(10)),
        ]
    );
    let report = verify(&published.version.path, &[&EVERY_TYPE, &COUNTS]).expect("a report");
    assert_eq!((report.faults, report.rows), (Vec::new(), 1010));
    let columns = ["sex", "number"];
    let batches = read_table(&published.version, &EVERY_TYPE, &columns).expect("reads");
    assert_eq!(
        batches.iter().map(|batch| batch.num_rows()).sum::<usize>(),
        1000
    );
    assert_eq!(batches[0].schema().field(0).name(), "sex");
}

#[test]
fn the_manifest_reads_from_top_to_bottom() {
    let folder = tempdir().expect("a folder");
    let published = publish(&output(folder.path(), 1), "run-1", "2026-11-20");
    let json =
        fs::read_to_string(published.version.path.join("manifest.json")).expect("a manifest");
    let keys: Vec<&str> = json
        .lines()
        .filter(|line| line.starts_with("  \""))
        .map(|line| line.split('"').nth(1).expect("a key"))
        .collect();
    assert_eq!(
        keys,
        [
            "format_version",
            "run_id",
            "pipeline",
            "as_of",
            "previous_version",
            "toandan_version",
            "inputs",
            "pipeline_files",
            "accounting",
            "outputs",
        ]
    );
}

#[test]
fn rights_follow_the_tier() {
    let folder = tempdir().expect("a folder");
    let path = publish(&output(folder.path(), 1), "run-1", "2026-11-20")
        .version
        .path;
    let mode = |relative: &str| {
        fs::metadata(path.join(relative))
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    let expected = [
        ("", 0o755),
        ("restricted", 0o700),
        ("restricted/every_type.parquet", 0o600),
        ("restricted/rejects", 0o700),
        ("restricted/rejects/04003.csv", 0o600),
        ("steering", 0o755),
        ("steering/counts.parquet", 0o644),
        ("manifest.json", 0o644),
        ("timings.json", 0o644),
    ];
    for (relative, rights) in expected {
        assert_eq!(mode(relative), rights, "{relative}");
    }
}

#[test]
fn the_run_id_changes_no_dataset() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 2);
    let first = publish(&options, "run-1", "2026-11-20").version;
    let second = publish(&options, "run-2", "2026-11-21").version;
    assert_eq!(first.manifest.outputs, second.manifest.outputs);
}

#[test]
fn a_second_run_is_told_who_holds_the_output() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 1);
    let first = Publication::begin(&options, "run-1").expect("free");
    let error = Publication::begin(&options, "run-2")
        .map(|_| ())
        .expect_err("held");
    assert!(matches!(error, DatasetError::Locked { .. }), "{error}");
    let holder = format!("process {} run run-1", std::process::id());
    assert!(error.to_string().contains(&holder), "{error}");
    drop(first);
    Publication::begin(&options, "run-2").expect("free again");
}

#[test]
fn a_run_that_gives_up_leaves_nothing() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 1);
    let old = publish(&options, "run-1", "2026-11-20").version;
    let publication = Publication::begin(&options, "run-2").expect("free");
    fill(&publication, 500);
    drop(publication);
    assert_eq!(names(&options.directory.join("versions")), ["run-1"]);
    assert_eq!(current(&options).expect("opens"), Some(old));
}

#[test]
fn lost_rows_are_not_published() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 1);
    let publication = Publication::begin(&options, "run-1").expect("free");
    fill(&publication, 500);
    let mut head = head("2026-11-20");
    head.accounting = Accounting {
        physical_rows: 1,
        ..Accounting::default()
    };
    let error = publication.commit(head).expect_err("a row is lost");
    assert!(matches!(error, DatasetError::Accounting { .. }), "{error}");
    assert_eq!(current(&options).expect("none"), None);
    assert!(names(&options.directory.join("versions")).is_empty());
}

#[test]
fn a_failed_night_keeps_its_report_apart() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 2);
    let old = publish(&options, "run-1", "2026-11-20").version;
    for run_id in ["run-2", "run-3", "run-4"] {
        let publication = Publication::begin(&options, run_id).expect("free");
        fill(&publication, 500);
        let path = publication
            .fail(head("2026-11-21"), &["restricted/rejects"])
            .expect("kept");
        assert_eq!(path, options.directory.join("failed").join(run_id));
        assert_eq!(
            names(&path),
            ["manifest.json", "restricted", "timings.json"]
        );
        assert_eq!(names(&path.join("restricted")), ["rejects"]);
        assert_eq!(
            fs::metadata(&path).expect("there").permissions().mode() & 0o777,
            0o700
        );
        assert_eq!(verify(&path, &[]).expect("a report").faults, []);
    }
    assert_eq!(names(&options.directory.join("failed")), ["run-3", "run-4"]);
    assert_eq!(current(&options).expect("opens"), Some(old));
    assert_eq!(run_ids(&options), ["run-1"]);
}

#[test]
fn so_many_versions_stay() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 3);
    for day in 1..=5 {
        publish(&options, &format!("run-{day}"), &format!("2026-11-0{day}"));
    }
    assert_eq!(run_ids(&options), ["run-3", "run-4", "run-5"]);
    let one = OutputOptions { keep: 0, ..options };
    let published = publish(&one, "run-6", "2026-11-06");
    assert_eq!(published.removed, ["run-3", "run-4", "run-5"]);
    assert_eq!(run_ids(&one), ["run-6"]);
}

#[test]
fn re_runs_do_not_push_out_what_they_start_from() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 3);
    publish(&options, "run-1", "2026-11-01");
    for run in 2..=6 {
        publish(&options, &format!("run-{run}"), "2026-11-02");
        let base = before(&options, "2026-11-02".parse().expect("a date")).expect("opens");
        assert_eq!(
            base.map(|version| version.manifest.run_id).as_deref(),
            Some("run-1")
        );
    }
    assert_eq!(run_ids(&options), ["run-1", "run-5", "run-6"]);
}

#[test]
fn the_version_before_is_of_an_earlier_day() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 9);
    publish(&options, "run-1", "2026-11-01");
    publish(&options, "run-2", "2026-11-03");
    publish(&options, "run-3", "2026-11-01");
    let run_before = |day: &str| {
        let version = before(&options, day.parse().expect("a date")).expect("opens");
        version.map(|version| version.manifest.run_id)
    };
    assert_eq!(run_before("2026-11-01"), None);
    assert_eq!(run_before("2026-11-02").as_deref(), Some("run-3"));
    assert_eq!(run_before("2026-11-04").as_deref(), Some("run-2"));
}

#[test]
fn a_folder_in_the_place_of_current_stops_the_night_at_once() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 1);
    fs::create_dir_all(options.directory.join("current")).expect("made");
    let error = Publication::begin(&options, "run-1")
        .map(|_| ())
        .expect_err("no link");
    assert!(matches!(error, DatasetError::NotALink { .. }), "{error}");
}

#[test]
fn a_name_is_used_once() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 1);
    publish(&options, "run-1", "2026-11-20");
    let error = Publication::begin(&options, "run-1")
        .map(|_| ())
        .expect_err("taken");
    assert!(matches!(error, DatasetError::RunExists { .. }), "{error}");
    let publication = Publication::begin(&options, "run-2").expect("free");
    let counts = Invented {
        dataset: &COUNTS,
        rows: 10,
    };
    publication.write(&counts).expect("written");
    let error = publication.write(&counts).expect_err("twice");
    assert!(matches!(error, DatasetError::OutputTwice { .. }), "{error}");
    publication
        .commit(head("2026-11-21"))
        .expect("the first is whole");
    let version = current(&options).expect("opens").expect("published");
    assert_eq!(
        verify(&version.path, &[&COUNTS]).expect("a report").faults,
        []
    );
}

/// `/dev/full` takes no byte: what a full disk does to the writer.
#[test]
fn a_full_disk_is_called_so() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 1);
    let publication = Publication::begin(&options, "run-1").expect("free");
    let error = publication
        .write_file("restricted/rejects/a.csv", |_| {
            fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .and_then(|mut full| std::io::Write::write_all(&mut full, b"x").map(|()| None))
        })
        .expect_err("no byte fits");
    assert!(matches!(error, DatasetError::DiskFull { .. }), "{error}");
    assert!(
        error
            .to_string()
            .contains("rejects/a.csv: the disk is full"),
        "{error}"
    );
}

/// A disk of one megabyte: the table does not fit, and what was published stays.
#[test]
fn a_disk_that_fills_leaves_the_published_version() {
    let folder = tempdir().expect("a folder");
    let Some(_disk) = SmallDisk::mount(folder.path()) else {
        return;
    };
    let options = output(folder.path(), 2);
    let old = publish(&options, "run-1", "2026-11-20").version;
    let publication = Publication::begin(&options, "run-2").expect("free");
    let error = publication
        .write(&Invented {
            dataset: &EVERY_TYPE,
            rows: 400_000,
        })
        .expect_err("too large");
    let DatasetError::DiskFull {
        written_bytes,
        path,
        ..
    } = &error
    else {
        panic!("{error}");
    };
    assert!(
        *written_bytes > 0 && path.ends_with("restricted/every_type.parquet"),
        "{error}"
    );
    drop(publication);
    assert_eq!(current(&options).expect("opens"), Some(old.clone()));
    assert_eq!(verify(&old.path, &[]).expect("a report").faults, []);
    publish(&options, "run-3", "2026-11-21");
}

/// A tmpfs, where the account may mount one; unmounted when dropped.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(path: &Path) -> Option<Self> {
        let mut mount = std::process::Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(path);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(path.to_path_buf()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = std::process::Command::new("umount")
            .arg("-l")
            .arg(&self.0)
            .status();
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}
