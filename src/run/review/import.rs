//! Workbooks of pairs that come back with decisions.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::ReviewError;
use super::ledger::{Entry, Ledger, Pair, Verdict, append, parse_key};
use super::workbook::{DECISION_HEADER, DIFFERENT, SAME};
use crate::config::Plan;
use crate::domain::Limits;
use crate::ingest::{RawBlock, workbook};
use crate::run::sheet::KEY_HEADER;
use crate::standardise::codes::fold_value;

/// What to take, and who decided.
#[derive(Debug, Clone)]
pub struct ImportRequest<'r> {
    pub workbooks: &'r [PathBuf],
    pub by: &'r str,
    pub on: Date,
}

/// What was taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub same: usize,
    pub different: usize,
    /// Decisions that stood already.
    pub known: usize,
    /// Pairs that nobody has decided.
    pub undecided: usize,
    /// What cannot be used: where it stands, why, and what to do.
    pub refused: Vec<String>,
}

/// The header stands within this many rows from the top.
const HEADER_ROWS_MAX: usize = 10;

/// Adds the decisions of workbooks to the file of decisions of `plan`. What cannot be used is said, and the others count.
///
/// # Errors
/// A pipeline that keeps no decisions, a file of decisions that cannot be read or written.
pub fn import(plan: &Plan, request: &ImportRequest<'_>) -> Result<Imported, ReviewError> {
    let path = plan.decisions.as_deref().ok_or(ReviewError::NoLedger)?;
    if request.by.trim().is_empty() {
        return Err(ReviewError::NoName);
    }
    let ledger = Ledger::read(path)?;
    let standing: BTreeMap<Pair, Verdict> = { ledger.entries.iter() }
        .map(|entry| (entry.pair, entry.verdict))
        .collect();
    let mut imported = Imported {
        refused: ledger.faults.clone(),
        ..Imported::default()
    };
    let mut found: BTreeMap<Pair, Vec<Answer>> = BTreeMap::new();
    for workbook in request.workbooks {
        for answer in read_workbook(workbook, plan.limits, &mut imported) {
            found.entry(answer.pair).or_default().push(answer);
        }
    }
    let mut entries = Vec::new();
    for (pair, answers) in found {
        let verdict = answers[0].verdict;
        if let Some(other) = answers.iter().find(|answer| answer.verdict != verdict) {
            let (first, second) = (&answers[0].place, &other.place);
            imported.refused.push(format!(
                "{first} and {second} decide the same pair differently; neither counts: agree on one and import it again"
            ));
            continue;
        }
        if standing.get(&pair) == Some(&verdict) {
            imported.known += 1;
            continue;
        }
        let was_decided = |entry: &Entry| entry.pair == pair && entry.verdict == verdict;
        if let Some(earlier) = ledger.entries.iter().find(|entry| was_decided(entry)) {
            let (place, on) = (&answers[0].place, earlier.on);
            imported.refused.push(format!(
                "{place}: the pair was decided so on {on} and otherwise since; the later decision stands: to decide so again, add a line to the file of decisions"
            ));
            continue;
        }
        match verdict {
            Verdict::Same => imported.same += 1,
            Verdict::Different | Verdict::Undone => imported.different += 1,
        }
        entries.push(Entry {
            pair,
            verdict,
            on: request.on,
            by: request.by.trim().to_owned(),
        });
    }
    if !entries.is_empty() {
        append(path, &entries)?;
    }
    Ok(imported)
}

/// Whether somebody has chosen anything in the workbook at `path`.
pub fn has_answers(path: &Path, limits: Limits) -> bool {
    let mut read = Imported::default();
    path.exists() && !read_workbook(path, limits, &mut read).is_empty()
}

/// What somebody chose for a pair.
struct Answer {
    pair: Pair,
    verdict: Verdict,
    /// Workbook, sheet and row.
    place: String,
}

