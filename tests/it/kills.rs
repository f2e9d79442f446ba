//! A night that is killed or asked to stop.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rand::rand_core::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use toandan::dataset::{OutputOptions, verify, versions};
use toandan::schema::DATASETS;

use crate::support::{Province, names, signal};

/// Nights that the kill test kills; every other one in its last stage.
const DEATHS: usize = 20;

/// Nights that may outlive their killer, where the machine was slow when a night was measured.
const SURVIVALS_MAX: usize = 40;

/// What a night reports when it begins to write.
const LAST_STAGE: &str = "writing the version";

fn start(province: &Province) -> (Child, BufReader<ChildStderr>) {
    let mut command =
        province.command(&["run", "pipelines/cao-bang", "--threads", "2", "--keep", "3"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the night starts");
    let stderr = BufReader::new(child.stderr.take().expect("its stderr"));
    (child, stderr)
}

/// Reads on until the night reports `stage`.
fn wait_for(stage: &str, stderr: &mut BufReader<ChildStderr>) {
    let mut line = String::new();
    while !line.contains(stage) {
        line.clear();
        assert_ne!(
            stderr.read_line(&mut line).expect("text"),
            0,
            "it ended before {stage}"
        );
    }
}

/// How long a night takes until it writes, and how long it then writes.
fn measure(province: &Province) -> (Duration, Duration) {
    let started = Instant::now();
    let (mut child, mut stderr) = start(province);
    wait_for(LAST_STAGE, &mut stderr);
    let before = started.elapsed();
    assert!(child.wait().expect("it ends").success());
    (before, started.elapsed() - before)
}

fn only_what_stays(province: &Province) {
    assert_eq!(
        names(&province.output()),
        [".lock", "current", "failed", "versions"]
    );
    assert_eq!(names(&province.output().join("failed")), [""; 0]);
    let hidden = names(&province.output().join("versions"));
    assert!(
        hidden.iter().all(|name| !name.starts_with('.')),
        "{hidden:?}"
    );
}

#[test]
fn death_at_any_moment_leaves_the_old_version_or_the_new() {
    let province = Province::published();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(2026);
    let mut share = || f64::from(random.next_u32()) / f64::from(u32::MAX);
    let (mut before, mut writing) = measure(&province);
    let mut published = province.version().manifest.run_id;
    let (mut deaths, mut survivals) = (0, 0);
    while deaths < DEATHS {
        let (mut child, mut stderr) = start(&province);
        if deaths % 2 == 0 {
            sleep((before + writing).mul_f64(share()));
        } else {
            wait_for(LAST_STAGE, &mut stderr);
            sleep(writing.mul_f64(share()));
        }
        child.kill().expect("it can be killed");
        if child.wait().expect("it ends").success() {
            // Nights are faster than the measured one was.
            survivals += 1;
            assert!(survivals <= SURVIVALS_MAX, "{deaths} of {DEATHS} killed");
            (before, writing) = (before.mul_f64(0.9), writing.mul_f64(0.9));
        } else {
            deaths += 1;
        }
        // `version` looks at every file of it, the registry of persons among them.
        let found = province.version().manifest.run_id;
        assert!(
            found >= published,
            "death {deaths}: {found} is older than {published}"
        );
        published = found;
    }
    province.night(&["--keep", "3"]).expect(0);
    only_what_stays(&province);
    let output = OutputOptions {
        directory: province.output(),
        keep: 3,
    };
    for version in versions(&output).expect("they open") {
        assert_eq!(
            verify(&version.path, &DATASETS).expect("a report").faults,
            []
        );
    }
}

#[test]
fn a_request_to_stop_ends_the_night_cleanly() {
    let province = Province::published();
    let mut before = province.version();
    for (name, stage) in [
        ("TERM", "finding extracts"),
        ("INT", "linking records"),
        ("TERM", LAST_STAGE),
    ] {
        let stopped = (0..10).find_map(|_| {
            let (mut child, mut stderr) = start(&province);
            wait_for(stage, &mut stderr);
            signal(&child, name);
            let mut said = String::new();
            std::io::Read::read_to_string(&mut stderr, &mut said).expect("text");
            let code = child.wait().expect("it ends").code();
            if code == Some(0) {
                // The night was done before the request came.
                before = province.version();
                return None;
            }
            Some((code, said))
        });
        let (code, said) = stopped.expect("a night that was still at work");
        assert_eq!(code, Some(2), "SIG{name} at {stage}: {said}");
        assert!(
            said.contains("stopped on request; nothing was published"),
            "{said}"
        );
        assert_eq!(province.version(), before);
        only_what_stays(&province);
    }
}
