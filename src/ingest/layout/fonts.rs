//! Headers in a font from before Unicode over records in another.

use super::LayoutOptions;
use crate::domain::header::FoldedHeader;
use crate::ingest::RawBlock;
use crate::ingest::encoding::ColumnEncoding;

/// Reads the cells of `head`, each in the encoding that its font draws, where that alone makes a header of it that the
/// profile knows: "Xãm" in .VnTime is Xóm, and "Xóm" in .VnTime was typed in Unicode. Rows count from 0.
pub fn read_headers(
    block: &mut RawBlock,
    head: &[(u32, usize, ColumnEncoding)],
    options: &LayoutOptions,
) {
    let is_known = |text: &str| !options.claims(&FoldedHeader::new(text)).is_empty();
    let in_unicode = |row: u32, column: usize, cell: &str| {
        let mut fonts = head.iter();
        let (_, _, encoding) = fonts.find(|(at, of, _)| at + 1 == row && *of == column)?;
        let read = encoding.decode(cell)?;
        (!is_known(cell) && is_known(&read)).then_some(read)
    };
    if head.is_empty() {
        return;
    }
    *block = block.rewritten(|row| {
        let is_of_head = head.iter().any(|(at, ..)| at + 1 == row.number);
        let cells = row.whole_cells().enumerate();
        is_of_head.then(|| {
            cells
                .map(|(column, cell)| in_unicode(row.number, column, cell))
                .collect()
        })
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::csv::parse;
    use crate::ingest::layout::tests::options;

    #[test]
    fn a_header_is_read_in_its_font_where_that_makes_it_known() {
        let text = "STT,Họ và tên,Xãm,Xóm,Bã Mông\n1,Nông Thị Ấm,Xãm,Xóm,\n";
        let mut block = parse(text.as_bytes(), b',').unwrap();
        let tcvn3 = ColumnEncoding::of_font(".VnTime").unwrap();
        let head = [(0, 2, tcvn3), (0, 3, tcvn3), (0, 4, tcvn3)];
        read_headers(&mut block, &head, &options());
        let cells = |row: usize| block.row(row).cells().collect::<Vec<_>>();
        assert_eq!(cells(0), ["STT", "Họ và tên", "Xóm", "Xóm", "Bã Mông"]);
        assert_eq!(cells(1), ["1", "Nông Thị Ấm", "Xãm", "Xóm", ""]);
    }
}
