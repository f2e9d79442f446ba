//! Corrected workbooks of rejects, as they lie in the folder of corrections.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Correction;
use super::refusals::{Refusal, Refusals};
use crate::dataset::PipelineFile;
use crate::domain::Limits;
use crate::ingest::block::RawRow;
use crate::ingest::{RawBlock, workbook};
use crate::run::files::sha256_of;
use crate::run::rejects::key::{RejectKey, fingerprint, plain};
use crate::run::rejects::workbook::OWN_HEADERS;
use crate::run::sheet::KEY_HEADER;

/// What Excel and LibreOffice save a workbook as.
const EXTENSIONS: [&str; 4] = ["xlsx", "xlsm", "xlsb", "ods"];

/// Thousands of rows with every cell filled have less.
const BYTES_MAX: u64 = 64 << 20;

/// The header stands within this many rows from the top.
const HEADER_ROWS_MAX: usize = 10;

/// What the folder holds.
#[derive(Default)]
pub struct Dropped {
    /// In the order in which later ones win: by the day of the rejects, then by the name of the workbook.
    pub corrections: Vec<Correction>,
    /// The workbooks that were read, with their digests.
    pub files: Vec<PipelineFile>,
}

/// Reads every workbook in `folder`, by name. What is no corrected workbook is refused, and the others are read.
pub fn read_folder(folder: &Path, limits: Limits, refusals: &mut Refusals) -> Dropped {
    let mut dropped = Dropped::default();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) => {
            let message = format!("the folder {} cannot be read: {cause}", folder.display());
            refusals.refuse_file("corrections", Refusal::Unreadable { message });
            return dropped;
        }
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A dot hides a file from people too.
        if name.starts_with('.') {
            continue;
        }
        let name: Arc<str> = Arc::from(&*name);
        match read_file(&path) {
            Ok((bytes, sha256)) => {
                dropped.files.push(PipelineFile {
                    path: path.display().to_string(),
                    sha256,
                });
                let read = read_workbook(&name, bytes, limits, refusals);
                dropped.corrections.extend(read);
            }
            Err(refusal) => refusals.refuse_file(&name, refusal),
        }
    }
    let order = |correction: &Correction| {
        let name = &correction.workbook;
        let stem = name.rsplit_once('.').map_or(&**name, |(stem, _)| stem);
        (correction.key.written_on.clone(), stem.to_owned())
    };
    dropped.corrections.sort_by_cached_key(order);
    dropped
}

fn read_file(path: &Path) -> Result<(Vec<u8>, String), Refusal> {
    let unreadable = |message: String| Refusal::Unreadable { message };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with("~$") {
        let message = "it is a lock file that Excel leaves while a workbook is open; close the workbook and delete it";
        return Err(unreadable(message.to_owned()));
    }
    let extension = path.extension().unwrap_or_default();
    if !EXTENSIONS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
    {
        return Err(unreadable("it is no workbook; save it as .xlsx".to_owned()));
    }
    let metadata = path
        .metadata()
        .map_err(|cause| unreadable(cause.to_string()))?;
    if !metadata.is_file() {
        return Err(unreadable("it is no file".to_owned()));
    }
    if metadata.len() > BYTES_MAX {
        let (mib, limit) = (metadata.len() >> 20, BYTES_MAX >> 20);
        return Err(unreadable(format!(
            "it has {mib} MiB, more than the limit of {limit} MiB"
        )));
    }
    let bytes = fs::read(path).map_err(|cause| unreadable(cause.to_string()))?;
    let sha256 = sha256_of(path).map_err(|cause| unreadable(cause.to_string()))?;
    Ok((bytes, sha256))
}

