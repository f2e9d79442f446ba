//! `check`, `inspect`, `verify`, `worklists`, `synth` and `completions`, and the commands that the documents show.

mod check;
mod inspect;
mod numbers;
mod worklists;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Ended, Province, digests, project, shared};

fn run(province: &Province, arguments: &[&str]) -> Ended {
    Ended::of(&mut province.command(arguments))
}

#[test]
fn verify_names_what_is_damaged() {
    let province = Province::published();
    let version = province.version().path;
    let path = version.display().to_string();
    let sound = run(&province, &["verify", &path]).expect(0).stdout;
    let (release, rest) = sound.split_once('\n').expect("two lines");
    assert_eq!(rest, format!("sound: {path}\n"));
    let numbers: Vec<u32> = release
        .strip_prefix("public release of 2026-11-20, with those before: ")
        .expect(release)
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    let [protected, exposed, proven] = numbers[..] else {
        panic!("{release}");
    };
    assert!(protected > 100 && exposed == 0, "{release}");
    assert_eq!(proven, protected, "{release}");

    let persons = version.join("restricted/persons.parquet");
    let mut bytes = fs::read(&persons).expect("persons");
    bytes[5000] ^= 1;
    fs::write(&persons, bytes).expect("written");
    fs::remove_file(version.join("steering/pace.parquet")).expect("removed");
    let links = version.join("restricted/links.parquet");
    fs::set_permissions(&links, fs::Permissions::from_mode(0o644)).expect("set");
    let ended = run(&province, &["verify", "out/cao-bang"]).expect(1);
    for fault in [
        "fault: restricted/persons.parquet: its SHA-256 is",
        "fault: steering/pace.parquet: missing",
        "fault: restricted/links.parquet: group or others may open it",
    ] {
        assert!(ended.stdout.contains(fault), "no {fault:?} in {ended}");
    }
    run(&province, &["verify", "sample_data"])
        .expect(2)
        .says(&["sample_data/manifest.json"]);
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let ended = run(shared(), &["completions", shell]).expect(0);
        for command in ["run", "check", "inspect", "link", "verify", "synth"] {
            assert!(ended.stdout.contains(command), "{shell}: no {command}");
        }
    }
}

/// The words of the first command in `document` that begins with `start`; `\` at a line's end goes on.
fn command_in(document: &str, start: &str) -> Vec<String> {
    let text = document.replace("\\\n", " ");
    let line = text.lines().find(|line| line.starts_with(start));
    let line = line.unwrap_or_else(|| panic!("no line begins with {start:?}"));
    line.split_whitespace().map(str::to_owned).collect()
}

/// Lines of the code blocks of a Markdown text.
fn code_lines(document: &str) -> impl Iterator<Item = &str> {
    let blocks = document.split("```").skip(1).step_by(2);
    blocks.flat_map(|block| block.lines().skip(1).map(str::trim))
}

#[test]
fn the_readmes_commands_work() {
    let readme = fs::read_to_string(project().join("README.md")).expect("a README");
    let lines: Vec<&str> = code_lines(&readme).collect();
    assert!(lines.contains(&"cargo run -- run pipelines/cao-bang"));
    assert!(lines.contains(&"cargo test"));
    let province = Province::new();
    for line in lines
        .iter()
        .filter_map(|line| line.strip_prefix("cargo run -- "))
    {
        let words: Vec<&str> = line
            .split('#')
            .next()
            .unwrap_or(line)
            .split_whitespace()
            .collect();
        run(&province, &words).expect(0);
    }
    // Every subcommand that the text names is one.
    let named = readme
        .match_indices("`toandan ")
        .filter_map(|(at, _)| readme[at..].split([' ', '`']).nth(2));
    for subcommand in named {
        run(&province, &[subcommand, "--help"]).expect(0);
    }
}

#[test]
fn the_sample_is_what_its_readme_says() {
    let province = Province::new();
    let sample = project().join("sample_data");
    let readme = fs::read_to_string(sample.join("README.md")).expect("a README");
    let words = command_in(&readme, "toandan synth ");
    let mut words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    let out = words
        .iter()
        .position(|word| *word == "--out")
        .expect("--out")
        + 1;
    assert_eq!(words[out], "sample_data");
    words[out] = "again";
    run(&province, &words).expect(0);
    let mut expected = digests(&sample);
    expected.remove(std::path::Path::new("README.md"));
    // The second province has a command of its own.
    expected.retain(|path, _| !path.starts_with("ha-tinh"));
    assert_eq!(digests(&province.root().join("again")), expected);
}

#[test]
fn synth_does_not_write_over_anything() {
    let province = Province::new();
    let synth = [
        "synth",
        "--residents",
        "10",
        "--as-of",
        "2026-11-20",
        "--out",
        "sample_data",
    ];
    let before = digests(&province.sample(""));
    run(&province, &synth).expect(2).says(&["sample_data"]);
    assert_eq!(digests(&province.sample("")), before);
}
