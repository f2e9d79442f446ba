//! The night over all cases, and what it published of each.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;
use toandan::dataset::{OutputOptions, current};
use toandan::domain::Kind;
use toandan::schema::findings::FINDINGS;
use toandan::schema::quarantine::QUARANTINE;
use toandan::schema::records::RECORDS;
use toandan::schema::steering::FRESHNESS;

use super::case::Case;
use crate::support::{Ended, Row, copy, project, rows, toandan};

/// What was published of one case.
#[derive(Default)]
pub struct Read {
    pub records: Vec<Row>,
    pub quarantine: Vec<Row>,
    pub findings: Vec<Row>,
    /// Why files were set aside.
    pub reasons: Vec<String>,
}

/// What was published, by case. A case that stops a night is in none.
pub struct Nights {
    read: BTreeMap<String, Read>,
    /// How it went.
    pub said: String,
}

impl Nights {
    pub fn over(cases: &[Case]) -> Self {
        let mut nights = Self {
            read: BTreeMap::new(),
            said: String::new(),
        };
        let (known, unknown): (Vec<&Case>, Vec<&Case>) = cases
            .iter()
            .partition(|case| Kind::from_code(&case.kind).is_some());
        for case in unknown {
            let said = format!("{}: there is no kind {}", case.name, case.kind);
            writeln!(nights.said, "{said}").expect("written");
        }
        nights.run(&known);
        nights
    }

    pub fn of(&self, case: &str) -> Option<&Read> {
        self.read.get(case)
    }

    /// One night for all; where it fails, one for each half, so that a case that stops the night stands alone.
    fn run(&mut self, cases: &[&Case]) {
        let folder = TempDir::with_prefix("toandan-cases-").expect("a folder");
        match night(folder.path(), cases) {
            Ok(read) => self.read.extend(read),
            Err(said) => match cases {
                [] => {}
                [case] => {
                    writeln!(self.said, "{} stops the night: {said}", case.name).expect("written")
                }
                cases => {
                    drop(folder);
                    let (first, second) = cases.split_at(cases.len() / 2);
                    self.run(first);
                    self.run(second);
                }
            },
        }
    }
}

fn night(root: &Path, cases: &[&Case]) -> Result<BTreeMap<String, Read>, String> {
    lay_out(root, cases);
    let mut command = toandan();
    command.args(["run", "pipelines/cases", "--lang", "en", "--threads", "2"]);
    command.args(["--as-of", "2026-11-20"]).current_dir(root);
    let output = command.output().expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.code() != Some(0) {
        let told = stderr.lines().filter(|line| !line.trim().is_empty());
        let told: Vec<&str> = told.take(6).collect();
        return Err(format!("{:?}: {}", output.status.code(), told.join(" / ")));
    }
    Ok(read_back(&root.join("out"), cases, &Ended::from(output)))
}

/// The pipeline of Cao Bằng for the whole province, with the cases for sources and no gates.
fn lay_out(root: &Path, cases: &[&Case]) {
    let pipelines = root.join("pipelines");
    copy(
        &project().join("pipelines/cao-bang"),
        &pipelines.join("cases"),
    );
    symlink(
        project().join("pipelines/reference"),
        pipelines.join("reference"),
    )
    .expect("a link to the reference lists");
    let file = pipelines.join("cases/pipeline.toml");
    let text = fs::read_to_string(&file).expect("the pipeline");
    let (head, sources) = text.split_once("[[sources]]").expect("sources");
    let mut plan = String::new();
    for line in head.lines().filter(|line| !line.starts_with("communes = ")) {
        let gate = line
            .split_once("_max = ")
            .filter(|_| line.contains("_max = 0."));
        match gate {
            Some((gate, _)) => writeln!(plan, "{gate}_max = 1.0").expect("written"),
            None => writeln!(plan, "{line}").expect("written"),
        }
    }
    // Indicators need every kind to be there: these sources deliver nothing.
    let sources = sources.replace("../../sample_data", "../../nothing");
    let sources = sources.replace("required = true", "required = false");
    writeln!(plan, "[[sources]]{sources}").expect("written");
    for case in cases {
        let folder = root.join("cases").join(&case.name);
        fs::create_dir_all(&folder).expect("a folder");
        for input in &case.inputs {
            let name = input.file_name().expect("a name");
            fs::copy(input, folder.join(name)).expect("copied");
        }
        write!(
            plan,
            "\n[[sources]]\nid = \"{name}\"\nkind = \"{kind}\"\nfolder = \"../../cases/{name}\"\nfile_name = \"{pattern}\"\n\
             profile = \"profiles/{profile}.toml\"\ndelivery = \"snapshot\"\nrequired = false\nmax_age_days = 365\n",
            name = case.name,
            kind = case.kind,
            pattern = case.pattern(),
            profile = profile(&case.kind),
        )
        .expect("written");
    }
    fs::write(file, plan).expect("the plan is written");
}

/// The profile that ships for a kind.
fn profile(kind: &str) -> &str {
    match kind {
        "residents" | "insurance" | "ehr_status" | "exam_xml" | "visit_xml" => kind,
        _ => "roster",
    }
}

fn read_back(output: &Path, cases: &[&Case], ended: &Ended) -> BTreeMap<String, Read> {
    let options = |directory| OutputOptions { directory, keep: 7 };
    let version = current(&options(output.join("cao-bang"))).expect("current opens");
    let version = version.unwrap_or_else(|| panic!("no version\n{ended}"));
    let mut read: BTreeMap<String, Read> = cases
        .iter()
        .map(|case| (case.name.clone(), Read::default()))
        .collect();
    let mut sort_in = |rows: Vec<Row>, place: fn(&mut Read, Row)| {
        for row in rows {
            let source = row.text("file").split('/').next().unwrap_or_default();
            if let Some(read) = read.get_mut(source) {
                place(read, row);
            }
        }
    };
    sort_in(rows(&version, &RECORDS), |read, row| read.records.push(row));
    sort_in(rows(&version, &QUARANTINE), |read, row| {
        read.quarantine.push(row);
    });
    sort_in(rows(&version, &FINDINGS), |read, row| {
        read.findings.push(row);
    });
    let files = rows(&version, &FRESHNESS);
    let files = files.into_iter().filter(|row| row.get("file").is_some());
    sort_in(files.collect(), |read, row| {
        if !row.text("reason").is_empty() {
            read.reasons.push(row.text("reason").to_owned());
        }
    });
    read
}
