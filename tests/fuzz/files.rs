//! Readers.

use std::path::Path;

use toandan::config::{self, KnownRules};
use toandan::domain::{Kind, Limits};
use toandan::ingest::{LayoutOptions, tables};
use toandan::validate::known_rules;

use crate::campaign::attack;
use crate::mutate::{bytes, zipped};
use crate::seeds::files;

/// Changes tried by `cargo test`.
const TRIES: u64 = 300;

/// What `kind` is read with in the shipped pipeline, in less memory.
fn options(kind: Kind) -> LayoutOptions {
    let pipeline = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/cao-bang");
    let rules = KnownRules {
        rules: known_rules(),
    };
    let plan = config::load(&pipeline, &rules).expect("the shipped pipeline");
    let sources = plan.sources.iter();
    let source = sources
        .filter(|source| source.kind == kind)
        .chain(&plan.sources)
        .next()
        .expect("a source");
    LayoutOptions::new(kind, &source.profile).within(Limits {
        unpacked_mib: 64,
        table_mib: 64,
        ..Limits::default()
    })
}

fn attack_reader(
    name: &str,
    extensions: &[&str],
    kind: Kind,
    change: impl Fn(&mut rand_xoshiro::Xoshiro256PlusPlus, &[Vec<u8>]) -> Vec<u8>,
) {
    let options = options(kind);
    attack(name, &files(extensions), TRIES, change, |input| {
        // What cannot be read is refused in words; here it is enough that it ends.
        if let Err(error) = tables::read(input.clone(), "tep", &options) {
            assert!(!error.to_string().is_empty());
        }
    });
}

#[test]
fn text() {
    attack_reader("text", &["csv", "txt", "tsv"], Kind::ScreeningRoster, bytes);
}

#[test]
fn xlsx() {
    attack_reader("xlsx", &["xlsx", "xlsm"], Kind::PlanRoster, zipped);
}

#[test]
fn xlsb() {
    attack_reader("xlsb", &["xlsb"], Kind::PlanRoster, zipped);
}

#[test]
fn xls() {
    attack_reader("xls", &["xls"], Kind::PlanRoster, bytes);
}

#[test]
fn ods() {
    attack_reader("ods", &["ods"], Kind::PlanRoster, zipped);
}

#[test]
fn archives() {
    attack_reader("archives", &["zip", "gz"], Kind::PlanRoster, zipped);
}

#[test]
fn parquet() {
    attack_reader("parquet", &["parquet"], Kind::Residents, bytes);
}

#[test]
fn messages() {
    attack_reader("messages", &["xml"], Kind::ExamXml, bytes);
}
