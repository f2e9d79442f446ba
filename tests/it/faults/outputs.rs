//! An output that cannot be written: exit 2, a clear message, published data as it was.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::support::{Ended, Province, digests, names, signal};

#[test]
fn a_file_in_the_place_of_the_output() {
    let province = Province::new();
    let file = province.root().join("taken");
    fs::write(&file, "mine").expect("written");
    let path = file.display().to_string();
    province
        .night(&["--output", &path])
        .expect(2)
        .says(&["cannot create", "taken/cao-bang"]);
    assert_eq!(fs::read_to_string(&file).expect("there"), "mine");
}

/// Nobody reads what the night says of itself: the night goes on.
#[test]
fn a_stderr_that_takes_nothing() {
    let province = Province::new();
    let full = File::options()
        .write(true)
        .open("/dev/full")
        .expect("the device is there");
    let mut night = province.command(&["run", "pipelines/cao-bang"]);
    let ended = Ended::of(night.stderr(full)).expect(0);
    assert!(ended.stdout.contains("out/cao-bang/versions/"), "{ended}");
    province.version();
}

#[test]
fn a_folder_in_the_place_of_current() {
    let province = Province::published();
    let current = province.output().join("current");
    fs::remove_file(&current).expect("removed");
    fs::create_dir(&current).expect("a folder");
    let before = digests(&province.output());
    province
        .night(&[])
        .expect(2)
        .says(&["current is no link to a version; move it away"]);
    assert_eq!(digests(&province.output()), before);
}

/// Runs a night in a mount namespace of its own, where `script` has prepared `$OUT`, a mount point, with the
/// published version in it; `None` where this machine allows no such thing. The script then compares what is
/// published before and after.
fn night_on_a_mount(prepare: &str) -> Option<Ended> {
    let can_mount = Command::new("unshare").args(["-rm", "true"]).output();
    if !can_mount.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let province = Province::published();
    let script = format!(
        "set -e
        cp -a out old; OUT=out
        {prepare}
        state() {{ (cd out && find . -not -path './cao-bang/.lock' | sort | xargs ls -ld --time-style=+ && \
            find . -type f -not -name .lock | sort | xargs sha256sum) }}
        state > before
        code=0; \"$TOANDAN\" run pipelines/cao-bang --lang en || code=$?
        state > after
        cmp before after
        \"$TOANDAN\" verify out/cao-bang
        exit $code"
    );
    let mut command = Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", &script])
        .current_dir(province.root());
    Some(Ended::of(
        command.env("TOANDAN", env!("CARGO_BIN_EXE_toandan")),
    ))
}

#[test]
fn a_full_disk() {
    let tmpfs = "rm -r out; mkdir out; mount -t tmpfs -o size=1280k tmpfs out; cp -a old/. out";
    match night_on_a_mount(tmpfs) {
        Some(ended) => ended
            .expect(2)
            .says(&["the disk is full", "Free space there"]),
        None => a_file_too_large(""),
    };
}

/// The same failure where nothing can be mounted, and on any machine: no file may grow past 64 KiB.
fn a_file_too_large(options: &str) -> Ended {
    let province = Province::published();
    let before = digests(&province.output());
    let mut command = Command::new("bash");
    let script = format!(
        "trap '' XFSZ; ulimit -f 64; exec \"$TOANDAN\" run pipelines/cao-bang --lang en {options}"
    );
    command
        .args(["-c", &script])
        .env("TOANDAN", env!("CARGO_BIN_EXE_toandan"));
    let ended = Ended::of(command.current_dir(province.root())).expect(2);
    assert_eq!(digests(&province.output()), before);
    province.version();
    ended
}

#[test]
fn a_file_that_may_not_grow() {
    a_file_too_large("").says(&["error: cannot write", "because: File too large"]);
}

#[test]
fn no_room_on_disk_for_records_that_memory_has_none_for() {
    a_file_too_large("--memory-limit 1MiB").says(&[
        "records that do not fit into memory cannot be kept on disk",
        "free disk space where the output is, or raise --memory-limit",
        "Nothing published has changed",
        "because: File too large",
    ]);
}

#[test]
fn an_output_that_is_read_only() {
    let read_only = "mount --bind out out; mount -o remount,ro,bind out";
    if let Some(ended) = night_on_a_mount(read_only) {
        ended
            .expect(2)
            .says(&["not permitted", "the right to write in the output folder"]);
    }
}

#[test]
fn a_second_run_at_the_same_time() {
    let province = Province::published();
    let mut first = province
        .command(&["run", "pipelines/cao-bang"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the first run starts");
    let mut lines = BufReader::new(first.stderr.take().expect("its stderr")).lines();
    // It holds the output by the time it reports its first stage.
    lines.next().expect("a first line").expect("text");
    signal(&first, "STOP");
    let published = digests(&province.output());
    let ended = province.night(&[]);
    assert_eq!(digests(&province.output()), published);
    signal(&first, "CONT");
    let holder = format!("another run (process {} run ", first.id());
    ended.expect(2).says(&[&holder, "Wait until it has ended"]);
    assert!(lines.all(|line| line.is_ok()));
    assert!(first.wait().expect("it ends").success());
    province.version();
    assert_eq!(
        names(&province.output()),
        [".lock", "current", "failed", "versions"]
    );
}