fn read_workbook(path: &Path, limits: Limits, imported: &mut Imported) -> Vec<Answer> {
    let name = path.display();
    let read = fs::read(path)
        .map_err(|cause| format!("{name}: {cause}; check the path and who may read it"))
        .and_then(|bytes| {
            workbook::read_sheets(bytes, limits).map_err(|cause| format!("{name}: {cause}"))
        });
    let sheets = match read {
        Ok(sheets) => sheets,
        Err(message) => {
            imported.refused.push(message);
            return Vec::new();
        }
    };
    let mut answers = Vec::new();
    let mut has_pairs = false;
    for (sheet, block) in &sheets {
        let Some(table) = Table::find(block) else {
            continue;
        };
        has_pairs = true;
        for row in (table.header_row + 1..block.rows()).map(|at| block.row(at)) {
            let place = format!("{name}, sheet `{sheet}`, row {}", row.number);
            match read_row(row.cell(table.key), row.cell(table.decision)) {
                Read::Blank => {}
                Read::Undecided => imported.undecided += 1,
                Read::Refused(why) => imported.refused.push(format!("{place}: {why}")),
                Read::Decided(pair, verdict) => answers.push(Answer {
                    pair,
                    verdict,
                    place,
                }),
            }
        }
    }
    if !has_pairs {
        imported.refused.push(format!(
            "{name}: no sheet has the columns `{KEY_HEADER}` and `{DECISION_HEADER}`; take a workbook of `review export`"
        ));
    }
    answers
}

/// Where a sheet of pairs has what counts.
struct Table {
    header_row: usize,
    key: usize,
    decision: usize,
}

impl Table {
    fn find(block: &RawBlock) -> Option<Self> {
        (0..block.rows().min(HEADER_ROWS_MAX)).find_map(|at| {
            let row = block.row(at);
            let column = |header: &str| row.cells().position(|cell| cell == header);
            Some(Self {
                header_row: at,
                key: column(KEY_HEADER)?,
                decision: column(DECISION_HEADER)?,
            })
        })
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Read {
    Blank,
    Undecided,
    Refused(String),
    Decided(Pair, Verdict),
}

fn read_row(key: &str, decision: &str) -> Read {
    let verdict = match decision.trim() {
        "" => None,
        text => {
            let text = fold_value(text);
            let is = |choice: &str| text == fold_value(choice);
            match () {
                () if is(SAME) || is("cùng người") => Some(Verdict::Same),
                () if is(DIFFERENT) || is("khác người") || is("hai người") => {
                    Some(Verdict::Different)
                }
                () => {
                    let why = format!(
                        "the decision is neither `{SAME}` nor `{DIFFERENT}`; choose one of the list, or leave the cell blank"
                    );
                    return Read::Refused(why);
                }
            }
        }
    };
    let pair = key.split_once('-').and_then(|(left, right)| {
        let (left, right) = (parse_key(left)?, parse_key(right)?);
        (left < right).then_some((left, right))
    });
    match (pair, verdict) {
        (None, None) if key.is_empty() => Read::Blank,
        (Some(_), None) => Read::Undecided,
        (Some(pair), Some(verdict)) => Read::Decided(pair, verdict),
        (None, _) => Read::Refused(
            "its key was changed, so nobody can tell which pair it is; export the pairs again"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_by_its_key_and_its_choice() {
        let key = "0000000000000001-000000000000000a";
        for (text, expected) in [
            (SAME, Read::Decided((1, 10), Verdict::Same)),
            ("cùng người", Read::Decided((1, 10), Verdict::Same)),
            (
                "HAI NGƯỜI KHÁC NHAU",
                Read::Decided((1, 10), Verdict::Different),
            ),
            (" ", Read::Undecided),
        ] {
            assert_eq!(read_row(key, text), expected, "{text}");
        }
        assert_eq!(read_row("", ""), Read::Blank);
        for (key, text) in [
            (key, "có lẽ"),
            ("1-2", SAME),
            ("000000000000000a-0000000000000001", SAME),
            ("", SAME),
        ] {
            assert!(
                matches!(read_row(key, text), Read::Refused(_)),
                "{key} {text}"
            );
        }
    }
}
