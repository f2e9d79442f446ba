//! Bad files: set aside with a message that names them and says what to do; the others go on.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use toandan::dataset::{InputState, Version};
use toandan::schema::indicators::INDICATORS;
use toandan::schema::steering::FRESHNESS;

use crate::support::{Ended, Province, digests, rows};

/// A file that the night must not use.
struct Case {
    /// As reports name it.
    file: &'static str,
    /// Stands in the message.
    says: &'static str,
    state: &'static str,
}

const fn set_aside(file: &'static str, says: &'static str) -> Case {
    Case {
        file,
        says,
        state: "set_aside",
    }
}

const fn not_read(file: &'static str, says: &'static str) -> Case {
    Case {
        file,
        says,
        state: "superseded",
    }
}

/// The freshness rows of a version by file.
fn freshness(version: &Version) -> BTreeMap<String, (String, String)> {
    let rows = rows(version, &FRESHNESS);
    let of_file = |row: &crate::support::Row| {
        (
            row.text("file").to_owned(),
            (row.text("state").to_owned(), row.text("reason").to_owned()),
        )
    };
    rows.iter().map(of_file).collect()
}

/// The night ended well, said so of every case, and published its state.
#[track_caller]
fn check(province: &Province, ended: &Ended, cases: &[Case]) {
    let version = province.version();
    let freshness = freshness(&version);
    for Case { file, says, state } in cases {
        let message = ended
            .stderr
            .lines()
            .find(|line| line.contains(&format!("{file} is ")));
        let message = message.unwrap_or_else(|| panic!("nothing is said of {file}\n{ended}"));
        assert!(message.contains(says), "no {says:?} in {message:?}");
        let (found, reason) = &freshness[*file];
        assert_eq!(found, state, "{file}");
        assert!(reason.contains(says), "no {says:?} in {reason:?}");
        let input = version
            .manifest
            .head
            .inputs
            .iter()
            .find(|input| input.file == *file);
        let input = input.unwrap_or_else(|| panic!("{file} is not in the manifest"));
        assert_ne!(input.state, InputState::Accepted, "{file}");
        assert_eq!(input.accepted, 0, "{file}");
    }
    let faults = cases
        .iter()
        .filter(|case| case.state == "set_aside")
        .count();
    assert!(
        ended.stderr.contains(&format!("{faults} files set aside")),
        "{ended}"
    );
}

#[test]
fn files_that_are_no_extract() {
    let province = Province::new();
    let at = |file: &str| province.sample(file);
    fs::write(at("facilities/co_so_20261120.csv"), "").expect("emptied");
    fs::remove_file(at("quotas/chi_tieu_20261120.csv")).expect("removed");
    fs::create_dir(at("quotas/chi_tieu_20261120.csv")).expect("a folder");
    fs::write(at("plan/ke_hoach_01558_20261120.pdf"), "%PDF-1.7\n").expect("written");
    fs::write(at("plan/~$ke_hoach_01273_20261120.xlsx"), "\x05Trạm").expect("written");
    fs::copy(
        at("plan/ke_hoach_01294_20261120.csv"),
        at("plan/ke_hoach_01294.csv"),
    )
    .expect("copied");
    fs::copy(
        at("screening/kham_01273_20261120.csv"),
        at("screening/kham_01273_20991231.csv"),
    )
    .expect("copied");
    fs::copy(
        at("screening/kham_01501_20261120.csv"),
        at("screening/kham_01501_20261120.txt"),
    )
    .expect("copied");
    fs::copy(
        at("insurance/bhyt_20261120.csv"),
        at("insurance/bhyt_20261113.csv"),
    )
    .expect("copied");
    fs::write(at("ehr/ghi_chu.docx"), "PK").expect("written");
    fs::remove_dir_all(at("aggregates")).expect("removed");

    let ended = province.night(&[]).expect(0);
    check(
        &province,
        &ended,
        &[
            set_aside(
                "facilities/co_so_20261120.csv",
                "it is empty (0 bytes); send it again",
            ),
            set_aside(
                "quotas/chi_tieu_20261120.csv",
                "it is not a file but a folder",
            ),
            set_aside(
                "plan/ke_hoach_01558_20261120.pdf",
                "it is a PDF document; a picture of a table cannot be read",
            ),
            set_aside(
                "plan/~$ke_hoach_01273_20261120.xlsx",
                "close the workbook and delete it",
            ),
            set_aside(
                "plan/ke_hoach_01294.csv",
                "does not fit `ke_hoach_{commune}_{date}.*`; rename it",
            ),
            set_aside("screening/kham_01273_20991231.csv", "2099-12-31 lies after"),
            set_aside("ehr/ghi_chu.docx", "does not fit `hssk_{date}.*`"),
            not_read(
                "screening/kham_01501_20261120.txt",
                "the same as screening/kham_01501_20261120.csv",
            ),
            not_read(
                "insurance/bhyt_20261113.csv",
                "a newer extract is there: insurance/bhyt_20261120.csv",
            ),
        ],
    );
    check_missing_source(&province, &ended);
}