fn read_workbook(
    name: &Arc<str>,
    bytes: Vec<u8>,
    limits: Limits,
    refusals: &mut Refusals,
) -> Vec<Correction> {
    let sheets = match workbook::read_sheets(bytes, limits) {
        Ok(sheets) => sheets,
        Err(error) => {
            let message = error.to_string();
            refusals.refuse_file(name, Refusal::Unreadable { message });
            return Vec::new();
        }
    };
    let mut corrections = Vec::new();
    let mut has_keys = false;
    for (sheet, block) in &sheets {
        if let Some(table) = Table::find(block) {
            has_keys = true;
            corrections.extend(read_table(name, sheet, block, &table, refusals));
        } else if block.rows() > 0 {
            let message =
                format!("sheet `{sheet}` has no column `{KEY_HEADER}` with its columns beside it");
            refusals.refuse_file(name, Refusal::Unreadable { message });
        }
    }
    if !has_keys && sheets.iter().all(|(_, block)| block.rows() == 0) {
        let message = "it is empty".to_owned();
        refusals.refuse_file(name, Refusal::Unreadable { message });
    }
    refuse_contradictions(corrections, refusals)
}

/// Where the columns of a table of rejects stand.
struct Table {
    header_row: usize,
    key: usize,
    /// Where the source's columns begin.
    first: usize,
    headers: Arc<[String]>,
}

impl Table {
    fn find(block: &RawBlock) -> Option<Self> {
        (0..block.rows().min(HEADER_ROWS_MAX)).find_map(|at| {
            let row = block.row(at);
            let column = |header: &str| row.cells().position(|cell| cell == header);
            let key = column(KEY_HEADER)?;
            let first = column(OWN_HEADERS[OWN_HEADERS.len() - 1])? + 1;
            (key < first).then(|| Self {
                header_row: at,
                key,
                first,
                headers: row.cells().skip(first).map(plain).collect(),
            })
        })
    }
}

fn read_table(
    workbook: &Arc<str>,
    sheet: &str,
    block: &RawBlock,
    table: &Table,
    refusals: &mut Refusals,
) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for row in (table.header_row + 1..block.rows()).map(|at| block.row(at)) {
        match read_row(row, table) {
            Read::Nothing => {}
            Read::Refused(refusal) => refusals.refuse(workbook, sheet, row.number, refusal),
            Read::Corrected(key, cells) => corrections.push(Correction {
                key,
                workbook: Arc::clone(workbook),
                workbook_sheet: Arc::from(sheet),
                workbook_row: row.number,
                headers: Some(Arc::clone(&table.headers)),
                cells,
            }),
        }
    }
    corrections
}

enum Read {
    /// A blank row, or one that nobody touched.
    Nothing,
    Refused(Refusal),
    Corrected(RejectKey, Vec<(String, String)>),
}

fn read_row(row: RawRow<'_>, table: &Table) -> Read {
    let mut cells = Vec::new();
    for (at, cell) in row.cells().skip(table.first).map(plain).enumerate() {
        match table.headers.get(at) {
            _ if cell.is_empty() => {}
            Some(header) if !header.is_empty() => cells.push((header.clone(), cell)),
            _ => return Read::Refused(Refusal::NoHeader),
        }
    }
    cells.sort();
    match (row.cell(table.key), RejectKey::parse(row.cell(table.key))) {
        ("", _) if cells.is_empty() => Read::Nothing,
        ("", _) => Read::Refused(Refusal::NoKey),
        (_, None) => Read::Refused(Refusal::BrokenKey),
        (_, Some(key)) => {
            let pairs = cells
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()));
            if fingerprint(pairs) == key.cells {
                Read::Nothing
            } else {
                Read::Corrected(key, cells)
            }
        }
    }
}

