//! Files that would eat the machine: each is refused with a message, within memory and time, while the others go on.

use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::Instant;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use toandan::schema::steering::FRESHNESS;

use crate::support::{Ended, Province, rows};

/// The whole night, the sample's own work among it.
const SECONDS_MAX: u64 = 20;
/// KiB that the program may hold.
const MEMORY_KIB_MAX: u64 = 1 << 20;

/// Writes what a part of an archive holds.
type Writing<'w> = &'w dyn Fn(&mut dyn Write);

/// An archive of parts, by name.
fn zipped(parts: &[(&str, Writing<'_>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, write) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("begun");
        write(&mut writer);
    }
    writer.finish().expect("written").into_inner()
}

fn text(text: &'static str) -> impl Fn(&mut dyn Write) {
    move |out| out.write_all(text.as_bytes()).expect("written")
}

/// `text` again and again.
fn repeated(text: &'static str, times: usize) -> impl Fn(&mut dyn Write) {
    move |out| {
        let chunk = text.repeat(1000);
        for _ in 0..times / 1000 {
            out.write_all(chunk.as_bytes()).expect("written");
        }
    }
}

/// A workbook of one sheet, its rows and its shared texts written by `rows` and `strings`.
fn xlsx(rows: Writing<'_>, strings: Writing<'_>) -> Vec<u8> {
    let sheet = |out: &mut dyn Write| {
        out.write_all(b"<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>")
            .expect("written");
        rows(out);
        out.write_all(b"</sheetData></worksheet>").expect("written");
    };
    let shared = |out: &mut dyn Write| {
        out.write_all(b"<sst>").expect("written");
        strings(out);
        out.write_all(b"</sst>").expect("written");
    };
    zipped(&[
        ("[Content_Types].xml", &text("<Types/>")),
        (
            "xl/workbook.xml",
            &text(
                "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &text(
                "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"s.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"t.xml\"/></Relationships>",
            ),
        ),
        ("xl/s.xml", &sheet),
        ("xl/t.xml", &shared),
    ])
}

fn ods(rows: &'static str) -> Vec<u8> {
    zipped(&[
        ("META-INF/manifest.xml", &text("<manifest/>")),
        ("content.xml", &move |out: &mut dyn Write| {
            let content = format!(
                "<office:spreadsheet><table:table table:name=\"A\">{rows}</table:table></office:spreadsheet>"
            );
            out.write_all(content.as_bytes()).expect("written");
        }),
    ])
}

fn gzipped(write: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    write(&mut encoder);
    encoder.finish().expect("written")
}

/// Every hostile file as one of `province`'s screening rosters, with what must be said of it.
fn plant(province: &Province) -> Vec<(String, &'static str)> {
    let nothing = text("");
    let head = text("<row><c t=\"str\"><v>STT</v></c></row>");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "sparse.xlsx",
            xlsx(
                &text("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"),
                &nothing,
            ),
            "column XFD, row 1; the limit is 1024 (`columns`",
        ),
        (
            "cells.xlsx",
            xlsx(
                &|out: &mut dyn Write| {
                    for row in 1..20_000 {
                        write!(out, "<row><c r=\"ALL{row}\"><v>1</v></c></row>").expect("written");
                    }
                },
                &nothing,
            ),
            "more than 32 MiB; the limit is 32 (`table_mib`",
        ),
        (
            "strings.xlsx",
            xlsx(&head, &repeated("<si/>", 9_000_000)),
            "shared texts take more than half of 32 MiB; the limit is 32 (`table_mib`",
        ),
        (
            "long.xlsx",
            xlsx(
                &text("<row><c t=\"str\"><v>"),
                &repeated("nông thị ấm ", 500_000),
            ),
            "holds a cell of more bytes than that; the limit is 1048576 (`cell_bytes`",
        ),
        (
            "bomb.xlsx",
            xlsx(&repeated("<row></row>", 7_000_000), &nothing),
            "it unpacks to more than 64 MiB; the limit is 64 (`unpacked_mib`",
        ),
        (
            "entities.xlsx",
            zipped(&[
                ("[Content_Types].xml", &text("<Types/>")),
                (
                    "xl/workbook.xml",
                    &text(
                        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><workbook>&b;</workbook>",
                    ),
                ),
            ]),
            "declares entities",
        ),
        (
            "repeated.ods",
            ods(
                "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
                 table:number-columns-repeated=\"1000\"><text:p>x</text:p></table:table-cell></table:table-row>",
            ),
            "(`table_mib`",
        ),
        (
            "wide.ods",
            ods(
                "<table:table-row><table:table-cell table:number-columns-repeated=\"4294967295\"/>\
                 <table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
            ),
            "(`columns`",
        ),
        (
            "half.zip",
            xlsx(&head, &nothing)[..200].to_vec(),
            "its zip archive is broken or half written",
        ),
        (
            "zeros.csv",
            gzipped(repeated("\0\0\0\0\0\0\0\0\0\0", 1_000_000)),
            "binary data",
        ),
        (
            "bomb.csv",
            gzipped(repeated("STT,Họ và tên,Ngày sinh,Số CCCD\n", 2_000_000)),
            "it unpacks to more than 64 MiB; the limit is 64 (`unpacked_mib`",
        ),
        (
            "half.csv",
            gzipped(repeated("STT,Họ và tên,Ngày sinh,Số CCCD\n", 1000))[..60].to_vec(),
            "its gzip archive is broken or half written",
        ),
        (
            "line.csv",
            [
                "STT,Họ và tên,Ngày sinh,Số CCCD\n1,".as_bytes(),
                &b"x".repeat(10 << 20),
                b"\n",
            ]
            .concat(),
            "row 2 is longer than 1 MiB",
        ),
        (
            "nul.csv",
            format!(
                "STT,Họ và tên,Ngày sinh,Số CCCD\n{}1,Nông\0 Thị Ấm,1957,\n",
                "1,Nông Thị Ấm,1957,\n".repeat(4000)
            )
            .into_bytes(),
            "row 4002 holds a NUL byte",
        ),
        (
            "page.xls",
            b"<html><table><tr><td>STT".to_vec(),
            "it is a web page (HTML)",
        ),
        (
            "old.xls",
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0xff; 600]].concat(),
            "the workbook cannot be opened",
        ),
        ("scan.pdf", b"%PDF-1.7\n".to_vec(), "it is a PDF document"),
    ];
    let folder = province.sample("screening");
    let mut planted = Vec::new();
    for (at, (name, bytes, says)) in cases.into_iter().enumerate() {
        let (stem, extension) = name.split_once('.').expect("an extension");
        // A place of its own each, so that none replaces another.
        let name = format!("kham_{:05}_20261120.{stem}.{extension}", 1000 + at);
        assert!(bytes.len() < 16 << 20, "{name}");
        fs::write(folder.join(&name), bytes).expect("written");
        planted.push((format!("screening/{name}"), says));
    }
    symlink(
        "kham_02001_20261120.csv",
        folder.join("kham_02000_20261120.csv"),
    )
    .expect("linked");
    symlink(
        "kham_02000_20261120.csv",
        folder.join("kham_02001_20261120.csv"),
    )
    .expect("linked");
    fs::create_dir(folder.join("kham_02002_20261120.csv")).expect("made");
    let pipe = Command::new("mkfifo")
        .arg(folder.join("kham_02003_20261120.csv"))
        .status();
    assert!(pipe.expect("mkfifo is there").success());
    let archive = zipped(&[
        ("../kham_02004_20261120.csv", &text("STT")),
        ("kham_02005_20261120.zip", &text("PK")),
    ]);
    fs::write(folder.join("tong_hop.zip"), archive).expect("written");
    for (name, says) in [
        ("kham_02000_20261120.csv", "symbolic links"),
        ("kham_02001_20261120.csv", "symbolic links"),
        ("kham_02002_20261120.csv", "it is not a file"),
        ("kham_02003_20261120.csv", "it is not a file"),
        (
            "tong_hop.zip/../kham_02004_20261120.csv",
            "its name leads out of its archive",
        ),
        (
            "tong_hop.zip/kham_02005_20261120.zip",
            "it is an archive in an archive",
        ),
    ] {
        planted.push((format!("screening/{name}"), says));
    }
    planted
}

