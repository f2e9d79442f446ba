//! SIGKILL at random moments: `current` is the old version or the new one, whole.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use tempfile::tempdir;
use toandan::dataset::{OutputOptions, Publication, current, verify};

use super::support::{COUNTS, EVERY_TYPE, fill, head, output, publish};

/// Tells the child where to publish, and under which run id.
const FOLDER: &str = "TOANDAN_TEST_FOLDER";
const RUN_ID: &str = "TOANDAN_TEST_RUN_ID";

/// The night of the child process, which [`a_kill_leaves_old_or_new`] starts and kills; without its folder,
/// in a run of all tests, it has nothing to do.
#[test]
fn child_publishes() {
    let (Ok(folder), Ok(run_id)) = (std::env::var(FOLDER), std::env::var(RUN_ID)) else {
        return;
    };
    let options = output(Path::new(&folder), 2);
    let publication = Publication::begin(&options, &run_id).expect("the lock died with its holder");
    fill(&publication, 20_000);
    publication.commit(head("2026-11-21")).expect("published");
}

fn child(folder: &Path, run_id: &str) -> std::process::Child {
    let (_, module) = module_path!()
        .split_once("::")
        .expect("a module of the test binary");
    Command::new(std::env::current_exe().expect("the test binary"))
        .args(["--exact", &format!("{module}::child_publishes")])
        .env(FOLDER, folder)
        .env(RUN_ID, run_id)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts")
}

#[test]
fn a_kill_leaves_old_or_new() {
    let folder = tempdir().expect("a folder");
    let options = output(folder.path(), 2);
    publish(&options, "run-000", "2026-11-20");
    let start = Instant::now();
    assert!(
        child(folder.path(), "run-001")
            .wait()
            .expect("ends")
            .success()
    );
    let night = start.elapsed();
    let mut published = "run-001".to_owned();
    let mut killed = 0;
    for round in 2..42u32 {
        let run_id = format!("run-{round:03}");
        let mut child = child(folder.path(), &run_id);
        // A golden-ratio sequence spreads the moments evenly over a night and a little beyond.
        sleep(night.mul_f64(f64::from(round) * 0.618_034 % 1.0 * 1.1));
        child.kill().expect("a child can be killed");
        killed += usize::from(!child.wait().expect("ends").success());
        published = whole(&options, &published, &run_id);
    }
    assert!(killed > 10, "{killed} of 40 nights were killed");
    publish(&options, "run-999", "2026-11-22");
    let names = fs::read_dir(options.directory.join("versions")).expect("versions");
    let litter: Vec<_> = names
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(litter.is_empty(), "{litter:?}");
}

/// Which of the two is published, after a look at every file of it.
fn whole(options: &OutputOptions, old: &str, new: &str) -> String {
    let version = current(options)
        .expect("current opens")
        .expect("a version is published");
    let run_id = version.manifest.run_id.clone();
    assert!(run_id == old || run_id == new, "{run_id}");
    let report = verify(&version.path, &[&EVERY_TYPE, &COUNTS]).expect("a report");
    assert_eq!(report.faults, []);
    run_id
}