/// Two rows of one workbook with one key and different cells contradict each other: neither is believed.
fn refuse_contradictions(corrections: Vec<Correction>, refusals: &mut Refusals) -> Vec<Correction> {
    let mut by_key: BTreeMap<RejectKey, Vec<Correction>> = BTreeMap::new();
    for correction in corrections {
        by_key
            .entry(correction.key.clone())
            .or_default()
            .push(correction);
    }
    let mut believed = Vec::new();
    for mut same in by_key.into_values() {
        if same.iter().all(|other| other.cells == same[0].cells) {
            believed.push(same.swap_remove(0));
            continue;
        }
        for correction in same {
            refusals.refuse_correction(&correction, Refusal::Contradiction);
        }
    }
    believed
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    fn key(row: u32) -> RejectKey {
        RejectKey {
            file: "plan/a.csv".to_owned(),
            digest: "00ff00ff00ff00ff".to_owned(),
            sheet: None,
            row,
            written_on: "2026-11-20".to_owned(),
            cells: fingerprint([("Họ và tên", "Nông Thị Ấm")]),
        }
    }

    fn read(rows: &[(&str, &str, &str)]) -> (Vec<Correction>, Vec<String>) {
        let mut writer = Workbook::new();
        let sheet = writer.add_worksheet().set_name("1 a").unwrap();
        let headers = OWN_HEADERS.into_iter().chain(["Họ và tên", "Ngày sinh"]);
        for (column, header) in headers.enumerate() {
            sheet.write(1, column as u16, header).unwrap();
        }
        for (at, (key, name, birth)) in (2..).zip(rows) {
            sheet.write(at, 0, *key).unwrap();
            sheet.write(at, 6, *name).unwrap();
            sheet.write(at, 7, *birth).unwrap();
        }
        let mut refusals = Refusals::default();
        let bytes = writer.save_to_buffer().unwrap();
        let read = read_workbook(
            &Arc::from("sua.xlsx"),
            bytes,
            Limits::default(),
            &mut refusals,
        );
        (read, refusals.messages())
    }

    #[test]
    fn a_row_that_nobody_touched_is_no_correction() {
        let keys = [key(7).to_text(), key(8).to_text()];
        let (read, messages) = read(&[
            (&keys[0], "Nông Thị Ấm", ""),
            (&keys[1], "Nông Thị Ấm", "1957"),
            ("", "", ""),
        ]);
        assert_eq!(messages, [""; 0]);
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].key.row, read[0].workbook_row), (8, 4));
        let birth = ("Ngày sinh".to_owned(), "1957".to_owned());
        assert!(read[0].cells.contains(&birth));
    }

    #[test]
    fn rows_without_a_sound_key_are_said() {
        let (read, messages) = read(&[("", "Lý A Sì", "1957"), ("17", "Lý A Sì", "1957")]);
        assert!(read.is_empty());
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(
            messages[0].contains("sua.xlsx, sheet `1 a`, row 3"),
            "{messages:?}"
        );
        assert!(messages.iter().all(|message| !message.contains("Lý A Sì")));
    }

    #[test]
    fn a_key_twice_with_different_cells_is_believed_in_neither() {
        let key = key(7).to_text();
        let (both, messages) = read(&[(&key, "Lý A Sì", "1957"), (&key, "Lý A Sì", "1958")]);
        assert!(both.is_empty());
        assert!(messages[0].contains("rows 3, 4"), "{messages:?}");
        let (one, messages) = read(&[(&key, "Lý A Sì", "1957"), (&key, "Lý A Sì", "1957")]);
        assert_eq!((one.len(), messages.len()), (1, 0));
    }

    #[test]
    fn what_is_no_workbook_of_rejects_is_said() {
        let mut refusals = Refusals::default();
        let name = Arc::from("x.xlsx");
        assert!(
            read_workbook(&name, b"nothing".to_vec(), Limits::default(), &mut refusals).is_empty()
        );
        let mut other = Workbook::new();
        other.add_worksheet().write(0, 0, "STT").unwrap();
        let bytes = other.save_to_buffer().unwrap();
        assert!(read_workbook(&name, bytes, Limits::default(), &mut refusals).is_empty());
        let messages = refusals.messages();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(
            messages.iter().any(|m| m.contains("half written")),
            "{messages:?}"
        );
        assert!(
            messages.iter().any(|m| m.contains(KEY_HEADER)),
            "{messages:?}"
        );
    }
}
