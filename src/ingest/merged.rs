//! Cells that are merged from row to row: their value is that of every row beside them.

use super::workbook::sheet::Merge;
use super::{Layout, RawBlock};
use crate::domain::Field;

/// Fields of which one value may be meant for several persons. A name or a number of one person never is.
const SHARED: [Field; 18] = [
    Field::Ethnicity,
    Field::CommuneCode,
    Field::CommuneName,
    Field::DistrictName,
    Field::ProvinceName,
    Field::Hamlet,
    Field::Household,
    Field::ResidenceStatus,
    Field::TargetGroups,
    Field::InsuranceObject,
    Field::Facility,
    Field::ExamDate,
    Field::ExamPlace,
    Field::Funding,
    Field::UnitGroup,
    Field::Period,
    Field::FacilityName,
    Field::FacilityType,
];

/// A name merged over two rows is one person in two rows.
const NAMES: [Field; 3] = [Field::FullName, Field::FamilyName, Field::GivenName];

/// Writes the value of a cell that is merged over several rows into each of them, below the header and in columns
/// of which one value may be meant for several persons.
pub fn fill_down(block: &mut RawBlock, merges: &[Merge], layout: &Layout) {
    let is_shared = |column: u32| {
        let columns = SHARED.iter().filter_map(|field| layout.column(*field));
        columns.into_iter().any(|shared| shared == column as usize)
    };
    let mut filled: Vec<&Merge> = merges
        .iter()
        .filter(|merge| merge.rows.1 > merge.rows.0 && merge.rows.0 >= layout.header_rows.1)
        .filter(|merge| is_shared(merge.columns.0))
        .collect();
    if filled.is_empty() {
        return;
    }
    // Rows below the first of a name that is merged over several: their person stands in the first.
    let is_name = |column: u32| {
        let mut columns = NAMES.iter().filter_map(|field| layout.column(*field));
        columns.any(|name| name == column as usize)
    };
    let mut names: Vec<(u32, u32)> = merges
        .iter()
        .filter(|merge| is_name(merge.columns.0))
        .map(|merge| merge.rows)
        .collect();
    names.sort_unstable();
    let mut names = names.into_iter().peekable();
    let mut name_end = 0;
    filled.sort_by_key(|merge| merge.rows);
    // Of each column the last merge that began and its text.
    let mut open: Vec<(usize, u32, String)> = Vec::new();
    let mut merges = filled.into_iter().peekable();
    let mut written = RawBlock::with_capacity(block.text_bytes(), block.rows(), block.cells());
    for row in (0..block.rows()).map(|row| block.row(row)) {
        let at = row.number - 1;
        while let Some(merge) = merges.next_if(|merge| merge.rows.0 <= at) {
            let column = merge.columns.0 as usize;
            open.retain(|(of, ..)| *of != column);
            if merge.rows.0 == at {
                open.push((column, merge.rows.1, row.whole_cell(column).to_owned()));
            }
        }
        open.retain(|(_, last, _)| *last >= at);
        let width = open
            .iter()
            .map(|(column, ..)| column + 1)
            .max()
            .unwrap_or(0);
        // A row of merged cells alone is about nobody.
        while let Some((_, last)) = names.next_if(|(first, _)| *first < at) {
            name_end = last.max(name_end);
        }
        let is_lower = at <= name_end;
        // A row of merged cells alone is about nobody.
        let width = match row.is_empty() {
            true => 0,
            false if is_lower => row.len(),
            false => width.max(row.len()),
        };
        for column in 0..width {
            let cell = row.whole_cell(column);
            let merged = open.iter().find(|(of, ..)| *of == column);
            let merged = merged.filter(|_| cell.is_empty() && !is_lower);
            written.push_cell(merged.map_or(cell, |(.., text)| text));
        }
        written.end_row(row.number);
    }
    written.physical_rows = block.physical_rows;
    *block = written;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::layout::tests::options;

    #[test]
    fn a_value_of_several_persons_stands_in_every_row_of_them() {
        let mut block = RawBlock::default();
        let rows: [(u32, &[&str]); 6] = [
            (1, &["STT", "Họ và tên", "Số CCCD", "Xóm", "Hộ"]),
            (2, &["1", "Nông Thị Ấm", "003157000001", "Nà Pò", "7"]),
            (3, &["2", "Lý A Dính", "", "", "x"]),
            (4, &["3", "Lý Thị Mỷ"]),
            (6, &["4", "Lý A Tủa", "", "Khuổi Lầy"]),
            (7, &["5", "Lý A Sình"]),
        ];
        for (number, row) in rows {
            row.iter().for_each(|cell| block.push_cell(cell));
            block.end_row(number);
        }
        block.physical_rows = 7;
        let layout = Layout::detect(&block, &options()).unwrap();
        let down = |rows, column| Merge {
            rows,
            columns: (column, column),
        };
        let merges = [
            down((1, 2), 2),
            down((1, 3), 3),
            down((5, 5), 3),
            down((1, 3), 4),
            down((0, 0), 0),
        ];
        fill_down(&mut block, &merges, &layout);
        let column = |column: usize| {
            let rows = (1..block.rows()).map(|row| block.row(row));
            rows.map(|row| row.cell(column)).collect::<Vec<_>>()
        };
        assert_eq!(column(3), ["Nà Pò", "Nà Pò", "Nà Pò", "Khuổi Lầy", ""]);
        assert_eq!(column(4), ["7", "x", "7", "", ""]);
        // A number is one person's.
        assert_eq!(column(2), ["003157000001", "", "", "", ""]);
        assert_eq!((block.row(4).number, block.physical_rows), (6, 7));
    }

    #[test]
    fn the_second_row_of_a_person_takes_no_value() {
        let mut block = RawBlock::default();
        let rows: [&[&str]; 4] = [
            &["STT", "Họ và tên", "Số CCCD", "Xóm", "SĐT"],
            &[
                "1",
                "Nông Thị Ấm",
                "003157000001",
                "Bản Khuông",
                "0399123456",
            ],
            &["", "", "", "", "0399123457"],
            &["2", "Lý A Dính", "", "", ""],
        ];
        for (number, row) in (1..).zip(rows) {
            row.iter().for_each(|cell| block.push_cell(cell));
            block.end_row(number);
        }
        let layout = Layout::detect(&block, &options()).unwrap();
        let merges = [1, 3].map(|column| Merge {
            rows: (1, 2),
            columns: (column, column),
        });
        fill_down(&mut block, &merges, &layout);
        let cells: Vec<&str> = block.row(2).cells().collect();
        assert_eq!(cells, ["", "", "", "", "0399123457"]);
    }
}
