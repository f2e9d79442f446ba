//! The house rules that `lib.rs` states, held against the text of every source file.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms that every other room may use.
const FOUNDATION: [&str; 3] = ["domain", "schema", "reference"];

/// What the rooms of the foundation may use of each other.
const BELOW: [(&str, &[&str]); 3] = [
    ("domain", &[]),
    ("reference", &["domain"]),
    ("schema", &["domain"]),
];

/// Rooms whose work is a step of the night. They meet through the foundation.
const STAGES: [&str; 9] = [
    "source",
    "ingest",
    "standardise",
    "validate",
    "link",
    "persons",
    "indicators",
    "dataset",
    "synth",
];

/// What one stage may use of another all the same, and why.
const EDGES: [(&str, &str, &str); 6] = [
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
        "persons",
        "link::Linked",
        "who is who is what persons are assembled by",
    ),
    (
        "config",
        "*::options",
        "a plan is the checked options of every stage",
    ),
];

const MAY_TOUCH_THE_DISK: [&str; 6] = ["config", "source", "dataset", "run", "synth", "cli"];

/// More lines than this hold more than one idea.
const LINES_MAX: usize = 600;

/// A rule that a file breaks.
#[derive(Debug, PartialEq, Eq)]
struct Breach {
    file: PathBuf,
    line: usize,
    what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "src/{}:{}: {}",
            self.file.display(),
            self.line,
            self.what
        )
    }
}

/// A source file, its comments and texts blanked out.
struct Source {
    /// Below `src`.
    file: PathBuf,
    lines: usize,
    code: String,
    /// The same without what is compiled for tests alone.
    shipped: String,
}

impl Source {
    fn new(file: &Path, text: &str) -> Self {
        let code = without_comments_and_texts(text);
        Self {
            file: file.to_path_buf(),
            lines: text.lines().count(),
            shipped: without_tests(&code),
            code,
        }
    }

    /// The folder below `src`, or the file itself.
    fn room(&self) -> &str {
        let first = self.file.iter().next().and_then(|name| name.to_str());
        first.map_or("", |name| name.trim_end_matches(".rs"))
    }

    /// The file's module: `run/files.rs` is `run::files`, `run/mod.rs` is `run`.
    fn module(&self) -> Vec<String> {
        let parts = self.file.with_extension("");
        let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
        parts
            .filter(|part| part != "mod" && part != "lib")
            .collect()
    }

    fn breach(&self, at: usize, what: String) -> Breach {
        let line = 1 + self.code[..at].matches('\n').count();
        Breach {
            file: self.file.clone(),
            line,
            what,
        }
    }

    /// Every path of shipped code that begins with `root`, groups taken apart, and where it stands.
    fn paths_from(&self, root: &str) -> Vec<(usize, Vec<String>)> {
        let found = words(&self.shipped, root).into_iter();
        let starts = found.filter(|at| !self.shipped[..*at].trim_end().ends_with("::"));
        starts
            .flat_map(|at| {
                let mut cursor = Cursor {
                    text: &self.shipped,
                    at,
                };
                let paths = cursor.paths();
                paths.into_iter().map(move |path| (at, path))
            })
            .collect()
    }

    /// Paths within the crate, as from its root: `super` is followed upwards.
    fn crate_paths(&self) -> Vec<(usize, Vec<String>)> {
        let from_root = self
            .paths_from("crate")
            .into_iter()
            .map(|(at, path)| (at, path[1..].to_vec()));
        let module = self.module();
        let from_above = self.paths_from("super").into_iter().map(|(at, path)| {
            let up = path.iter().take_while(|part| *part == "super").count();
            let kept = module.len().saturating_sub(up);
            (at, [&module[..kept], &path[up..]].concat())
        });
        from_root.chain(from_above).collect()
    }
}

/// Reads paths like `crate::a::{b, c::d}`.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let is_next = self.text[self.at..].starts_with(token);
        self.at += if is_next { token.len() } else { 0 };
        is_next
    }

    fn word(&mut self) -> String {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let end = rest
            .find(|letter: char| !is_word(letter) && letter != '*')
            .unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    fn paths(&mut self) -> Vec<Vec<String>> {
        let mut path = Vec::new();
        loop {
            if self.takes("{") {
                return self.group(&path);
            }
            path.push(self.word());
            if !self.takes("::") || self.text[self.at..].starts_with('<') {
                return vec![path];
            }
        }
    }

    fn group(&mut self, before: &[String]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        while !self.takes("}") && self.at < self.text.len() {
            let inner = self.paths().into_iter();
            all.extend(inner.map(|path| [before, &path].concat()));
            // `a as b` and the comma behind it.
            let rest = &self.text[self.at..];
            self.at += rest.find([',', '}']).unwrap_or(rest.len());
            self.takes(",");
        }
        all
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Where `word` stands in `text`, not as a part of a longer word.
fn words(text: &str, word: &str) -> Vec<usize> {
    let ends_in_word = word.ends_with(is_word);
    let whole = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !(before.is_some_and(is_word) || ends_in_word && after.is_some_and(is_word))
    };
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(whole)
        .collect()
}

/// Blanks out what is no code, keeping line breaks and the places of everything else.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let previous = code.chars().next_back();
        let length = match skipped_length(rest, previous) {
            0 => {
                code.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            length => length,
        };
        blank(&mut code, &rest[..length]);
        rest = &rest[length..];
    }
    code
}

