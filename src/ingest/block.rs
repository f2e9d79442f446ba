//! A block of raw rows.

/// What of a row could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// A part of a message, by its name and what is wrong with it.
    Part(String),
    /// A byte that is no part of a letter.
    Letter,
    /// A quotation mark that opens and never closes.
    Quote,
}

/// Rows of text cells, end to end in one buffer.
#[derive(Debug, Clone, Default)]
pub struct RawBlock {
    text: String,
    /// End of each cell in `text`.
    cell_ends: Vec<u32>,
    /// Per row: the index one past its last cell.
    row_ends: Vec<u32>,
    /// Per row: its number as a person sees it, from the block's first physical row as 1.
    row_numbers: Vec<u32>,
    /// Rows of which a part could not be read, by number, and what; ascending.
    damaged_rows: Vec<(u32, Damage)>,
    /// Physical rows that the block covers, blank ones among them.
    pub physical_rows: u32,
    /// Cells out of which something was cut that no dataset may have.
    pub sealed_cells: u32,
}

impl RawBlock {
    #[must_use]
    pub fn with_capacity(text_bytes: usize, rows: usize, cells: usize) -> Self {
        Self {
            text: String::with_capacity(text_bytes),
            cell_ends: Vec::with_capacity(cells),
            row_ends: Vec::with_capacity(rows),
            row_numbers: Vec::with_capacity(rows),
            damaged_rows: Vec::new(),
            physical_rows: 0,
            sealed_cells: 0,
        }
    }

    /// A block from its buffers; see the fields for what they hold.
    #[must_use]
    pub fn from_parts(
        text: String,
        cell_ends: Vec<u32>,
        row_ends: Vec<u32>,
        row_numbers: Vec<u32>,
        physical_rows: u32,
    ) -> Self {
        Self {
            text,
            cell_ends,
            row_ends,
            row_numbers,
            damaged_rows: Vec::new(),
            physical_rows,
            sealed_cells: 0,
        }
    }

    pub fn push_cell(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.end_cell();
    }

    /// Text of the cell being written, for cells that are formatted in place; finish with
    /// [`RawBlock::end_cell`].
    pub fn cell_text(&mut self) -> &mut String {
        &mut self.text
    }

    pub fn end_cell(&mut self) {
        self.cell_ends.push(index(self.text.len()));
    }

    /// Ends the row, which stands at `number`.
    pub fn end_row(&mut self, number: u32) {
        self.row_ends.push(index(self.cell_ends.len()));
        self.row_numbers.push(number);
    }

    /// Marks the row that was ended last: a part of it could not be read.
    pub fn break_row(&mut self, what: String) {
        if let Some(number) = self.row_numbers.last() {
            self.damaged_rows.push((*number, Damage::Part(what)));
        }
    }

    /// Marks the row of this number, unless it is marked.
    pub fn damage_row(&mut self, number: u32, damage: Damage) {
        let place = self
            .damaged_rows
            .binary_search_by_key(&number, |(row, _)| *row);
        if let Err(place) = place {
            self.damaged_rows.insert(place, (number, damage));
        }
    }

    /// Rows of which a part could not be read, ascending.
    #[must_use]
    pub fn damaged_rows(&self) -> &[(u32, Damage)] {
        &self.damaged_rows
    }

    /// The block with other texts in its cells: `read` gives those of a row, `None` for a row or a cell that
    /// stays as it is. Row numbers stay.
    #[must_use]
    pub fn rewritten(&self, read: impl Fn(RawRow<'_>) -> Option<Vec<Option<String>>>) -> Self {
        let mut block = Self::with_capacity(self.text_bytes(), self.rows(), self.cells());
        for row in (0..self.rows()).map(|row| self.row(row)) {
            let texts = read(row).unwrap_or_default();
            for (column, cell) in row.whole_cells().enumerate() {
                let text = texts.get(column).and_then(Option::as_deref);
                block.push_cell(text.unwrap_or(cell));
            }
            block.end_row(row.number);
        }
        block.damaged_rows.clone_from(&self.damaged_rows);
        block.physical_rows = self.physical_rows;
        block.sealed_cells = self.sealed_cells;
        block
    }

    /// The texts of all cells, end to end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cell that holds byte `at` of [`Self::text`].
    #[must_use]
    pub fn cell_around(&self, at: usize) -> &str {
        let cell = self.cell_ends.partition_point(|end| *end as usize <= at);
        let start = cell
            .checked_sub(1)
            .map_or(0, |before| self.cell_ends[before]);
        let end = self
            .cell_ends
            .get(cell)
            .map_or(self.text.len(), |end| *end as usize);
        &self.text[start as usize..end]
    }

    /// Bytes of text held.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Cells held, blank ones among them.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cell_ends.len()
    }

