//! Quarantined rows as files to send back: a CSV per commune.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::cells::from_json;
use super::quarantine_table::{Quarantined, say};
use crate::dataset::Publication;
use crate::domain::CommuneCode;
use crate::schema::records::ChunkOrigin;
use crate::validate::Lang;

use super::RunError;

/// Headers of a rejects file, for the health worker who gets it.
const HEADERS: [&str; 6] = [
    "Tệp",
    "Trang tính",
    "Dòng",
    "Lý do",
    "Cách sửa",
    "Nguyên văn",
];

/// Writes `restricted/rejects/<commune>.csv` for every commune with rows in quarantine; rows of no known
/// commune go to `chua_ro_xa.csv`. UTF-8 with a byte order mark, so that Excel shows the marks.
///
/// # Errors
/// When the disk refuses.
pub fn write_rejects(
    publication: &Publication,
    blocks: &[(&ChunkOrigin, &Quarantined)],
) -> Result<(), RunError> {
    let mut communes: BTreeMap<Option<CommuneCode>, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, (_, quarantined)) in blocks.iter().enumerate() {
        for (row, commune) in quarantined.commune.iter().enumerate() {
            communes.entry(*commune).or_default().push((index, row));
        }
    }
    for (commune, rows) in communes {
        let name = commune.map_or_else(|| "chua_ro_xa".to_owned(), |code| code.to_string());
        publication.write_file(&format!("restricted/rejects/{name}.csv"), |out| {
            write!(out, "\u{feff}")?;
            write_row(out, HEADERS.into_iter())?;
            for (block, row) in &rows {
                let (origin, quarantined) = blocks[*block];
                write_reject(out, origin, quarantined, *row)?;
            }
            Ok(Some(rows.len() as u64))
        })?;
    }
    Ok(())
}

fn write_reject(
    out: &mut dyn Write,
    origin: &ChunkOrigin,
    quarantined: &Quarantined,
    row: usize,
) -> io::Result<()> {
    let (reasons, fixes) = say(quarantined.reasons[row], Lang::Vi);
    let number = quarantined.row[row].to_string();
    let (reasons, fixes) = (reasons.join("; "), fixes.join("; "));
    let cells = from_json(&quarantined.cells[row]);
    let cells = cells.iter().map(|(name, text)| format!("{name}: {text}"));
    let cells = cells.collect::<Vec<_>>().join(" | ");
    let sheet = origin.sheet.as_deref().unwrap_or_default();
    write_row(
        out,
        [&*origin.file, sheet, &number, &reasons, &fixes, &cells].into_iter(),
    )
}

fn write_row<'c>(out: &mut dyn Write, cells: impl Iterator<Item = &'c str>) -> io::Result<()> {
    for (index, cell) in cells.enumerate() {
        let separator = if index > 0 { "," } else { "" };
        write!(out, "{separator}{}", quoted(cell))?;
    }
    out.write_all(b"\r\n")
}

/// A cell that no spreadsheet takes for a formula: one that begins as a formula does gets an apostrophe.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn formulas_are_disarmed_and_quotes_doubled() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("@x"), "\"'@x\"");
        assert_eq!(quoted("Nông \"Ấm\""), "\"Nông \"\"Ấm\"\"\"");
        assert_eq!(quoted(""), "\"\"");
    }
}
