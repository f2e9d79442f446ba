//! The house in order: files finished and of a size, the map whole, every room with its contract.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::paths::words;
use super::rooms::{FOUNDATION, STAGES};
use super::source::{Breach, Source};
use super::tree::{expect_none, sources};

/// More lines than this hold more than one idea.
const LINES_MAX: usize = 600;

/// What stands in no file, of the tests neither.
pub fn leftovers(source: &Source) -> Vec<Breach> {
    let tokens = ["todo!", "unimplemented!", "dbg!", "#[ignore"];
    let mut breaches: Vec<Breach> = tokens
        .iter()
        .flat_map(|token| {
            words(&source.code, token)
                .into_iter()
                .map(|at| source.breach(at, (*token).to_owned()))
        })
        .collect();
    if source.lines > LINES_MAX {
        let what = format!(
            "{} lines, the most is {LINES_MAX}: split it by its ideas",
            source.lines
        );
        breaches.push(source.breach(0, what));
    }
    breaches
}

#[test]
fn files_are_finished_and_of_a_size() {
    let (shipped, tests) = sources();
    expect_none(
        &shipped
            .iter()
            .chain(&tests)
            .flat_map(leftovers)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_map_names_every_room_and_its_purpose() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let map = fs::read_to_string(src.join("lib.rs")).expect("the map");
    assert!(
        map.starts_with("//! "),
        "lib.rs opens with what the crate is"
    );
    let lines: Vec<&str> = map.lines().collect();
    let mut listed = BTreeSet::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(room) = line
            .strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(';'))
        else {
            continue;
        };
        assert!(
            lines[at - 1].starts_with("//"),
            "lib.rs says nothing of the purpose of {room}"
        );
        listed.insert(room.to_owned());
    }
    let folders = fs::read_dir(&src)
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.path().is_dir());
    let rooms: BTreeSet<String> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, rooms);
    for room in FOUNDATION.iter().chain(&STAGES) {
        assert!(rooms.contains(*room), "there is no room {room}");
    }
}

#[test]
fn every_room_opens_with_its_contract() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in fs::read_dir(&src)
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.path().is_dir())
    {
        let path = room.path().join("mod.rs");
        let text = fs::read_to_string(&path).expect("a mod.rs");
        let contract: String = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        assert!(
            contract.contains("Purpose: "),
            "{} does not open with its contract",
            path.display()
        );
    }
}