    #[must_use]
    pub fn rows(&self) -> usize {
        self.row_ends.len()
    }

    #[must_use]
    pub fn row(&self, row: usize) -> RawRow<'_> {
        let first = if row == 0 { 0 } else { self.row_ends[row - 1] };
        RawRow {
            block: self,
            first: first as usize,
            end: self.row_ends[row] as usize,
            number: self.row_numbers[row],
        }
    }
}

/// Blocks hold a few MiB; an index past 4 GiB would be a reader's bug.
fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a block stays under 4 GiB")
}

/// A row of a block.
#[derive(Debug, Clone, Copy)]
pub struct RawRow<'a> {
    block: &'a RawBlock,
    first: usize,
    end: usize,
    /// Row number as a person sees it, relative to the block.
    pub number: u32,
}

impl<'a> RawRow<'a> {
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.first
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first == self.end
    }

    /// What of the row could not be read; `None` for nearly every row.
    #[must_use]
    pub fn damage(&self) -> Option<&'a Damage> {
        let rows = &self.block.damaged_rows;
        let at = rows
            .binary_search_by_key(&self.number, |(number, _)| *number)
            .ok()?;
        Some(&rows[at].1)
    }

    /// Cell `column` without blanks at its ends; empty past the row's end.
    #[must_use]
    pub fn cell(&self, column: usize) -> &'a str {
        trim(self.whole_cell(column))
    }

    /// Cell `column` with the blanks at its ends, which in an encoding not yet read may be letters.
    #[must_use]
    pub fn whole_cell(&self, column: usize) -> &'a str {
        let cell = self.first + column;
        if cell >= self.end {
            return "";
        }
        let start = if cell == 0 {
            0
        } else {
            self.block.cell_ends[cell - 1]
        };
        &self.block.text[start as usize..self.block.cell_ends[cell] as usize]
    }

    pub fn whole_cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |column| self.whole_cell(column))
    }

    pub fn cells(self) -> impl Iterator<Item = &'a str> + Clone {
        (0..self.len()).map(move |column| self.cell(column))
    }
}

/// Trims white space; almost every cell has none, which two byte comparisons tell.
fn trim(text: &str) -> &str {
    let plain = |b: Option<&u8>| b.is_none_or(|b| b.is_ascii_graphic());
    let bytes = text.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::RawBlock;

    #[test]
    fn cells_come_back_trimmed_and_short_rows_end_blank() {
        let mut block = RawBlock::default();
        for cell in ["a", " b\u{a0}", ""] {
            block.push_cell(cell);
        }
        block.end_row(1);
        block.push_cell("c");
        block.end_row(4);
        assert_eq!(block.row(0).cells().collect::<Vec<_>>(), ["a", "b", ""]);
        assert_eq!(block.row(1).cell(0), "c");
        let around: Vec<&str> = (0..5).map(|at| block.cell_around(at)).collect();
        assert_eq!(
            around,
            ["a", " b\u{a0}", " b\u{a0}", " b\u{a0}", " b\u{a0}"]
        );
        assert_eq!(block.cell_around(5), "c");
        assert_eq!(block.row(1).cell(7), "");
        assert_eq!(block.row(1).number, 4);
    }

    #[test]
    fn a_rewritten_block_keeps_its_rows() {
        let mut block = RawBlock::default();
        for (number, cell) in [(2, "\u{85}m "), (5, "c")] {
            block.push_cell(cell);
            block.push_cell("d");
            block.end_row(number);
        }
        block.physical_rows = 5;
        let read = block.rewritten(|row| {
            (row.number == 2).then(|| vec![Some(row.whole_cell(0).replace('\u{85}', "Ầ"))])
        });
        assert_eq!(read.row(0).cells().collect::<Vec<_>>(), ["Ầm", "d"]);
        assert_eq!(read.row(1).cells().collect::<Vec<_>>(), ["c", "d"]);
        assert_eq!((read.row(1).number, read.physical_rows), (5, 5));
    }
}
