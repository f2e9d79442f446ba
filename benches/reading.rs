//! Reading, standardising and validating the extracts of an invented province, on two threads: rows per second.
//!
//! The whole of what a night does before linkage: files found and fetched, digests, headers, values, findings, rules
//! over whole files. Extracts are those of `synth` at its shipped error rates, all CSV.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use tempfile::TempDir;
use toandan::config::{self, KnownRules, Plan};
use toandan::reference::embedded;
use toandan::run::{RunRequest, survey};
use toandan::synth::{ErrorRates, SynthOptions, TableFormat, synthesize};
use toandan::validate::known_rules;

const RESIDENTS: u64 = 100_000;
const THREADS: usize = 2;

/// The shipped pipeline over the invented extracts, all communes in scope.
fn plan(folder: &Path) -> Plan {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines");
    let pipeline = folder.join("pipelines/cao-bang");
    fs::create_dir_all(pipeline.join("profiles")).expect("a folder");
    for part in ["", "profiles"] {
        for entry in
            fs::read_dir(shipped.join("cao-bang").join(part)).expect("the shipped pipeline")
        {
            let entry = entry.expect("an entry");
            if entry.path().is_file() {
                fs::copy(entry.path(), pipeline.join(part).join(entry.file_name()))
                    .expect("copied");
            }
        }
    }
    let file = pipeline.join("pipeline.toml");
    let text = fs::read_to_string(&file).expect("the plan");
    let kept = text.lines().filter(|line| !line.starts_with("communes = "));
    let reference = format!("reference = \"{}\"", shipped.join("reference").display());
    let lines = kept.map(|line| match line.starts_with("reference = ") {
        true => reference.as_str(),
        false => line,
    });
    fs::write(&file, lines.collect::<Vec<_>>().join("\n")).expect("written");
    let rules = KnownRules {
        rules: known_rules(),
    };
    config::load(&pipeline, &rules).expect("the pipeline is sound")
}

fn reading(c: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let options = SynthOptions {
        province: "04".to_owned(),
        residents: RESIDENTS,
        seed: 1,
        as_of: date(2026, 11, 20),
        out: folder.path().join("sample_data"),
        communes: None,
        tables: TableFormat::Csv,
    };
    let units = embedded::administrative_units();
    let report = synthesize(&options, &ErrorRates::shipped(), &units, &|_| {}).expect("invented");
    let rows: u64 = report.extracts.values().map(|count| count.rows).sum();
    let plan = plan(folder.path());
    let mut group = c.benchmark_group("reading");
    group.sample_size(10);
    group.throughput(Throughput::Elements(rows));
    group.bench_function("csv", |b| {
        b.iter(|| {
            let stop = AtomicBool::new(false);
            let request = RunRequest {
                as_of: None,
                today: date(2026, 11, 28),
                memory_limit: None,
                run_id: "bench".to_owned(),
                stop: &stop,
                events: &|_| {},
            };
            let survey = survey(black_box(&plan), THREADS, &request).expect("read");
            let accepted: u64 = survey.files.iter().map(|file| file.accepted).sum();
            assert!(accepted > RESIDENTS);
        });
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
