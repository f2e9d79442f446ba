//! Cells that show that their value is lost: `#REF!`, `#N/A`, `#DIV/0!`.
//!
//! Forms that are filled by formulas show them in every row that is not used, which is about nobody; in a row about a
//! person they stand where a value was. There they stay, so that a rule says so, but not as a text that no rule looks at.

use super::block::RawRow;
use super::{Layout, RawBlock};
use crate::domain::Field;

/// Fields of any text that no rule looks at: what is shown would be taken for it.
const TEXTS: [Field; 3] = [Field::FacilityName, Field::Conclusion, Field::Item];

/// Fields by which a row is about a person.
const NAMES: [Field; 3] = [Field::FullName, Field::GivenName, Field::FamilyName];

/// Blanks lost values in rows without a name, and in columns of any text.
pub fn blank_lost(block: &mut RawBlock, layout: &Layout) {
    let columns = |fields: &[Field]| {
        let columns = fields.iter().filter_map(|field| layout.column(*field));
        columns.collect::<Vec<usize>>()
    };
    let (names, texts) = (columns(&NAMES), columns(&TEXTS));
    let is_named = |row: &RawRow<'_>| {
        let mut cells = names.iter().map(|column| row.cell(*column));
        names.is_empty() || cells.any(|cell| !cell.is_empty() && !is_lost(cell))
    };
    let blanked = block.rewritten(|row| {
        if !row.cells().any(is_lost) {
            return None;
        }
        let is_named = is_named(&row);
        let stays =
            |column: usize| is_named && !texts.contains(&column) && !names.contains(&column);
        let cells = row.cells().enumerate();
        let blank = cells.map(|(at, cell)| (is_lost(cell) && !stays(at)).then(String::new));
        Some(blank.collect())
    });
    *block = blanked;
}

/// Whether a cell shows that its value is lost.
fn is_lost(cell: &str) -> bool {
    const SHOWN: [&str; 11] = [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
    ];
    cell.starts_with('#') && SHOWN.contains(&cell) || cell.starts_with("Err:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::layout::tests::options;

    #[test]
    fn a_lost_value_stays_where_a_person_has_one() {
        let mut block = RawBlock::default();
        let rows = [
            ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Xóm"],
            ["1", "Nông Thị Ấm", "#VALUE!", "#N/A", "#REF!"],
            ["2", "#N/A", "#N/A", "#N/A", "#N/A"],
            ["3", "Lý A Dính", "1957", "003057000001", "Xóm #1"],
        ];
        for (row, number) in rows.iter().zip(1..) {
            row.iter().for_each(|cell| block.push_cell(cell));
            block.end_row(number);
        }
        let layout = Layout::detect(&block, &options()).unwrap();
        blank_lost(&mut block, &layout);
        let cells = |row: usize| block.row(row).cells().collect::<Vec<_>>();
        assert_eq!(cells(1), rows[1]);
        assert_eq!(cells(2), ["2", "", "", "", ""]);
        assert_eq!(cells(3), rows[3]);
    }
}