fn blank(code: &mut String, text: &str) {
    code.extend(
        text.bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
    );
}

/// How many bytes of comment, text or letter begin here; 0 for code.
fn skipped_length(rest: &str, previous: Option<char>) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return 1 + quoted(inside, '"');
    }
    if rest.starts_with('\'') {
        return letter(rest);
    }
    let is_word_start = !previous.is_some_and(is_word);
    let hashes = rest
        .trim_start_matches(['b', 'c'])
        .strip_prefix('r')
        .map(|rest| rest.len() - rest.trim_start_matches('#').len());
    match hashes {
        Some(hashes) if is_word_start => raw(rest, hashes),
        _ => 0,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match &rest[at..] {
            tail if tail.starts_with("/*") => (depth, at) = (depth + 1, at + 2),
            tail if tail.starts_with("*/") => (depth, at) = (depth - 1, at + 2),
            tail => at += tail.chars().next().map_or(1, char::len_utf8),
        }
        if depth == 0 || at >= rest.len() {
            return at.min(rest.len());
        }
    }
}

/// Up to and with the closing `quote`; `\` takes the meaning of what follows.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            letter if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A letter in quotes; 0 for a lifetime.
fn letter(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => 1 + quoted(&rest[1..], '\''),
        (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
        _ => 0,
    }
}

/// `r"…"` and `r#"…"#`; 0 where a word begins with r.
fn raw(rest: &str, hashes: usize) -> usize {
    let Some(open) = rest.find('"') else { return 0 };
    let is_raw = rest[..open]
        .trim_start_matches(['b', 'c'])
        .strip_prefix('r');
    if is_raw.is_none_or(|between| between.len() != hashes) {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = rest[open + 1..].find(&close);
    end.map_or(rest.len(), |end| open + 1 + end + close.len())
}

/// Blanks out every item behind `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut shipped = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        shipped.push_str(&rest[..at]);
        let length = item_length(&rest[at..]);
        blank(&mut shipped, &rest[at..at + length]);
        rest = &rest[at + length..];
    }
    shipped + rest
}