/// The night, and the most memory that it ever held in KiB.
fn peak_kib(province: &Province) -> (Ended, u64) {
    let mut command = Command::new("/usr/bin/env");
    command
        .args(["python3", "-c", MEASURE])
        .arg(env!("CARGO_BIN_EXE_toandan"));
    command.args([
        "run",
        "pipelines/cao-bang",
        "--lang",
        "en",
        "--threads",
        "2",
    ]);
    let ended = Ended::of(command.current_dir(province.root()));
    let peak = ended
        .stderr
        .lines()
        .last()
        .and_then(|line| line.parse().ok());
    let peak = peak.unwrap_or_else(|| panic!("no peak in\n{ended}"));
    (ended, peak)
}

const MEASURE: &str = "import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)";

#[test]
fn hostile_files_are_refused_and_the_others_go_on() {
    let province = Province::new();
    let before = shared_rows();
    // Small bombs under small limits: what they cost grows with both.
    let pipeline = province.pipeline("pipeline.toml");
    Province::edit(&pipeline, "table_mib = 256", "table_mib = 32");
    Province::edit(&pipeline, "unpacked_mib = 1024", "unpacked_mib = 64");
    let planted = plant(&province);
    let start = Instant::now();
    let (ended, peak) = peak_kib(&province);
    let seconds = start.elapsed().as_secs();
    let ended = ended.expect(0);
    let version = province.version();
    let freshness = rows(&version, &FRESHNESS);
    for (file, says) in &planted {
        let row = freshness.iter().find(|row| row.text("file") == file);
        let row = row.unwrap_or_else(|| panic!("nothing is said of {file}\n{ended}"));
        assert_eq!(row.text("state"), "set_aside", "{file}");
        let reason = row.text("reason");
        assert!(reason.contains(says), "{file}: no {says:?} in {reason:?}");
    }
    assert_eq!(freshness.len(), before + planted.len());
    assert_eq!(
        version.manifest.head.accounting,
        crate::support::shared().version().manifest.head.accounting
    );
    assert!(peak < MEMORY_KIB_MAX, "{peak} KiB");
    // An unoptimised build is several times slower; each reader alone is far below.
    let seconds_max = if cfg!(debug_assertions) {
        12 * SECONDS_MAX
    } else {
        SECONDS_MAX
    };
    assert!(seconds < seconds_max, "{seconds} s");
}

fn shared_rows() -> usize {
    rows(&crate::support::shared().version(), &FRESHNESS).len()
}

#[test]
fn limits_are_set_in_the_pipeline() {
    let province = Province::new();
    let pipeline = province.pipeline("pipeline.toml");
    Province::edit(&pipeline, "unpacked_mib = 1024", "unpacked_mib = 1");
    let folder = province.sample("screening");
    let bomb = gzipped(repeated("STT,Họ và tên,Ngày sinh,Số CCCD\n", 100_000));
    fs::write(folder.join("kham_01001_20261120.csv.gz"), bomb).expect("written");
    let ended = province.night(&[]).expect(0);
    ended.says(&["screening/kham_01001_20261120.csv.gz is set aside: it unpacks to more than 1 MiB; the limit is 1 (`unpacked_mib` in [limits] of pipeline.toml)"]);
    Province::edit(&pipeline, "rows = 2_000_000", "rows = 0");
    province
        .night(&[])
        .expect(2)
        .says(&["`rows` must be", "1000"]);
}
