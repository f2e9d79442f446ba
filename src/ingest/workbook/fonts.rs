//! Which fonts draw the texts of a sheet: `.VnTime` draws TCVN3, `VNI-Times` draws VNI.

use crate::ingest::encoding::{ColumnEncoding, is_plain};

/// What the fonts of a sheet tell, in a workbook that has fonts from before Unicode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetFonts {
    /// Per column the encoding that the fonts of most of its texts draw.
    pub columns: Vec<Option<ColumnEncoding>>,
    /// Cells of the first rows in a font from before Unicode, by row and column from 0: a header may be in another
    /// font than the records below it.
    pub head: Vec<(u32, usize, ColumnEncoding)>,
}

/// The fonts of the texts of each column; texts that any font draws alike do not count.
#[derive(Debug, Default)]
pub struct FontVotes {
    columns: Vec<Vec<Vote>>,
    head: Vec<(u32, usize, ColumnEncoding)>,
}

#[derive(Debug)]
struct Vote {
    font: Option<ColumnEncoding>,
    count: u32,
    last_row: u32,
}

/// Columns beyond this are asked for no font; the widest template has 103.
const COLUMNS_MAX: usize = 1024;

/// Titles and header stand within this many rows from the top.
const HEAD_ROWS_MAX: u32 = 30;

impl FontVotes {
    /// Counts a text in `row` and `column` whose font draws `encoding`; `None` for a font of Unicode.
    pub fn add(&mut self, row: u32, column: u32, encoding: Option<ColumnEncoding>, text: &str) {
        let column = column as usize;
        if column >= COLUMNS_MAX || is_plain(text) {
            return;
        }
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, Vec::new);
        }
        if let Some(encoding) = encoding.filter(|_| row < HEAD_ROWS_MAX) {
            self.head.push((row, column, encoding));
        }
        let votes = &mut self.columns[column];
        match votes.iter_mut().find(|vote| vote.font == encoding) {
            Some(vote) => {
                vote.count += 1;
                vote.last_row = vote.last_row.max(row);
            }
            None => votes.push(Vote {
                font: encoding,
                count: 1,
                last_row: row,
            }),
        }
    }

    /// Of each column the font of at least half of its texts; of two that draw half of them each, the one that goes
    /// on furthest down, for the other is the header's.
    #[must_use]
    pub fn finish(self) -> SheetFonts {
        let of_half = |votes: Vec<Vote>| {
            let all: u32 = votes.iter().map(|vote| vote.count).sum();
            let half = votes.into_iter().filter(|vote| 2 * vote.count >= all);
            let most = half.max_by_key(|vote| (vote.count, vote.last_row))?;
            Some(most.font.unwrap_or(ColumnEncoding::Unicode))
        };
        SheetFonts {
            columns: self.columns.into_iter().map(of_half).collect(),
            head: self.head,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_of_half_of_the_letters_is_the_font_of_the_column() {
        let tcvn3 = ColumnEncoding::of_font(".VnTime");
        assert!(tcvn3.is_some());
        let mut votes = FontVotes::default();
        votes.add(0, 1, None, "Hä vµ tªn");
        votes.add(1, 1, tcvn3, "NguyÔn");
        votes.add(2, 1, None, "Nam");
        votes.add(0, 3, tcvn3, "Giíi");
        votes.add(1, 3, None, "Nữ");
        votes.add(1, 5000, tcvn3, "N÷");
        votes.add(40, 0, tcvn3, "N÷");
        let fonts = votes.finish();
        let unicode = Some(ColumnEncoding::Unicode);
        assert_eq!(fonts.columns, [tcvn3, tcvn3, None, unicode]);
        let head: Vec<(u32, usize)> = fonts
            .head
            .iter()
            .map(|(row, column, _)| (*row, *column))
            .collect();
        assert_eq!(head, [(1, 1), (0, 3)]);
    }
}
