//! Which room may use which: stages meet through the foundation.

use std::path::Path;

use super::source::{Breach, Source};
use super::tree::{expect_none, shipped};

/// Rooms that every other room may use.
pub const FOUNDATION: [&str; 4] = ["domain", "schema", "reference", "statistics"];

/// What the rooms of the foundation may use of each other.
const BELOW: [(&str, &[&str]); 4] = [
    ("domain", &[]),
    ("reference", &["domain"]),
    ("schema", &["domain"]),
    ("statistics", &[]),
];

/// Rooms whose work is a step of the night. They meet through the foundation.
pub const STAGES: [&str; 10] = [
    "source",
    "ingest",
    "standardise",
    "validate",
    "link",
    "persons",
    "indicators",
    "disclosure",
    "dataset",
    "synth",
];

/// What one stage may use of another all the same, and why.
const EDGES: [(&str, &str, &str); 8] = [
    (
        "ingest",
        "source::Profile",
        "headers are matched by the profile of their extract",
    ),
    (
        "standardise",
        "source::Profile",
        "code lists of a source stand in its profile",
    ),
    (
        "standardise",
        "ingest::Layout",
        "a raw row means something only with its layout",
    ),
    (
        "standardise",
        "ingest::block::RawRow",
        "cells are read where they lie, uncopied",
    ),
    (
        "standardise",
        "ingest::rows::Place",
        "a value may stand in a heading above the row, or in several of its cells",
    ),
    (
        "persons",
        "link::Linked",
        "who is who is what persons are assembled by",
    ),
    (
        "config",
        "link::engine",
        "a linkage model is checked into the engine's own terms",
    ),
    (
        "config",
        "*::options",
        "a plan is the checked options of every stage",
    ),
];

/// Whether `room` may name `path`, whose first part is another room.
fn may_use(room: &str, path: &[String]) -> bool {
    let other = path[0].as_str();
    if let Some((_, below)) = BELOW.iter().find(|(of, _)| *of == room) {
        return below.contains(&other);
    }
    if FOUNDATION.contains(&other) {
        return true;
    }
    let listed = |(from, to, _): &(&str, &str, &str)| {
        let mut parts = to.split("::").zip(path);
        *from == room
            && path.len() >= to.split("::").count()
            && parts.all(|(expected, part)| {
                expected == part || (expected == "*" && STAGES.contains(&part.as_str()))
            })
    };
    match room {
        "main" | "cli" => true,
        "run" => STAGES.contains(&other) || other == "config",
        _ => EDGES.iter().any(listed),
    }
}

pub fn imports(source: &Source) -> Vec<Breach> {
    let room = source.room();
    let outside = source.crate_paths().into_iter().filter(|(_, path)| {
        path.first()
            .is_some_and(|other| other != room && source.file != Path::new("lib.rs"))
    });
    outside
        .filter(|(_, path)| !may_use(room, path))
        .map(|(at, path)| source.breach(at, format!("{room} uses {}", path.join("::"))))
        .collect()
}

#[test]
fn stages_meet_through_the_foundation() {
    expect_none(&shipped().iter().flat_map(imports).collect::<Vec<_>>());
}

#[test]
fn every_exception_is_still_needed() {
    let sources = shipped();
    for (from, to, reason) in EDGES {
        let to: Vec<&str> = to.split("::").collect();
        let uses = |path: &[String]| {
            to.len() <= path.len()
                && to
                    .iter()
                    .zip(path)
                    .all(|(to, part)| *to == "*" || to == part)
        };
        let of_room = sources.iter().filter(|source| source.room() == from);
        let is_used = of_room
            .flat_map(Source::crate_paths)
            .any(|(_, path)| uses(&path));
        assert!(
            is_used,
            "{from} does not use {} any more ({reason})",
            to.join("::")
        );
    }
}
