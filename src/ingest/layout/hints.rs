//! Rows under a header that tell how to fill it in: codes, column numbers, instructions.

use super::claims::Column;
use super::options::LayoutOptions;
use crate::domain::Field;
use crate::domain::header::FoldedHeader;
use crate::ingest::RawBlock;
use crate::ingest::block::RawRow;
use crate::ingest::rows::heading::heading;
use crate::ingest::rows::numbers::is_column_numbers;

/// Codes, column numbers and instructions: more rows of hints than this no template has.
const HINT_ROWS_MAX: usize = 4;

/// What templates say of a column, folded without marks.
const INSTRUCTIONS: [&str; 32] = [
    "batbuoc",
    "khongbatbuoc",
    "nhap",
    "dinhdang",
    "ddmm",
    "mmyyyy",
    "yyyy",
    "ngaythangnam",
    "ghiro",
    "inhoa",
    "chutoida",
    "chon",
    "danhmuc",
    "vidu",
    "kytu",
    "chuso",
    "tudong",
    "toida",
    "dodai",
    "dientheo",
    "theomau",
    "neuco",
    "text",
    "number",
    "string",
    "nvarchar",
    "varchar",
    "date",
    "huongdan",
    "xem",
    "1nam2nu",
    "nam1nu2",
];

/// The last row of the header that ends at row `last` of `block`: rows of hints below it belong to it.
#[must_use]
pub fn end(block: &RawBlock, last: usize, columns: &[Column], options: &LayoutOptions) -> usize {
    let mut end = last;
    for next in last + 1..block.rows().min(last + 1 + HINT_ROWS_MAX) {
        let (row, above) = (block.row(next), block.row(end));
        let is_next = row.number == above.number + 1 && !is_heading(row, options);
        let is_hint =
            is_column_numbers(row) || is_codes(row, options) || is_instruction(row, columns);
        if !is_next || !is_hint {
            break;
        }
        end = next;
    }
    end
}

/// "XÓM NÀ PÒ (Trưởng xóm: Lý A Sì - 0399…)" has the words of an instruction, and stands over people.
fn is_heading(row: RawRow<'_>, options: &LayoutOptions) -> bool {
    let mut filled = row.cells().filter(|cell| !cell.is_empty());
    let lone = filled.next().filter(|_| filled.next().is_none());
    lone.is_some_and(|text| heading(text, options).is_some())
}

/// `HO_TEN`, `NGAY_SINH`, `GIOI_TINH`: every cell a name as programs write it.
fn is_codes(row: RawRow<'_>, options: &LayoutOptions) -> bool {
    let is_code = |cell: &str| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        cell.bytes().all(is_plain) && cell.bytes().filter(u8::is_ascii_digit).count() <= 3
    };
    let cells: Vec<&str> = row.cells().filter(|cell| !cell.is_empty()).collect();
    let names = cells
        .iter()
        .filter(|cell| cell.contains('_') || options.field(cell).is_some());
    cells.len() >= 3 && names.count() >= 2 && cells.into_iter().all(is_code)
}

/// A row that tells how to fill the columns in and holds no value that a column could have, or an example that says so
/// in front.
fn is_instruction(row: RawRow<'_>, columns: &[Column]) -> bool {
    let first = row.cells().next().unwrap_or_default();
    if ["vidu", "vd", "mau"].contains(&FoldedHeader::whole(first).plain.as_str()) {
        return true;
    }
    let (mut hints, mut names) = (0, 0);
    for (cell, column) in row.cells().zip(columns) {
        if cell.is_empty() {
            continue;
        }
        let is_hint = instructs(cell);
        if !is_hint && is_value(cell, column.field) {
            return false;
        }
        hints += usize::from(is_hint);
        let is_name = matches!(column.field, Some(Field::FullName | Field::FamilyName));
        names += usize::from(is_name && !is_hint);
    }
    hints >= 1 && (names == 0 || hints >= 2 && hints > names)
}

/// Whether a cell could be what its column is for.
fn is_value(cell: &str, field: Option<Field>) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    match field {
        Some(Field::Sequence) => digits > 0 && letters == 0,
        Some(Field::BirthDate | Field::BirthYear | Field::UnderMale | Field::UnderFemale) => {
            digits >= 2 && letters == 0
        }
        Some(Field::IdentityNumber | Field::BhxhNumber | Field::BhytCard | Field::Phone) => {
            digits >= 7
        }
        _ => false,
    }
}

fn instructs(cell: &str) -> bool {
    let folded = FoldedHeader::whole(cell).plain;
    let is_listed = INSTRUCTIONS.iter().any(|word| folded.contains(word));
    // "1: Nam; 2: Nữ", "0 = Không, 1 = Có"
    let pairs = cell.split([';', ',', '/', '\n']).filter(|part| {
        let part = part.trim();
        let value = part.trim_start_matches(|c: char| c.is_ascii_digit());
        value.len() < part.len() && value.trim_start().starts_with([':', '=', '-', '.'])
    });
    let words = cell.split_whitespace().count();
    is_listed || pairs.count() >= 2 || words >= 9
}
