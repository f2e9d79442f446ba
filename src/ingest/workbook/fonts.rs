//! Which fonts draw the texts of a sheet: `.VnTime` draws TCVN3, `VNI-Times` draws VNI.

use crate::ingest::encoding::{ColumnEncoding, is_plain};

/// The fonts of the texts of each column; texts that any font draws alike do not count.
#[derive(Debug, Default)]
pub struct FontVotes {
    columns: Vec<Vec<(Option<ColumnEncoding>, u32)>>,
}

/// Columns beyond this are asked for no font; the widest template has 103.
const COLUMNS_MAX: usize = 1024;

impl FontVotes {
    /// Counts a text of `column` whose font draws `encoding`; `None` for a font of Unicode.
    pub fn add(&mut self, column: u32, encoding: Option<ColumnEncoding>, text: &str) {
        let column = column as usize;
        if column >= COLUMNS_MAX || is_plain(text) {
            return;
        }
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, Vec::new);
        }
        let votes = &mut self.columns[column];
        match votes.iter_mut().find(|(font, _)| *font == encoding) {
            Some((_, count)) => *count += 1,
            None => votes.push((encoding, 1)),
        }
    }

    /// Per column the encoding that the fonts of at least half of its texts draw.
    #[must_use]
    pub fn into_columns(self) -> Vec<Option<ColumnEncoding>> {
        let of_half = |votes: Vec<(Option<ColumnEncoding>, u32)>| {
            let all: u32 = votes.iter().map(|(_, count)| count).sum();
            let most = votes
                .into_iter()
                .filter(|(font, count)| font.is_some() && 2 * count >= all)
                .max_by_key(|(font, count)| (*count, std::cmp::Reverse(*font)));
            most.and_then(|(font, _)| font)
        };
        self.columns.into_iter().map(of_half).collect()
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
        votes.add(1, None, "Hä vµ tªn");
        votes.add(1, tcvn3, "NguyÔn");
        votes.add(1, None, "Nam");
        votes.add(3, None, "N÷");
        votes.add(5000, tcvn3, "N÷");
        assert_eq!(votes.into_columns(), [None, tcvn3, None, None]);
    }
}