/// A source that sent nothing is told on stdout and in the tables; its indicators are no zeros.
fn check_missing_source(province: &Province, ended: &Ended) {
    assert!(
        ended
            .stdout
            .contains("No extract of aggregates: no file in"),
        "{ended}"
    );
    let version = province.version();
    let delivered = rows(&version, &FRESHNESS);
    let aggregates = delivered
        .iter()
        .find(|row| row.text("source") == "aggregates")
        .expect("a row");
    assert_eq!(
        (aggregates.text("state"), aggregates.get("file")),
        ("not_delivered", None)
    );
    let indicators = rows(&version, &INDICATORS);
    let lists: Vec<_> = indicators
        .iter()
        .filter(|row| row.text("indicator") == "CB08")
        .collect();
    assert!(!lists.is_empty());
    for row in lists {
        assert_eq!(
            (row.text("state"), row.get("numerator")),
            ("missing_input", None),
            "{row:?}"
        );
        assert!(row.text("cause").contains("aggregates"), "{row:?}");
    }
}

/// The first bytes of a file, up to the middle of the last row that fits, where a letter ends.
fn cut_in_a_row(bytes: &[u8]) -> &[u8] {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let row = text[..text.floor_char_boundary(text.len() / 2)]
        .rfind('\n')
        .expect("rows")
        + 1;
    let cell = row + text[row..].find([',', ';']).expect("cells") + 3;
    &bytes[..(cell..)
        .find(|at| text.is_char_boundary(*at))
        .expect("a letter's end")]
}

/// Inside a letter of two bytes or more.
fn cut_in_a_letter(bytes: &[u8]) -> &[u8] {
    let start = bytes.len() / 2;
    let first = (start..)
        .find(|at| bytes[*at] >= 0xc3 && bytes[*at] < 0xf0)
        .expect("a letter with marks");
    &bytes[..=first]
}

#[test]
fn files_half_written_or_in_another_encoding() {
    let province = Province::new();
    let change = |file: &str, change: &dyn Fn(&[u8]) -> Vec<u8>| {
        let path = province.sample(file);
        let changed = change(&fs::read(&path).expect("a file"));
        fs::write(path, changed).expect("written");
    };
    change("ehr/hssk_20261120.csv", &|bytes| {
        cut_in_a_row(bytes).to_vec()
    });
    change("plan/ke_hoach_01294_20261120.csv", &|bytes| {
        cut_in_a_letter(bytes).to_vec()
    });
    change("plan/ke_hoach_01501_20261120.xlsx", &|bytes| {
        bytes[..bytes.len() / 2].to_vec()
    });
    change("school/hoc_sinh_ththcs01558_20261120.csv", &tcvn3);
    change("screening/kham_01774_20261120.csv", &latin_1);
    change("employer/lao_dong_htx01273_20261120.csv", &utf_16);
    change("insurance/bhyt_20261120.csv", &|bytes| {
        [bytes, b"DN4040365095982,\"0365"].concat()
    });
    let workbook = province.sample("plan/ke_hoach_01774_20261120.xlsx");
    fs::rename(&workbook, workbook.with_extension("csv")).expect("renamed");
    let text = province.sample("plan/ke_hoach_01558_20261120.csv");
    fs::rename(&text, text.with_extension("xlsx")).expect("renamed");

    let ended = province.night(&[]).expect(0);
    check(
        &province,
        &ended,
        &[
            set_aside(
                "ehr/hssk_20261120.csv",
                "it was only half written; copy it again",
            ),
            set_aside("plan/ke_hoach_01294_20261120.csv", "half written"),
            set_aside("plan/ke_hoach_01501_20261120.xlsx", "half written"),
            set_aside(
                "schools/hoc_sinh_ththcs01558_20261120.csv",
                "save it again as CSV UTF-8",
            ),
            set_aside(
                "screening/kham_01774_20261120.csv",
                "save it again as CSV UTF-8",
            ),
            set_aside(
                "insurance/bhyt_20261120.csv",
                "a quotation mark opens near row",
            ),
        ],
    );
    let inputs = province.version().manifest.head.inputs;
    // A workbook called .csv and text called .xlsx are read for what they are.
    for file in [
        "employers/lao_dong_htx01273_20261120.csv",
        "plan/ke_hoach_01774_20261120.csv",
        "plan/ke_hoach_01558_20261120.xlsx",
    ] {
        let input = inputs.iter().find(|input| input.file == file);
        let input = input.expect("in the manifest");
        assert_eq!(input.state, InputState::Accepted, "{file}");
        assert!(input.accepted > 0, "{file}");
    }
}