/// Up to the `;` of an item or to the end of its block.
fn item_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in rest.char_indices() {
        match letter {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}

/// Every file of `src`, without those that are compiled for tests alone.
fn sources() -> (Vec<Source>, Vec<Source>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    gather(&root, &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source file");
        Source::new(path.strip_prefix(&root).expect("below src"), &text)
    };
    let sources: Vec<Source> = files.iter().map(read).collect();
    assert!(sources.len() > 200, "{} files", sources.len());
    let tests: BTreeSet<Vec<String>> = sources.iter().flat_map(test_modules).collect();
    let is_test = |source: &Source| {
        let module = source.module();
        tests.iter().any(|test| module.starts_with(test))
    };
    sources.into_iter().partition(|source| !is_test(source))
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Modules that a file declares with `#[cfg(test)] mod name;`.
fn test_modules(source: &Source) -> Vec<Vec<String>> {
    let items = source.code.match_indices("#[cfg(test)]").map(|(at, _)| {
        let rest = &source.code[at..];
        &rest[..item_length(rest)]
    });
    items
        .filter_map(|item| item.strip_suffix(';')?.split_once("mod "))
        .map(|(_, name)| [source.module(), vec![name.trim().to_owned()]].concat())
        .collect()
}

fn shipped() -> Vec<Source> {
    sources().0
}

#[track_caller]
fn expect_none(breaches: &[Breach]) {
    let said: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(
        breaches.is_empty(),
        "{} breaches:\n{}",
        said.len(),
        said.join("\n")
    );
}

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

fn imports(source: &Source) -> Vec<Breach> {
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

fn prints(source: &Source) -> Vec<Breach> {
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

fn disk(source: &Source) -> Vec<Breach> {
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

fn clock(source: &Source) -> Vec<Breach> {
    let day = ["SystemTime", "Timestamp::now", "Zoned::now"];
    let mut breaches = forbid(source, &["cli"], &day, &[]);
    breaches.extend(forbid(source, &["cli", "run"], &["Instant"], &[]));
    breaches
}

#[test]
fn only_the_command_line_knows_what_day_it_is() {
    expect_none(&shipped().iter().flat_map(clock).collect::<Vec<_>>());
}

fn environment(source: &Source) -> Vec<Breach> {
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

/// What stands in no file, of the tests neither.
fn leftovers(source: &Source) -> Vec<Breach> {
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

/// The breaches of an invented file, as `line: what`.
fn check(file: &str, text: &str, rule: fn(&Source) -> Vec<Breach>, expected: &[&str]) {
    let found: Vec<String> = rule(&Source::new(Path::new(file), text))
        .iter()
        .map(|breach| format!("{}: {}", breach.line, breach.what))
        .collect();
    assert_eq!(found, expected, "{file}: {text}");
}

#[test]
fn a_breach_is_found_wherever_it_stands() {
    check(
        "link/mod.rs",
        "use crate::ingest::Layout;",
        imports,
        &["1: link uses ingest::Layout"],
    );
    check(
        "link/a.rs",
        "\nlet a = crate::run::run();",
        imports,
        &["2: link uses run::run"],
    );
    check(
        "persons/a.rs",
        "use crate::link::{Linked, options::LinkOptions};",
        imports,
        &["1: persons uses link::options::LinkOptions"],
    );
    check(
        "source/a.rs",
        "use crate::{domain::Kind, cli};",
        imports,
        &["1: source uses cli"],
    );
    check(
        "source/a.rs",
        "use super::super::dataset;",
        imports,
        &["1: source uses dataset"],
    );
    check(
        "source/a.rs",
        "use super::error::SourceError;",
        imports,
        &[],
    );
    check(
        "domain/a.rs",
        "use crate::schema::Table;",
        imports,
        &["1: domain uses schema::Table"],
    );
    check(
        "config/a.rs",
        "use crate::link::options::LinkOptions as L;",
        imports,
        &[],
    );
    check(
        "config/a.rs",
        "use crate::link::link;",
        imports,
        &["1: config uses link::link"],
    );
    check(
        "run/a.rs",
        "use crate::{cli::main, link::{a, b::*}};",
        imports,
        &["1: run uses cli::main"],
    );
    check(
        "link/a.rs",
        "println!(); eprint!();",
        prints,
        &["1: link has println!", "1: link has eprint!"],
    );
    check(
        "link/a.rs",
        "use std::io::{self, stdout};",
        prints,
        &["1: link has std::io::stdout"],
    );
    check(
        "ingest/a.rs",
        "use std::{fs, io};",
        disk,
        &["1: ingest has std::fs"],
    );
    check(
        "ingest/a.rs",
        "use tokio::fs;\nFile::open(path)",
        disk,
        &["2: ingest has File::", "1: ingest has tokio::fs"],
    );
    check(
        "run/a.rs",
        "Instant::now(); jiff::Timestamp::now()",
        clock,
        &["1: run has Timestamp::now"],
    );
    check(
        "dataset/a.rs",
        "use std::time::Instant;",
        clock,
        &["1: dataset has Instant"],
    );
    check(
        "dataset/a.rs",
        "std::env::args()",
        environment,
        &["1: dataset has env::args", "1: dataset has std::env::args"],
    );
    check(
        "dataset/a.rs",
        "env!(\"CARGO_PKG_VERSION\")",
        environment,
        &[],
    );
    check(
        "cli/a.rs",
        "todo!()\n#[ignore = \"slow\"]",
        leftovers,
        &["1: todo!", "2: #[ignore"],
    );
    check(
        "cli/a.rs",
        &"\n".repeat(601),
        leftovers,
        &["1: 601 lines, the most is 600: split it by its ideas"],
    );
}

#[test]
fn comments_texts_and_tests_are_no_code() {
    for text in [
        "// crate::cli, println!\n/* /* dbg! */ println! */",
        "/// See [`crate::cli`].\nfn a() {}",
        "let a = \"println!(\\\"\\\") crate::cli\";",
        "let a = r#\"crate::cli \" println!\"#; let b = b\"println!\";",
        "let a = ('\"', '\\'', '\\\\'); let b = \"println!\";",
        "fn a<'a>(b: &'a str) -> &'a str { \"crate::cli\" }",
        "#[cfg(test)]\nmod tests { use crate::cli::main; fn a() { println!(\"{}\", 1) } }",
        "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests;\n#[cfg(test)] if crate::cli::a() { println!(); }",
    ] {
        check("link/a.rs", text, imports, &[]);
        check("link/a.rs", text, prints, &[]);
    }
    let behind = "#[cfg(test)]\nmod tests { fn a() {} }\nfn b() { println!() }";
    check("link/a.rs", behind, prints, &["3: link has println!"]);
    let raw = "let r = for_r(a, \"b\");\nprintln!()";
    check("link/a.rs", raw, prints, &["2: link has println!"]);
}
