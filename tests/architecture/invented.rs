//! The rules themselves, tried on invented files.

use std::path::Path;

use super::abilities::{clock, disk, environment, prints};
use super::house::leftovers;
use super::rooms::imports;
use super::source::{Breach, Source};

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
