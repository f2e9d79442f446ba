//! The file of decisions: a line for each decision that was ever taken, the newest last.
//!
//! It is a CSV file beside the pipeline that people may read, keep under version control and carry to another server.
//! It names no person: rows are known by their keys. Of several decisions about a pair the last one holds; `undone` takes
//! back what was decided.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use jiff::civil::Date;

use super::ReviewError;
use crate::dataset::replace_file;
use crate::link::Decisions;
use crate::run::linking::cells;

/// The columns, in their order in files that the program writes.
const COLUMNS: [&str; 5] = [
    "decided_on",
    "decided_by",
    "decision",
    "left_record_key",
    "right_record_key",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Different,
    Undone,
}

impl Verdict {
    const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Undone];

    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Undone => "undone",
        }
    }
}

/// The record keys of a pair, the smaller first.
pub type Pair = (u64, u64);

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub pair: Pair,
    pub verdict: Verdict,
    pub on: Date,
    pub by: String,
}

/// What a file of decisions says.
#[derive(Debug, Default)]
pub struct Ledger {
    pub entries: Vec<Entry>,
    /// Lines that cannot be read, and why.
    pub faults: Vec<String>,
}

/// A record key as files show it.
pub fn key_text(key: u64) -> String {
    format!("{key:016x}")
}

pub fn parse_key(text: &str) -> Option<u64> {
    let is_hex = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
    u64::from_str_radix(text, 16).ok().filter(|_| is_hex)
}

impl Ledger {
    /// Reads the file at `path`; nothing where there is none yet.
    ///
    /// # Errors
    /// A file that cannot be read, or lacks a column. A line that cannot be read is a fault, and the others count.
    pub fn read(path: &Path) -> Result<Self, ReviewError> {
        // A file that is there and cannot be reached is no file without decisions.
        if fs::metadata(path).is_err_and(|cause| cause.kind() == ErrorKind::NotFound) {
            return Ok(Self::default());
        }
        let table = cells::read(path, &COLUMNS).map_err(|source| ReviewError::Ledger {
            path: path.to_path_buf(),
            source: Box::new(source),
        })?;
        let mut ledger = Self::default();
        for row in 0..table.rows {
            let texts = [0, 1, 2, 3, 4].map(|column| table.get(column, row));
            match entry(texts) {
                Ok(entry) => ledger.entries.push(entry),
                Err(what) => {
                    let line = row + 2;
                    ledger.faults.push(format!(
                        "{}, line {line}: {what}; the line counts for nothing until it is mended",
                        path.display()
                    ));
                }
            }
        }
        Ok(ledger)
    }

    /// What holds: the last decision about each pair.
    #[must_use]
    pub fn decisions(&self) -> Decisions {
        let last: BTreeMap<Pair, Verdict> = { self.entries.iter() }
            .map(|entry| (entry.pair, entry.verdict))
            .collect();
        let of = |wanted: Verdict| {
            let pairs = last.iter().filter(|(_, verdict)| **verdict == wanted);
            pairs.map(|(pair, _)| *pair).collect()
        };
        Decisions {
            must_link: of(Verdict::Same),
            never_link: of(Verdict::Different),
        }
    }
}

fn entry([on, by, verdict, left, right]: [&str; 5]) -> Result<Entry, String> {
    let on: Date = on
        .parse()
        .map_err(|_| "`decided_on` is no day such as 2026-11-28")?;
    let known = { Verdict::ALL.iter() }.find(|known| known.code() == verdict);
    let verdict = *known.ok_or("`decision` is none of same, different, undone")?;
    let keys = parse_key(left).zip(parse_key(right));
    let (left, right) = keys.ok_or("a record key is not 16 digits from 0 to f")?;
    if left == right {
        return Err("both record keys are the same".to_owned());
    }
    Ok(Entry {
        pair: (left.min(right), left.max(right)),
        verdict,
        on,
        by: by.to_owned(),
    })
}

/// Writes `entries` behind what the file at `path` says, as a whole or not at all.
///
/// # Errors
/// A disk that refuses.
pub fn append(path: &Path, entries: &[Entry]) -> Result<(), ReviewError> {
    let failed = |source| ReviewError::Write {
        path: path.to_path_buf(),
        source,
    };
    let mut bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            format!("{}\n", COLUMNS.join(",")).into_bytes()
        }
        Err(cause) => return Err(failed(cause)),
    };
    // Saved by another program it may have other signs between its columns, and what is added would count for nothing.
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    if first.trim_start_matches('\u{feff}').trim_end() != COLUMNS.join(",") {
        return Err(ReviewError::OtherColumns {
            path: path.to_path_buf(),
            header: COLUMNS.join(","),
        });
    }
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    for entry in entries {
        let line = [
            entry.on.to_string(),
            quoted(&entry.by),
            entry.verdict.code().to_owned(),
            key_text(entry.pair.0),
            key_text(entry.pair.1),
        ];
        bytes.extend_from_slice(line.join(",").as_bytes());
        bytes.push(b'\n');
    }
    replace_file(path, |out| out.write_all(&bytes)).map_err(failed)
}

/// A field of CSV that may hold a comma.
fn quoted(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tempfile::TempDir;

    use super::*;

    fn entry(pair: Pair, verdict: Verdict) -> Entry {
        Entry {
            pair,
            verdict,
            on: date(2026, 11, 28),
            by: "Nông, \"trạm\"".to_owned(),
        }
    }

    #[test]
    fn the_last_decision_about_a_pair_holds() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("decisions.csv");
        assert!(Ledger::read(&path).unwrap().decisions().is_empty());
        let first = [entry((1, 2), Verdict::Same), entry((3, 4), Verdict::Same)];
        append(&path, &first).unwrap();
        let second = [
            entry((1, 2), Verdict::Different),
            entry((3, 4), Verdict::Undone),
        ];
        append(&path, &second).unwrap();
        let ledger = Ledger::read(&path).unwrap();
        assert_eq!(ledger.entries, [first, second].concat());
        let expected = Decisions {
            must_link: Vec::new(),
            never_link: vec![(1, 2)],
        };
        assert_eq!(ledger.decisions(), expected);
    }

    #[test]
    fn a_file_that_another_program_saved_is_not_added_to() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("decisions.csv");
        fs::write(&path, COLUMNS.join(";") + "\n").unwrap();
        let refused = append(&path, &[entry((1, 2), Verdict::Same)]);
        assert!(matches!(refused, Err(ReviewError::OtherColumns { .. })));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_and_the_others_count() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("decisions.csv");
        append(&path, &[entry((1, 2), Verdict::Same)]).unwrap();
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str("28/11/2026,x,same,0000000000000001,0000000000000003\n");
        text.push_str("2026-11-28,x,maybe,0000000000000001,0000000000000003\n");
        text.push_str("2026-11-28,x,same,1,0000000000000003\n");
        text.push_str("2026-11-28,x,same,0000000000000003,0000000000000003\n");
        fs::write(&path, text).unwrap();
        let ledger = Ledger::read(&path).unwrap();
        assert_eq!(ledger.entries.len(), 1);
        let lines: Vec<bool> = (3..7)
            .zip(&ledger.faults)
            .map(|(line, fault)| fault.contains(&format!("line {line}:")))
            .collect();
        assert_eq!(lines, [true; 4]);
    }
}