/// A few letters as TCVN3 fonts write them: a byte each. The others are lost.
fn tcvn3(bytes: &[u8]) -> Vec<u8> {
    one_byte_each(
        bytes,
        &[
            ('ọ', 0xe4),
            ('à', 0xb5),
            ('ớ', 0xed),
            ('ị', 0xde),
            ('ố', 0xe8),
            ('Đ', 0xa7),
        ],
    )
}

fn latin_1(bytes: &[u8]) -> Vec<u8> {
    one_byte_each(
        bytes,
        &[
            ('à', 0xe0),
            ('á', 0xe1),
            ('ê', 0xea),
            ('ô', 0xf4),
            ('ã', 0xe3),
        ],
    )
}

fn one_byte_each(bytes: &[u8], letters: &[(char, u8)]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let byte = |letter: char| {
        let known = letters
            .iter()
            .find(|(known, _)| *known == letter)
            .map(|(_, byte)| *byte);
        known.unwrap_or_else(|| u8::try_from(letter).unwrap_or(b'?'))
    };
    text.chars().map(byte).collect()
}

fn utf_16(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect()
}

/// Whoever opens a pipe waits for a writer, who never comes.
#[test]
fn a_pipe_in_place_of_a_file() {
    let province = Province::new();
    let pipe = province.sample("ehr/hssk_20261119.csv");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo is there");
    assert!(made.success());
    let mut night = Command::new("timeout");
    night.args(["-s", "KILL", "60", env!("CARGO_BIN_EXE_toandan")]);
    night.args(["run", "pipelines/cao-bang", "--lang", "en"]);
    let ended = Ended::of(night.current_dir(province.root())).expect(0);
    check(
        &province,
        &ended,
        &[set_aside("ehr/hssk_20261119.csv", "not a file")],
    );
}

/// Exit 2, a message with every one of `says`, and published data as before.
#[track_caller]
fn stops(damage: impl FnOnce(&Province), says: &[&str]) {
    let province = Province::published();
    let before = digests(&province.output());
    damage(&province);
    province.night(&[]).expect(2).says(says);
    assert_eq!(digests(&province.output()), before);
    province.version();
}

const REGISTER: &str = "residents/dan_cu_20261120.csv";

#[test]
fn a_required_source_without_its_folder() {
    let says = [
        "source `residents`: cannot list the folder",
        "sample_data/residents",
        "create it",
    ];
    stops(
        |province| fs::remove_dir_all(province.sample("residents")).expect("removed"),
        &says,
    );
}

#[test]
fn a_required_source_without_a_file() {
    let says = [
        "source `residents` is required",
        "holds no file that fits `dan_cu_{date}.*`",
    ];
    stops(
        |province| fs::remove_file(province.sample(REGISTER)).expect("removed"),
        &says,
    );
}

#[test]
fn a_required_source_whose_file_cannot_be_read() {
    let says = [
        "source `residents` is required",
        "residents/dan_cu_20261120.csv: it is empty",
    ];
    stops(
        |province| fs::write(province.sample(REGISTER), "").expect("emptied"),
        &says,
    );
    let says = [
        "source `residents` is required",
        "it was only half written; copy it again",
    ];
    let halve = |province: &Province| {
        let bytes = fs::read(province.sample(REGISTER)).expect("the register");
        fs::write(province.sample(REGISTER), cut_in_a_row(&bytes)).expect("written");
    };
    stops(halve, &says);
}
