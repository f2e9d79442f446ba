//! `check`, `inspect`, `verify`, `synth` and `completions`, and the commands that the documents show.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Ended, Province, digests, project, shared};

fn run(province: &Province, arguments: &[&str]) -> Ended {
    Ended::of(&mut province.command(arguments))
}

#[test]
fn check_tells_what_the_night_would_find() {
    let province = Province::new();
    let check = ["check", "pipelines/cao-bang", "--lang", "en"];
    let ended = run(&province, &check).expect(0);
    for text in [
        "residents/dan_cu_20261120.csv",
        "screening/kham_01294_20261120.xlsx",
        "The night can run.",
    ] {
        assert!(ended.stdout.contains(text), "{ended}");
    }
    assert!(
        !ended.stdout.contains("Communes that have not sent"),
        "{ended}"
    );
    assert!(!province.output().exists(), "a check publishes nothing");

    fs::remove_file(province.sample("screening/kham_01294_20261120.xlsx")).expect("removed");
    fs::write(province.sample("plan/ke_hoach_01774_20261120.xlsx"), "").expect("emptied");
    let ended = run(&province, &check).expect(0);
    for text in [
        "Communes that have not sent (screening_roster): 01294 Xã Lý Bôn",
        "Communes that have not sent (plan_roster): 01774 Xã Tam Kim",
        "plan/ke_hoach_01774_20261120.xlsx: it is empty",
    ] {
        assert!(ended.stdout.contains(text), "no {text:?} in {ended}");
    }
}

#[test]
fn check_says_when_a_gate_would_block() {
    let province = Province::published();
    let register =
        fs::read_to_string(province.sample("residents/dan_cu_20261120.csv")).expect("text");
    let shrunk: String = register.split_inclusive('\n').take(2000).collect();
    fs::write(province.sample("residents/dan_cu_20261121.csv"), shrunk).expect("written");
    let ended = run(&province, &["check", "pipelines/cao-bang", "--lang", "en"]).expect(1);
    assert!(
        ended.stdout.contains("the register has 1,999 rows"),
        "{ended}"
    );
    assert!(
        ended.stdout.contains("The night would be blocked."),
        "{ended}"
    );
}

/// The line of a column in what `inspect` prints.
fn column<'e>(ended: &'e Ended, header: &str) -> &'e str {
    let mut lines = ended.stdout.lines();
    lines
        .find(|line| line.starts_with(header))
        .unwrap_or_else(|| panic!("no {header:?} in {ended}"))
}

#[test]
fn inspect_recognises_the_columns_of_text() {
    let province = Province::new();
    let ended = run(
        &province,
        &[
            "inspect",
            "sample_data/residents/dan_cu_20261120.csv",
            "--lang",
            "en",
        ],
    )
    .expect(0);
    assert!(
        ended
            .stdout
            .starts_with("read as source `residents`; UTF-8, `,` between cells"),
        "{ended}"
    );
    assert!(
        ended.stdout.contains("file name: snapshot date 2026-11-20"),
        "{ended}"
    );
    for (header, field) in [
        ("so_dinh_danh", "identity_number"),
        ("ho_ten", "full_name"),
        ("ngay_sinh", "birth_date"),
        ("quan_he", "(dropped by name)"),
        ("ngay_mat", "death_date"),
    ] {
        assert!(column(&ended, header).contains(field), "{ended}");
    }
    let number = column(&ended, "so_dinh_danh");
    assert!(number.contains("003******"), "{number}");
    assert!(
        column(&ended, "gioi_tinh").contains("Nam"),
        "what names nobody is shown"
    );
}

#[test]
fn inspect_recognises_the_columns_of_a_workbook() {
    let province = Province::new();
    let ended = run(
        &province,
        &["inspect", "sample_data/screening/kham_01294_20261120.xlsx"],
    )
    .expect(0);
    assert!(
        ended
            .stdout
            .starts_with("read as source `screening`; workbook"),
        "{ended}"
    );
    assert!(
        ended
            .stdout
            .contains("snapshot date 2026-11-20, commune 01294"),
        "{ended}"
    );
    for field in [
        "full_name",
        "birth_date",
        "exam_date",
        "height_cm",
        "blood_pressure",
        "health_class",
    ] {
        assert!(ended.stdout.contains(field), "no {field} in {ended}");
    }
}

#[test]
fn inspect_says_why_a_file_would_be_set_aside() {
    let province = Province::new();
    fs::write(province.root().join("dan_cu_20261120.csv"), "a,b\n1,2\n").expect("written");
    let ended = run(&province, &["inspect", "dan_cu_20261120.csv"]).expect(1);
    assert!(
        ended
            .stdout
            .contains("dan_cu_20261120.csv would be set aside: no header was found"),
        "{ended}"
    );
    run(
        &province,
        &["inspect", "dan_cu_20261120.csv", "--source", "register"],
    )
    .expect(2)
    .says(&["no source `register`; it has residents, insurance"]);
    run(&province, &["inspect", "not_there.csv"])
        .expect(2)
        .says(&["not_there.csv"]);
}

#[test]
fn inspect_takes_a_half_written_file_as_the_night_does() {
    let province = Province::new();
    let ehr = province.sample("ehr/hssk_20261120.csv");
    let text = fs::read_to_string(&ehr).expect("text");
    let row = text.lines().nth(300).expect("a row");
    let cut = text.find(row).expect("it is there") + row.find(',').expect("a cell") + 3;
    fs::write(&ehr, &text[..cut]).expect("written");
    let says = "it was only half written; copy it again";
    let inspected = run(&province, &["inspect", "sample_data/ehr/hssk_20261120.csv"]);
    let checked = run(&province, &["check", "pipelines/cao-bang"]);
    assert!(checked.stdout.contains(says), "{checked}");
    assert!(inspected.stdout.contains(says), "{inspected}");
    inspected.expect(1);
}

#[test]
fn verify_names_what_is_damaged() {
    let province = Province::published();
    let version = province.version().path;
    let path = version.display().to_string();
    assert_eq!(
        run(&province, &["verify", &path]).expect(0).stdout,
        format!("sound: {path}\n")
    );

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
        for command in ["run", "check", "inspect", "verify", "synth"] {
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
