//! Files that are missing, are no TOML, or are no text; and several wrong ones at once.

use std::fs;

use crate::config::{ConfigError, load, render};

use super::{Pipeline, check, known_rules};

#[test]
fn a_syntax_error() {
    check(
        "linkage.toml",
        "shared_identifier_max = 20",
        "shared_identifier_max = twenty",
        r#"
error: not valid TOML: invalid boolean, expected `true`
 --> linkage.toml:2:25
  |
2 | shared_identifier_max = twenty
  |                         ^^^^^^
"#,
    );
}

#[test]
fn a_key_twice_does_not_hide_another_mistake() {
    check(
        "linkage.toml",
        "shared_identifier_max = 20",
        "shared_identifier_max = 0\nshared_identifier_max = 20",
        r#"
error: `shared_identifier_max` must be from 1 to 1000000
 --> linkage.toml:2:25
  |
2 | shared_identifier_max = 0
  |                         ^ out of range

error: not valid TOML: duplicate key
 --> linkage.toml:3:1
  |
3 | shared_identifier_max = 20
  | ^^^^^^^^^^^^^^^^^^^^^
"#,
    );
}

#[test]
fn a_profile_that_is_not_there_is_reported_where_it_is_named() {
    check(
        "pipeline.toml",
        r#"profile = "people.toml""#,
        r#"profile = "peple.toml""#,
        r#"
error: cannot read `peple.toml`
  --> pipeline.toml:30:11
   |
30 | profile = "peple.toml"
   |           ^^^^^^^^^^^^ No such file or directory (os error 2)
   |
   = help: there is a file `people.toml` in that folder
"#,
    );
}

#[test]
fn bytes_that_are_no_text() {
    let pipeline = Pipeline::new();
    pipeline.write("rules.toml", b"[ID01]\n# Nguy\xf4n\n");
    let expected = r#"
error: not UTF-8
 --> rules.toml:2:7
  |
2 | # Nguy�n
  |       ^ this byte is no character
  |
  = help: save the file as UTF-8
"#;
    assert_eq!(pipeline.complaint(), expected.trim_matches('\n'));
}

#[test]
fn an_empty_pipeline_lacks_everything() {
    let pipeline = Pipeline::new();
    pipeline.write("pipeline.toml", "");
    let expected = r#"
error: the file lacks the key `sources`
 --> pipeline.toml:1:1
  |
1 |
  | ^ `sources` is missing

error: the file lacks the key `pipeline`
 --> pipeline.toml:1:1
  |
1 |
  | ^ `pipeline` is missing

error: the file lacks the key `output`
 --> pipeline.toml:1:1
  |
1 |
  | ^ `output` is missing

error: the file lacks the key `screening`
 --> pipeline.toml:1:1
  |
1 |
  | ^ `screening` is missing
"#;
    assert_eq!(pipeline.complaint(), expected.trim_matches('\n'));
}

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let pipeline = Pipeline::new();
    pipeline.edit("pipeline.toml", "keep = 7", "keep = [");
    let ConfigError::Invalid { diagnostics } = pipeline.load().unwrap_err() else {
        panic!("the file can be read");
    };
    assert_eq!(diagnostics.len(), 1);

    let pipeline = Pipeline::new();
    pipeline.edit("pipeline.toml", "keep = 7", "keep = 0");
    pipeline.edit("people.toml", "[headers]", "[headers");
    pipeline.edit("rules.toml", "[ID01]", "[ID09]");
    pipeline.edit("linkage.toml", "20", "0");
    pipeline.edit("indicators.toml", "target = 1.0", "target = 100");
    let ConfigError::Invalid { diagnostics } = pipeline.load().unwrap_err() else {
        panic!("the files can be read");
    };
    let places: Vec<(String, usize)> = diagnostics
        .iter()
        .map(|mistake| {
            (
                pipeline.without_root(&mistake.file.to_string_lossy()),
                mistake.line,
            )
        })
        .collect();
    let expected = [
        ("pipeline.toml", 12),
        ("people.toml", 5),
        ("rules.toml", 1),
        ("linkage.toml", 2),
        ("indicators.toml", 9),
    ];
    assert_eq!(places, expected.map(|(file, line)| (file.to_owned(), line)));
}

#[test]
fn columns_count_characters_and_colours_are_on_request() {
    let pipeline = Pipeline::new();
    pipeline.edit("people.toml", r#"["Nữ", "2"]"#, r#"["Nữ", 2]"#);
    let ConfigError::Invalid { diagnostics } = pipeline.load().unwrap_err() else {
        panic!("the file can be read");
    };
    let [mistake] = diagnostics.as_slice() else {
        panic!("one mistake");
    };
    assert_eq!((mistake.line, mistake.column), (14, 17));
    assert!(render(&diagnostics, true).contains("\u{1b}["));
    assert!(!render(&diagnostics, false).contains("\u{1b}["));
}

#[test]
fn control_characters_of_a_file_do_not_reach_the_terminal() {
    let pipeline = Pipeline::new();
    pipeline.edit("linkage.toml", "\"cmnd\"", r#""cccd\u001b[31m""#);
    pipeline.edit("pipeline.toml", "../reference", r"../\u001b[31m");
    assert!(!pipeline.complaint().contains('\u{1b}'));
}

#[test]
fn a_pipeline_that_is_not_there_names_those_that_are() {
    let pipeline = Pipeline::new();
    let root = pipeline.root.path();
    fs::rename(root.join("pipelines/p"), root.join("pipelines/cao-bang")).unwrap();
    let complaint = |path: &str| {
        let error = load(&root.join(path), &known_rules()).unwrap_err();
        assert!(matches!(error, ConfigError::Read { .. }));
        pipeline.without_root(&error.to_string())
    };
    let meant =
        "a pipeline is a folder with a file `pipeline.toml`; did you mean `pipelines/cao-bang`?";
    for path in [
        "pipelines/cao-bnag",
        "pipelines/hue",
        "pipelines",
        "pipelines/reference",
    ] {
        assert_eq!(
            complaint(path),
            format!("cannot read the pipeline `{path}`: {meant}")
        );
    }
    let wrong_file = complaint("pipelines/cao-bang/pipelines.toml");
    assert!(wrong_file.ends_with("did you mean `pipelines/cao-bang/pipeline.toml`?"));
    assert!(complaint("nowhere/at/all").ends_with("none is near"));
    fs::create_dir_all(root.join("pipelines/hue")).unwrap();
    fs::write(root.join("pipelines/hue/pipeline.toml"), "").unwrap();
    assert!(complaint("pipelines").ends_with("there are `pipelines/cao-bang`, `pipelines/hue`"));
}
