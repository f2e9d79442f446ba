//! A case as its folder tells it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::project;

/// A folder of `tests/cases`.
pub struct Case {
    /// Its name, and the id of its source.
    pub name: String,
    pub kind: String,
    pub inputs: Vec<PathBuf>,
    pub rows: Vec<Expected>,
    /// Texts of which the message of a refused file must contain one; empty where no file is to be refused.
    pub refusals: Vec<String>,
    /// `or: …` in the file of the refusal: read right will do as well.
    pub may_be_read: bool,
}

/// What a person row must become.
#[derive(Debug, Clone)]
pub struct Expected {
    /// End of the file's name, where a case has several.
    pub file: String,
    pub sheet: String,
    pub row: u64,
    /// `accepted`, `quarantined`, or both with `|` between.
    pub state: String,
    /// Column → value; `a|b` allows either, `?` anything.
    pub values: BTreeMap<String, String>,
    /// Each inner list: fields of which one must have a finding.
    pub findings: Vec<Vec<String>>,
}

impl Case {
    pub fn all() -> Vec<Self> {
        let folder = project().join("tests/cases");
        let entries = fs::read_dir(&folder).expect("the cases").flatten();
        let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        folders.retain(|path| path.join("README.md").is_file());
        folders.sort();
        folders.iter().map(|path| Self::read(path)).collect()
    }

    fn read(folder: &Path) -> Self {
        let name = folder.file_name().expect("a name").to_string_lossy();
        let readme = fs::read_to_string(folder.join("README.md")).expect("a README");
        let kind = readme.lines().find_map(|line| line.strip_prefix("Kind: "));
        let about = ["README.md", "expected.csv", "expected_refusal.txt"];
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut inputs: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        inputs.retain(|path| !about.iter().any(|name| path.ends_with(name)));
        inputs.sort();
        let expected = fs::read_to_string(folder.join("expected.csv"));
        let refusal = fs::read_to_string(folder.join("expected_refusal.txt"));
        assert!(
            expected.is_ok() || refusal.is_ok(),
            "{name} expects nothing"
        );
        let refusal = refusal.unwrap_or_default();
        let first = refusal.lines().next().unwrap_or_default();
        Self {
            kind: kind.expect("a line `Kind: …`").trim().to_owned(),
            rows: expected.map(|text| rows(&text)).unwrap_or_default(),
            refusals: split(first.strip_prefix("or: ").unwrap_or(first), '|'),
            may_be_read: first.starts_with("or: "),
            inputs,
            name: name.into_owned(),
        }
    }

    /// How the source names its files: what the first of them says of commune, unit and day.
    pub fn pattern(&self) -> String {
        let names = self.inputs.iter().filter_map(|path| path.file_name());
        let names: Vec<String> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        let name = names.iter().find(|name| !name.starts_with('~'));
        let name = name.expect("an input");
        let stem = name.split('.').next().unwrap_or_default();
        let parts: Vec<&str> = stem.split('_').collect();
        match parts.as_slice() {
            [first, middle, _] if middle.len() == 5 => format!("{first}_{{commune}}_{{date}}.*"),
            [first, _, _] => format!("{first}_{{unit}}_{{date}}.*"),
            [first, ..] => format!("{first}_{{date}}.*"),
            [] => "*".to_owned(),
        }
    }

    /// Rows without a place that a spreadsheet would show are compared in their order.
    pub fn is_in_order_only(&self) -> bool {
        let is = |path: &PathBuf| {
            path.extension()
                .is_some_and(|end| end == "xml" || end == "parquet")
        };
        self.inputs.iter().any(is)
    }
}

fn rows(text: &str) -> Vec<Expected> {
    let mut lines = csv_rows(text).into_iter();
    let header = lines.next().expect("a header");
    lines.map(|cells| expected(&header, cells)).collect()
}

fn expected(header: &[String], cells: Vec<String>) -> Expected {
    assert_eq!(header.len(), cells.len(), "{cells:?}");
    let mut values: BTreeMap<String, String> = header.iter().cloned().zip(cells).collect();
    let mut take = |name: &str| values.remove(name).unwrap_or_default();
    let (file, sheet, state) = (take("file"), take("sheet"), take("state"));
    let row = take("row").parse().expect("a row number");
    let findings = take("findings");
    let findings = split(&findings, ';');
    Expected {
        file,
        sheet,
        row,
        state,
        values,
        findings: findings.iter().map(|one| split(one, '|')).collect(),
    }
}

fn split(text: &str, at: char) -> Vec<String> {
    let parts = text.split(at).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Plain CSV with quotes where they are needed, as `make.py` writes it.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    rows
}
