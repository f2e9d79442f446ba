//! What only some rooms can do: print, touch the disk, ask the clock and the environment.

use super::paths::words;
use super::source::{Breach, Source};
use super::tree::{expect_none, shipped};

const MAY_TOUCH_THE_DISK: [&str; 6] = ["config", "source", "dataset", "run", "synth", "cli"];

pub fn prints(source: &Source) -> Vec<Breach> {
    let tokens = [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "stdout()",
        "stderr()",
        "io::stdout",
        "io::stderr",
    ];
    forbid(
        source,
        &["cli"],
        &tokens,
        &[&["std", "io", "stdout"], &["std", "io", "stderr"]],
    )
}

#[test]
fn only_the_command_line_prints() {
    expect_none(&shipped().iter().flat_map(prints).collect::<Vec<_>>());
}

pub fn disk(source: &Source) -> Vec<Breach> {
    let tokens = ["File::", "OpenOptions", "fs::"];
    forbid(
        source,
        &MAY_TOUCH_THE_DISK,
        &tokens,
        &[&["std", "fs"], &["tokio", "fs"]],
    )
}

#[test]
fn a_room_without_a_disk_touches_none() {
    expect_none(&shipped().iter().flat_map(disk).collect::<Vec<_>>());
}

pub fn clock(source: &Source) -> Vec<Breach> {
    let day = ["SystemTime", "Timestamp::now", "Zoned::now"];
    let mut breaches = forbid(source, &["cli"], &day, &[]);
    breaches.extend(forbid(source, &["cli", "run"], &["Instant"], &[]));
    breaches
}

#[test]
fn only_the_command_line_knows_what_day_it_is() {
    expect_none(&shipped().iter().flat_map(clock).collect::<Vec<_>>());
}

pub fn environment(source: &Source) -> Vec<Breach> {
    forbid(
        source,
        &["cli"],
        &["env::var", "env::args", "env::current_dir"],
        &[&["std", "env"]],
    )
}

#[test]
fn only_the_command_line_reads_the_environment() {
    expect_none(&shipped().iter().flat_map(environment).collect::<Vec<_>>());
}

/// `tokens` and `paths` where a room that is not among `rooms` has them.
fn forbid(source: &Source, rooms: &[&str], tokens: &[&str], paths: &[&[&str]]) -> Vec<Breach> {
    if rooms.contains(&source.room()) {
        return Vec::new();
    }
    let breach = |at, what: &str| source.breach(at, format!("{} has {what}", source.room()));
    let by_token = tokens.iter().flat_map(|token| {
        words(&source.shipped, token)
            .into_iter()
            .map(move |at| breach(at, token))
    });
    let by_path = paths.iter().flat_map(|forbidden| {
        let found = source.paths_from(forbidden[0]).into_iter();
        found
            .filter(|(_, path)| {
                path.len() >= forbidden.len() && path.iter().zip(*forbidden).all(|(a, b)| a == b)
            })
            .map(move |(at, path)| breach(at, &path.join("::")))
    });
    by_token.chain(by_path).collect()
}
